"""Exporting from the window: the dialog, the key that asks nothing, and the clipboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QClipboard
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFormLayout, QWidget
from pytestqt.qtbot import QtBot

from helpers.program import PATIENCE_MS, Driver
from helpers.samples import Samples
from overpaint.domain.events import Answer, Completed, JobId, Queued, Result
from overpaint.domain.export import ExportFormat, ExportPart
from overpaint.domain.sizes import Size
from overpaint.ui.export.dialog import ExportDialog
from overpaint.ui.results import ResultAction
from overpaint.ui.results.item import ResultState
from overpaint.ui.widgets.segmented import SegmentedControl


@pytest.fixture
def driver(qapp: QApplication, qtbot: QtBot, own_home: Path, samples: Samples) -> Iterator[Driver]:
    driver = Driver(qapp, qtbot, own_home)
    driver.open(samples.rocket)
    yield driver
    driver.close()


@pytest.fixture
def clipboard(qapp: QApplication) -> Iterator[QClipboard]:
    """The clipboard; emptied, because what is left on it outlives the interpreter and crashes."""
    yield qapp.clipboard()
    qapp.clipboard().clear()


@pytest.fixture
def finished(driver: Driver, samples: Samples) -> list[str]:
    """Two finished results that stand for themselves; returns the keys of their tiles."""
    for number, (path, size) in enumerate(
        ((samples.coffee, Size(600, 400)), (samples.chelsea, Size(451, 300)))
    ):
        job = JobId(f"job {number}")
        driver.panels.tiles.expect(job, prompt="A cup, or a cat.")
        driver.panels.tiles.apply(Queued(job))
        answer = Answer(path, "image/png", size)
        driver.panels.tiles.apply(Completed(job, (Result.plain(answer),), "", None, 3.0))
    return [item.key for item in driver.results()]


@pytest.fixture
def dialog(driver: Driver, finished: list[str], qtbot: QtBot) -> ExportDialog:
    driver.panels.results.select(finished[0])
    driver.press("export")
    dialog = driver.panels.exports.dialog
    assert dialog is not None
    settled(dialog, qtbot)
    return dialog


def settled(dialog: ExportDialog, qtbot: QtBot) -> None:
    """Wait until the size of the present choice is told."""
    qtbot.waitUntil(lambda: "px" in dialog.estimate.text, timeout=PATIENCE_MS)


def choose(control: SegmentedControl, label: str) -> None:
    (button,) = (b for b in control.findChildren(QAbstractButton) if b.text() == label)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def button_of(control: SegmentedControl, label: str) -> QAbstractButton:
    return next(b for b in control.findChildren(QAbstractButton) if b.text() == label)


def exports(driver: Driver) -> list[str]:
    folder = driver.home / "pictures"
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def wait_for_files(driver: Driver, qtbot: QtBot, count: int) -> list[str]:
    qtbot.waitUntil(lambda: len(exports(driver)) >= count, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: "Exported" in driver.panels.area.toast.text, timeout=PATIENCE_MS)
    return exports(driver)


def shown_rows(dialog: ExportDialog) -> set[QWidget]:
    form = dialog.findChild(QFormLayout)
    fields = dialog.options
    rows = (fields.format, fields.extent, fields.depth, fields.lossless, fields.quality,
            fields.packing, fields.detail, fields.progressive, fields.ground, fields.colours,
            fields.camera, fields.place)  # fmt: skip
    assert form is not None
    return {row for row in rows if form.isRowVisible(row)}


def test_what_is_chosen_is_written_under_the_name_that_was_shown(
    dialog: ExportDialog, driver: Driver, qtbot: QtBot
) -> None:
    choose(dialog.options.format, "JPEG")
    dialog.name.entry.setText("{prompt} {width}x{height}")
    settled(dialog, qtbot)
    assert dialog.name.example.text == "A cup, or a cat 600x400.jpg"

    QTest.mouseClick(dialog.export, Qt.MouseButton.LeftButton)

    assert wait_for_files(driver, qtbot, 1) == ["A cup, or a cat 600x400.jpg"]
    with Image.open(driver.home / "pictures" / "A cup, or a cat 600x400.jpg") as image:
        assert (image.format, image.size) == ("JPEG", (600, 400))
    assert driver.panels.area.toast.button.isVisibleTo(driver.panels.area.toast)
    assert dialog.isVisible()


def test_the_same_again_by_a_key_asks_nothing_and_overwrites_nothing(
    dialog: ExportDialog, driver: Driver, qtbot: QtBot
) -> None:
    choose(dialog.options.format, "WebP")
    dialog.name.entry.setText("{source}")
    dialog.close()

    for count in (1, 2):
        driver.press("export_again")
        wait_for_files(driver, qtbot, count)
        qtbot.waitUntil(lambda: not driver.panels.exports._running, timeout=PATIENCE_MS)

    assert exports(driver) == ["overpaint-2.webp", "overpaint.webp"]


def test_settings_are_remembered(dialog: ExportDialog, driver: Driver, tmp_path: Path) -> None:
    choose(dialog.options.format, "TIFF")
    choose(dialog.options.packing, "LZW")
    dialog._set_folder(tmp_path)

    kept = driver.program.settings.settings.export

    assert (kept.options.format, kept.options.tiff_packing) == (ExportFormat.TIFF, "lzw")
    assert kept.folder == tmp_path


def test_every_format_shows_its_own_options_only(dialog: ExportDialog) -> None:
    form = dialog.options
    always = {form.format, form.colours, form.camera, form.place}
    own = {
        "PNG": {form.depth},
        "JPEG": {form.quality, form.detail, form.progressive},
        "WebP": {form.quality, form.lossless},
        "TIFF": {form.depth, form.packing},
        "AVIF": {form.quality, form.detail},
    }

    for label, rows in own.items():
        choose(form.format, label)
        assert shown_rows(dialog) == always | rows, label

    choose(form.format, "WebP")
    choose(form.lossless, "Lossless")
    assert form.quality not in shown_rows(dialog)


def test_what_cannot_be_exported_says_why(dialog: ExportDialog) -> None:
    patch = button_of(dialog.part, "Patch")

    assert not patch.isEnabled()
    assert "mask" in patch.toolTip()
    assert not button_of(dialog.part, "Answer").isEnabled()
    assert not button_of(dialog.options.depth, "16 bits").isEnabled()
    assert "8 bits" in button_of(dialog.options.depth, "16 bits").toolTip()


def test_a_wrong_name_stops_the_export_and_says_what_is_wrong(
    dialog: ExportDialog, driver: Driver
) -> None:
    kept = driver.program.settings.settings.export.name

    dialog.name.entry.setText("{source} {artist}")

    assert "{artist}" in dialog.name.problem
    assert not dialog.export.isEnabled()
    assert "{artist}" in dialog.export.toolTip()
    assert driver.program.settings.settings.export.name == kept
    dialog.name.entry.setText("{source}")
    assert dialog.export.isEnabled()


def test_the_dialog_follows_the_selected_result(
    dialog: ExportDialog, driver: Driver, finished: list[str], qtbot: QtBot
) -> None:
    driver.panels.results.select(finished[1])

    qtbot.waitUntil(lambda: "451 × 300 px" in dialog.estimate.text, timeout=PATIENCE_MS)


def test_several_results_are_several_files(
    dialog: ExportDialog, driver: Driver, finished: list[str], qtbot: QtBot
) -> None:
    driver.panels.results.view.selectAll()
    driver.panels.results.perform(ResultAction.EXPORT)
    settled(dialog, qtbot)
    dialog.name.entry.setText("{source} {width}")

    QTest.mouseClick(dialog.export, Qt.MouseButton.LeftButton)

    assert wait_for_files(driver, qtbot, 2) == ["overpaint 451.png", "overpaint 600.png"]


def test_a_folder_that_fails_is_told_in_the_dialog_and_another_can_be_chosen(
    dialog: ExportDialog, driver: Driver, qtbot: QtBot, tmp_path: Path
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    dialog._set_folder(blocked / "inside")

    QTest.mouseClick(dialog.export, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: dialog.banner.notice is not None, timeout=PATIENCE_MS)
    assert dialog.banner.notice is not None
    assert [action.id for action in dialog.banner.notice.actions] == ["choose_folder"]
    assert dialog.export.isEnabled()
    dialog._set_folder(tmp_path / "good")
    QTest.mouseClick(dialog.export, Qt.MouseButton.LeftButton)
    qtbot.waitUntil((tmp_path / "good").is_dir, timeout=PATIENCE_MS)


def test_without_a_result_the_original_is_offered(driver: Driver, qtbot: QtBot) -> None:
    driver.press("export")
    dialog = driver.panels.exports.dialog
    assert dialog is not None
    settled(dialog, qtbot)

    assert dialog.choice.part is ExportPart.ORIGINAL
    assert dialog.look.has_picture
    assert not button_of(dialog.part, "Result").isEnabled()


def test_enter_exports_and_escape_closes(
    dialog: ExportDialog, driver: Driver, qtbot: QtBot
) -> None:
    QTest.keyClick(dialog.name.entry, Qt.Key.Key_Return)
    wait_for_files(driver, qtbot, 1)

    QTest.keyClick(dialog, Qt.Key.Key_Escape)

    assert not dialog.isVisible()


def test_every_control_has_a_name_and_can_be_reached(dialog: ExportDialog) -> None:
    for widget in dialog.findChildren(QWidget):
        focusable = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if focusable and widget.isVisible():
            assert widget.accessibleName() or getattr(widget, "text", str)(), widget


def test_the_canvas_is_copied_as_it_is_seen(
    driver: Driver, samples: Samples, qtbot: QtBot, clipboard: QClipboard
) -> None:
    with qtbot.waitSignal(driver.panels.files.done, timeout=PATIENCE_MS):
        driver.press("copy_merged")

    (url,) = clipboard.mimeData().urls()
    assert Path(url.toLocalFile()).name == "rocket as seen.png"
    assert clipboard.image().size().toTuple() == (640, 427)
    assert exports(driver) == []


@pytest.mark.slow
def test_a_masked_edit_exports_its_patch_layers_and_answer(driver: Driver, qtbot: QtBot) -> None:
    driver.paint((0.4, 0.4), (0.6, 0.6))
    driver.store.set(prompt="Make it black and white.", stream=False)
    driver.press("generate")
    driver.panels.results.select(driver.wait_for(ResultState.DONE)[0].key)
    before = exports(driver)
    driver.press("export")
    dialog = driver.panels.exports.dialog
    assert dialog is not None

    for label in ("Patch", "Layers", "Answer"):
        settled(dialog, qtbot)
        choose(dialog.part, label)
        driver.panels.area.toast.say("")
        QTest.mouseClick(dialog.export, Qt.MouseButton.LeftButton)
        wait_for_files(driver, qtbot, len(before) + 1)
        before = exports(driver)

    assert {Path(name).suffix for name in before} == {".png", ".ora"}
    patches = [name for name in before if name.startswith("rocket Make")]
    assert len(patches) == 3
