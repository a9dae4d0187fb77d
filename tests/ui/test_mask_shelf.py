"""The shelf of masks: save, bring back, rename, delete, drag, and each target's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from helpers import dragging
from helpers.masks import MaskDriver, disc
from helpers.samples import Samples
from overpaint.domain.sizes import Size
from overpaint.ui.masks.mime import DraggedMask, dragged_mask, mask_mime
from overpaint.ui.masks.placement import Joining
from overpaint.ui.masks.shelf import SavedMask

SIZE = (640, 427)
LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def driver(
    qapp: QApplication, qtbot: QtBot, own_home: Path, samples: Samples
) -> Iterator[MaskDriver]:
    driver = MaskDriver(qapp, qtbot, own_home)
    driver.open(samples.rocket)
    yield driver
    driver.close()


def save(driver: MaskDriver, qtbot: QtBot) -> SavedMask:
    count = len(driver.masks.shelf.masks)
    driver.press("save_mask")
    qtbot.waitUntil(lambda: len(driver.masks.shelf.masks) == count + 1)
    return driver.masks.shelf.masks[-1]


def click(driver: MaskDriver, row: int, modifiers: Qt.KeyboardModifier = NONE) -> None:
    view = driver.masks.panel.view
    place = view.visualRect(view.model().index(row, 0)).center()
    QTest.mouseClick(view.viewport(), LEFT, modifiers, place)
    driver.settle()


def drop(driver: MaskDriver, mask: SavedMask, on: QWidget, place: QPoint) -> bool:
    accepted = dragging.drop(on, mask_mime(DraggedMask(mask.id, mask.size)), place)
    driver.settle()
    return accepted


def test_an_empty_shelf_tells_what_it_is_for(driver: MaskDriver) -> None:
    panel = driver.masks.panel
    assert "Ctrl+M" in panel.hint_text
    assert not panel.view.isVisible()
    assert not panel.save_button.isEnabled()
    assert "The mask is empty." in panel.save_button.toolTip()


def test_a_saved_mask_has_name_size_share_and_thumbnail(driver: MaskDriver, qtbot: QtBot) -> None:
    driver.put(np.full((427, 640), 255, np.uint8))

    mask = save(driver, qtbot)

    assert (mask.name, mask.size, mask.share) == ("Mask 1", Size(640, 427), 1.0)
    assert mask.thumbnail.pixelColor(10, 10).lightness() == 255
    assert driver.masks.panel.view.isVisible()
    index = driver.masks.panel.view.model().index(0, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Mask 1, 100 %"


def test_a_thin_stroke_still_shows_on_the_thumbnail(driver: MaskDriver, qtbot: QtBot) -> None:
    line = np.zeros((427, 640), np.uint8)
    line[200, :] = 255
    driver.put(line)

    thumbnail = save(driver, qtbot).thumbnail

    column = [thumbnail.pixelColor(50, y).lightness() for y in range(thumbnail.height())]
    assert max(column) > 40
    assert min(column) == 0


def test_a_click_replaces_and_modifiers_combine(driver: MaskDriver, qtbot: QtBot) -> None:
    kept = driver.put(disc(SIZE, (280, 200), 70, soft=8))
    save(driver, qtbot)
    there = disc(SIZE, (340, 200), 70, soft=8)
    expected = {
        NONE: kept,
        SHIFT: np.maximum(there, kept),
        ALT: np.minimum(there, 255 - kept),
        SHIFT | ALT: np.minimum(there, kept),
    }
    for modifiers, result in expected.items():
        driver.put(there)
        click(driver, 0, modifiers)
        assert (driver.mask() == result).all()
        assert driver.canvas.undo_stack.count() == 1


def test_enter_brings_the_selected_mask_back_with_its_name_in_undo(
    driver: MaskDriver, qtbot: QtBot
) -> None:
    kept = driver.put(disc(SIZE, (280, 200), 70))
    save(driver, qtbot)
    driver.press("clear_mask")
    view = driver.masks.panel.view
    view.setFocus()
    view.setCurrentIndex(view.model().index(0, 0))

    QTest.keyClick(view, Qt.Key.Key_Return)

    assert (driver.mask() == kept).all()
    assert driver.canvas.undo_stack.undoText() == "Bring back “Mask 1”"


def test_f2_renames_and_undo_takes_the_name_back(driver: MaskDriver, qtbot: QtBot) -> None:
    driver.put(disc(SIZE, (280, 200), 70))
    save(driver, qtbot)
    view = driver.masks.panel.view
    view.setFocus()
    view.setCurrentIndex(view.model().index(0, 0))

    QTest.keyClick(view, Qt.Key.Key_F2)
    editor = view.findChild(QLineEdit)
    QTest.keyClicks(editor, "Tower")
    QTest.keyClick(editor, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: [mask.name for mask in driver.masks.shelf.masks] == ["Tower"])
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert [mask.name for mask in driver.masks.shelf.masks] == ["Mask 1"]


def test_a_deleted_mask_comes_back_to_its_place(driver: MaskDriver, qtbot: QtBot) -> None:
    for x in (100, 200, 300):
        driver.put(disc(SIZE, (x, 200), 40))
        save(driver, qtbot)
    view, shelf = driver.masks.panel.view, driver.masks.shelf
    view.setFocus()
    view.setCurrentIndex(view.model().index(1, 0))

    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert [mask.name for mask in shelf.masks] == ["Mask 1", "Mask 3"]
    assert driver.masks.panel.notice.text == "Deleted Mask 2"

    driver.masks.panel.notice.undo_requested.emit()
    assert [mask.name for mask in shelf.masks] == ["Mask 1", "Mask 2", "Mask 3"]
    assert (driver.mask() == disc(SIZE, (300, 200), 40)).all()


def test_the_shelf_survives_another_target(
    driver: MaskDriver, samples: Samples, qtbot: QtBot
) -> None:
    driver.put(disc(SIZE, (280, 200), 70))
    save(driver, qtbot)
    rocket = driver.store.draft.inputs[0]

    driver.open(samples.chelsea)
    assert driver.masks.shelf.masks == ()
    with qtbot.waitSignal(driver.panels.session.target_shown):
        driver.store.add_inputs([rocket], at=0)

    assert [mask.name for mask in driver.masks.shelf.masks] == ["Mask 1"]


def test_a_mask_goes_to_all_pictures_of_its_size(
    driver: MaskDriver, samples: Samples, qtbot: QtBot
) -> None:
    kept = driver.put(disc(SIZE, (280, 200), 70))
    driver.panels.session.add([samples.rocket, samples.chelsea])
    qtbot.waitUntil(lambda: len(driver.store.draft.inputs) == 3)
    twin, other = driver.store.draft.inputs[1:]
    assert driver.window.actions_by_id["mask_on_all"].isEnabled()

    driver.press("mask_on_all")
    qtbot.waitUntil(lambda: bool(driver.masks.shelf.masks_of(twin.id)))

    assert driver.masks.shelf.masks_of(other.id) == ()
    with qtbot.waitSignal(driver.panels.session.target_shown):
        driver.store.move_input(twin.id, 1)
    qtbot.waitUntil(lambda: bool((driver.mask() == kept).all()))


def test_dropped_on_the_canvas_it_is_brought_back(driver: MaskDriver, qtbot: QtBot) -> None:
    kept = driver.put(disc(SIZE, (280, 200), 70))
    mask = save(driver, qtbot)
    driver.press("clear_mask")

    assert drop(driver, mask, driver.panels.area, QPoint(200, 200))

    assert (driver.mask() == kept).all()


def test_dropped_on_a_card_of_its_size_it_is_that_pictures_mask(
    driver: MaskDriver, samples: Samples, qtbot: QtBot
) -> None:
    kept = driver.put(disc(SIZE, (280, 200), 70))
    mask = save(driver, qtbot)
    driver.panels.session.add([samples.rocket, samples.chelsea])
    qtbot.waitUntil(lambda: len(driver.store.draft.inputs) == 3)
    view = driver.panels.inputs.view
    cards = [view.visualRect(view.model().index(row, 0)).center() for row in range(3)]

    assert not drop(driver, mask, view.viewport(), cards[2])
    assert drop(driver, mask, view.viewport(), cards[1])

    twin = driver.store.draft.inputs[1]
    layers = driver.masks.session.layers_of(twin.id)
    assert layers is not None
    qtbot.waitUntil(lambda: bool((layers.mask.copy_coverage() == kept).all()))


def test_a_mask_of_another_size_is_refused_in_words(
    driver: MaskDriver, samples: Samples, qtbot: QtBot
) -> None:
    driver.put(disc(SIZE, (280, 200), 70))
    mask = save(driver, qtbot)
    driver.open(samples.chelsea)

    with qtbot.waitSignal(driver.masks.told) as told:
        driver.masks.stored.bring_back(mask, Joining.REPLACE)

    assert "640 × 427" in told.args[0]
    assert "451 × 300" in told.args[0]
    assert not driver.mask().any()


def test_the_menu_offers_what_click_and_drag_do(driver: MaskDriver, qtbot: QtBot) -> None:
    driver.put(disc(SIZE, (280, 200), 70))
    mask = save(driver, qtbot)

    menu = driver.masks.panel.menu_for(mask)

    texts = [entry.text() for entry in menu.actions() if not entry.isSeparator()]
    assert texts == ["Replace", "Add", "Subtract", "Intersect",
                     "Use on all pictures of the same size", "Rename…", "Delete"]  # fmt: skip
    assert not menu.actions()[5].isEnabled()


def test_a_drag_names_mask_and_size() -> None:
    dragged = DraggedMask("mask-7", Size(640, 427))

    assert dragged_mask(mask_mime(dragged)) == dragged
