"""The options bar: the page of the tool, the mask's buttons, and what happens when it is narrow."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDoubleSpinBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from overpaint.imaging.mask.brush import Brush
from overpaint.ui.canvas.tools import ToolKind
from overpaint.ui.canvas.view import CanvasView
from overpaint.ui.icons import Icons
from overpaint.ui.theme import Theme, ThemeChoice
from overpaint.ui.tool_options.bar import ToolOptionsBar
from overpaint.ui.widgets.overflow_row import OverflowRow
from overpaint.ui.widgets.slider_field import SliderField

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def icons(qapp: QApplication) -> Icons:
    return Icons(Theme(qapp, ThemeChoice.DARK))


@pytest.fixture
def canvas(qtbot: QtBot) -> Iterator[CanvasView]:
    canvas = CanvasView()
    qtbot.addWidget(canvas)
    yield canvas
    canvas.close_workers()


@pytest.fixture
def bar(qtbot: QtBot, icons: Icons, canvas: CanvasView) -> ToolOptionsBar:
    bar = ToolOptionsBar(icons, canvas.markup)
    qtbot.addWidget(bar)
    bar.resize(1100, 40)
    bar.show()
    qtbot.waitExposed(bar)
    return bar


@pytest.mark.parametrize("name", ["invert", "clear", "fill"])
def test_the_buttons_ask(bar: ToolOptionsBar, qtbot: QtBot, name: str) -> None:
    with qtbot.waitSignal(getattr(bar.buttons, f"{name}_requested")):
        qtbot.mouseClick(getattr(bar.buttons, f"{name}_button"), LEFT)


def test_the_eye_shows_and_hides_the_mask(bar: ToolOptionsBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.buttons.overlay_toggled) as told:
        qtbot.mouseClick(bar.buttons.overlay_button, LEFT)
    assert told.args == [False]

    with qtbot.assertNotEmitted(bar.buttons.overlay_toggled):
        bar.buttons.set_overlay_visible(True)
    assert bar.buttons.overlay_button.isChecked()


def test_what_cannot_be_done_says_why(bar: ToolOptionsBar) -> None:
    bar.buttons.set_present(target=False, mask=False)
    assert "no picture" in bar.buttons.fill_button.toolTip()
    assert "no picture" in bar.buttons.clear_button.toolTip()

    bar.buttons.set_present(target=True, mask=False)
    assert bar.buttons.fill_button.isEnabled()
    assert not bar.buttons.clear_button.isEnabled()
    assert "The mask is empty." in bar.buttons.clear_button.toolTip()


@pytest.mark.parametrize("tool", list(ToolKind))
@pytest.mark.parametrize("width", [1100, 760, 520])
def test_nothing_is_cut_off_at_any_width(
    bar: ToolOptionsBar, qtbot: QtBot, tool: ToolKind, width: int
) -> None:
    bar.show_tool(tool)
    bar.resize(width, 40)
    qtbot.waitUntil(lambda: bar.width() == width)

    assert bar.buttons.geometry().right() < width
    assert bar.page.geometry().right() < bar.buttons.geometry().left()
    for part in bar.page.findChildren(QWidget):
        if part.isVisible() and part.window() is bar.window() and part.parent() is bar.page:
            assert bar.page.rect().contains(part.geometry())
            assert part.width() >= part.minimumSizeHint().width()


def test_what_does_not_fit_waits_behind_the_more_button(
    qtbot: QtBot, icons: Icons, canvas: CanvasView
) -> None:
    bar = ToolOptionsBar(icons, canvas.markup)
    qtbot.addWidget(bar)
    bar.resize(480, 40)
    bar.show()
    qtbot.waitExposed(bar)
    page = bar.brush
    assert page.flow_field in page.overflowing
    assert not page.flow_field.isVisible()

    qtbot.mouseClick(page.more_button, LEFT)

    assert page.flow_field.isVisible()
    with qtbot.waitSignal(page.brush_changed) as told:
        page.flow_field.findChild(QDoubleSpinBox).setValue(40)
    assert told.args[0].flow == 0.4
    QTest.keyClick(page.panel, Qt.Key.Key_Escape)
    assert not page.panel.isVisible()

    bar.resize(1200, 40)
    qtbot.waitUntil(lambda: not page.overflowing)
    assert page.flow_field.isVisible()
    assert not page.more_button.isVisible()


def test_a_row_shows_and_hides_what_is_told_and_keeps_the_order(qtbot: QtBot, icons: Icons) -> None:
    row = OverflowRow(icons)
    qtbot.addWidget(row)
    labels = [QLabel(text) for text in ("one", "two", "three")]
    for label in labels:
        row.add(label)
    row.resize(400, 28)
    row.show()

    row.set_wanted(labels[1], False)
    assert [label.isVisible() for label in labels] == [True, False, True]
    row.set_wanted(labels[1], True)

    assert labels[0].x() < labels[1].x() < labels[2].x()


def test_fields_share_the_room_up_to_their_limit(qtbot: QtBot, icons: Icons) -> None:
    row = OverflowRow(icons)
    qtbot.addWidget(row)
    fields = [SliderField(name, minimum=0, maximum=1, value=0) for name in ("a", "b")]
    for field in fields:
        row.add(field, limit_px=240)
    row.resize(900, 28)
    row.show()

    assert [field.width() for field in fields] == [240, 240]
    assert fields[1].x() == 252


def test_the_canvas_and_the_bar_agree_on_the_brush(bar: ToolOptionsBar) -> None:
    bar.brush.set_brush(Brush(33, 0.25))

    assert bar.brush.size_field.value == 33
    assert bar.brush.hardness_field.value == 25
