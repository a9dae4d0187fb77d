"""A second start finds everything as the first one left it."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from helpers.edits_driver import Start
from overpaint.domain.frame import FrameChoice, FramePlan
from overpaint.domain.marks import Arrow, Colour
from overpaint.imaging.mask.layers import Layer
from overpaint.paths import resource
from overpaint.ui.canvas.tools import ToolKind
from overpaint.ui.masks.refinements import RefineKind
from overpaint.ui.results.item import ResultState

ROCKET = resource("samples/rocket.png")
OTHERS = [resource(f"samples/{name}.png") for name in ("coffee", "chelsea")]

pytestmark = pytest.mark.slow


def test_everything_of_an_edit_comes_back(start: Start) -> None:
    first = start()
    first.open(ROCKET)
    first.window.actions_by_id["tool_brush"].trigger()
    first.paint((0.4, 0.4), (0.6, 0.5))
    first.panels.canvas.change_mask("Protect", lambda plane: plane.fill(), Layer.PROTECT)
    first.panels.canvas.change_mask("Open", lambda plane: plane.invert(), Layer.PROTECT)
    first.panels.canvas.zoom_to(1.5)
    first.panels.canvas.set_angle(12.0)
    first.panels.canvas.set_mirrored(True)
    first.panels.canvas.set_tool(ToolKind.LASSO)
    plan = FramePlan(FrameChoice.AUTO, context=0.75)
    first.store.set(prompt="A tower\nof glass", variants=3, frame=plan)
    mask = first.mask()
    place, draft = first.panels.canvas.place, first.store.draft
    first.saved()

    second = start()

    assert second.store.draft == draft
    assert np.array_equal(second.mask(), mask)
    assert second.panels.canvas.tool is ToolKind.LASSO
    again = second.panels.canvas.place
    assert again is not None
    assert place is not None
    assert again.centre == pytest.approx(place.centre, abs=1.0)
    assert (again.scale, again.angle_deg, again.mirrored) == pytest.approx(
        (place.scale, place.angle_deg, place.mirrored)
    )


def test_a_program_that_was_killed_leaves_what_was_saved(start: Start) -> None:
    first = start()
    first.open(ROCKET)
    first.paint((0.4, 0.4), (0.6, 0.5))
    mask = first.mask()
    first.panels.canvas.markup.add(Arrow((1.0, 2.0), (30.0, 40.0), Colour(1, 2, 3), 4.0), "Arrow")
    marks = first.panels.canvas.markup.marks
    first.saved()

    second = start(is_killed=True)

    assert np.array_equal(second.mask(), mask)
    assert second.panels.canvas.markup.marks == marks
    assert second.store.draft.markup is not None


def test_results_come_back_with_their_tiles_and_are_blended_anew(start: Start) -> None:
    first = start()
    first.open(ROCKET)
    first.paint((0.4, 0.4), (0.6, 0.5))
    first.store.set(prompt="Remove it")
    first.press("generate")
    (done,) = first.wait_for(ResultState.DONE)
    first.panels.results.select(done.key)
    lineage = first.panels.lineage.lineage
    first.saved()

    second = start()

    (tile,) = second.results()
    assert tile.result == done.result
    assert (tile.prompt, tile.elapsed_s, tile.request_id) == (
        done.prompt, done.elapsed_s, done.request_id,
    )  # fmt: skip
    assert second.panels.lineage.lineage == lineage
    chosen = second.panels.results.selected_item()
    assert chosen is not None
    assert chosen.key == done.key
    second.store.set(prompt="Another")
    second.panels.family.use_settings()
    second.wait(lambda: second.store.draft.prompt == "Remove it")
    assert tile.result is not None
    assert tile.result.recipe is not None


def test_tabs_come_back_in_their_order(start: Start) -> None:
    first = start()
    first.open(ROCKET)
    first.open_beside(OTHERS[0])
    first.open_beside(OTHERS[1])
    first.edits.move(first.edits.current.id, 0)
    first.edits.show(first.edits.edits[1].id)
    titles = first.titles()
    first.saved()

    second = start()

    assert second.titles() == titles == [OTHERS[1].name, ROCKET.name, OTHERS[0].name]
    assert second.store.draft.target is not None
    assert second.store.draft.target.name == ROCKET.name


def test_an_input_that_is_gone_keeps_its_place_and_its_mask(start: Start, tmp_path: Path) -> None:
    drive = tmp_path / "drive"
    drive.mkdir()
    target = Path(shutil.copy(ROCKET, drive))
    first = start()
    first.open(target, Path(shutil.copy(OTHERS[0], drive)))
    first.paint((0.4, 0.4), (0.6, 0.5))
    first.store.set(prompt="As @2")
    mask = first.mask()
    first.saved()
    first.close_for_good()
    elsewhere = tmp_path / "elsewhere"
    drive.rename(elsewhere)

    second = start(is_killed=True)

    assert [image.is_missing for image in second.store.draft.inputs] == [True, True]
    problems = [str(problem.reason) for problem in second.store.problems() if problem.blocking]
    assert problems == [
        f"Picture 1 ({ROCKET.name}) was not found.",
        f"Picture 2 ({OTHERS[0].name}) was not found.",
    ]
    watch = second.window.edits_watch
    assert watch.card.isVisibleTo(second.window)
    second.saved()

    watch.missing.found(second.store.draft.inputs[0].id, elsewhere / ROCKET.name)
    second.wait(lambda: second.panels.session.shown_id is not None)

    assert [image.is_missing for image in second.store.draft.inputs] == [False, False]
    assert np.array_equal(second.mask(), mask)
    assert second.store.draft.prompt == "As @2"
    assert not watch.card.isVisibleTo(second.window)


def test_what_is_only_tried_out_when_the_program_ends_is_not_kept(start: Start) -> None:
    first = start()
    first.open(ROCKET)
    first.paint((0.4, 0.4), (0.6, 0.5))
    mask = first.mask()
    first.masks.refine(RefineKind.GROW)
    assert not np.array_equal(first.mask(), mask)

    second = start()

    assert np.array_equal(second.mask(), mask)


def test_the_tab_that_was_chosen_last_comes_to_hand(start: Start) -> None:
    first = start()
    first.open(ROCKET)
    first.open_beside(OTHERS[0])
    first.open_beside(OTHERS[1])
    first.saved()
    second = start()
    unread, current = second.edits.edits[0], second.edits.edits[2]
    assert not unread.is_read
    second.press("new_edit")

    second.edits.show(unread.id)
    second.edits.show(current.id)
    second.wait(lambda: second.edits.edits[0].is_read)

    assert second.store.draft.target is not None
    assert second.store.draft.target.name == OTHERS[1].name


def test_an_edit_that_was_opened_again_is_open_after_the_next_start(start: Start) -> None:
    first = start()
    first.open(ROCKET)
    first.saved()
    first.press("close_edit")
    first.press("reopen_edit")
    first.wait_for_title(ROCKET.name)

    second = start()

    assert second.titles() == [ROCKET.name]
