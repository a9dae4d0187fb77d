"""The little pictures on the title bars of docked panels, as strokes in the theme's colours."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle

from overpaint.ui.theme.tokens import Tokens

_WIDTH = 1.25


class TitleIconEngine(QIconEngine):
    """Paints the cross or the two sheets that Fusion has as fixed pictures."""

    def __init__(self, icon: QStyle.StandardPixmap, tokens: Callable[[], Tokens]) -> None:
        super().__init__()
        self._icon = icon
        self._tokens = tokens

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        """Paint the strokes into the middle of `rect`."""
        tokens = self._tokens()
        tones = {QIcon.Mode.Disabled: tokens.disabled, QIcon.Mode.Active: tokens.text}
        side = min(rect.width(), rect.height()) * 0.7
        area = QRectF(0, 0, side, side)
        area.moveCenter(QRectF(rect).center())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(tones.get(mode, tokens.muted), _WIDTH * side / 8)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        if self._icon is QStyle.StandardPixmap.SP_TitleBarCloseButton:
            painter.drawLine(area.topLeft(), area.bottomRight())
            painter.drawLine(area.topRight(), area.bottomLeft())
        else:
            third = side / 3
            painter.drawRoundedRect(area.adjusted(0, third, -third, 0), 1, 1)
            corner = [(third, 0.0), (side, 0.0), (side, 2 * third)]
            painter.drawPolyline([area.topLeft() + QPointF(x, y) for x, y in corner])
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """For screens of whole device-independent pixels."""
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        """Paint at the resolution of the screen."""
        pixmap = QPixmap(size * scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, pixmap.rect(), mode, state)
        painter.end()
        return pixmap
