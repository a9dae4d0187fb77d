"""Keys in the whole window: what they reach, where, and that everybody follows a change."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeySequence, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from helpers.program import Driver
from helpers.samples import Samples
from overpaint.imaging.mask.delta import TileDelta
from overpaint.imaging.mask.plane import MaskPlane
from overpaint.paths import AppPaths
from overpaint.services.keymaps import KeySet
from overpaint.services.settings import Wheel
from overpaint.ui.application import Program
from overpaint.ui.canvas.tools import ToolKind
from overpaint.ui.dialogs.key_groups import key_groups
from overpaint.ui.key_tips import key_text

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def driver(qapp: QApplication, qtbot: QtBot, own_home: Path) -> Iterator[Driver]:
    driver = Driver(qapp, qtbot, own_home)
    driver.window.activateWindow()
    yield driver
    driver.close()


@pytest.fixture
def painted(driver: Driver, samples: Samples) -> Driver:
    driver.open(samples.rocket)
    driver.panels.canvas.setFocus()
    driver.paint((0.3, 0.4), (0.5, 0.5))
    return driver


def is_empty(driver: Driver) -> bool:
    driver.panels.canvas.wait_for_strokes()
    mask = driver.panels.canvas.mask
    return mask is None or mask.is_empty


def test_every_command_of_the_table_is_in_a_menu_or_has_a_key(driver: Driver) -> None:
    in_menus = {
        action
        for menu in driver.window.menuBar().actions()
        for action in menu.menu().actions()  # type: ignore[union-attr]  # menus of a menu bar
    }

    for action in driver.window.actions_by_id:
        assert action in in_menus or action.shortcuts()


def test_the_window_begins_with_the_canvas_in_use(driver: Driver) -> None:
    assert QApplication.focusWidget() is driver.panels.canvas


def test_a_key_of_the_canvas_works_there_and_not_elsewhere(painted: Driver) -> None:
    view = painted.panels.inputs.view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_D, CTRL)
    assert not is_empty(painted)

    painted.panels.canvas.setFocus()
    QTest.keyClick(painted.panels.canvas, Qt.Key.Key_D, CTRL)

    assert is_empty(painted)


def test_delete_means_what_the_place_says(painted: Driver, qtbot: QtBot) -> None:
    view = painted.panels.inputs.view
    view.setFocus()
    view.setCurrentIndex(view.model().index(0, 0))

    QTest.keyClick(view, Qt.Key.Key_Delete)

    assert painted.store.draft.target is None
    QTest.keyClick(view, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: painted.store.draft.target is not None)
    painted.panels.canvas.setFocus()
    qtbot.waitUntil(lambda: not is_empty(painted))
    QTest.keyClick(painted.panels.canvas, Qt.Key.Key_Delete)
    assert is_empty(painted)
    assert painted.store.draft.target is not None


def test_text_wins_over_letters(driver: Driver) -> None:
    editor = driver.panels.inspector.prompt.editor
    editor.setFocus()

    QTest.keyClicks(editor, "ebkmhz/?")

    assert driver.panels.inspector.prompt.text == "ebkmhz/?"
    assert driver.panels.canvas.tool is ToolKind.BRUSH


def test_every_field_that_is_typed_into_keeps_its_letters(driver: Driver) -> None:
    fields = [
        field
        for field in driver.window.findChildren(QWidget)
        if isinstance(field, QLineEdit | QAbstractSpinBox) and field.isVisible()
        and field.isEnabled() and field.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]  # fmt: skip
    assert fields

    for field in fields:
        field.setFocus()
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_E)
        assert driver.panels.canvas.tool is ToolKind.BRUSH, field


def test_a_changed_key_works_at_once_and_the_old_one_no_longer(driver: Driver) -> None:
    canvas = driver.panels.canvas
    driver.program.keyboard.set_keys("tool_eraser", ("J",))

    QTest.keyClick(canvas, Qt.Key.Key_E)
    assert canvas.tool is ToolKind.BRUSH
    QTest.keyClick(canvas, Qt.Key.Key_J)

    assert canvas.tool is ToolKind.ERASER


def test_the_keys_of_the_canvas_itself_can_be_changed(painted: Driver) -> None:
    canvas = painted.panels.canvas
    before = canvas.brush.diameter_px
    QTest.keyClick(canvas, Qt.Key.Key_BracketRight)
    larger = canvas.brush.diameter_px
    assert larger > before

    painted.program.keyboard.set_keys("brush_larger", ("Ctrl+F4",))
    QTest.keyClick(canvas, Qt.Key.Key_BracketRight)
    assert canvas.brush.diameter_px == larger
    QTest.keyClick(canvas, Qt.Key.Key_F4, CTRL)

    assert canvas.brush.diameter_px > larger


def test_menus_tooltips_cards_and_hints_follow_a_change(driver: Driver, samples: Samples) -> None:
    keyboard, panels = driver.program.keyboard, driver.panels
    keyboard.set_keys("invert_mask", ("Ctrl+J",))
    keyboard.set_keys("brush_larger", ("F4",))
    keyboard.set_keys("open_target", ("Ctrl+F3",))
    keyboard.set_keys("generate", ("F2",))
    keyboard.set_keys("tool_brush", ("J",))

    assert driver.window.actions_by_id["invert_mask"].shortcut() == QKeySequence("Ctrl+J")
    tips = [widget.toolTip() for widget in driver.window.findChildren(QWidget)]
    assert any(tip.startswith("Invert mask (Ctrl+J)") for tip in tips)
    assert "Diameter of the brush ([, F4, Alt and the wheel)" in tips
    assert any(tip.startswith("Send this edit (F2)") for tip in tips)
    assert "Brush (J)" in tips
    assert not any("Ctrl+Shift+I" in tip for tip in tips)
    cards = panels.area.hint.findChildren(QWidget)
    assert any(card.accessibleDescription() == "Ctrl+F3" for card in cards)
    driver.open(samples.rocket)
    assert panels.canvas.hint.endswith("[ and F4 set the size")


def test_every_tooltip_that_names_a_key_of_a_command_names_the_present_one(
    driver: Driver, samples: Samples
) -> None:
    """After every key is another one, no tooltip has an old one."""
    driver.open(samples.rocket)
    keyboard = driver.program.keyboard
    old = {key_text(name) for name in keyboard.keymap.keys} - {"Del", "Space", "Tab"}
    old = {key for key in old if len(key) > 1}
    driver.program.settings.set(
        keys=tuple(
            (name, (f"Meta+F{number % 12 + 1}",))
            for number, name in enumerate(sorted(keyboard.base.keys))
        )
    )

    for widget in driver.window.findChildren(QWidget):
        named = {part.strip("() ") for part in widget.toolTip().replace(",", " ").split()}
        assert not named & old, widget.toolTip()


def test_letters_alone_do_nothing_once_they_are_switched_off(driver: Driver) -> None:
    canvas = driver.panels.canvas
    driver.program.settings.set(letter_keys=False)

    QTest.keyClick(canvas, Qt.Key.Key_E)

    assert canvas.tool is ToolKind.BRUSH
    assert driver.window.actions_by_id["tool_eraser"].shortcuts() == []


def test_changes_survive_a_restart(qapp: QApplication, driver: Driver, qtbot: QtBot) -> None:
    driver.program.keyboard.choose_set(KeySet.KRITA)
    driver.program.keyboard.set_keys("tool_brush", ("J",))
    driver.program.settings.set(letter_keys=True, wheel=Wheel.SCROLL)
    driver.window.close()
    driver.program.close()

    again = Program(qapp, AppPaths.find())
    try:
        assert again.keyboard.keys("tool_brush") == ("J",)
        assert again.keyboard.keys("clear_mask")[0] == "Ctrl+Shift+A"
        assert again.settings.settings.wheel is Wheel.SCROLL
        assert again.window.actions_by_id["tool_brush"].shortcut() == QKeySequence("J")
    finally:
        again.close()


def wheel(canvas: QWidget, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    middle = QPointF(canvas.rect().center())
    event = QWheelEvent(
        middle, canvas.mapToGlobal(middle), QPoint(), QPoint(0, 120),
        Qt.MouseButton.NoButton, held, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)


def test_the_wheel_zooms_or_scrolls_as_the_setting_says(painted: Driver) -> None:
    canvas = painted.panels.canvas
    assert canvas.transform is not None
    scale = canvas.transform.scale

    wheel(canvas)
    assert canvas.transform.scale > scale
    painted.program.settings.set(wheel=Wheel.SCROLL)
    scale, top = canvas.transform.scale, canvas.transform.to_view((0.0, 0.0))[1]
    wheel(canvas)

    assert canvas.transform.scale == scale
    assert canvas.transform.to_view((0.0, 0.0))[1] > top
    wheel(canvas, CTRL)
    assert canvas.transform.scale > scale


def test_f6_walks_through_the_window_and_back(painted: Driver) -> None:
    canvas = painted.panels.canvas
    canvas.setFocus()

    visited: list[QWidget] = [canvas]
    for _ in range(12):
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_F6)
        now = QApplication.focusWidget()
        assert now is not None
        visited.append(now)
        if now is canvas:
            break

    docks = painted.window._docks
    for part in (docks["inputs"], docks["edit"], docks["results"], painted.window._tools):
        assert any(part.isAncestorOf(widget) for widget in visited), part.objectName()
    assert visited[-1] is canvas
    QTest.keyClick(canvas, Qt.Key.Key_F6)
    after = QApplication.focusWidget()
    assert after is visited[1]
    QTest.keyClick(after, Qt.Key.Key_F6, SHIFT)
    assert QApplication.focusWidget() is canvas


def test_tab_on_the_canvas_hides_the_panels_and_brings_them_back(painted: Driver) -> None:
    window, canvas = painted.window, painted.panels.canvas
    window._docks["inputs"].hide()
    canvas.setFocus()

    QTest.keyClick(canvas, Qt.Key.Key_Tab)
    assert not any(dock.isVisible() for dock in window._docks.values())
    assert not window._tools.isVisible()
    QTest.keyClick(canvas, Qt.Key.Key_Tab)

    assert window._docks["edit"].isVisible()
    assert window._tools.isVisible()
    assert not window._docks["inputs"].isVisible()
    assert QApplication.focusWidget() is canvas


def test_tab_moves_the_focus_while_there_is_no_picture(driver: Driver) -> None:
    QTest.keyClick(driver.panels.canvas, Qt.Key.Key_Tab)

    assert driver.window._docks["edit"].isVisible()
    assert QApplication.focusWidget() is not driver.panels.canvas


def test_panels_that_were_hidden_by_tab_are_there_at_the_next_start(
    painted: Driver, qapp: QApplication
) -> None:
    QTest.keyClick(painted.panels.canvas, Qt.Key.Key_Tab)
    painted.window.close()

    again = Program(qapp, AppPaths.find())
    try:
        assert not again.window._docks["edit"].isHidden()
    finally:
        again.close()


def test_one_key_gives_the_canvas_more_and_more_of_the_screen(painted: Driver) -> None:
    window, canvas = painted.window, painted.panels.canvas

    def look() -> tuple[bool, bool]:
        return window._docks["edit"].isHidden(), window.isFullScreen()

    looks = [look()]
    for _ in range(3):
        QTest.keyClick(canvas, Qt.Key.Key_F)
        looks.append(look())

    assert looks == [(False, False), (True, False), (True, True), (False, False)]


def test_alt_alone_on_the_canvas_leaves_the_keyboard_there(painted: Driver) -> None:
    canvas = painted.panels.canvas

    QTest.keyClick(canvas, Qt.Key.Key_Alt, Qt.KeyboardModifier.AltModifier)

    assert painted.window.menuBar().activeAction() is None
    assert canvas.hasFocus()


def test_undo_is_named_after_the_step_with_names_as_they_are_written(painted: Driver) -> None:
    def operation(plane: MaskPlane) -> TileDelta:
        return plane.clear()

    painted.panels.canvas.change_mask("Bring back “Logo & Co”", operation)
    painted.panels.canvas.wait_for_strokes()

    assert painted.window.actions_by_id["undo"].text() == "&Undo bring back “Logo && Co”"
    groups = key_groups(painted.window.actions_by_id, painted.program.keyboard)
    assert "Undo" in {line.text for group in groups for line in group.lines}


def test_f6_to_the_results_shows_where_the_keys_act(painted: Driver) -> None:
    results = painted.panels.results.view
    assert not results.currentIndex().isValid()

    results.setFocus(Qt.FocusReason.TabFocusReason)

    assert results.currentIndex().row() == 0
    assert not results.selectedIndexes()
