"""Colours that everybody can tell apart, in a row, and any other."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QWidget

from overpaint.domain.marks import Colour
from overpaint.domain.overlay import SAFE_COLOURS
from overpaint.ui.theme import Theme
from overpaint.ui.widgets.swatch import Swatch


class ColourRow(QWidget):
    """One colour is chosen; the last patch stands for all that are not in the row.

    Signals:
        chosen: The `Colour` of a patch that was pressed.
        other_requested: The person wants to choose freely.
    """

    chosen = Signal(object)
    other_requested = Signal()

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._swatches = [
            Swatch(theme, QColor(*colour), f"{name}: {called}")
            for colour, called in zip(SAFE_COLOURS, self._names(), strict=True)
        ]
        self._other = Swatch(theme, None, self.tr("Other colour…"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for swatch, colour in zip(self._swatches, SAFE_COLOURS, strict=True):
            swatch.clicked.connect(lambda _checked=False, chosen=colour: self.chosen.emit(chosen))
            row.addWidget(swatch)
        self._other.clicked.connect(self.other_requested)
        row.addWidget(self._other)
        row.addStretch(1)

    def show_colour(self, colour: Colour) -> None:
        """Ring the patch of a colour; no signal."""
        for swatch, own in zip(self._swatches, SAFE_COLOURS, strict=True):
            swatch.setChecked(own == colour)
        self._other.setChecked(colour not in SAFE_COLOURS)

    def set_enabled_with_reason(self, enabled: bool, reason: str = "") -> None:  # noqa: FBT001 - a setter
        """Switch the whole row off and say why."""
        self.setEnabled(enabled)
        self.setToolTip("" if enabled else reason)
        self.setAccessibleDescription("" if enabled else reason)

    def _names(self) -> tuple[str, ...]:
        return (
            self.tr("magenta"),
            self.tr("vermilion"),
            self.tr("yellow"),
            self.tr("green"),
            self.tr("sky blue"),
            self.tr("blue"),
        )
