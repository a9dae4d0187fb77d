"""The variables as chips: what can be put into the prompt."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from overpaint.domain.batch_variables import STEM
from overpaint.ui.icons import Icons
from overpaint.ui.theme import TextRole
from overpaint.ui.widgets.flow_layout import FlowLayout

_MARGIN = 12


class VariablesRow(QWidget):
    """A chip for each variable; those that the prompt leaves out have a plus.

    Attributes:
        chosen: The name of a variable that is to be put into the prompt.
    """

    chosen = Signal(str)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self.chips: list[QPushButton] = []
        label = QLabel(self.tr("Variables"), self)
        label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        label.setFixedHeight(28)
        self._holder = QWidget(self)
        self._flow = FlowLayout(self._holder, spacing_px=4)
        row = QHBoxLayout(self)
        row.setContentsMargins(_MARGIN, 0, _MARGIN, 8)
        row.setSpacing(8)
        row.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._holder, 1)
        self.setAccessibleName(self.tr("Variables of the prompt"))
        self.show_names((), ())

    def show_names(self, names: Sequence[str], unused: Sequence[str]) -> None:
        """Show a chip for each name, and one for the picture's own name."""
        for chip in self.chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = [self._chip(name, unused=name in unused) for name in (*names, STEM)]
        for chip in self.chips:
            self._flow.addWidget(chip)
            chip.show()

    def _chip(self, name: str, *, unused: bool) -> QPushButton:
        chip = QPushButton(f"{{{name}}}", self._holder)
        chip.setFont(self._icons.theme.font(TextRole.SMALL))
        chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        hint = self.tr("Put it into the prompt, where the cursor is")
        if unused:
            chip.setIcon(self._icons.icon("plus"))
            hint = self.tr("The prompt does not use it yet. {hint}").format(hint=hint)
        elif name == STEM:
            hint = self.tr("The picture's name without its ending. {hint}").format(hint=hint)
        chip.setToolTip(hint)
        chip.setAccessibleDescription(hint)
        chip.clicked.connect(lambda: self.chosen.emit(name))
        return chip
