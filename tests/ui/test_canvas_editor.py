"""The mask's editor: two layers in one stack of steps, and changes that are previewed first."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from overpaint.imaging.mask.area import Area
from overpaint.imaging.mask.brush import Brush, Layer, Stroke, StrokePoint
from overpaint.imaging.mask.cancel import Cancelled
from overpaint.imaging.mask.combine import combine
from overpaint.imaging.mask.delta import TileDelta
from overpaint.imaging.mask.layers import MaskLayers
from overpaint.imaging.mask.modes import Combine
from overpaint.imaging.mask.patch import Patch
from overpaint.imaging.mask.plane import MaskPlane
from overpaint.ui.canvas.editor import MaskEditor

IsCalledOff = Callable[[], bool]
SIZE = 600, 400


@pytest.fixture
def editor(qtbot: QtBot) -> Iterator[MaskEditor]:
    editor = MaskEditor()
    editor.set_layers(MaskLayers(*SIZE))
    yield editor
    editor.close()


def square(left: int, top: int, side: int, value: int = 255) -> Patch:
    return Patch(Area(left, top, left + side, top + side), np.full((side, side), value, np.uint8))


def adding(patch: Patch) -> Callable[..., TileDelta]:
    def operation(plane: MaskPlane, off: IsCalledOff = lambda: False) -> TileDelta:
        return combine(plane, patch, Combine.ADD, off)

    return operation


def settled(qtbot: QtBot, editor: MaskEditor) -> MaskLayers:
    called: list[bool] = []
    editor.when_idle(lambda: called.append(True))
    qtbot.waitUntil(lambda: bool(called))
    assert editor.layers is not None
    return editor.layers


def snapshot(qtbot: QtBot, editor: MaskEditor) -> np.ndarray | None:
    taken: list[np.ndarray | None] = []
    editor.snapshot(taken.append)
    qtbot.waitUntil(lambda: bool(taken))
    return taken[0]


def test_both_layers_share_one_stack_in_the_order_of_the_steps(
    qtbot: QtBot, editor: MaskEditor
) -> None:
    editor.run("Fill", lambda plane: plane.fill())
    points = (StrokePoint(100, 100), StrokePoint(300, 100))
    editor.commit_stroke(Stroke(Brush(40, 1.0), points, Layer.PROTECT), "Protect")
    editor.run("Clear", lambda plane: plane.clear())
    layers = settled(qtbot, editor)
    assert layers.mask.is_empty
    assert not layers.protect.is_empty

    editor.undo_stack.undo()
    assert settled(qtbot, editor).protect.copy_coverage()[100, 200] == 255
    editor.undo_stack.undo()
    layers = settled(qtbot, editor)
    assert layers.protect.is_empty
    assert (layers.mask.copy_coverage() == 255).all()
    editor.undo_stack.redo()
    assert settled(qtbot, editor).protect.copy_coverage()[100, 200] == 255


def test_a_snapshot_leaves_out_what_is_protected(qtbot: QtBot, editor: MaskEditor) -> None:
    assert snapshot(qtbot, editor) is None
    editor.run("Mask", adding(square(0, 0, 200)))
    editor.run("Protect", adding(square(100, 100, 50)), Layer.PROTECT)

    taken = snapshot(qtbot, editor)

    assert taken is not None
    assert taken[50, 50] == 255
    assert taken[120, 120] == 0
    editor.run("Protect more", adding(square(0, 0, 300)), Layer.PROTECT)
    assert snapshot(qtbot, editor) is None


def test_the_latest_preview_replaces_the_one_before(qtbot: QtBot, editor: MaskEditor) -> None:
    editor.run("Mask", adding(square(0, 0, 10)))
    for left in (100, 200, 300):
        editor.preview(adding(square(left, 50, 20)), "Grow mask")
    mask = settled(qtbot, editor).mask.copy_coverage()

    assert mask[60, 310] == 255
    assert mask[60, 110] == mask[60, 210] == 0
    assert mask[5, 5] == 255
    assert editor.undo_stack.count() == 1


def test_a_preview_under_way_is_called_off_by_the_next(qtbot: QtBot, editor: MaskEditor) -> None:
    begun, seen = threading.Event(), []

    def slow(plane: MaskPlane, off: IsCalledOff) -> TileDelta:
        begun.set()
        while not off():
            threading.Event().wait(0.001)
        seen.append("called off")
        raise Cancelled

    with qtbot.waitSignal(editor.preview_busy) as told:
        editor.preview(slow, "Slow")
    assert told.args == [True]
    assert begun.wait(10)
    with qtbot.waitSignal(editor.preview_busy) as told:
        editor.preview(adding(square(10, 10, 10)), "Quick")

    assert told.args == [False]
    assert seen == ["called off"]
    assert settled(qtbot, editor).mask.copy_coverage()[15, 15] == 255


def test_accepting_makes_one_step_and_discarding_leaves_no_trace(
    qtbot: QtBot, editor: MaskEditor
) -> None:
    editor.run("Mask", adding(square(0, 0, 100)))
    editor.undo_stack.undo()
    editor.preview(adding(square(50, 50, 100)))
    editor.discard()
    layers = settled(qtbot, editor)
    assert layers.mask.is_empty
    assert editor.undo_stack.canRedo()

    editor.preview(adding(square(50, 50, 100)))
    editor.accept("Colour range")
    assert not settled(qtbot, editor).mask.is_empty
    assert [editor.undo_stack.text(i) for i in range(editor.undo_stack.count())] == ["Colour range"]
    editor.undo_stack.undo()
    assert settled(qtbot, editor).mask.is_empty
    editor.undo_stack.redo()
    assert settled(qtbot, editor).mask.copy_coverage()[149, 149] == 255
    editor.accept("Nothing")
    editor.discard()
    assert editor.undo_stack.count() == 1


def test_another_edit_accepts_the_preview_first(qtbot: QtBot, editor: MaskEditor) -> None:
    editor.preview(adding(square(0, 0, 100)), "Grow mask")
    editor.run("Invert mask", lambda plane: plane.invert())

    mask = settled(qtbot, editor).mask.copy_coverage()
    assert mask[50, 50] == 0
    assert mask[200, 200] == 255
    stack = editor.undo_stack
    assert [stack.text(i) for i in range(stack.count())] == ["Grow mask", "Invert mask"]
    stack.undo()
    stack.undo()
    assert settled(qtbot, editor).mask.is_empty


def test_a_snapshot_holds_the_preview_and_makes_it_a_step(qtbot: QtBot, editor: MaskEditor) -> None:
    editor.preview(adding(square(0, 0, 100)), "Feather mask")

    taken = snapshot(qtbot, editor)

    assert taken is not None
    assert taken[99, 99] == 255
    assert editor.undo_stack.undoText() == "Feather mask"


def test_undo_takes_back_the_preview_before_any_step(qtbot: QtBot, editor: MaskEditor) -> None:
    told: list[object] = []
    editor.undo_stack.canUndoChanged.connect(told.append)
    editor.undo_stack.undoTextChanged.connect(told.append)
    editor.preview(adding(square(0, 0, 100)), "Grow mask")
    assert told == [True, "Grow mask"]
    editor.undo_stack.undo()
    assert told[2:] == [False, ""]
    assert settled(qtbot, editor).mask.is_empty
    assert not editor.is_previewing

    editor.run("Mask", adding(square(0, 0, 100)))
    editor.preview(adding(square(200, 0, 100)), "Grow mask")
    editor.undo_stack.setIndex(0)  # what a list of steps does
    assert settled(qtbot, editor).mask.is_empty


def test_an_answer_due_is_in_the_snapshot_asked_for_after_it(
    qtbot: QtBot, editor: MaskEditor
) -> None:
    asked = threading.Event()

    def find(off: IsCalledOff) -> Patch:
        asked.wait(10)
        return square(10, 10, 30)

    editor.thinker.ask(find, lambda patch: editor.run("Magic wand", adding(patch)))
    taken: list[np.ndarray | None] = []
    editor.snapshot(taken.append)
    asked.set()
    qtbot.waitUntil(lambda: bool(taken))

    assert taken[0] is not None
    assert taken[0][20, 20] == 255


def test_thinking_for_long_is_told_and_can_be_called_off(qtbot: QtBot, editor: MaskEditor) -> None:
    answers: list[object] = []

    def endless(off: IsCalledOff) -> int:
        while not off():
            threading.Event().wait(0.001)
        return 1

    with qtbot.waitSignal(editor.thinker.busy_changed) as told:
        editor.thinker.ask(endless, answers.append)
    assert told.args == [True]
    with qtbot.waitSignal(editor.thinker.busy_changed) as told:
        assert editor.thinker.call_off()
    assert told.args == [False]
    settled(qtbot, editor)
    assert answers == []
    assert not editor.thinker.call_off()


def test_a_failing_operation_does_not_leave_the_mask_waiting(
    qtbot: QtBot, editor: MaskEditor
) -> None:
    def broken(plane: MaskPlane) -> TileDelta:
        raise RuntimeError("broken")

    with qtbot.captureExceptions() as raised:
        editor.run("Broken", broken)
        settled(qtbot, editor)
    assert [str(error) for _, error, _ in raised] == ["broken"]
    assert editor.is_settled


def test_two_hundred_steps_are_kept_over_both_layers(qtbot: QtBot, editor: MaskEditor) -> None:
    for step in range(210):
        layer = Layer.PROTECT if step % 3 else Layer.MASK
        editor.run(f"Step {step}", adding(square(step, step, 5)), layer)
    settled(qtbot, editor)

    assert editor.undo_stack.count() == 200
    assert editor.undo_stack.text(0) == "Step 10"


def test_other_layers_end_the_preview_and_keep_what_it_showed(
    qtbot: QtBot, editor: MaskEditor
) -> None:
    before = settled(qtbot, editor)
    editor.preview(adding(square(0, 0, 100)), "Grow mask")
    editor.set_layers(MaskLayers(*SIZE))

    assert settled(qtbot, editor).mask.is_empty
    assert not editor.is_previewing
    assert not before.mask.is_empty
