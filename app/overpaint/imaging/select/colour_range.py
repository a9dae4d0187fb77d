"""Colour range: soft coverage by how near each pixel comes to the colours that were picked.

Colours are compared in CIE L*a*b* by their straight distance (CIE 1976: 1 is hardly visible side by
side, 100 is black to white), as OpenCV gives it in 8 bits:
https://docs.opencv.org/4.x/de/d25/imgproc_color_conversions.html (read 2026-11-22).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from overpaint.imaging.mask.area import Area
from overpaint.imaging.mask.cancel import check, never
from overpaint.imaging.mask.patch import Patch
from overpaint.imaging.select.lab import LIGHTNESS_STEP, lab_alpha

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from overpaint.imaging.pixels import Bytes2D, Bytes3D

Bgra = tuple[int, int, int, int]
"""A premultiplied colour, each 0 to 255."""

MOST_FUZZINESS = 200
_BAND_PX = 1 << 17
_STEPS_PER_UNIT = 2.0
_FULL_SHARE, _ZERO_SHARE = 0.15, 0.5
_SUM = np.ones((1, 4), np.float32)
_SLACK = 1.0  # one step of 8-bit L*a*b* in each direction is the same colour


def colour_at(bgra: Bytes3D, x: int, y: int, reach_px: int = 1) -> Bgra:
    """Take the colour to look for at a point: the middle of the pixels around it.

    Args:
        bgra: Shape (height, width, 4), uint8, premultiplied.
        x: Column of the point.
        y: Row of the point.
        reach_px: How far around the point; 0 for the pixel alone. 1 evens out the grain.

    Raises:
        ValueError: The point is outside the picture.
    """
    height, width = bgra.shape[:2]
    if not (0 <= x < width and 0 <= y < height):
        raise ValueError(f"the point {x}, {y} lies outside the picture of {width}x{height}")
    around = Area(x - reach_px, y - reach_px, x + reach_px + 1, y + reach_px + 1)
    window = bgra[around.intersected(Area(0, 0, width, height)).slices()].reshape(-1, 4)
    blue, green, red, alpha = (int(value) for value in np.median(window, axis=0))
    return blue, green, red, alpha


def colour_range(
    bgra: Bytes3D,
    samples: Sequence[Bgra],
    fuzziness: float,
    *,
    cancelled: Callable[[], bool] = never,
) -> Patch:
    """Select what has nearly one of several colours, wherever it is in the picture.

    Args:
        bgra: Shape (height, width, 4), uint8, premultiplied; any view of a picture.
        samples: Colours, see `colour_at`; at least one.
        fuzziness: 0 (these very colours) to 200, see `coverage`.
        cancelled: Asked for every band of about 130,000 pixels.

    Returns:
        Coverage of the whole picture.

    Raises:
        ValueError: There is no sample, or the fuzziness is outside 0 to 200.
        Cancelled: As asked for.
    """
    return coverage(distances(bgra, samples, cancelled=cancelled), fuzziness)


def distances(
    bgra: Bytes3D, samples: Sequence[Bgra], *, cancelled: Callable[[], bool] = never
) -> Bytes2D:
    """Measure how far each pixel is from the nearest of several colours.

    A front end keeps this while the fuzziness is dragged: `coverage` of it takes 1 ms a megapixel.

    Returns:
        Half units of CIE 1976 colour difference, at most 255; shape (height, width).
        A difference of alpha counts as one of lightness.

    Raises:
        ValueError: There is no sample.
        Cancelled: As asked for.
    """
    import cv2  # noqa: PLC0415 - half a second of loading, only when it is needed

    if not samples:
        raise ValueError("a colour range needs at least one colour")
    height, width = bgra.shape[:2]
    tables = [_squares(sample) for sample in dict.fromkeys(samples)]
    result = np.empty((height, width), np.uint8)
    rows = max(1, _BAND_PX // width)
    for top in range(0, height, rows):
        check(cancelled)
        band = lab_alpha(bgra[top : top + rows])
        nearest = _squared(band, tables[0])
        for table in tables[1:]:
            np.minimum(nearest, _squared(band, table), out=nearest)
        result[top : top + rows] = cv2.convertScaleAbs(cv2.sqrt(nearest), alpha=_STEPS_PER_UNIT)
    return result


def _squares(sample: Bgra) -> NDArray[np.float32]:
    """Squared difference to a colour for every value of every channel, shape (1, 256, 4)."""
    colour = lab_alpha(np.array(sample, np.uint8).reshape(1, 1, 4)).reshape(4)
    units = np.array([LIGHTNESS_STEP, 1, 1, LIGHTNESS_STEP])
    away = (np.arange(256)[:, None] - colour.astype(np.int64)) * units
    table: NDArray[np.float32] = np.square(away).astype(np.float32)[None]
    return table


def _squared(band: Bytes3D, table: NDArray[np.float32]) -> NDArray[np.float32]:
    """Squared difference to one colour, shape of the band without its channels."""
    import cv2  # noqa: PLC0415

    parts = cv2.LUT(band, table)
    squared = np.empty(band.shape[:2], np.float32)
    cv2.transform(parts, _SUM, dst=squared)
    return squared


def coverage(distance: Bytes2D, fuzziness: float) -> Patch:
    """Make coverage of distances.

    Up to 0.15 x fuzziness of colour difference a pixel is covered in full; from there the coverage
    falls evenly to nothing at 0.5 x fuzziness. So 40, the usual value, takes in full what differs
    by 6, the shades of an evenly lit surface, and leaves out what differs by 20, another colour.

    Args:
        distance: Of `distances`.
        fuzziness: 0 to 200.

    Raises:
        ValueError: The fuzziness is outside 0 to 200.
    """
    import cv2  # noqa: PLC0415

    if not 0 <= fuzziness <= MOST_FUZZINESS:
        raise ValueError(f"fuzziness is 0 to {MOST_FUZZINESS}, not {fuzziness}")
    height, width = distance.shape
    full = max(_SLACK, _FULL_SHARE * fuzziness)
    zero = max(full + 1 / _STEPS_PER_UNIT, _ZERO_SHARE * fuzziness)
    far = np.arange(256) / _STEPS_PER_UNIT
    table = np.rint(np.clip((zero - far) / (zero - full), 0, 1) * 255).astype(np.uint8)
    cover = np.asarray(cv2.LUT(distance, table), np.uint8)
    return Patch(Area(0, 0, width, height), cover)
