"""A mask of what differs visibly between two pictures, an edit and its original for example."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from overpaint.imaging.mask.cancel import check, never
from overpaint.imaging.pixels import bands
from overpaint.imaging.select.alignment import shift_between, shifted
from overpaint.imaging.select.lab import LIGHTNESS_STEP, lab_alpha

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from overpaint.imaging.pixels import Bytes2D, Bytes3D

USUAL_THRESHOLD = 8.0
"""Twice or three times what is just visible side by side."""

USUAL_CLEAN_PX = 3

_SAMPLED_PX = 512
_SPREADS = 4.0
_MAD_TO_DEVIATION = 1.4826  # of a normal distribution
_MOST_DRIFT = 8
_MOST_NOISE = 2.0
_STEPS_PER_UNIT = 2.0
_SQUARED_UNITS = np.square(np.array([[LIGHTNESS_STEP, 1, 1, LIGHTNESS_STEP]], np.float32))
_HOLE_FACTOR = 8
_NEAR_SIDES = (3, 7)
_HALO_PX = 3


def difference_mask(
    a_bgra: Bytes3D,
    b_bgra: Bytes3D,
    threshold: float = USUAL_THRESHOLD,
    clean_px: int = USUAL_CLEAN_PX,
    *,
    cancelled: Callable[[], bool] = never,
) -> Bytes2D:
    """Cover what differs visibly between two pictures.

    A picture that came back from a model differs a little everywhere. So the second picture is
    scaled to the size of the first, moved by up to 8 pixels if that brings them closer, and the
    change of colour that most pixels share is taken off. Each pixel is compared with what lies
    around its place, within one pixel for light and three for colour, both ways, so that edges do
    not count for being sharpened, compressed or a fraction of a pixel away. It counts when its
    CIE 1976 difference is above the threshold and above the noise: the median and four times its
    absolute deviation, at most twice the threshold. Then specks are taken out, gaps closed and
    small holes filled.

    Args:
        a_bgra: Shape (height, width, 4), uint8, premultiplied.
        b_bgra: The other picture, of any size.
        threshold: CIE 1976 difference of colour from which a pixel counts: 2 is just visible side
            by side, 10 at a glance, 100 is black to white. Above 0.
        clean_px: Specks and gaps up to about this width vanish; holes up to 8 x 8 times as large
            are filled; 0 for leaving everything as it is.
        cancelled: Asked for every band of half a million pixels.

    Returns:
        255 where the pictures differ, else 0; shape (height, width), uint8.

    Raises:
        ValueError: The threshold or the width is out of range.
        Cancelled: As asked for.
    """
    if threshold <= 0 or clean_px < 0:
        raise ValueError(f"no difference can be above {threshold}, cleaned by {clean_px} pixels")
    other = _fitted(b_bgra, a_bgra.shape[:2])
    shift = shift_between(a_bgra, other)
    other = shifted(other, shift)
    distance = _distances(a_bgra, other, _drift(a_bgra, other), cancelled)
    _forget_edges(distance, shift)
    least = max(threshold, min(_noise(distance), _MOST_NOISE * threshold))
    flags = _above(distance, min(254, round(least * _STEPS_PER_UNIT)))
    check(cancelled)
    return _cleaned(flags, clean_px) if clean_px else flags


def _forget_edges(distance: Bytes2D, shift: tuple[float, float]) -> None:
    """Take out what has no counterpart after moving."""
    for plane, way in ((distance.T, shift[0]), (distance, shift[1])):
        if way > 0:
            plane[: math.ceil(way) + 1] = 0
        elif way < 0:
            plane[-math.ceil(-way) - 1 :] = 0


def _fitted(bgra: Bytes3D, shape: tuple[int, ...]) -> Bytes3D:
    """Scale a picture to a height and width."""
    import cv2  # noqa: PLC0415 - half a second of loading, only when it is needed

    height, width = shape
    if bgra.shape[:2] == (height, width):
        return bgra
    smaller = width < bgra.shape[1]
    way = cv2.INTER_AREA if smaller else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(bgra, (width, height), interpolation=way), np.uint8)


def _drift(a_bgra: Bytes3D, b_bgra: Bytes3D) -> NDArray[np.int16]:
    """How much most pixels of b differ from a in L*, a*, b*, in steps of 8 bits; 0 for alpha."""
    step = max(1, max(a_bgra.shape[:2]) // _SAMPLED_PX)
    a, b = (lab_alpha(np.ascontiguousarray(p[::step, ::step])) for p in (a_bgra, b_bgra))
    difference = np.median(b.astype(np.int16) - a, axis=(0, 1))
    difference[3] = 0
    drift: NDArray[np.int16] = np.clip(np.rint(difference), -_MOST_DRIFT, _MOST_DRIFT).astype(
        np.int16
    )
    return drift


def _distances(
    a_bgra: Bytes3D, b_bgra: Bytes3D, drift: NDArray[np.int16], cancelled: Callable[[], bool]
) -> Bytes2D:
    """Differences of colour in half units, at most 255."""
    height, width = a_bgra.shape[:2]
    result = np.empty((height, width), np.uint8)
    for top, bottom in bands(width, height):
        check(cancelled)
        first, last = max(0, top - _HALO_PX), min(bottom + _HALO_PX, height)
        a, b = lab_alpha(a_bgra[first:last]), lab_alpha(b_bgra[first:last])
        result[top:bottom] = _apart(a, _undrifted(b, drift))[top - first : bottom - first]
    return result


def _undrifted(lab: Bytes3D, drift: NDArray[np.int16]) -> Bytes3D:
    import cv2  # noqa: PLC0415

    levels = np.arange(256, dtype=np.int16)[:, None] - drift
    table = np.clip(levels, 0, 255).astype(np.uint8)[None]
    return np.asarray(cv2.LUT(lab, table), np.uint8)


def _apart(a: Bytes3D, b: Bytes3D) -> Bytes2D:
    """Half units between each pixel and what lies around its place in the other picture."""
    import cv2  # noqa: PLC0415

    result = np.zeros(a.shape[:2], np.uint8)
    for one, other in ((a, b), (b, a)):
        least, most = _surroundings(other)
        away = np.asarray(cv2.max(cv2.subtract(one, most), cv2.subtract(least, one)))
        away = np.square(away, dtype=np.float32)
        length = cv2.sqrt(cv2.transform(away, _SQUARED_UNITS))
        steps = np.asarray(cv2.convertScaleAbs(length, alpha=_STEPS_PER_UNIT), np.uint8)
        np.maximum(result, steps.reshape(result.shape), out=result)
    return result


def _surroundings(lab: Bytes3D) -> tuple[Bytes3D, Bytes3D]:
    """Least and most near each pixel; farther for colour, which files store more coarsely."""
    import cv2  # noqa: PLC0415

    limits = []
    for way in (cv2.erode, cv2.dilate):
        near, far = (way(lab, np.ones((side, side), np.uint8)) for side in _NEAR_SIDES)
        light, _, _, alpha = cv2.split(near)
        _, green, blue, _ = cv2.split(far)
        limits.append(np.asarray(cv2.merge([light, green, blue, alpha]), np.uint8))
    return limits[0], limits[1]


def _noise(distance: Bytes2D) -> float:
    """What unchanged pixels differ by, in units of colour difference."""
    step = max(1, max(distance.shape) // _SAMPLED_PX)
    sample = distance[::step, ::step].astype(np.float32) / _STEPS_PER_UNIT
    middle = float(np.median(sample))
    spread = float(np.median(np.abs(sample - middle))) * _MAD_TO_DEVIATION
    return middle + _SPREADS * spread


def _above(distance: Bytes2D, level: int) -> Bytes2D:
    import cv2  # noqa: PLC0415

    return np.asarray(cv2.threshold(distance, level, 255, cv2.THRESH_BINARY)[1], np.uint8)


def _cleaned(flags: Bytes2D, clean_px: int) -> Bytes2D:
    """Close gaps, take out specks, fill small holes; the edge of the picture goes on as it is."""
    import cv2  # noqa: PLC0415

    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * clean_px + 1, 2 * clean_px + 1))
    reach = 2 * clean_px
    border = cv2.BORDER_REPLICATE
    wide = cv2.copyMakeBorder(flags, reach, reach, reach, reach, border)
    closed = cv2.morphologyEx(wide, cv2.MORPH_CLOSE, kernel)
    side = clean_px // 2 * 2 + 1  # an even one would move everything by a pixel
    small = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    opened = cv2.morphologyEx(closed, cv2.MORPH_OPEN, small)
    inner = np.asarray(opened, np.uint8)[reach:-reach, reach:-reach]
    return _without_small(inner, 2 * clean_px**2, (_HOLE_FACTOR * clean_px) ** 2)


def _without_small(flags: Bytes2D, speck_px: int, hole_px: int) -> Bytes2D:
    """Take out pieces and fill holes up to an area; bays at the picture's edge are no holes."""
    return 255 - _large_pieces(255 - _large_pieces(flags, speck_px, 0), 0, hole_px)


def _large_pieces(flags: Bytes2D, least_px: int, least_inner_px: int) -> Bytes2D:
    """Keep pieces from an area on; those that do not touch the edge have a limit of their own."""
    import cv2  # noqa: PLC0415

    height, width = flags.shape
    count, labels, figures, _ = cv2.connectedComponentsWithStats(flags, connectivity=4)
    left, top, wide, high, area = np.asarray(figures)[:count].T
    inner = (left > 0) & (top > 0) & (left + wide < width) & (top + high < height)
    keep = (area > least_px) & (~inner | (area > least_inner_px))
    keep[0] = False
    table = keep.astype(np.uint8) * np.uint8(255)
    numbers = np.asarray(labels, np.int32)
    kept = np.empty(flags.shape, np.uint8)
    for start, end in bands(width, height):
        np.take(table, numbers[start:end], out=kept[start:end])
    return kept
