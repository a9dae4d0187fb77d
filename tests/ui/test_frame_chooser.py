"""Files with several frames or pages: the main one at once, another one by choice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from helpers.picture_files import encoded, written
from helpers.program import Driver
from helpers.samples import Samples
from overpaint.ui.frames.chooser import FrameChooser

COLOURS = ("red", "lime", "blue", "yellow")


@pytest.fixture
def driver(qapp: QApplication, qtbot: QtBot, own_home: Path) -> Iterator[Driver]:
    driver = Driver(qapp, qtbot, own_home)
    yield driver
    driver.close()


@pytest.fixture
def chooser(driver: Driver) -> FrameChooser:
    found = driver.window.findChild(FrameChooser)
    assert isinstance(found, FrameChooser)
    return found


def _animation(folder: Path, name: str = "moving.gif", kind: str = "GIF") -> Path:
    frames = [Image.new("RGB", (60, 40), colour) for colour in COLOURS]
    data = encoded(frames[0], kind, save_all=True, append_images=frames[1:])
    return written(folder, name, data)


def _shown(driver: Driver) -> tuple[int, int, int]:
    """The colour in the middle of the canvas."""
    canvas = driver.panels.canvas
    colour = canvas.grab().toImage().pixelColor(canvas.rect().center())
    return colour.red(), colour.green(), colour.blue()


def test_the_first_frame_is_used_and_the_others_are_offered(
    driver: Driver, chooser: FrameChooser, tmp_path: Path
) -> None:
    assert not chooser.isVisible()

    driver.open(_animation(tmp_path))

    assert chooser.isVisible()
    assert chooser.model.rowCount() == len(COLOURS)
    assert chooser.view.currentIndex().row() == 0
    assert driver.store.draft.target.frame == 0
    assert "4 frames" in chooser.accessibleName()


def test_arrow_keys_and_enter_choose_another_frame(
    driver: Driver, chooser: FrameChooser, tmp_path: Path, qtbot: QtBot
) -> None:
    driver.open(_animation(tmp_path))

    with qtbot.waitSignal(driver.panels.session.target_shown):
        QTest.keyClick(chooser.view, Qt.Key.Key_Right)
        QTest.keyClick(chooser.view, Qt.Key.Key_Right)
        assert chooser.use_button.text() == "Use frame 3"
        QTest.keyClick(chooser.view, Qt.Key.Key_Return)

    assert not chooser.isVisible()
    assert driver.store.draft.target.frame == 2
    assert driver.store.draft.target.name == "moving.gif"
    assert _shown(driver) == (0, 0, 255)


def test_escape_keeps_the_frame_in_use_and_nobody_asks_again(
    driver: Driver, chooser: FrameChooser, tmp_path: Path
) -> None:
    driver.open(_animation(tmp_path))
    before = driver.store.draft.target

    QTest.keyClick(chooser.view, Qt.Key.Key_Escape)
    driver.store.set(prompt="another thing")

    assert not chooser.isVisible()
    assert driver.store.draft.target == before


def test_a_double_click_chooses_a_page(
    driver: Driver, chooser: FrameChooser, tmp_path: Path, qtbot: QtBot
) -> None:
    driver.open(_animation(tmp_path, "scan.tif", "TIFF"))
    assert "4 pages" in chooser.accessibleName()
    place = chooser.view.visualRect(chooser.model.index(1)).center()

    with qtbot.waitSignal(driver.panels.session.target_shown):
        QTest.mouseClick(chooser.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place))
        QTest.mouseDClick(chooser.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place))

    assert driver.store.draft.target.frame == 1
    assert _shown(driver) == (0, 255, 0)


def test_the_choice_can_be_undone_and_made_again_from_the_menu(
    driver: Driver, chooser: FrameChooser, tmp_path: Path, qtbot: QtBot
) -> None:
    action = driver.window.actions_by_id["choose_frame"]
    assert not action.isEnabled()
    driver.open(_animation(tmp_path))
    chooser.view.setCurrentIndex(chooser.model.index(1))
    with qtbot.waitSignal(driver.panels.session.target_shown):
        chooser.use_button.click()

    with qtbot.waitSignal(driver.panels.session.target_shown):
        driver.panels.inputs.history.stack.undo()
    assert driver.store.draft.target.frame == 0
    assert not chooser.isVisible()

    assert action.isEnabled()
    action.trigger()
    assert chooser.isVisible()


def test_removing_the_picture_closes_the_chooser(
    driver: Driver, chooser: FrameChooser, tmp_path: Path
) -> None:
    driver.open(_animation(tmp_path))

    driver.store.set(inputs=())

    assert not chooser.isVisible()
    assert not driver.window.actions_by_id["choose_frame"].isEnabled()


def test_pictures_of_the_frames_come_into_view(
    driver: Driver, chooser: FrameChooser, tmp_path: Path, qtbot: QtBot
) -> None:
    driver.open(_animation(tmp_path))

    def all_there() -> bool:
        chooser.view.grab()
        role = Qt.ItemDataRole.DecorationRole
        return all(chooser.model.index(row).data(role) is not None for row in range(4))

    qtbot.waitUntil(all_there)
    for row, colour in enumerate(((255, 0, 0), (0, 255, 0), (0, 0, 255))):
        image = chooser.model.index(row).data(Qt.ItemDataRole.DecorationRole)
        shown = image.pixelColor(10, 10)
        assert (shown.red(), shown.green(), shown.blue()) == colour


def test_each_card_of_such_a_file_offers_the_choice(
    driver: Driver, chooser: FrameChooser, tmp_path: Path, samples: Samples, qtbot: QtBot
) -> None:
    driver.open(samples.coffee)
    driver.panels.session.add([_animation(tmp_path), _animation(tmp_path, "other.gif")])
    qtbot.waitUntil(lambda: len(driver.store.draft.inputs) == 3)
    assert chooser.image == driver.store.draft.inputs[1]
    strip = driver.panels.inputs
    plain, other = (strip.menu_for(driver.panels.cards.card(row)) for row in (0, 2))
    name = "Choose frame or page…"
    assert name not in [entry.text() for entry in plain.actions()]

    next(entry for entry in other.actions() if entry.text() == name).trigger()

    assert chooser.image == driver.store.draft.inputs[2]
