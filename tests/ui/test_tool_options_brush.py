"""The brush options: fields to brush, brush to fields."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QDoubleSpinBox, QSlider
from pytestqt.qtbot import QtBot

from overpaint.imaging.mask.brush import Brush
from overpaint.ui.canvas.tool_options import PressureUse
from overpaint.ui.icons import Icons
from overpaint.ui.theme import Theme, ThemeChoice
from overpaint.ui.tool_options.brush_page import BrushPage


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication) -> BrushPage:
    page = BrushPage(Icons(Theme(qapp, ThemeChoice.DARK)), Brush(64, 0.8))
    qtbot.addWidget(page)
    page.resize(1000, 28)
    page.show()
    return page


def test_a_typed_size_changes_the_brush_and_nothing_else(page: BrushPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.brush_changed) as told:
        page.size_field.findChild(QDoubleSpinBox).setValue(200)

    assert told.args == [Brush(200, 0.8)]


def test_the_size_slider_is_logarithmic(page: BrushPage) -> None:
    slider = page.size_field.findChild(QSlider)
    slider.setValue(slider.maximum() // 2)

    assert page.brush.diameter_px == pytest.approx(2000**0.5, rel=0.03)


@pytest.mark.parametrize(
    ("field", "name"), [("hardness_field", "hardness"), ("flow_field", "flow")]
)
def test_hardness_and_flow_are_shares(page: BrushPage, qtbot: QtBot, field: str, name: str) -> None:
    with qtbot.waitSignal(page.brush_changed) as told:
        getattr(page, f"{name}_field").findChild(QDoubleSpinBox).setValue(25)

    assert getattr(told.args[0], name) == 0.25
    assert told.args[0].diameter_px == 64


def test_a_brush_changed_elsewhere_is_shown_without_an_echo(page: BrushPage, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(page.brush_changed):
        page.set_brush(Brush(12.4, 0.333, erase=True, flow=0.5))

    assert page.size_field.value == 12
    assert page.flow_field.value == 50
    page.hardness_field.findChild(QDoubleSpinBox).setValue(50)
    assert page.brush == Brush(12.4, 0.5, erase=True, flow=0.5)


def test_a_brush_larger_than_the_slider_keeps_its_size(page: BrushPage) -> None:
    page.set_brush(Brush(4000, 0.5))

    page.hardness_field.findChild(QDoubleSpinBox).setValue(10)

    assert page.brush.diameter_px == 4000


@pytest.mark.parametrize("use", list(PressureUse))
def test_what_a_pen_does_is_chosen_among_three(
    page: BrushPage, qtbot: QtBot, use: PressureUse
) -> None:
    page.set_pressure_use(PressureUse.NONE if use is PressureUse.SIZE else PressureUse.SIZE)
    page.resize(1400, 28)
    buttons = page.pressure_choice.findChildren(QAbstractButton)

    with qtbot.waitSignal(page.pressure_changed) as told:
        qtbot.mouseClick(buttons[list(PressureUse).index(use)], Qt.MouseButton.LeftButton)

    assert told.args == [use]
