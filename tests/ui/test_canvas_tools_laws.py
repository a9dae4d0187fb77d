"""Laws of the undo stack over random sequences of all tools, on both layers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from helpers.canvas import ALT, BOTH, NO_KEYS, SHIFT, Hand, Keys, Place, picture_of
from helpers.samples import Samples
from overpaint.imaging.mask.brush import Brush
from overpaint.ui.canvas.tools import ToolKind
from overpaint.ui.canvas.tools.groups import TOOLS
from overpaint.ui.canvas.view import CanvasView

Act = Callable[[Hand], None]
WIDTH, HEIGHT = 451, 300

places = st.tuples(st.integers(5, WIDTH - 5), st.integers(5, HEIGHT - 5))
modifiers = st.sampled_from([NO_KEYS, SHIFT, ALT, BOTH])
DRAGGED = (
    ToolKind.BRUSH, ToolKind.ERASER, ToolKind.PROTECT, ToolKind.RECTANGLE, ToolKind.ELLIPSE,
    ToolKind.LASSO, ToolKind.PAN, ToolKind.ZOOM, ToolKind.ROTATE,
)  # fmt: skip
CLICKED = (ToolKind.WAND, ToolKind.BUCKET)
POINTED = (ToolKind.POLYGON, ToolKind.SCISSORS)
SMART = (ToolKind.SMART_SCRIBBLE, ToolKind.SMART_BOX)
ENDINGS = (Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Backspace)


def dragging(kind: ToolKind, way: list[Place], keys: Keys) -> Act:
    def act(hand: Hand) -> None:
        hand.view.set_tool(kind)
        hand.drag(way, keys)

    return act


def clicking(kind: ToolKind, place: Place, keys: Keys) -> Act:
    def act(hand: Hand) -> None:
        hand.view.set_tool(kind)
        hand.click(place, keys)

    return act


def pointing(kind: ToolKind, way: list[Place], ending: Qt.Key) -> Act:
    def act(hand: Hand) -> None:
        hand.view.set_tool(kind)
        for place in way:
            hand.click(place)
        hand.key(ending)

    return act


def ranging(way: list[Place], ending: Qt.Key) -> Act:
    def act(hand: Hand) -> None:
        hand.view.set_tool(ToolKind.COLOUR_RANGE)
        for place in way:
            hand.click(place, SHIFT)
        hand.key(ending)

    return act


def doing(name: str) -> Act:
    return lambda hand: getattr(hand.view, name)()


def stepping(forth: bool) -> Act:
    return lambda hand: hand.view.undo_stack.redo() if forth else hand.view.undo_stack.undo()


ways = st.lists(places, min_size=2, max_size=4)
acts: st.SearchStrategy[Act] = st.one_of(
    st.builds(dragging, st.sampled_from(DRAGGED), ways, modifiers),
    st.builds(clicking, st.sampled_from(CLICKED), places, modifiers),
    st.builds(pointing, st.sampled_from(POINTED), ways, st.sampled_from(ENDINGS)),
    st.builds(ranging, ways, st.sampled_from(ENDINGS)),
    st.builds(doing, st.sampled_from(["clear_mask", "invert_mask", "fill_mask"])),
    st.builds(stepping, st.booleans()),
)


class Book:
    """Remembers what the layers held at each place of the stack."""

    def __init__(self, hand: Hand) -> None:
        self._hand = hand
        self._pages: dict[int, tuple[np.ndarray, np.ndarray]] = {}
        self.check_or_write()

    def check_or_write(self) -> None:
        """At a place seen before everything is as it was; steps redone over are forgotten."""
        stack = self._hand.view.undo_stack
        held = self._hand.mask(), self._hand.protected()
        if self._hand.view._editor.is_previewing:
            return  # not a step yet
        self._pages = {i: page for i, page in self._pages.items() if i <= stack.count()}
        known = self._pages.setdefault(stack.index(), held)
        assert np.array_equal(known[0], held[0])
        assert np.array_equal(known[1], held[1])

    def forget_from(self, index: int) -> None:
        self._pages = {i: page for i, page in self._pages.items() if i < index}


def try_all(qtbot: QtBot, samples: Samples, sequence: list[Act]) -> None:
    view = CanvasView()
    qtbot.addWidget(view)
    view.resize(640, 480)
    with qtbot.waitExposed(view):
        view.show()
    view.set_target(picture_of(samples.chelsea))
    view.set_brush(Brush(30, 0.5, flow=0.7))
    hand = Hand(qtbot, view)
    try:
        book = Book(hand)
        for act in sequence:
            before = view.undo_stack.index()
            steps = hand.commands()
            act(hand)
            hand.settle()
            if hand.commands() != steps:
                book.forget_from(before + 1)
            book.check_or_write()
        view.set_tool(ToolKind.PAN)  # accepts or closes what is open
        hand.settle()
        book = Book(hand)
        for way in (view.undo_stack.undo, view.undo_stack.redo, view.undo_stack.undo):
            for _ in range(view.undo_stack.count()):
                way()
                book.check_or_write()
        assert not hand.mask().any()
        assert not hand.protected().any()
    finally:
        view.close_workers()


@pytest.mark.slow
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(sequence=st.lists(acts, min_size=3, max_size=10))
def test_undo_takes_back_exactly_what_any_tool_did(
    qtbot: QtBot, samples: Samples, sequence: list[Act]
) -> None:
    try_all(qtbot, samples, sequence)


@pytest.mark.slow
def test_every_tool_at_once_is_taken_back_too(qtbot: QtBot, samples: Samples) -> None:
    way: list[Place] = [(150, 120), (230, 150), (280, 130)]
    sequence = [dragging(make.kind, way, NO_KEYS) for make in TOOLS]
    sequence += [pointing(ToolKind.POLYGON, way, Qt.Key.Key_Return)]
    sequence += [pointing(ToolKind.SCISSORS, way, Qt.Key.Key_Return)]
    try_all(qtbot, samples, sequence)


def test_two_hundred_steps_of_several_tools_are_kept(qtbot: QtBot, samples: Samples) -> None:
    view = CanvasView()
    qtbot.addWidget(view)
    view.resize(640, 480)
    with qtbot.waitExposed(view):
        view.show()
    view.set_target(picture_of(samples.chelsea))
    view.set_brush(Brush(4, 1.0))
    hand = Hand(qtbot, view)
    kinds = (ToolKind.BRUSH, ToolKind.PROTECT, ToolKind.RECTANGLE)
    for step in range(205):
        view.set_tool(kinds[step % 3])
        x, y = 10 + step % 40 * 10, 10 + step // 40 * 50
        hand.drag([(x, y), (x + 12, y + 12)])
    steps = hand.steps()
    view.close_workers()

    assert len(steps) == 200
    assert steps[0] == "Rectangle"
