"""Rectangles, ellipses and polygons as patches, with edges finer than a pixel.

Every shape is cut into lines much thinner than a pixel. On each line its ends are exact, so the
coverage of a pixel is right to a sixteenth across the line and exactly along it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from overpaint.imaging.mask.area import Area
from overpaint.imaging.mask.patch import Patch, empty_patch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]

_LINES = 16  # a row
_BAND_PX = 1 << 18
_ALMOST = 1e-9

Point = tuple[float, float]
"""x and y in picture coordinates: pixel 0 reaches from 0.0 to 1.0."""


class _Spans(NamedTuple):
    """Covered parts of lines, ordered by line.

    Attributes:
        line: Number of the line, counted from the top of the picture, `_LINES` (or 1) a row.
        start: Where the part begins, x.
        stop: Where it ends, x.
    """

    line: Whole
    start: Floats
    stop: Floats


def rectangle(a: Point, b: Point, within: Area, *, antialias: bool = True) -> Patch:
    """Return the rectangle between two opposite corners.

    Args:
        a: One corner.
        b: The other.
        within: Area of the plane; the patch is cut to it.
        antialias: Cover pixels at the edge by their share; otherwise by their centre.
    """
    (left, right), (top, bottom) = sorted((a[0], b[0])), sorted((a[1], b[1]))
    area = _around(left, top, right, bottom, within)
    if area.is_empty:
        return empty_patch()
    across = _share(left, right, area.left, area.right, antialias=antialias)
    down = _share(top, bottom, area.top, area.bottom, antialias=antialias)
    cover = np.empty((area.height, area.width), np.uint8)
    # Rows of the middle are all alike.
    full = np.rint(across * 255).astype(np.uint8)
    cover[:] = full
    for row in np.flatnonzero(down < 1.0):
        cover[row] = np.rint(across * (down[row] * 255)).astype(np.uint8)
    return Patch(area, cover)


def ellipse(a: Point, b: Point, within: Area, *, antialias: bool = True) -> Patch:
    """Return the ellipse that fills the rectangle between two opposite corners.

    Args:
        a: One corner of the rectangle around it.
        b: The opposite one.
        within: Area of the plane; the patch is cut to it.
        antialias: Cover pixels at the edge by their share; otherwise by their centre.
    """
    (left, right), (top, bottom) = sorted((a[0], b[0])), sorted((a[1], b[1]))
    area = _around(left, top, right, bottom, within)
    if area.is_empty or right == left or bottom == top:
        return empty_patch()
    lines = _LINES if antialias else 1
    line = np.arange(area.top * lines, area.bottom * lines, dtype=np.int64)
    y = (line + 0.5) / lines
    offset = (y - (top + bottom) / 2) / ((bottom - top) / 2)
    met = np.abs(offset) < 1.0
    half = np.sqrt(1.0 - offset[met] ** 2) * ((right - left) / 2)
    middle = (left + right) / 2
    return _filled(_Spans(line[met], middle - half, middle + half), area, lines)


def polygon(points: Sequence[Point], within: Area, *, antialias: bool = True) -> Patch:
    """Return the polygon with these corners; the last is joined to the first.

    What any loop encloses is inside, also where loops overlap (the non-zero rule), so a lasso that
    crosses its own way leaves no hole.

    Args:
        points: Corners in order, at least three for anything to be covered.
        within: Area of the plane; the patch is cut to it.
        antialias: Cover pixels at the edge by their share; otherwise by their centre.
    """
    if len(points) < 3:
        return empty_patch()
    corners = np.asarray([(x, y) for x, y in points], np.float64)
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    area = _around(left, top, right, bottom, within)
    if area.is_empty:
        return empty_patch()
    lines = _LINES if antialias else 1
    return _filled(_spans(corners, area, lines), area, lines)


def _around(left: float, top: float, right: float, bottom: float, within: Area) -> Area:
    """Return the whole pixels around a box, inside ``within``."""
    box = Area(math.floor(left), math.floor(top), math.ceil(right), math.ceil(bottom))
    return box.intersected(within)


def _share(start: float, stop: float, first: int, last: int, *, antialias: bool) -> Floats:
    """Return how much of each of the pixels ``first``...``last`` lies between start and stop."""
    edge = np.arange(first, last, dtype=np.float64)
    if not antialias:
        return ((edge + 0.5 >= start) & (edge + 0.5 < stop)).astype(np.float64)
    share: Floats = np.clip(np.minimum(edge + 1, stop) - np.maximum(edge, start), 0.0, 1.0)
    return share


def _spans(corners: Floats, area: Area, lines: int) -> _Spans:
    """Cut a polygon into the parts of lines that lie inside it."""
    line, x, turn = _crossings(corners, area, lines)
    order = np.lexsort((x, line))
    line, x, turn = line[order], x[order], turn[order]
    # Every line is entered as often as it is left, so the count begins anew at 0 by itself.
    inside = np.cumsum(turn)
    before = inside - turn
    starts, stops = (before == 0) & (inside != 0), (before != 0) & (inside == 0)
    return _Spans(line[starts], x[starts], x[stops])


def _crossings(corners: Floats, area: Area, lines: int) -> tuple[Whole, Floats, Whole]:
    """Return where the polygon's edges cross the middle of each line: line, x, +1 or -1."""
    ends = np.roll(corners, -1, axis=0)
    turn = np.where(ends[:, 1] > corners[:, 1], 1, -1)
    upper = np.where((turn > 0)[:, None], corners, ends)
    lower = np.where((turn > 0)[:, None], ends, corners)
    # Line k has its middle at (k + 0.5) / lines; an edge takes its upper end and not its lower.
    first = np.ceil(upper[:, 1] * lines - 0.5).astype(np.int64)
    last = np.ceil(lower[:, 1] * lines - 0.5).astype(np.int64)
    first = np.maximum(first, area.top * lines)
    count = np.maximum(np.minimum(last, area.bottom * lines) - first, 0)
    edge = np.repeat(np.arange(count.size), count)
    line = first[edge] + np.arange(edge.size) - np.repeat(np.cumsum(count) - count, count)
    height = np.maximum(lower[:, 1] - upper[:, 1], _ALMOST)
    slope = (lower[:, 0] - upper[:, 0]) / height
    x = upper[edge, 0] + ((line + 0.5) / lines - upper[edge, 1]) * slope[edge]
    return line, x, turn[edge].astype(np.int64)


def _filled(spans: _Spans, area: Area, lines: int) -> Patch:
    """Add the spans up to pixels, a band of rows at a time."""
    cover = np.zeros((area.height, area.width), np.uint8)
    rows = max(1, _BAND_PX // (area.width + 2))
    for top in range(area.top, area.bottom, rows):
        bottom = min(top + rows, area.bottom)
        first, last = np.searchsorted(spans.line, (top * lines, bottom * lines))
        here = slice(first, last)
        part = _Spans(spans.line[here], spans.start[here], spans.stop[here])
        if part.line.size:
            cover[top - area.top : bottom - area.top] = _band(part, top, bottom, area, lines)
    return Patch(area, cover)


def _band(spans: _Spans, top: int, bottom: int, area: Area, lines: int) -> NDArray[np.uint8]:
    """Return the coverage of some rows: steps at both ends of each span, summed along the row."""
    stride = area.width + 2
    row = (spans.line // lines - top) * stride
    steps = np.zeros((bottom - top) * stride)
    for end, sign in ((spans.start, 1.0), (spans.stop, -1.0)):
        x = np.clip(end - area.left, 0.0, float(area.width))
        if lines == 1:
            x = np.ceil(x - 0.5)
        cell = np.floor(x)
        late = (x - cell) * (sign / lines)
        place = row + cell.astype(np.int64)
        steps += np.bincount(place, sign / lines - late, steps.size)
        steps += np.bincount(place + 1, late, steps.size)
    whole = np.cumsum(steps.reshape(bottom - top, stride)[:, : area.width], axis=1)
    whole *= 255
    whole += 0.5
    return np.clip(whole, 0, 255).astype(np.uint8)
