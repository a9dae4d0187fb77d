"""Zoom at a glance: smaller, the present scale, larger, fit."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from overpaint.ui.icons import Icons
from overpaint.ui.widgets.icon_button import IconButton


class ZoomBar(QWidget):
    """Asks for zoom; the canvas does it and tells the scale back.

    Attributes:
        zoomed_in, zoomed_out, fitted, reset: What was pressed.
    """

    zoomed_in = Signal()
    zoomed_out = Signal()
    fitted = Signal()
    reset = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale = QToolButton()
        self._scale.setAutoRaise(True)
        self._scale.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._scale.setMinimumWidth(self.fontMetrics().horizontalAdvance("3200 %") + 16)
        self._scale.setToolTip(self.tr("Show at 100 % (Ctrl+1)"))
        self._scale.clicked.connect(self.reset)
        smaller = IconButton(icons, "zoom-out", self.tr("Zoom out"), key="Ctrl+-")
        larger = IconButton(icons, "zoom-in", self.tr("Zoom in"), key="Ctrl+=")
        fit = IconButton(icons, "fit", self.tr("Fit"), key="Ctrl+0")
        smaller.clicked.connect(self.zoomed_out)
        larger.clicked.connect(self.zoomed_in)
        fit.clicked.connect(self.fitted)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 8, 0)
        layout.setSpacing(2)
        for button in (smaller, self._scale, larger, fit):
            layout.addWidget(button)
        self.show_scale(1.0)

    def show_scale(self, scale: float) -> None:
        """Tell the present scale: screen pixels for one picture pixel."""
        percent = scale * 100
        number = f"{percent:.0f}" if percent >= 10 else f"{percent:.1f}"
        self._scale.setText(f"{number} %")
        self._scale.setAccessibleName(self.tr("Zoom {percent} %").format(percent=number))
