"""A number that is dragged or typed: label, slim slider, field with unit."""

from __future__ import annotations

import math

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QLabel, QSlider, QWidget

_STEPS = 1000


class SliderField(QWidget):
    """One value in two controls that follow each other.

    Signals:
        value_changed (float): The person changed the value; not sent by `set_value`.
    """

    value_changed = Signal(float)

    def __init__(
        self,
        label: str,
        *,
        minimum: float,
        maximum: float,
        value: float,
        unit: str = "",
        decimals: int = 0,
        logarithmic: bool = False,
        bend: float = 1.0,
        parent: QWidget | None = None,
    ) -> None:
        """Build it.

        Args:
            label: What the value is; also its accessible name.
            minimum: Least value; above 0 when `logarithmic`.
            maximum: Greatest value.
            value: Present value.
            unit: Shown after the number: ``"px"``, ``"%"``.
            decimals: Digits after the point.
            logarithmic: Equal slider ways are equal ratios: for sizes.
            bend: Above 1 for finer steps near the minimum, where that may be 0: a cubic slider
                has 3.
            parent: The owner.
        """
        super().__init__(parent)
        self._minimum = minimum
        self._maximum = maximum
        self._logarithmic = logarithmic
        self._bend = bend
        self._label = QLabel(label, self)
        self._label.setVisible(bool(label))  # else something beside the field says what it is
        self._slider = QSlider(Qt.Orientation.Horizontal, self)
        self._field = QDoubleSpinBox(self)
        self._set_up_slider(label)
        self._set_up_field(label, unit, decimals)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._label)
        # A field in a form has its label beside it.
        self._label.setVisible(bool(label))
        row.addWidget(self._slider, 1)
        row.addWidget(self._field)
        self.set_value(value)

    @property
    def value(self) -> float:
        """The present value, in the unit of the field."""
        return self._field.value()

    @property
    def field(self) -> QDoubleSpinBox:
        """The part that is typed into, for focus."""
        return self._field

    def hide_label(self) -> None:
        """Show slider and field only, where something else says what the value is."""
        self._label.hide()

    def set_name(self, name: str) -> None:
        """Tell assistive tools more than the label does."""
        for part in (self._slider, self._field):
            part.setAccessibleName(name)

    def set_value(self, value: float) -> None:
        """Show `value`, held within the limits, without a signal."""
        held = min(max(value, self._minimum), self._maximum)
        with QSignalBlocker(self._field):
            self._field.setValue(held)
        with QSignalBlocker(self._slider):
            self._slider.setValue(self._position_of(held))

    def nudge(self, amount: float) -> None:
        """Add to the value as if it had been typed, with a signal."""
        self._field.setValue(self._field.value() + amount)

    def set_label_width(self, width_px: int) -> None:
        """Give the label a fixed width, so that several fields in a column line up."""
        self._label.setFixedWidth(width_px)

    def set_tooltip(self, text: str) -> None:
        """Explain the value on every part."""
        for part in (self, self._label, self._slider, self._field):
            part.setToolTip(text)

    def _set_up_slider(self, label: str) -> None:
        self._slider.setRange(0, _STEPS)
        self._slider.setSingleStep(_STEPS // 100)
        self._slider.setPageStep(_STEPS // 10)
        self._slider.setMinimumWidth(72)
        self._slider.setAccessibleName(label)
        self._slider.valueChanged.connect(self._on_dragged)

    def _set_up_field(self, label: str, unit: str, decimals: int) -> None:
        self._field.setDecimals(decimals)
        self._field.setRange(self._minimum, self._maximum)
        self._field.setSuffix(f" {unit}" if unit else "")
        self._field.setAccessibleName(label)
        self._field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._field.setKeyboardTracking(False)
        if self._logarithmic:
            self._field.setStepType(QDoubleSpinBox.StepType.AdaptiveDecimalStepType)
        self._field.valueChanged.connect(self._on_typed)
        self._label.setBuddy(self._field)

    def _on_dragged(self, position: int) -> None:
        value = round(self._value_at(position), self._field.decimals())
        with QSignalBlocker(self._field):
            self._field.setValue(value)
        self.value_changed.emit(self._field.value())

    def _on_typed(self, value: float) -> None:
        with QSignalBlocker(self._slider):
            self._slider.setValue(self._position_of(value))
        self.value_changed.emit(value)

    def _value_at(self, position: int) -> float:
        share = position / _STEPS
        if self._logarithmic:
            return float(self._minimum * (self._maximum / self._minimum) ** share)
        return self._minimum + (self._maximum - self._minimum) * float(share**self._bend)

    def _position_of(self, value: float) -> int:
        if self._logarithmic:
            share = math.log(value / self._minimum) / math.log(self._maximum / self._minimum)
        else:
            share = ((value - self._minimum) / (self._maximum - self._minimum)) ** (1 / self._bend)
        return round(share * _STEPS)
