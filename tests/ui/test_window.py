"""The whole job in the window: load, paint, submit, previews, result; and every way it can fail."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QClipboard, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from helpers.outside import beyond_feather
from helpers.program import Driver
from helpers.samples import Samples
from helpers.scripted_server import (
    ScriptedServer,
    Stall,
    completed_event,
    partial_event,
    reply,
    streamed,
)
from overpaint.domain.errors import Action, Billing
from overpaint.domain.profiles import MaskForm
from overpaint.domain.sizes import Size
from overpaint.services.settings import compatible_server
from overpaint.ui.results.item import ResultState


@pytest.fixture
def driver(qapp: QApplication, qtbot: QtBot, own_home: Path) -> Iterator[Driver]:
    driver = Driver(qapp, qtbot, own_home)
    yield driver
    driver.close()


@pytest.fixture
def clipboard(qapp: QApplication) -> Iterator[QClipboard]:
    """The clipboard; emptied, because what is left on it outlives the interpreter and crashes."""
    yield qapp.clipboard()
    qapp.clipboard().clear()


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer() as started:
        yield started


def _use(driver: Driver, server: ScriptedServer) -> None:
    profile = compatible_server("test server", server.url)
    driver.program.settings.set(servers=(profile,), server=profile.name)


def _compose(driver: Driver, samples: Samples) -> None:
    driver.open(samples.rocket)
    driver.paint((0.3, 0.4), (0.34, 0.6))
    driver.store.set(prompt="remove the tower")


def _assert_nothing_lost(driver: Driver, samples: Samples) -> None:
    draft = driver.store.draft
    assert draft.prompt == "remove the tower"
    assert [image.name for image in draft.inputs] == ["rocket.png"]
    assert draft.mask is not None
    assert driver.panels.canvas.mask is not None
    assert not driver.panels.canvas.mask.is_empty


def test_what_arrives_gives_way_while_the_hand_is_on_the_canvas(
    driver: Driver, samples: Samples
) -> None:
    driver.open(samples.rocket)
    canvas, courtesy = driver.panels.canvas, driver.program._connections.courtesy
    place = canvas.rect().center()

    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=place)
    held = courtesy.is_asked
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=place)

    assert held
    assert not courtesy.is_asked


@pytest.mark.slow
def test_load_paint_submit_previews_result(driver: Driver, samples: Samples) -> None:
    _compose(driver, samples)

    driver.press("generate")
    (tile,) = driver.wait_for(ResultState.DONE)

    states = [item.state for item in driver.seen if item.key == tile.key]
    assert ResultState.PREVIEW in states
    assert states.index(ResultState.PREVIEW) < states.index(ResultState.DONE)
    assert tile.file is not None
    assert tile.file.parent == driver.home / "pictures"
    source = np.asarray(Image.open(samples.rocket).convert("RGB")).astype(int)
    answer = np.asarray(Image.open(tile.file).convert("RGB")).astype(int)
    mask = driver.panels.canvas.mask
    assert mask is not None
    inside = mask.copy_coverage() >= 128
    changed = (answer != source).any(axis=2)
    assert not changed[beyond_feather(inside)].any()
    assert changed[inside].mean() > 0.5


@pytest.mark.slow
def test_three_variants_are_three_tiles_and_three_files(driver: Driver, samples: Samples) -> None:
    _compose(driver, samples)
    driver.store.set(variants=3, partial_images=1)

    driver.press("generate")
    tiles = driver.wait_for(ResultState.DONE, count=3)

    files = {tile.file for tile in tiles}
    assert len(files) == 3
    assert len({path.read_bytes() for path in files if path}) == 3


def test_generate_without_anything_says_what_is_missing(driver: Driver) -> None:
    driver.press("generate")

    assert driver.panels.inspector.problems.isVisible()
    assert driver.results() == []


def test_cancel_stops_one_variant_and_leaves_the_other(
    driver: Driver, samples: Samples, server: ScriptedServer
) -> None:
    _use(driver, server)
    done = samples.chelsea.read_bytes()
    server.play(streamed(partial_event(done), Stall(), ends=False))
    _compose(driver, samples)
    driver.store.set(variants=2)
    driver.press("generate")
    first, second = driver.wait_for(ResultState.PREVIEW, count=2)
    assert first.job is not None

    driver.panels.results.cancel_requested.emit(first.job)
    assert "may still bill it" in driver.wait_for_banner()
    driver.panels.results.cancel_requested.emit(first.job)

    (cancelled,) = driver.wait_for(ResultState.CANCELLED)
    assert cancelled.key == first.key
    assert cancelled.maybe_billed
    assert [item.state for item in driver.results() if item.key == second.key] == [
        ResultState.PREVIEW
    ]
    _assert_nothing_lost(driver, samples)


def test_a_stream_that_is_cut_leaves_a_failed_tile_and_everything_else(
    driver: Driver, samples: Samples, server: ScriptedServer
) -> None:
    _use(driver, server)
    server.play(streamed(partial_event(samples.chelsea.read_bytes()), ends=False))
    _compose(driver, samples)

    driver.press("generate")
    (tile,) = driver.wait_for(ResultState.FAILED)

    assert driver.error_of(tile).billing is Billing.MAYBE
    assert "charged" in driver.wait_for_banner()
    assert len(server.posts) == 1
    _assert_nothing_lost(driver, samples)


@pytest.mark.slow
def test_retry_uses_the_tile_and_the_server_chosen_now(
    driver: Driver, samples: Samples, server: ScriptedServer
) -> None:
    _use(driver, server)
    server.play(reply({"error": {"message": "boom", "type": "server_error"}}, status=500))
    _compose(driver, samples)
    driver.press("generate")
    (tile,) = driver.wait_for(ResultState.FAILED)
    assert tile.job is not None
    driver.program.settings.set(server="built-in")

    driver.panels.results.retry_requested.emit(tile.job)

    driver.wait_for(ResultState.DONE)
    assert len(driver.results()) == 1
    assert len(server.posts) == 1


def test_a_wrong_key_offers_to_enter_another(
    driver: Driver, samples: Samples, server: ScriptedServer
) -> None:
    _use(driver, server)
    refusal = {"message": "Incorrect API key provided", "code": "invalid_api_key"}
    server.play(reply({"error": refusal}, status=401))
    _compose(driver, samples)

    driver.press("generate")
    (tile,) = driver.wait_for(ResultState.FAILED)

    assert driver.error_of(tile).action is Action.ENTER_KEY
    _assert_nothing_lost(driver, samples)


def test_a_refused_connection_names_the_server(driver: Driver, samples: Samples) -> None:
    profile = compatible_server("nobody", "http://127.0.0.1:9/v1")
    driver.program.settings.set(servers=(profile,), server=profile.name)
    _compose(driver, samples)

    driver.press("generate")
    (tile,) = driver.wait_for(ResultState.FAILED)

    assert "127.0.0.1:9" in str(driver.error_of(tile)) or "nobody" in str(driver.error_of(tile))
    assert driver.error_of(tile).billing is Billing.NO
    _assert_nothing_lost(driver, samples)


def test_a_busy_server_is_waited_out_before_everybodys_eyes(
    driver: Driver, samples: Samples, server: ScriptedServer
) -> None:
    refusal = {"error": {"message": "Slow down.", "code": "rate_limit_exceeded"}}
    server.play(
        reply(refusal, status=429, headers=[("retry-after-ms", "300")]),
        streamed(completed_event(samples.rocket.read_bytes())),
    )
    _use(driver, server)
    _compose(driver, samples)

    driver.press("generate")
    (tile,) = driver.wait_for(ResultState.DONE)

    states = [item.state for item in driver.seen if item.key == tile.key]
    assert ResultState.PAUSED in states
    assert states.index(ResultState.PAUSED) < states.index(ResultState.DONE)
    assert len(server.posts) == 2


def test_a_server_that_cannot_stream_gets_one_form_without_previews(
    driver: Driver, samples: Samples, server: ScriptedServer
) -> None:
    answer = base64.b64encode(samples.rocket.read_bytes()).decode()
    server.play(reply({"data": [{"b64_json": answer}] * 2}))
    profile = replace(
        compatible_server("quiet", server.url), streams=False, mask_form=MaskForm.WHITE
    )
    driver.program.settings.set(servers=(profile,), server=profile.name)
    _compose(driver, samples)
    driver.store.set(variants=2)

    driver.press("generate")
    driver.wait_for(ResultState.DONE)

    (post,) = server.posts
    assert b'name="stream"' not in post.body
    mask = post.body.partition(b'filename="mask.png"')[2].partition(b"\r\n\r\n")[2]
    assert Image.open(io.BytesIO(mask)).mode == "L"


@pytest.mark.slow
def test_a_results_folder_that_cannot_be_written_keeps_the_result_elsewhere(
    driver: Driver, samples: Samples
) -> None:
    blocked = driver.home / "blocked"
    blocked.write_text("a file in the way")
    driver.program.settings.set(results_folder=blocked)
    _compose(driver, samples)

    driver.press("generate")
    (tile,) = driver.wait_for(ResultState.DONE)

    assert tile.file is not None
    assert tile.file.is_file()
    assert str(blocked) in driver.wait_for_banner()


def test_a_file_that_is_no_picture_is_named_and_the_target_stays(
    driver: Driver, samples: Samples, tmp_path: Path
) -> None:
    notes = tmp_path / "notes.png"
    notes.write_text("not a picture")
    driver.open(samples.rocket)

    driver.panels.session.add([notes])

    assert "notes.png" in driver.wait_for_banner()
    assert [image.name for image in driver.store.draft.inputs] == ["rocket.png"]


def test_a_target_that_is_cut_off_is_named_and_nothing_is_shown(
    driver: Driver, samples: Samples, tmp_path: Path
) -> None:
    cut = tmp_path / "cut.png"
    cut.write_bytes(samples.rocket.read_bytes()[:60_000])

    driver.window.open_pictures([cut])

    assert "cut.png" in driver.wait_for_banner()
    assert driver.store.draft.inputs == ()


def test_the_seventeenth_picture_is_refused_and_sixteen_stay(
    driver: Driver, samples: Samples, qtbot: QtBot
) -> None:
    driver.open(samples.rocket)
    driver.panels.session.add([samples.chelsea] * 16)

    text = driver.wait_for_banner()

    assert "16" in text
    assert len(driver.store.draft.inputs) == 16


def test_a_mask_file_replaces_the_mask_and_can_be_undone(
    driver: Driver, samples: Samples, qtbot: QtBot
) -> None:
    _compose(driver, samples)
    painted = driver.store.draft.mask

    driver.panels.masks.importer.take_file(samples.rocket_mask)
    qtbot.waitUntil(lambda: driver.store.draft.mask != painted)
    driver.press("undo")

    qtbot.waitUntil(lambda: driver.store.draft.mask == painted)


def test_a_prompt_that_is_too_long_is_not_sent(
    driver: Driver, samples: Samples, server: ScriptedServer
) -> None:
    _use(driver, server)
    _compose(driver, samples)
    driver.store.set(prompt="x" * 32_001)

    driver.press("generate")

    assert driver.panels.inspector.problems.isVisible()
    assert server.posts == []
    assert len(driver.store.draft.prompt) == 32_001


def test_every_target_keeps_its_own_mask(driver: Driver, samples: Samples, qtbot: QtBot) -> None:
    _compose(driver, samples)
    painted = driver.store.draft.mask
    rocket = driver.store.draft.inputs[0]
    driver.panels.session.add([samples.chelsea])
    qtbot.waitUntil(lambda: len(driver.store.draft.inputs) == 2)

    with qtbot.waitSignal(driver.panels.session.target_shown):
        driver.store.move_input(driver.store.draft.inputs[1].id, 1)
    assert driver.store.draft.mask is None
    with qtbot.waitSignal(driver.panels.session.target_shown):
        driver.store.move_input(rocket.id, 1)

    assert driver.store.draft.mask == painted


def test_the_window_tells_of_the_mask_of_the_target_that_is_shown(
    driver: Driver, samples: Samples, qtbot: QtBot
) -> None:
    driver.open(samples.rocket)
    driver.press("fill_mask")
    qtbot.waitUntil(lambda: driver.store.draft.mask is not None)
    covered = driver.panels.status._mask.text()

    driver.open(samples.coffee)

    assert driver.store.draft.mask is None
    assert (covered, driver.panels.status._mask.text()) == (
        "mask 100 %", "no mask: the whole picture may change",
    )  # fmt: skip
    # Not the steps of the mask that is gone, but the picture that was there before.
    assert driver.window.actions_by_id["undo"].text() == "&Undo replace rocket.png"


def test_a_picture_from_the_clipboard_becomes_the_target(
    driver: Driver, samples: Samples, qtbot: QtBot, clipboard: QClipboard
) -> None:
    mime = QMimeData()
    mime.setImageData(QImage(str(samples.coffee)))
    clipboard.setMimeData(mime)

    with qtbot.waitSignal(driver.panels.session.target_shown):
        driver.press("paste")

    (target,) = driver.store.draft.inputs
    assert target.size == Size(600, 400)
    assert target.path.is_file()


def test_a_file_on_the_clipboard_keeps_its_name(
    driver: Driver, samples: Samples, qtbot: QtBot, clipboard: QClipboard
) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(samples.coffee))])
    clipboard.setMimeData(mime)

    with qtbot.waitSignal(driver.panels.session.target_shown):
        driver.press("paste")

    assert driver.store.draft.inputs[0].path == samples.coffee


@pytest.mark.slow
def test_the_sample_session_brings_picture_mask_and_prompt(driver: Driver, qtbot: QtBot) -> None:
    driver.press("open_sample")

    qtbot.waitUntil(lambda: driver.store.draft.mask is not None)
    assert driver.store.draft.inputs[0].name == "rocket.png"
    assert driver.store.draft.prompt


def test_every_command_has_a_handler_and_every_widget_a_name(driver: Driver) -> None:
    nameless = [
        f"{type(widget).__name__} {widget.objectName()}"
        for kind in (QAbstractButton, QComboBox, QLineEdit)
        for widget in driver.window.findChildren(kind)
        if isinstance(widget, QWidget)
        and not widget.objectName().startswith("qt_")
        and not (widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()))
    ]

    assert nameless == []
