"""The options of brush, eraser and protect brush."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from overpaint.imaging.mask.brush import Brush
from overpaint.ui.canvas.tool_options import PressureUse
from overpaint.ui.icons import Icons
from overpaint.ui.key_tips import follow_keys, with_keys
from overpaint.ui.widgets.option import Option
from overpaint.ui.widgets.overflow_row import OverflowRow
from overpaint.ui.widgets.segmented import SegmentedControl
from overpaint.ui.widgets.slider_field import SliderField

_LARGEST_PX = 2000
_SLIDER_PX = 236
_SHARE_PX = 208


class BrushPage(OverflowRow):
    """Size, hardness, flow, and what the pressure of a pen does.

    Attributes:
        brush_changed: The `Brush` after the person changed it.
        pressure_changed: The `PressureUse` that was chosen.
    """

    brush_changed = Signal(object)
    pressure_changed = Signal(object)

    def __init__(
        self,
        icons: Icons,
        brush: Brush | None = None,
        parent: QWidget | None = None,
        leading: QWidget | None = None,
    ) -> None:
        super().__init__(icons, parent)
        if leading is not None:
            self.add(leading)
        self._brush = brush if brush is not None else Brush()
        self.size_field = SliderField(
            self.tr("Size"), minimum=1, maximum=_LARGEST_PX, value=self._brush.diameter_px,
            unit="px", logarithmic=True,
        )  # fmt: skip
        self.hardness_field = SliderField(
            self.tr("Hardness"), minimum=0, maximum=100, value=self._brush.hardness * 100, unit="%"
        )
        self.flow_field = SliderField(
            self.tr("Flow"), minimum=1, maximum=100, value=self._brush.flow * 100, unit="%"
        )
        self.pressure_choice = SegmentedControl(icons.theme, name=self.tr("Pen pressure"))
        follow_keys(self, self._explain)
        self.add(self.size_field, limit_px=_SLIDER_PX)
        self.add(self.hardness_field, limit_px=_SHARE_PX)
        self.add(self.flow_field, limit_px=_SHARE_PX)
        self.add(_labelled(self.tr("Pen pressure"), self.pressure_choice))
        self.size_field.value_changed.connect(self._on_size_changed)
        self.hardness_field.value_changed.connect(self._on_hardness_changed)
        self.flow_field.value_changed.connect(self._on_flow_changed)
        self.pressure_choice.chosen.connect(self.pressure_changed)

    @property
    def brush(self) -> Brush:
        """The brush that the fields show."""
        return self._brush

    @Slot(object)
    def set_brush(self, brush: Brush) -> None:
        """Show a brush that was changed elsewhere, by keys or by dragging; no signal."""
        self._brush = brush
        self.size_field.set_value(brush.diameter_px)
        self.hardness_field.set_value(brush.hardness * 100)
        self.flow_field.set_value(brush.flow * 100)

    def set_pressure_use(self, use: PressureUse) -> None:
        """Show what the pressure of a pen does; no signal."""
        self.pressure_choice.set_value(use)

    def _explain(self) -> None:
        size = self.tr("Diameter of the brush")
        wheel = self.tr("Alt and the wheel")
        self.size_field.set_tooltip(with_keys(size, "brush_smaller", "brush_larger", also=wheel))
        sharp = self.tr("How sharp the edge of the brush is")
        wheel = self.tr("Shift+Alt and the wheel")
        self.hardness_field.set_tooltip(
            with_keys(sharp, "brush_softer", "brush_harder", also=wheel)
        )
        self.flow_field.set_tooltip(
            self.tr("How much of the mask one pass lays down; passes of a stroke add up")
        )
        self.pressure_choice.set_options(
            [
                Option(PressureUse.NONE, self.tr("Off"),
                       tooltip=self.tr("A pen paints like a mouse")),
                Option(PressureUse.SIZE, self.tr("Size"),
                       tooltip=self.tr("Press harder for a wider stroke")),
                Option(PressureUse.FLOW, self.tr("Flow"),
                       tooltip=self.tr("Press harder for a stronger stroke")),
            ]
        )  # fmt: skip

    @Slot(float)
    def _on_size_changed(self, diameter_px: float) -> None:
        self._change(replace(self._brush, diameter_px=diameter_px))

    @Slot(float)
    def _on_hardness_changed(self, percent: float) -> None:
        self._change(replace(self._brush, hardness=percent / 100))

    @Slot(float)
    def _on_flow_changed(self, percent: float) -> None:
        self._change(replace(self._brush, flow=percent / 100))

    def _change(self, brush: Brush) -> None:
        if brush != self._brush:
            self._brush = brush
            self.brush_changed.emit(brush)


def _labelled(text: str, control: QWidget) -> QWidget:
    """The control behind its name."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    label = QLabel(text)
    label.setBuddy(control)
    row.addWidget(label)
    row.addWidget(control, 1)
    return holder
