"""Holes and specks of the mask: what is enclosed by it, and what lies about in pieces.

Both are parts that hang together at half coverage, and both are treated at several levels, so that
nothing steep is left in soft places. A hole is filled up to the highest of these levels at which
the mask still encloses it: up to 255 with its soft rim where it lies in full coverage, up to the
crest of a soft ring otherwise. A speck is cut down to the lowest level at which it is still an
island of its own: all of it when nothing connects it with more, else to where its soft skirt joins.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from overpaint.imaging.mask.area import Area
from overpaint.imaging.mask.cancel import check

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from overpaint.imaging.mask.delta import TileDelta
    from overpaint.imaging.mask.plane import MaskPlane
    from overpaint.imaging.pixels import Bytes2D

_HALF = 128
_LEVELS = (255, 224, 192, 160)
_ROWS = 64


def fill_holes(
    plane: MaskPlane, max_area_px: int | None, cancelled: Callable[[], bool]
) -> TileDelta:
    """Cover what the mask encloses; what reaches the edge of the picture is not enclosed.

    Args:
        plane: The mask.
        max_area_px: Holes of more pixels stay; None fills all.
        cancelled: Asked between the passes.

    Raises:
        Cancelled: Told to stop; the mask is as before.
    """
    limit = plane.width * plane.height if max_area_px is None else max_area_px
    with plane.lock:
        within = plane.used_area()
        if within.is_empty:
            return plane.rewrite(_nothing, within)  # OpenCV crashes on pictures without pixels
        cover = plane.coverage[within.slices()]
        raised = np.zeros(cover.shape, np.uint8)
        wanted_px = _fill_at(cover, _HALF, limit, raised)
        for level in _LEVELS if wanted_px else ():
            check(cancelled)
            # Once all holes are enclosed at a level, lower ones have nothing to add.
            if _fill_at(cover, level, limit, raised) == wanted_px:
                break

        def write(tile: Bytes2D, area: Area) -> None:
            np.maximum(tile, raised[_local(area, within)], out=tile)

        return plane.rewrite(write, within, cancelled)


def despeckle(plane: MaskPlane, max_area_px: int, cancelled: Callable[[], bool]) -> TileDelta:
    """Take away islands of at most so many pixels above half coverage, and faint specks as small.

    Args:
        plane: The mask.
        max_area_px: The largest island that goes.
        cancelled: Asked between the passes.

    Raises:
        Cancelled: Told to stop; the mask is as before.
    """
    with plane.lock:
        within = plane.used_area()
        if within.is_empty:
            return plane.rewrite(_nothing, within)  # OpenCV crashes on pictures without pixels
        cover = plane.coverage[within.slices()]
        lowered = np.full(cover.shape, 255, np.uint8)
        wanted_px = _cut_at(cover, _HALF, max_area_px, lowered)
        for level in (256 - top for top in _LEVELS):
            check(cancelled)
            if _cut_at(cover, level, max_area_px, lowered) == wanted_px:
                break

        def write(tile: Bytes2D, area: Area) -> None:
            np.minimum(tile, lowered[_local(area, within)], out=tile)

        return plane.rewrite(write, within, cancelled)


def _nothing(_tile: Bytes2D, _area: Area) -> None:
    """Change nothing."""


def _local(area: Area, within: Area) -> tuple[slice, slice]:
    return Area(
        area.left - within.left,
        area.top - within.top,
        area.right - within.left,
        area.bottom - within.top,
    ).slices()


def _fill_at(cover: Bytes2D, level: int, limit_px: int, raised: Bytes2D) -> int:
    """Note the holes of the mask as it is from ``level`` up; return how many pixels they have."""
    import cv2  # noqa: PLC0415 - takes half a second to load

    height, width = cover.shape
    # A frame of nothing around it: what is not enclosed is reached from there.
    framed = np.zeros((height + 2, width + 2), np.uint8)
    for rows in _bands(height):
        np.greater_equal(cover[rows], level, out=framed[1:-1, 1:-1][rows].view(np.bool_))
    cv2.floodFill(framed, None, (0, 0), (1,), flags=4)
    inside = framed[1:-1, 1:-1]
    closed = _around_zeros(inside)
    if closed.is_empty:
        return 0
    parts = _parts((inside[closed.slices()] == 0).view(np.uint8), 4)
    part = cover[closed.slices()]
    hole_px = parts.counted(part < _HALF)
    chosen = (hole_px > 0) & (hole_px <= limit_px)
    parts.raise_to(chosen, raised[closed.slices()], level)
    return int(hole_px[chosen].sum())


def _cut_at(cover: Bytes2D, level: int, limit_px: int, lowered: Bytes2D) -> int:
    """Note the islands of the mask as it is from ``level`` up; return their pixels above half."""
    parts = _parts((cover >= level).view(np.uint8), 8)
    island_px = parts.counted(cover >= _HALF)
    chosen = (island_px > 0) & (island_px <= limit_px)
    if level == 1:
        chosen |= (island_px == 0) & (parts.area_px <= limit_px)
    chosen[0] = False
    found = int(island_px[chosen].sum())
    parts.lower_to(chosen, lowered, level - 1)
    return found


class _Parts(NamedTuple):
    """Connected parts: their number at every pixel, 0 for none, and how many pixels they have."""

    labels: NDArray[np.int32]
    area_px: NDArray[np.int64]

    def counted(self, what: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Return for every part in how many of its pixels ``what`` is true."""
        counts = np.zeros(self.area_px.size, np.int64)
        for rows in _bands(what.shape[0]):
            counts += np.bincount(self.labels[rows][what[rows]], minlength=counts.size)
        counts[0] = 0
        return counts

    def raise_to(self, chosen: NDArray[np.bool_], out: Bytes2D, value: int) -> None:
        """Bring ``out`` up to a value at least, wherever a chosen part is."""
        for rows in _bands(out.shape[0]):
            part = out[rows]
            np.maximum(part, np.uint8(value), out=part, where=chosen[self.labels[rows]])

    def lower_to(self, chosen: NDArray[np.bool_], out: Bytes2D, value: int) -> None:
        """Bring ``out`` down to a value at most, wherever a chosen part is."""
        for rows in _bands(out.shape[0]):
            part = out[rows]
            np.minimum(part, np.uint8(value), out=part, where=chosen[self.labels[rows]])


def _parts(image: Bytes2D, connectivity: int) -> _Parts:
    import cv2  # noqa: PLC0415 - takes half a second to load

    _, labels, stats, _ = cv2.connectedComponentsWithStats(image, connectivity=connectivity)
    area_px = stats[:, cv2.CC_STAT_AREA].astype(np.int64)
    return _Parts(np.asarray(labels, np.int32), area_px)


def _around_zeros(image: Bytes2D) -> Area:
    """Return the area around every pixel that is 0."""
    rows = np.flatnonzero(image.min(axis=1) == 0)
    if rows.size == 0:
        return Area(0, 0, 0, 0)
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    columns = np.flatnonzero(image[top:bottom].min(axis=0) == 0)
    return Area(int(columns[0]), top, int(columns[-1]) + 1, bottom)


def _bands(height: int) -> Iterator[slice]:
    """Rows in slices: nothing keeps the interpreter for long."""
    return (slice(top, top + _ROWS) for top in range(0, height, _ROWS))
