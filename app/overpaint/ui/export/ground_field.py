"""Which colour lies behind transparent pixels: white, black, grey, or any other."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QButtonGroup, QColorDialog, QHBoxLayout, QWidget

from overpaint.domain.export import WHITE, Colour
from overpaint.ui.icons import Icons
from overpaint.ui.widgets.swatch import Swatch

_BLACK: Colour = (0, 0, 0)
_GREY: Colour = (128, 128, 128)


class GroundField(QWidget):
    """Swatches, the last one for any other colour.

    Signals:
        chosen (Colour): The person chose one.
    """

    chosen = Signal(object)

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self.setAccessibleName(self.tr("Background"))
        self._swatches = {
            colour: Swatch(icons.theme, QColor(*colour), name, parent=self)
            for colour, name in (
                (WHITE, self.tr("White")), (_GREY, self.tr("Grey")), (_BLACK, self.tr("Black")),
            )
        }  # fmt: skip
        self.other = Swatch(icons.theme, None, self.tr("Another colour…"), parent=self)
        self._colour: Colour = WHITE
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for swatch in (*self._swatches.values(), self.other):
            self._group.addButton(swatch)
            row.addWidget(swatch)
        row.addStretch(1)
        for colour, swatch in self._swatches.items():
            swatch.clicked.connect(lambda _on=False, c=colour: self.chosen.emit(c))
        self.other.clicked.connect(self._ask)
        self.set_colour(WHITE)

    def set_colour(self, colour: Colour) -> None:
        """Show a colour as chosen, without a signal."""
        self._colour = colour
        if colour not in self._swatches:
            self.other.set_colour(QColor(*colour))
        self._swatches.get(colour, self.other).setChecked(True)

    def _ask(self) -> None:
        # Nothing is chosen yet: the ring stays where it was.
        self.set_colour(self._colour)
        dialog = QColorDialog(QColor(*self._colour), self)
        dialog.setWindowTitle(self.tr("Background"))
        dialog.colorSelected.connect(
            lambda colour: self.chosen.emit((colour.red(), colour.green(), colour.blue()))
        )
        dialog.open()
