"""Marks that a person draws over the target: what they are and the shape each one has.

Everything is in pixels of the target. A mark is drawn as one stroked line and any number of filled
polygons, so the window and the exported file show the same shape by construction.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeAlias

Point: TypeAlias = tuple[float, float]
Polygon: TypeAlias = tuple[Point, ...]

_HEAD_WIDTHS = 4.2  # length of an arrow's head in widths of its shaft
_HEAD_SHARE = 0.6  # of a short arrow
_HEAD_SLOPE = 0.46
_NECK = 0.85
_CHORD_ERROR_PX = 0.05
_SIDES = (32, 720)


class Colour(NamedTuple):
    """Red, green and blue, 0 to 255; marks are opaque."""

    red: int
    green: int
    blue: int


class Bounds(NamedTuple):
    """All that a mark covers."""

    left: float
    top: float
    right: float
    bottom: float

    def grown(self, by_px: float) -> Bounds:
        """Return the same with room around."""
        return Bounds(self.left - by_px, self.top - by_px, self.right + by_px, self.bottom + by_px)

    def contains(self, point: Point) -> bool:
        """Whether a point lies inside."""
        return self.left <= point[0] <= self.right and self.top <= point[1] <= self.bottom


@dataclass(frozen=True, slots=True)
class Pen:
    """A line drawn by hand; one point alone is a dot."""

    points: tuple[Point, ...]
    colour: Colour
    width_px: float


@dataclass(frozen=True, slots=True)
class Arrow:
    """Points from `start` to `end`."""

    start: Point
    end: Point
    colour: Colour
    width_px: float


@dataclass(frozen=True, slots=True)
class Box:
    """The outline of a rectangle between two opposite corners."""

    start: Point
    end: Point
    colour: Colour
    width_px: float


@dataclass(frozen=True, slots=True)
class Ellipse:
    """The outline of an ellipse inside the rectangle between two opposite corners."""

    start: Point
    end: Point
    colour: Colour
    width_px: float


@dataclass(frozen=True, slots=True)
class Text:
    """Words, with the outlines of their letters.

    The outlines travel with the mark: whoever draws it needs no font, and every script that the
    window could show is exported as it was seen.

    Attributes:
        position: Top left corner of the first line.
        text: The words; may have several lines.
        size_px: Size of the font.
        outlines: Closed polygons relative to `position`, filled by the even-odd rule.
    """

    position: Point
    text: str
    colour: Colour
    size_px: float
    outlines: tuple[Polygon, ...]


Mark: TypeAlias = Pen | Arrow | Box | Ellipse | Text


def stroke_of(mark: Mark) -> Polygon:
    """The line of a mark, drawn with round ends and joins; empty for text."""
    if isinstance(mark, Pen):
        return mark.points
    if isinstance(mark, Arrow):
        return (mark.start, _head(mark)[0])
    if isinstance(mark, Box):
        (x1, y1), (x2, y2) = mark.start, mark.end
        return ((x1, y1), (x2, y1), (x2, y2), (x1, y2), (x1, y1))
    if isinstance(mark, Ellipse):
        return _ellipse(mark)
    return ()


def fills_of(mark: Mark) -> tuple[Polygon, ...]:
    """The filled polygons of a mark, by the even-odd rule."""
    if isinstance(mark, Arrow):
        return (_head(mark)[1],)
    if isinstance(mark, Text):
        x, y = mark.position
        return tuple(tuple((x + px, y + py) for px, py in outline) for outline in mark.outlines)
    return ()


def line_width_px(mark: Mark) -> float:
    """How thick the line of a mark is; 0 for text."""
    return 0.0 if isinstance(mark, Text) else mark.width_px


def bounds_of(mark: Mark) -> Bounds:
    """All that a mark covers, the thickness of its line included."""
    points = [*stroke_of(mark), *(point for fill in fills_of(mark) for point in fill)]
    if isinstance(mark, Text):
        points.append(mark.position)
    return around(points, line_width_px(mark))


def around(points: Sequence[Point], width_px: float) -> Bounds:
    """All that a line through these points covers."""
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    return Bounds(min(xs), min(ys), max(xs), max(ys)).grown(width_px / 2)


def moved(mark: Mark, dx_px: float, dy_px: float) -> Mark:
    """The same mark somewhere else."""
    if isinstance(mark, Pen):
        return replace(mark, points=tuple((x + dx_px, y + dy_px) for x, y in mark.points))
    if isinstance(mark, Text):
        x, y = mark.position
        return replace(mark, position=(x + dx_px, y + dy_px))
    (x1, y1), (x2, y2) = mark.start, mark.end
    return replace(mark, start=(x1 + dx_px, y1 + dy_px), end=(x2 + dx_px, y2 + dy_px))


def restyled(mark: Mark, colour: Colour, width_px: float, text_px: float) -> Mark:
    """The same mark in another colour and thickness, or another size of its letters."""
    if not isinstance(mark, Text):
        return replace(mark, colour=colour, width_px=width_px)
    if text_px == mark.size_px:
        return replace(mark, colour=colour)
    ratio = text_px / mark.size_px
    outlines = tuple(tuple((x * ratio, y * ratio) for x, y in line) for line in mark.outlines)
    return replace(mark, colour=colour, size_px=text_px, outlines=outlines)


def hits(mark: Mark, point: Point, reach_px: float) -> bool:
    """Whether a point is on the mark, or at most ``reach_px`` beside it."""
    if not bounds_of(mark).grown(reach_px).contains(point):
        return False
    if isinstance(mark, Text):
        return True
    line = stroke_of(mark)
    near = line_width_px(mark) / 2 + reach_px
    if isinstance(mark, Arrow):
        line = (mark.start, mark.end)
        near = max(near, _HEAD_SLOPE * _head_length(mark) * 0.7)
    return any(_distance(point, a, b) <= near for a, b in zip(line, line[1:] or line, strict=False))


def handles_of(mark: Mark) -> tuple[Point, ...]:
    """The points by which a mark can be reshaped: the ends of an arrow, the corners of a box."""
    if isinstance(mark, Arrow):
        return (mark.start, mark.end)
    if isinstance(mark, Box | Ellipse):
        (x1, y1), (x2, y2) = mark.start, mark.end
        return ((x1, y1), (x2, y1), (x2, y2), (x1, y2))
    return ()


def reshaped(mark: Mark, handle: int, to: Point) -> Mark:
    """The mark with one of its `handles_of` somewhere else; the opposite one stays."""
    if isinstance(mark, Arrow):
        return replace(mark, start=to) if handle == 0 else replace(mark, end=to)
    if isinstance(mark, Box | Ellipse):
        return replace(mark, start=to, end=handles_of(mark)[(handle + 2) % 4])
    return mark


def _head_length(arrow: Arrow) -> float:
    return min(_HEAD_WIDTHS * arrow.width_px, _HEAD_SHARE * math.dist(arrow.start, arrow.end))


def _head(arrow: Arrow) -> tuple[Point, Polygon]:
    """Where the shaft ends, and the head."""
    (x, y), length = arrow.end, math.dist(arrow.start, arrow.end)
    if length == 0:
        return arrow.end, (arrow.end, arrow.end, arrow.end)
    along = (x - arrow.start[0]) / length, (y - arrow.start[1]) / length
    head = _head_length(arrow)
    # A head no wider than the shaft would be none: a short arrow still points.
    half = max(_HEAD_SLOPE * head, 0.9 * arrow.width_px)
    base = x - along[0] * head, y - along[1] * head
    neck = x - along[0] * head * _NECK, y - along[1] * head * _NECK
    left = base[0] - along[1] * half, base[1] + along[0] * half
    right = base[0] + along[1] * half, base[1] - along[0] * half
    return neck, (arrow.end, left, neck, right)


def _ellipse(mark: Ellipse) -> Polygon:
    (x1, y1), (x2, y2) = mark.start, mark.end
    across, down = abs(x2 - x1) / 2, abs(y2 - y1) / 2
    # A chord of n leaves the circle by r (1 - cos(pi / n)), about r (pi / n)² / 2.
    wanted = math.pi * math.sqrt(max(across, down) / (2 * _CHORD_ERROR_PX))
    sides = min(max(math.ceil(wanted), _SIDES[0]), _SIDES[1])
    turns = [2 * math.pi * side / sides for side in range(sides + 1)]
    middle = (x1 + x2) / 2, (y1 + y2) / 2
    return tuple(
        (middle[0] + across * math.cos(turn), middle[1] + down * math.sin(turn)) for turn in turns
    )


def _distance(point: Point, start: Point, end: Point) -> float:
    """From a point to the stretch between two others."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    squared = dx * dx + dy * dy
    if squared == 0:
        return math.dist(point, start)
    share = ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / squared
    share = min(max(share, 0.0), 1.0)
    return math.dist(point, (start[0] + share * dx, start[1] + share * dy))
