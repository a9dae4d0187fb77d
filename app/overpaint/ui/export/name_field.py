"""The template of a file name, with a menu of fields and an example that follows every key."""

from __future__ import annotations

import os
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMenu, QVBoxLayout, QWidget

from overpaint.domain.errors import SettingsError
from overpaint.domain.file_names import FIELDS, NameFacts, NameTemplate
from overpaint.ui.dialogs.form_parts import push_button
from overpaint.ui.messages import render_all
from overpaint.ui.theme import Theme
from overpaint.ui.widgets.announce import announce
from overpaint.ui.widgets.elided_label import ElidedLabel


class NameField(QWidget):
    """A line to write in, and below it what comes of it or what is wrong.

    Args:
        theme: Colours.
        name: Accessible name.
        facts: What the fields stand for now.
        text: The template at first.

    Signals:
        changed: The text is another one, perhaps a wrong one.

    Attributes:
        line: Entry and menu; more may be added behind them.
        entry: What is written in.
        example: The name that would be taken.
    """

    changed = Signal()

    def __init__(self, theme: Theme, name: str, facts: Callable[[], NameFacts], text: str) -> None:
        super().__init__()
        self._theme = theme
        self._facts = facts
        self._suffix = ""
        self._folder = ""
        self.line = QHBoxLayout()
        self.entry = QLineEdit(text)
        self.entry.setAccessibleName(name)
        self.entry.setToolTip(self.tr("Words and fields; a number is added when a name is taken"))
        self._fields = push_button(self.tr("Fields"), self.tr("Put a field into the name"))
        self._fields.setMenu(self._menu())
        self.example = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle)
        self.example.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._problem = QLabel()
        self._problem.setWordWrap(True)
        self._problem.setTextFormat(Qt.TextFormat.PlainText)
        self._lay_out()
        self.setFocusProxy(self.entry)
        self.entry.textChanged.connect(self._on_text)
        self._colour()
        theme.changed.connect(self._colour)
        self.refresh()

    @property
    def text(self) -> str:
        """What is written."""
        return self.entry.text()

    @property
    def problem(self) -> str:
        """What is wrong with it; ``""`` when nothing is."""
        return self._problem.text()

    def set_text(self, text: str) -> None:
        """Show another template; the cursor stays when it is the same."""
        if text != self.entry.text():
            self.entry.setText(text)
            self.entry.setCursorPosition(0)

    def set_suffix(self, suffix: str) -> None:
        """What the file's name ends in."""
        if suffix != self._suffix:
            self._suffix = suffix
            self.refresh()

    def set_folder(self, folder: str) -> None:
        """Show the folder that the file lies in, ``""`` for none."""
        if folder != self._folder:
            self._folder = folder
            self.refresh()

    def refresh(self) -> None:
        """Show the example anew: something that it tells of is another."""
        try:
            example = NameTemplate.read(self.text).example(self._facts()) + self._suffix
            example = f"{self._folder}{os.sep}{example}" if self._folder else example
            problem = ""
        except SettingsError as error:
            example, problem = "", render_all((error.what, error.remedy))
        if problem and problem != self.problem:
            announce(self.entry, problem)
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        self.example.set_text(example)
        self.example.setVisible(not problem)
        self.entry.setAccessibleDescription(problem or example)

    def _on_text(self) -> None:
        self.refresh()
        self.changed.emit()

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        texts = {
            "source": self.tr("Name of the picture"), "prompt": self.tr("Prompt, shortened"),
            "model": self.tr("Model"), "date": self.tr("Date"), "time": self.tr("Time"),
            "variant": self.tr("Number of the variant"), "n": self.tr("First free number"),
            "width": self.tr("Width in pixels"), "height": self.tr("Height in pixels"),
        }  # fmt: skip
        for field in FIELDS:
            action = menu.addAction(texts[field])
            action.triggered.connect(lambda _checked=False, f=field: self._insert(f))
        return menu

    def _insert(self, field: str) -> None:
        self.entry.insert(f"{{{field}}}")
        self.entry.setFocus(Qt.FocusReason.OtherFocusReason)

    def _colour(self) -> None:
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.WindowText, self._theme.tokens.danger)
        self._problem.setPalette(palette)

    def _lay_out(self) -> None:
        self.line.setSpacing(8)
        self.line.addWidget(self.entry, 1)
        self.line.addWidget(self._fields)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self.line)
        column.addWidget(self.example)
        column.addWidget(self._problem)
