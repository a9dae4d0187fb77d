"""The queue in the whole window, with a server that says nothing until a test lets it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from helpers.program import Driver
from helpers.samples import Samples
from helpers.scripted_server import Script, ScriptedServer, Stall
from overpaint.domain.events import JobId
from overpaint.paths import AppPaths
from overpaint.services.settings import Settings, SettingsFile, compatible_server
from overpaint.ui.queue.actions import QueueAction, buttons
from overpaint.ui.queue.bottom import Page
from overpaint.ui.queue.desk import QueueDesk
from overpaint.ui.queue.entry import Section
from overpaint.ui.queue.row_layout import RowLayout
from overpaint.ui.results.item import ResultState
from overpaint.ui.workspaces import Workspace

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer() as started:
        started.play(Script((Stall(),)))
        yield started


@pytest.fixture
def driver(
    qapp: QApplication, qtbot: QtBot, own_home: Path, samples: Samples, server: ScriptedServer
) -> Iterator[Driver]:
    """A window with a picture and a server that takes one job at a time and keeps it."""
    driver = Driver(qapp, qtbot, own_home)
    profile = replace(compatible_server("studio", server.url), parallel=1)
    driver.program.settings.set(servers=(profile,), server=profile.name)
    driver.open(samples.rocket)
    yield driver
    driver.close()


@pytest.fixture
def queue(driver: Driver) -> QueueDesk:
    return driver.panels.queue


def _submit(driver: Driver, qtbot: QtBot, *prompts: str, command: str = "generate") -> None:
    """Send edits one after the other; each is in the queue when the next one is written."""
    model = driver.panels.queue.model
    for prompt in prompts:
        count = model.rowCount()
        driver.store.set(prompt=prompt)
        driver.press(command)
        qtbot.waitUntil(lambda count=count: model.rowCount() == count + 1, timeout=20_000)


def _rows(queue: QueueDesk, section: Section) -> list[str]:
    return [entry.item.prompt for entry in queue.model.section(section)]


def _wait_for(qtbot: QtBot, queue: QueueDesk, running: list[str], waiting: list[str]) -> None:
    def there() -> bool:
        return (_rows(queue, Section.RUNNING), _rows(queue, Section.WAITING)) == (running, waiting)

    qtbot.waitUntil(there, timeout=20_000)


def _click(queue: QueueDesk, row: int, action: QueueAction) -> None:
    view, entry = queue.panel.view, queue.model.entries[row]
    area = view.visualRect(queue.model.index(row))
    spot = dict(RowLayout.at(area).controls(entry))[action]
    QTest.mouseClick(view.viewport(), LEFT, pos=spot.center())


def test_what_is_sent_waits_its_turn_and_can_be_put_in_another_order(
    driver: Driver, queue: QueueDesk, qtbot: QtBot
) -> None:
    driver.panels.bottom.show_page(Page.QUEUE)
    _submit(driver, qtbot, "one", "two", "three")
    _submit(driver, qtbot, "urgent", command="generate_front")
    _wait_for(qtbot, queue, ["one"], ["urgent", "two", "three"])
    assert queue.panel.summary.startswith("1 running, 3 waiting")
    assert driver.panels.status.jobs.text() == "1 running, 3 waiting"
    assert driver.window.windowTitle() == "(4) rocket.png"

    _click(queue, 1, QueueAction.DOWN)
    _wait_for(qtbot, queue, ["one"], ["two", "urgent", "three"])
    view = queue.panel.view
    view.select(queue.model.section(Section.WAITING)[2].job)
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    _wait_for(qtbot, queue, ["one"], ["two", "three", "urgent"])
    view.drop_at(queue.model.section(Section.WAITING)[2].job, 1)
    _wait_for(qtbot, queue, ["one"], ["urgent", "two", "three"])


def test_a_gap_is_never_among_what_runs(driver: Driver, queue: QueueDesk, qtbot: QtBot) -> None:
    driver.panels.bottom.show_page(Page.QUEUE)
    _submit(driver, qtbot, "one", "two", "three")
    _wait_for(qtbot, queue, ["one"], ["two", "three"])
    view = queue.panel.view

    def at(row: int, share: float) -> int:
        area: QRect = view.visualRect(queue.model.index(row))
        return view.gap_at(QPoint(50, area.top() + round(area.height() * share)))

    assert [at(0, 0.1), at(0, 0.9), at(1, 0.1), at(1, 0.9), at(2, 0.1)] == [1, 1, 1, 2, 2]
    assert view.gap_at(QPoint(50, 2000)) == 3


def test_calling_off_asks_only_where_it_may_cost_something(
    driver: Driver, queue: QueueDesk, qtbot: QtBot
) -> None:
    driver.panels.bottom.show_page(Page.QUEUE)
    _submit(driver, qtbot, "one", "two", "three")
    qtbot.waitUntil(lambda: queue.model.entries[0].item.state is ResultState.WAITING)
    banner = driver.panels.area.banner

    _click(queue, 2, QueueAction.CANCEL)
    qtbot.waitUntil(lambda: _rows(queue, Section.ENDED) == ["three"])
    assert banner.notice is None
    driver.press("cancel_all")
    assert banner.notice is not None
    assert banner.notice.title == "Cancel this job?"
    assert _rows(queue, Section.RUNNING) == ["one"]
    banner.action_chosen.emit("queue-keep")
    assert banner.notice is None

    driver.press("cancel_all")
    driver.press("cancel_all")
    qtbot.waitUntil(lambda: queue.counts == (0, 0))

    billed = {e.item.prompt: e.item.maybe_billed for e in queue.model.section(Section.ENDED)}
    assert billed == {"one": True, "two": False, "three": False}
    for command in ("cancel_all", "cancel_job"):
        assert not driver.window.actions_by_id[command].isEnabled()
    reason = driver.window.actions_by_id.reason("cancel_all")
    assert reason == "No job is running or waiting."


def test_a_pause_is_shown_everywhere_and_lasts(
    driver: Driver, queue: QueueDesk, qtbot: QtBot, server: ScriptedServer
) -> None:
    driver.press("pause_queue")
    _submit(driver, qtbot, "one", "two")
    _wait_for(qtbot, queue, [], ["one", "two"])
    qtbot.waitUntil(lambda: all(entry.item.held for entry in queue.model.entries))

    assert queue.panel.summary.startswith("Paused: nothing new is sent · 2 waiting")
    assert driver.panels.status.jobs.text() == "Queue paused, 2 waiting"
    assert driver.window.actions_by_id["pause_queue"].isChecked()
    assert driver.program.settings.settings.queue_paused
    assert server.posts == []

    queue.panel.pause.click()
    _wait_for(qtbot, queue, ["one"], ["two"])

    assert not driver.program.settings.settings.queue_paused


def test_what_was_called_off_is_tried_again_from_its_row(
    driver: Driver, queue: QueueDesk, qtbot: QtBot
) -> None:
    driver.panels.bottom.show_page(Page.QUEUE)
    _submit(driver, qtbot, "one", "two")
    _wait_for(qtbot, queue, ["one"], ["two"])
    queue.panel.view.select(queue.model.section(Section.WAITING)[0].job)
    queue.panel.view.setFocus()
    qtbot.keyClick(queue.panel.view, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: _rows(queue, Section.ENDED) == ["two"])
    assert buttons(queue.model.entries[1]) == (QueueAction.RETRY, QueueAction.REMOVE)

    _click(queue, 1, QueueAction.RETRY)

    _wait_for(qtbot, queue, ["one"], ["two"])
    assert _rows(queue, Section.ENDED) == []


def test_once_more_sends_what_was_sent_and_not_what_is_written_now(
    driver: Driver, queue: QueueDesk, qtbot: QtBot
) -> None:
    _submit(driver, qtbot, "one")
    driver.store.set(prompt="something else")

    driver.press("generate_again")

    qtbot.waitUntil(lambda: queue.model.rowCount() == 2)
    assert [entry.item.prompt for entry in queue.model.entries] == ["one", "one"]
    first, second = (driver.panels.runs.submission(JobId(e.job)) for e in queue.model.entries)
    assert first is not None
    assert second is not None
    assert first.name != second.name


def test_the_menu_of_a_row_offers_what_can_be_done_and_a_double_click_shows_the_tile(
    driver: Driver, queue: QueueDesk, qtbot: QtBot
) -> None:
    driver.press("show_queue")
    assert driver.panels.bottom.page is Page.QUEUE
    _submit(driver, qtbot, "one", "two")
    _wait_for(qtbot, queue, ["one"], ["two"])
    view = queue.panel.view

    menu = view.menu_for([queue.model.entries[1]])
    assert [action.text() for action in menu.actions() if action.text()] == [
        "To the front", "Move up", "Move down", "To the end", "Show in results", "Cancel",
    ]  # fmt: skip
    spot = view.visualRect(queue.model.index(1)).center()
    QTest.mouseDClick(view.viewport(), LEFT, pos=QPoint(120, spot.y()))

    assert driver.panels.bottom.page is Page.RESULTS
    selected = driver.panels.results.selected_item()
    assert selected is not None
    assert selected.prompt == "two"


def test_the_tile_of_a_job_is_found_in_another_edit(
    driver: Driver, queue: QueueDesk, qtbot: QtBot
) -> None:
    _submit(driver, qtbot, "one")
    edits = driver.panels.edits
    first = edits.current.id
    driver.press("new_edit")
    assert edits.current.id != first
    job = queue.model.entries[0].job

    queue.perform(QueueAction.SHOW, [job])

    qtbot.waitUntil(lambda: edits.current.id == first, timeout=20_000)
    selected = driver.panels.results.selected_item()
    assert selected is not None
    assert selected.job == job


def test_a_queue_that_was_left_paused_says_so_at_the_next_start(
    qapp: QApplication, qtbot: QtBot, own_home: Path
) -> None:
    SettingsFile(AppPaths.find().config / "settings.json").save(Settings(queue_paused=True))

    later = Driver(qapp, qtbot, own_home)

    assert later.panels.queue.is_paused
    assert later.panels.status.jobs.text() == "Queue paused"
    assert later.window.actions_by_id["pause_queue"].isChecked()
    assert later.panels.queue.panel.summary == "Paused: nothing new is sent"
    later.close()


def test_a_question_about_a_job_is_seen_from_every_workspace(
    driver: Driver, queue: QueueDesk, qtbot: QtBot
) -> None:
    _submit(driver, qtbot, "one")
    qtbot.waitUntil(lambda: queue.model.entries[0].item.state is ResultState.WAITING)
    driver.press("workspace_batch")

    driver.press("cancel_all")

    assert driver.panels.area.banner.isVisible()
    assert driver.panels.workspaces.current is Workspace.EDIT


@pytest.mark.parametrize(
    ("modifiers", "first"),
    [
        (Qt.KeyboardModifier.ControlModifier, "two"),
        (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier, "three"),
    ],
)
def test_the_keys_that_send_work_while_the_prompt_is_written(
    driver: Driver,
    queue: QueueDesk,
    qtbot: QtBot,
    modifiers: Qt.KeyboardModifier,
    first: str,
) -> None:
    _submit(driver, qtbot, "one", "two")
    _wait_for(qtbot, queue, ["one"], ["two"])
    driver.window.activateWindow()
    editor = driver.panels.inspector.prompt.editor
    editor.setFocus()
    qtbot.waitUntil(editor.hasFocus)
    driver.store.set(prompt="three")

    qtbot.keyClick(editor, Qt.Key.Key_Return, modifiers)

    _wait_for(qtbot, queue, ["one"], ["two", "three"] if first == "two" else ["three", "two"])
