"""Strokes and shapes that the control style and the custom-painted widgets share."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from overpaint.ui.theme.tokens import Tokens

GRID = 4
"""Every distance is a multiple of this, in device-independent pixels."""

RADIUS = 6.0
"""Corner of controls."""

CARD_RADIUS = 8.0
"""Corner of cards and panels inside panels."""

CONTROL_HEIGHT = 28
"""Smallest height of anything that can be clicked."""

ICON_SIZE = 16
"""Icons inside controls; tool bars use 20."""


class Direction(Enum):
    """Where a chevron points."""

    UP = "up"
    DOWN = "down"
    LEFT = "left"
    RIGHT = "right"


def rounded(
    painter: QPainter,
    rect: QRect | QRectF,
    *,
    radius: float = RADIUS,
    fill: QColor | None = None,
    border: QColor | None = None,
    width: float = 1.0,
) -> None:
    """Paint a rounded box whose border lies wholly inside `rect`, crisp at whole scales."""
    area = QRectF(rect)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if border is None:
        painter.setPen(Qt.PenStyle.NoPen)
    else:
        painter.setPen(QPen(border, width))
        inset = width / 2
        area.adjust(inset, inset, -inset, -inset)
        radius = max(radius - inset, 0.0)
    painter.setBrush(Qt.BrushStyle.NoBrush if fill is None else fill)
    painter.drawRoundedRect(area, radius, radius)
    painter.restore()


def shows_focus(widget: QWidget) -> bool:
    """Whether the widget should paint its ring: it has the focus, and the keyboard is in use."""
    return widget.hasFocus() and widget.window().testAttribute(
        Qt.WidgetAttribute.WA_KeyboardFocusChange
    )


def focus_ring(
    painter: QPainter, rect: QRect | QRectF, tokens: Tokens, *, radius: float = RADIUS
) -> None:
    """Paint the keyboard focus, two pixels wide, just inside `rect`."""
    rounded(painter, rect, radius=radius, border=tokens.focus, width=2.0)


def focus_ring_on_accent(
    painter: QPainter, rect: QRect | QRectF, tokens: Tokens, *, radius: float = RADIUS
) -> None:
    """The focus on an accent-coloured surface: a ring, a gap in the surface's text colour."""
    focus_ring(painter, rect, tokens, radius=radius)
    inner = QRectF(rect).adjusted(2, 2, -2, -2)
    rounded(painter, inner, radius=max(radius - 2, 0), border=tokens.on_accent, width=1.5)


def chevron(
    painter: QPainter, centre: QPointF, direction: Direction, colour: QColor, *, size: float = 8.0
) -> None:
    """Paint an open arrow head; `size` is its longer side."""
    half, depth = size / 2, size / 4
    points = {
        Direction.DOWN: ((-half, -depth), (0, depth), (half, -depth)),
        Direction.UP: ((-half, depth), (0, -depth), (half, depth)),
        Direction.LEFT: ((depth, -half), (-depth, 0), (depth, half)),
        Direction.RIGHT: ((-depth, -half), (depth, 0), (-depth, half)),
    }[direction]
    _polyline(painter, [centre + QPointF(x, y) for x, y in points], colour, width=1.5)


def tick(painter: QPainter, rect: QRectF, colour: QColor) -> None:
    """Paint the check mark of a box of about 16 px."""
    unit = rect.width() / 16
    corner = rect.topLeft()
    points = [corner + QPointF(x, y) * unit for x, y in ((4.2, 8.3), (7.0, 11.0), (11.8, 5.4))]
    _polyline(painter, points, colour, width=1.75 * unit)


def faded(colour: QColor, opacity: float) -> QColor:
    """The same colour with its alpha multiplied."""
    result = QColor(colour)
    result.setAlphaF(colour.alphaF() * opacity)
    return result


def _polyline(painter: QPainter, points: list[QPointF], colour: QColor, *, width: float) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawPolyline(points)
    painter.restore()
