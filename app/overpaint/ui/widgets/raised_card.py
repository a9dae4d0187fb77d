"""A raised card that asks something: Enter agrees, Escape leaves."""

from __future__ import annotations

from abc import abstractmethod

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from overpaint.ui.theme import Theme
from overpaint.ui.theme.draw import CARD_RADIUS, rounded


class RaisedCard(QWidget):
    """Hidden until it asks; what it asks is for subclasses."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        theme.changed.connect(self.update)
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter agrees, Escape leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.agree()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A raised ground."""
        tokens = self._theme.tokens
        rounded(QPainter(self), self.rect(), radius=CARD_RADIUS, fill=tokens.raised,
                border=tokens.border_strong)  # fmt: skip

    @abstractmethod
    def agree(self) -> None:
        """Do what is asked for."""

    @abstractmethod
    def leave(self) -> None:
        """Go away and change nothing."""
