"""What is fixed about rectangles and ellipses: nothing, the ratio of the sides, or the size."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QLabel, QWidget

from overpaint.ui.canvas.tool_options import SelectOptions, ShapeRule
from overpaint.ui.icons import Icons
from overpaint.ui.widgets.choice_box import ChoiceBox
from overpaint.ui.widgets.icon_button import IconButton
from overpaint.ui.widgets.option import Option

_MOST_PX = 100_000
_BOX_PX = 112
_NUMBER_PX = 76


class ShapeRuleField(QWidget):
    """The rule, and two numbers where it has some.

    Attributes:
        changed: The person changed the rule or a number.
    """

    changed = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._options = SelectOptions()
        self.rule_box = ChoiceBox(icons.theme, name=self.tr("What is fixed"))
        self.rule_box.setFixedWidth(_BOX_PX)
        self.rule_box.set_options(
            [
                Option(ShapeRule.FREE, self.tr("Free"),
                       tooltip=self.tr("Any shape; Shift makes the sides equal")),
                Option(ShapeRule.RATIO, self.tr("Fixed ratio"),
                       tooltip=self.tr("The sides keep their ratio")),
                Option(ShapeRule.SIZE, self.tr("Fixed size"),
                       tooltip=self.tr("A click places a shape of this size")),
            ]
        )  # fmt: skip
        self.width_field = self._number(self.tr("Width"))
        self.height_field = self._number(self.tr("Height"))
        self._times = QLabel("×")
        self.swap_button = IconButton(icons, "swap", self.tr("Swap width and height"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for widget in (self.rule_box, self.width_field, self._times, self.height_field,
                       self.swap_button):  # fmt: skip
            row.addWidget(widget)
        self.rule_box.chosen.connect(self._on_rule)
        self.swap_button.clicked.connect(self._swap)
        self._show_rule()

    @property
    def rule(self) -> ShapeRule:
        """The chosen rule."""
        rule = self.rule_box.value
        return rule if isinstance(rule, ShapeRule) else ShapeRule.FREE

    def set_rule(self, options: SelectOptions) -> None:
        """Show what these options fix; no signal."""
        self._options = options
        self.rule_box.set_value(options.rule)
        self._show_rule()

    def applied_to(self, options: SelectOptions) -> SelectOptions:
        """The options with this rule and its numbers."""
        width, height = self.width_field.value(), self.height_field.value()
        if self.rule is ShapeRule.RATIO:
            return replace(options, rule=self.rule, ratio=(width, height))
        if self.rule is ShapeRule.SIZE:
            return replace(options, rule=self.rule, size_px=(round(width), round(height)))
        return replace(options, rule=self.rule)

    def _number(self, name: str) -> QDoubleSpinBox:
        field = QDoubleSpinBox()
        field.setAccessibleName(name)
        field.setToolTip(name)
        field.setFixedWidth(_NUMBER_PX)
        field.setAlignment(Qt.AlignmentFlag.AlignRight)
        field.setKeyboardTracking(False)
        field.valueChanged.connect(self._on_number)
        return field

    def _show_rule(self) -> None:
        fixed = self.rule is not ShapeRule.FREE
        for widget in (self.width_field, self._times, self.height_field, self.swap_button):
            widget.setVisible(fixed)
        ratio = self.rule is ShapeRule.RATIO
        numbers = self._options.ratio if ratio else self._options.size_px
        for field, value in zip((self.width_field, self.height_field), numbers, strict=True):
            with QSignalBlocker(field):
                field.setDecimals(2 if ratio else 0)
                field.setRange(0.01 if ratio else 1, _MOST_PX)
                field.setValue(value)
        self.updateGeometry()

    @Slot(object)
    def _on_rule(self, _rule: object) -> None:
        self._show_rule()
        self.changed.emit()

    @Slot(float)
    def _on_number(self, _value: float) -> None:
        self.changed.emit()

    @Slot()
    def _swap(self) -> None:
        width, height = self.width_field.value(), self.height_field.value()
        with QSignalBlocker(self.width_field):
            self.width_field.setValue(height)
        with QSignalBlocker(self.height_field):
            self.height_field.setValue(width)
        self.changed.emit()
