"""Widgets that choose a value: segments, drop-down, slider with field."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDoubleSpinBox,
    QSlider,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from overpaint.ui.theme import Theme, ThemeChoice
from overpaint.ui.widgets.choice_box import ChoiceBox
from overpaint.ui.widgets.option import Option
from overpaint.ui.widgets.segmented import SegmentedControl
from overpaint.ui.widgets.slider_field import SliderField

QUALITIES = (
    Option("low", "Low", tooltip="Fast and cheap."),
    Option("medium", "Medium"),
    Option("high", "High"),
    Option("max", "Max", enabled=False, reason="gpt-image-1 has no such quality."),
)


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return Theme(qapp, ThemeChoice.LIGHT)


@pytest.fixture
def segmented(qtbot: QtBot, theme: Theme) -> SegmentedControl:
    widget = SegmentedControl(theme, name="Quality")
    widget.set_options(QUALITIES)
    widget.set_value("low")
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitExposed(widget)
    return widget


@pytest.fixture
def box(qtbot: QtBot, theme: Theme) -> ChoiceBox:
    widget = ChoiceBox(theme, name="Model")
    widget.set_options(QUALITIES)
    widget.set_value("low")
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitExposed(widget)
    return widget


def segments(control: SegmentedControl) -> list[QAbstractButton]:
    return [button for button in control.findChildren(QAbstractButton) if button.isVisible()]


def wheel(widget: QWidget) -> QWheelEvent:
    position = QPointF(widget.rect().center())
    return QWheelEvent(
        position, widget.mapToGlobal(position), QPoint(), QPoint(0, -120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip


class TestSegmentedControl:
    def test_click_chooses_and_tells(self, qtbot: QtBot, segmented: SegmentedControl) -> None:
        with qtbot.waitSignal(segmented.chosen) as told:
            qtbot.mouseClick(segments(segmented)[1], Qt.MouseButton.LeftButton)

        assert told.args == ["medium"]
        assert segmented.value == "medium"

    def test_setting_the_value_is_silent(self, qtbot: QtBot, segmented: SegmentedControl) -> None:
        with qtbot.assertNotEmitted(segmented.chosen):
            segmented.set_value("high")

        assert segmented.value == "high"

    def test_arrow_keys_walk_through_what_is_allowed(
        self, qtbot: QtBot, segmented: SegmentedControl
    ) -> None:
        told: list[object] = []
        segmented.chosen.connect(told.append)
        segments(segmented)[0].setFocus()

        for _ in range(3):
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)

        assert told[:2] == ["medium", "high"]
        assert "max" not in told

    def test_disabled_choice_explains_itself_and_cannot_be_chosen(
        self, qtbot: QtBot, segmented: SegmentedControl
    ) -> None:
        refused = segments(segmented)[3]

        with qtbot.assertNotEmitted(segmented.chosen):
            qtbot.mouseClick(refused, Qt.MouseButton.LeftButton)

        assert segmented.value == "low"
        assert refused.toolTip() == "gpt-image-1 has no such quality."
        assert refused.accessibleDescription() == refused.toolTip()

    def test_new_choices_keep_the_chosen_value(self, segmented: SegmentedControl) -> None:
        segmented.set_value("high")

        segmented.set_options(QUALITIES[1:3])

        assert segmented.value == "high"
        assert [button.text() for button in segments(segmented)] == ["Medium", "High"]

    def test_unknown_value_leaves_nothing_chosen(self, segmented: SegmentedControl) -> None:
        segmented.set_value("gone")

        assert segmented.value is None
        assert not any(button.isChecked() for button in segments(segmented))

    def test_segments_are_named_and_big_enough(self, segmented: SegmentedControl) -> None:
        assert segmented.accessibleName() == "Quality"
        assert [b.accessibleName() for b in segments(segmented)] == ["Low", "Medium", "High", "Max"]
        assert all(button.height() >= 28 for button in segments(segmented))

    def test_chosen_segment_looks_different(self, segmented: SegmentedControl) -> None:
        before = segmented.grab().toImage()

        segmented.set_value("medium")

        assert segmented.grab().toImage() != before


class TestChoiceBox:
    def test_choosing_tells_the_value(self, qtbot: QtBot, box: ChoiceBox) -> None:
        box.setFocus()

        with qtbot.waitSignal(box.chosen) as told:
            QTest.keyClick(box, Qt.Key.Key_Down)

        assert told.args == ["medium"]

    def test_keys_pass_over_refused_items(self, qtbot: QtBot, box: ChoiceBox) -> None:
        box.set_value("high")
        box.setFocus()

        QTest.keyClick(box, Qt.Key.Key_Down)

        assert box.value == "high"

    def test_refused_item_is_disabled_and_says_why(self, box: ChoiceBox) -> None:
        index = box.model().index(3, 0)

        assert not index.flags() & Qt.ItemFlag.ItemIsEnabled
        assert index.data(Qt.ItemDataRole.ToolTipRole) == "gpt-image-1 has no such quality."
        assert "no such quality" in index.data(Qt.ItemDataRole.AccessibleTextRole)

    def test_refused_value_can_be_shown_with_its_reason(self, box: ChoiceBox) -> None:
        box.set_value("max")

        assert box.value == "max"
        assert box.toolTip() == "gpt-image-1 has no such quality."

    def test_setting_value_and_options_is_silent(self, qtbot: QtBot, box: ChoiceBox) -> None:
        with qtbot.assertNotEmitted(box.chosen):
            box.set_value("high")
            box.set_options(QUALITIES[:3])

        assert box.value == "high"

    def test_wheel_changes_the_value_only_with_focus(self, qtbot: QtBot, theme: Theme) -> None:
        window = QWidget()
        column = QVBoxLayout(window)
        other, box = ChoiceBox(theme, name="Other"), ChoiceBox(theme, name="Model")
        for widget in (other, box):
            widget.set_options(QUALITIES)
            column.addWidget(widget)
        qtbot.addWidget(window)
        window.show()
        qtbot.waitActive(window)
        box.set_value("low")
        other.setFocus()
        qtbot.waitUntil(other.hasFocus)

        QApplication.sendEvent(box, wheel(box))
        without_focus = box.value
        box.setFocus()
        qtbot.waitUntil(box.hasFocus)
        QApplication.sendEvent(box, wheel(box))

        assert (without_focus, box.value) == ("low", "medium")


class TestSliderField:
    @pytest.fixture
    def size(self, qtbot: QtBot) -> SliderField:
        widget = SliderField("Size", minimum=1, maximum=1000, value=48, unit="px", logarithmic=True)
        qtbot.addWidget(widget)
        widget.show()
        return widget

    def test_typed_number_is_told_once(self, qtbot: QtBot, size: SliderField) -> None:
        told: list[float] = []
        size.value_changed.connect(told.append)
        field = size.findChild(QDoubleSpinBox)

        field.selectAll()
        QTest.keyClicks(field, "120")
        QTest.keyClick(field, Qt.Key.Key_Return)

        assert told == [120.0]

    def test_logarithmic_middle_is_the_geometric_mean(self, size: SliderField) -> None:
        slider = size.findChild(QSlider)

        slider.setValue((slider.minimum() + slider.maximum()) // 2)

        assert size.value == pytest.approx(1000**0.5, abs=1)

    def test_keyboard_moves_the_slider(self, qtbot: QtBot, size: SliderField) -> None:
        slider = size.findChild(QSlider)

        with qtbot.waitSignal(size.value_changed):
            QTest.keyClick(slider, Qt.Key.Key_Right)

        assert size.value > 48

    @pytest.mark.parametrize(("given", "held"), [(0, 1), (5000, 1000), (48, 48)])
    def test_set_value_is_silent_and_held_within_limits(
        self, qtbot: QtBot, size: SliderField, given: float, held: float
    ) -> None:
        with qtbot.assertNotEmitted(size.value_changed):
            size.set_value(given)

        assert size.value == held

    def test_every_small_size_can_be_reached_by_field_steps(self, size: SliderField) -> None:
        size.set_value(1)
        field = size.findChild(QDoubleSpinBox)

        field.stepUp()

        assert size.value == 2

    def test_parts_are_named_and_show_the_unit(self, size: SliderField) -> None:
        field, slider = size.findChild(QDoubleSpinBox), size.findChild(QSlider)

        assert field.accessibleName() == slider.accessibleName() == "Size"
        assert field.text() == "48 px"
