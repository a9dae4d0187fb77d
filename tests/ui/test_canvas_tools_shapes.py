"""Rectangle, ellipse, lasso and polygon, with real events on a photograph."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from pytestqt.qtbot import QtBot

from helpers.canvas import ALT, BOTH, LEFT, SHIFT, Hand, picture_of
from helpers.samples import Samples
from overpaint.imaging.mask.modes import Combine
from overpaint.imaging.mask.shapes import ellipse, polygon
from overpaint.ui.canvas.guide import Guide
from overpaint.ui.canvas.tool_options import SelectOptions, ShapeRule
from overpaint.ui.canvas.tools import ToolKind
from overpaint.ui.canvas.view import CanvasView


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


def whole(place: tuple[float, float]) -> tuple[int, int]:
    return round(place[0]), round(place[1])


def shown(hand: Hand) -> Guide | None:
    return hand.view.guides.guide


def test_a_rectangle_covers_whole_pixels_from_corner_to_corner(hand: Hand) -> None:
    hand.view.set_tool(ToolKind.RECTANGLE)
    hand.drag([(200, 150), (350, 250), (600, 400)])

    (left, top), (right, bottom) = whole(hand.hit((200, 150))), whole(hand.hit((600, 400)))
    expected = np.zeros((768, 1024), np.uint8)
    expected[top:bottom, left:right] = 255
    assert np.array_equal(hand.mask(), expected)
    assert hand.steps() == ["Rectangle"]
    hand.view.undo_stack.undo()
    assert not hand.mask().any()
    hand.view.undo_stack.redo()
    assert np.array_equal(hand.mask(), expected)


def test_the_outline_and_its_size_follow_the_drag(hand: Hand) -> None:
    hand.view.set_tool(ToolKind.RECTANGLE)
    hand.press((200, 150))
    hand.move((600, 400))
    guide = shown(hand)
    assert guide is not None
    (left, top), (right, bottom) = hand.hit((200, 150)), hand.hit((600, 400))
    width, height = round(right) - round(left), round(bottom) - round(top)
    assert guide.label == f"{width} × {height} px"
    assert len(guide.lines[0].points) == 5
    hand.release((600, 400))
    assert shown(hand) is None


def test_escape_gives_a_shape_up(hand: Hand) -> None:
    hand.view.set_tool(ToolKind.ELLIPSE)
    hand.press((200, 150))
    hand.move((600, 400))
    hand.key(Qt.Key.Key_Escape)
    hand.release((600, 400))

    assert shown(hand) is None
    assert not hand.mask().any()
    assert hand.steps() == []


def test_modifiers_at_the_press_choose_the_mode(hand: Hand) -> None:
    hand.view.set_tool(ToolKind.RECTANGLE)
    hand.drag([(100, 100), (500, 500)])
    hand.drag([(300, 300), (400, 400)], ALT, moving=Qt.KeyboardModifier.NoModifier)
    after = hand.mask()
    assert after[350, 350] == 0
    assert after[250, 250] == 255
    hand.drag([(200, 200), (450, 350)], BOTH, moving=Qt.KeyboardModifier.NoModifier)
    kept = hand.mask()
    assert kept[250, 250] == 255
    assert kept[150, 150] == kept[450, 450] == kept[350, 350] == 0


def test_shift_keeps_sides_equal_and_alt_draws_from_the_middle(hand: Hand) -> None:
    hand.view.set_tool(ToolKind.RECTANGLE)
    hand.drag([(400, 300), (500, 350)], moving=SHIFT)
    rows, columns = np.nonzero(hand.mask())
    assert np.ptp(rows) == np.ptp(columns)
    hand.view.undo_stack.undo()
    hand.drag([(400, 300), (500, 350)], moving=ALT)
    rows, columns = np.nonzero(hand.mask())
    middle = hand.hit((400, 300))
    assert abs(columns.mean() + 0.5 - middle[0]) <= 1
    assert abs(rows.mean() + 0.5 - middle[1]) <= 1


def test_a_modifier_that_chose_the_mode_constrains_only_when_pressed_again(hand: Hand) -> None:
    hand.view.fill_mask()
    hand.view.set_tool(ToolKind.RECTANGLE)
    hand.drag([(400, 300), (500, 350)], ALT)
    rows, columns = np.nonzero(hand.mask() == 0)
    assert abs(columns.min() - hand.hit((400, 300))[0]) <= 1
    hand.view.undo_stack.undo()

    hand.press((400, 300), ALT)
    hand.move((450, 320), ALT)
    hand.move((480, 340))
    hand.move((500, 350), ALT)
    hand.release((500, 350), ALT)
    rows, columns = np.nonzero(hand.mask() == 0)
    assert columns.min() < hand.hit((400, 300))[0] - 50
    assert np.ptp(rows) < np.ptp(columns)


def test_an_ellipse_fills_its_box_and_heeds_the_options(hand: Hand) -> None:
    hand.view.set_tool(ToolKind.ELLIPSE)
    hand.view.set_select_options(SelectOptions(mode=Combine.SUBTRACT, antialias=False))
    hand.view.fill_mask()
    hand.drag([(200, 150), (600, 400)])

    a, b = whole(hand.hit((200, 150))), whole(hand.hit((600, 400)))
    patch = ellipse(a, b, hand.area(), antialias=False)
    assert np.array_equal(hand.mask(), 255 - patch.on(hand.area()))


@pytest.mark.parametrize("rule", [ShapeRule.RATIO, ShapeRule.SIZE])
def test_a_fixed_ratio_or_size_is_kept(hand: Hand, rule: ShapeRule) -> None:
    options = replace(SelectOptions(), rule=rule, ratio=(2.0, 1.0), size_px=(200, 100))
    hand.view.set_select_options(options)
    hand.view.set_tool(ToolKind.RECTANGLE)
    hand.drag([(300, 300), (420, 340)])

    rows, columns = np.nonzero(hand.mask())
    width, height = np.ptp(columns) + 1, np.ptp(rows) + 1
    assert abs(width - 2 * height) <= 2
    if rule is ShapeRule.SIZE:
        assert (width, height) == (200, 100)


def test_a_click_with_a_shape_or_the_lasso_selects_nothing(hand: Hand) -> None:
    for tool in (ToolKind.RECTANGLE, ToolKind.ELLIPSE, ToolKind.LASSO):
        hand.view.set_tool(tool)
        hand.click((300, 300))
    assert hand.steps() == []


def test_a_lasso_selects_what_it_goes_around(hand: Hand) -> None:
    hand.view.set_tool(ToolKind.LASSO)
    way = [(200.0, 200.0), (500.0, 210.0), (480.0, 500.0), (220.0, 480.0)]
    hand.drag(way)

    patch = polygon([hand.hit(place) for place in way], hand.area())
    assert np.array_equal(hand.mask(), patch.on(hand.area()))
    assert hand.steps() == ["Lasso"]


@pytest.mark.parametrize("ending", ["enter", "double", "start"])
def test_a_polygon_is_closed_in_three_ways(hand: Hand, ending: str) -> None:
    hand.view.set_tool(ToolKind.POLYGON)
    corners = [(200.0, 200.0), (500.0, 210.0), (480.0, 500.0), (220.0, 480.0)]
    for corner in corners[:-1]:
        hand.click(corner)
    if ending == "double":
        hand.double_click(corners[-1])
    else:
        hand.click(corners[-1])
    if ending == "enter":
        hand.key(Qt.Key.Key_Return)
    elif ending == "start":
        hand.hover(corners[0])
        guide = shown(hand)
        assert guide is not None
        assert guide.closes
        hand.click(corners[0])

    patch = polygon([hand.hit(corner) for corner in corners], hand.area())
    assert np.array_equal(hand.mask(), patch.on(hand.area()))
    assert hand.steps() == ["Polygon"]
    assert shown(hand) is None


def test_backspace_and_undo_remove_points_and_escape_leaves(hand: Hand) -> None:
    hand.view.set_tool(ToolKind.POLYGON)
    for corner in ((200, 200), (500, 210), (480, 500), (700, 700)):
        hand.click(corner)
    hand.key(Qt.Key.Key_Backspace)
    guide = shown(hand)
    assert guide is not None
    assert len(guide.knots) == 3
    hand.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    guide = shown(hand)
    assert guide is not None
    assert len(guide.knots) == 2
    hand.key(Qt.Key.Key_Escape)
    assert shown(hand) is None
    assert hand.steps() == []


def test_another_tool_closes_the_polygon_rather_than_lose_it(hand: Hand) -> None:
    hand.view.set_tool(ToolKind.POLYGON)
    for corner in ((200, 200), (500, 210), (480, 500)):
        hand.click(corner)
    hand.view.set_tool(ToolKind.BRUSH)

    assert hand.mask()[250, 400] == 255
    assert hand.steps() == ["Polygon"]


def test_the_outline_stays_right_in_a_turned_and_mirrored_view(hand: Hand) -> None:
    hand.view.set_mirrored(True)
    hand.view.rotate_by(30)
    hand.view.set_tool(ToolKind.RECTANGLE)
    hand.drag([(400, 300), (500, 350)])

    rows, columns = np.nonzero(hand.mask())
    start, end = hand.hit((400, 300)), hand.hit((500, 350))
    assert (columns.min(), rows.min()) == (round(start[0]), round(start[1]))
    assert (columns.max() + 1, rows.max() + 1) == (round(end[0]), round(end[1]))


def test_guides_show_on_light_and_on_dark(hand: Hand, qtbot: QtBot) -> None:
    hand.view.set_tool(ToolKind.RECTANGLE)
    hand.press((200, 150))
    plain = hand.view.grab().toImage()
    hand.move((600, 400))
    drawn = hand.view.grab().toImage()
    place = hand.at((400, 150))
    column = [drawn.pixelColor(place.x(), place.y() + d).lightness() for d in range(-4, 5)]
    before = [plain.pixelColor(place.x(), place.y() + d).lightness() for d in range(-4, 5)]

    assert max(column) > 230
    assert min(column) < min(before)
    hand.release((600, 400))


def test_the_eraser_end_of_a_pen_subtracts(hand: Hand) -> None:
    hand.view.fill_mask()
    hand.view.set_tool(ToolKind.RECTANGLE)
    hand.pen(QEvent.Type.TabletPress, (200, 200), 0.5, eraser=True)
    hand.pen(QEvent.Type.TabletMove, (400, 300), 0.5, eraser=True)
    hand.pen(QEvent.Type.TabletRelease, (400, 300), 0.0, eraser=True, button=LEFT)

    mask = hand.mask()
    assert mask[250, 300] == 0
    assert mask[500, 500] == 255


def test_feather_softens_new_selections_only(hand: Hand) -> None:
    hand.view.set_tool(ToolKind.RECTANGLE)
    hand.drag([(100, 100), (300, 300)])
    hard = hand.mask()
    hand.view.set_select_options(SelectOptions(feather_px=20.0))
    hand.drag([(500, 300), (800, 600)])

    mask = hand.mask()
    assert np.array_equal(mask[:250, :250], hard[:250, :250])
    (left, _), _ = whole(hand.hit((500, 300))), None
    edge = mask[450, left - 25 : left + 25].astype(int)
    assert 100 < edge[24] < 156
    assert (np.diff(edge) >= 0).all()
    assert edge[0] < 5
    assert edge[-1] > 250
