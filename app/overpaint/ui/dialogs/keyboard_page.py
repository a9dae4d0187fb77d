"""The way to the keyboard shortcuts."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from overpaint.ui.dialogs.form_parts import heading, note, page_column, push_button
from overpaint.ui.icons import Icons


class KeyboardPage(QWidget):
    """Says that there is a page with all keys, and opens it.

    Signals:
        sheet_requested: Show the shortcuts.
    """

    sheet_requested = Signal()

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        page = page_column(self)
        page.addWidget(heading(icons.theme, self.tr("Keyboard")))
        page.addWidget(
            note(
                self.tr(
                    "Everything in Overpaint can be reached with the keyboard. One page shows "
                    "every key; “?” in the main window opens it too."
                )
            )
        )
        button = push_button(self.tr("Show keyboard shortcuts"))
        button.setIcon(icons.icon("keyboard"))
        button.clicked.connect(self.sheet_requested)
        page.addSpacing(4)
        page.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        page.addStretch(1)
