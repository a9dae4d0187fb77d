"""What can be done with the whole mask, always in reach."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from overpaint.ui.icons import Icons
from overpaint.ui.widgets.icon_button import IconButton


class MaskButtons(QWidget):
    """Invert, fill, clear, and the eye.

    Attributes:
        invert_requested: Swap what changes and what stays.
        clear_requested: Take the mask away.
        fill_requested: Mask everything.
        overlay_toggled: Whether the mask is to be seen.
        look_button: Opens the choice of how it is shown.
    """

    invert_requested = Signal()
    clear_requested = Signal()
    fill_requested = Signal()
    overlay_toggled = Signal(bool)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.invert_button = IconButton(
            icons, "invert", self.tr("Invert mask"), command="invert_mask"
        )
        self.fill_button = IconButton(
            icons, "fill", self.tr("Mask everything"), command="fill_mask"
        )
        self.clear_button = IconButton(icons, "clear", self.tr("Clear mask"), command="clear_mask")
        self.overlay_button = IconButton(
            icons, "eye", self.tr("Show the mask"), command="show_mask", checkable=True
        )
        self.look_button = IconButton(
            icons, "chevron-down", self.tr("How the mask is shown"), icon_px=12
        )
        self.look_button.setFixedWidth(20)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for button in (
            self.invert_button, self.fill_button, self.clear_button, self.overlay_button,
        ):  # fmt: skip
            row.addWidget(button)
        row.addSpacing(-2)
        row.addWidget(self.look_button)
        self.invert_button.clicked.connect(self.invert_requested)
        self.clear_button.clicked.connect(self.clear_requested)
        self.fill_button.clicked.connect(self.fill_requested)
        self.overlay_button.clicked.connect(self._on_overlay_clicked)
        self.set_overlay_visible(True)

    @Slot(bool)
    def set_overlay_visible(self, visible: bool) -> None:  # noqa: FBT001 - a slot
        """Show whether the mask can be seen; no signal."""
        self.overlay_button.setChecked(visible)
        self.overlay_button.set_icon("eye" if visible else "eye-off")

    def set_present(self, *, target: bool, mask: bool) -> None:
        """Offer what makes sense, and say why the rest does not.

        Args:
            target: Whether there is a picture to mask.
            mask: Whether anything is masked.
        """
        no_picture = self.tr("There is no picture yet.")
        for button in (self.invert_button, self.fill_button):
            button.set_enabled_with_reason(target, no_picture)
        why = self.tr("The mask is empty.") if target else no_picture
        self.clear_button.set_enabled_with_reason(mask, why)

    @Slot(bool)
    def _on_overlay_clicked(self, visible: bool) -> None:  # noqa: FBT001 - a slot
        self.set_overlay_visible(visible)
        self.overlay_toggled.emit(visible)
