"""The magic wand: pixels whose colour is close to that of the pixel pointed at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from overpaint.imaging.mask.area import Area
from overpaint.imaging.mask.cancel import never
from overpaint.imaging.mask.patch import Patch
from overpaint.imaging.select.flood import check_inside, flooded
from overpaint.imaging.select.smooth import smoothed

if TYPE_CHECKING:
    from collections.abc import Callable

    from overpaint.imaging.pixels import Bytes2D, Bytes3D


def wand(
    bgra: Bytes3D,
    seed: tuple[int, int],
    tolerance: int,
    *,
    contiguous: bool,
    antialias: bool,
    cancelled: Callable[[], bool] = never,
) -> Patch:
    """Select what has nearly the colour of one pixel.

    A pixel is alike when none of its channels differs from the seed's by more than the tolerance.
    Every pixel is compared with the seed, never with its neighbour, so a slow gradient does not
    carry the selection away. Alpha is a channel as well: what is transparent differs from what
    is opaque.

    Args:
        bgra: Shape (height, width, 4), uint8, premultiplied; any view of a picture.
        seed: Column and row of the pixel pointed at.
        tolerance: Largest difference of a channel, 0 to 255.
        contiguous: Only the region that is connected with the seed through sides of pixels;
            else every pixel of the picture that is alike.
        antialias: Soften the steps of the edge, see `smooth.smoothed`.
        cancelled: Asked now and then.

    Returns:
        255 where selected; between 0 and 255 only within one pixel of the edge.

    Raises:
        ValueError: The seed is outside the picture, or the tolerance outside 0 to 255.
        Cancelled: As asked for.
    """
    height, width = bgra.shape[:2]
    check_inside(seed, width, height)
    if not 0 <= tolerance <= 255:
        raise ValueError(f"a tolerance is 0 to 255, not {tolerance}")
    whole = Area(0, 0, width, height)
    alike = _alike(bgra, seed, tolerance)
    hard = Patch(*flooded(alike, seed, whole, cancelled)) if contiguous else _trimmed(alike(whole))
    return smoothed(hard, whole) if antialias else hard


def _alike(bgra: Bytes3D, seed: tuple[int, int], tolerance: int) -> Callable[[Area], Bytes2D]:
    """What is close to the seed's colour; reads the four channels where they lie."""
    import cv2  # noqa: PLC0415 - half a second of loading, only when it is needed

    colour = [int(value) for value in bgra[seed[1], seed[0]]]
    least = tuple(max(0, value - tolerance) for value in colour)
    most = tuple(min(255, value + tolerance) for value in colour)

    def alike(area: Area) -> Bytes2D:
        return np.asarray(cv2.inRange(bgra[area.slices()], least, most), np.uint8)

    return alike


def _trimmed(plane: Bytes2D) -> Patch:
    """Cut a plane, which is not empty, to what is selected in it."""
    import cv2  # noqa: PLC0415

    left, top, width, height = cv2.boundingRect(plane)
    area = Area(left, top, left + width, top + height)
    return Patch(area, plane[area.slices()].copy())
