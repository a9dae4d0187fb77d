"""The canvas as it is seen: target, what covers it, and the marks, as one picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from overpaint.domain.frame import Rect
from overpaint.domain.marks import Mark
from overpaint.domain.sizes import Size
from overpaint.imaging.encode import encode_png
from overpaint.imaging.markup import draw_marks
from overpaint.imaging.mask.area import Area
from overpaint.imaging.original import Metadata, Original
from overpaint.imaging.pixels import Bytes3D, Picture, bands

_LEVEL = 3


@dataclass(frozen=True, slots=True, eq=False)
class Cover:
    """A picture over a part of another one.

    Attributes:
        picture: Of any size.
        rect: What it covers, pixels of the picture below; may reach out of it.
    """

    picture: Picture
    rect: Rect


def merge(base: Picture, cover: Cover | None, marks: Sequence[Mark]) -> bytes:
    """Encode what is seen as a PNG in sRGB, at the full size of the lowest picture.

    Args:
        base: The lowest picture; it is not changed.
        cover: What lies over a part of it; None for nothing.
        marks: In pixels of ``base``, the last one on top.
    """
    bgra = base.bgra
    if cover is not None:
        bgra = bgra.copy()
        _lay(bgra, cover)
    straight = _straight(bgra)
    if marks:
        _draw(straight, marks)
    opaque = bool((straight[..., 3] == 255).all())
    alpha = None if opaque else np.ascontiguousarray(straight[..., 3])
    picture = Original(np.ascontiguousarray(straight[..., :3]), alpha, "RGB", Metadata())
    return encode_png(picture, level=_LEVEL)


def _lay(bgra: Bytes3D, cover: Cover) -> None:
    """Premultiplied "over", in place."""
    import cv2  # noqa: PLC0415 - half a second to load

    rect = cover.rect
    inside = rect.within(Size(bgra.shape[1], bgra.shape[0]))
    above = cover.picture.bgra
    if (cover.picture.width, cover.picture.height) != (rect.width, rect.height):
        shrinks = cover.picture.width > rect.width
        how = cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
        above = np.asarray(cv2.resize(above, (rect.width, rect.height), interpolation=how))
    above = above[
        inside.top - rect.top : inside.bottom - rect.top,
        inside.left - rect.left : inside.right - rect.left,
    ]
    here = bgra[inside.top : inside.bottom, inside.left : inside.right]
    for top, bottom in bands(inside.width, inside.height):
        over, below = above[top:bottom].astype(np.uint16), here[top:bottom]
        below[:] = np.minimum(over + (below * (255 - over[..., 3:]) + 127) // 255, 255)


def _straight(bgra: Bytes3D) -> Bytes3D:
    """RGBA with colours that are not multiplied by the transparency."""
    image = Image.frombytes(
        "RGBa", (bgra.shape[1], bgra.shape[0]), bgra[..., [2, 1, 0, 3]].tobytes()
    )
    return np.array(image.convert("RGBA"))


def _draw(pixels: Bytes3D, marks: Sequence[Mark]) -> None:
    height, width = pixels.shape[:2]
    for top, bottom in bands(width, height):
        drawn = draw_marks(marks, Area(0, top, width, bottom))
        if drawn.getbbox() is None:
            continue
        below = Image.fromarray(np.ascontiguousarray(pixels[top:bottom]))
        below.alpha_composite(drawn)
        pixels[top:bottom] = np.asarray(below)
