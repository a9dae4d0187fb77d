"""Outlines over the picture while something is being selected: they read on any picture.

Every line is drawn twice, light on dark, so one of the two stands out. Places are in the picture,
so that guides stay right when the view is moved, turned or mirrored.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QRect

    from overpaint.ui.canvas.transform import Position, ViewTransform

_DARK, _LIGHT = QColor(0, 0, 0, 150), QColor(255, 255, 255)
_KEEP, _DROP = QColor(64, 224, 208, 200), QColor(255, 128, 64, 200)
_LABEL_GROUND, _LABEL_TEXT = QColor(24, 24, 24, 225), QColor(255, 255, 255)
_DASH = (5.0, 4.0)
_KNOT_PX = 7.0
_SCRIBBLE_PX = 6.0
_LABEL_PX = 12
_LABEL_PAD = (8.0, 4.0)
_LABEL_OFFSET = (16.0, 20.0)
_LABEL_ROOM = 260.0  # a label is never wider than this
_MARGIN_PX = 12.0  # what lines, knots and their edges reach beyond the places themselves
_CRISP_UP_TO = 8  # points
_SMOOTH_BELOW = 400  # points; longer lines are drawn without smoothing: time counts there


@dataclass(frozen=True, slots=True)
class GuideLine:
    """One line of a guide, picture coordinates.

    Attributes:
        points: Its corners.
        dashed: It is not fixed yet, it follows the pointer.
    """

    points: Sequence[Position]
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Scribble:
    """A line that tells the smart selection what to take or to leave.

    Attributes:
        points: Its way, picture coordinates.
        keep: Whether what lies under it is selected; else it is left out.
    """

    points: Sequence[Position]
    keep: bool = True


@dataclass(frozen=True, slots=True)
class Guide:
    """What is shown over the picture.

    Attributes:
        lines: Outlines.
        knots: Fixed points, drawn as small squares; the first one is where a line closes.
        closes: Whether a click would close the line now: the first knot is drawn larger.
        scribbles: Hints to the smart selection.
        label: Words beside `label_at`.
        label_at: Place in the picture, usually under the pointer.
    """

    lines: tuple[GuideLine, ...] = ()
    knots: tuple[Position, ...] = ()
    closes: bool = False
    scribbles: tuple[Scribble, ...] = ()
    label: str = ""
    label_at: Position | None = None


class Guides(QObject):
    """Holds the guide that is shown.

    Signals:
        damaged: A `QRectF` in screen pixels looks different now; None for everything.
    """

    damaged = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._guide: Guide | None = None
        self._transform: ViewTransform | None = None

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
        if grown_by is not None:
            self._damage(self._around(grown_by))
        else:
            self._damage(self._bounds(before))
            self._damage(self._bounds(guide))

    def paint(self, painter: QPainter, exposed: list[QRect]) -> None:
        """Draw it (screen pixels), as far as it lies in the exposed parts."""
        guide, transform = self._guide, self._transform
        if guide is None or transform is None:
            return
        bounds = self._bounds(guide)
        if bounds is None or not any(bounds.intersects(QRectF(area)) for area in exposed):
            return
        painter.save()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = _Pen(painter, transform)
        for scribble in guide.scribbles:
            pen.scribble(scribble)
        for line in guide.lines:
            pen.line(line)
        pen.knots(guide)
        if guide.label and guide.label_at is not None:
            pen.label(guide.label, guide.label_at)
        painter.restore()

    def _bounds(self, guide: Guide | None) -> QRectF | None:
        if guide is None:
            return None
        places = [*guide.knots]
        for line in guide.lines:
            places.extend(line.points)
        for scribble in guide.scribbles:
            places.extend(scribble.points)
        bounds = self._around(places)
        label = self._label_bounds(guide)
        if bounds is None or label is None:
            return bounds or label
        return bounds.united(label)

    def _label_bounds(self, guide: Guide) -> QRectF | None:
        if not guide.label or guide.label_at is None or self._transform is None:
            return None
        x, y = self._transform.to_device(guide.label_at)
        reach = _LABEL_ROOM * self._transform.pixel_ratio
        return QRectF(x - reach, y - reach / 3, 2 * reach, reach)

    def _around(self, places: Sequence[Position]) -> QRectF | None:
        if self._transform is None or not places:
            return None
        xs, ys = zip(*(self._transform.to_device(place) for place in places), strict=True)
        margin = _MARGIN_PX * self._transform.pixel_ratio
        left, top = min(xs) - margin, min(ys) - margin
        return QRectF(left, top, max(xs) + margin - left, max(ys) + margin - top)

    def _damage(self, bounds: QRectF | None) -> None:
        if bounds is not None:
            self.damaged.emit(bounds)


class _Pen:
    """Draws the parts of a guide on the screen."""

    def __init__(self, painter: QPainter, transform: ViewTransform) -> None:
        self._painter = painter
        self._transform = transform
        self._ratio = transform.pixel_ratio

    def line(self, line: GuideLine) -> None:
        """A light line in a dark one; dashes for what is not fixed."""
        polygon = self._polygon(line.points)
        smooth = len(line.points) < _SMOOTH_BELOW
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)
        self._stroke(polygon, _DARK, 3.0)
        self._stroke(polygon, _LIGHT, 1.0, _DASH if line.dashed else None)

    def scribble(self, scribble: Scribble) -> None:
        """A thick line: plain for what to take, dashed for what to leave."""
        polygon = self._polygon(scribble.points)
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._stroke(polygon, _DARK, _SCRIBBLE_PX + 2)
        dash = None if scribble.keep else (1.2, 1.0)
        self._stroke(polygon, _KEEP if scribble.keep else _DROP, _SCRIBBLE_PX, dash)

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
        """Words on a dark ground below the pointer, or above it where there is no room."""
        painter, ratio = self._painter, self._ratio
        font = QFont(painter.font())
        font.setPixelSize(round(_LABEL_PX * ratio))
        metrics = QFontMetricsF(font)
        width = metrics.horizontalAdvance(text) + 2 * _LABEL_PAD[0] * ratio
        height = metrics.height() + 2 * _LABEL_PAD[1] * ratio
        x, y = self._transform.to_device(place)
        left, top = x + _LABEL_OFFSET[0] * ratio, y + _LABEL_OFFSET[1] * ratio
        across, down = self._transform.device_size
        if left + width > across:
            left = x - _LABEL_OFFSET[0] * ratio - width
        if top + height > down:
            top = y - _LABEL_OFFSET[1] * ratio - height
        box = QRectF(round(left), round(top), math.ceil(width), math.ceil(height))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_LABEL_GROUND)
        painter.drawRoundedRect(box, 4 * ratio, 4 * ratio)
        painter.setFont(font)
        painter.setPen(_LABEL_TEXT)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _stroke(
        self,
        polygon: QPolygonF,
        colour: QColor,
        width: float,
        dash: tuple[float, float] | None = None,
    ) -> None:
        round_cap, round_join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        cap = round_cap if dash is None else Qt.PenCapStyle.FlatCap
        pen = QPen(colour, width * self._ratio, Qt.PenStyle.SolidLine, cap, round_join)
        if dash is not None:
            pen.setDashPattern(dash)
        self._painter.setPen(pen)
        if polygon.size() == 1:
            self._painter.drawPoint(polygon.first())
        else:
            self._painter.drawPolyline(polygon)

    def _polygon(self, points: Sequence[Position]) -> QPolygonF:
        places = [self._transform.to_device(point) for point in points]
        if len(places) <= _CRISP_UP_TO:
            # Upright lines lie on whole pixels, or they would be two grey ones.
            places = [(math.floor(x) + 0.5, math.floor(y) + 0.5) for x, y in places]
        return QPolygonF([QPointF(*place) for place in places])
