"""Several edits as tabs: each has its own everything, and nothing of one shows in another."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from helpers.edits_driver import EditsDriver, Start
from overpaint.domain.draft import InputImage
from overpaint.domain.events import JobId, Sending
from overpaint.paths import resource
from overpaint.ui.results.item import ResultState

ROCKET, COFFEE, CHELSEA = (
    resource(f"samples/{name}.png") for name in ("rocket", "coffee", "chelsea")
)

pytestmark = pytest.mark.slow


@pytest.fixture
def desk(start: Start) -> EditsDriver:
    """A program with one picture open."""
    driver = start()
    driver.open(ROCKET)
    return driver


def marked(desk: EditsDriver, place: int) -> tuple[str, str]:
    """What a tab says and tells to screen readers."""
    bar = desk.panels.edit_tabs.bar
    return bar.tabText(place), bar.accessibleTabName(place)


def test_one_edit_needs_no_tabs_and_a_new_one_brings_them(desk: EditsDriver) -> None:
    tabs = desk.panels.edit_tabs
    assert not tabs.isVisibleTo(desk.window)

    desk.press("new_edit")

    assert tabs.isVisibleTo(desk.window)
    assert [tabs.bar.tabText(place) for place in range(2)] == ["rocket.png", "New edit"]
    assert desk.store.draft.target is None
    assert desk.panels.area.hint.isVisibleTo(desk.window)
    desk.press("new_edit")
    assert len(desk.edits.edits) == 2


def test_mask_steps_view_and_prompt_belong_to_their_edit(desk: EditsDriver) -> None:
    canvas, actions = desk.panels.canvas, desk.window.actions_by_id
    desk.paint((0.4, 0.4), (0.6, 0.5))
    desk.store.set(prompt="First")
    canvas.zoom_to(2.0)
    first, place = desk.mask(), canvas.place
    desk.open_beside(COFFEE)
    assert canvas.mask is not None
    assert canvas.mask.is_empty
    assert not actions["undo"].isEnabled()
    desk.store.set(prompt="Second")
    desk.paint((0.2, 0.2), (0.3, 0.3))

    desk.show(0)

    assert desk.store.draft.prompt == "First"
    assert np.array_equal(desk.mask(), first)
    assert canvas.place == place
    actions["undo"].trigger()
    desk.settle()
    assert canvas.mask is not None
    assert canvas.mask.is_empty
    desk.show(1)
    assert desk.store.draft.prompt == "Second"
    assert not canvas.mask.is_empty
    actions["undo"].trigger()
    desk.settle()
    assert canvas.mask.is_empty
    desk.show(0)
    actions["redo"].trigger()
    assert np.array_equal(desk.mask(), first)


def test_undo_in_the_prompt_brings_back_nothing_of_another_edit(desk: EditsDriver) -> None:
    editor = desk.panels.inspector.prompt.editor
    QTest.keyClicks(editor, "First")
    desk.open_beside(COFFEE)
    assert editor.toPlainText() == ""

    editor.undo()

    assert desk.store.draft.prompt == ""
    desk.show(0)
    assert editor.toPlainText() == "First"


def test_a_stroke_under_way_when_the_tab_changes_is_saved_with_its_edit(
    start: Start, desk: EditsDriver
) -> None:
    desk.open_beside(COFFEE)
    desk.show(0)
    desk.paint((0.4, 0.4), (0.6, 0.5))
    desk.panels.canvas.fill_mask()
    desk.edits.show(desk.edits.edits[1].id)
    desk.saved()

    again = start(is_killed=True)
    again.show(0)

    assert again.mask().min() == 255


def test_inputs_are_taken_back_in_their_own_edit(desk: EditsDriver) -> None:
    history, store = desk.panels.inputs.history, desk.store
    assert store.draft.target is not None
    history.remove(store.draft.target.id)
    history.stack.undo()
    desk.wait(lambda: store.draft.target is not None)
    desk.open_beside(COFFEE)
    assert history.stack.undoText() == "Add coffee.png"
    desk.show(0)

    history.stack.undo()

    assert store.draft.target is None
    desk.show(1)
    assert store.draft.target is not None


def test_a_job_that_ends_in_another_edit_marks_its_tab_and_nothing_else(desk: EditsDriver) -> None:
    desk.store.set(prompt="Blur it")
    desk.press("generate")
    desk.open_beside(COFFEE)
    seen = desk.panels.canvas.seen()
    mine = desk.edits.edits[0]

    desk.wait(lambda: mine.has_news)

    assert marked(desk, 0) == ("rocket.png", "rocket.png, There is something new")
    assert desk.results() == []
    now = desk.panels.canvas.seen()
    assert seen is not None
    assert now is not None
    assert now.picture.bgra is seen.picture.bgra
    assert now.over is None
    desk.show(0)
    (done,) = desk.results()
    assert done.state is ResultState.DONE
    assert marked(desk, 0) == ("rocket.png", "rocket.png")
    assert desk.panels.lineage.lineage.find(done.key) is not None


def test_a_running_job_dots_its_tab(desk: EditsDriver) -> None:
    job = JobId("job-1")
    desk.panels.tiles.expect(job)
    desk.panels.tiles.apply(Sending(job, 1, 2))
    desk.press("new_edit")

    assert marked(desk, 0)[1] == "rocket.png, 1 job is under way"
    assert not desk.panels.edit_tabs.bar.tabIcon(0).isNull()
    assert not desk.panels.inspector.cancel_button.isVisibleTo(desk.window)


def test_what_is_closed_comes_back_with_everything(desk: EditsDriver) -> None:
    desk.paint((0.4, 0.4), (0.6, 0.5))
    desk.store.set(prompt="Remove it")
    mask = desk.mask()
    desk.press("close_edit")

    assert desk.store.draft.target is None
    assert len(desk.edits.edits) == 1
    recent = desk.window.edits_watch.recent
    desk.wait(lambda: [card.title for card in recent.cards] == ["rocket.png"])

    desk.press("reopen_edit")
    desk.wait_for_title("rocket.png")

    assert np.array_equal(desk.mask(), mask)
    assert desk.store.draft.prompt == "Remove it"
    assert recent.cards == ()
    assert len(desk.edits.edits) == 1


def test_a_result_of_a_closed_edit_is_kept_with_it(desk: EditsDriver) -> None:
    desk.store.set(prompt="Blur it")
    with desk.when_sent():
        desk.press("generate")
    desk.press("close_edit")
    watch = desk.window.edits_watch
    desk.wait(lambda: bool(watch.recent.cards and watch.recent.cards[0].result_count))

    desk.press("reopen_edit")
    desk.wait_for_title("rocket.png")

    (done,) = desk.results()
    assert done.state is ResultState.DONE


def test_an_edit_is_opened_again_while_its_job_is_under_way(desk: EditsDriver) -> None:
    job = JobId("job-1")
    desk.panels.tiles.expect(job)
    desk.panels.tiles.apply(Sending(job, 1, 2))
    desk.press("close_edit")
    assert desk.results() == []

    desk.press("reopen_edit")
    desk.wait_for_title("rocket.png")

    (tile,) = desk.results()
    assert tile.job == job
    assert tile.running
    assert desk.titles() == ["rocket.png"]


def test_recent_edits_stand_on_the_empty_canvas_and_can_be_removed(desk: EditsDriver) -> None:
    desk.saved()
    desk.press("close_edit")
    watch = desk.window.edits_watch
    desk.wait(lambda: len(watch.row.cards) == 1)
    assert watch.row.isVisibleTo(desk.window)
    QTest.keyClick(watch.row.cards[0], Qt.Key.Key_Delete)
    desk.wait(lambda: not watch.row.isVisibleTo(desk.window))
    watch.recent.put_back(desk.edits._closed[-1])
    desk.wait(lambda: watch.row.isVisibleTo(desk.window))

    QTest.mouseClick(watch.row.cards[0], Qt.MouseButton.LeftButton)

    desk.wait_for_title("rocket.png")
    assert not watch.row.isVisibleTo(desk.window)


def test_tabs_are_moved_closed_by_the_middle_button_and_walked_through(desk: EditsDriver) -> None:
    desk.open_beside(COFFEE)
    desk.open_beside(CHELSEA)
    bar = desk.panels.edit_tabs.bar

    bar.moveTab(2, 0)

    assert desk.titles() == ["chelsea.png", "rocket.png", "coffee.png"]
    desk.press("next_edit")
    desk.wait_for_title("rocket.png")
    desk.press("previous_edit")
    desk.press("previous_edit")
    desk.wait_for_title("coffee.png")
    QTest.mouseClick(bar, Qt.MouseButton.MiddleButton, pos=bar.tabRect(0).center())
    assert desk.titles() == ["rocket.png", "coffee.png"]
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(0).center())
    desk.wait_for_title("rocket.png")


def test_pictures_read_for_another_edit_go_there(desk: EditsDriver, qtbot: QtBot) -> None:
    reading = desk.panels.session
    with qtbot.waitSignal(reading.came_late):
        reading.add([COFFEE])
        desk.press("new_edit")

    assert desk.store.draft.inputs == ()
    desk.show(0)
    assert [image.name for image in desk.store.draft.inputs] == ["rocket.png", "coffee.png"]


def test_nothing_is_sent_before_the_picture_is_there(start: Start, desk: EditsDriver) -> None:
    desk.store.set(prompt="Remove it")
    desk.paint((0.4, 0.4), (0.6, 0.5))
    desk.saved()
    again = start(is_killed=True, waits=False)
    again.wait(lambda: again.store.draft.target is not None)
    assert again.panels.session.is_reading
    refused: list[object] = []
    again.panels.runs.refused.connect(refused.append)

    again.press("generate")

    assert "still being read" in str(refused)
    assert again.results() == []


def test_the_pictures_of_the_last_edits_stay_in_memory(desk: EditsDriver) -> None:
    desk.open_beside(COFFEE)
    shown: list[InputImage] = []
    desk.panels.session.target_shown.connect(shown.append)

    desk.edits.show(desk.edits.edits[0].id)

    assert [image.name for image in shown] == ["rocket.png"]
    assert not desk.panels.session.is_reading


def test_files_of_a_start_open_beside_what_is_there(desk: EditsDriver) -> None:
    desk.window.open_beside([COFFEE])
    desk.wait_for_title("coffee.png")
    assert desk.titles() == ["rocket.png", "coffee.png"]
    desk.press("new_edit")

    desk.open_beside(CHELSEA)

    assert desk.titles() == ["rocket.png", "coffee.png", "chelsea.png"]


def test_a_damaged_edit_is_told_and_the_others_open(start: Start, desk: EditsDriver) -> None:
    desk.open_beside(COFFEE)
    desk.saved()
    broken = desk.edits.edits[1].id
    desk.close_for_good()
    file: Path = desk.edits._disk.folder / broken / "edit.sqlite3"
    file.write_bytes(b"nonsense" * 100)

    again = start(is_killed=True)

    assert again.titles() == ["rocket.png"]
    assert "damaged" in again.wait_for_banner()
