"""Where guides lie on the screen: what has to be repainted, and lines in pieces.

Repainting along a line costs as much as the line is long; a box around it is mostly empty. Lines
that grow are kept on the screen in pieces, so that only the piece at their end is drawn again.
"""

from __future__ import annotations

import math
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPolygonF

from overpaint.ui.canvas.guide import Guide, label_box

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from overpaint.ui.canvas.transform import Position, ViewTransform

_PIECE_PX = 96.0
_MARGIN_PX = 12.0  # what lines, knots and their edges reach beyond the places themselves
_CRISP_UP_TO = 8  # points
_POINTS_A_PIECE = 64


class Reach:
    """Collects the parts of the screen that guides touch: along their lines, not around them.

    Attributes:
        boxes: `QRectF` in screen pixels.
    """

    def __init__(self, transform: ViewTransform) -> None:
        self.boxes: list[QRectF] = []
        self._transform = transform
        self._margin = _MARGIN_PX * transform.pixel_ratio
        self._longest = _PIECE_PX * transform.pixel_ratio

    def add_difference(self, before: Guide | None, after: Guide | None) -> None:
        """Add what looks different from one guide to another."""
        old, new = before or Guide(), after or Guide()
        for one, other in zip_longest(old.ways, new.ways, fillvalue=()):
            if one != other:
                self.add_line(one)
                self.add_line(other)
        if (old.knots, old.closes) != (new.knots, new.closes):
            for knot in (*old.knots, *new.knots):
                self.add_line((knot,))
        if (old.label, old.label_at) != (new.label, new.label_at):
            self._add_label(old)
            self._add_label(new)

    def _add_label(self, guide: Guide) -> None:
        if guide.label and guide.label_at is not None:
            box = label_box(guide.label, guide.label_at, self._transform)
            self.boxes.append(box.adjusted(-2, -2, 2, 2))

    def add_line(self, points: Sequence[Position]) -> None:
        """Add the surroundings of a line, piece by piece."""
        places = [self._transform.to_device(point) for point in points]
        if not places:
            return
        piece = _Piece(*places[0])
        for (x, y), (to_x, to_y) in pairwise(places):
            steps = max(1, math.ceil(max(abs(to_x - x), abs(to_y - y)) / self._longest))
            for step in range(1, steps + 1):
                share = step / steps
                here = x + (to_x - x) * share, y + (to_y - y) * share
                if not piece.take(*here, self._longest):
                    self.boxes.append(piece.box(self._margin))
                    before = (step - 1) / steps
                    piece = _Piece(x + (to_x - x) * before, y + (to_y - y) * before)
                    piece.take(*here, 2 * self._longest)
        self.boxes.append(piece.box(self._margin))


class _Piece:
    """A box that grows from point to point as long as it stays small."""

    def __init__(self, x: float, y: float) -> None:
        self._left = self._right = x
        self._top = self._bottom = y

    def take(self, x: float, y: float, longest: float) -> bool:
        """Grow to a point; False when the box would be too long then."""
        left, right = min(self._left, x), max(self._right, x)
        top, bottom = min(self._top, y), max(self._bottom, y)
        if max(right - left, bottom - top) > longest:
            return False
        self._left, self._right, self._top, self._bottom = left, right, top, bottom
        return True

    def box(self, margin: float) -> QRectF:
        """The box with a margin around it."""
        across, down = self._right - self._left, self._bottom - self._top
        return QRectF(self._left - margin, self._top - margin, across + 2 * margin,
                      down + 2 * margin)  # fmt: skip


class ScreenLine:
    """A line on the screen, in pieces that share their ends.

    Args:
        points: Its corners, picture coordinates; may grow at the end, see `follow`.
        transform: Of the view.
    """

    def __init__(self, points: Sequence[Position], transform: ViewTransform) -> None:
        self.points = points
        self.transform = transform
        self._pieces: list[QPolygonF] = []
        self._known = 0
        self.follow()

    def follow(self) -> None:
        """Take in the points that are new."""
        is_crisp = len(self.points) <= _CRISP_UP_TO
        if self._known <= _CRISP_UP_TO:
            self._pieces, self._known = [], 0
        for point in self.points[self._known :]:
            x, y = self.transform.to_device(point)
            # Upright lines lie on whole pixels, or they would be two grey ones.
            place = QPointF(math.floor(x) + 0.5, math.floor(y) + 0.5) if is_crisp else QPointF(x, y)
            if not self._pieces:
                self._pieces.append(QPolygonF())
            elif self._pieces[-1].size() >= _POINTS_A_PIECE:
                self._pieces.append(QPolygonF([self._pieces[-1].last()]))
            self._pieces[-1].append(place)
        self._known = len(self.points)

    def pieces(self, exposed: Sequence[QRectF]) -> Iterator[QPolygonF]:
        """Yield the pieces that may show in the exposed parts."""
        for piece in self._pieces:
            box = piece.boundingRect()
            margin = _MARGIN_PX * self.transform.pixel_ratio
            box = box.adjusted(-margin, -margin, margin, margin)
            if any(box.intersects(area) for area in exposed):
                yield piece

    def whole(self) -> QPolygonF:
        """Return it in one piece: dashes would begin anew at every joint."""
        whole = QPolygonF()
        for piece in self._pieces:
            for place in piece.toList()[1 if whole.size() else 0 :]:
                whole.append(place)
        return whole
