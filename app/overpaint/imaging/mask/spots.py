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
_FREE, _ASKED, _TAKEN, _REFUSED = 0, 2, 3, 4

Seed = tuple[int, int]
"""x and y of a pixel that lies in a part."""


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
        seeds = _fill_at_half(cover, limit, raised)
        for level in _LEVELS:
            if not seeds:
                break
            check(cancelled)
            image = _from_outside(cover, level)
            seeds = _claim(image, seeds, lambda part: part < _HALF, cover, limit, 4)
            _where(image == _TAKEN, np.maximum, raised, level)

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
            return plane.rewrite(_nothing, within)
        cover = plane.coverage[within.slices()]
        lowered = np.full(cover.shape, 255, np.uint8)
        seeds = _cut_at_half(cover, max_area_px, lowered)
        check(cancelled)
        _cut_dust(cover, max_area_px, lowered)
        for level in (256 - top for top in _LEVELS):
            if not seeds:
                break
            check(cancelled)
            image = _free(cover, np.less, level)
            seeds = _claim(image, seeds, lambda part: part >= _HALF, cover, max_area_px, 8)
            _where(image == _TAKEN, np.minimum, lowered, level - 1)

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


def _fill_at_half(cover: Bytes2D, limit_px: int, raised: Bytes2D) -> list[Seed]:
    """Fill the holes as they are at half coverage; return a pixel of each, if there is more to do.

    In a mask without grey every hole is filled up at once.
    """
    image = _from_outside(cover, _HALF)
    closed = _around_zeros(image)
    if closed.is_empty:
        return []
    parts = _Parts.of((image[closed.slices()] == _FREE).view(np.uint8), 4)
    chosen = parts.up_to(limit_px)
    is_grey = _has_between(cover, _HALF, 255) or _has_between(cover, 1, _HALF)
    level = _HALF if is_grey else 255
    parts.write(chosen, np.maximum, raised[closed.slices()], level)
    return parts.seeds(chosen, closed) if is_grey else []


def _cut_at_half(cover: Bytes2D, limit_px: int, lowered: Bytes2D) -> list[Seed]:
    """Cut islands as they are at half coverage; return a pixel of each, if there is more to do."""
    parts = _Parts.of((cover >= _HALF).view(np.uint8), 8)
    chosen = parts.up_to(limit_px)
    is_grey = _has_between(cover, 1, _HALF)
    parts.write(chosen, np.minimum, lowered, _HALF - 1 if is_grey else 0)
    height, width = cover.shape
    return parts.seeds(chosen, Area(0, 0, width, height)) if is_grey else []


def _cut_dust(cover: Bytes2D, limit_px: int, lowered: Bytes2D) -> None:
    """Cut small islands that nowhere reach half coverage."""
    if not _has_between(cover, 1, _HALF):
        return
    parts = _Parts.of((cover > 0).view(np.uint8), 8)
    chosen = parts.up_to(limit_px)
    for rows in _bands(cover.shape[0]):
        chosen[parts.labels[rows][cover[rows] >= _HALF]] = False
    parts.write(chosen, np.minimum, lowered, 0)


def _has_between(cover: Bytes2D, low: int, high: int) -> bool:
    """Tell whether any coverage is ``low`` or more and less than ``high``."""
    span = np.uint8(high - low)
    return any(bool(((cover[rows] - np.uint8(low)) < span).any()) for rows in _bands(len(cover)))


def _free(cover: Bytes2D, compare: np.ufunc, level: int) -> Bytes2D:
    """Return 1 where the comparison holds, `_FREE` elsewhere."""
    image = np.empty(cover.shape, np.uint8)
    for rows in _bands(cover.shape[0]):
        compare(cover[rows], level, out=image[rows].view(np.bool_))
    return image


def _from_outside(cover: Bytes2D, level: int) -> Bytes2D:
    """Return `_FREE` where coverage of ``level`` or more encloses less, 1 elsewhere."""
    import cv2  # noqa: PLC0415 - takes half a second to load

    height, width = cover.shape
    # A frame of nothing around it: what is not enclosed is reached from there.
    framed = np.zeros((height + 2, width + 2), np.uint8)
    framed[1:-1, 1:-1] = _free(cover, np.greater_equal, level)
    cv2.floodFill(framed, None, (0, 0), (1,), flags=4)
    return np.ascontiguousarray(framed[1:-1, 1:-1])


def _claim(
    image: Bytes2D,
    seeds: list[Seed],
    counts: Callable[[Bytes2D], NDArray[np.bool_]],
    cover: Bytes2D,
    limit_px: int,
    connectivity: int,
) -> list[Seed]:
    """Mark the free parts that hold a seed, and not too many pixels that count, as `_TAKEN`.

    Returns:
        The seeds that are in no such part.
    """
    import cv2  # noqa: PLC0415 - takes half a second to load

    left = []
    for x, y in seeds:
        if image[y, x] == _FREE:
            _, _, _, box = cv2.floodFill(image, None, (x, y), (_ASKED,), flags=connectivity)
            part = Area(box[0], box[1], box[0] + box[2], box[1] + box[3]).slices()
            counted = np.count_nonzero((image[part] == _ASKED) & counts(cover[part]))
            answer = _TAKEN if counted <= limit_px else _REFUSED
            cv2.floodFill(image, None, (x, y), (answer,), flags=connectivity)
        if image[y, x] != _TAKEN:
            left.append((x, y))
    return left


class _Parts(NamedTuple):
    """Connected parts: their number at every pixel, 0 for none, and OpenCV's figures of each."""

    labels: NDArray[np.int32]
    stats: NDArray[np.int32]

    @classmethod
    def of(cls, image: Bytes2D, connectivity: int) -> _Parts:
        """Find the parts of what is not 0."""
        import cv2  # noqa: PLC0415 - takes half a second to load

        _, labels, stats, _ = cv2.connectedComponentsWithStats(image, connectivity=connectivity)
        return cls(np.asarray(labels, np.int32), np.asarray(stats, np.int32))

    def up_to(self, limit_px: int) -> NDArray[np.bool_]:
        """Choose the parts of at most so many pixels."""
        import cv2  # noqa: PLC0415 - takes half a second to load

        chosen: NDArray[np.bool_] = self.stats[:, cv2.CC_STAT_AREA] <= limit_px
        chosen[0] = False
        return chosen

    def write(self, chosen: NDArray[np.bool_], how: np.ufunc, out: Bytes2D, value: int) -> None:
        """Bring ``out`` up (maximum) or down (minimum) to a value wherever a chosen part is."""
        if chosen.any():
            for rows in _bands(out.shape[0]):
                _where(chosen[self.labels[rows]], how, out[rows], value)

    def seeds(self, chosen: NDArray[np.bool_], within: Area) -> list[Seed]:
        """Return one pixel of every chosen part; the parts were found in ``within``."""
        found = []
        for part in np.flatnonzero(chosen):
            left, top, width = (int(figure) for figure in self.stats[part, :3])
            row = self.labels[top, left : left + width]
            found.append((within.left + left + int((row == part).argmax()), within.top + top))
        return found


def _where(mask: NDArray[np.bool_], how: np.ufunc, out: Bytes2D, value: int) -> None:
    for rows in _bands(out.shape[0]):
        how(out[rows], np.uint8(value), out=out[rows], where=mask[rows])


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
