"""A raised card that floats over another widget and asks something, without stopping anybody."""

from __future__ import annotations

from abc import abstractmethod

from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtWidgets import QWidget

from overpaint.ui.theme import Theme
from overpaint.ui.widgets.raised_card import RaisedCard

_FROM_EDGE = 24


class FloatingCard(RaisedCard):
    """Stays inside its host however that is resized; Enter agrees, Escape leaves."""

    def __init__(self, theme: Theme, host: QWidget) -> None:
        super().__init__(theme, host)
        self._host = host
        host.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay inside the host."""
        if watched is self._host and event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

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
