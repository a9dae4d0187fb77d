"""What a tool without options shows in the bar: how it is used."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from overpaint.ui.widgets.elided_label import ElidedLabel


class HintPage(QWidget):
    """One muted line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = ElidedLabel()
        self._label.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 4, 0)
        row.addWidget(self._label)

    @property
    def text(self) -> str:
        """What it says."""
        return self._label.text

    def show_text(self, text: str) -> None:
        """Say how the tool in hand is used."""
        self._label.set_text(text)
