"""The bucket: the gap of a mask that lies around a point, or the covered piece."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from overpaint.imaging.mask.area import Area
from overpaint.imaging.mask.cancel import never
from overpaint.imaging.mask.patch import Patch
from overpaint.imaging.select.flood import check_inside, flooded

if TYPE_CHECKING:
    from collections.abc import Callable

    from overpaint.imaging.pixels import Bytes2D

_HALF = 128
_NEARLY_FULL = 240


def enclosed(
    coverage: Bytes2D, seed: tuple[int, int], *, cancelled: Callable[[], bool] = never
) -> Patch:
    """Find the connected region of a mask around a point.

    On a pixel under half coverage it is the hole or gap around it, to be added; on a covered pixel
    it is the covered piece, to be subtracted. Soft edges belong to it as long as they do not lead
    into another region: a ring that was drawn with a soft brush is filled without a seam.

    Args:
        coverage: Shape (height, width), uint8.
        seed: Column and row of the point.
        cancelled: Asked now and then.

    Returns:
        255 in the region, 0 elsewhere.

    Raises:
        ValueError: The point is outside the mask.
        Cancelled: As asked for.
    """
    height, width = coverage.shape
    check_inside(seed, width, height)
    whole = Area(0, 0, width, height)
    covered = bool(coverage[seed[1], seed[0]] >= _HALF)
    core_levels = (_HALF, 255) if covered else (0, _HALF - 1)
    soft_levels = (1, 255) if covered else (0, _NEARLY_FULL - 1)
    core = Patch(*flooded(_between(coverage, *core_levels), seed, whole, cancelled))
    soft = Patch(*flooded(_between(coverage, *soft_levels), seed, whole, cancelled))
    same = _count(coverage, soft, *core_levels) == _count(coverage, core, *core_levels)
    return soft if same else core


def _between(coverage: Bytes2D, least: int, most: int) -> Callable[[Area], Bytes2D]:
    import cv2  # noqa: PLC0415 - half a second of loading, only when it is needed

    def between(area: Area) -> Bytes2D:
        return np.asarray(cv2.inRange(coverage[area.slices()], least, most), np.uint8)

    return between


def _count(coverage: Bytes2D, region: Patch, least: int, most: int) -> int:
    """Count the pixels of a region whose coverage lies between two levels."""
    import cv2  # noqa: PLC0415

    inside = _between(coverage, least, most)(region.area)
    return cv2.countNonZero(cv2.bitwise_and(inside, region.cover))
