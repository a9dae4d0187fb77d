"""The status line: the menu of servers, and what the button says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from helpers.program import Driver
from overpaint.domain.profiles import BUILT_IN, OPENAI, ServerKind, ServerProfile
from overpaint.ui.icons import Icons
from overpaint.ui.status import StatusLine
from overpaint.ui.theme import Theme, ThemeChoice
from overpaint.ui.widgets.elided_label import ElidedLabel

STUDIO = ServerProfile("studio & sons", ServerKind.COMPATIBLE, "https://studio.example/v1")


@pytest.fixture
def status(qapp: QApplication) -> Iterator[StatusLine]:
    window = QWidget()
    line = StatusLine(Icons(Theme(qapp, ThemeChoice.LIGHT)), window)
    line.show_servers((BUILT_IN, OPENAI, STUDIO), STUDIO)
    yield line
    window.deleteLater()


def entries(status: StatusLine) -> dict[str, QAction]:
    status.server_menu.aboutToShow.emit()
    return {action.text(): action for action in status.server_menu.actions() if action.text()}


def test_the_button_names_the_server_in_use_and_where_edits_go(status: StatusLine) -> None:
    assert status.server.text() == "studio && sons"
    assert status.server.accessibleName() == "Server: studio & sons"
    assert "studio.example" in status.server.toolTip()


def test_the_menu_lists_all_servers_and_checks_the_one_in_use(status: StatusLine) -> None:
    shown = entries(status)

    assert list(shown) == ["Built-in endpoint", "OpenAI", "studio && sons", "Preferences…"]
    assert [text for text, action in shown.items() if action.isChecked()] == ["studio && sons"]
    assert "every edit is billed" in shown["OpenAI"].toolTip()


def test_choosing_the_server_in_use_keeps_its_check(status: StatusLine) -> None:
    shown = entries(status)

    shown["studio && sons"].trigger()

    assert shown["studio && sons"].isChecked()


def test_the_menu_says_what_is_wanted(status: StatusLine, qtbot: QtBot) -> None:
    with qtbot.waitSignal(status.server_chosen) as chosen:
        entries(status)["OpenAI"].trigger()
    assert chosen.args == [OPENAI.name]
    with qtbot.waitSignal(status.preferences_requested):
        entries(status)["Preferences…"].trigger()


def test_choosing_in_the_window_changes_the_server_and_says_what_that_means(
    qapp: QApplication, qtbot: QtBot, own_home: Path
) -> None:
    driver = Driver(qapp, qtbot, own_home)
    try:
        panels = driver.panels

        entries(panels.status)["OpenAI"].trigger()

        assert driver.program.settings.settings.server == OPENAI.name
        assert panels.status.server.text() == "OpenAI"
        assert "every edit is billed" in panels.area.toast.text
        entries(panels.status)["Preferences…"].trigger()
        assert panels.preferences.isVisible()
        assert panels.preferences.servers.current == OPENAI.name
    finally:
        driver.close()


def test_a_hint_that_does_not_fit_ends_in_an_ellipsis(status: StatusLine) -> None:
    hint = "Drag over what should change · Alt erases · Shift+click draws a line"
    status.show_hint(hint)
    status.resize(360, 28)
    status.layout().activate()

    label = status.findChild(ElidedLabel)

    assert label is not None
    assert label.accessibleName() == hint
    assert label.shown_text.endswith("…")
