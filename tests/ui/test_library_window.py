"""The Library workspace in the window: from an edit into it, and from it into edits."""

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
from overpaint.ui.library.desk import LibraryDesk
from overpaint.ui.results.item import ResultState
from overpaint.ui.workspaces import Workspace

pytestmark = pytest.mark.slow


@pytest.fixture
def driver(qapp: QApplication, qtbot: QtBot, own_home: Path, samples: Samples) -> Iterator[Driver]:
    driver = Driver(qapp, qtbot, own_home)
    driver.open(samples.coffee)
    driver.paint((0.48, 0.5), (0.52, 0.5))
    driver.store.set(prompt="A blue cup", stream=False, variants=2)
    driver.press("generate")
    driver.wait_for(ResultState.DONE, 2)
    yield driver
    driver.close()


def opened(driver: Driver, qtbot: QtBot) -> LibraryDesk:
    """The page with both results read, the first one selected."""
    driver.press("workspace_library")
    desk = driver.panels.library.desk
    grid = desk.page.grid
    qtbot.waitUntil(lambda: len(grid.selection.ids) == 2, timeout=10_000)
    QTest.keyClick(grid, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: len(desk.results) == 1, timeout=10_000)
    return desk


def test_results_are_found_and_used(driver: Driver, qtbot: QtBot) -> None:
    panels, actions = driver.panels, driver.window.actions_by_id
    desk = opened(driver, qtbot)
    row = desk.results[0]
    assert row.prompt == "A blue cup"
    assert not driver.window._docks["edit"].isVisible()
    assert not actions["generate"].isEnabled()
    assert actions["use_as_target"].isEnabled()
    assert not actions["show_drift"].isEnabled()

    driver.store.set(prompt="Something else", variants=1)
    QTest.keyClick(desk.page.grid, Qt.Key.Key_U)
    qtbot.waitUntil(lambda: driver.store.draft.prompt == "A blue cup", timeout=10_000)
    assert driver.store.draft.variants == 2
    assert panels.workspaces.current is Workspace.EDIT
    assert actions["generate"].isEnabled()

    driver.press("workspace_library")
    driver.press("add_as_reference")
    qtbot.waitUntil(lambda: len(driver.store.draft.inputs) == 2, timeout=10_000)
    assert driver.store.draft.inputs[1].path == row.file

    driver.press("workspace_library")
    with qtbot.waitSignal(panels.session.target_shown, timeout=10_000):
        QTest.keyClick(desk.page.grid, Qt.Key.Key_Return)
    assert len(panels.edits.edits) == 2
    target = driver.store.draft.target
    assert target is not None
    assert target.path == row.file


def test_a_result_leads_back_to_its_edit_and_its_lineage(driver: Driver, qtbot: QtBot) -> None:
    panels = driver.panels
    edit = panels.edits.current.id
    panels.edits.new()
    desk = opened(driver, qtbot)
    row = desk.results[0]
    assert row.document == edit

    driver.press("jump_lineage")

    qtbot.waitUntil(lambda: panels.edits.current.id == edit, timeout=10_000)
    qtbot.waitUntil(lambda: panels.family.family.find(row.key) is not None, timeout=10_000)
    assert panels.workspaces.current is Workspace.EDIT


def test_what_is_searched_for_is_exported_and_compared(driver: Driver, qtbot: QtBot) -> None:
    panels = driver.panels
    desk = opened(driver, qtbot)

    driver.press("search_library")
    assert desk.page.search.hasFocus()
    QTest.keyClicks(desk.page.search, "blue")
    assert panels.workspaces.current is Workspace.LIBRARY
    QTest.keyClick(desk.page.search, Qt.Key.Key_Return)
    driver.press("export")
    assert panels.exports.dialog is not None
    assert panels.exports.dialog.isVisible()
    panels.exports.dialog.close()

    QTest.keyClick(desk.page.grid, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(desk.results) == 2, timeout=10_000)
    desk.command("library_compare")

    assert panels.workspaces.current is Workspace.COMPARE
    compared = [side.path for side in panels.compare.sides if side is not None]
    assert compared == [row.file for row in desk.results]
