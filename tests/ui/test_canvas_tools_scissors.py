"""The edge-snapping lasso, with real events on a picture whose edge is known."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from helpers.canvas import ALT, Hand, picture_of
from helpers.samples import Samples
from overpaint.imaging.pixels import Picture
from overpaint.ui.canvas.tools import ToolKind
from overpaint.ui.canvas.view import CanvasView

MIDDLE, RADIUS = (300, 220), 120


def disc() -> Picture:
    """A bright disc on a dark ground."""
    rows, columns = np.ogrid[:440, :600]
    inside = np.hypot(columns + 0.5 - MIDDLE[0], rows + 0.5 - MIDDLE[1]) < RADIUS
    bgra = np.full((440, 600, 4), 255, np.uint8)
    bgra[..., :3] = np.where(inside, 220, 30)[..., None]
    return Picture(bgra, opaque=True)


def on_edge(turn: float) -> tuple[float, float]:
    return (
        MIDDLE[0] + RADIUS * math.cos(math.tau * turn),
        MIDDLE[1] + RADIUS * math.sin(math.tau * turn),
    )


@pytest.fixture
def hand(qtbot: QtBot) -> Iterator[Hand]:
    view = CanvasView()
    qtbot.addWidget(view)
    view.resize(900, 620)
    with qtbot.waitExposed(view):
        view.show()
    view.set_target(disc())
    view.set_tool(ToolKind.SCISSORS)
    yield Hand(qtbot, view)
    view.close_workers()


def follow(hand: Hand, turns: list[float]) -> None:
    for turn in turns:
        hand.click(on_edge(turn))
        hand.settle()  # the surroundings of the point have been looked at


def live(hand: Hand) -> list[tuple[float, float]]:
    guide = hand.view.guides.guide
    assert guide is not None
    return list(guide.lines[-1].points)


def wrong_share(hand: Hand) -> float:
    rows, columns = np.ogrid[:440, :600]
    inside = np.hypot(columns + 0.5 - MIDDLE[0], rows + 0.5 - MIDDLE[1]) < RADIUS
    wrong = (hand.mask() > 127) != inside
    return float(np.count_nonzero(wrong)) / np.count_nonzero(inside)


def test_the_line_follows_the_edge_to_the_pointer(hand: Hand) -> None:
    follow(hand, [0.0])
    hand.hover(on_edge(0.2))

    away = [abs(math.dist(pos, MIDDLE) - RADIUS) for pos in live(hand)]
    assert len(away) > 8
    assert max(away) < 3


def test_four_clicks_round_a_disc_select_it(hand: Hand) -> None:
    follow(hand, [0.0, 0.25, 0.5, 0.75])
    hand.key(Qt.Key.Key_Return)

    assert wrong_share(hand) < 0.03
    assert hand.steps() == ["Edge-snapping lasso"]
    assert hand.view.guides.guide is None
    hand.view.undo_stack.undo()
    assert not hand.mask().any()


def test_clicks_that_come_before_the_edges_are_known_still_follow_them(hand: Hand) -> None:
    for turn in (0.0, 0.25, 0.5, 0.75):
        hand.click(on_edge(turn))
    hand.settle()
    hand.key(Qt.Key.Key_Return)

    assert wrong_share(hand) < 0.03


def test_alt_draws_straight(hand: Hand) -> None:
    follow(hand, [0.0])
    hand.hover(on_edge(0.25), ALT)
    assert len(live(hand)) == 2
    hand.click(on_edge(0.25), ALT)
    hand.settle()
    guide = hand.view.guides.guide
    assert guide is not None
    assert len(guide.lines[0].points) == 2


def test_backspace_removes_the_last_way_and_escape_leaves(hand: Hand) -> None:
    follow(hand, [0.0, 0.25, 0.5])
    guide = hand.view.guides.guide
    assert guide is not None
    before = len(guide.lines[0].points)
    hand.key(Qt.Key.Key_Backspace)
    guide = hand.view.guides.guide
    assert guide is not None
    assert len(guide.knots) == 2
    assert len(guide.lines[0].points) < before
    hand.key(Qt.Key.Key_Escape)
    assert hand.view.guides.guide is None
    assert hand.steps() == []


def test_another_target_drops_the_line(hand: Hand, samples: Samples) -> None:
    hand.click(on_edge(0.0))
    hand.view.set_target(picture_of(samples.chelsea))
    hand.settle()
    assert hand.view.guides.guide is None


def test_a_line_that_outruns_the_known_edges_drops_anchors_and_stays_on_the_edge(
    hand: Hand,
) -> None:
    hand.view.zoom_by(3.0)  # the disc is wider now than edges are followed at once
    follow(hand, [0.0])
    for step in range(1, 16):
        hand.hover(on_edge(step * 0.03))
        hand.settle()

    guide = hand.view.guides.guide
    assert guide is not None
    assert len(guide.knots) > 1
    away = [abs(math.dist(pos, MIDDLE) - RADIUS) for pos in guide.lines[0].points]
    assert max(away) < 3


def test_beyond_the_picture_no_anchor_is_dropped(hand: Hand) -> None:
    follow(hand, [0.0])
    hand.hover((800, 220))
    hand.settle()

    guide = hand.view.guides.guide
    assert guide is not None
    assert len(guide.knots) == 1
