"""Paint the marks at view size, with what shows that one of them is selected.

Resting marks are drawn once for a view and then copied, so a brush stroke over a picture full of
notes costs no more than one without.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF

from overpaint.domain.marks import (
    around,
    bounds_of,
    fills_of,
    handles_of,
    line_width_px,
    stroke_of,
)

if TYPE_CHECKING:
    from overpaint.domain.marks import Bounds, Mark
    from overpaint.ui.canvas.markup_layer import MarkupLayer
    from overpaint.ui.canvas.transform import ViewTransform

HANDLE_PX = 9.0
"""Side of a handle, logical pixels."""

_MARGIN_PX = 5.0
_LINE_DARK, _LINE_LIGHT = QColor(0, 0, 0, 200), QColor(255, 255, 255, 240)
_HANDLE_INK = QColor(38, 110, 224)
_PIECE_POINTS = 32  # Qt takes four times as long for a line of thousands of points in one piece


class MarkupPainter:
    """Draws a `MarkupLayer` for one view."""

    def __init__(self, layer: MarkupLayer) -> None:
        self._layer = layer
        self._key: tuple[object, ...] = ()
        self._marks: tuple[Mark, ...] = ()
        self._resting = QImage()

    def paint(
        self,
        painter: QPainter,
        transform: ViewTransform,
        exposed: list[QRect],
        *,
        selection: bool,
    ) -> None:
        """Draw what lies in the exposed areas (screen pixels), with the frame of the selection."""
        layer = self._layer
        if layer.marks:
            self._refresh(transform)
            for area in exposed:
                painter.drawImage(area.topLeft(), self._resting, area)
        if layer.ghost is not None:
            draw_mark(painter, layer.ghost, transform, [QRectF(area) for area in exposed])
        mark = layer.selected_mark if selection else None
        if mark is not None:
            _draw_selection(painter, mark, transform)

    def _refresh(self, transform: ViewTransform) -> None:
        layer = self._layer
        before, drawn = self._key, len(self._marks)
        self._key = layer.hidden, transform
        # A mark more on top is drawn over what is there.
        grown = before == self._key and layer.marks[:drawn] == self._marks
        if grown and len(layer.marks) == drawn:
            return
        self._marks = layer.marks
        width, height = (max(1, side) for side in transform.device_size)
        if self._resting.size().toTuple() != (width, height):
            kind = QImage.Format.Format_ARGB32_Premultiplied
            self._resting = QImage(width, height, kind)
        if not grown:
            self._resting.fill(Qt.GlobalColor.transparent)
        inner = QPainter(self._resting)
        view = QRectF(0, 0, width, height)
        for index, mark in enumerate(layer.marks):
            shown = index != layer.hidden and not (grown and index < drawn)
            if shown and device_bounds(bounds_of(mark), transform).intersects(view):
                draw_mark(inner, mark, transform, [view])
        inner.end()


def draw_mark(
    painter: QPainter, mark: Mark, transform: ViewTransform, exposed: list[QRectF]
) -> None:
    """Draw one mark as it will be exported, at least in the exposed areas (screen pixels)."""
    colour = QColor(*mark.colour)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    for polygon in fills_of(mark):
        path.addPolygon(QPolygonF([QPointF(*transform.to_device(point)) for point in polygon]))
        path.closeSubpath()
    painter.fillPath(path, colour)
    pen = QPen(colour, line_width_px(mark) * transform.scale)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    line = stroke_of(mark)
    for start in range(0, max(1, len(line) - 1) if line else 0, _PIECE_POINTS):
        piece = line[start : start + _PIECE_POINTS + 1]
        reach = around(piece, line_width_px(mark))
        if any(device_bounds(reach, transform).intersects(area) for area in exposed):
            _draw_line(painter, [QPointF(*transform.to_device(point)) for point in piece])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)


def _draw_line(painter: QPainter, line: list[QPointF]) -> None:
    if all(point == line[0] for point in line):
        painter.drawPoint(line[0])
    else:
        painter.drawPolyline(QPolygonF(line))


def device_bounds(bounds: Bounds, transform: ViewTransform) -> QRectF:
    """Screen pixels that a part of the picture may touch, handles and frame included."""
    box = (bounds.left, bounds.top, bounds.right, bounds.bottom)
    left, top, right, bottom = transform.box_to_device(box)
    room = (HANDLE_PX + _MARGIN_PX + 2) * transform.pixel_ratio
    return QRectF(left - room, top - room, right - left + 2 * room, bottom - top + 2 * room)


def _draw_selection(painter: QPainter, mark: Mark, transform: ViewTransform) -> None:
    """A dashed frame, dark on light so that it shows on any picture, and the handles."""
    ratio = transform.pixel_ratio
    frame = _frame_of(mark, transform)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    width = max(1.0, round(ratio))
    for colour, offset in ((_LINE_LIGHT, 0.0), (_LINE_DARK, 4.0)):
        pen = QPen(colour, width)
        pen.setDashPattern([4.0, 4.0])
        pen.setDashOffset(offset)
        painter.setPen(pen)
        painter.drawPolygon(frame)
    side = HANDLE_PX * ratio
    for handle in handles_of(mark):
        x, y = transform.to_device(handle)
        painter.setPen(QPen(_HANDLE_INK, 1.5 * ratio))
        painter.setBrush(_LINE_LIGHT)
        painter.drawEllipse(QRectF(x - side / 2, y - side / 2, side, side))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)


def _frame_of(mark: Mark, transform: ViewTransform) -> QPolygonF:
    """The rectangle around a mark, turned with the picture."""
    room = _MARGIN_PX * transform.pixel_ratio / transform.scale
    bounds = bounds_of(mark)
    left, top = bounds.left - room, bounds.top - room
    right, bottom = bounds.right + room, bounds.bottom + room
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    return QPolygonF([QPointF(*transform.to_device(corner)) for corner in corners])
