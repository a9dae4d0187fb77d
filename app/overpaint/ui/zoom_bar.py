"""How the picture is seen, at a glance: zoom, and a turned or mirrored view with a way back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from overpaint.ui.icons import Icons
from overpaint.ui.key_tips import follow_keys, with_keys
from overpaint.ui.widgets.icon_button import IconButton
from overpaint.ui.zoom_field import ZoomField


class ZoomBar(QWidget):
    """Asks for another view; the canvas does it and tells back how it is now.

    Signals:
        zoomed_in, zoomed_out, fitted: What was pressed.
        scale_chosen (float): Screen pixels for one picture pixel, as chosen or typed.
        mask_chosen: Zoom to what is masked.
        rotation_reset: Show the picture upright.
        mirror_reset: Show left and right as they are.
        left: The person is done here; the canvas can have the keys again.

    Attributes:
        field: The present scale, to choose from or to write in.
        angle_button: How far the view is turned; hidden while it is upright.
        mirror_button: Hidden unless the view is mirrored.
    """

    zoomed_in = Signal()
    zoomed_out = Signal()
    fitted = Signal()
    scale_chosen = Signal(float)
    mask_chosen = Signal()
    rotation_reset = Signal()
    mirror_reset = Signal()
    left = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mirror_button = IconButton(icons, "mirror", self.tr("Mirrored view"), checkable=True)
        self.mirror_button.clicked.connect(self.mirror_reset)
        self.angle_button = QToolButton()
        self.angle_button.setAutoRaise(True)
        self.angle_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.angle_button.clicked.connect(self.rotation_reset)
        self.field = ZoomField()
        self._connect_field()
        follow_keys(self, self._explain)
        smaller = IconButton(icons, "zoom-out", self.tr("Zoom out"), command="zoom_out")
        larger = IconButton(icons, "zoom-in", self.tr("Zoom in"), command="zoom_in")
        fit = IconButton(icons, "fit", self.tr("Fit"), command="zoom_fit")
        smaller.clicked.connect(self.zoomed_out)
        larger.clicked.connect(self.zoomed_in)
        fit.clicked.connect(self.fitted)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 8, 0)
        layout.setSpacing(4)
        for widget in (self.mirror_button, self.angle_button, smaller, self.field, larger, fit):
            layout.addWidget(widget)
        self.show_scale(1.0)
        self.show_angle(0.0)
        self.show_mirrored(False)

    def show_scale(self, scale: float) -> None:
        """Tell the present scale: screen pixels for one picture pixel."""
        self.field.show_scale(scale)

    def show_angle(self, angle_deg: float) -> None:
        """Tell how far the view is turned, degrees clockwise."""
        number = f"{angle_deg:.1f}".removesuffix(".0").replace("-", "−")
        self.angle_button.setText(f"{number}°")
        self.angle_button.setAccessibleName(
            self.tr("View turned by {angle} degrees").format(angle=number)
        )
        self.angle_button.setVisible(angle_deg != 0.0)

    def show_mirrored(self, mirrored: bool) -> None:  # noqa: FBT001 - a slot
        """Tell whether left and right are swapped."""
        self.mirror_button.setChecked(mirrored)
        self.mirror_button.setVisible(mirrored)

    def _explain(self) -> None:
        mirrored = self.tr("The view is mirrored, the picture is not. Click to see it as it is")
        self.mirror_button.setToolTip(with_keys(mirrored, "mirror_view"))
        turned = self.tr("The view is turned, the picture is not. Click to see it upright")
        self.angle_button.setToolTip(with_keys(turned, "reset_rotation"))

    def _connect_field(self) -> None:
        self.field.scale_chosen.connect(self.scale_chosen)
        self.field.fit_chosen.connect(self.fitted)
        self.field.mask_chosen.connect(self.mask_chosen)
        self.field.left.connect(self.left)
