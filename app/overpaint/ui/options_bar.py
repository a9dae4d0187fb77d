"""The options of the mask brush, above the canvas."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from overpaint.imaging.mask.brush import Brush
from overpaint.ui.icons import Icons
from overpaint.ui.widgets.icon_button import IconButton
from overpaint.ui.widgets.slider_field import SliderField

_LARGEST_PX = 2000
_SLIDER_WIDTH = 240


class BrushOptions(QWidget):
    """Size and hardness of the brush, and what can be done with the whole mask.

    Attributes:
        brush_changed: The `Brush` after the person changed size or hardness.
        invert_requested: Swap what changes and what stays.
        clear_requested: Take the mask away.
        fill_requested: Mask everything.
        overlay_toggled: Whether the mask is to be seen.
    """

    brush_changed = Signal(object)
    invert_requested = Signal()
    clear_requested = Signal()
    fill_requested = Signal()
    overlay_toggled = Signal(bool)

    def __init__(
        self, icons: Icons, brush: Brush | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._brush = brush if brush is not None else Brush()
        self.size_field = SliderField(
            self.tr("Size"), minimum=1, maximum=_LARGEST_PX, value=self._brush.diameter_px,
            unit="px", logarithmic=True,
        )  # fmt: skip
        self.hardness_field = SliderField(
            self.tr("Hardness"), minimum=0, maximum=100, value=self._brush.hardness * 100, unit="%"
        )
        self.invert_button = IconButton(icons, "invert", self.tr("Invert mask"), key="Ctrl+Shift+I")
        self.clear_button = IconButton(icons, "clear", self.tr("Clear mask"), key="Ctrl+D")
        self.fill_button = IconButton(icons, "fill", self.tr("Mask everything"), key="Ctrl+A")
        self.overlay_button = IconButton(
            icons, "eye", self.tr("Show the mask"), key="Q", checkable=True
        )
        self._lay_out()
        self._connect()
        self.set_overlay_visible(True)

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

    @Slot(bool)
    def set_overlay_visible(self, visible: bool) -> None:  # noqa: FBT001 - a slot
        """Show whether the mask can be seen; no signal."""
        self.overlay_button.setChecked(visible)
        self.overlay_button.set_icon("eye" if visible else "eye-off")

    def set_mask_present(self, present: bool) -> None:  # noqa: FBT001 - a setter
        """Whether there is a mask to clear."""
        self.clear_button.set_enabled_with_reason(present, self.tr("There is no mask."))

    def set_target_present(self, present: bool) -> None:  # noqa: FBT001 - a setter
        """Whether there is a picture to mask."""
        reason = self.tr("There is no picture yet.")
        for button in (self.invert_button, self.fill_button):
            button.set_enabled_with_reason(present, reason)

    def _lay_out(self) -> None:
        self.size_field.set_tooltip(self.tr("Diameter of the brush ([ and ])"))
        self.hardness_field.set_tooltip(self.tr("How sharp the edge of the brush is ({ and })"))
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(4)
        for field in (self.size_field, self.hardness_field):
            field.setMaximumWidth(_SLIDER_WIDTH)
            row.addWidget(field)
            row.addSpacing(8)
        row.addWidget(self._line())
        row.addSpacing(4)
        for button in (self.invert_button, self.fill_button, self.clear_button):
            row.addWidget(button)
        row.addWidget(self._line())
        row.addWidget(self.overlay_button)
        row.addStretch(1)

    def _line(self) -> QFrame:
        line = QFrame(self)
        line.setFrameShape(QFrame.Shape.VLine)
        line.setFixedHeight(20)
        line.setForegroundRole(self.palette().ColorRole.Mid)
        return line

    def _connect(self) -> None:
        self.size_field.value_changed.connect(self._on_size_changed)
        self.hardness_field.value_changed.connect(self._on_hardness_changed)
        self.invert_button.clicked.connect(self.invert_requested)
        self.clear_button.clicked.connect(self.clear_requested)
        self.fill_button.clicked.connect(self.fill_requested)
        self.overlay_button.clicked.connect(self._on_overlay_clicked)

    @Slot(float)
    def _on_size_changed(self, diameter_px: float) -> None:
        self._change(replace(self._brush, diameter_px=diameter_px))

    @Slot(float)
    def _on_hardness_changed(self, percent: float) -> None:
        self._change(replace(self._brush, hardness=percent / 100))

    def _change(self, brush: Brush) -> None:
        if brush != self._brush:
            self._brush = brush
            self.brush_changed.emit(brush)

    @Slot(bool)
    def _on_overlay_clicked(self, visible: bool) -> None:  # noqa: FBT001 - a slot
        self.set_overlay_visible(visible)
        self.overlay_toggled.emit(visible)
