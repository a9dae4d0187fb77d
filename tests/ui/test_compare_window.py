"""From the edit into the comparison and back: keys, menus, drags, and what can be chosen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from helpers.program import PATIENCE_MS, Driver
from helpers.samples import Samples
from overpaint.domain.comparison import CompareMode
from overpaint.ui.results.actions import ResultAction
from overpaint.ui.results.item import ResultItem, ResultState
from overpaint.ui.results.mime import DragMime
from overpaint.ui.workspaces import Workspace

pytestmark = pytest.mark.slow


@pytest.fixture
def driver(qapp: QApplication, qtbot: QtBot, own_home: Path, samples: Samples) -> Iterator[Driver]:
    driver = Driver(qapp, qtbot, own_home)
    driver.open(samples.coffee)
    driver.paint((0.48, 0.5), (0.52, 0.5))
    driver.store.set(prompt="Blue.", stream=False, variants=2)
    driver.press("generate")
    driver.wait_for(ResultState.DONE, 2)
    yield driver
    driver.close()


def titles(driver: Driver) -> list[str]:
    return [side.title for side in driver.panels.compare.sides if side is not None]


def wait_for_figures(driver: Driver, qtbot: QtBot) -> str:
    footer = driver.panels.compare.page.footer
    qtbot.waitUntil(lambda: bool(footer.figures.text), timeout=PATIENCE_MS)
    return footer.figures.text


def drop_result_on(driver: Driver, item: ResultItem, carried: ResultItem) -> bool:
    view, flag = driver.panels.results.view, Qt.DropAction.CopyAction
    row = driver.panels.tiles.row_of_key(item.key)
    assert row is not None
    assert carried.file is not None
    place = view.visualRect(driver.panels.tiles.index(row)).center()
    mime = DragMime([carried.file])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(view.viewport(), QDragEnterEvent(place, flag, mime, left, none))
    drop = QDropEvent(QPointF(place), flag, mime, left, none)
    QApplication.sendEvent(view.viewport(), drop)
    return drop.isAccepted()


def test_a_result_is_compared_with_its_original_and_with_another_one(
    driver: Driver, qtbot: QtBot
) -> None:
    panels, first, second = driver.panels, *driver.wait_for(ResultState.DONE, 2)
    panels.results.select(second.key)
    panels.canvas.setFocus()
    QTest.keyClick(panels.canvas, Qt.Key.Key_Y)
    assert panels.workspaces.current is Workspace.COMPARE
    assert panels.compare.view.mode is CompareMode.SLIDER
    assert titles(driver) == ["Original", "Variant 2"]
    assert "pixels differ" in wait_for_figures(driver, qtbot)
    assert panels.compare.page.footer.outside.text == "outside the mask 0 px"
    assert panels.compare.view.hasFocus()

    QTest.keyClick(panels.compare.view, Qt.Key.Key_Y, Qt.KeyboardModifier.ShiftModifier)
    assert panels.compare.view.mode is CompareMode.SIDE_BY_SIDE
    QTest.keyClick(panels.compare.view, Qt.Key.Key_X)
    assert titles(driver) == ["Variant 2", "Original"]
    QTest.keyClick(panels.compare.view, Qt.Key.Key_D)
    assert panels.compare.view.mode is CompareMode.DIFFERENCE

    panels.results.select(first.key)
    assert titles(driver) == ["Variant 2", "Variant 1"]
    before = panels.compare.view.transform
    driver.press("zoom_double")
    assert panels.compare.view.transform != before

    panels.compare.view.setFocus()
    QTest.keyClick(panels.compare.view, Qt.Key.Key_Escape)
    assert panels.workspaces.current is Workspace.EDIT
    assert not driver.window.findChild(type(panels.left)).isHidden()

    driver.press("workspace_compare")
    assert titles(driver) == ["Variant 2", "Variant 1"]
    driver.press("workspace_edit")
    panels.results.select(second.key)
    driver.press("workspace_compare")
    assert titles(driver) == ["Original", "Variant 2"]
    driver.press("workspace_edit")

    panels.results.view.selectAll()
    panels.results.select(first.key)
    panels.results.view.setFocus()
    rows = [panels.tiles.row_of_key(item.key) for item in (first, second)]
    selection = panels.results.view.selectionModel()
    for row in rows:
        assert row is not None
        selection.select(panels.tiles.index(row), selection.SelectionFlag.Select)
    menu = panels.results.menu_for(first)
    assert "Compare these two" in [action.text() for action in menu.actions()]
    panels.results.perform(ResultAction.COMPARE)
    assert titles(driver) == ["Variant 1", "Variant 2"]


def test_results_are_dropped_on_each_other_and_files_on_a_side(
    driver: Driver, samples: Samples, qtbot: QtBot
) -> None:
    panels, first, second = driver.panels, *driver.wait_for(ResultState.DONE, 2)
    assert not drop_result_on(driver, first, first)
    assert panels.workspaces.current is Workspace.EDIT
    assert drop_result_on(driver, first, second)
    assert panels.workspaces.current is Workspace.COMPARE
    assert titles(driver) == ["Variant 1", "Variant 2"]
    wait_for_figures(driver, qtbot)

    panels.compare.take_files(0, [samples.rocket])
    assert titles(driver) == ["rocket.png", "Variant 2"]
    fitted = panels.compare.page.footer.fitted
    qtbot.waitUntil(lambda: bool(fitted.text), timeout=PATIENCE_MS)
    assert fitted.text.startswith("B has 600 × 400 and is shown at 640 × 427.")
    box = panels.compare.page.headers[0].box
    labels = [box.itemText(row) for row in range(box.count())]
    assert labels == ["Original", "Variant 1", "Variant 2", "rocket.png", "Other file…"]

    panels.compare.take_files(1, [driver.home / "missing.png"])
    banner = panels.compare.page.banner
    qtbot.waitUntil(lambda: banner.notice is not None, timeout=PATIENCE_MS)


def test_a_result_of_another_edit_is_told_by_the_library(
    driver: Driver, samples: Samples, qtbot: QtBot
) -> None:
    panels, first = driver.panels, driver.wait_for(ResultState.DONE, 2)[0]
    assert first.file is not None
    qtbot.waitUntil(lambda: _is_kept(driver), timeout=PATIENCE_MS)
    driver.press("new_edit")
    assert driver.results() == []

    panels.compare.compare_files(samples.coffee, first.file)
    facts = panels.compare.page.headers[1].facts
    qtbot.waitUntil(lambda: "gpt-image-2" in facts.text, timeout=PATIENCE_MS)
    assert panels.compare.page.headers[1].prompt.text == "Blue."
    outside = panels.compare.page.footer.outside
    qtbot.waitUntil(lambda: bool(outside.text), timeout=PATIENCE_MS)
    assert outside.text == "outside the mask 0 px"


def _is_kept(driver: Driver) -> bool:
    kin = driver.panels.family.family.kin
    return bool(kin) and all(one.is_kept and one.recipe is not None for one in kin)
