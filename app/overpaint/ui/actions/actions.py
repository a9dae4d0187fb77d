"""The commands as `QAction` objects."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QMenuBar, QToolBar, QWidget

from overpaint.domain.keymap import Where
from overpaint.ui.actions.command import Command, Menu, Need
from overpaint.ui.actions.table import BY_ID, COMMANDS
from overpaint.ui.icons import Icons
from overpaint.ui.messages import render

if TYPE_CHECKING:
    from overpaint.ui.keyboard import Keyboard


class Actions:
    """The commands as `QAction` objects, connected and placed in the menus.

    Args:
        window: Owns the actions; keys that work everywhere work while it is active.
        icons: Tinted icons.
        handlers: What each command does, by its id; every command needs one.
        keyboard: The keys, which are followed.
    """

    def __init__(
        self,
        window: QWidget,
        icons: Icons,
        handlers: Mapping[str, Callable[[], None]],
        keyboard: Keyboard,
    ) -> None:
        self._keyboard = keyboard
        self._groups: dict[str, QActionGroup] = {}
        self._reasons: dict[str, str] = {}
        self._shown: dict[str, tuple[str, ...]] = {}
        self._by_id: dict[str, QAction] = {}
        for command in COMMANDS:
            action = QAction(window)
            run = handlers[command.id]
            action.triggered.connect(lambda _checked=False, run=run: run())
            self._by_id[command.id] = action
            self._set_up(action, command, window, icons)
        self._show_keys()
        keyboard.changed.connect(self._show_keys)

    def __getitem__(self, identifier: str) -> QAction:
        return self._by_id[identifier]

    def __iter__(self) -> Iterator[QAction]:
        return iter(self._by_id.values())

    def add_place(self, place: Where, *widgets: QWidget) -> None:
        """Let the keys that work in this part of the window work while one of these has the focus.

        Keys that work everywhere, or everywhere outside text, need no place.
        """
        for command in COMMANDS:
            if place & command.where and not _is_wide(command):
                for widget in widgets:
                    self._listen(self._by_id[command.id], widget)

    def fill(self, bar: QMenuBar) -> dict[Menu, QMenu]:
        """Build the menus; returns them for what the window adds itself."""
        menus = {menu: bar.addMenu(render(menu.value)) for menu in Menu}
        for command in COMMANDS:
            if command.separated:
                menus[command.menu].addSeparator()
            menus[command.menu].addAction(self._by_id[command.id])
        return menus

    def enable(self, identifiers: tuple[str, ...], *, enabled: bool, reason: str = "") -> None:
        """Switch several commands on or off; ``reason`` says why they are off."""
        for identifier in identifiers:
            self._by_id[identifier].setEnabled(enabled)
            self._reasons[identifier] = "" if enabled else reason

    def reason(self, identifier: str) -> str:
        """Why a command is switched off, as far as it is known; ``""`` while it is on."""
        if self._by_id[identifier].isEnabled():
            return ""
        need = BY_ID[identifier].needs
        missing = "" if need is Need.NOTHING or need.value is None else render(need.value)
        return self._reasons.get(identifier) or missing

    def _set_up(self, action: QAction, command: Command, window: QWidget, icons: Icons) -> None:
        action.setText(render(command.text))
        action.setObjectName(command.id)
        action.setCheckable(command.checkable)
        # Menus draw an icon in the place of the mark that tells what is chosen.
        action.setIconVisibleInMenu(not command.checkable)
        if command.icon:
            action.setIcon(icons.icon(command.icon))
        if command.group:
            group = self._groups.setdefault(command.group, QActionGroup(window))
            group.addAction(action)
        if _is_wide(command):
            window.addAction(action)
        else:
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _listen(self, action: QAction, widget: QWidget) -> None:
        if not isinstance(widget, QToolBar):
            widget.addAction(action)
            return
        # A tool bar would show the action as a button.
        shortcut = QShortcut(widget)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(action.trigger)
        shortcut.setKeys(action.shortcuts())
        action.changed.connect(lambda: shortcut.setKeys(action.shortcuts()))

    def _show_keys(self) -> None:
        for identifier, action in self._by_id.items():
            keys = self._keyboard.keys(identifier)
            if keys != self._shown.get(identifier, ()):  # each change is told to menus and buttons
                self._shown[identifier] = keys
                action.setShortcuts([QKeySequence(key) for key in keys])


def _is_wide(command: Command) -> bool:
    """Whether the whole window listens; text takes the keys that it needs before any shortcut."""
    return Where.OUTSIDE_TEXT in command.where
