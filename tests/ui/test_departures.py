"""Results leave the window: by the handle on the canvas, several at once, by the clipboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QClipboard, QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from helpers.program import PATIENCE_MS, Driver
from helpers.samples import Samples
from overpaint.domain.events import Answer, Completed, JobId, Queued, Result
from overpaint.domain.sizes import Size
from overpaint.ui import drag_handle
from overpaint.ui.drag_handle import DragHandle
from overpaint.ui.results import ResultAction


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
    """Two finished results; returns the keys of their tiles."""
    for number, path in enumerate((samples.coffee, samples.chelsea)):
        job = JobId(f"job {number}")
        driver.panels.tiles.expect(job)
        driver.panels.tiles.apply(Queued(job))
        answer = Answer(path, "image/png", Size(600, 400))
        driver.panels.tiles.apply(Completed(job, (Result.plain(answer),), "", None, 3.0))
    return [item.key for item in driver.results()]


def handle(driver: Driver) -> DragHandle:
    return driver.window._departures.handle


def test_the_handle_is_there_while_a_finished_result_is_shown(
    driver: Driver, finished: list[str], qtbot: QtBot
) -> None:
    assert not handle(driver).isVisible()

    driver.panels.results.select(finished[0])
    assert handle(driver).isVisible()
    assert handle(driver).text() == "coffee.png"
    assert driver.panels.area.rect().contains(handle(driver).geometry())

    driver.panels.results.select("original")
    assert not handle(driver).isVisible()


def test_dragging_the_handle_carries_the_file(
    driver: Driver, finished: list[str], samples: Samples, monkeypatch: pytest.MonkeyPatch
) -> None:
    carried: list[list[Path]] = []
    monkeypatch.setattr(
        drag_handle, "carry_out", lambda _source, paths, *_rest: carried.append(paths) or True
    )
    driver.panels.results.select(finished[1])
    start = QPoint(20, 16)

    QTest.mousePress(handle(driver), Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(handle(driver), start + QPoint(3, 0))
    assert carried == []
    QTest.mouseMove(handle(driver), start + QPoint(40, 0))
    QTest.mouseMove(handle(driver), start + QPoint(60, 0))

    assert carried == [[samples.chelsea]]
    QTest.mouseRelease(handle(driver), Qt.MouseButton.LeftButton, pos=start)


def test_a_drag_that_nobody_took_names_the_other_way(
    driver: Driver, finished: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drag_handle, "carry_out", lambda *_all: False)
    driver.panels.results.select(finished[0])
    start = QPoint(20, 16)

    QTest.mousePress(handle(driver), Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(handle(driver), start + QPoint(40, 0))

    assert "Copy file path" in driver.panels.area.toast.text


def test_the_handle_has_a_menu_for_the_keyboard(driver: Driver, finished: list[str]) -> None:
    driver.panels.results.select(finished[0])

    menu = handle(driver).menu_for_result()

    assert menu is not None
    assert {"Copy", "Copy file path", "Save a copy…"} <= {a.text() for a in menu.actions()}


def test_several_results_are_copied_together(
    driver: Driver, finished: list[str], samples: Samples, clipboard: QClipboard, qtbot: QtBot
) -> None:
    driver.panels.results.select(finished[0])
    driver.panels.results.view.selectAll()

    driver.panels.results.perform(ResultAction.COPY)

    toast = driver.panels.area.toast
    qtbot.waitUntil(lambda: toast.text == "Copied 3 files", timeout=PATIENCE_MS)
    mime = clipboard.mimeData()
    assert {Path(url.toLocalFile()) for url in mime.urls()} == {
        samples.rocket, samples.coffee, samples.chelsea,
    }  # fmt: skip
    assert bytes(mime.data("image/png").data()) == samples.coffee.read_bytes()
    assert QImage(mime.imageData()).width() == 600


def test_several_results_become_references_in_one_step(
    driver: Driver, finished: list[str], qtbot: QtBot
) -> None:
    driver.panels.results.select(finished[0])
    driver.panels.results.view.selectAll()

    driver.panels.results.perform(ResultAction.ADD_AS_REFERENCE)

    qtbot.waitUntil(lambda: len(driver.store.draft.inputs) == 3, timeout=PATIENCE_MS)
    driver.panels.inputs.undo_stack.undo()
    assert len(driver.store.draft.inputs) == 1


def test_copies_of_several_results_overwrite_nothing(
    driver: Driver, samples: Samples, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "coffee.png").write_text("mine")

    with qtbot.waitSignal(driver.panels.files.done, timeout=PATIENCE_MS):
        driver.panels.files.copy_into([samples.coffee, samples.chelsea], tmp_path)

    assert (tmp_path / "coffee.png").read_text() == "mine"
    assert (tmp_path / "coffee 2.png").read_bytes() == samples.coffee.read_bytes()
    assert (tmp_path / "chelsea.png").read_bytes() == samples.chelsea.read_bytes()


def test_a_new_edit_begins_with_what_is_pasted(
    driver: Driver, samples: Samples, clipboard: QClipboard, qtbot: QtBot
) -> None:
    driver.store.set(prompt="old")
    clipboard.setText(str(samples.coffee))

    driver.press("paste_new")

    qtbot.waitUntil(
        lambda: [i.name for i in driver.store.draft.inputs] == ["coffee.png"], timeout=PATIENCE_MS
    )
    assert driver.store.draft.prompt == ""


def test_the_edit_stays_when_there_is_nothing_to_paste(
    driver: Driver, tmp_path: Path, clipboard: QClipboard, qtbot: QtBot
) -> None:
    driver.store.set(prompt="old")
    toast = driver.panels.area.toast
    for text in ("hello", str(tmp_path / "nowhere.png")):
        toast.say("")
        clipboard.setText(text)

        driver.press("paste_new")

        qtbot.waitUntil(lambda: toast.text == "There is no picture on the clipboard")
    assert driver.store.draft.prompt == "old"
    assert [image.name for image in driver.store.draft.inputs] == ["rocket.png"]


def test_an_input_of_a_format_that_few_programs_know_is_copied_as_png(
    driver: Driver, tmp_path: Path, clipboard: QClipboard, qtbot: QtBot
) -> None:
    path = tmp_path / "deep.tif"
    Image.new("I;16", (40, 30), 30_000).save(path)

    driver.panels.inputs.copy_requested.emit(path)

    toast = driver.panels.area.toast
    qtbot.waitUntil(lambda: toast.text == "Copied “deep.tif”", timeout=PATIENCE_MS)
    mime = clipboard.mimeData()
    assert bytes(mime.data("image/png").data()).startswith(b"\x89PNG")
    assert QImage(mime.imageData()).size().toTuple() == (40, 30)


def test_the_png_of_a_copy_keeps_the_transparency_of_another_format(
    driver: Driver, tmp_path: Path, clipboard: QClipboard, qtbot: QtBot
) -> None:
    path = tmp_path / "clear.webp"
    Image.new("RGBA", (40, 30), (255, 0, 0, 0)).save(path, lossless=True)

    driver.panels.files.copy(path)

    toast = driver.panels.area.toast
    qtbot.waitUntil(lambda: toast.text == "Copied “clear.webp”", timeout=PATIENCE_MS)
    mime = clipboard.mimeData()
    assert QImage.fromData(mime.data("image/png")).pixelColor(5, 5).alpha() == 0
    assert QImage(mime.imageData()).pixelColor(5, 5) == QColor(255, 255, 255)
