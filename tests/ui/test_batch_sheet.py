"""The batch workspace in the real window, against real servers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from helpers.batches import pictures
from helpers.edits import png
from helpers.program import PATIENCE_MS, Driver
from helpers.samples import Samples
from helpers.scripted_server import (
    Script,
    ScriptedServer,
    Stall,
    completed_event,
    reply,
    streamed,
)
from overpaint.domain.batch import MaskRule
from overpaint.domain.blend import BlendRecipe
from overpaint.services.settings import compatible_server
from overpaint.ui.batch.desk import BatchDesk
from overpaint.ui.batch.entry import Shown
from overpaint.ui.batch.model import Column
from overpaint.ui.payload import look_at
from overpaint.ui.workspaces import Workspace

ANSWER = streamed(completed_event(png()))


@pytest.fixture
def driver(qapp: QApplication, qtbot: QtBot, own_home: Path) -> Iterator[Driver]:
    driver = Driver(qapp, qtbot, own_home)
    yield driver
    driver.close()


@pytest.fixture
def desk(driver: Driver) -> BatchDesk:
    driver.press("workspace_batch")
    return driver.panels.batch


@pytest.fixture
def server(driver: Driver) -> Iterator[ScriptedServer]:
    with ScriptedServer() as started:
        started.play(ANSWER)
        profile = compatible_server("studio", started.url)
        driver.program.settings.set(servers=(profile,), server=profile.name)
        yield started


def states(desk: BatchDesk) -> list[Shown]:
    return [entry.shown for entry in desk.model.entries]


def wait_for(desk: BatchDesk, qtbot: QtBot, *wanted: Shown) -> None:
    """Wait until the rows are in these states, and the foot of the sheet knows."""

    def there() -> bool:
        counts = desk._summary.counts
        return states(desk) == list(wanted) and all(
            counts[state] == wanted.count(state) for state in wanted
        )

    qtbot.waitUntil(there, timeout=PATIENCE_MS)


def wait_for_end(desk: BatchDesk, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not desk.runs.is_running, timeout=PATIENCE_MS)


def run(desk: BatchDesk) -> None:
    """Press the big button, and say yes where that is asked."""
    footer = desk.sheet.footer
    footer.main_button.click()
    if footer.is_asking:
        footer.accept_button.click()


def test_a_folder_with_masks_is_edited_and_shown(
    driver: Driver, desk: BatchDesk, samples: Samples, tmp_path: Path, qtbot: QtBot
) -> None:
    for path, mask in (
        (samples.coffee, samples.coffee_mask),
        (samples.rocket, samples.rocket_mask),
    ):
        (tmp_path / path.name).write_bytes(path.read_bytes())
        (tmp_path / f"{path.stem}.mask.png").write_bytes(mask.read_bytes())
    driver.store.set(prompt="Remove it.")
    desk.add([tmp_path])
    wait_for(desk, qtbot, Shown.READY, Shown.READY)

    assert desk.rows.options.masks.rule is MaskRule.BESIDE
    assert desk.sheet.footer.main_button.secondary == "free, on this computer"
    run(desk)
    wait_for(desk, qtbot, Shown.DONE, Shown.DONE)

    results = [entry.result for entry in desk.model.entries]
    folders = {path.parent for path in results if path is not None}
    assert len(folders) == 1
    assert folders.pop().name.startswith("Batch ")
    wait_for_end(desk, qtbot)
    notice = desk.sheet.banner.notice
    assert notice is not None
    assert notice.title == "2 rows are done"


def test_one_request_for_each_row_and_a_question_before_the_first(
    driver: Driver, desk: BatchDesk, server: ScriptedServer, tmp_path: Path, qtbot: QtBot
) -> None:
    pictures(tmp_path, 2)
    (tmp_path / "rows.csv").write_text("image,colour\nphoto-1.png,red\nphoto-2.png,\n")
    driver.store.set(prompt="A {colour} chair")
    desk.add([tmp_path / "rows.csv"])
    wait_for(desk, qtbot, Shown.READY, Shown.REFUSED)
    cell = desk.model.index(1, desk.model.section(Column.VARIABLE))
    desk.model.setData(cell, "blue")
    wait_for(desk, qtbot, Shown.READY, Shown.READY)

    footer = desk.sheet.footer
    footer.main_button.click()
    assert footer.question.text() == "Send 2 rows to studio?"
    assert footer.accept_button.secondary == "price unknown"
    assert server.posts == []
    footer.cancel_button.click()
    assert not footer.is_asking
    run(desk)
    wait_for(desk, qtbot, Shown.DONE, Shown.DONE)

    assert sorted(b"A red chair" in post.body for post in server.posts) == [False, True]
    assert sorted(b"A blue chair" in post.body for post in server.posts) == [False, True]


def test_a_variable_in_the_prompt_gets_a_column(
    driver: Driver, desk: BatchDesk, tmp_path: Path, qtbot: QtBot
) -> None:
    desk.add(pictures(tmp_path, 1))
    driver.store.set(prompt="Make it {mood}, {stem}")
    qtbot.waitUntil(lambda: desk.model.names == ("mood",), timeout=PATIENCE_MS)
    wait_for(desk, qtbot, Shown.REFUSED)

    chips = [chip.text() for chip in desk.sheet.variables.chips]
    assert chips == ["{mood}", "{stem}"]
    desk.sheet.variables.chips[0].click()
    assert "{mood}" in driver.store.draft.prompt.replace("Make it {mood}", "", 1)


def test_a_dry_run_sends_the_selected_row_only(
    driver: Driver, desk: BatchDesk, server: ScriptedServer, tmp_path: Path, qtbot: QtBot
) -> None:
    driver.store.set(prompt="sepia")
    desk.add(pictures(tmp_path, 3))
    ready = Shown.READY
    wait_for(desk, qtbot, ready, ready, ready)
    desk.sheet.table.select(2)
    desk.sheet.footer.trial_button.click()
    wait_for(desk, qtbot, ready, Shown.DONE, ready)

    assert len(server.posts) == 1
    wait_for_end(desk, qtbot)
    assert desk.sheet.footer.main_button.text() == "Resume: 2 rows"


def test_pausing_stopping_and_sending_again(
    driver: Driver, desk: BatchDesk, server: ScriptedServer, tmp_path: Path, qtbot: QtBot
) -> None:
    server.play(ANSWER, Script((Stall(),)))
    driver.store.set(prompt="sepia")
    desk.rows.set_options(type(desk.rows.options)(parallel=1))
    desk.add(pictures(tmp_path, 3))
    ready, done, billed = Shown.READY, Shown.DONE, Shown.MAYBE_BILLED
    wait_for(desk, qtbot, ready, ready, ready)
    run(desk)
    qtbot.waitUntil(server.stalled.is_set, timeout=PATIENCE_MS)
    footer = desk.sheet.footer
    qtbot.waitUntil(lambda: footer.main_button.text() == "Pause", timeout=PATIENCE_MS)
    footer.main_button.click()
    assert footer.main_button.text() == "Pausing…"
    assert not desk.sheet.options.add_button.isEnabled()
    footer.stop_button.click()
    wait_for(desk, qtbot, done, billed, ready)
    wait_for_end(desk, qtbot)
    notice = desk.sheet.banner.notice
    assert notice is not None
    assert "may charge for it" in notice.text

    server.play(ANSWER)
    run(desk)
    wait_for(desk, qtbot, done, billed, done)
    wait_for_end(desk, qtbot)
    assert len(server.posts) == 3
    desk._send_again([2])
    footer.accept_button.click()
    wait_for(desk, qtbot, done, done, done)
    assert len(server.posts) == 4


def test_failed_rows_are_retried_and_a_refused_key_halts(
    driver: Driver, desk: BatchDesk, server: ScriptedServer, tmp_path: Path, qtbot: QtBot
) -> None:
    bad = reply({"error": {"message": "No", "code": "moderation_blocked"}}, status=400)
    server.play(bad, ANSWER)
    desk.rows.set_options(type(desk.rows.options)(parallel=1))
    driver.store.set(prompt="sepia")
    desk.add(pictures(tmp_path, 2))
    wait_for(desk, qtbot, Shown.READY, Shown.READY)
    run(desk)
    wait_for(desk, qtbot, Shown.FAILED, Shown.DONE)
    wait_for_end(desk, qtbot)
    assert desk.sheet.footer.retry_button.text() == "Retry 1 failed"

    server.play(reply({"error": {"message": "Bad key"}}, status=401))
    desk.sheet.footer.retry_button.click()
    desk.sheet.footer.accept_button.click()
    wait_for_end(desk, qtbot)
    notice = desk.sheet.banner.notice
    assert notice is not None
    assert [action.id for action in notice.actions] == ["enter_key"]


def test_an_unfinished_batch_is_offered_after_a_restart(
    driver: Driver, server: ScriptedServer, tmp_path: Path, qtbot: QtBot, qapp: QApplication,
    own_home: Path,
) -> None:  # fmt: skip
    driver.press("workspace_batch")
    desk = driver.panels.batch
    blend = BlendRecipe(feather_px=21)
    driver.store.set(prompt="A {colour} chair")
    driver.store.replace_draft(replace(driver.store.draft, blend=blend))
    pictures(tmp_path, 2)
    (tmp_path / "rows.csv").write_text("image,colour\nphoto-1.png,red\nphoto-2.png,blue\n")
    desk.add([tmp_path / "rows.csv"])
    wait_for(desk, qtbot, Shown.READY, Shown.READY)
    desk.sheet.footer.trial_button.click()
    wait_for(desk, qtbot, Shown.DONE, Shown.READY)
    wait_for_end(desk, qtbot)
    driver.close()

    again = Driver(qapp, qtbot, own_home)
    try:
        again.press("workspace_batch")
        second = again.panels.batch
        qtbot.waitUntil(lambda: second._earlier is not None, timeout=PATIENCE_MS)
        second.sheet.resume_requested.emit()
        wait_for(second, qtbot, Shown.DONE, Shown.READY)
        assert again.store.draft.prompt == "A {colour} chair"
        assert again.store.draft.blend == blend
        again.program.settings.set(server="studio")
        run(second)
        wait_for(second, qtbot, Shown.DONE, Shown.DONE)
        wait_for_end(second, qtbot)
    finally:
        again.close()
    assert len(server.posts) == 2


def test_closing_while_it_runs_writes_down_what_may_be_billed(
    driver: Driver, desk: BatchDesk, server: ScriptedServer, tmp_path: Path, qtbot: QtBot,
    own_home: Path,
) -> None:  # fmt: skip
    server.play(Script((Stall(),)))
    driver.store.set(prompt="sepia")
    desk.rows.set_options(type(desk.rows.options)(parallel=1))
    desk.add(pictures(tmp_path, 2))
    wait_for(desk, qtbot, Shown.READY, Shown.READY)
    run(desk)
    qtbot.waitUntil(server.stalled.is_set, timeout=PATIENCE_MS)
    driver.close()

    (file,) = (own_home / "data/batches").glob("*.json")
    rows = json.loads(file.read_text())["rows"]
    assert [row["record"].get("state", "ready") for row in rows] == ["maybe billed", "ready"]


def test_a_cap_is_kept_and_told(
    driver: Driver, desk: BatchDesk, server: ScriptedServer, tmp_path: Path, qtbot: QtBot
) -> None:
    driver.store.set(prompt="sepia")
    desk.sheet.options.cap.setValue(0.01)
    desk.add(pictures(tmp_path, 1))
    wait_for(desk, qtbot, Shown.READY)
    run(desk)
    wait_for_end(desk, qtbot)

    assert desk.rows.options.cap_usd == Decimal("0.01")
    assert server.posts == []
    notice = desk.sheet.banner.notice
    assert notice is not None
    assert "prices are unknown" in notice.title


def test_a_row_opens_on_the_canvas_with_its_mask(
    driver: Driver, desk: BatchDesk, samples: Samples, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "coffee.png").write_bytes(samples.coffee.read_bytes())
    (tmp_path / "coffee.mask.png").write_bytes(samples.coffee_mask.read_bytes())
    driver.store.set(prompt="Remove it.")
    desk.add([tmp_path])
    wait_for(desk, qtbot, Shown.READY)
    desk.sheet.table.opened.emit(1, Column.PICTURE)

    assert driver.panels.workspaces.current is Workspace.EDIT
    qtbot.waitUntil(lambda: driver.store.draft.mask is not None, timeout=PATIENCE_MS)
    target = driver.store.draft.target
    assert target is not None
    assert target.path == tmp_path / "coffee.png"


def test_the_workspace_changes_what_stands_around_it(driver: Driver) -> None:
    panels, actions = driver.panels, driver.window.actions_by_id
    seen = [
        driver.window._docks["results"].isVisible(),
        panels.inspector.generate_button.isVisible(),
    ]
    driver.press("workspace_batch")
    away = [
        driver.window._docks["results"].isVisible(),
        panels.inspector.generate_button.isVisible(),
    ]
    reason = actions.reason("generate")
    driver.press("workspace_edit")

    assert seen == [True, True]
    assert away == [False, False]
    assert reason == "The buttons of the batch send it."
    assert driver.window._docks["results"].isVisible()
    assert actions["generate"].isEnabled()
    assert actions["workspace_edit"].isChecked()


def test_ctrl_enter_in_the_prompt_sends_nothing_in_the_batch_workspace(
    driver: Driver, desk: BatchDesk, samples: Samples, qtbot: QtBot
) -> None:
    driver.press("workspace_edit")
    driver.open(samples.coffee)
    driver.store.set(prompt="sepia")
    driver.press("workspace_batch")
    driver.panels.inspector.prompt.editor.submitted.emit()

    assert driver.results() == []


@pytest.mark.parametrize("place", ["canvas", "sheet", "beside"])
def test_a_dropped_table_makes_rows_wherever_it_falls(
    driver: Driver, tmp_path: Path, qtbot: QtBot, place: str
) -> None:
    pictures(tmp_path, 2)
    (tmp_path / "rows.csv").write_text("image\nphoto-1.png\nphoto-2.png\n")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "rows.csv"))])
    if place == "sheet":
        driver.press("workspace_batch")
    area = driver.panels.area
    targets = {"canvas": area._targets, "sheet": driver.panels.batch.sheet, "beside": driver.window}
    area.invite(look_at(mime))
    _drop(targets[place], mime)

    desk = driver.panels.batch
    qtbot.waitUntil(lambda: desk.model.rowCount() == 2, timeout=PATIENCE_MS)
    assert driver.panels.workspaces.current is Workspace.BATCH
    assert driver.store.draft.inputs == ()


def test_a_folder_is_offered_as_a_batch_and_as_inputs(
    driver: Driver, tmp_path: Path, qtbot: QtBot
) -> None:
    pictures(tmp_path / "photos", 3)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "photos"))])
    area = driver.panels.area
    area.invite(look_at(mime))
    targets = area._targets
    right = QPoint(targets.width() - 40, targets.height() // 2)
    assert targets.isVisible()
    _drop(targets, mime, right)

    desk = driver.panels.batch
    qtbot.waitUntil(lambda: desk.model.rowCount() == 3, timeout=PATIENCE_MS)
    assert driver.panels.workspaces.current is Workspace.BATCH


def _drop(widget: object, mime: QMimeData, at: QPoint | None = None) -> None:
    event = QDropEvent(
        QPointF(at or QPoint(30, 30)),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    widget.dropEvent(event)  # type: ignore[attr-defined]  # a widget that takes drops
