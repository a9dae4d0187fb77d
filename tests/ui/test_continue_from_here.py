"""Continue from a result: what is kept, the chain that is shown, and what can be used again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from helpers.program import PATIENCE_MS, Driver
from helpers.samples import Samples
from overpaint.domain.choices import Quality
from overpaint.imaging.mask.brush import Layer
from overpaint.ui.lineage.uses import LineageUse
from overpaint.ui.results.item import ResultItem, ResultState, TileMarks

pytestmark = pytest.mark.slow


@pytest.fixture
def driver(qapp: QApplication, qtbot: QtBot, own_home: Path) -> Iterator[Driver]:
    driver = Driver(qapp, qtbot, own_home)
    yield driver
    driver.close()


def generate(driver: Driver, prompt: str, results: int) -> ResultItem:
    driver.store.set(prompt=prompt, stream=False)
    driver.press("generate")
    return driver.wait_for(ResultState.DONE, results)[-1]


def use_as_target(driver: Driver, qtbot: QtBot, item: ResultItem) -> None:
    driver.panels.results.select(item.key)
    with qtbot.waitSignal(driver.panels.session.target_shown, timeout=PATIENCE_MS):
        driver.press("use_as_target")


@pytest.fixture
def continued(driver: Driver, samples: Samples, qtbot: QtBot) -> Driver:
    """A first result that became the target, with everything that was on the first one."""
    driver.open(samples.coffee, samples.chelsea)
    driver.paint((0.48, 0.5), (0.52, 0.5))
    driver.panels.canvas.change_mask("Protect", lambda plane: plane.fill(), Layer.PROTECT)
    driver.panels.canvas.change_mask("Unprotect", lambda plane: plane.clear(), Layer.PROTECT)
    driver.panels.masks.stored.save()
    qtbot.waitUntil(lambda: len(driver.panels.masks.shelf.masks) == 1, timeout=PATIENCE_MS)
    first = generate(driver, "The first.", 1)
    use_as_target(driver, qtbot, first)
    return driver


def texts(driver: Driver) -> list[str]:
    return [button.text() for button in driver.panels.family.strip.buttons]


def test_references_mask_and_shelf_go_along_to_a_result_of_the_same_size(
    continued: Driver, qtbot: QtBot
) -> None:
    draft = continued.store.draft
    assert [image.name for image in draft.inputs] == ["coffee-1.png", "chelsea.png"]
    qtbot.waitUntil(lambda: continued.store.draft.mask is not None, timeout=PATIENCE_MS)
    assert [mask.name for mask in continued.panels.masks.shelf.masks] == ["Mask 1"]


def test_the_chain_is_shown_and_can_be_walked(continued: Driver, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: continued.store.draft.mask is not None, timeout=PATIENCE_MS)
    second = generate(continued, "The second.", 2)

    continued.panels.results.select(second.key)
    assert texts(continued) == ["Original", "Edit 1", "Edit 2"]
    assert continued.panels.family.strip.isVisible()

    strip = continued.panels.family.strip
    strip.buttons[-1].setFocus()
    QTest.keyClick(strip.buttons[-1], Qt.Key.Key_Left)
    assert continued.window.focusWidget() is strip.buttons[1]
    QTest.keyClick(strip.buttons[1], Qt.Key.Key_Space)

    selected = continued.panels.results.selected_item()
    assert selected is not None
    assert selected.prompt == "The first."
    assert texts(continued) == ["Original", "Edit 1"]

    qtbot.waitUntil(
        lambda: len(list((continued.home / "data" / "answers").glob("*.json"))) == 2,
        timeout=PATIENCE_MS,
    )
    written = sorted((continued.home / "data" / "answers").glob("*.json"))
    steps = [json.loads(path.read_text(encoding="utf-8")) for path in written]
    results = {step["prompt"]: step["result"] for step in steps}
    parents = {step["prompt"]: step["parent"] for step in steps}
    assert parents["The second."] == results["The first."]
    assert all(step["server"] == "built-in" and step["blend"]["method"] for step in steps)


def test_settings_or_the_prompt_alone_are_used_again(continued: Driver, qtbot: QtBot) -> None:
    store = continued.store
    inputs = store.draft.inputs
    store.set(prompt="Something else.", quality=Quality.HIGH)
    (first,) = continued.wait_for(ResultState.DONE)
    continued.panels.results.select(first.key)

    continued.press("use_prompt")
    assert (store.draft.prompt, store.draft.quality) == ("The first.", Quality.HIGH)

    continued.press("use_settings")
    assert store.draft.quality is Quality.AUTO
    assert store.draft.inputs == inputs


def test_the_settings_of_a_result_are_one_step_that_is_undone(continued: Driver) -> None:
    store = continued.store
    (first,) = continued.wait_for(ResultState.DONE)
    continued.panels.results.select(first.key)
    store.set(prompt="Something else.", quality=Quality.HIGH)
    before = store.draft

    continued.press("use_settings")
    assert store.draft.prompt == "The first."
    assert continued.panels.area.toast.text == "Settings of Edit 1 are used"
    assert continued.window.actions_by_id["undo"].text() == "&Undo use settings of Edit 1"
    continued.press("undo")
    assert store.draft == before
    continued.press("redo")
    assert store.draft.quality is Quality.AUTO


def test_the_tree_shows_every_branch_and_takes_stars(continued: Driver, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: continued.store.draft.mask is not None, timeout=PATIENCE_MS)
    second = generate(continued, "The second.", 2)
    continued.panels.results.select(second.key)
    continued.press("jump_lineage")
    page, family = continued.panels.family.page, continued.panels.family
    assert page.isVisible()
    assert page.view.hasFocus()
    assert [node.title for node in page.model.nodes] == ["Original", "Edit 1", "Edit 2"]
    assert page.pane.prompt.accessibleName() == "The [removed: first] [added: second] ."

    qtbot.waitUntil(lambda: all(one.is_kept for one in family.family.kin), timeout=PATIENCE_MS)
    QTest.keyClick(page.view, Qt.Key.Key_5)
    QTest.keyClick(page.view, Qt.Key.Key_S)

    def is_marked() -> bool:
        kin = page.model.nodes[2].kin
        return kin is not None and kin.rating == 5 and kin.favourite

    qtbot.waitUntil(is_marked, timeout=PATIENCE_MS)
    assert continued.panels.results.view.marks[second.key] == TileMarks(rating=5, favourite=True)

    toast = continued.panels.area.toast
    qtbot.waitUntil(lambda: toast.text == "Edit 2 is a favourite", timeout=PATIENCE_MS)
    toast.button.click()

    def is_taken_back() -> bool:
        kin = page.model.nodes[2].kin
        return kin is not None and kin.rating == 5 and not kin.favourite

    qtbot.waitUntil(is_taken_back, timeout=PATIENCE_MS)
    QTest.keyClick(page.view, Qt.Key.Key_Left)
    QTest.keyClick(page.view, Qt.Key.Key_Space)
    selected = continued.panels.results.selected_item()
    assert selected is not None
    assert selected.prompt == "The first."
    QTest.keyClick(page.view, Qt.Key.Key_Y)
    sides = continued.panels.compare.sides
    assert [side.title for side in sides if side is not None] == ["Original", "Edit 1"]
    continued.press("workspace_edit")
    page.view.setFocus()
    QTest.keyClick(page.view, Qt.Key.Key_Escape)
    assert not page.isVisible()


def test_the_lineage_survives_a_restart(
    qapp: QApplication, qtbot: QtBot, own_home: Path, samples: Samples
) -> None:
    first = Driver(qapp, qtbot, own_home)
    first.open(samples.coffee)
    first.paint((0.48, 0.5), (0.52, 0.5))
    made = generate(first, "The first.", 1)
    qtbot.waitUntil(
        lambda: any(one.is_kept for one in first.panels.family.family.kin), timeout=PATIENCE_MS
    )
    first.close()
    assert made.file is not None

    second = Driver(qapp, qtbot, own_home)
    # Opened by name, a result would ask whether its settings are wanted.
    with qtbot.waitSignal(second.panels.session.target_shown, timeout=PATIENCE_MS):
        second.panels.session.open_target([made.file])
    second.panels.results.select("original")
    family = second.panels.family
    qtbot.waitUntil(lambda: bool(family.page.model.nodes), timeout=PATIENCE_MS)
    assert texts(second) == ["Original", "Edit 1"]
    second.store.set(prompt="Something else.")
    family.page.wanted.emit(LineageUse.SETTINGS, family.page.model.nodes[1])
    assert second.store.draft.prompt == "The first."
    second.close()


def test_variants_of_an_edit_are_reached_by_arrow_keys(
    driver: Driver, samples: Samples, qtbot: QtBot
) -> None:
    driver.open(samples.coffee)
    driver.paint((0.48, 0.5), (0.52, 0.5))
    driver.store.set(prompt="Two.", stream=False, variants=2)
    driver.press("generate")
    first, second = driver.wait_for(ResultState.DONE, 2)
    driver.panels.results.select(first.key)
    assert texts(driver) == ["Original", "Edit 1, variant 1 of 2"]

    QTest.keyClick(driver.panels.family.strip.buttons[-1], Qt.Key.Key_Down)

    selected = driver.panels.results.selected_item()
    assert selected is not None
    assert selected.key == second.key
    assert texts(driver)[-1] == "Edit 1, variant 2 of 2"


def test_statistics_show_a_row_for_each_model_and_server(continued: Driver, qtbot: QtBot) -> None:
    continued.press("statistics")
    desk = continued.panels.library.desk
    table = desk.page.statistics.table

    def is_counted() -> bool:
        desk.show_statistics()
        return table.rowCount() == 1

    qtbot.waitUntil(is_counted, timeout=PATIENCE_MS)

    assert desk.page.shows_statistics
    row = [table.item(0, column).text() for column in range(table.columnCount())]
    assert row[:3] == ["gpt-image-2", "built-in", "1"]
    assert row[3].endswith(" %")
    continued.press("workspace_edit")
