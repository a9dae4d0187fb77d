"""A line that says what was removed and offers to bring it back; gone after a while."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from overpaint.ui.key_tips import follow_keys, with_keys
from overpaint.ui.theme import TextRole, Theme
from overpaint.ui.theme.draw import rounded
from overpaint.ui.widgets.announce import announce
from overpaint.ui.widgets.elided_label import ElidedLabel

_SHOWN_MS = 8000


class UndoNotice(QWidget):
    """“Removed rocket.png  Undo”.

    Attributes:
        undo_requested: The person wants it back.
    """

    undo_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._label = ElidedLabel(parent=self)
        self._label.setFont(theme.font(TextRole.SMALL))
        self._button = QPushButton(self.tr("Undo"), self)
        self._button.setFlat(True)
        self._button.setFixedWidth(
            self._button.fontMetrics().horizontalAdvance(self._button.text()) + 20
        )
        self._tip = self.tr("Take it back")
        follow_keys(self, self._explain)
        self._button.clicked.connect(self._on_undo)
        self._timer = QTimer(self, singleShot=True, interval=_SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 4, 4)
        row.addWidget(self._label, 1)
        row.addWidget(self._button)
        theme.changed.connect(self.update)
        self.hide()

    @property
    def text(self) -> str:
        """What it says, or said last."""
        return self._label.text

    def set_tip(self, text: str) -> None:
        """Explain what the button does here."""
        self._tip = text
        self._explain()

    def present(self, text: str) -> None:
        """Say what happened, for a while."""
        self._label.set_text(text)
        self.show()
        self._timer.start()
        announce(self, text)

    def clear(self) -> None:
        """Go away at once."""
        self._timer.stop()
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A raised line."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        rounded(painter, self.rect(), fill=tokens.raised, border=tokens.border)

    def _explain(self) -> None:
        self._button.setToolTip(with_keys(self._tip, "undo"))

    @Slot()
    def _on_undo(self) -> None:
        self.clear()
        self.undo_requested.emit()
