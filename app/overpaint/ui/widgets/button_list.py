"""A list whose rows are painted with buttons and turning rings, as tiles and jobs are."""

from __future__ import annotations

from abc import abstractmethod

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QListView, QStyle, QToolTip, QWidget

TURN_MS = 40
"""Between two pictures of a ring that turns."""


class ButtonList(QListView):
    """Tells presses on painted buttons from presses on rows; what they do is for subclasses."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pressed: object | None = None
        self._spin = QTimer(self, interval=TURN_MS)
        self._spin.timeout.connect(self._turn_rings)

    def event(self, event: QEvent) -> bool:
        """Our keys go before the window's shortcuts while the list has the focus."""
        overrides = event.type() is QEvent.Type.ShortcutOverride
        if overrides and isinstance(event, QKeyEvent) and self._action_of(event) is not None:
            event.accept()
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on a button is not the start of a drag."""
        self._pressed = self._control_at(event.position().toPoint())
        if self._pressed is None or event.button() is not Qt.MouseButton.LeftButton:
            self._pressed = None
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A button works when it is let go where it was pressed."""
        pressed, self._pressed = self._pressed, None
        position = event.position().toPoint()
        if pressed is None:
            super().mouseReleaseEvent(event)
        elif self._control_at(position) == pressed:
            self._push(position)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up the button under the pointer."""
        if self._pressed is None:
            super().mouseMoveEvent(event)
        self._heat(event.position().toPoint())

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer any more."""
        self._heat(None)
        super().leaveEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Buttons have their own tooltips."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            tip = self._tip_at(event.pos())
            if tip is not None:
                QToolTip.showText(event.globalPos(), tip, self)
                return True
        return super().viewportEvent(event)

    def _let_rings_turn(self, *, on: bool) -> None:
        """Turn them while something runs, where the desktop wants animations at all."""
        animates = self.style().styleHint(QStyle.StyleHint.SH_Widget_Animate, None, self)
        if on and animates and not self._spin.isActive():
            self._spin.start()
        elif not on:
            self._spin.stop()

    @abstractmethod
    def _control_at(self, position: QPoint) -> object | None:
        """Which button is there; None for none. Equal values are the same button."""

    @abstractmethod
    def _push(self, position: QPoint) -> None:
        """Do what the button there stands for."""

    @abstractmethod
    def _heat(self, position: QPoint | None) -> None:
        """Light up the button there, or none."""

    @abstractmethod
    def _tip_at(self, position: QPoint) -> str | None:
        """What the button there says; None where there is none."""

    @abstractmethod
    def _action_of(self, event: QKeyEvent) -> object | None:
        """What a key means here; None when it is for others."""

    @abstractmethod
    def _turn_rings(self) -> None:
        """Show the next picture of the rings that can be seen."""
