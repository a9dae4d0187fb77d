"""Each target's own mask: cleared, brought back, kept while another target is shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from helpers.masks import MaskDriver, disc
from helpers.samples import Samples
from overpaint.imaging.mask.brush import Layer

SIZE = (640, 427)


@pytest.fixture
def driver(
    qapp: QApplication, qtbot: QtBot, own_home: Path, samples: Samples
) -> Iterator[MaskDriver]:
    driver = MaskDriver(qapp, qtbot, own_home)
    driver.open(samples.rocket)
    yield driver
    driver.close()


def test_a_cleared_mask_can_be_brought_back_as_it_was(driver: MaskDriver) -> None:
    soft = driver.put(disc(SIZE, (300, 200), 60, soft=20))
    driver.press("clear_mask")
    assert not driver.mask().any()

    driver.press("last_mask")

    assert (driver.mask() == soft).all()
    assert driver.canvas.undo_stack.undoText() == "Bring back the last mask"
    driver.press("undo")
    assert not driver.mask().any()
    driver.press("undo")
    assert (driver.mask() == soft).all()


def test_the_last_mask_outlives_a_new_mask_and_takes_turns_with_it(driver: MaskDriver) -> None:
    first = driver.put(disc(SIZE, (300, 200), 60, soft=20))
    driver.press("clear_mask")
    driver.paint((0.2, 0.2), (0.3, 0.2))
    second = driver.mask()

    driver.press("last_mask")
    assert (driver.mask() == first).all()
    driver.press("last_mask")

    assert (driver.mask() == second).all()


def test_nothing_can_be_brought_back_before_something_was_cleared(driver: MaskDriver) -> None:
    action = driver.window.actions_by_id["last_mask"]
    assert not action.isEnabled()
    assert (
        driver.window.actions_by_id.reason(action.objectName())
        == "No mask was cleared or replaced yet."
    )

    driver.put(disc(SIZE, (300, 200), 60))
    driver.press("clear_mask")
    driver.settle()

    assert action.isEnabled()


def test_the_last_mask_belongs_to_its_target(
    driver: MaskDriver, samples: Samples, qtbot: QtBot
) -> None:
    mask = driver.put(disc(SIZE, (300, 200), 60))
    driver.press("clear_mask")
    driver.settle()
    rocket = driver.store.draft.inputs[0]

    driver.open(samples.chelsea)
    assert not driver.window.actions_by_id["last_mask"].isEnabled()
    with qtbot.waitSignal(driver.panels.session.target_shown):
        driver.store.add_inputs([rocket], at=0)
    driver.press("last_mask")

    assert (driver.mask() == mask).all()


def test_what_is_protected_counts_for_the_draft_and_can_be_cleared(driver: MaskDriver) -> None:
    driver.put(disc(SIZE, (300, 200), 60))
    assert driver.store.draft.mask is not None
    share = driver.store.draft.mask.coverage
    protect = disc(SIZE, (300, 200), 30)
    driver.canvas.change_mask("Protect", lambda plane: plane.replace(protect), Layer.PROTECT)
    driver.settle()
    assert driver.store.draft.mask is not None
    assert driver.store.draft.mask.coverage < share

    driver.press("clear_protect")
    driver.settle()

    assert driver.store.draft.mask.coverage == share
    assert driver.canvas.undo_stack.undoText() == "Clear protection"


def test_all_but_the_protected_can_be_masked(driver: MaskDriver) -> None:
    action = driver.window.actions_by_id["mask_unprotected"]
    assert not action.isEnabled()
    assert driver.window.actions_by_id.reason(action.objectName()) == "Nothing is protected."
    protect = disc(SIZE, (300, 200), 30, soft=8)
    driver.canvas.change_mask("Protect", lambda plane: plane.replace(protect), Layer.PROTECT)
    driver.settle()

    driver.press("mask_unprotected")

    assert (driver.mask() == 255 - protect).all()


def test_a_new_edit_forgets_masks_and_shelf(
    driver: MaskDriver, samples: Samples, qtbot: QtBot
) -> None:
    driver.put(disc(SIZE, (300, 200), 60))
    driver.press("save_mask")
    qtbot.waitUntil(lambda: bool(driver.masks.shelf.masks))

    driver.press("new_edit")
    driver.open(samples.rocket)

    assert driver.masks.shelf.masks == ()
    assert not driver.masks.session.can_bring_back
    assert not driver.mask().any()
