"""A raised card that floats over another widget and asks something, without stopping anybody."""

from __future__ import annotations

from abc import abstractmethod

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from overpaint.ui.theme import Theme
from overpaint.ui.theme.draw import CARD_RADIUS, rounded

_FROM_EDGE = 24


class FloatingCard(QWidget):
    """Stays inside its host however that is resized; Enter agrees, Escape leaves."""

    def __init__(self, theme: Theme, host: QWidget) -> None:
        super().__init__(host)
        self._theme = theme
        self._host = host
        host.installEventFilter(self)
        theme.changed.connect(self.update)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay inside the host."""
        if watched is self._host and event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter agrees, Escape leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.agree()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A raised card."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        rounded(painter, self.rect(), radius=CARD_RADIUS, fill=tokens.raised,
                border=tokens.border_strong)  # fmt: skip

    @abstractmethod
    def agree(self) -> None:
        """Do what is asked for."""

    @abstractmethod
    def leave(self) -> None:
        """Go away and change nothing."""

    @abstractmethod
    def place_in(self, room: QRect) -> QRect:
        """Where to stand, given the room that the host has."""

    def open_card(self) -> None:
        """Come up in front."""
        self._place()
        self.show()
        self.raise_()

    def _place(self) -> None:
        edge = _FROM_EDGE
        self.setGeometry(self.place_in(self._host.rect().adjusted(edge, edge, -edge, -edge)))
