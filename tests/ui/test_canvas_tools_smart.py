"""Scribble to cut out and box to cut out, with real events on a photograph of a cat."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from pytestqt.qtbot import QtBot

from helpers.canvas import ALT, RIGHT, SHIFT, Hand, picture_of
from helpers.samples import Samples
from overpaint.ui.canvas.tools import ToolKind
from overpaint.ui.canvas.view import CanvasView

pytestmark = pytest.mark.slow

# The sample is 451 x 300; the cat's face fills the middle.
FACE = [(150.0, 120.0), (230.0, 150.0), (280.0, 130.0)]
CORNER = [(10.0, 20.0), (60.0, 20.0)]


@pytest.fixture
def hand(qtbot: QtBot, samples: Samples) -> Iterator[Hand]:
    view = CanvasView()
    qtbot.addWidget(view)
    view.resize(900, 620)
    with qtbot.waitExposed(view):
        view.show()
    view.set_target(picture_of(samples.chelsea))
    yield Hand(qtbot, view)
    view.close_workers()


def covered(mask: np.ndarray, way: list[tuple[float, float]]) -> bool:
    return all(mask[int(y), int(x)] > 200 for x, y in way)


def test_a_scribble_cuts_out_what_it_lies_on(hand: Hand) -> None:
    hand.view.set_tool(ToolKind.SMART_SCRIBBLE)
    hand.drag(FACE)
    seen = hand.mask()
    assert covered(seen, FACE)
    assert hand.steps() == []
    guide = hand.view.guides.guide
    assert guide is not None
    assert [line.keep for line in guide.scribbles] == [True]
    hand.key(Qt.Key.Key_Return)

    assert np.array_equal(hand.mask(), seen)
    assert hand.steps() == ["Smart selection"]
    assert hand.view.guides.guide is None
    hand.view.undo_stack.undo()
    assert not hand.mask().any()


@pytest.mark.parametrize("how", ["alt", "right", "eraser", "option"])
def test_other_scribbles_leave_out(hand: Hand, how: str) -> None:
    hand.view.set_tool(ToolKind.SMART_SCRIBBLE)
    hand.drag(FACE)
    before = hand.mask()
    away = [(x, y) for x, y in ((220.0, 240.0), (260.0, 250.0))]
    if how == "eraser":
        hand.pen(QEvent.Type.TabletPress, away[0], 0.5, eraser=True)
        hand.pen(QEvent.Type.TabletMove, away[1], 0.5, eraser=True)
        hand.pen(QEvent.Type.TabletRelease, away[1], 0.0, eraser=True)
    elif how == "right":
        hand.drag(away, button=RIGHT)
    elif how == "option":
        hand.view.set_select_options(replace(hand.view.select_options, drops=True))
        assert np.array_equal(hand.mask(), before)
        hand.drag(away)
    else:
        hand.drag(away, ALT)
    after = hand.mask()

    guide = hand.view.guides.guide
    assert guide is not None
    assert [line.keep for line in guide.scribbles] == [True, False]
    assert not np.array_equal(before, after)
    assert after[240, 221] == 0


def test_undo_and_backspace_remove_scribbles_one_by_one(hand: Hand) -> None:
    hand.view.set_tool(ToolKind.SMART_SCRIBBLE)
    hand.drag(FACE)
    first = hand.mask()
    hand.drag([(200.0, 240.0), (260.0, 250.0)], ALT)
    hand.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert np.array_equal(hand.mask(), first)
    hand.key(Qt.Key.Key_Backspace)
    assert not hand.mask().any()
    assert hand.view.guides.guide is None
    assert hand.steps() == []


def test_escape_drops_the_scribble_under_way_then_everything(hand: Hand) -> None:
    hand.view.set_tool(ToolKind.SMART_SCRIBBLE)
    hand.drag(FACE)
    first = hand.mask()
    hand.press(CORNER[0])
    hand.move(CORNER[1])
    hand.key(Qt.Key.Key_Escape)
    hand.release(CORNER[1])
    assert np.array_equal(hand.mask(), first)
    hand.key(Qt.Key.Key_Escape)
    assert not hand.mask().any()
    assert hand.steps() == []


def test_only_what_to_leave_out_selects_nothing(hand: Hand) -> None:
    hand.view.set_tool(ToolKind.SMART_SCRIBBLE)
    hand.drag(FACE, ALT)
    assert not hand.mask().any()
    hand.key(Qt.Key.Key_Return)
    assert hand.steps() == []


def test_a_box_cuts_out_what_is_in_it_and_scribbles_correct(hand: Hand) -> None:
    hand.view.set_tool(ToolKind.SMART_BOX)
    hand.drag([(80.0, 40.0), (200.0, 150.0), (390.0, 270.0)])
    boxed = hand.mask()
    assert boxed.any()
    assert not boxed[:39].any()
    assert not boxed[:, 392:].any()
    hand.drag([(200.0, 250.0), (300.0, 255.0)], ALT)
    corrected = hand.mask()
    assert corrected[251, 250] < 128
    hand.drag(FACE, SHIFT)
    assert covered(hand.mask(), FACE)
    hand.view.set_tool(ToolKind.PAN)

    assert hand.steps() == ["Smart selection"]
    hand.view.undo_stack.undo()
    assert not hand.mask().any()


def test_a_click_with_the_box_selects_nothing(hand: Hand) -> None:
    hand.view.set_tool(ToolKind.SMART_BOX)
    hand.click((200, 150))
    hand.key(Qt.Key.Key_Return)
    assert hand.steps() == []


def test_another_target_ends_the_selection(hand: Hand, samples: Samples) -> None:
    hand.view.set_tool(ToolKind.SMART_SCRIBBLE)
    hand.drag(FACE)
    hand.view.set_target(picture_of(samples.rocket))
    assert hand.view.guides.guide is None
    assert not hand.mask().any()
    hand.key(Qt.Key.Key_Return)
    assert hand.steps() == []
