"""The dock left of the canvas: the inputs, and below them the target's saved masks."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget


class InputsColumn(QWidget):
    """The inputs take the room that the shelf leaves."""

    def __init__(self, inputs: QWidget, shelf: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        shelf.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(inputs, 1)
        column.addWidget(shelf)
        self.setFocusProxy(inputs)
