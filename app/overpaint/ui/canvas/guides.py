"""Outlines over the picture while something is being selected: they read on any picture.

Every line is drawn twice, light on dark, so one of the two stands out. Places are in the picture,
so that guides stay right when the view is moved, turned or mirrored.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from overpaint.ui.canvas.guide import Guide, label_box, label_font
from overpaint.ui.canvas.guide_lines import Reach, ScreenLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QRect

    from overpaint.ui.canvas.transform import Position, ViewTransform

_DARK, _LIGHT = QColor(0, 0, 0, 150), QColor(255, 255, 255)
_KEEP, _DROP = QColor(64, 224, 208, 200), QColor(255, 128, 64, 200)
_LABEL_GROUND, _LABEL_TEXT = QColor(24, 24, 24, 225), QColor(255, 255, 255)
_DASH = (5.0, 4.0)
_SCRIBBLE_DASH = (1.2, 1.0)
_KNOT_PX = 7.0
_SCRIBBLE_PX = 6.0
_SMOOTH_BELOW = 400  # points; longer lines are drawn without smoothing: time counts there


class Guides(QObject):
    """Holds the guide that is shown.

    Signals:
        damaged: A list of `QRectF`, screen pixels, that look different now.
    """

    damaged = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._guide: Guide | None = None
        self._transform: ViewTransform | None = None
        self._lines: list[ScreenLine] = []

    @property
    def guide(self) -> Guide | None:
        """What is shown now."""
        return self._guide

    def follow(self, transform: ViewTransform | None) -> None:
        """Stay in place in a view that has moved; the whole view is repainted anyhow."""
        self._transform = transform

    def show(self, guide: Guide | None, grown_by: Sequence[Position] | None = None) -> None:
        """Show another guide, or none.

        Args:
            guide: What to show.
            grown_by: Only what is around these places looks different: a long line has grown.
        """
        before, self._guide = self._guide, guide
        if self._transform is None:
            return
        reach = Reach(self._transform)
        if grown_by is not None:
            reach.add_line(grown_by)
        else:
            reach.add_difference(before, guide)
        if reach.boxes:
            self.damaged.emit(reach.boxes)

    def paint(self, painter: QPainter, exposed: list[QRect]) -> None:
        """Draw it (screen pixels), as far as it lies in the exposed parts."""
        guide, transform = self._guide, self._transform
        if guide is None or transform is None:
            return
        self._lines = [self._on_screen(points) for points in guide.ways]
        areas = [QRectF(area) for area in exposed]
        painter.save()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = _Pen(painter, transform, areas)
        for scribble, line in zip(guide.scribbles, self._lines[len(guide.lines) :], strict=True):
            pen.scribble(line, keep=scribble.keep)
        for outline, line in zip(guide.lines, self._lines, strict=False):
            pen.line(line, dashed=outline.dashed)
        pen.knots(guide)
        if guide.label and guide.label_at is not None:
            pen.label(guide.label, guide.label_at)
        painter.restore()

    def _on_screen(self, points: Sequence[Position]) -> ScreenLine:
        """The line as it was painted last, where it has only grown since."""
        assert self._transform is not None  # noqa: S101 - paint has seen it
        for line in self._lines:
            if line.points is points and line.transform == self._transform:
                line.follow()
                return line
        return ScreenLine(points, self._transform)


class _Pen:
    """Draws the parts of a guide on the screen."""

    def __init__(
        self, painter: QPainter, transform: ViewTransform, exposed: Sequence[QRectF]
    ) -> None:
        self._painter = painter
        self._transform = transform
        self._ratio = transform.pixel_ratio
        self._exposed = exposed

    def line(self, line: ScreenLine, *, dashed: bool) -> None:
        """A light line in a dark one; dashes for what is not fixed."""
        smooth = len(line.points) < _SMOOTH_BELOW
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)
        pieces = list(line.pieces(self._exposed))
        if dashed and pieces:
            pieces = [line.whole()]
        for colour, width, dash in ((_DARK, 3.0, None), (_LIGHT, 1.0, _DASH if dashed else None)):
            for piece in pieces:
                # Round ends of two pieces would be darker where they meet.
                self._stroke(piece, colour, width, dash, joins=len(pieces) > 1)

    def scribble(self, line: ScreenLine, *, keep: bool) -> None:
        """A thick line: plain for what to take, dashed for what to leave."""
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if any(True for _ in line.pieces(self._exposed)):
            # In one piece: a colour that lets the picture through would show every joint.
            whole = line.whole()
            self._stroke(whole, _DARK, _SCRIBBLE_PX + 2)
            dash = None if keep else _SCRIBBLE_DASH
            self._stroke(whole, _KEEP if keep else _DROP, _SCRIBBLE_PX, dash)

    def knots(self, guide: Guide) -> None:
        """Small squares at fixed points, a ring around the first one where the line closes."""
        painter, ratio = self._painter, self._ratio
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(0, 0, 0, 220), ratio))
        painter.setBrush(_LIGHT)
        side = _KNOT_PX * ratio
        for place in guide.knots:
            x, y = self._transform.to_device(place)
            corner = round(x - side / 2) + 0.5, round(y - side / 2) + 0.5
            painter.drawRect(QRectF(*corner, round(side) - 1, round(side) - 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if guide.closes and guide.knots:
            middle = QPointF(*self._transform.to_device(guide.knots[0]))
            for colour, width in ((_DARK, 4.0), (_LIGHT, 2.0)):
                painter.setPen(QPen(colour, width * ratio))
                painter.drawEllipse(middle, side, side)

    def label(self, text: str, place: Position) -> None:
        """Words on a dark ground."""
        painter, ratio = self._painter, self._ratio
        box = label_box(text, place, self._transform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_LABEL_GROUND)
        painter.drawRoundedRect(box, 4 * ratio, 4 * ratio)
        painter.setFont(label_font(ratio))
        painter.setPen(_LABEL_TEXT)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _stroke(
        self,
        polygon: QPolygonF,
        colour: QColor,
        width: float,
        dash: tuple[float, float] | None = None,
        *,
        joins: bool = False,
    ) -> None:
        round_cap, round_join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        cap = Qt.PenCapStyle.FlatCap if dash is not None or joins else round_cap
        pen = QPen(colour, width * self._ratio, Qt.PenStyle.SolidLine, cap, round_join)
        if dash is not None:
            pen.setDashPattern(dash)
        self._painter.setPen(pen)
        if polygon.size() == 1:
            self._painter.drawPoint(polygon.first())
        else:
            self._painter.drawPolyline(polygon)
