"""“Removed litellm  Undo”: stays until something else is removed or the preferences close."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from overpaint.ui.dialogs.form_parts import push_button
from overpaint.ui.theme import TextRole, Theme
from overpaint.ui.theme.draw import rounded
from overpaint.ui.widgets.announce import announce
from overpaint.ui.widgets.elided_label import ElidedLabel


class UndoLine(QWidget):
    """Says what was removed.

    Signals:
        undo_requested: The person wants it back.
    """

    undo_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._label = ElidedLabel()
        self._label.setFont(theme.font(TextRole.SMALL))
        button = push_button(self.tr("Undo"), self.tr("Bring the server and its key back"))
        button.setFlat(True)
        button.setFixedWidth(button.fontMetrics().horizontalAdvance(button.text()) + 20)
        button.clicked.connect(self._on_undo)
        self.button = button
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 4, 4)
        row.setSpacing(4)
        row.addWidget(self._label, 1)
        row.addWidget(button)
        theme.changed.connect(self.update)
        self.hide()

    @property
    def text(self) -> str:
        """What it says, or said last."""
        return self._label.text

    def present(self, text: str) -> None:
        """Say what happened."""
        self._label.set_text(text)
        self.show()
        announce(self, text)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A raised line."""
        tokens = self._theme.tokens
        rounded(QPainter(self), self.rect(), fill=tokens.raised, border=tokens.border)

    def _on_undo(self) -> None:
        self.hide()
        self.undo_requested.emit()
