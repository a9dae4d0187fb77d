"""The dock right of the canvas: the inspector, and below it the details of the selected result."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget


class EditColumn(QWidget):
    """The inspector takes the room that the details leave."""

    def __init__(self, inspector: QWidget, details: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        details.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(inspector, 1)
        column.addWidget(details)
        self.setFocusProxy(inspector)
