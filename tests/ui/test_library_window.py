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
from helpers.shelves import fill
from overpaint.paths import AppPaths
from overpaint.services.library.library import Library
from overpaint.services.library.recording import LIBRARY_NAME
from overpaint.ui.library.desk import LibraryDesk
from overpaint.ui.results.item import ResultState
from overpaint.ui.workspaces import Workspace

pytestmark = pytest.mark.slow


COUNT = 6


@pytest.fixture
def driver(qapp: QApplication, qtbot: QtBot, own_home: Path, samples: Samples) -> Iterator[Driver]:
    """A window with a picture, and a library of earlier results."""
    library = Library(AppPaths.find().data / LIBRARY_NAME)
    fill(library, own_home, (samples.chelsea, samples.rocket), COUNT)
    library.close()
    driver = Driver(qapp, qtbot, own_home)
    driver.open(samples.coffee)
    yield driver
    driver.close()


def opened(driver: Driver, qtbot: QtBot, count: int) -> LibraryDesk:
    """The page with its results, the newest one selected and read."""
    driver.press("workspace_library")
    desk = driver.panels.library.desk
    grid = desk.page.grid
    qtbot.waitUntil(lambda: len(grid.selection.ids) == count, timeout=10_000)
    QTest.keyClick(grid, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: len(desk.results) == 1, timeout=10_000)
    return desk


def test_results_are_found_and_used(driver: Driver, qtbot: QtBot) -> None:
    panels, actions = driver.panels, driver.window.actions_by_id
    desk = opened(driver, qtbot, COUNT)
    row = desk.results[0]
    assert not driver.window._docks["edit"].isVisible()
    assert not actions["generate"].isEnabled()
    assert actions["use_as_target"].isEnabled()
    assert not actions["show_drift"].isEnabled()

    QTest.keyClick(desk.page.grid, Qt.Key.Key_U)
    qtbot.waitUntil(lambda: driver.store.draft.prompt == row.prompt, timeout=10_000)
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


def test_what_is_searched_for_is_copied_exported_and_compared(driver: Driver, qtbot: QtBot) -> None:
    panels = driver.panels
    desk = opened(driver, qtbot, COUNT)

    driver.press("search_library")
    assert desk.page.search.hasFocus()
    QTest.keyClicks(desk.page.search, "png")
    assert panels.workspaces.current is Workspace.LIBRARY
    QTest.keyClick(desk.page.search, Qt.Key.Key_Return)
    driver.press("copy_path")
    assert driver.program.window._parts.clipboard.text() == str(desk.results[0].file)
    assert desk.page.toast.text == "Copied the path"
    driver.press("export")
    assert panels.exports.dialog is not None
    assert panels.exports.dialog.isVisible()
    panels.exports.dialog.close()

    QTest.keyClick(desk.page.grid, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: len(desk.results) == 2, timeout=10_000)
    desk.command("library_compare")

    assert panels.workspaces.current is Workspace.COMPARE
    compared = [side.path for side in panels.compare.sides if side is not None]
    assert compared == [row.file for row in desk.results]


def test_a_new_result_leads_back_to_its_edit_and_its_lineage(driver: Driver, qtbot: QtBot) -> None:
    panels = driver.panels
    driver.paint((0.48, 0.5), (0.52, 0.5))
    driver.store.set(prompt="A blue cup", stream=False)
    driver.press("generate")
    driver.wait_for(ResultState.DONE)
    edit = panels.edits.current.id
    panels.edits.new()
    desk = opened(driver, qtbot, COUNT + 1)
    row = desk.results[0]
    assert (row.prompt, row.document) == ("A blue cup", edit)

    driver.press("jump_lineage")

    qtbot.waitUntil(lambda: panels.edits.current.id == edit, timeout=10_000)
    qtbot.waitUntil(lambda: panels.family.family.find(row.key) is not None, timeout=10_000)
    assert panels.workspaces.current is Workspace.EDIT
