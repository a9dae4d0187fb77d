"""What will be sent, what was sent, and being asked before: in the window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from pytestqt.qtbot import QtBot

from helpers.edits import KEY, png
from helpers.program import PATIENCE_MS, Driver
from helpers.samples import Samples
from helpers.scripted_server import ScriptedServer, completed_event, reply, streamed
from overpaint.services.settings import compatible_server
from overpaint.ui.results.actions import ResultAction
from overpaint.ui.results.item import ResultState
from overpaint.ui.sent.dialog import SentDialog
from overpaint.ui.sent.rows import Page

pytestmark = pytest.mark.slow
PROMPT = "remove the tower"


@pytest.fixture
def driver(
    qapp: QApplication, qtbot: QtBot, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Driver]:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    driver = Driver(qapp, qtbot, own_home)
    yield driver
    driver.close()


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer() as started:
        started.play(streamed(completed_event(png(640, 432))))
        yield started


def _compose(driver: Driver, samples: Samples, server: ScriptedServer, **habits: bool) -> None:
    profile = replace(compatible_server("studio", server.url), **habits)
    driver.program.settings.set(servers=(profile,), server=profile.name)
    driver.open(samples.rocket)
    driver.paint((0.3, 0.4), (0.34, 0.6))
    driver.store.set(prompt=PROMPT)


def _shown(driver: Driver, qtbot: QtBot) -> SentDialog:
    dialog = driver.panels.sent.dialog
    qtbot.waitUntil(lambda: dialog.shown is not None and not dialog.is_busy, timeout=PATIENCE_MS)
    return dialog


def _turn_to(dialog: SentDialog, page: Page) -> None:
    model = dialog.model
    number = next(n for n in range(model.rowCount()) if model.row(n).page is page)
    dialog.rows.setCurrentIndex(model.index(number))


def _fields(dialog: SentDialog) -> dict[str, str]:
    _turn_to(dialog, Page.FIELDS)
    assert dialog.shown is not None
    return {text.name: text.value for text in dialog.shown.outgoing.texts}


def test_every_part_that_is_shown_is_what_generate_then_sends(
    driver: Driver, qtbot: QtBot, samples: Samples, server: ScriptedServer
) -> None:
    _compose(driver, samples, server)

    driver.press("what_is_sent")
    dialog = _shown(driver, qtbot)
    shown = dialog.shown
    assert shown is not None
    titles = [dialog.model.row(number).title for number in range(dialog.model.rowCount())]
    body = b"".join(shown.outgoing.body.pieces())
    boundary = shown.outgoing.body.content_type.partition("boundary=")[2].encode()
    driver.press("generate")
    driver.wait_for(ResultState.DONE)

    (arrived,) = server.posts
    other = arrived.headers["content-type"].partition("boundary=")[2].encode()
    assert body.replace(boundary, other) == arrived.body
    assert titles == ["Target", "Mask", "Prompt and parameters", "Headers", "Stays here"]


def test_it_follows_the_draft_and_lets_go_of_everything_when_it_is_closed(
    driver: Driver, qtbot: QtBot, samples: Samples, server: ScriptedServer
) -> None:
    _compose(driver, samples, server)
    driver.press("what_is_sent")
    dialog = _shown(driver, qtbot)
    assert _fields(dialog)["prompt"] == PROMPT

    driver.store.set(prompt="another one")
    qtbot.waitUntil(
        lambda: dialog.shown is not None and _fields(dialog)["prompt"] == "another one",
        timeout=PATIENCE_MS,
    )
    driver.store.set(prompt="")
    qtbot.waitUntil(lambda: "no prompt" in dialog.empty.text, timeout=PATIENCE_MS)
    assert dialog.shown is None
    dialog.close()

    driver.store.set(prompt="a third one")
    assert dialog.shown is None
    assert server.requests == []


def test_the_key_is_dots_and_no_label_shows_it(
    driver: Driver, qtbot: QtBot, samples: Samples, server: ScriptedServer
) -> None:
    _compose(driver, samples, server)
    driver.press("what_is_sent")
    dialog = _shown(driver, qtbot)

    _turn_to(dialog, Page.HEADERS)

    texts = [label.text() for label in dialog.findChildren(QLabel)]
    assert any("Bearer ••••" in text for text in texts)
    assert not any(KEY in text or str(samples.rocket.parent) in text for text in texts)


def test_the_mask_is_seen_both_ways(
    driver: Driver, qtbot: QtBot, samples: Samples, server: ScriptedServer
) -> None:
    _compose(driver, samples, server)
    driver.press("what_is_sent")
    dialog = _shown(driver, qtbot)
    dialog.rows.setCurrentIndex(dialog.model.index(1))
    page = dialog.file_page

    assert page.look.isVisible()
    assert page.view.image.hasAlphaChannel()
    _transparency, brightness = page.look.findChildren(QAbstractButton)
    QTest.mouseClick(brightness, Qt.MouseButton.LeftButton)
    assert not page.view.image.hasAlphaChannel()
    dialog.rows.setCurrentIndex(dialog.model.index(0))
    assert not page.look.isVisible()


def test_a_part_is_saved_as_it_is_sent(
    driver: Driver, qtbot: QtBot, samples: Samples, server: ScriptedServer, tmp_path: Path
) -> None:
    _compose(driver, samples, server)
    driver.press("what_is_sent")
    dialog = _shown(driver, qtbot)
    assert dialog.shown is not None
    part = dialog.shown.parts[1]

    with qtbot.waitSignal(driver.panels.sent.done, timeout=PATIENCE_MS):
        driver.panels.sent.save(part, tmp_path / "mask.png")

    assert (tmp_path / "mask.png").read_bytes() == part.sent.file.content


def test_what_a_job_sent_is_told_apart_from_a_file_that_changed_since(
    driver: Driver, qtbot: QtBot, samples: Samples, server: ScriptedServer, tmp_path: Path
) -> None:
    own = tmp_path / "own.png"
    own.write_bytes(samples.chelsea.read_bytes())
    _compose(driver, samples, server)
    driver.open(own)
    driver.store.set(prompt=PROMPT, mask=None)
    server.play(reply({"error": {"message": "no"}}, status=400))
    driver.press("generate")
    (tile,) = driver.wait_for(ResultState.FAILED)
    driver.panels.area.banner.clear()

    driver.panels.results.perform(ResultAction.SENT, tile)
    dialog = _shown(driver, qtbot)
    assert dialog.shown is not None
    assert dialog.shown.is_same is True
    assert dialog.trouble.text == ""

    own.write_bytes(samples.coffee.read_bytes())
    driver.panels.results.perform(ResultAction.SENT, tile)
    dialog = _shown(driver, qtbot)
    assert dialog.shown is not None
    assert dialog.shown.is_same is False
    assert "changed since" in dialog.trouble.text


def test_a_server_that_asks_gets_nothing_before_send_is_pressed(
    driver: Driver, qtbot: QtBot, samples: Samples, server: ScriptedServer
) -> None:
    _compose(driver, samples, server, asks_first=True)

    driver.press("generate")
    dialog = _shown(driver, qtbot)
    QTest.mouseClick(dialog.cancel, Qt.MouseButton.LeftButton)
    assert driver.results() == []
    driver.press("generate")
    dialog = _shown(driver, qtbot)
    assert server.requests == []
    QTest.mouseClick(dialog.send, Qt.MouseButton.LeftButton)
    driver.wait_for(ResultState.DONE)
    driver.press("generate")
    driver.wait_for(ResultState.DONE, count=2)

    assert not dialog.isVisible()
    assert len(server.posts) == 2


def test_looking_makes_no_step_of_a_refinement_that_is_only_previewed(
    driver: Driver, qtbot: QtBot, samples: Samples, server: ScriptedServer
) -> None:
    from overpaint.imaging.mask.refine import Grow, refine  # noqa: PLC0415 - numpy, as there

    _compose(driver, samples, server)
    canvas = driver.panels.canvas
    steps = canvas.undo_stack.count()
    canvas.preview_change(lambda plane, cancelled: refine(plane, Grow(12), cancelled), "Grow")
    driver.press("what_is_sent")
    dialog = driver.panels.sent.dialog

    assert canvas.is_previewing
    assert "only previewed" in dialog.trouble.text
    canvas.discard_preview()
    _shown(driver, qtbot)
    assert canvas.undo_stack.count() == steps
