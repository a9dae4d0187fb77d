"""The options of the markup tool: bar to layer, layer to bar."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QUndoStack
from PySide6.QtWidgets import QAbstractButton, QApplication, QDoubleSpinBox
from pytestqt.qtbot import QtBot

from overpaint.domain.marks import Arrow, Colour
from overpaint.ui.canvas.markup_layer import MarkKind, MarkupLayer
from overpaint.ui.icons import Icons
from overpaint.ui.markup_bar import SWATCHES, MarkupBar
from overpaint.ui.theme import Theme, ThemeChoice

LEFT = Qt.MouseButton.LeftButton
VIOLET = Colour(120, 40, 200)


@pytest.fixture
def layer(qapp: QApplication) -> MarkupLayer:
    stack = QUndoStack(qapp)
    return MarkupLayer(stack, stack)


@pytest.fixture
def bar(qtbot: QtBot, qapp: QApplication, layer: MarkupLayer) -> MarkupBar:
    bar = MarkupBar(Icons(Theme(qapp, ThemeChoice.DARK)), layer)
    qtbot.addWidget(bar)
    bar.resize(800, 28)
    bar.show()
    return bar


def test_every_kind_has_a_button_that_takes_it(
    bar: MarkupBar, layer: MarkupLayer, qtbot: QtBot
) -> None:
    for kind in MarkKind:
        qtbot.mouseClick(bar.kind_buttons[kind], LEFT)

        assert layer.kind is kind
        checked = [kind for kind, button in bar.kind_buttons.items() if button.isChecked()]
        assert checked == [kind]


def test_a_swatch_sets_the_colour(bar: MarkupBar, layer: MarkupLayer, qtbot: QtBot) -> None:
    for swatch, (colour, _name) in zip(bar.swatches, SWATCHES, strict=True):
        qtbot.mouseClick(swatch, LEFT)

        assert layer.style.colour == colour
        assert swatch.isChecked()


def test_another_colour_is_asked_for_and_shown(
    bar: MarkupBar, layer: MarkupLayer, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(bar.colour_requested):
        qtbot.mouseClick(bar.other_colour, LEFT)
    assert bar.swatches[0].isChecked()
    layer.add(Arrow((0.0, 0.0), (9.0, 9.0), VIOLET, 11), "Draw arrow")
    layer.select_next()

    assert bar.other_colour.isChecked()
    assert bar.other_colour.colour == QColor(*VIOLET)
    assert bar.width_field.value == 11


def test_width_and_text_size_take_turns(bar: MarkupBar, layer: MarkupLayer) -> None:
    assert bar.width_field.isVisible()
    layer.set_kind(MarkKind.TEXT)
    assert not bar.width_field.isVisible()
    assert bar.text_field.isVisible()

    bar.text_field.findChild(QDoubleSpinBox).setValue(80)
    layer.set_kind(MarkKind.PEN)
    bar.width_field.findChild(QDoubleSpinBox).setValue(25)

    assert (layer.style.text_px, layer.style.width_px) == (80, 25)


def test_buttons_that_can_do_nothing_say_why(
    bar: MarkupBar, layer: MarkupLayer, qtbot: QtBot
) -> None:
    assert "No mark is selected" in bar.delete_button.toolTip()
    assert "no marks" in bar.clear_button.toolTip()
    layer.add(Arrow((0.0, 0.0), (9.0, 9.0), VIOLET, 11), "Draw arrow")
    assert bar.clear_button.isEnabled()
    layer.select_next()

    with qtbot.waitSignal(bar.delete_requested):
        qtbot.mouseClick(bar.delete_button, LEFT)


def test_rows_are_reached_by_tab_and_their_buttons_by_arrow_keys(
    bar: MarkupBar, layer: MarkupLayer, qtbot: QtBot
) -> None:
    bar.activateWindow()
    for row in (bar.kind_buttons.values(), bar.swatches):
        assert any(button.focusPolicy() & Qt.FocusPolicy.TabFocus for button in row)
    bar.kind_buttons[MarkKind.ARROW].setFocus()

    qtbot.keyClick(bar.kind_buttons[MarkKind.ARROW], Qt.Key.Key_Right)

    assert layer.kind is MarkKind.BOX


def test_every_button_has_a_name(bar: MarkupBar) -> None:
    for button in bar.findChildren(QAbstractButton):
        assert button.accessibleName()
        assert button.toolTip()
