"""Masking with the keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from helpers.canvas import SHIFT, Hand, picture_of
from helpers.samples import Samples
from overpaint.imaging.mask.brush import Brush
from overpaint.ui.canvas.tools import ToolKind
from overpaint.ui.canvas.view import CanvasView

KEY = Qt.Key


@pytest.fixture
def hand(qtbot: QtBot, samples: Samples) -> Iterator[Hand]:
    view = CanvasView()
    qtbot.addWidget(view)
    view.resize(900, 620)
    with qtbot.waitExposed(view):
        view.show()
    view.set_target(picture_of(samples.raccoon))
    view.set_brush(Brush(40, 1.0))
    view.setFocus()
    yield Hand(qtbot, view)
    view.close_workers()


def draw(hand: Hand, qtbot: QtBot, *ways: Qt.Key) -> None:
    """Hold the space bar while the pointer moves."""
    qtbot.keyPress(hand.view, KEY.Key_Space)
    for way in ways:
        qtbot.keyClick(hand.view, way, SHIFT)
    qtbot.keyRelease(hand.view, KEY.Key_Space)


def test_a_stroke_is_painted_from_the_middle_with_arrow_keys(hand: Hand, qtbot: QtBot) -> None:
    qtbot.keyClick(hand.view, KEY.Key_Return, SHIFT)
    assert "Space" in hand.view.hint

    draw(hand, qtbot, KEY.Key_Right, KEY.Key_Right, KEY.Key_Right)

    assert hand.steps() == ["Brush stroke"]
    mask, transform = hand.mask(), hand.view.transform
    assert transform is not None
    for right in (0.0, 60.0, 120.0):
        x, y = transform.to_image((450.0 + right, 310.0))
        assert mask[int(y), int(x)] == 255


def test_every_tool_can_be_used_by_keys(hand: Hand, qtbot: QtBot) -> None:
    hand.view.set_tool(ToolKind.RECTANGLE)
    qtbot.keyClick(hand.view, KEY.Key_Return, SHIFT)
    assert hand.view._ring() is not None

    draw(hand, qtbot, KEY.Key_Right, KEY.Key_Down, KEY.Key_Down)

    assert hand.steps() == ["Rectangle"]
    assert hand.mask().any()


def test_escape_drops_the_stroke_then_ends_the_pointer_and_arrows_pan_again(
    hand: Hand, qtbot: QtBot
) -> None:
    qtbot.keyClick(hand.view, KEY.Key_Return, SHIFT)
    before = hand.view.transform
    qtbot.keyPress(hand.view, KEY.Key_Space)
    qtbot.keyClick(hand.view, KEY.Key_Left)
    qtbot.keyClick(hand.view, KEY.Key_Escape)
    qtbot.keyRelease(hand.view, KEY.Key_Space)
    assert hand.steps() == []
    assert hand.view.transform == before

    qtbot.keyClick(hand.view, KEY.Key_Escape)
    qtbot.keyClick(hand.view, KEY.Key_Left)

    assert hand.view.transform != before
    assert "Space" not in hand.view.hint


def test_the_view_follows_the_pointer_beyond_its_edge(hand: Hand, qtbot: QtBot) -> None:
    hand.view.zoom_by(8.0)
    qtbot.keyClick(hand.view, KEY.Key_Return, SHIFT)
    before = hand.view.transform
    assert before is not None

    for _ in range(20):
        qtbot.keyClick(hand.view, KEY.Key_Right, SHIFT)

    after = hand.view.transform
    assert after is not None
    assert after.to_image((0.0, 0.0))[0] > before.to_image((0.0, 0.0))[0]


def test_the_mouse_takes_over_and_keeps_what_was_drawn(hand: Hand, qtbot: QtBot) -> None:
    qtbot.keyClick(hand.view, KEY.Key_Return, SHIFT)
    qtbot.keyPress(hand.view, KEY.Key_Space)
    qtbot.keyClick(hand.view, KEY.Key_Right)

    hand.hover((300.0, 200.0))

    assert hand.steps() == ["Brush stroke"]
    assert "Space" not in hand.view.hint
