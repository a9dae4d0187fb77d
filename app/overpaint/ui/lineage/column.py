"""The dock of the results: the lineage of the selected one above the strip."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget


class ResultsColumn(QWidget):
    """The strip of results takes the room that the lineage leaves."""

    def __init__(self, lineage: QWidget, results: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(lineage)
        column.addWidget(results, 1)
        self.setFocusProxy(results)
