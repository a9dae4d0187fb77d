"""A mask from what differs between two pictures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from helpers.masks import MaskDriver, disc
from helpers.samples import Samples
from overpaint.ui.masks.comparing import Comparable
from overpaint.ui.results.item import ResultState

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
def painted(samples: Samples, tmp_path: Path) -> Path:
    """The rocket with a bright block painted over it."""
    with Image.open(samples.rocket) as rocket:
        picture, profile = np.asarray(rocket).copy(), rocket.info.get("icc_profile")
    picture[100:180, 200:320] = (255, 240, 10)
    Image.fromarray(picture).save(tmp_path / "painted.png", icc_profile=profile)
    return tmp_path / "painted.png"


def add(driver: MaskDriver, qtbot: QtBot, path: Path) -> None:
    count = len(driver.store.draft.inputs)
    driver.panels.session.add([path])
    qtbot.waitUntil(lambda: len(driver.store.draft.inputs) == count + 1)


def open_bar(driver: MaskDriver, qtbot: QtBot) -> None:
    driver.press("difference_mask")
    bar = driver.masks.difference_bar
    qtbot.waitUntil(lambda: bar.isVisible() and bar.apply_button.isEnabled())
    driver.settle()


def test_what_was_painted_over_becomes_the_mask(
    driver: MaskDriver, painted: Path, qtbot: QtBot
) -> None:
    add(driver, qtbot, painted)
    open_bar(driver, qtbot)
    driver.masks.difference_bar.apply()

    mask = driver.mask() > 127
    assert mask[104:176, 204:316].all()
    mask[90:190, 190:330] = False
    assert not mask.any()
    assert driver.canvas.undo_stack.undoText() == "Mask from difference"


def test_escape_leaves_everything(driver: MaskDriver, painted: Path, qtbot: QtBot) -> None:
    before = driver.put(disc(SIZE, (500, 300), 40))
    add(driver, qtbot, painted)
    open_bar(driver, qtbot)
    assert (driver.mask() != before).any()

    QTest.keyClick(driver.masks.difference_bar, Qt.Key.Key_Escape)

    assert (driver.mask() == before).all()
    assert driver.canvas.undo_stack.count() == 0


def test_a_higher_threshold_masks_less(driver: MaskDriver, samples: Samples, qtbot: QtBot) -> None:
    add(driver, qtbot, samples.coffee)
    open_bar(driver, qtbot)
    bar = driver.masks.difference_bar
    much = (driver.mask() > 127).mean()

    bar.threshold_field.field.setValue(60)

    assert (driver.mask() > 127).mean() < much


def test_a_picture_of_another_size_is_scaled_and_that_is_told(
    driver: MaskDriver, samples: Samples, qtbot: QtBot
) -> None:
    add(driver, qtbot, samples.coffee)
    open_bar(driver, qtbot)

    note = driver.masks.difference_bar.note.text()
    assert note == "“coffee.png” is 600 × 400 and is scaled to 640 × 427."


def test_a_picture_compared_with_itself_says_so(
    driver: MaskDriver, painted: Path, qtbot: QtBot
) -> None:
    add(driver, qtbot, painted)
    open_bar(driver, qtbot)
    bar = driver.masks.difference_bar
    bar.second_box.set_value(bar.first_box.value)
    bar.pictures_changed.emit()
    qtbot.waitUntil(bar.apply_button.isEnabled)

    assert bar.note.text() == "A picture does not differ from itself."
    assert not driver.mask().any()


def test_with_one_picture_there_is_nothing_to_compare(driver: MaskDriver) -> None:
    action = driver.window.actions_by_id["difference_mask"]

    assert not action.isEnabled()
    assert (
        driver.window.actions_by_id.reason(action.objectName())
        == "There is no second picture to compare with."
    )


@pytest.mark.slow
def test_a_result_is_offered_first(driver: MaskDriver, qtbot: QtBot) -> None:
    driver.paint((0.3, 0.4), (0.34, 0.6))
    driver.store.set(prompt="remove the tower")
    driver.press("generate")
    driver.wait_for(ResultState.DONE)
    around = cv2.dilate(driver.mask(), np.ones((25, 25), np.uint8)) > 127

    open_bar(driver, qtbot)

    second = driver.masks.difference_bar.second_box.value
    assert isinstance(second, Comparable)
    assert second.label.startswith("Result 1")
    found = driver.mask() > 127
    assert found.any()
    assert not (found & ~around).any()
