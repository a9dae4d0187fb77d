"""The options of the tools that change the view: pan, zoom, rotate."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QLabel, QPushButton, QWidget

from overpaint.ui.canvas.tools import ToolKind
from overpaint.ui.icons import Icons
from overpaint.ui.key_tips import follow_keys, with_keys
from overpaint.ui.widgets.icon_button import IconButton
from overpaint.ui.widgets.overflow_row import OverflowRow


class ViewPage(OverflowRow):
    """Buttons for the usual views; for rotating also the angle.

    Attributes:
        fit_requested, mask_requested: Show the whole picture, or what is masked.
        scale_requested: Screen pixels for one picture pixel.
        angle_changed: Degrees, clockwise, that the person wants.
        reset_requested: Show the picture upright.
        mirror_toggled: Whether the view is to be mirrored.
    """

    fit_requested = Signal()
    mask_requested = Signal()
    scale_requested = Signal(float)
    angle_changed = Signal(float)
    reset_requested = Signal()
    mirror_toggled = Signal(bool)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(icons, parent)
        self.fit_button = self._button(
            self.tr("Fit"), self.tr("Show the whole picture"), "zoom_fit"
        )
        self.actual_button = self._button(
            self.tr("100 %"), self.tr("One picture pixel is one screen pixel"), "zoom_actual"
        )
        self.double_button = self._button(
            self.tr("200 %"), self.tr("One picture pixel is two screen pixels"), "zoom_double"
        )
        self.mask_button = self._button(
            self.tr("To mask"), self.tr("Show what is masked as large as possible"), "zoom_mask"
        )
        self.angle_field = QDoubleSpinBox()
        self.reset_button = IconButton(
            icons, "rotate-reset", self.tr("Show the picture upright"), command="reset_rotation"
        )
        self.mirror_button = IconButton(
            icons, "mirror", self.tr("Mirror the view"), command="mirror_view", checkable=True
        )
        self._turning = self._make_turning()
        self._zooming = self._make_zooming()
        self.add(self._turning)
        self.add(self._zooming)
        self._connect()
        self.show_angle(0.0)

    def show_tool(self, tool: ToolKind) -> None:
        """Show what belongs to this tool."""
        self.set_wanted(self._turning, tool is ToolKind.ROTATE)

    @Slot(float)
    def show_angle(self, angle_deg: float) -> None:
        """Show how far the view is turned, clockwise; no signal."""
        with QSignalBlocker(self.angle_field):
            self.angle_field.setValue((angle_deg + 180) % 360 - 180)
        upright = abs(self.angle_field.value()) < 0.05
        self.reset_button.set_enabled_with_reason(not upright, self.tr("It is upright."))

    @Slot(bool)
    def show_mirrored(self, mirrored: bool) -> None:  # noqa: FBT001 - a slot
        """Show whether the view is mirrored; no signal."""
        self.mirror_button.setChecked(mirrored)

    def set_present(self, *, target: bool, mask: bool) -> None:
        """Offer what makes sense.

        Args:
            target: Whether there is a picture.
            mask: Whether anything is masked.
        """
        for part in (self.fit_button, self.actual_button, self.double_button, self.angle_field,
                     self.mirror_button):  # fmt: skip
            part.setEnabled(target)
        self.mask_button.setEnabled(mask)

    def _button(self, text: str, tip: str, command: str) -> QPushButton:
        button = QPushButton(text)
        follow_keys(button, lambda: button.setToolTip(with_keys(tip, command)))
        button.setAutoDefault(False)
        return button

    def _make_turning(self) -> QWidget:
        field = self.angle_field
        field.setRange(-180, 180)
        field.setDecimals(1)
        field.setSuffix("°")
        field.setWrapping(True)
        field.setSingleStep(15)
        field.setAlignment(Qt.AlignmentFlag.AlignRight)
        field.setKeyboardTracking(False)
        field.setFixedWidth(84)
        field.setAccessibleName(self.tr("Angle of the view"))
        field.setToolTip(self.tr("How far the view is turned, clockwise; the picture stays"))
        label = QLabel(self.tr("Angle"))
        label.setBuddy(field)
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (label, field, self.reset_button, self.mirror_button):
            row.addWidget(widget)
        return holder

    def _make_zooming(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for button in (self.fit_button, self.actual_button, self.double_button, self.mask_button):
            row.addWidget(button)
        return holder

    def _connect(self) -> None:
        self.fit_button.clicked.connect(self.fit_requested)
        self.mask_button.clicked.connect(self.mask_requested)
        self.actual_button.clicked.connect(lambda: self.scale_requested.emit(1.0))
        self.double_button.clicked.connect(lambda: self.scale_requested.emit(2.0))
        self.angle_field.valueChanged.connect(self.angle_changed)
        self.reset_button.clicked.connect(self.reset_requested)
        self.mirror_button.clicked.connect(self.mirror_toggled)
