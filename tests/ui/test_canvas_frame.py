"""The context frame on the canvas: dragged with real events, however the view is turned."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QUndoStack
from pytestqt.qtbot import QtBot

from helpers.canvas import ALT, SHIFT, Hand, picture_of
from helpers.samples import REPOSITORY, Samples
from overpaint.domain.frame import ContextFrame, FrameChoice, FramePlan, Rect, context_frame
from overpaint.domain.frame_drag import FrameLimits
from overpaint.domain.sizes import FlexibleSizes, Size
from overpaint.imaging.pixels import Picture
from overpaint.ui.canvas.frame_layer import FrameLabel, FrameSight
from overpaint.ui.canvas.tools import ToolKind
from overpaint.ui.canvas.view import CanvasView

TARGET = Size(1024, 768)
# Smaller limits than any real model's, so that frames of this photograph can be moved about.
RULE = FlexibleSizes((Size(256, 256),), True, 16, 3.0, 960, 128 * 128, 640 * 640)
MASK = Rect(400, 300, 120, 100)
TURNS = [(0.0, False), (30.0, False), (90.0, False), (180.0, True), (-75.0, True)]


class Desk:
    """Stands for the draft: takes every plan and shows the frame that follows from it."""

    def __init__(self, view: CanvasView, mask: Rect = MASK) -> None:
        self.view = view
        self.limits = FrameLimits(TARGET, mask, RULE)
        self.plans: list[FramePlan] = [FramePlan()]
        view.frames.plan_wanted.connect(self.take)
        self.show()

    def take(self, plan: FramePlan) -> None:
        self.plans.append(plan)
        self.show()

    def show(self) -> None:
        self.view.frames.show(FrameSight(self.frame, self.plan, self.limits, self.label))

    def label(self, frame: ContextFrame) -> FrameLabel:
        return FrameLabel(str(frame.sent), "1:1", price="≈ $0.05")

    @property
    def plan(self) -> FramePlan:
        return self.plans[-1]

    @property
    def frame(self) -> ContextFrame:
        return context_frame(self.plan, TARGET, self.limits.mask, RULE)

    @property
    def rect(self) -> Rect:
        return self.frame.rect


@pytest.fixture
def hand(qtbot: QtBot, samples: Samples) -> Iterator[Hand]:
    view = CanvasView()
    qtbot.addWidget(view)
    view.resize(900, 620)
    with qtbot.waitExposed(view):
        view.show()
    view.set_target(picture_of(samples.raccoon))
    yield Hand(qtbot, view)
    view.close_workers()


@pytest.fixture
def desk(hand: Hand) -> Desk:
    hand.view.set_tool(ToolKind.FRAME)
    return Desk(hand.view)


def middle_right(rect: Rect) -> tuple[float, float]:
    return rect.right, rect.top + rect.height / 2


def inside(rect: Rect) -> tuple[float, float]:
    return rect.left + rect.width / 2, rect.top + rect.height / 2


@pytest.mark.parametrize(("angle", "mirrored"), TURNS)
def test_a_side_follows_the_pointer_however_the_view_is_turned(
    hand: Hand, desk: Desk, angle: float, mirrored: bool
) -> None:
    hand.view.set_mirrored(mirrored)
    hand.view.set_angle(angle)
    before = desk.rect
    start = middle_right(before)

    hand.drag([start, (start[0] + 40, start[1]), (start[0] + 150, start[1])])

    assert desk.plan.choice is FrameChoice.PLACED
    assert desk.rect.left == before.left
    assert desk.rect.right - before.right == pytest.approx(150, abs=17)
    assert RULE.refusal(desk.frame.sent) is None


@pytest.mark.parametrize(("angle", "mirrored"), TURNS)
def test_a_drag_inside_moves_it(hand: Hand, desk: Desk, angle: float, mirrored: bool) -> None:
    hand.view.set_mirrored(mirrored)
    hand.view.set_angle(angle)
    before = desk.rect
    x, y = inside(before)

    hand.drag([(x, y), (x + 10, y - 10), (x + 40, y - 30)])

    assert desk.rect.size == before.size
    assert desk.rect.left - before.left == pytest.approx(40, abs=2)
    assert desk.rect.top - before.top == pytest.approx(-30, abs=2)


def test_it_is_legal_and_holds_the_mask_at_every_moment(hand: Hand, desk: Desk) -> None:
    seen: list[ContextFrame] = []

    def look() -> None:
        assert hand.view.frames.shown is not None
        seen.append(hand.view.frames.shown)

    hand.view.frames.changed.connect(look)
    x, y = desk.rect.left, desk.rect.top
    ways = [(-29 * step, -17 * step) for step in range(12)]
    hand.drag([(x + dx, y + dy) for dx, dy in (*ways, *((-9 * dx, -9 * dy) for dx, dy in ways))])

    assert len(set(seen)) > 5
    assert all(RULE.refusal(frame.sent) is None for frame in seen)
    assert all(frame.rect.holds(MASK) for frame in seen)


def test_it_says_when_the_mask_holds_it_back(hand: Hand, desk: Desk) -> None:
    free = hand.view.hint
    start = middle_right(desk.rect)
    hand.press(start)
    hand.move((start[0] - 40, start[1]))
    assert hand.view.hint == free

    hand.move((MASK.left, start[1]))
    assert "all of the mask" in hand.view.hint

    hand.release((MASK.left, start[1]))
    assert MASK.right <= desk.rect.right < MASK.right + 16
    assert hand.view.hint == free


def test_shift_keeps_the_shape_and_alt_the_middle(hand: Hand, desk: Desk) -> None:
    before = desk.rect
    corner = float(before.right), float(before.bottom)

    hand.drag([corner, (corner[0] + 90, corner[1] + 10)], moving=SHIFT)
    wider = desk.rect

    shape = before.width / before.height
    assert wider.width / wider.height == pytest.approx(shape, rel=0.1)
    assert wider.width > before.width + 70
    assert (wider.left, wider.top) == (before.left, before.top)

    corner = float(wider.right), float(wider.bottom)
    hand.drag([corner, (corner[0] + 40, corner[1] + 40)], moving=ALT)

    assert inside(desk.rect) == pytest.approx(inside(wider), abs=1)
    assert desk.rect.width > wider.width + 60


def test_escape_takes_the_drag_back(hand: Hand, desk: Desk) -> None:
    before = desk.frame
    start = middle_right(before.rect)
    hand.press(start)
    hand.move((start[0] + 120, start[1]))
    assert hand.view.frames.shown != before

    hand.key(Qt.Key.Key_Escape)
    hand.release((start[0] + 120, start[1]))

    assert hand.view.frames.shown == before
    assert desk.plans == [FramePlan()]
    assert hand.steps() == []


def test_every_change_is_a_step_of_the_edit(hand: Hand, desk: Desk) -> None:
    before = desk.frame
    x, y = inside(before.rect)
    hand.drag([(x, y), (x + 60, y)])
    moved = desk.frame

    hand.view.undo_stack.undo()
    assert desk.frame == before
    assert desk.plan == FramePlan()

    hand.view.undo_stack.redo()
    assert desk.frame == moved


def test_arrows_move_it_by_the_step_of_the_model_and_are_one_step(hand: Hand, desk: Desk) -> None:
    before = desk.rect

    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down):
        hand.key(key)
    hand.key(Qt.Key.Key_Left, SHIFT)

    assert (desk.rect.left, desk.rect.top) == (before.left - 32, before.top + 16)
    assert hand.steps() == ["Move the frame"]


@pytest.mark.parametrize("way", ["double click", "enter"])
def test_it_follows_the_mask_again(hand: Hand, desk: Desk, way: str) -> None:
    x, y = inside(desk.rect)
    automatic = desk.frame
    hand.drag([(x, y), (x + 60, y)])
    assert desk.frame != automatic

    if way == "enter":
        hand.key(Qt.Key.Key_Return)
    else:
        hand.double_click(inside(desk.rect))

    assert desk.plan.choice is FrameChoice.AUTO
    assert desk.frame == automatic


def test_a_click_places_nothing(hand: Hand, desk: Desk) -> None:
    hand.click(inside(desk.rect))

    assert desk.plans == [FramePlan()]
    assert hand.steps() == []


def test_the_pointer_tells_what_a_press_would_take(hand: Hand, desk: Desk) -> None:
    rect, shapes = desk.rect, Qt.CursorShape
    right, top = middle_right(rect), (rect.left + rect.width / 2, rect.top)
    corner = float(rect.right), float(rect.bottom)

    def pointer(place: tuple[float, float]) -> Qt.CursorShape:
        hand.hover(place)
        return hand.view.cursor().shape()

    assert pointer(right) == shapes.SizeHorCursor
    assert pointer(top) == shapes.SizeVerCursor
    assert pointer(corner) == shapes.SizeFDiagCursor
    assert pointer(inside(rect)) == shapes.SizeAllCursor
    assert pointer((rect.left - 80, rect.top)) == shapes.ArrowCursor
    hand.view.set_angle(90)
    assert pointer(right) == shapes.SizeVerCursor
    hand.view.set_angle(0)
    hand.view.set_mirrored(True)
    assert pointer(corner) == shapes.SizeBDiagCursor


def test_without_a_frame_the_tool_says_why(hand: Hand, desk: Desk) -> None:
    hand.view.frames.show(None, "Without a mask the whole picture is sent.")

    hand.drag([(400, 300), (500, 400)])
    hand.key(Qt.Key.Key_Return)

    assert hand.view.hint == "Without a mask the whole picture is sent."
    assert desk.plans == [FramePlan()]


def _grab(view: CanvasView) -> QImage:
    return view.grab().toImage()


def _lightness(image: QImage, view: CanvasView, place: tuple[float, float]) -> list[int]:
    """Around a place of the picture, screen pixels."""
    assert view.transform is not None
    x, y = (round(value) for value in view.transform.to_device(place))
    reach = round(4 * view.devicePixelRatioF())
    columns = range(max(0, x - reach), min(image.width(), x + reach + 1))
    rows = range(max(0, y - reach), min(image.height(), y + reach + 1))
    return [image.pixelColor(column, row).lightness() for column in columns for row in rows]


@pytest.mark.parametrize("grey", [0, 128, 255])
@pytest.mark.parametrize("angle", [0.0, 30.0])
def test_its_line_is_seen_on_any_ground(hand: Hand, grey: int, angle: float) -> None:
    plain = np.full((768, 1024, 4), (grey, grey, grey, 255), np.uint8)
    hand.view.set_target(Picture(plain, opaque=True))
    hand.view.set_angle(angle)
    desk = Desk(hand.view)

    seen = _lightness(_grab(hand.view), hand.view, middle_right(desk.rect))

    assert max(seen) - min(seen) > 80


def test_it_is_hidden_when_told_but_in_hand_it_is_seen(hand: Hand) -> None:
    empty = _grab(hand.view)
    desk = Desk(hand.view)
    shown = _grab(hand.view)
    assert shown != empty

    hand.view.set_frame_visible(False)
    assert _grab(hand.view) == empty

    hand.view.set_tool(ToolKind.FRAME)
    assert _grab(hand.view) != empty
    assert max(_lightness(_grab(hand.view), hand.view, middle_right(desk.rect))) > 240


def test_it_steps_aside_for_a_result(hand: Hand) -> None:
    preview = Picture(np.full((77, 103, 4), 255, np.uint8), opaque=True)
    hand.view.set_preview(preview)
    bare = _grab(hand.view)

    Desk(hand.view)

    assert _grab(hand.view) == bare


def test_steps_of_the_frame_stand_among_those_of_the_mask(hand: Hand, desk: Desk) -> None:
    stack: QUndoStack = hand.view.undo_stack
    hand.view.fill_mask()
    x, y = inside(desk.rect)
    hand.drag([(x, y), (x + 60, y)])
    hand.view.clear_mask()

    assert hand.steps() == ["Mask everything", "Place the frame", "Clear mask"]
    stack.undo()
    stack.undo()

    assert desk.plan == FramePlan()


@pytest.mark.slow
@pytest.mark.skipif("QT_SCALE_FACTOR" in os.environ, reason="run by this test itself")
@pytest.mark.parametrize("ratio", ["1.25", "2"])
def test_the_same_on_screens_with_more_pixels(ratio: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", __file__],
        cwd=REPOSITORY,
        env={**os.environ, "QT_SCALE_FACTOR": ratio, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-3000:]
