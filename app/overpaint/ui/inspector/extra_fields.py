"""Rows of names and values: further form fields for servers that have their own."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from overpaint.ui.icons import Icons, Tone
from overpaint.ui.widgets.icon_button import IconButton


class ExtraFields(QWidget):
    """As many rows as there are fields; a row without a name is not sent.

    Signals:
        edited (object): The fields as ``((name, value), …)``, after each key.
    """

    edited = Signal(object)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._rows: list[_Row] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.add_button = QPushButton(self.tr("Add a form field"), self)
        self.add_button.setIcon(icons.icon("plus"))
        self.add_button.setToolTip(
            self.tr("Send a parameter of your server’s own: seed, steps, negative_prompt …")
        )
        self.add_button.clicked.connect(self.add_row)
        self._column.addWidget(self.add_button)

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """What the rows say; those without a name are left out."""
        return tuple((row.name.text(), row.value.text()) for row in self._rows if row.name.text())

    def show_fields(self, fields: tuple[tuple[str, str], ...]) -> None:
        """Show these fields, without a signal; rows that are being written stay."""
        if fields == self.fields:
            return
        while self._rows:
            self._drop(self._rows[0])
        for name, value in fields:
            self._append(name, value)

    @Slot()
    def add_row(self) -> None:
        """Begin another field, unless the last one has no name yet."""
        if not self._rows or self._rows[-1].name.text():
            self._append("", "")
        self._rows[-1].name.setFocus()

    def _append(self, name: str, value: str) -> None:
        row = _Row(self._icons, name, value, self)
        row.edited.connect(self._tell)
        row.removed.connect(lambda: self._remove(row))
        self._rows.append(row)
        self._column.insertWidget(self._column.count() - 1, row)
        row.show()
        # First all of the row behind the button, then the button behind the row.
        order = (self.add_button, row.name, row.value, row.away, self.add_button)
        for before, after in pairwise(order):
            self.setTabOrder(before, after)

    def _remove(self, row: _Row) -> None:
        self._drop(row)
        self.add_button.setFocus()
        self._tell()

    def _drop(self, row: _Row) -> None:
        self._rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()

    @Slot()
    def _tell(self) -> None:
        self.edited.emit(self.fields)


class _Row(QWidget):
    """One field."""

    edited = Signal()
    removed = Signal()

    def __init__(self, icons: Icons, name: str, value: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.name = self._entry(name, self.tr("Name of the form field"), self.tr("name"))
        self.value = self._entry(value, self.tr("Value of the form field"), self.tr("value"))
        self.away = IconButton(icons, "close", self.tr("Remove this field"), tone=Tone.MUTED)
        self.away.clicked.connect(self.removed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.name, 1)
        row.addWidget(self.value, 1)
        row.addWidget(self.away)

    def _entry(self, text: str, name: str, placeholder: str) -> QLineEdit:
        entry = QLineEdit(text, self)
        entry.setAccessibleName(name)
        entry.setPlaceholderText(placeholder)
        entry.setCursorPosition(0)
        entry.textEdited.connect(self.edited)
        return entry
