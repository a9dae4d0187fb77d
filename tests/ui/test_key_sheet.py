"""The sheet of keys: over the window, whole, searched, and gone again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from helpers.program import Driver
from overpaint.ui.dialogs.key_columns import _Row
from overpaint.ui.dialogs.key_groups import key_groups
from overpaint.ui.dialogs.key_sheet import KeySheet
from overpaint.ui.widgets.key_caps import caps_width


@pytest.fixture
def driver(qapp: QApplication, qtbot: QtBot, own_home: Path) -> Iterator[Driver]:
    driver = Driver(qapp, qtbot, own_home)
    driver.window.activateWindow()
    yield driver
    driver.close()


def sheet_of(driver: Driver) -> KeySheet:
    sheet = driver.window._commands.keys.sheet
    assert sheet is not None
    return sheet


def rows(sheet: KeySheet) -> list[_Row]:
    return [row for row in sheet.findChildren(_Row) if row.isVisible()]


@pytest.mark.parametrize("size", [QSize(960, 600), QSize(1440, 900), QSize(2560, 1400)])
def test_it_fits_the_window_and_no_key_is_cut_off(driver: Driver, size: QSize) -> None:
    driver.window.resize(size)
    driver.press("key_sheet")
    sheet = sheet_of(driver)

    assert driver.window.rect().contains(sheet.card.geometry())
    assert len(rows(sheet)) > 60
    for row in rows(sheet):
        assert row.width() > caps_width(driver.program.theme, row.line.keys) + 40
        assert row.mapTo(sheet.columns, QPoint()).x() >= 0
        assert row.mapTo(sheet.columns, QPoint()).x() + row.width() <= sheet.columns.width()


def test_no_two_lines_lie_on_each_other(driver: Driver) -> None:
    driver.press("key_sheet")
    sheet = sheet_of(driver)

    places = [(row.mapTo(sheet.columns, QPoint()).toTuple(), row.line) for row in rows(sheet)]

    assert len({place for place, _line in places}) == len(places)


def test_every_key_that_works_is_on_it(driver: Driver) -> None:
    groups = key_groups(driver.window.actions_by_id, driver.program.keyboard)
    lines = {line.text: line.keys for group in groups for line in group.lines}

    for action in driver.window.actions_by_id:
        if action.shortcuts():
            assert lines[action.text().replace("&", "").rstrip("…")][0]
    assert lines["See the original while it is held"] == ("O", "\\")


def test_searching_leaves_what_matches_by_name_heading_or_key(driver: Driver) -> None:
    driver.press("key_sheet")
    sheet = sheet_of(driver)

    QTest.keyClicks(sheet.search, "mask ctrl+shift")

    assert sheet.columns.shown_texts == [
        "Paste as mask", "Bring back the last mask", "Invert mask",
    ]  # fmt: skip
    sheet.search.setText("no such thing")
    assert sheet.columns.shown_texts == []
    assert sheet._nothing.isVisible()


def test_escape_closes_it_and_the_focus_is_back_where_it_was(driver: Driver) -> None:
    editor = driver.panels.inspector.prompt.editor
    editor.setFocus()
    driver.press("key_sheet")
    sheet = sheet_of(driver)
    assert QApplication.focusWidget() is sheet.search

    QTest.keyClick(sheet.search, Qt.Key.Key_Escape)

    assert not sheet.isVisible()
    assert QApplication.focusWidget() is editor


def test_the_key_that_opens_it_closes_it(driver: Driver) -> None:
    driver.panels.canvas.setFocus()
    QTest.keyClick(driver.panels.canvas, Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier)
    sheet = sheet_of(driver)
    assert sheet.isVisible()

    QTest.keyClick(sheet.search, Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier)

    assert not sheet.isVisible()


def test_a_question_mark_opens_it_outside_text_and_is_a_letter_in_text(driver: Driver) -> None:
    editor = driver.panels.inspector.prompt.editor
    editor.setFocus()
    QTest.keyClick(editor, "?")
    assert driver.panels.inspector.prompt.text == "?"
    assert driver.window._commands.keys.sheet is None

    driver.panels.canvas.setFocus()
    canvas = driver.panels.canvas
    QTest.keyClick(canvas, Qt.Key.Key_Question)

    assert sheet_of(driver).isVisible()


def test_what_lies_below_hears_no_keys_and_no_clicks(driver: Driver) -> None:
    driver.press("key_sheet")
    sheet = sheet_of(driver)
    tool = driver.panels.canvas.tool

    QTest.keyClick(sheet.search, Qt.Key.Key_E, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(sheet.search, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    QTest.mouseClick(sheet.card, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))

    assert driver.panels.canvas.tool is tool
    assert not driver.panels.preferences.isVisible()
    assert sheet.isVisible()
    QTest.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert not sheet.isVisible()


def test_tab_stays_inside(driver: Driver) -> None:
    driver.press("key_sheet")
    sheet = sheet_of(driver)

    visited: set[QWidget] = set()
    for _ in range(6):
        focused = QApplication.focusWidget()
        assert focused is not None
        assert sheet.isAncestorOf(focused)
        visited.add(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)

    assert len(visited) == 3


def test_it_leads_to_the_page_where_keys_are_changed(driver: Driver, qtbot: QtBot) -> None:
    driver.press("key_sheet")

    sheet_of(driver).change_requested.emit()

    assert driver.panels.preferences.isVisible()
    qtbot.waitUntil(driver.panels.preferences.keyboard.isVisible)
