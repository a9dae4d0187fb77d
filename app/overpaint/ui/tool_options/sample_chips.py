"""The colours that a selection is made from, as chips that can be clicked away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from overpaint.ui.theme import Theme
from overpaint.ui.widgets.swatch import Swatch

_MOST = 6


class SampleChips(QWidget):
    """The newest colours; says what to do while there is none.

    Attributes:
        removed: 0-based number of the colour that was clicked.
    """

    removed = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._chips: list[Swatch] = []
        self._colours: tuple[tuple[int, int, int], ...] = ()
        self._hint = QLabel(self.tr("No colour yet"))
        self._hint.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self._more = QLabel()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self._hint)
        self._row.addWidget(self._more)
        self._more.hide()
        self.setAccessibleName(self.tr("Sampled colours"))

    @property
    def chips(self) -> tuple[Swatch, ...]:
        """The chips that are shown, oldest colour first."""
        return tuple(self._chips)

    def show_colours(self, colours: Sequence[tuple[int, int, int]]) -> None:
        """Show colours as red, green, blue, 0 to 255."""
        if tuple(colours) == self._colours:
            return
        self._colours = tuple(colours)
        for chip in self._chips:
            self._row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        hidden = max(len(colours) - _MOST, 0)
        self._chips = [
            self._chip(number, QColor(*colour))
            for number, colour in enumerate(colours)
            if number >= hidden
        ]
        for place, chip in enumerate(self._chips):
            self._row.insertWidget(place, chip)
        self._hint.setVisible(not colours)
        self._more.setVisible(hidden > 0)
        self._more.setText(self.tr("+ {count}").format(count=hidden))
        self.updateGeometry()

    def _chip(self, number: int, colour: QColor) -> Swatch:
        name = self.tr("{colour}: click to leave it out").format(colour=colour.name())
        chip = Swatch(self._theme, colour, name, parent=self)
        chip.setCheckable(False)
        chip.clicked.connect(lambda: self.removed.emit(number))
        chip.show()
        return chip
