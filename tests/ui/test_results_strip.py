"""The results strip asks for what the person does with keys, mouse and menu."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from helpers.samples import Samples
from overpaint.domain.draft import InputImage
from overpaint.domain.errors import ApiError
from overpaint.domain.events import (
    Answer,
    Cancelled,
    Completed,
    Failed,
    JobId,
    Partial,
    Queued,
    Result,
)
from overpaint.domain.sizes import Size
from overpaint.domain.text import say
from overpaint.ui.icons import Icons
from overpaint.ui.payload import Offer, Origin, look_at
from overpaint.ui.results import ResultAction, ResultItem, ResultsModel, ResultsStrip
from overpaint.ui.results.mime import DragMime, clipboard_mime, flattened
from overpaint.ui.results.tile_layout import TileLayout
from overpaint.ui.theme import Theme, ThemeChoice
from overpaint.ui.thumbnails import ThumbnailLoader

DONE, BROKEN, RUNS = JobId("done"), JobId("broken"), JobId("runs")


@pytest.fixture
def icons(qapp: QApplication) -> Icons:
    return Icons(Theme(qapp, ThemeChoice.DARK))


@pytest.fixture
def model(qapp: QApplication, samples: Samples) -> Iterator[ResultsModel]:
    loader = ThumbnailLoader()
    model = ResultsModel(loader)
    model.set_original(InputImage("a", samples.coffee, "c.png", Size(600, 400), "image/png", 1))
    for job in (DONE, BROKEN, RUNS):
        model.expect(job, previews=2)
        model.apply(Queued(job))
    done = Answer(samples.rocket, "image/png", Size(640, 427))
    model.apply(Completed(DONE, (Result.plain(done),), "", None, 3.0))
    error = ApiError(say("e", "Refused."), remedy=say("e", "Rephrase it."), status=400)
    model.apply(Failed(BROKEN, error))
    yield model
    loader.close()


@pytest.fixture
def strip(qtbot: QtBot, model: ResultsModel, icons: Icons) -> Iterator[ResultsStrip]:
    strip = ResultsStrip(model, icons)
    qtbot.addWidget(strip)
    strip.resize(900, 220)
    strip.show()
    strip.view.setFocus()
    yield strip
    for job in model.running_jobs():
        model.apply(Cancelled(job, maybe_billed=False))


def tile(strip: ResultsStrip, row: int) -> TileLayout:
    return TileLayout.at(strip.view.visualRect(strip.view.model().index(row)))


def click(qtbot: QtBot, strip: ResultsStrip, position: QPoint) -> None:
    qtbot.mouseClick(strip.view.viewport(), Qt.MouseButton.LeftButton, pos=position)


def test_a_click_selects_a_tile(strip: ResultsStrip, qtbot: QtBot) -> None:
    with qtbot.waitSignal(strip.selected) as told:
        click(qtbot, strip, tile(strip, 1).title.center())

    assert told.args[0].job == DONE


def test_a_newer_preview_of_the_selected_tile_is_told_but_not_every_second(
    strip: ResultsStrip, model: ResultsModel, qtbot: QtBot, samples: Samples
) -> None:
    strip.select_job(RUNS)

    with qtbot.waitSignal(strip.selected) as told:
        model.apply(Partial(RUNS, 0, samples.chelsea))
    with qtbot.assertNotEmitted(strip.selected):
        model._tick()

    assert told.args[0].picture == samples.chelsea


@pytest.mark.parametrize(
    ("key", "modifier", "signal"),
    [
        (Qt.Key.Key_T, Qt.KeyboardModifier.NoModifier, "use_as_target"),
        (Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "add_as_reference"),
        (Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier, "copy_requested"),
    ],
)
def test_keys_ask_for_the_selected_result(
    strip: ResultsStrip,
    qtbot: QtBot,
    samples: Samples,
    key: Qt.Key,
    modifier: Qt.KeyboardModifier,
    signal: str,
) -> None:
    strip.select_job(DONE)

    with qtbot.waitSignal(getattr(strip, signal)) as told:
        qtbot.keyClick(strip.view, key, modifier)

    assert told.args[0] in (samples.rocket, strip.selected_item())


def test_delete_takes_the_tile_away_and_leaves_the_file(
    strip: ResultsStrip, qtbot: QtBot, model: ResultsModel, samples: Samples
) -> None:
    strip.select_job(DONE)

    with qtbot.waitSignal(strip.removed):
        qtbot.keyClick(strip.view, Qt.Key.Key_Delete)

    assert model.row_of_key(str(DONE)) is None
    assert samples.rocket.exists()


def test_delete_leaves_running_jobs_and_the_original(
    strip: ResultsStrip, qtbot: QtBot, model: ResultsModel
) -> None:
    for row in (0, 3):
        strip.select(model.item(row).key)
        qtbot.keyClick(strip.view, Qt.Key.Key_Delete)

    assert model.rowCount() == 4


def test_retry_stands_inside_the_failed_tile(strip: ResultsStrip, qtbot: QtBot) -> None:
    with qtbot.waitSignal(strip.retry_requested) as told:
        click(qtbot, strip, tile(strip, 2).retry.center())

    assert told.args == [BROKEN]


def test_a_running_tile_can_be_cancelled_by_its_button(strip: ResultsStrip, qtbot: QtBot) -> None:
    with qtbot.waitSignal(strip.cancel_requested) as told:
        click(qtbot, strip, tile(strip, 3).button(0).center())

    assert told.args == [RUNS]


def test_a_button_let_go_elsewhere_does_nothing(strip: ResultsStrip, qtbot: QtBot) -> None:
    view = strip.view.viewport()

    with qtbot.assertNotEmitted(strip.retry_requested):
        qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=tile(strip, 2).retry.center())
        qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=tile(strip, 2).title.center())


def test_the_menu_offers_what_can_be_done(strip: ResultsStrip, model: ResultsModel) -> None:
    def entries(job: JobId) -> list[str]:
        item = next(model.item(n) for n in range(4) if model.item(n).job == job)
        menu = strip.menu_for(item)
        return [action.text() for action in menu.actions() if not action.isSeparator()]

    assert entries(DONE) == [
        "Use as target", "Add as reference", "Compare with the original", "Show its lineage",
        "Favourite", "Export…",
        "Save a copy…", "Copy", "Copy file path", "Show in folder", "What was sent…",
        "Remove from strip",
    ]  # fmt: skip
    assert entries(BROKEN) == ["Retry", "What was sent…", "Remove from strip"]
    assert entries(RUNS) == ["Cancel"]


def test_an_action_that_cannot_be_is_not_asked_for(strip: ResultsStrip, qtbot: QtBot) -> None:
    strip.select_job(RUNS)

    with qtbot.assertNotEmitted(strip.save_copy_requested):
        strip.perform(ResultAction.SAVE_COPY)


def test_steps_stop_at_the_ends(strip: ResultsStrip, model: ResultsModel) -> None:
    strip.select(model.item(0).key)
    for _ in range(9):
        strip.step(+1)

    assert strip.selected_item() == model.item(3)


def _alpha_png(folder: Path) -> Path:
    image = QImage(4, 4, QImage.Format.Format_ARGB32)
    image.fill(QColor(255, 0, 0, 0))
    image.setPixelColor(0, 0, QColor(255, 0, 0, 255))
    path = folder / "clear.png"
    image.save(str(path))
    return path


def test_a_drag_brings_the_file_and_the_pixels_when_asked(samples: Samples) -> None:
    mime = DragMime([samples.rocket])

    assert [url.toLocalFile() for url in mime.urls()] == [str(samples.rocket)]
    assert mime.hasImage()
    assert QImage(mime.imageData()).width() == 640
    assert bytes(mime.data("image/png").data()) == samples.rocket.read_bytes()


def test_a_drag_of_another_format_brings_its_bytes_and_a_png(
    samples: Samples, tmp_path: Path
) -> None:
    path = tmp_path / "rocket.jpg"
    QImage(str(samples.rocket)).save(str(path))

    mime = DragMime([path])

    assert bytes(mime.data("image/jpeg").data()) == path.read_bytes()
    assert QImage.fromData(mime.data("image/png")).size() == QImage(str(path)).size()


def test_several_files_are_dragged_together(samples: Samples) -> None:
    mime = DragMime([samples.coffee, samples.rocket])

    assert [url.toLocalFile() for url in mime.urls()] == [str(samples.coffee), str(samples.rocket)]
    assert QImage(mime.imageData()).width() == 600
    assert look_at(mime) == Offer(Origin.RESULT, 2)


def test_the_flat_bitmap_is_white_where_the_png_is_transparent(tmp_path: Path) -> None:
    path = _alpha_png(tmp_path)

    mime = DragMime([path])

    flat = QImage(mime.imageData())
    assert flat.pixelColor(3, 3) == QColor(255, 255, 255)
    assert flat.pixelColor(0, 0) == QColor(255, 0, 0)
    assert QImage.fromData(mime.data("image/png")).pixelColor(3, 3).alpha() == 0


def test_a_drag_of_a_file_that_is_gone_brings_nothing_and_does_not_fail(tmp_path: Path) -> None:
    mime = DragMime([tmp_path / "gone.png"])

    assert mime.data("image/png").isEmpty()


def test_the_clipboard_gets_a_png_a_flat_bitmap_and_the_addresses(
    qapp: QApplication, samples: Samples, tmp_path: Path
) -> None:
    path = _alpha_png(tmp_path)
    png = path.read_bytes()

    mime = clipboard_mime([path, samples.rocket], flattened(QImage(str(path))), png)

    assert bytes(mime.data("image/png").data()) == png
    assert QImage(mime.imageData()).pixelColor(3, 3) == QColor(255, 255, 255)
    assert [url.toLocalFile() for url in mime.urls()] == [str(path), str(samples.rocket)]


def _finish_two(strip: ResultsStrip, model: ResultsModel) -> list[ResultItem]:
    done = [model.item(row) for row in range(model.rowCount()) if model.item(row).file]
    strip.select(done[0].key)
    for item in done[1:]:
        row = model.row_of_key(item.key)
        assert row is not None
        strip.view.selectionModel().select(
            model.index(row), QItemSelectionModel.SelectionFlag.Select
        )
    return done


def test_what_is_done_with_several_selected_tiles_is_asked_for_once(
    strip: ResultsStrip, model: ResultsModel, qtbot: QtBot
) -> None:
    done = _finish_two(strip, model)
    assert len(done) > 1

    with qtbot.waitSignal(strip.several_requested) as told:
        qtbot.keyClick(strip.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert told.args == [ResultAction.COPY, [item.file for item in done]]


def test_every_state_is_painted_in_both_themes(
    strip: ResultsStrip, icons: Icons, model: ResultsModel, samples: Samples, qtbot: QtBot
) -> None:
    model.apply(Partial(RUNS, 0, samples.chelsea))
    dark = strip.grab().toImage()

    icons.theme.choose(ThemeChoice.LIGHT)

    light = strip.grab().toImage()
    corner = tile(strip, 3).card.bottomRight() - QPoint(12, 8)
    assert dark.pixelColor(corner).lightness() < 100
    assert light.pixelColor(corner).lightness() > 200
