"""The commands in the menus: what is chosen can be seen."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from overpaint.ui.actions import COMMANDS, Actions
from overpaint.ui.icons import Icons
from overpaint.ui.keyboard import Keyboard
from overpaint.ui.theme import Theme, ThemeChoice


def test_no_icon_takes_the_place_of_the_mark_of_what_is_chosen(
    qtbot: QtBot, qapp: QApplication, keyboard: Keyboard
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    handlers = {command.id: lambda: None for command in COMMANDS}
    icons = Icons(Theme(qapp, ThemeChoice.LIGHT))

    actions = list(Actions(window, icons, handlers, keyboard))

    for action in actions:
        assert action.isIconVisibleInMenu() is not action.isCheckable()
    assert any(action.isCheckable() and not action.icon().isNull() for action in actions)
