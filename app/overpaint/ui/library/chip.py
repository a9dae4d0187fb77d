"""A filter as a capsule: its name, what is chosen, and a menu behind it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from overpaint.ui.icons import Icons
from overpaint.ui.theme import TextRole
from overpaint.ui.theme.draw import (
    CONTROL_HEIGHT,
    Direction,
    chevron,
    focus_ring,
    rounded,
    shows_focus,
)

_PADDING = 12
_SIGN = 20
_MOST_PX = 240
STAYS = "stays"
"""Property of an action: ticking it leaves the menu open."""


class FilterChip(QAbstractButton):
    """Opens a menu when clicked; while something is chosen, its cross takes that back.

    Signals:
        opening: The menu is about to be shown: fill it.
        cleared: The person took the choice back.
    """

    opening = Signal()
    cleared = Signal()

    def __init__(
        self, icons: Icons, name: str, parent: QWidget | None = None, *, has_menu: bool = True
    ) -> None:
        """Take the icon family, what is filtered by, the owner, and whether there is a choice."""
        super().__init__(parent)
        self._has_menu = has_menu
        self._icons = icons
        self._name = name
        self._value = ""
        self.menu = KeptMenu(self)
        self.setFont(icons.theme.font(TextRole.BODY))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.open_menu)
        icons.theme.changed.connect(self.update)
        self.show_value("")

    @property
    def value(self) -> str:
        """What is chosen, in words."""
        return self._value

    def show_value(self, value: str) -> None:
        """Say what is chosen; ``""`` for nothing."""
        self._value = value
        self.setAccessibleName(f"{self._name}: {value}" if value else self._name)
        tip = self.tr("Filter by: {name}").format(name=self._name)
        self.setToolTip(f"{self._name}: {value}" if value else tip)
        self.updateGeometry()
        self.update()

    def open_menu(self) -> None:
        """Show what can be chosen."""
        self.opening.emit()
        if not self.menu.isEmpty():
            self.menu.popup(self.mapToGlobal(self.rect().bottomLeft()) + QPointF(0, 4).toPoint())

    def sizeHint(self) -> QSize:
        """The words and the sign behind them."""
        text = self.fontMetrics().horizontalAdvance(self._text())
        sign = _SIGN if self._has_menu or self._value else 0
        return QSize(min(text + 2 * _PADDING + sign, _MOST_PX), CONTROL_HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down opens the menu, Del takes the choice back."""
        if event.key() == Qt.Key.Key_Down:
            self.open_menu()
        elif event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace} and self._value:
            self.cleared.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The cross clears; anything else opens the menu."""
        if self._value and self._sign().contains(event.position().toPoint()):
            self.setDown(False)
            self.cleared.emit()
            return
        super().mouseReleaseEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A capsule, filled while something is chosen."""
        tokens, painter = self._icons.theme.tokens, QPainter(self)
        chosen, radius = bool(self._value), self.height() / 2
        fill = tokens.accent_soft if chosen else tokens.control
        border = tokens.accent if chosen else tokens.border
        rounded(painter, self.rect(), radius=radius, fill=fill, border=border)
        if self.underMouse() or self.isDown():
            veil = tokens.pressed if self.isDown() else tokens.hover
            rounded(painter, self.rect(), radius=radius, fill=veil)
        ink = tokens.accent_text if chosen else tokens.text
        painter.setPen(ink)
        sign = _SIGN - 6 if self._has_menu or chosen else 0
        room = self.rect().adjusted(_PADDING, 0, -_PADDING - sign, 0)
        shown = self.fontMetrics().elidedText(
            self._text(), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        if chosen:
            self._icons.paint(painter, self._sign().adjusted(4, 8, -8, -8), "close", ink)
        elif self._has_menu:
            middle = QPointF(self.width() - _PADDING - 4, self.height() / 2 + 0.5)
            chevron(painter, middle, Direction.DOWN, tokens.muted)
        if shows_focus(self):
            focus_ring(painter, self.rect(), tokens, radius=radius)

    def _text(self) -> str:
        return self._value or self._name

    def _sign(self) -> QRect:
        return QRect(self.width() - _SIGN - 4, 0, _SIGN + 4, self.height())


class KeptMenu(QMenu):
    """A menu that stays while several things are ticked."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A tick is set without closing; everything else closes as usual."""
        action = self.activeAction()
        if _stays(action):
            action.trigger()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks without closing."""
        action = self.activeAction()
        if event.key() == Qt.Key.Key_Space and _stays(action):
            action.trigger()
            return
        super().keyPressEvent(event)


def _stays(action: QAction | None) -> bool:
    """Whether the menu stays when it is chosen; there may be none below the pointer."""
    return action is not None and bool(action.property(STAYS))
