"""Take a mask over from a file: shown, asked, and only then applied."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QClipboard, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from helpers.masks import MaskDriver, disc, save_grey
from helpers.samples import Samples
from overpaint.domain.profiles import MaskForm
from overpaint.imaging.load import load_mask
from overpaint.services.settings import compatible_server
from overpaint.ui.masks.placement import Joining

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
def clipboard(qapp: QApplication) -> Iterator[QClipboard]:
    """The clipboard; emptied, because what is left on it outlives the interpreter and crashes."""
    yield qapp.clipboard()
    qapp.clipboard().clear()


def test_the_bar_tells_what_was_read(driver: MaskDriver, samples: Samples, tmp_path: Path) -> None:
    bar = driver.masks.import_bar
    driver.import_mask(samples.rocket_mask)
    assert "transparency" in bar.source_label.text() or "white" in bar.source_label.text()

    clear = np.zeros((427, 640, 4), np.uint8)
    clear[..., 3] = 255 - disc(SIZE, (300, 200), 50)
    Image.fromarray(clear).save(tmp_path / "hole.png")
    driver.import_mask(tmp_path / "hole.png")
    assert bar.source_label.text() == "read as transparency"
    assert (driver.mask() == disc(SIZE, (300, 200), 50)).all()

    driver.import_mask(save_grey(disc(SIZE, (300, 200), 50), tmp_path / "disc.png"))
    assert bar.source_label.text() == "read as white on black"
    assert bar.name_label.text == "disc.png"
    assert bar.size_label.isHidden() or not bar.size_label.isVisible()


def test_escape_leaves_mask_and_history_as_they_were(driver: MaskDriver, samples: Samples) -> None:
    before = driver.put(disc(SIZE, (100, 100), 40))
    driver.import_mask(samples.rocket_mask)
    assert (driver.mask() != before).any()

    QTest.keyClick(driver.masks.import_bar, Qt.Key.Key_Escape)

    assert (driver.mask() == before).all()
    assert driver.canvas.undo_stack.count() == 0
    assert not driver.masks.session.can_bring_back


def test_apply_is_one_step_and_the_old_mask_can_be_brought_back(
    driver: MaskDriver, samples: Samples
) -> None:
    before = driver.put(disc(SIZE, (100, 100), 40))
    driver.import_mask(samples.rocket_mask)
    QTest.keyClick(driver.masks.import_bar, Qt.Key.Key_Return)

    imported = load_mask(samples.rocket_mask)
    assert (driver.mask() == imported).all()
    assert driver.canvas.undo_stack.undoText() == "Import mask"

    driver.press("last_mask")
    assert (driver.mask() == before).all()
    driver.press("last_mask")
    assert (driver.mask() == imported).all()
    for _ in range(3):
        driver.canvas.undo_stack.undo()
    assert (driver.mask() == before).all()
    assert driver.canvas.undo_stack.index() == 0


@pytest.mark.parametrize("joining", list(Joining))
@pytest.mark.parametrize("inverted", [False, True])
def test_it_joins_the_mask_that_is_there_as_chosen(
    driver: MaskDriver, tmp_path: Path, joining: Joining, inverted: bool
) -> None:
    there = driver.put(disc(SIZE, (280, 200), 70, soft=9))
    new = disc(SIZE, (340, 200), 70, soft=9)
    driver.import_mask(save_grey(new, tmp_path / "new.png"))
    bar = driver.masks.import_bar
    bar.joining_choice.set_value(joining)
    bar.joining_choice.chosen.emit(joining)
    bar.invert_box.setChecked(inverted)
    bar.apply()

    other = 255 - new if inverted else new
    expected = {
        Joining.REPLACE: other,
        Joining.ADD: np.maximum(there, other),
        Joining.SUBTRACT: np.minimum(there, 255 - other),
        Joining.INTERSECT: np.minimum(there, other),
    }[joining]
    assert (driver.mask() == expected).all()


def test_another_size_is_told_and_scaled_or_centred(
    driver: MaskDriver, samples: Samples, tmp_path: Path
) -> None:
    small = disc((320, 200), (160, 100), 60)
    driver.import_mask(save_grey(small, tmp_path / "small.png"))
    bar = driver.masks.import_bar
    assert bar.fit_choice.isVisible()
    assert bar.size_label.text() == "320 × 200 onto 640 × 427"
    scaled = driver.mask()

    bar.fit_choice.set_value("centre")
    bar.fit_choice.chosen.emit("centre")
    centred = driver.mask()

    assert (scaled > 127).sum() > 3.5 * (small > 127).sum()
    assert (centred > 127).sum() == (small > 127).sum()
    assert centred[213, 320] == 255
    assert driver.canvas.undo_stack.count() == 0


def test_a_soft_mask_comes_back_the_same_when_exported_white_on_black(
    driver: MaskDriver, tmp_path: Path, qtbot: QtBot
) -> None:
    soft = driver.put(disc(SIZE, (300, 200), 90, soft=40))
    with qtbot.waitSignal(driver.masks.told):
        driver.masks.exporter.export_white(tmp_path / "white.png")
    driver.press("clear_mask")
    assert not driver.mask().any()

    driver.import_mask(tmp_path / "white.png")
    driver.masks.import_bar.apply()

    assert (driver.mask() == soft).all()


@pytest.mark.parametrize("form", [MaskForm.DUAL, MaskForm.WHITE])
def test_a_hard_mask_comes_back_the_same_when_exported_as_sent(
    driver: MaskDriver, tmp_path: Path, qtbot: QtBot, form: MaskForm
) -> None:
    profile = replace(compatible_server("other", "http://127.0.0.1:9"), mask_form=form)
    driver.program.settings.set(servers=(profile,), server="other")
    hard = driver.put(np.where(disc(SIZE, (300, 200), 90) > 127, 255, 0).astype(np.uint8))
    with qtbot.waitSignal(driver.masks.told):
        driver.masks.exporter.export_sent(tmp_path / "sent.png")
    with Image.open(tmp_path / "sent.png") as sent:
        assert sent.mode == ("RGBA" if form is MaskForm.DUAL else "L")

    driver.import_mask(tmp_path / "sent.png")
    driver.masks.import_bar.apply()

    assert (driver.mask() == hard).all()


def test_a_copied_mask_can_be_pasted_as_mask(
    driver: MaskDriver, clipboard: QClipboard, qtbot: QtBot
) -> None:
    soft = driver.put(disc(SIZE, (300, 200), 90, soft=40))
    with qtbot.waitSignal(driver.masks.told):
        driver.press("copy_mask")
    assert clipboard.image().size().width() == 640
    driver.press("clear_mask")

    driver.press("paste_mask")
    qtbot.waitUntil(driver.masks.import_bar.isVisible)
    driver.masks.import_bar.apply()

    assert (driver.mask() == soft).all()


def test_a_pasted_picture_is_read_by_its_transparency(
    driver: MaskDriver, clipboard: QClipboard, qtbot: QtBot
) -> None:
    image = QImage(640, 427, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.red)
    for x in range(100, 140):
        for y in range(50, 60):
            image.setPixelColor(x, y, Qt.GlobalColor.transparent)
    clipboard.setImage(image)

    driver.press("paste_mask")
    qtbot.waitUntil(driver.masks.import_bar.isVisible)

    assert driver.masks.import_bar.source_label.text() == "read as transparency"
    mask = driver.mask()
    assert (mask[50:60, 100:140] == 255).all()
    assert (mask > 0).sum() == 400


def test_what_is_no_picture_is_told_and_changes_nothing(driver: MaskDriver, tmp_path: Path) -> None:
    before = driver.put(disc(SIZE, (100, 100), 40))
    (tmp_path / "notes.png").write_text("no picture")

    driver.masks.import_file(tmp_path / "notes.png")

    assert "notes.png" in driver.wait_for_banner()
    assert (driver.mask() == before).all()
    assert not driver.masks.import_bar.isVisible()


def test_without_a_picture_there_is_nothing_to_mask(
    driver: MaskDriver, samples: Samples, qtbot: QtBot
) -> None:
    driver.press("new_edit")

    driver.masks.import_file(samples.rocket_mask)

    assert "no picture" in driver.wait_for_banner()


def test_an_import_of_an_empty_mask_says_so(driver: MaskDriver, tmp_path: Path) -> None:
    driver.import_mask(save_grey(np.zeros((427, 640), np.uint8), tmp_path / "black.png"))

    assert not driver.mask().any()
    driver.masks.import_bar.invert_box.setChecked(True)
    assert (driver.mask() == 255).all()
