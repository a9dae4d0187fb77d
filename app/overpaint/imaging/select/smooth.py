"""Soft steps along the edge of a selection."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from overpaint.imaging.mask.area import Area
from overpaint.imaging.mask.patch import Patch

if TYPE_CHECKING:
    from overpaint.imaging.pixels import Bytes2D

_STEEPNESS = 2.02
"""How much steeper the edge is than the blur alone: by two, and a little against rounding, straight
edges stay as sharp as before."""

_BAND_PX = 1 << 20
_INSIDE = 128
"""The level from which coverage counts as selected."""


def smoothed(patch: Patch, within: Area) -> Patch:
    """Give the pixels along a hard edge the share of them that a smooth edge would cover.

    The selection is blurred by the 3×3 binomial kernel and the ramp made twice as steep: upright
    and level edges stay exact, steps of slanted ones become soft within one pixel on either side.
    Selected pixels stay at 128 or more and the others below it: counted by halves the
    selection is the same as before.

    Args:
        patch: 255 where selected, else 0.
        within: The picture, in which the result may be a pixel larger than the patch.
    """
    area = patch.area
    around = Area(area.left - 1, area.top - 1, area.right + 1, area.bottom + 1)
    around = around.intersected(within)
    hard = patch.on(around)
    soft = np.empty_like(hard)
    rows = max(1, _BAND_PX // around.width)
    for top in range(0, around.height, rows):
        _smooth_rows(hard, soft, top, min(top + rows, around.height))
    return Patch(around, soft)


def _smooth_rows(hard: Bytes2D, soft: Bytes2D, top: int, bottom: int) -> None:
    """Fill rows of ``soft``; the edge of the picture counts as its continuation."""
    import cv2  # noqa: PLC0415 - half a second of loading, only when it is needed

    first, last = max(0, top - 1), min(bottom + 1, hard.shape[0])
    blurred = cv2.GaussianBlur(hard[first:last], (3, 3), 0, borderType=cv2.BORDER_REPLICATE)
    band = cv2.LUT(blurred[top - first : bottom - first], _RAMP)
    inside = hard[top:bottom]
    # Not by cv2.min: it takes a number for a picture when the other picture is one pixel.
    least = np.minimum(inside, _INSIDE)
    most = np.maximum(inside, _INSIDE - 1)
    soft[top:bottom] = np.clip(band, least, most)


def _ramp() -> Bytes2D:
    levels = (np.arange(256) - 127.5) * _STEEPNESS + 127.5
    ramp: Bytes2D = np.clip(np.rint(levels), 0, 255).astype(np.uint8)
    return ramp


_RAMP = _ramp()
