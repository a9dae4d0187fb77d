"""Where the cells and headers of the library lie: arithmetic only, for any number of results."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from PySide6.QtCore import QPoint, QRect

MARGIN = 16
GAP = 8
PAD = 8
HEADER = 40
CAPTION = 44
SMALLEST_EDGE = 72
LARGEST_EDGE = 400
USUAL_EDGE = 168
CAPTION_FROM = 120
"""Smaller pictures stand without words."""


@dataclass(frozen=True, slots=True)
class Header:
    """A line above the results of one group.

    Attributes:
        group: Its number.
        rect: Where it is, in the coordinates of the whole content.
    """

    group: int
    rect: QRect


class GridLayout:
    """Cells in rows of equal height, in groups that each begin with a header.

    Building it takes a step for each group, and every question a step for what is seen, so that
    50,000 results cost no more than fifty.

    Args:
        counts: How many cells each group has; one group without a header when `headed` is False.
        width: Room for the cells and their margins, device-independent pixels.
        edge: Wished for as the side of a picture; cells share what is left of the width.
        headed: Whether groups have headers.
    """

    def __init__(
        self, counts: Sequence[int], width: int, edge: int = USUAL_EDGE, *, headed: bool = True
    ) -> None:
        self.headed = headed and len(counts) > 0
        room = max(width - 2 * MARGIN, edge + 2 * PAD)
        wanted = edge + 2 * PAD
        # As many as come nearest to the wish: one more or less may be a large step.
        self.columns = max(round((room + GAP) / (wanted + GAP)), 1)
        self.cell_width = (room - (self.columns - 1) * GAP) // self.columns
        self.edge = self.cell_width - 2 * PAD
        self.captioned = edge >= CAPTION_FROM
        self.cell_height = self.edge + 2 * PAD + (CAPTION if self.captioned else 0)
        self._pitch = self.cell_height + GAP
        self._width = width
        self._header = HEADER if self.headed else 0
        self._firsts = [0, *accumulate(counts)]
        heights = (self._header + self._rows(count) * self._pitch for count in counts)
        self._tops = [MARGIN if not self.headed else 0, *heights]
        self._tops = list(accumulate(self._tops))

    @property
    def count(self) -> int:
        """How many cells there are."""
        return self._firsts[-1]

    @property
    def height(self) -> int:
        """Of the whole content."""
        return self._tops[-1] + MARGIN

    @property
    def pitch(self) -> int:
        """From one row to the next."""
        return self._pitch

    def rect_of(self, index: int) -> QRect:
        """The cell of a result."""
        group = self._group_of(index)
        row, column = divmod(index - self._firsts[group], self.columns)
        x = MARGIN + column * (self.cell_width + GAP)
        y = self._tops[group] + self._header + row * self._pitch
        return QRect(x, y, self.cell_width, self.cell_height)

    def index_at(self, point: QPoint) -> int | None:
        """The result whose cell is there; None between cells and on headers."""
        group = self._group_at(point.y())
        if group is None:
            return None
        row = (point.y() - self._tops[group] - self._header) // self._pitch
        column = (point.x() - MARGIN) // (self.cell_width + GAP)
        if row < 0 or not 0 <= column < self.columns:
            return None
        index = self._firsts[group] + row * self.columns + column
        inside = index < self._firsts[group + 1] and self.rect_of(index).contains(point)
        return index if inside else None

    def between(self, top: int, bottom: int) -> range:
        """The results with a part of their cells in these lines; whole rows."""
        if not self.count or bottom < top:
            return range(0)
        return range(self._row_start(top, after=False), self._row_start(bottom, after=True))

    def within(self, rect: QRect) -> list[int]:
        """The results whose cells meet a rectangle."""
        rows = self.between(rect.top(), rect.bottom())
        return [index for index in rows if self.rect_of(index).intersects(rect)]

    def headers(self, top: int, bottom: int) -> Iterator[Header]:
        """The headers with a part in these lines."""
        if not self.headed:
            return
        first = max(bisect_right(self._tops, top) - 1, 0)
        for group in range(first, len(self._tops) - 1):
            rect = QRect(MARGIN, self._tops[group], self._width - 2 * MARGIN, self._header)
            if rect.top() > bottom:
                return
            if rect.bottom() >= top:
                yield Header(group, rect)

    def header_at(self, point: QPoint) -> int | None:
        """The group whose header is there."""
        found = next(self.headers(point.y(), point.y()), None)
        return None if found is None or not found.rect.contains(point) else found.group

    def members(self, group: int) -> range:
        """The results of a group."""
        return range(self._firsts[group], self._firsts[group + 1])

    def group_of(self, index: int) -> int:
        """The group of a result."""
        return self._group_of(index)

    def step(self, index: int, across: int, down: int) -> int:
        """Where an arrow key leads: columns are kept over the borders of groups."""
        if across:
            return min(max(index + across, 0), self.count - 1)
        point = self.rect_of(index).center()
        for _ in range(abs(down)):
            following = self._row_beside(index, 1 if down > 0 else -1)
            if following is None:
                break
            column = (point.x() - MARGIN) // (self.cell_width + GAP)
            index = min(following.start + column, following.stop - 1)
        return index

    def _row_beside(self, index: int, way: int) -> range | None:
        group = self._group_of(index)
        place = (index - self._firsts[group]) // self.columns + way
        if place < 0 or place >= self._rows_of(group):
            group += way
            while 0 <= group < len(self._firsts) - 1 and not self._rows_of(group):
                group += way
            if not 0 <= group < len(self._firsts) - 1:
                return None
            place = 0 if way > 0 else self._rows_of(group) - 1
        start = self._firsts[group] + place * self.columns
        return range(start, min(start + self.columns, self._firsts[group + 1]))

    def _row_start(self, line: int, *, after: bool) -> int:
        """The first result of the row at a line, or of the row behind it."""
        group = self._group_at(line)
        if group is None:
            return 0 if line < self._tops[0] else self.count
        within = line - self._tops[group] - self._header
        if within < 0:
            return self._firsts[group]
        row = within // self._pitch + (1 if after else 0)
        return min(self._firsts[group] + row * self.columns, self._firsts[group + 1])

    def _group_at(self, line: int) -> int | None:
        group = bisect_right(self._tops, line) - 1
        return group if 0 <= group < len(self._tops) - 1 else None

    def _group_of(self, index: int) -> int:
        return bisect_right(self._firsts, index) - 1

    def _rows(self, count: int) -> int:
        return -(-count // self.columns)

    def _rows_of(self, group: int) -> int:
        return self._rows(self._firsts[group + 1] - self._firsts[group])
