"""The search for commands: by words, with the keyboard, with reasons."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from helpers.program import Driver
from helpers.samples import Samples
from overpaint.ui.canvas.tools import ToolKind
from overpaint.ui.dialogs.command_palette import CommandPalette
from overpaint.ui.dialogs.command_search import Entry, found


@pytest.fixture
def driver(qapp: QApplication, qtbot: QtBot, own_home: Path) -> Iterator[Driver]:
    driver = Driver(qapp, qtbot, own_home)
    driver.window.activateWindow()
    yield driver
    driver.close()


def palette(driver: Driver) -> CommandPalette:
    driver.panels.canvas.setFocus()
    QTest.keyClick(driver.panels.canvas, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    opened = driver.window._commands.keys.palette
    assert opened is not None
    assert opened.isVisible()
    return opened


def test_words_find_a_command_and_enter_gives_it(driver: Driver) -> None:
    opened = palette(driver)

    QTest.keyClicks(opened.search, "eras")
    QTest.keyClick(opened.search, Qt.Key.Key_Return)

    assert not opened.isVisible()
    assert driver.panels.canvas.tool is ToolKind.ERASER
    assert QApplication.focusWidget() is driver.panels.canvas


def test_every_command_of_the_menus_can_be_found(driver: Driver) -> None:
    opened = palette(driver)

    shown = {entry.id for entry in opened.shown}

    assert shown == {action.objectName() for action in driver.window.actions_by_id} - {
        "command_search"
    }


def test_words_that_other_programs_use_find_it_too(driver: Driver) -> None:
    opened = palette(driver)

    QTest.keyClicks(opened.search, "deselect")

    assert [entry.id for entry in opened.shown] == ["clear_mask"]


def test_a_command_that_cannot_be_given_says_why_and_stays(driver: Driver) -> None:
    opened = palette(driver)

    QTest.keyClicks(opened.search, "invert mask")
    entry = opened.current
    QTest.keyClick(opened.search, Qt.Key.Key_Return)

    assert entry is not None
    assert (entry.id, entry.enabled, entry.reason) == (
        "invert_mask", False, "There is no picture yet.",
    )  # fmt: skip
    assert opened.isVisible()


def test_every_command_that_is_off_has_a_reason(driver: Driver, samples: Samples) -> None:
    without = [entry.id for entry in palette(driver).shown
               if not entry.enabled and not entry.reason]  # fmt: skip
    palette(driver).close_veil()
    driver.open(samples.rocket)

    with_target = [entry.id for entry in palette(driver).shown
                   if not entry.enabled and not entry.reason]  # fmt: skip

    assert (without, with_target) == ([], [])


def test_arrows_choose_and_come_in_again_at_the_other_end(driver: Driver) -> None:
    opened = palette(driver)
    first, last = opened.shown[0], opened.shown[-1]

    QTest.keyClick(opened.search, Qt.Key.Key_Up)
    assert opened.current == last
    QTest.keyClick(opened.search, Qt.Key.Key_Down)
    assert opened.current == first
    QTest.keyClick(opened.search, Qt.Key.Key_Down)
    assert opened.current == opened.shown[1]


def test_what_was_used_last_comes_first(driver: Driver) -> None:
    opened = palette(driver)
    QTest.keyClicks(opened.search, "pan")
    QTest.keyClick(opened.search, Qt.Key.Key_Return)

    assert palette(driver).shown[0].id == "tool_pan"


def test_the_key_that_opens_it_and_escape_close_it(driver: Driver) -> None:
    opened = palette(driver)
    QTest.keyClick(opened.search, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert not opened.isVisible()

    palette(driver)
    QTest.keyClick(opened.search, Qt.Key.Key_Escape)

    assert not opened.isVisible()


def test_the_beginning_of_a_name_goes_before_the_middle_of_one() -> None:
    names = ("Unmask", "Show mask", "Mask everything", "Mark")
    entries = [Entry(name, name, "Mask") for name in names]

    assert [entry.id for entry in found(entries, ["mask"])] == [
        "Mask everything", "Show mask", "Unmask", "Mark",
    ]  # fmt: skip
    assert [entry.id for entry in found(entries, ["mask", "every"])] == ["Mask everything"]
    assert found(entries, ["nothing"]) == ()
