"""A labelled line of the inspector."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

LABEL_WIDTH = 84


def beside(label: str, *controls: QWidget) -> QWidget:
    """A line with the label on the left, in a column with those above and below."""
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    name = _label(label, controls[0], line)
    name.setFixedWidth(LABEL_WIDTH)
    row.addWidget(name)
    for place, control in enumerate(controls):
        row.addWidget(control, 1 if place == 0 else 0)
    return line


def below(label: str, control: QWidget, *badges: QWidget) -> QWidget:
    """The label on top, badges at its far end: for controls that need the whole width."""
    block = QWidget()
    column = QVBoxLayout(block)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    head = QHBoxLayout()
    head.addWidget(_label(label, control, block), 1)
    for badge in badges:
        head.addWidget(badge)
    column.addLayout(head)
    column.addWidget(control)
    return block


def stacked(*lines: QWidget) -> QWidget:
    """Lines that belong together, close below each other."""
    block = QWidget()
    column = QVBoxLayout(block)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    for line in lines:
        column.addWidget(line)
    return block


def text_entry(name: str, placeholder: str = "") -> QLineEdit:
    """A field for one line of text, with its accessible name."""
    entry = QLineEdit()
    entry.setAccessibleName(name)
    entry.setPlaceholderText(placeholder)
    return entry


def show_text(entry: QLineEdit, text: str) -> None:
    """Show a text unless the field says it already: the cursor stays where it is."""
    if entry.text().strip() != text:
        entry.setText(text)


def _label(text: str, control: QWidget, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setForegroundRole(label.palette().ColorRole.PlaceholderText)
    label.setBuddy(control)
    return label
