"""Draw the context frame: dots light on dark, so that one of both shows on any picture."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
)

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
_DOTS = (3.0, 3.0)
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

    def __init__(self) -> None:
        self._label_key: tuple[FrameLabel, float] | None = None
        self._label_image = QImage()

    def paint(
        self,
        painter: QPainter,
        look: FrameLook,
        transform: ViewTransform,
        exposed: Sequence[QRect],
    ) -> None:
        """Draw a frame with its label."""

        def is_seen(part: QRectF) -> bool:
            return any(part.intersects(QRectF(area)) for area in exposed)

        corners, ratio = _corners(look.rect, transform), transform.pixel_ratio
        painter.save()
        if look.in_hand:
            self._dim(painter, corners, transform)
        upright = _is_upright(corners)
        for edge in _edges(corners, crisp=upright):
            if is_seen(_strip(edge, ratio)):
                self._draw_edge(painter, edge, ratio, upright=upright, solid=look.in_hand)
        if look.in_hand:
            self._draw_handles(painter, look.rect, transform)
        box = self._label_box(look, transform)
        if box is not None and is_seen(box):
            painter.drawImage(box.topLeft(), self._label_of(look.label, ratio))
        painter.restore()

    def strips(self, look: FrameLook, transform: ViewTransform) -> list[QRectF]:
        """Return what `paint` may touch, screen pixels: all of the view while it is in hand."""
        if look.in_hand:
            return [QRectF(0, 0, *transform.device_size)]
        edges = _edges(_corners(look.rect, transform), crisp=False)
        strips = [_strip(edge, transform.pixel_ratio) for edge in edges]
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

    def _draw_edge(
        self, painter: QPainter, edge: QLineF, ratio: float, *, upright: bool, solid: bool
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not upright)
        wide, thin = round(3 * ratio), max(1, round(ratio))
        if upright:
            # Filling is ten times as quick as a thick line.
            left, right = sorted((edge.x1(), edge.x2()))
            top, bottom = sorted((edge.y1(), edge.y2()))
            area = QRectF(left, top, right - left, bottom - top)
            half = wide / 2
            painter.fillRect(area.adjusted(-half, -half, half, half).toRect(), _DARK)
        else:
            painter.setPen(QPen(_DARK, wide, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
            painter.drawLine(edge)
        pen = QPen(_LIGHT, thin)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if not solid:
            pen.setDashPattern(_DOTS)
        painter.setPen(pen)
        painter.drawLine(edge)

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

    def _label_of(self, label: FrameLabel, ratio: float) -> QImage:
        """The label as a picture: letters take longer than everything else together."""
        if self._label_key == (label, ratio):
            return self._label_image
        width, height = self._label_size(label, ratio)
        image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_GROUND)
        painter.drawRoundedRect(QRectF(0, 0, width, height), 4 * ratio, 4 * ratio)
        font = _font(ratio)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        x, baseline = _PAD_PX[0] * ratio, _PAD_PX[1] * ratio + metrics.ascent()
        for text, colour in _pieces(label, _AMBER if label.is_reduced else _TEXT):
            painter.setPen(colour)
            painter.drawText(QPointF(x, baseline), text)
            x += metrics.horizontalAdvance(text)
        painter.end()
        self._label_key, self._label_image = (label, ratio), image
        return image

    def _label_size(self, label: FrameLabel, ratio: float) -> tuple[int, int]:
        if self._label_key == (label, ratio):
            return self._label_image.width(), self._label_image.height()
        metrics = QFontMetricsF(_font(ratio))
        text = "".join(piece for piece, _ in _pieces(label, _TEXT))
        width = metrics.horizontalAdvance(text) + 2 * _PAD_PX[0] * ratio
        return math.ceil(width), math.ceil(metrics.height() + 2 * _PAD_PX[1] * ratio)

    def _label_box(self, look: FrameLook, transform: ViewTransform) -> QRectF | None:
        """Above the topmost corner, or below the edge where there is no room; always in view."""
        corners, ratio = _corners(look.rect, transform), transform.pixel_ratio
        across, down = transform.device_size
        bounds = _polygon(corners).boundingRect()
        if not bounds.intersects(QRectF(0, 0, across, down)):
            return None
        width, height = self._label_size(look.label, ratio)
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


def _strip(edge: QLineF, ratio: float) -> QRectF:
    """What an edge and its handles may touch."""
    reach = _REACH_PX * ratio
    bounds = QRectF(edge.p1(), edge.p2()).normalized()
    return bounds.adjusted(-reach, -reach, reach, reach)


def _polygon(corners: Sequence[Position]) -> QPolygonF:
    return QPolygonF([QPointF(*corner) for corner in (*corners, corners[0])])
