"""A small turning ring: something is under way and its end is not known."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget

from overpaint.ui.theme import Theme
from overpaint.ui.theme.draw import faded

_FRAME_MS = 33
_TURN_MS = 1000
_ARC_DEGREES = 100


class BusyRing(QWidget):
    """Turns while it is shown and stands still, at no cost, while it is hidden."""

    def __init__(self, theme: Theme, *, size_px: int = 16, parent: QWidget | None = None) -> None:
        """Take theme, side in pixels, and the owner."""
        super().__init__(parent)
        self._theme = theme
        self._size_px = size_px
        self._clock = QElapsedTimer()
        self._timer = QTimer(self, interval=_FRAME_MS)
        self._timer.timeout.connect(self.update)
        self.setAccessibleName(self.tr("Working"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme.changed.connect(self.update)

    @property
    def is_turning(self) -> bool:
        """Whether it repaints by itself."""
        return self._timer.isActive()

    def sizeHint(self) -> QSize:
        """Its fixed side."""
        return QSize(self._size_px, self._size_px)

    def showEvent(self, event: QShowEvent) -> None:
        """Start turning, unless the person has switched animations off."""
        super().showEvent(event)
        self._clock.start()
        if self.style().styleHint(QStyle.StyleHint.SH_Widget_Animate, None, self):
            self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop turning."""
        self._timer.stop()
        super().hideEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A faint circle with a bright arc."""
        painter = QPainter(self)
        area = QRectF(0, 0, self._size_px, self._size_px)
        area.moveCenter(QRectF(self.rect()).center())
        elapsed = self._clock.elapsed() if self._clock.isValid() else 0
        paint_ring(painter, area, self._theme.tokens.accent_text, elapsed)


def paint_ring(painter: QPainter, area: QRectF, colour: QColor, elapsed_ms: int) -> None:
    """Paint the ring as it stands `elapsed_ms` after its start."""
    width = max(area.width() / 8, 1.5)
    circle = area.adjusted(width / 2, width / 2, -width / 2, -width / 2)
    angle = -(elapsed_ms % _TURN_MS) * 360 / _TURN_MS
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(faded(colour, 0.25), width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawEllipse(circle)
    pen.setColor(colour)
    painter.setPen(pen)
    painter.drawArc(circle, round((90 + angle) * 16), -_ARC_DEGREES * 16)
    painter.restore()
