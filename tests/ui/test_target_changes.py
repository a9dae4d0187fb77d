"""What becomes of the mask when another picture takes the target's place, and of large inputs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from helpers.dragging import drop, files
from helpers.program import PATIENCE_MS, Driver
from helpers.samples import Samples
from overpaint.domain.catalogue import Catalogue
from overpaint.ui.inputs.commands import InputsCommand
from overpaint.ui.inputs.delegate import CardDelegate

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def driver(qapp: QApplication, qtbot: QtBot, own_home: Path) -> Iterator[Driver]:
    driver = Driver(qapp, qtbot, own_home)
    yield driver
    driver.close()


@pytest.fixture
def painted(driver: Driver, samples: Samples) -> Driver:
    """A target of 640 × 427 with a painted mask."""
    driver.open(samples.rocket)
    driver.paint((0.3, 0.4), (0.34, 0.6))
    return driver


def names(driver: Driver) -> list[str]:
    return [image.name for image in driver.store.draft.inputs]


def replace_target(driver: Driver, qtbot: QtBot, path: Path) -> None:
    with qtbot.waitSignal(driver.panels.session.target_shown, timeout=PATIENCE_MS):
        driver.panels.intake.replace(driver.store.draft.inputs[0].id, [path])


def press_notice(driver: Driver, text: str) -> None:
    banner = driver.panels.area.banner
    next(b for b in banner.findChildren(QPushButton) if b.text() == text and b.isVisible()).click()


def wait_for_mask(driver: Driver, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: driver.store.draft.mask is not None, timeout=PATIENCE_MS)


def test_a_target_of_another_size_asks_and_can_have_the_mask_scaled(
    painted: Driver, samples: Samples, qtbot: QtBot
) -> None:
    before = painted.store.draft.mask
    assert before is not None

    replace_target(painted, qtbot, samples.raccoon)
    asked = painted.wait_for_banner()
    assert "rocket.png" in asked
    assert "1024 × 768" in asked
    assert painted.store.draft.mask is None
    press_notice(painted, "Scale it to fit")

    wait_for_mask(painted, qtbot)
    mask = painted.store.draft.mask
    assert mask is not None
    assert mask.size == painted.store.draft.inputs[0].size
    assert mask.coverage == pytest.approx(before.coverage, rel=0.1)
    painted.press("undo")
    qtbot.waitUntil(lambda: painted.store.draft.mask is None)


def test_the_mask_comes_back_with_its_target(
    painted: Driver, samples: Samples, qtbot: QtBot
) -> None:
    before = painted.store.draft.mask
    replace_target(painted, qtbot, samples.raccoon)
    press_notice(painted, "Leave it")
    assert painted.panels.area.banner.notice is None

    with qtbot.waitSignal(painted.panels.session.target_shown, timeout=PATIENCE_MS):
        painted.panels.inputs.undo_stack.undo()

    assert names(painted) == ["rocket.png"]
    assert painted.store.draft.mask == before
    assert painted.panels.area.banner.notice is None


def test_a_new_version_of_the_same_size_gets_the_mask_unasked(
    painted: Driver, samples: Samples, tmp_path: Path, qtbot: QtBot
) -> None:
    before = painted.store.draft.mask
    again = Path(shutil.copy(samples.rocket, tmp_path / "rocket v2.png"))

    replace_target(painted, qtbot, again)

    qtbot.waitUntil(lambda: painted.store.draft.mask == before, timeout=PATIENCE_MS)
    assert painted.panels.area.banner.notice is None


def test_a_reference_that_is_moved_to_the_first_place_asks_too(
    painted: Driver, samples: Samples, qtbot: QtBot
) -> None:
    painted.panels.session.add([samples.coffee])
    qtbot.waitUntil(lambda: len(names(painted)) == 2, timeout=PATIENCE_MS)
    view = painted.panels.inputs.view
    view.setCurrentIndex(view.model().index(1))

    with qtbot.waitSignal(painted.panels.session.target_shown, timeout=PATIENCE_MS):
        qtbot.keyClick(view, Qt.Key.Key_Left, CTRL)
    painted.wait_for_banner()
    press_notice(painted, "Keep it for rocket.png")
    with qtbot.waitSignal(painted.panels.session.target_shown, timeout=PATIENCE_MS):
        qtbot.keyClick(view, Qt.Key.Key_Z, CTRL)

    assert names(painted) == ["rocket.png", "coffee.png"]
    assert painted.store.draft.mask is not None


def test_without_a_mask_nothing_is_asked(driver: Driver, samples: Samples, qtbot: QtBot) -> None:
    driver.open(samples.rocket)

    replace_target(driver, qtbot, samples.raccoon)

    assert driver.panels.area.banner.notice is None


def test_a_card_dragged_onto_the_canvas_becomes_the_target(
    driver: Driver, samples: Samples, qtbot: QtBot
) -> None:
    driver.open(samples.rocket, samples.coffee)
    mime = files(samples.coffee)
    mime.setData("application/x-overpaint-input", driver.store.draft.inputs[1].id.encode())

    drop(driver.panels.area, mime, QPoint(40, 200))

    qtbot.waitUntil(lambda: names(driver) == ["coffee.png", "rocket.png"], timeout=PATIENCE_MS)


def limit_bytes(driver: Driver, monkeypatch: pytest.MonkeyPatch, limit: int) -> None:
    """Let every model take files below a limit only."""
    real = Catalogue.model
    monkeypatch.setattr(
        Catalogue, "model", lambda self, name: replace(real(self, name), max_image_bytes=limit)
    )
    driver.store.rules_changed.emit()


def test_a_file_over_the_limit_is_shrunk_from_its_card_and_can_be_had_back(
    driver: Driver, samples: Samples, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver.open(samples.rocket, samples.raccoon)
    limit_bytes(driver, monkeypatch, 500_000)
    view = driver.panels.inputs.view
    card = driver.panels.cards.card(1)
    assert card.issue is not None
    delegate = view.itemDelegate()
    assert isinstance(delegate, CardDelegate)
    layout = delegate.layout_of(view.visualRect(view.model().index(1)), card)
    before = driver.store.draft.inputs[1]

    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=layout.fix.center())
    assert driver.panels.cards.card(1).busy

    qtbot.waitUntil(lambda: driver.store.draft.inputs[1].byte_count < 500_000, timeout=PATIENCE_MS)
    after = driver.store.draft.inputs[1]
    assert driver.home in after.path.parents
    assert driver.panels.cards.card(1).issue is None
    assert samples.raccoon.stat().st_size == before.byte_count
    driver.panels.inputs.undo_stack.undo()
    assert driver.store.draft.inputs[1] == before


def test_the_mask_follows_the_smaller_copy_of_the_target(
    painted: Driver, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = painted.store.draft.mask
    assert before is not None
    limit_bytes(painted, monkeypatch, 100_000)

    strip = painted.panels.inputs
    strip.perform(InputsCommand.SHRINK, painted.panels.cards.card(0))

    qtbot.waitUntil(lambda: painted.store.draft.inputs[0].byte_count < 100_000, timeout=PATIENCE_MS)
    wait_for_mask(painted, qtbot)
    mask, target = painted.store.draft.mask, painted.store.draft.inputs[0]
    assert mask is not None
    assert mask.size == target.size
    assert mask.size != before.size
    assert mask.coverage == pytest.approx(before.coverage, rel=0.2)
    assert painted.panels.area.banner.notice is None


def test_a_file_that_could_not_be_read_is_tried_again_from_its_card(
    driver: Driver, samples: Samples, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "late.png"
    driver.panels.session.add([path])
    driver.wait_for_banner()
    shutil.copy(samples.chelsea, path)
    menu = driver.panels.inputs.menu_for(driver.panels.cards.card(0))

    next(entry for entry in menu.actions() if entry.text() == "Try again").trigger()

    qtbot.waitUntil(lambda: names(driver) == ["late.png"], timeout=PATIENCE_MS)


def test_a_target_that_turns_out_to_be_damaged_leaves_the_old_one_and_its_mask(
    painted: Driver, samples: Samples, tmp_path: Path, qtbot: QtBot
) -> None:
    before = painted.store.draft.mask
    cut = tmp_path / "cut.png"
    cut.write_bytes(samples.raccoon.read_bytes()[:200_000])

    painted.panels.intake.open([cut])

    qtbot.waitUntil(lambda: "cut.png" in painted.wait_for_banner(), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: painted.store.draft.mask == before, timeout=PATIENCE_MS)
    assert names(painted) == ["rocket.png"]


def test_clearing_the_mask_left_behind_is_a_step_of_its_own(
    painted: Driver, samples: Samples, qtbot: QtBot
) -> None:
    before = painted.store.draft.mask
    replace_target(painted, qtbot, samples.raccoon)
    press_notice(painted, "Clear it")
    strip = painted.panels.inputs
    assert strip.notice.text == "Clear the mask of rocket.png"

    strip.undo_stack.undo()
    with qtbot.waitSignal(painted.panels.session.target_shown, timeout=PATIENCE_MS):
        strip.undo_stack.undo()

    assert painted.store.draft.mask == before


def test_a_prompt_names_the_same_picture_after_it_was_moved_or_removed_and_brought_back(
    painted: Driver, samples: Samples, qtbot: QtBot
) -> None:
    store, history = painted.store, painted.panels.inputs.history
    painted.panels.session.add([samples.coffee, samples.chelsea])
    qtbot.waitUntil(lambda: len(store.draft.inputs) == 3, timeout=PATIENCE_MS)
    coffee = store.draft.inputs[1]
    store.set(prompt="put the cup of @2 beside @3")

    history.move(coffee.id, 3)
    assert store.draft.prompt == "put the cup of @3 beside @2"

    history.remove(coffee.id)
    assert store.draft.prompt == "put the cup of @? beside @2"

    history.stack.undo()
    history.stack.undo()
    assert store.draft.prompt == "put the cup of @2 beside @3"
