"""Round stamps with a sub-pixel centre, and how they are pressed on a plane."""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np

from overpaint.imaging.mask.area import Area
from overpaint.imaging.mask.brush import falloff_px

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from overpaint.imaging.mask.brush import Dab
    from overpaint.imaging.pixels import Bytes2D

Pixel = TypeVar("Pixel", bound=np.generic)

_BAND_ROWS = 128
_BANDED_FROM_PX = 512
_CACHE_BYTES = 96 * 1024 * 1024
_CHUNK_PX = 1 << 16
_COARSE_FROM_PX = 200_000


class Band(NamedTuple):
    """Some rows of a stamp: what is outside left..right is 0, inside core_left..core_right 255."""

    top: int
    bottom: int
    left: int
    right: int
    core_left: int
    core_right: int


@dataclass(frozen=True, slots=True, eq=False)
class Stamp:
    """The imprint of one dab.

    Attributes:
        cover: Coverage, shape (size, size), uint8.
        reach_px: Pixels from the left or top edge of `cover` to the pixel that holds the centre.
        bands: Its rows in slices of at most 128, so that no call keeps the interpreter for long.
    """

    cover: Bytes2D
    reach_px: int
    bands: tuple[Band, ...]


class Placed(NamedTuple):
    """A stamp and where its first pixel lies on the plane."""

    stamp: Stamp
    left: int
    top: int

    @property
    def area(self) -> Area:
        """The area it covers; may reach out of the plane."""
        rows, columns = self.stamp.cover.shape
        return Area(self.left, self.top, self.left + columns, self.top + rows)


def _phases(diameter_px: float) -> int:
    """Sub-pixel positions per axis: a large disc hides a shift that a small one shows."""
    if diameter_px < 64:
        return 8
    if diameter_px < 256:
        return 4
    return 2 if diameter_px < 2048 else 1


class StampCache:
    """Makes stamps and keeps the recent ones; safe to use from several threads."""

    def __init__(self, limit_bytes: int = _CACHE_BYTES) -> None:
        self._limit_bytes = limit_bytes
        self._held_bytes = 0
        self._stamps: OrderedDict[tuple[float, float, float, float], Stamp] = OrderedDict()
        self._lock = threading.Lock()

    def place(self, dab: Dab, hardness: float) -> Placed:
        """Return the stamp of a dab at its place, to the nearest sub-pixel position."""
        phases = _phases(dab.diameter_px)
        x = round(dab.x * phases) / phases
        y = round(dab.y * phases) / phases
        column, row = math.floor(x), math.floor(y)
        stamp = self._stamp((dab.diameter_px, hardness, x - column, y - row))
        return Placed(stamp, column - stamp.reach_px, row - stamp.reach_px)

    def _stamp(self, key: tuple[float, float, float, float]) -> Stamp:
        with self._lock:
            found = self._stamps.get(key)
            if found is not None:
                self._stamps.move_to_end(key)
                return found
        made = make_stamp(*key)
        with self._lock:
            if key not in self._stamps:
                self._held_bytes += made.cover.nbytes
            self._stamps[key] = made
            while self._held_bytes > self._limit_bytes and len(self._stamps) > 1:
                _, dropped = self._stamps.popitem(last=False)
                self._held_bytes -= dropped.cover.nbytes
        return made


def make_stamp(diameter_px: float, hardness: float, phase_x: float, phase_y: float) -> Stamp:
    """Compute a stamp whose centre lies ``phase`` (0 up to 1) into its central pixel."""
    reach = math.ceil(diameter_px / 2 + 1)
    cover = _profile(_offsets(reach, phase_y), _offsets(reach, phase_x), diameter_px, hardness)
    cover = _unfolded(_unfolded(cover, phase_y).T, phase_x).T
    cover = np.ascontiguousarray(cover)
    return Stamp(cover, reach, _bands(cover))


def _offsets(reach: int, phase: float) -> NDArray[np.float32]:
    """Distances of pixel centres from the stamp's centre; one half only where both are alike."""
    first = reach if phase in {0.0, 0.5} else 0
    return (np.arange(first, 2 * reach + 1 - (phase == 0.0)) - reach + 0.5 - phase).astype("f4")


def _unfolded(half: Bytes2D, phase: float) -> Bytes2D:
    """Mirror the rows of a half stamp; phase 0.5 has a row in the middle that is not doubled."""
    if phase not in {0.0, 0.5}:
        return half
    other = half[:0:-1] if phase == 0.5 else half[::-1]
    return np.concatenate((other, half))


def _profile(
    rows: NDArray[np.float32], columns: NDArray[np.float32], diameter_px: float, hardness: float
) -> Bytes2D:
    """Evaluate the brush at all offsets, in chunks that stay in the processor's cache."""
    edge = falloff_px(diameter_px, hardness)
    outer = np.float32(diameter_px / 2 + 0.5)
    cover = np.empty((rows.size, columns.size), np.uint8)
    across = columns * columns
    step = max(1, _CHUNK_PX // columns.size)
    for top in range(0, rows.size, step):
        part = rows[top : top + step, None]
        t = np.sqrt(part * part + across)
        np.subtract(outer, t, out=t)
        t *= np.float32(1 / edge)
        np.clip(t, 0, 1, out=t)
        t *= t * (3 - 2 * t)
        t *= 255
        t += 0.5
        cover[top : top + step] = t
    return cover


def _bands(cover: Bytes2D) -> tuple[Band, ...]:
    size_rows, size_columns = cover.shape
    if size_columns < _BANDED_FROM_PX:
        return (Band(0, size_rows, 0, size_columns, 0, 0),)
    bands = []
    for top in range(0, size_rows, _BAND_ROWS):
        part = cover[top : top + _BAND_ROWS]
        touched = np.flatnonzero(part.any(axis=0))
        full = np.flatnonzero((part == 255).all(axis=0))
        if touched.size:
            core = (int(full[0]), int(full[-1]) + 1) if full.size else (int(touched[0]),) * 2
            left, right = int(touched[0]), int(touched[-1]) + 1
            bands.append(Band(top, top + part.shape[0], left, right, *core))
    return tuple(bands)


def press(placed: Placed, pixels: Bytes2D, within: Area, *, erase: bool = False) -> None:
    """Press a stamp on ``pixels``: the larger coverage stays, or goes when erasing.

    Pressing twice is the same as once, so overlapping dabs of a stroke never add up.

    Args:
        placed: The stamp and its place, in the coordinates of ``within``.
        pixels: Shape of ``within``, uint8, written in place.
        within: What ``pixels`` shows; the stamp is cut to it.
        erase: Keep the smaller of the coverage and what the stamp leaves uncovered.
    """
    for part, cover in parts_of(placed, within):
        target = window(pixels, part, within)
        if isinstance(cover, int):
            target.fill(0 if erase else cover)
        elif erase:
            np.minimum(target, 255 - cover, out=target)
        else:
            np.maximum(target, cover, out=target)


def parts_of(placed: Placed, within: Area) -> Iterator[tuple[Area, Bytes2D | int]]:
    """Yield the parts of a stamp that lie in ``within``, in slices, each with its coverage.

    A part that is fully covered comes with the number 255 instead of pixels.
    """
    for band in placed.stamp.bands:
        top, bottom = placed.top + band.top, placed.top + band.bottom
        if bottom <= within.top or top >= within.bottom:
            continue  # most bands of a large stamp, when `within` is a tile
        edges = (band.left, band.core_left, band.core_right, band.right)
        left, core_left, core_right, right = (placed.left + edge for edge in edges)
        if core_left == core_right:
            core_left = core_right = right
        core = Area(core_left, top, core_right, bottom).intersected(within)
        if not core.is_empty:
            yield core, 255
        for side in (Area(left, top, core_left, bottom), Area(core_right, top, right, bottom)):
            part = side.intersected(within)
            if not part.is_empty:
                yield part, window(placed.stamp.cover, part, placed.area)


def window(pixels: NDArray[Pixel], part: Area, origin: Area) -> NDArray[Pixel]:
    """Return the view of ``part`` in an array that shows ``origin``."""
    return pixels[
        part.top - origin.top : part.bottom - origin.top,
        part.left - origin.left : part.right - origin.left,
    ]


def press_huge(dab: Dab, hardness: float, pixels: Bytes2D, within: Area) -> Area:
    """Press a dab far larger than the window, without a stamp; for display only.

    Returns:
        The area that was written.
    """
    np.maximum(pixels, huge_cover(dab, hardness, within), out=pixels)
    return within


def huge_cover(dab: Dab, hardness: float, within: Area) -> Bytes2D:
    """Return the coverage of a dab far larger than the window, shape of ``within``.

    For display only: it is worked out for every fourth pixel when the window is large. Under a
    brush of that size nobody sees the steps, and they go with the next rendering.
    """
    step = 1 if within.width * within.height < _COARSE_FROM_PX else 4
    rows = np.arange(within.top, within.bottom, step) + step / 2 - dab.y
    columns = np.arange(within.left, within.right, step) + step / 2 - dab.x
    cover = _profile(rows.astype("f4"), columns.astype("f4"), dab.diameter_px, hardness)
    if step > 1:
        cover = cover.repeat(step, axis=0).repeat(step, axis=1)
    return cover[: within.height, : within.width]
