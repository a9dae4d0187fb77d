"""The name of a new template, asked below the prompt."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from overpaint.domain.templates import MAX_NAME_CHARS, suggested_name
from overpaint.ui.icons import Icons
from overpaint.ui.theme import TextRole
from overpaint.ui.widgets.raised_card import RaisedCard

_MARGIN_PX = 12
_GAP_PX = 8


class SaveForm(RaisedCard):
    """One field; Enter saves, Escape leaves.

    Signals:
        wanted (str): Save the prompt under this name.
        left: The person is done, or changed their mind.
    """

    wanted = Signal(str)
    left = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(icons.theme, parent)
        title = QLabel(self.tr("Save the prompt as a template"), self)
        title.setFont(icons.theme.font(TextRole.TITLE))
        title.setWordWrap(True)
        self.field = QLineEdit(self)
        self.field.setAccessibleName(self.tr("Name of the template"))
        self.field.setMaxLength(MAX_NAME_CHARS)
        note = QLabel(
            self.tr("Write {name} in the prompt for what changes from use to use, as in “A {colour}"
                    " chair”: it is asked for when you insert it."), self)  # fmt: skip
        note.setWordWrap(True)
        note.setFont(icons.theme.font(TextRole.SMALL))
        note.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.save_button = QPushButton(self.tr("Save"), self)
        self.cancel_button = QPushButton(self.tr("Cancel"), self)
        buttons = QHBoxLayout()
        buttons.setSpacing(_GAP_PX)
        for button, press in ((self.save_button, self.agree), (self.cancel_button, self.leave)):
            button.setAutoDefault(False)
            button.clicked.connect(press)
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN_PX, _MARGIN_PX, _MARGIN_PX, _MARGIN_PX)
        column.setSpacing(_GAP_PX)
        for widget in (title, self.field, note):
            column.addWidget(widget)
        column.addLayout(buttons)

    def ask(self, prompt: str) -> None:
        """Ask for a name; the beginning of the prompt is offered."""
        self.field.setText(suggested_name(prompt))
        self.show()
        self.field.selectAll()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def leave(self) -> None:
        """Go away."""
        self.hide()
        self.left.emit()

    @Slot()
    def agree(self) -> None:
        """Save."""
        self.wanted.emit(self.field.text())
