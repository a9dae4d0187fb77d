"""The commands as `QAction` objects."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from overpaint.ui.actions.command import Menu
from overpaint.ui.actions.table import COMMANDS
from overpaint.ui.icons import Icons
from overpaint.ui.messages import render


class Actions:
    """The commands as `QAction` objects, connected and placed in the menus.

    Args:
        window: Owns the actions; their shortcuts work while it is active.
        icons: Tinted icons.
        handlers: What each command does, by its id; every command needs one.
    """

    def __init__(
        self, window: QWidget, icons: Icons, handlers: Mapping[str, Callable[[], None]]
    ) -> None:
        self._by_id: dict[str, QAction] = {}
        groups: dict[str, QActionGroup] = {}
        for command in COMMANDS:
            action = QAction(render(command.text), window)
            action.setObjectName(command.id)
            action.setShortcuts([QKeySequence(keys) for keys in command.keys])
            action.setCheckable(command.checkable)
            # Menus draw an icon in the place of the mark that tells what is chosen.
            action.setIconVisibleInMenu(not command.checkable)
            if command.icon:
                action.setIcon(icons.icon(command.icon))
            if command.group:
                group = groups.setdefault(command.group, QActionGroup(window))
                group.addAction(action)
            handler = handlers[command.id]
            action.triggered.connect(lambda _checked=False, run=handler: run())
            window.addAction(action)
            self._by_id[command.id] = action

    def __getitem__(self, identifier: str) -> QAction:
        return self._by_id[identifier]

    def __iter__(self) -> Iterator[QAction]:
        return iter(self._by_id.values())

    def fill(self, bar: QMenuBar) -> dict[Menu, QMenu]:
        """Build the menus; returns them for what the window adds itself."""
        menus = {menu: bar.addMenu(render(menu.value)) for menu in Menu}
        for command in COMMANDS:
            if command.separated:
                menus[command.menu].addSeparator()
            menus[command.menu].addAction(self._by_id[command.id])
        return menus

    def enable(self, identifiers: tuple[str, ...], *, enabled: bool) -> None:
        """Switch several commands on or off."""
        for identifier in identifiers:
            self._by_id[identifier].setEnabled(enabled)
