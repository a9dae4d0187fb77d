"""From an opened file to pixels: 8 bits, RGB, upright."""

from __future__ import annotations

import numpy as np
from PIL import Image

from overpaint.imaging.colour import to_eight_bit
from overpaint.imaging.files import deep
from overpaint.imaging.files.opening import Opened

_ORIENTATION = 0x0112
_PHOTOMETRIC, _WHITE_IS_ZERO = 262, 0
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def orientation_of(picture: Opened) -> int:
    """How the stored pixels have to be turned, 1 to 8 as in EXIF, without decoding them."""
    if picture.png is not None:
        return picture.png.orientation
    value = picture.image.getexif().get(_ORIENTATION, 1)
    return value if value in _TURNS else 1


def is_turned_sideways(orientation: int) -> bool:
    """Whether width and height change places."""
    return orientation >= 5


def decoded(picture: Opened) -> Image.Image:
    """Decode the present frame: mode RGB or RGBA, upright, its profile kept in ``info``."""
    orientation = orientation_of(picture)
    image = deep.read(picture) if deep.is_wanted(picture) else loaded(picture)
    return upright(to_eight_bit(image), orientation)


def loaded(picture: Opened) -> Image.Image:
    """Decode the present frame in Pillow's own mode, as it lies in the file.

    Forms that Pillow does not read come as mode L, RGB or RGBA.
    """
    image = picture.image
    if isinstance(image, deep.DeepTiff):
        return deep.read(picture)
    image.load()
    tags = getattr(image, "tag_v2", {})
    if image.mode.startswith("I;16") and tags.get(_PHOTOMETRIC) == _WHITE_IS_ZERO:
        # Pillow turns such pictures only when they have 1 or 8 bits.
        return Image.fromarray(65535 - np.asarray(image))
    return image


def upright(image: Image.Image, orientation: int) -> Image.Image:
    """Turn pixels as `orientation_of` says."""
    if orientation not in _TURNS:
        return image
    info = image.info
    turned = image.transpose(_TURNS[orientation])
    turned.info = info
    return turned
