"""Bring a decoded picture to another size."""

from __future__ import annotations

import numpy as np
from PIL import Image

from overpaint.domain.sizes import Size
from overpaint.imaging.pixels import Bytes3D, Picture


def scaled_to(picture: Picture, size: Size) -> Bytes3D:
    """Return the pixels of a picture at a size; the picture's own when it has that size.

    Alpha is premultiplied, so channels can be averaged one by one.

    Args:
        picture: Any picture.
        size: At least one pixel.

    Returns:
        Shape (size.height, size.width, 4), uint8, order B G R A.
    """
    if (picture.width, picture.height) == (size.width, size.height):
        return picture.bgra
    # The names of the channels do not matter: each is resampled on its own.
    image = Image.fromarray(picture.bgra, "RGBa")
    resized = image.resize((size.width, size.height), Image.Resampling.BILINEAR, reducing_gap=2.0)
    return np.asarray(resized)
