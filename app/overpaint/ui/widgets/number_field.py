"""A whole number that a scrolled page cannot change by accident."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QSpinBox, QWidget


class NumberField(QSpinBox):
    """Takes the wheel only after it was clicked or reached by Tab.

    Size and number decide on the price, and a page is scrolled by the wheel over its fields.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # The policy by default lets the wheel itself bring the focus.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page unless the field has the focus."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
