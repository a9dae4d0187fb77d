"""Brush, eraser and protect brush, with real mouse and pen events."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPaintEvent, QRegion
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from helpers.canvas import ALT, RIGHT, SHIFT, Hand, picture_of
from helpers.samples import Samples
from overpaint.imaging.mask.brush import Brush, Layer, Stroke, StrokePoint
from overpaint.imaging.mask.plane import MaskPlane
from overpaint.imaging.mask.raster import rasterise
from overpaint.ui.canvas.tool_options import PressureUse
from overpaint.ui.canvas.tools import ToolKind
from overpaint.ui.canvas.view import CanvasView

WAY = [(300.0, 300.0), (600.0, 300.0)]


@pytest.fixture
def hand(qtbot: QtBot, samples: Samples) -> Iterator[Hand]:
    view = CanvasView()
    qtbot.addWidget(view)
    view.resize(900, 620)
    with qtbot.waitExposed(view):
        view.show()
    view.set_target(picture_of(samples.raccoon))
    view.set_brush(Brush(60, 1.0))
    yield Hand(qtbot, view)
    view.close_workers()


def painted(hand: Hand, brush: Brush, scale: float = 1.0, flow: float = 1.0) -> np.ndarray:
    plane = MaskPlane(1024, 768)
    points = tuple(StrokePoint(*hand.hit(place), scale, flow) for place in WAY)
    rasterise(plane, Stroke(brush, points))
    return plane.copy_coverage()


def with_pen(hand: Hand, pressure: float, *, eraser: bool = False) -> None:
    hand.pen(QEvent.Type.TabletPress, WAY[0], pressure, eraser=eraser)
    hand.pen(QEvent.Type.TabletMove, WAY[1], pressure, eraser=eraser)
    hand.pen(QEvent.Type.TabletRelease, WAY[1], 0.0, eraser=eraser)


def test_flow_lays_down_part_of_the_mask(hand: Hand) -> None:
    brush = Brush(60, 1.0, flow=0.4)
    hand.view.set_brush(brush)
    hand.drag(WAY)

    mask = hand.mask()
    assert np.array_equal(mask, painted(hand, brush))
    assert 90 < mask[300, 450] < 115
    hand.drag(WAY)
    assert hand.mask()[300, 450] > mask[300, 450]


@pytest.mark.parametrize(
    ("use", "scale", "flow"),
    [(PressureUse.NONE, 1.0, 1.0), (PressureUse.SIZE, 0.5, 1.0), (PressureUse.FLOW, 1.0, 0.5)],
)
def test_pressure_sets_the_size_or_the_flow_or_nothing(
    hand: Hand, use: PressureUse, scale: float, flow: float
) -> None:
    hand.view.set_pressure_use(use)
    with_pen(hand, 0.5)

    assert np.array_equal(hand.mask(), painted(hand, Brush(60, 1.0), scale, flow))
    assert hand.steps() == ["Brush stroke"]


def test_the_ring_shows_the_size_that_the_pressure_gives(hand: Hand) -> None:
    hand.pen(QEvent.Type.TabletPress, WAY[0], 0.5)
    hand.pen(QEvent.Type.TabletMove, WAY[1], 0.5)
    ring = hand.view._ring()
    assert ring is not None
    assert hand.view.transform is not None
    assert ring[1] == pytest.approx(30 * hand.view.transform.scale)
    hand.pen(QEvent.Type.TabletRelease, WAY[1], 0.0)
    ring = hand.view._ring()
    assert ring is not None
    assert ring[1] == pytest.approx(60 * hand.view.transform.scale)


def test_the_eraser_end_erases_and_the_barrel_button_pans(hand: Hand) -> None:
    hand.view.fill_mask()
    with_pen(hand, 1.0, eraser=True)
    assert hand.mask()[300, 450] == 0
    assert hand.steps() == ["Mask everything", "Erase"]

    hand.view.zoom_to(2.0)
    assert hand.view.transform is not None
    before = hand.view.transform.origin
    start, end = (500.0, 400.0), (520.0, 410.0)
    hand.pen(QEvent.Type.TabletPress, start, 0.5, button=RIGHT)
    hand.pen(QEvent.Type.TabletMove, end, 0.5, button=RIGHT)
    hand.pen(QEvent.Type.TabletRelease, end, 0.0, button=RIGHT)
    assert hand.view.transform.origin != before
    assert hand.steps() == ["Mask everything", "Erase"]


def test_the_protect_brush_takes_out_of_the_mask_what_must_not_change(
    hand: Hand, qtbot: QtBot
) -> None:
    hand.view.fill_mask()
    hand.view.set_tool(ToolKind.PROTECT)
    hand.drag(WAY)

    expected = painted(hand, Brush(60, 1.0))
    assert np.array_equal(hand.protected(), expected)
    assert (hand.mask() == 255).all()
    taken: list[np.ndarray | None] = []
    hand.view.snapshot_mask(taken.append)
    qtbot.waitUntil(lambda: bool(taken))
    assert taken[0] is not None
    assert np.array_equal(taken[0], 255 - expected)

    hand.drag(WAY, ALT)
    assert (hand.protected()[280:320, 300:600] == 0).all()
    assert hand.steps() == ["Mask everything", "Protect", "Unprotect"]
    hand.view.undo_stack.undo()
    assert np.array_equal(hand.protected(), expected)
    hand.view.undo_stack.undo()
    assert not hand.protected().any()


def test_a_stroke_that_changes_nothing_is_no_step(hand: Hand) -> None:
    hand.view.set_tool(ToolKind.ERASER)
    hand.drag(WAY)
    assert hand.steps() == []


def test_a_line_with_shift_goes_from_the_last_stroke_on_any_layer(hand: Hand) -> None:
    hand.view.set_tool(ToolKind.PROTECT)
    hand.click((200, 300))
    hand.click((700, 300), SHIFT)

    assert (hand.protected()[300, 200:700] == 255).all()


def test_painting_accepts_what_is_previewed(hand: Hand) -> None:
    hand.view.set_tool(ToolKind.COLOUR_RANGE)
    hand.click((700, 600))
    hand.settle()
    hand.view._input.choice.hold(ToolKind.BRUSH)
    hand.drag(WAY)

    assert hand.steps() == ["Colour range", "Brush stroke"]


def test_the_ring_shows_a_minus_while_the_modifier_erases(hand: Hand, qtbot: QtBot) -> None:
    hand.hover((450, 300))
    tool = hand.view._input.tool_in_hand
    assert not tool.takes_away(hand.view.held)
    qtbot.keyPress(hand.view, Qt.Key.Key_Alt)
    assert tool.takes_away(hand.view.held)
    qtbot.keyRelease(hand.view, Qt.Key.Key_Alt)
    assert not tool.takes_away(hand.view.held)


def test_layers_are_told_apart_by_a_stroke(hand: Hand) -> None:
    hand.view.set_tool(ToolKind.PROTECT)
    hand.press(WAY[0])
    hand.move(WAY[1])
    stroke = hand.view._stage.take_stroke()
    assert stroke is not None
    assert stroke.layer is Layer.PROTECT


class Exposed(QObject):
    """What a widget paints anew."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.region = QRegion()
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if isinstance(event, QPaintEvent):
            self.region = self.region.united(event.region())
        return super().eventFilter(watched, event)


def test_the_ring_goes_when_a_tool_without_one_is_taken(hand: Hand, qtbot: QtBot) -> None:
    place, elsewhere = (300.0, 200.0), (800.0, 600.0)
    hand.hover(place)
    hand.settle()
    qtbot.waitUntil(lambda: not hand.view._stage.is_moving)
    hand.settle()
    hand.view.repaint()
    exposed = Exposed(hand.view)

    hand.view.set_tool(ToolKind.RECTANGLE)

    qtbot.waitUntil(lambda: exposed.region.contains(hand.at(place)), timeout=2000)
    assert not exposed.region.contains(hand.at(elsewhere))
