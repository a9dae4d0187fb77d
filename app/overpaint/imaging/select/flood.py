"""Connected regions, found in a window that grows from where they start."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from overpaint.imaging.mask.area import Area
from overpaint.imaging.mask.cancel import check, never

if TYPE_CHECKING:
    from collections.abc import Callable

    from overpaint.imaging.pixels import Bytes2D

_FIRST_REACH_PX = 256
_FILLED = 128


def check_inside(seed: tuple[int, int], width: int, height: int) -> None:
    """Refuse a point that is not a pixel of the picture.

    Args:
        seed: Column and row.
        width: Width of the picture, pixels.
        height: Height of the picture, pixels.

    Raises:
        ValueError: It lies outside.
    """
    x, y = seed
    if not (0 <= x < width and 0 <= y < height):
        raise ValueError(f"the point {x}, {y} lies outside the picture of {width}x{height}")


def flooded(
    alike: Callable[[Area], Bytes2D],
    seed: tuple[int, int],
    within: Area,
    cancelled: Callable[[], bool] = never,
) -> tuple[Area, Bytes2D]:
    """Find the region around a pixel that is connected through the sides of pixels.

    Only a window round the region is looked at: a small region of a large picture costs what it
    costs in a small picture, and a large one at most a third more than without windows, because
    each window has at least twice the pixels of the one before.

    Args:
        alike: Gives a new plane for an area, 255 where a pixel may belong to the region, else 0.
            The seed must be 255.
        seed: Column and row, inside ``within``.
        within: The picture.
        cancelled: Asked before each window.

    Returns:
        The bounds of the region, and the region in them: 255 inside, 0 outside.

    Raises:
        Cancelled: As asked for.
    """
    import cv2  # noqa: PLC0415 - half a second of loading, only when it is needed

    x, y = seed
    reach = _FIRST_REACH_PX
    window = Area(x - reach, y - reach, x + reach, y + reach).intersected(within)
    while True:
        check(cancelled)
        plane = alike(window)
        start = (x - window.left, y - window.top)
        _, _, _, (left, top, width, height) = cv2.floodFill(plane, None, start, _FILLED)
        found = Area(
            window.left + left,
            window.top + top,
            window.left + left + width,
            window.top + top + height,
        )
        larger = _grown(window, found, within)
        if larger == window:
            part = plane[top : top + height, left : left + width]
            return found, np.asarray(cv2.inRange(part, _FILLED, _FILLED), np.uint8)
        window = larger


def _grown(window: Area, found: Area, within: Area) -> Area:
    """Move the sides of the window that the region touches outwards, by the window's size."""
    return Area(
        window.left - window.width if found.left == window.left else window.left,
        window.top - window.height if found.top == window.top else window.top,
        window.right + window.width if found.right == window.right else window.right,
        window.bottom + window.height if found.bottom == window.bottom else window.bottom,
    ).intersected(within)
