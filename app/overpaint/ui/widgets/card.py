"""A rounded surface that holds other widgets."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from overpaint.ui.theme import Theme
from overpaint.ui.theme.draw import CARD_RADIUS, focus_ring, rounded, shows_focus


class Card(QWidget):
    """Groups what belongs together; an interactive card can be clicked and chosen.

    Signals:
        clicked: An interactive card was clicked, or Space or Enter pressed on it.
    """

    clicked = Signal()

    def __init__(
        self, theme: Theme, *, interactive: bool = False, parent: QWidget | None = None
    ) -> None:
        """Take theme, whether it can be clicked, and the owner."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)  # repaints as the pointer comes and goes
        self._theme = theme
        self._interactive = interactive
        self._selected = False
        if interactive:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.changed.connect(self.update)

    @property
    def is_selected(self) -> bool:
        """Whether it is shown as the chosen one."""
        return self._selected

    def set_selected(self, selected: bool) -> None:  # noqa: FBT001 - a setter
        """Show it as the chosen one, or not."""
        self._selected = selected
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A left click inside counts."""
        is_left = event.button() is Qt.MouseButton.LeftButton
        if self._interactive and is_left and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and Enter act as a click."""
        keys = {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if self._interactive and event.key() in keys and not event.modifiers():
            self.clicked.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Surface, edge, state."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        rounded(painter, self.rect(), radius=CARD_RADIUS, fill=tokens.raised, border=tokens.border)
        if self._interactive and self.isEnabled() and self.underMouse():
            rounded(painter, self.rect(), radius=CARD_RADIUS, fill=tokens.hover)
        if self._selected:
            rounded(painter, self.rect(), radius=CARD_RADIUS, border=tokens.accent, width=2)
        if shows_focus(self):
            focus_ring(painter, self.rect(), tokens, radius=CARD_RADIUS)
