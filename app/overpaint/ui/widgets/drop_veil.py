"""Lies over a widget while something could be dropped on it, and says what would happen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from overpaint.ui.theme import TextRole, Theme
from overpaint.ui.theme.draw import RADIUS


class DropVeil(QWidget):
    """Takes no events itself: the widget below is what accepts the drop."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Take the theme, and the widget it covers."""
        super().__init__(parent)
        self._theme = theme
        self._host = parent
        self._words = ""
        self._lit = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        parent.installEventFilter(self)
        self.hide()

    @property
    def words(self) -> str:
        """What it says; ``""`` while it is hidden."""
        return self._words if self.isVisible() else ""

    def present(self, words: str, *, lit: bool) -> None:
        """Cover the host; ``lit`` when the pointer is over it."""
        self._words = words
        self._lit = lit
        self.setGeometry(self._host.rect())
        self.raise_()
        self.show()
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the host."""
        if event.type() is QEvent.Type.Resize and watched is self._host:
            self.setGeometry(self._host.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A dashed field; a filled one under the pointer."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(tokens.accent_text if self._lit else tokens.border_strong, 2 if self._lit else 1)
        pen.setStyle(Qt.PenStyle.SolidLine if self._lit else Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(tokens.accent_soft if self._lit else tokens.field)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        painter.setFont(self._theme.font(TextRole.LABEL))
        painter.setPen(tokens.text if self._lit else tokens.muted)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(self.rect().adjusted(12, 4, -12, -4), flags, self._words)
