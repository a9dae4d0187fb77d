"""Draw the context frame: dots light on dark, so that one of both shows on any picture."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QRect

    from overpaint.domain.frame import Rect
    from overpaint.ui.canvas.frame_layer import FrameLabel
    from overpaint.ui.canvas.transform import Position, ViewTransform

_DARK, _LIGHT = QColor(0, 0, 0, 170), QColor(255, 255, 255)
_SHADE = QColor(0, 0, 0, 90)
_GROUND, _TEXT, _AMBER = QColor(24, 24, 24, 225), QColor(255, 255, 255), QColor(255, 193, 84)
_EDGE = QColor(0, 0, 0, 220)
_DOTS = (2.0, 3.0)
_HANDLE_PX = 9.0
_LABEL_PX = 12
_PAD_PX = (8.0, 4.0)
_GAP_PX = 6.0
_MARGIN_PX = 4.0
_REACH_PX = 8.0  # what lines and handles reach beyond the edge itself
_SEPARATOR = "  ·  "
_GRIPS = tuple((x, y) for x in (-1, 0, 1) for y in (-1, 0, 1) if (x, y) != (0, 0))


@dataclass(frozen=True, slots=True)
class FrameLook:
    """What is drawn.

    Attributes:
        rect: The frame, pixels of the target.
        label: What is written at it.
        in_hand: Whether it can be dragged now: it has handles, and its surroundings are dimmed.
    """

    rect: Rect
    label: FrameLabel
    in_hand: bool = False


class FramePainter:
    """Draws frames in screen pixels; what lies outside of the exposed parts costs nothing."""

    def paint(
        self,
        painter: QPainter,
        look: FrameLook,
        transform: ViewTransform,
        exposed: Sequence[QRect],
    ) -> None:
        """Draw a frame with its label."""
        if not any(strip.intersects(QRectF(area)) for strip in self.strips(look, transform)
                   for area in exposed):  # fmt: skip
            return
        painter.save()
        corners = _corners(look.rect, transform)
        if look.in_hand:
            self._dim(painter, corners, transform)
        self._draw_edges(painter, corners, transform.pixel_ratio, solid=look.in_hand)
        if look.in_hand:
            self._draw_handles(painter, look.rect, transform)
        self._draw_label(painter, look, transform)
        painter.restore()

    def strips(self, look: FrameLook, transform: ViewTransform) -> list[QRectF]:
        """Return what `paint` may touch, screen pixels: all of the view while it is in hand."""
        if look.in_hand:
            return [QRectF(0, 0, *transform.device_size)]
        corners = _corners(look.rect, transform)
        reach = _REACH_PX * transform.pixel_ratio
        strips = []
        for a, b in zip(corners, (*corners[1:], corners[0]), strict=True):
            left, top = min(a[0], b[0]) - reach, min(a[1], b[1]) - reach
            right, bottom = max(a[0], b[0]) + reach, max(a[1], b[1]) + reach
            strips.append(QRectF(left, top, right - left, bottom - top))
        box = self._label_box(look, transform)
        return strips if box is None else [*strips, box]

    def _dim(
        self, painter: QPainter, corners: Sequence[Position], transform: ViewTransform
    ) -> None:
        """Step the surroundings back."""
        path = QPainterPath()
        path.addRect(QRectF(0, 0, *transform.device_size))
        path.addPolygon(_polygon(corners))
        path.setFillRule(Qt.FillRule.OddEvenFill)
        painter.fillPath(path, _SHADE)

    def _draw_edges(
        self, painter: QPainter, corners: Sequence[Position], ratio: float, *, solid: bool
    ) -> None:
        upright = _is_upright(corners)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not upright)
        lines = _edges(corners, crisp=upright)
        painter.setPen(QPen(_DARK, 3 * ratio, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap))
        painter.drawLines(lines)
        pen = QPen(_LIGHT, ratio * (1.0 if solid else 1.5))
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if not solid:
            pen.setDashPattern(_DOTS)
        painter.setPen(pen)
        painter.drawLines(lines)

    def _draw_handles(self, painter: QPainter, rect: Rect, transform: ViewTransform) -> None:
        ratio = transform.pixel_ratio
        side = _HANDLE_PX * ratio
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(_EDGE, ratio))
        painter.setBrush(_LIGHT)
        for across, down in _GRIPS:
            place = (
                rect.left + rect.width * (across + 1) / 2,
                rect.top + rect.height * (down + 1) / 2,
            )
            x, y = transform.to_device(place)
            corner = round(x - side / 2) + 0.5, round(y - side / 2) + 0.5
            painter.drawRect(QRectF(*corner, round(side) - 1, round(side) - 1))

    def _draw_label(self, painter: QPainter, look: FrameLook, transform: ViewTransform) -> None:
        box = self._label_box(look, transform)
        if box is None:
            return
        ratio, label = transform.pixel_ratio, look.label
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_GROUND)
        painter.drawRoundedRect(box, 4 * ratio, 4 * ratio)
        font = _font(ratio)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        x = box.left() + _PAD_PX[0] * ratio
        baseline = box.top() + _PAD_PX[1] * ratio + metrics.ascent()
        scale_colour = _AMBER if label.is_reduced else _TEXT
        for text, colour in _pieces(label, scale_colour):
            painter.setPen(colour)
            painter.drawText(QPointF(x, baseline), text)
            x += metrics.horizontalAdvance(text)

    def _label_box(self, look: FrameLook, transform: ViewTransform) -> QRectF | None:
        """Above the topmost corner, or below the edge where there is no room; always in view."""
        corners, ratio = _corners(look.rect, transform), transform.pixel_ratio
        across, down = transform.device_size
        bounds = _polygon(corners).boundingRect()
        if not bounds.intersects(QRectF(0, 0, across, down)):
            return None
        metrics = QFontMetricsF(_font(ratio))
        text = "".join(piece for piece, _ in _pieces(look.label, _TEXT))
        width = math.ceil(metrics.horizontalAdvance(text) + 2 * _PAD_PX[0] * ratio)
        height = math.ceil(metrics.height() + 2 * _PAD_PX[1] * ratio)
        gap, margin = _GAP_PX * ratio, _MARGIN_PX * ratio
        left, edge = min(corners, key=lambda corner: (round(corner[1]), corner[0]))
        if not _is_upright(corners):
            left -= width / 2
        top = edge - gap - height
        if top < margin:
            top = max(edge, 0.0) + gap
        left = min(max(left, margin), max(margin, across - width - margin))
        top = min(max(top, margin), max(margin, down - height - margin))
        return QRectF(round(left), round(top), width, height)


def _pieces(label: FrameLabel, scale_colour: QColor) -> list[tuple[str, QColor]]:
    pieces = [(label.size, _TEXT), (_SEPARATOR, _TEXT), (label.scale, scale_colour)]
    return [*pieces, (_SEPARATOR, _TEXT), (label.price, _TEXT)] if label.price else pieces


def _font(ratio: float) -> QFont:
    font = QFont()
    font.setPixelSize(round(_LABEL_PX * ratio))
    return font


def _corners(rect: Rect, transform: ViewTransform) -> tuple[Position, ...]:
    left, top, right, bottom = rect.left, rect.top, rect.right, rect.bottom
    places = ((left, top), (right, top), (right, bottom), (left, bottom))
    return tuple(transform.to_device(place) for place in places)


def _is_upright(corners: Sequence[Position]) -> bool:
    (x, y), (next_x, next_y) = corners[0], corners[1]
    return abs(x - next_x) < 0.01 or abs(y - next_y) < 0.01


def _edges(corners: Sequence[Position], *, crisp: bool) -> list[QLineF]:
    """The four edges; upright ones on the middle of pixels, or they would be two grey ones."""
    places = [(round(x) + 0.5, round(y) + 0.5) if crisp else (x, y) for x, y in corners]
    following = (*places[1:], places[0])
    return [QLineF(*a, *b) for a, b in zip(places, following, strict=True)]


def _polygon(corners: Sequence[Position]) -> QPolygonF:
    return QPolygonF([QPointF(*corner) for corner in (*corners, corners[0])])
