"""Pictures of any mode to and from the colour planes that a fill works on."""

from __future__ import annotations

import numpy as np
from PIL import Image

from overpaint.imaging.inpaint.plan import Flags2D
from overpaint.imaging.pixels import Bytes3D

OPAQUE_ENOUGH = 128
"""Alpha from which the colour of a pixel means something."""


def split(picture: Image.Image) -> tuple[Bytes3D, Flags2D | None]:
    """Take a picture apart.

    Args:
        picture: Any mode that Pillow converts to RGB or RGBA without loss of bits.

    Returns:
        The colours, shape (height, width, 3), uint8, RGB, and what may be copied from: everything
        that is opaque enough, because the colour under transparency means nothing. None
        stands for the whole picture.
    """
    if not picture.has_transparency_data:
        return np.asarray(picture.convert("RGB")), None
    pixels = np.asarray(picture.convert("RGBA"))
    usable = pixels[..., 3] >= OPAQUE_ENOUGH
    return np.ascontiguousarray(pixels[..., :3]), None if usable.all() else usable


def join(colours: Bytes3D, picture: Image.Image, hole: Flags2D) -> Image.Image:
    """Put filled colours back together with the transparency of the picture they came from.

    Returns:
        RGB, or RGBA when the picture has transparency; what was filled is opaque.
    """
    if not picture.has_transparency_data:
        return Image.fromarray(colours)
    alpha = np.asarray(picture.convert("RGBA"))[..., 3]
    opaque = np.where(hole, np.uint8(255), alpha)
    return Image.fromarray(np.dstack((colours, opaque)))
