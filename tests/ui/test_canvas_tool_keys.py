"""Keys of the tools on the canvas: for good, for a while, and through a group."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from helpers.canvas import BOTH, SHIFT, Hand, picture_of
from helpers.program import Driver
from helpers.samples import Samples
from overpaint.imaging.mask.brush import Brush
from overpaint.imaging.mask.modes import Combine
from overpaint.ui.canvas.tool_options import SelectOptions
from overpaint.ui.canvas.tools import ToolKind
from overpaint.ui.canvas.view import CanvasView
from overpaint.ui.tool_strip import GroupButton

CONTROL = Qt.KeyboardModifier.ControlModifier
KEYS = {
    Qt.Key.Key_B.value: ToolKind.BRUSH,
    Qt.Key.Key_E.value: ToolKind.ERASER,
    Qt.Key.Key_M.value: ToolKind.RECTANGLE,
    Qt.Key.Key_L.value: ToolKind.LASSO,
    Qt.Key.Key_W.value: ToolKind.WAND,
}


class Clock:
    """Seconds that pass when told to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def hand(qtbot: QtBot, samples: Samples, clock: Clock) -> Iterator[Hand]:
    view = CanvasView()
    qtbot.addWidget(view)
    view.resize(900, 620)
    with qtbot.waitExposed(view):
        view.show()
    view.set_target(picture_of(samples.raccoon))
    view.set_tool_keys(KEYS)
    view._input.choice.clock = clock
    view.setFocus()
    yield Hand(qtbot, view)
    view.close_workers()


def repeat(view: CanvasView, key: Qt.Key) -> None:
    """What the system sends while a key stays down."""
    for kind in (QEvent.Type.KeyRelease, QEvent.Type.KeyPress):
        event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, "", True)
        QApplication.sendEvent(view, event)


def test_a_short_press_takes_the_tool_for_good(hand: Hand, qtbot: QtBot, clock: Clock) -> None:
    chosen: list[object] = []
    hand.view.tool_chosen.connect(chosen.append)
    qtbot.keyPress(hand.view, Qt.Key.Key_E)
    clock.now = 0.2
    qtbot.keyRelease(hand.view, Qt.Key.Key_E)

    assert hand.view.tool is ToolKind.ERASER
    assert chosen == [ToolKind.ERASER]


def test_a_held_key_gives_its_tool_for_a_while(hand: Hand, qtbot: QtBot, clock: Clock) -> None:
    hand.view.fill_mask()
    qtbot.keyPress(hand.view, Qt.Key.Key_E)
    repeat(hand.view, Qt.Key.Key_E)
    assert hand.view.tool is ToolKind.ERASER
    hand.drag([(300, 300), (600, 300)])
    clock.now = 0.3
    repeat(hand.view, Qt.Key.Key_E)
    qtbot.keyRelease(hand.view, Qt.Key.Key_E)

    assert hand.view.tool is ToolKind.BRUSH
    assert hand.mask()[300, 450] == 0


def test_a_gesture_under_way_ends_with_the_tool_it_began_with(
    hand: Hand, qtbot: QtBot, clock: Clock
) -> None:
    hand.view.fill_mask()
    qtbot.keyPress(hand.view, Qt.Key.Key_E)
    hand.press((300, 300))
    clock.now = 1.0
    qtbot.keyRelease(hand.view, Qt.Key.Key_E)
    hand.move((600, 300))
    hand.release((600, 300))

    assert hand.view.tool is ToolKind.BRUSH
    assert hand.mask()[300, 450] == 0


def test_an_open_polygon_waits_while_another_tool_is_held(
    hand: Hand, qtbot: QtBot, clock: Clock
) -> None:
    hand.view.set_tool(ToolKind.POLYGON)
    for corner in ((200, 200), (500, 210), (480, 500)):
        hand.click(corner)
    qtbot.keyPress(hand.view, Qt.Key.Key_B)
    clock.now = 1.0
    qtbot.keyRelease(hand.view, Qt.Key.Key_B)
    assert hand.steps() == []
    hand.key(Qt.Key.Key_Return)
    assert hand.steps() == ["Polygon"]


def test_losing_the_focus_lets_the_key_go(hand: Hand, qtbot: QtBot, clock: Clock) -> None:
    qtbot.keyPress(hand.view, Qt.Key.Key_E)
    clock.now = 1.0
    hand.view.clearFocus()
    assert hand.view.tool is ToolKind.BRUSH


def test_the_key_of_a_group_takes_what_was_used_last(hand: Hand) -> None:
    hand.view.set_tool(ToolKind.ELLIPSE)
    hand.key(Qt.Key.Key_B)
    hand.key(Qt.Key.Key_M)
    assert hand.view.tool is ToolKind.ELLIPSE
    hand.view.next_in_group(ToolKind.RECTANGLE)
    assert hand.view.tool is ToolKind.RECTANGLE
    hand.key(Qt.Key.Key_B)
    hand.view.next_in_group(ToolKind.RECTANGLE)
    assert hand.view.tool is ToolKind.RECTANGLE


def test_the_cursor_and_the_hint_tell_the_mode(hand: Hand, qtbot: QtBot) -> None:
    hand.view.set_tool(ToolKind.RECTANGLE)
    plain = hand.view.cursor().pixmap().toImage()
    assert "Subtracts" not in hand.view.hint
    qtbot.keyPress(hand.view, Qt.Key.Key_Alt)
    assert hand.view.cursor().pixmap().toImage() != plain
    assert hand.view.hint.startswith("Subtracts")
    qtbot.keyRelease(hand.view, Qt.Key.Key_Alt)
    assert hand.view.cursor().pixmap().toImage() == plain
    hand.hover((300, 300), BOTH)
    assert hand.view.hint.startswith("Keeps what is in both")
    hand.hover((300, 300), SHIFT)
    assert "Subtracts" not in hand.view.hint


def test_x_swaps_adding_and_subtracting_for_every_tool(hand: Hand) -> None:
    hand.view.swap_erase()
    assert hand.view.tool is ToolKind.ERASER
    hand.view.set_tool(ToolKind.WAND)
    hand.view.swap_erase()
    assert hand.view.tool is ToolKind.WAND
    assert hand.view.select_options.mode is Combine.SUBTRACT
    assert hand.view.hint.startswith("Subtracts")
    hand.view.swap_erase()
    assert hand.view.select_options.mode is Combine.ADD


def test_default_settings_are_those_of_the_tool_in_hand(hand: Hand) -> None:
    hand.view.set_brush(Brush(7, 0.1))
    hand.view.set_select_options(SelectOptions(tolerance=3))
    hand.view.set_tool(ToolKind.WAND)
    hand.view.default_brush()
    assert hand.view.select_options == SelectOptions()
    assert hand.view.brush == Brush(7, 0.1)
    hand.view.set_tool(ToolKind.BRUSH)
    hand.view.default_brush()
    assert hand.view.brush.diameter_px == 72


def test_caps_lock_shows_a_bare_cross(hand: Hand) -> None:
    hand.hover((300, 300))
    assert hand.view.cursor().shape() is Qt.CursorShape.BlankCursor
    hand.key(Qt.Key.Key_CapsLock)
    assert hand.view.cursor().shape() is Qt.CursorShape.BitmapCursor
    assert hand.view._ring() is None
    hand.key(Qt.Key.Key_CapsLock)
    assert hand.view.cursor().shape() is Qt.CursorShape.BlankCursor


def test_control_and_space_zoom(hand: Hand, qtbot: QtBot) -> None:
    assert hand.view.transform is not None
    scale = hand.view.transform.scale
    qtbot.keyPress(hand.view, Qt.Key.Key_Space, CONTROL)
    hand.click((300, 300), CONTROL)
    qtbot.keyRelease(hand.view, Qt.Key.Key_Space, CONTROL)
    assert hand.view.transform.scale != scale
    assert not hand.mask().any()


def test_other_keys_can_do_what_the_canvas_does(hand: Hand, qtbot: QtBot) -> None:
    hand.view.set_brush(Brush(60, 0.5))
    hand.view.set_canvas_keys({Qt.Key.Key_F3.value: "brush_larger", Qt.Key.Key_P.value: "hold_pan"})
    hand.key(Qt.Key.Key_F3)
    assert hand.view.brush.diameter_px == 66
    hand.key(Qt.Key.Key_BracketRight)
    assert hand.view.brush.diameter_px == 66
    qtbot.keyPress(hand.view, Qt.Key.Key_P)
    assert hand.view._input.tool_in_hand.kind is ToolKind.PAN
    qtbot.keyRelease(hand.view, Qt.Key.Key_P)


def test_rotating_the_view_snaps_with_shift_and_escape_turns_it_back(hand: Hand) -> None:
    hand.view.set_tool(ToolKind.ROTATE)
    width, height = hand.view.width(), hand.view.height()

    def place(x: float, y: float) -> tuple[float, float]:
        return hand.view.image_pos((width / 2 + x, height / 2 + y))

    hand.press(place(200, 0))
    hand.move(place(180, 60), SHIFT)
    assert hand.view.angle_of_view() == 15
    hand.release(place(180, 60), SHIFT)
    assert hand.view.angle_of_view() == 15
    hand.press(place(200, 0))
    hand.move(place(0, 200))
    assert hand.view.angle_of_view() == pytest.approx(105, abs=1)
    hand.key(Qt.Key.Key_Escape)
    assert hand.view.angle_of_view() == 15
    assert not hand.mask().any()


@pytest.fixture
def driver(
    qapp: QApplication, qtbot: QtBot, own_home: object, samples: Samples
) -> Iterator[Driver]:
    driver = Driver(qapp, qtbot, own_home)  # type: ignore[arg-type]  # a path
    driver.open(samples.chelsea)
    driver.window.activateWindow()
    yield driver
    driver.close()


def test_the_strip_shows_the_tool_used_last_and_lists_the_others(
    driver: Driver, qtbot: QtBot
) -> None:
    button = driver.window.findChildren(GroupButton)[0]
    assert button.accessibleName() == "Rectangle"
    assert "(M)" in button.toolTip()
    menu = button.menu()
    assert isinstance(menu, QMenu)
    menu.actions()[1].trigger()
    assert driver.panels.canvas.tool is ToolKind.ELLIPSE
    assert button.accessibleName() == "Ellipse"
    assert button.isChecked()
    driver.press("tool_brush")
    assert not button.isChecked()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert driver.panels.canvas.tool is ToolKind.ELLIPSE


def test_a_right_click_lists_the_tools_of_a_group(driver: Driver, qtbot: QtBot) -> None:
    button = driver.window.findChildren(GroupButton)[1]
    middle = button.rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, middle, button.mapToGlobal(middle))
    QApplication.sendEvent(button, event)
    menu = button.menu()
    assert menu.isVisible()
    assert len(menu.actions()) == 3
    assert not menu.actions()[2].icon().isNull()
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert driver.panels.canvas.tool is ToolKind.POLYGON


def test_keys_take_tools_from_anywhere_but_a_text_field(driver: Driver, qtbot: QtBot) -> None:
    canvas = driver.panels.canvas
    driver.press("tool_ellipse")
    driver.press("tool_brush")
    results = driver.panels.results
    results.setFocus()
    qtbot.keyClick(driver.window, Qt.Key.Key_M)
    assert canvas.tool is ToolKind.ELLIPSE
    qtbot.keyClick(driver.window, Qt.Key.Key_M, SHIFT)
    assert canvas.tool is ToolKind.RECTANGLE
    field = QLineEdit(driver.window)
    field.show()
    field.setFocus()
    qtbot.keyClicks(field, "bek")
    assert field.text() == "bek"
    assert canvas.tool is ToolKind.RECTANGLE


def test_a_changed_key_is_known_to_the_canvas(driver: Driver, qtbot: QtBot) -> None:
    canvas = driver.panels.canvas
    canvas.setFocus()
    action = driver.window.actions_by_id["tool_wand"]
    assert isinstance(action, QAction)
    action.setShortcuts([QKeySequence("F4")])
    qtbot.keyClick(canvas, Qt.Key.Key_W)
    assert canvas.tool is ToolKind.BRUSH
    qtbot.keyClick(canvas, Qt.Key.Key_F4)
    assert canvas.tool is ToolKind.WAND
