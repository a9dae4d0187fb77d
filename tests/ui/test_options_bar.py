"""The brush options: fields to brush, brush to fields."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDoubleSpinBox, QSlider
from pytestqt.qtbot import QtBot

from overpaint.imaging.mask.brush import Brush
from overpaint.ui.icons import Icons
from overpaint.ui.options_bar import BrushOptions
from overpaint.ui.theme import Theme, ThemeChoice

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def bar(qtbot: QtBot, qapp: QApplication) -> BrushOptions:
    bar = BrushOptions(Icons(Theme(qapp, ThemeChoice.DARK)), Brush(64, 0.8))
    qtbot.addWidget(bar)
    bar.show()
    return bar


def test_a_typed_size_changes_the_brush_and_nothing_else(bar: BrushOptions, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.brush_changed) as told:
        bar.size_field.findChild(QDoubleSpinBox).setValue(200)

    assert told.args == [Brush(200, 0.8)]


def test_the_size_slider_is_logarithmic(bar: BrushOptions) -> None:
    slider = bar.size_field.findChild(QSlider)
    slider.setValue(slider.maximum() // 2)

    assert bar.brush.diameter_px == pytest.approx(2000**0.5, rel=0.03)


def test_hardness_is_a_share(bar: BrushOptions, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.brush_changed) as told:
        bar.hardness_field.findChild(QDoubleSpinBox).setValue(25)

    assert told.args == [Brush(64, 0.25)]


def test_a_brush_changed_elsewhere_is_shown_without_an_echo(
    bar: BrushOptions, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(bar.brush_changed):
        bar.set_brush(Brush(12.4, 0.333, erase=True))

    assert bar.size_field.value == 12
    bar.hardness_field.findChild(QDoubleSpinBox).setValue(50)
    assert bar.brush == Brush(12.4, 0.5, erase=True)


def test_a_brush_larger_than_the_slider_keeps_its_size(bar: BrushOptions) -> None:
    bar.set_brush(Brush(4000, 0.5))

    bar.hardness_field.findChild(QDoubleSpinBox).setValue(10)

    assert bar.brush.diameter_px == 4000


@pytest.mark.parametrize("name", ["invert", "clear", "fill"])
def test_the_buttons_ask(bar: BrushOptions, qtbot: QtBot, name: str) -> None:
    with qtbot.waitSignal(getattr(bar, f"{name}_requested")):
        qtbot.mouseClick(getattr(bar, f"{name}_button"), LEFT)


def test_the_eye_shows_and_hides_the_mask(bar: BrushOptions, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.overlay_toggled) as told:
        qtbot.mouseClick(bar.overlay_button, LEFT)
    assert told.args == [False]

    with qtbot.assertNotEmitted(bar.overlay_toggled):
        bar.set_overlay_visible(True)
    assert bar.overlay_button.isChecked()


def test_what_cannot_be_done_says_why(bar: BrushOptions) -> None:
    bar.set_mask_present(False)
    bar.set_target_present(False)

    assert not bar.clear_button.isEnabled()
    assert "There is no mask." in bar.clear_button.toolTip()
    assert "no picture" in bar.fill_button.toolTip()
