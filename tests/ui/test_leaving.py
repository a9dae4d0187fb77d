"""Closing the window while jobs run, and what the desktop is told meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from helpers.program import Driver
from helpers.samples import Samples
from helpers.scripted_server import (
    Script,
    ScriptedServer,
    Stall,
    completed_event,
    reply,
    streamed,
)
from overpaint.domain.errors import StorageError
from overpaint.domain.events import Failed
from overpaint.domain.text import say
from overpaint.handover import Errand
from overpaint.services.settings import compatible_server
from overpaint.ui.errands import Errands
from overpaint.ui.leaving.guard import LeavingGuard
from overpaint.ui.leaving.news import News
from overpaint.ui.leaving.question import LeavingQuestion
from overpaint.ui.queue.entry import Section


class Desktop(QObject):
    """Takes messages, as a desktop does."""

    message_clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.told: list[tuple[str, str]] = []

    def say(self, title: str, text: str) -> bool:
        self.told.append((title, text))
        return True


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer() as started:
        started.play(Script((Stall(),)))
        yield started


@pytest.fixture
def desktop() -> Desktop:
    return Desktop()


@pytest.fixture
def driver(
    qapp: QApplication,
    qtbot: QtBot,
    own_home: Path,
    samples: Samples,
    server: ScriptedServer,
    desktop: Desktop,
) -> Iterator[Driver]:
    driver = Driver(qapp, qtbot, own_home)
    news = driver.window.leaving.news
    news._routes = (desktop,)
    desktop.message_clicked.connect(news._on_clicked)
    profile = replace(compatible_server("studio", server.url), parallel=1)
    driver.program.settings.set(servers=(profile,), server=profile.name)
    driver.open(samples.rocket)
    yield driver
    driver.close()
    QApplication.setQuitOnLastWindowClosed(True)


@pytest.fixture
def guard(driver: Driver) -> LeavingGuard:
    return driver.window.leaving.guard


def _send(driver: Driver, qtbot: QtBot, *prompts: str) -> None:
    queue = driver.panels.queue
    for prompt in prompts:
        count = queue.model.rowCount()
        driver.store.set(prompt=prompt)
        driver.press("generate")
        qtbot.waitUntil(lambda count=count: queue.model.rowCount() > count, timeout=20_000)
    qtbot.waitUntil(lambda: queue.counts == (1, len(prompts) - 1), timeout=20_000)


def _question(guard: LeavingGuard) -> LeavingQuestion:
    assert guard.question is not None
    return guard.question


def _away(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> News:
    """Another window is in front."""
    monkeypatch.setattr(driver.window, "isActiveWindow", lambda: False)
    return driver.window.leaving.news


def test_without_jobs_the_window_closes_at_once(driver: Driver, guard: LeavingGuard) -> None:
    assert driver.window.close()
    assert guard.question is None


def test_back_keeps_window_and_jobs(driver: Driver, guard: LeavingGuard, qtbot: QtBot) -> None:
    _send(driver, qtbot, "one", "two")

    assert not driver.window.close()
    question = _question(guard)
    told = " ".join(label.text() for label in question.findChildren(QObject) if _has_text(label))
    assert "2 jobs are not finished" in told
    assert "1 running, 1 waiting" in told
    question.back.click()

    qtbot.waitUntil(lambda: guard.question is None)
    assert driver.window.isVisible()
    assert driver.panels.queue.counts == (1, 1)


def _has_text(thing: QObject) -> bool:
    return hasattr(thing, "text") and not isinstance(thing, QPushButton)


def test_cancelling_ends_everything_and_says_what_may_be_billed(
    driver: Driver, guard: LeavingGuard, qtbot: QtBot
) -> None:
    _send(driver, qtbot, "one")
    driver.window.close()

    _question(guard).cancel.click()

    assert not driver.window.isVisible()
    assert not guard.is_leaving


def test_kept_jobs_end_without_the_window_which_then_quits(
    driver: Driver,
    guard: LeavingGuard,
    qtbot: QtBot,
    server: ScriptedServer,
    samples: Samples,
    desktop: Desktop,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    quits: list[bool] = []
    monkeypatch.setattr(QApplication, "quit", lambda *_: quits.append(True))
    guard.grace_ms = 0
    _away(driver, monkeypatch)
    _send(driver, qtbot, "one", "two")
    driver.window.close()
    _question(guard).keep.click()
    assert guard.is_leaving
    assert not QApplication.quitOnLastWindowClosed()
    assert driver.window.isMinimized()
    assert not quits

    server.play(streamed(completed_event(samples.chelsea.read_bytes())))
    driver.program._engine.cancel(driver.panels.queue.model.entries[0].job)
    qtbot.waitUntil(lambda: bool(quits), timeout=20_000)

    assert not driver.window.isVisible()
    assert desktop.told == [("Your result is there", "two")]
    assert list((driver.home / "pictures").glob("*.png"))


def test_a_second_start_brings_the_window_back_and_the_program_stays(
    driver: Driver, guard: LeavingGuard, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    _send(driver, qtbot, "one")
    driver.window.close()
    _question(guard).keep.click()
    assert guard.is_leaving
    errands = Errands(driver.window, _NoClaim())  # type: ignore[arg-type]  # is not asked

    errands._do_for_later_start(Errand())

    assert driver.window.isVisible()
    assert not driver.window.isMinimized()
    assert not guard.is_leaving
    assert QApplication.quitOnLastWindowClosed()


class _NoClaim:
    address = ""


def test_an_answer_that_found_no_folder_brings_the_window_back(
    driver: Driver, guard: LeavingGuard, qtbot: QtBot
) -> None:
    _send(driver, qtbot, "one")
    driver.window.close()
    _question(guard).keep.click()
    error = StorageError(say("t", "No folder takes it."), remedy=say("t", "Choose another."))
    error.unsaved = (b"picture",)

    driver.panels.queue.model.apply(Failed(driver.panels.queue.model.entries[0].job, error))

    assert driver.window.isVisible()
    assert not guard.is_leaving


def test_keeping_a_paused_queue_running_resumes_it(
    driver: Driver, guard: LeavingGuard, qtbot: QtBot
) -> None:
    driver.press("pause_queue")
    driver.store.set(prompt="one")
    driver.press("generate")
    qtbot.waitUntil(lambda: driver.panels.queue.counts == (0, 1), timeout=20_000)
    driver.window.close()
    question = _question(guard)
    assert question.keep.text() == "Resume and keep running"

    question.keep.click()

    assert not driver.panels.queue.is_paused
    qtbot.waitUntil(lambda: driver.panels.queue.counts == (1, 0), timeout=20_000)


def test_the_end_of_the_session_is_never_held_up(
    driver: Driver, guard: LeavingGuard, qtbot: QtBot
) -> None:
    _send(driver, qtbot, "one")

    guard.agree()

    assert driver.window.close()


def test_news_are_told_together_and_a_click_leads_to_the_job(
    driver: Driver,
    qtbot: QtBot,
    server: ScriptedServer,
    desktop: Desktop,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    news = _away(driver, monkeypatch)
    refusal = {"error": {"message": "no", "code": "x", "type": "invalid_request_error"}}
    server.play(reply(refusal, status=400))
    driver.store.set(prompt="one")
    driver.press("generate")
    queue = driver.panels.queue
    qtbot.waitUntil(lambda: len(queue.model.section(Section.ENDED)) == 1, timeout=20_000)
    driver.press("generate")
    qtbot.waitUntil(lambda: len(queue.model.section(Section.ENDED)) == 2, timeout=20_000)

    news.flush()
    assert desktop.told == [("2 jobs failed", "one")]
    news.flush()
    assert len(desktop.told) == 1

    with qtbot.waitSignal(queue.show_requested) as asked:
        desktop.message_clicked.emit()
    assert asked.args == [queue.model.section(Section.ENDED)[0].job]


def test_no_news_while_the_window_is_in_front_or_nobody_wants_them(
    driver: Driver, qtbot: QtBot, desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    news = driver.window.leaving.news
    monkeypatch.setattr(driver.window, "isActiveWindow", lambda: True)
    news.tell("title", "text")
    monkeypatch.setattr(driver.window, "isActiveWindow", lambda: False)
    driver.program.settings.set(notify=False)
    news.tell("title", "text")
    assert desktop.told == []

    driver.program.settings.set(notify=True)
    news.tell("title", "text")

    assert desktop.told == [("title", "text")]


def test_a_batch_is_asked_about_and_waited_for_too(
    driver: Driver, guard: LeavingGuard, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    quits: list[bool] = []
    monkeypatch.setattr(QApplication, "quit", lambda *_: quits.append(True))
    runs = driver.panels.batch.runs
    monkeypatch.setattr(runs, "_starting", True)

    assert not driver.window.close()
    assert guard.unfinished.batch
    _question(guard).keep.click()
    monkeypatch.setattr(runs, "_starting", False)
    runs.running_changed.emit(False)

    qtbot.waitUntil(lambda: bool(quits))
    assert not driver.window.isVisible()
