"""What drawn marks point out: everything inside the outline of each of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from overpaint.imaging.inpaint.plan import Flags2D

_EDGE_PX = 256
"""Marks are told apart at this resolution; their outlines are found at their own."""

_Point = tuple[int, int]


def outlined(drawn: Flags2D) -> Flags2D:
    """The convex hull of every mark: the inside of a circle or a box, all of a scribble.

    Args:
        drawn: Shape (height, width): where something is drawn.
    """
    height, width = drawn.shape
    canvas = Image.new("L", (width, height))
    draw = ImageDraw.Draw(canvas)
    for mark in _marks(drawn):
        hull = _hull(mark)
        if len(hull) > 2:
            draw.polygon(hull, fill=255)
    place: Flags2D = drawn | (np.asarray(canvas) > 0)
    return place


def _marks(drawn: Flags2D) -> list[list[_Point]]:
    """The extreme points (x, y) of every row of every mark that hangs together."""
    if not drawn.any():
        return []
    height, width = drawn.shape
    step = max(1, -(-max(height, width) // _EDGE_PX))
    padded = np.pad(drawn, ((0, -height % step), (0, -width % step)))
    blocks = padded.reshape(padded.shape[0] // step, step, padded.shape[1] // step, step)
    labels = np.repeat(
        np.repeat(_labels(np.asarray(blocks.any(axis=(1, 3)), bool)), step, axis=0), step, axis=1
    )
    rows, columns = np.nonzero(drawn)
    owners = labels[rows, columns]
    # By mark, then by row; columns ascend within a row already.
    order = np.lexsort((rows, owners))
    rows, columns, owners = rows[order], columns[order], owners[order]
    begins = (np.diff(rows, prepend=-1) != 0) | (np.diff(owners, prepend=0) != 0)
    firsts = np.flatnonzero(begins)
    ends = np.sort(np.concatenate((firsts, np.append(firsts[1:], len(rows)) - 1)))
    marks: dict[int, list[_Point]] = {}
    for at in ends.tolist():
        marks.setdefault(int(owners[at]), []).append((int(columns[at]), int(rows[at])))
    return list(marks.values())


def _labels(flags: Flags2D) -> NDArray[np.int32]:
    """Number the groups of flags that touch, also at corners, from 1; 0 where there is none.

    Every flag takes the largest number of its neighbourhood until nothing changes; runs along rows
    and columns are settled in one go.
    """
    labels = np.where(flags, np.arange(1, flags.size + 1).reshape(flags.shape), 0).astype(np.int32)
    while True:
        padded = np.pad(labels, 1)
        height, width = flags.shape
        spread = np.maximum.reduce(
            [padded[y : y + height, x : x + width] for y in range(3) for x in range(3)]
        )
        after = np.where(flags, spread, 0).astype(np.int32)
        after = np.where(flags, np.maximum(after, _along_rows(after, flags)), 0)
        after = np.where(flags, np.maximum(after, _along_rows(after.T, flags.T).T), 0)
        if np.array_equal(after, labels):
            return labels
        labels = after


def _along_rows(labels: NDArray[np.int32], flags: Flags2D) -> NDArray[np.int32]:
    """The largest number of the run that each flag stands in."""
    height, width = flags.shape
    flat = np.pad(flags, ((0, 0), (1, 0))).ravel()
    values = np.pad(labels, ((0, 0), (1, 0))).ravel()
    runs = np.cumsum(~flat)
    largest = np.zeros(int(runs[-1]) + 1, np.int32)
    np.maximum.at(largest, runs, values)
    spread: NDArray[np.int32] = largest[runs].reshape(height, width + 1)[:, 1:]
    return spread


def _hull(points: list[_Point]) -> list[_Point]:
    """The convex hull, by Andrew's monotone chain (1979)."""
    ordered = sorted(set(points))
    return _chain(ordered)[:-1] + _chain(ordered[::-1])[:-1]


def _chain(points: list[_Point]) -> list[_Point]:
    chain: list[_Point] = []
    for point in points:
        while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
            chain.pop()
        chain.append(point)
    return chain


def _turn(origin: _Point, one: _Point, other: _Point) -> int:
    return (one[0] - origin[0]) * (other[1] - origin[1]) - (one[1] - origin[1]) * (
        other[0] - origin[0]
    )
