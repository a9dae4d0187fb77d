"""Captions of one width, so that the fields stay in line when rows come and go."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from overpaint.ui.dialogs.form_parts import caption

_CHARACTERS = 13


def wide_caption(text: str, field: QWidget) -> QLabel:
    """As `caption`, at least as wide as the longest one of the dialog."""
    label = caption(text, field)
    label.setMinimumWidth(label.fontMetrics().averageCharWidth() * _CHARACTERS)
    return label
