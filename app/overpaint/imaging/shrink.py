"""Make a copy of a picture whose file is small enough to be sent."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass

from PIL import Image

from overpaint.domain.draft import InputImage
from overpaint.domain.errors import Action, ImageError
from overpaint.domain.sizes import Size
from overpaint.domain.text import say
from overpaint.imaging.colour import profile_of
from overpaint.imaging.load import load_upright

_JPEG_QUALITY = 95
_SPARE = 0.97
"""Aim a little below the limit: how well a picture packs changes with its size."""

_LEAST_STEP = 0.95
_LEAST_EDGE_PX = 64
_FORMATS = {"PNG": "image/png", "JPEG": "image/jpeg"}


@dataclass(frozen=True, slots=True)
class SmallerCopy:
    """A picture that fits.

    Attributes:
        data: The file.
        media_type: PNG or JPEG.
        size: Its pixels; smaller than those of the original unless another format was enough.
    """

    data: bytes
    media_type: str
    size: Size


def shrink_to_fit(picture: InputImage, limit_bytes: int, *, lossless: bool) -> SmallerCopy:
    """Scale a picture down until its file is below a limit; decodes all of it, so on a worker.

    Args:
        picture: The picture.
        limit_bytes: The file is to be smaller than this.
        lossless: Whether it must be a PNG, as the target of a mask; else an opaque picture becomes
            a JPEG, which seldom has to give up pixels.

    Raises:
        ImageError: The picture cannot be read, or not be made small enough.
    """
    whole = load_upright(picture.path, picture.frame)
    kind = "PNG" if lossless or whole.mode == "RGBA" else "JPEG"
    scale = 1.0
    if picture.media_type == _FORMATS[kind]:
        # A file of the same kind tells how well this picture packs.
        scale = min(math.sqrt(_SPARE * limit_bytes / picture.byte_count), 1.0)
    while True:
        image = whole if scale == 1.0 else _scaled(whole, scale)
        data = _encoded(image, kind)
        if len(data) < limit_bytes:
            return SmallerCopy(data, _FORMATS[kind], Size(*image.size))
        if min(image.size) <= _LEAST_EDGE_PX:
            raise ImageError(
                say("images", "“{name}” cannot be made small enough.", name=picture.name),
                remedy=say("images", "Use another picture, or a model that takes larger files."),
                action=Action.REPLACE_IMAGE,
            )
        scale *= min(math.sqrt(_SPARE * limit_bytes / len(data)), _LEAST_STEP)


def _scaled(image: Image.Image, scale: float) -> Image.Image:
    size = tuple(max(round(side * scale), 1) for side in image.size)
    small = image.resize((size[0], size[1]), Image.Resampling.LANCZOS, reducing_gap=3.0)
    small.info = dict(image.info)
    return small


def _encoded(image: Image.Image, kind: str) -> bytes:
    buffer = io.BytesIO()
    profile = profile_of(image)
    if kind == "PNG":
        image.save(buffer, "PNG", compress_level=4, icc_profile=profile)
    else:
        image.save(buffer, "JPEG", quality=_JPEG_QUALITY, subsampling=0, icc_profile=profile)
    return buffer.getvalue()
