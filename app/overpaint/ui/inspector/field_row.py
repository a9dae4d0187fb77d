"""A labelled line of the inspector."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

LABEL_WIDTH = 88


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


def below(label: str, control: QWidget) -> QWidget:
    """The label on top: for controls that need the whole width."""
    block = QWidget()
    column = QVBoxLayout(block)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    column.addWidget(_label(label, control, block))
    column.addWidget(control)
    return block


def _label(text: str, control: QWidget, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setForegroundRole(label.palette().ColorRole.PlaceholderText)
    label.setBuddy(control)
    return label
