"""Refine the whole mask in the bar over the canvas and by keys: seen live, kept as one step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from helpers.masks import MaskDriver, disc
from helpers.samples import Samples
from overpaint.imaging.pixels import Bytes2D
from overpaint.ui.masks.refinements import REFINEMENTS, RefineKind

SIZE = (640, 427)


@pytest.fixture
def driver(
    qapp: QApplication, qtbot: QtBot, own_home: Path, samples: Samples
) -> Iterator[MaskDriver]:
    driver = MaskDriver(qapp, qtbot, own_home)
    driver.open(samples.rocket)
    yield driver
    driver.close()


@pytest.fixture
def ring(driver: MaskDriver) -> Bytes2D:
    """A soft ring with a speck beside it: every operation has something to do."""
    outer, inner = disc(SIZE, (300, 200), 80, soft=6), disc(SIZE, (300, 200), 30, soft=6)
    speck = disc(SIZE, (520, 300), 3)
    return driver.put(np.maximum(np.minimum(outer, 255 - inner), speck))


def test_growing_is_seen_before_it_is_applied(driver: MaskDriver, ring: Bytes2D) -> None:
    driver.masks.refine(RefineKind.GROW)

    assert (driver.mask() >= ring).all()
    assert (driver.mask() > 127).sum() > (ring > 127).sum()
    assert driver.canvas.undo_stack.count() == 0


def test_escape_leaves_everything_as_it_was(driver: MaskDriver, ring: Bytes2D) -> None:
    driver.masks.refine(RefineKind.FEATHER)
    assert (driver.mask() != ring).any()

    QTest.keyClick(driver.masks.refine_bar, Qt.Key.Key_Escape)

    assert (driver.mask() == ring).all()
    assert driver.canvas.undo_stack.count() == 0
    assert not driver.masks.refine_bar.isVisible()


def test_enter_on_the_canvas_applies_too(driver: MaskDriver, ring: Bytes2D) -> None:
    driver.masks.refine(RefineKind.GROW)
    grown = driver.mask()
    driver.canvas.setFocus()

    QTest.keyClick(driver.canvas, Qt.Key.Key_Return)

    assert (driver.mask() == grown).all()
    assert driver.canvas.undo_stack.count() == 1
    assert not driver.masks.refine_bar.isVisible()


@pytest.mark.parametrize("kind", list(RefineKind))
def test_what_is_applied_is_one_named_step_that_undo_takes_back(
    driver: MaskDriver, ring: Bytes2D, kind: RefineKind
) -> None:
    driver.masks.refine(kind)
    bar = driver.masks.refine_bar
    for number in (0.8, 1.0):
        bar.fields[kind].field.setValue(REFINEMENTS[kind].usual * number)
    bar.apply()
    refined = driver.mask()

    assert (refined != ring).any()
    assert driver.canvas.undo_stack.count() == 1
    driver.canvas.undo_stack.undo()
    assert (driver.mask() == ring).all()
    driver.canvas.undo_stack.redo()
    assert (driver.mask() == refined).all()


def test_the_menu_names_the_step_with_its_number(driver: MaskDriver, ring: Bytes2D) -> None:
    driver.masks.refine(RefineKind.GROW)
    driver.masks.refine_bar.fields[RefineKind.GROW].field.setValue(12)
    driver.masks.refine_bar.apply()
    driver.settle()

    text = driver.window.actions_by_id["undo"].text().replace("&", "")
    assert text == "Undo grow by 12 px"


def test_each_operation_remembers_its_number(driver: MaskDriver, ring: Bytes2D) -> None:
    bar = driver.masks.refine_bar
    driver.masks.refine(RefineKind.GROW)
    bar.fields[RefineKind.GROW].field.setValue(21)
    bar.choice.chosen.emit(RefineKind.SMOOTH)
    bar.set_kind(RefineKind.SMOOTH)
    bar.cancelled.emit()

    driver.masks.refine(RefineKind.GROW)

    assert bar.amount == 21


def test_holes_up_to_a_size_or_of_any_size(driver: MaskDriver, ring: Bytes2D) -> None:
    bar = driver.masks.refine_bar
    driver.masks.refine(RefineKind.FILL_HOLES)
    assert driver.mask()[200, 300] == 255

    bar.every_box.setChecked(False)
    bar.fields[RefineKind.FILL_HOLES].field.setValue(100)

    assert driver.mask()[200, 300] == 0


def test_painting_keeps_what_is_seen_and_closes_the_bar(
    driver: MaskDriver, ring: Bytes2D, qtbot: QtBot
) -> None:
    driver.masks.refine(RefineKind.GROW)
    grown = driver.mask()

    driver.paint((0.1, 0.1), (0.2, 0.1))
    qtbot.waitUntil(lambda: not driver.masks.refine_bar.isVisible())

    assert driver.canvas.undo_stack.count() == 2
    driver.canvas.undo_stack.undo()
    assert (driver.mask() == grown).all()
    driver.canvas.undo_stack.undo()
    assert (driver.mask() == ring).all()


def test_undo_takes_the_trial_back_and_closes_the_bar(
    driver: MaskDriver, ring: Bytes2D, qtbot: QtBot
) -> None:
    driver.masks.refine(RefineKind.SHRINK)
    assert (driver.mask() != ring).any()

    driver.press("undo")
    qtbot.waitUntil(lambda: not driver.masks.refine_bar.isVisible())

    assert (driver.mask() == ring).all()


def test_another_target_takes_its_mask_along_untried(
    driver: MaskDriver, ring: Bytes2D, samples: Samples, qtbot: QtBot
) -> None:
    rocket = driver.store.draft.inputs[0]
    driver.masks.refine(RefineKind.GROW)
    driver.settle()

    driver.open(samples.chelsea)
    assert not driver.masks.refine_bar.isVisible()

    with qtbot.waitSignal(driver.panels.session.target_shown):
        driver.store.add_inputs([rocket], at=0)
    assert (driver.mask() == ring).all()


def test_keys_grow_and_shrink_by_a_step(driver: MaskDriver, ring: Bytes2D) -> None:
    driver.press("grow_mask")
    grown = driver.mask()
    assert (grown > 127).sum() > (ring > 127).sum()
    assert driver.canvas.undo_stack.undoText() == "Grow by 2 px"

    driver.press("shrink_mask")
    assert (driver.mask() > 127).sum() < (grown > 127).sum()
    assert driver.canvas.undo_stack.count() == 2


def test_the_step_of_the_keys_is_told_in_the_menu(driver: MaskDriver, ring: Bytes2D) -> None:
    assert driver.window.actions_by_id["grow_mask"].text() == "&Grow by 2 px"


def test_an_empty_mask_cannot_be_refined_and_says_so(driver: MaskDriver) -> None:
    action = driver.window.actions_by_id["feather_mask"]

    assert not action.isEnabled()
    assert driver.window.actions_by_id.reason(action.objectName()) == "The mask is empty."


def test_a_busy_ring_turns_while_the_preview_is_worked_out(
    driver: MaskDriver, ring: Bytes2D, qtbot: QtBot
) -> None:
    ring_shown: list[bool] = []
    driver.canvas.preview_busy.connect(
        lambda _busy: ring_shown.append(driver.masks.refine_bar.ring.isVisible())
    )

    driver.masks.refine(RefineKind.FEATHER)
    driver.settle()

    qtbot.waitUntil(lambda: not driver.masks.refine_bar.ring.isVisible())
    assert ring_shown == [True, False]


def test_the_bar_stays_inside_a_narrow_canvas(driver: MaskDriver, ring: Bytes2D) -> None:
    driver.window.resize(960, 640)
    driver.masks.refine(RefineKind.FILL_HOLES)
    driver.settle()
    bar = driver.masks.refine_bar

    assert driver.panels.area.rect().contains(bar.geometry())
    for part in (bar.choice, bar.every_box, bar.apply_button, bar.cancel_button):
        corner = part.mapTo(bar, part.rect().bottomRight())
        assert bar.rect().contains(corner)
