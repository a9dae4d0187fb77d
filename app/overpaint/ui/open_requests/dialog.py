"""The list of requests that may have been billed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from overpaint.domain.attempts import Attempt
from overpaint.ui.icons import Icons
from overpaint.ui.open_requests.card import RequestCard

_SIZE = QSize(680, 440)


class OpenRequestsDialog(QDialog):
    """A card for each request; opened without stopping anything.

    Signals:
        copy_requested (str): A request id is wanted on the clipboard.
        open_requested (str): The edit of that id is wanted.
        settled (list[int]): A person has looked at the attempts of these ids.
    """

    copy_requested = Signal(str)
    open_requested = Signal(str)
    settled = Signal(list)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        """Take the icon family, and the owner."""
        super().__init__(parent)
        self._icons = icons
        self.cards: list[RequestCard] = []
        self.setWindowTitle(self.tr("Requests that may have been billed"))
        self.resize(_SIZE)
        self._note = QLabel(
            self.tr("Overpaint ended while these were under way, so nobody here knows whether they"
                    " were charged. Time and request id find them in your server's own list. They"
                    " are never sent again by themselves."), self)  # fmt: skip
        self._note.setWordWrap(True)
        self.empty = QLabel(
            self.tr("Nothing is open: it is known what became of everything that was sent."), self
        )
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self._list = QVBoxLayout()
        self._area = self._make_area()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        self._close_button = buttons.button(QDialogButtonBox.StandardButton.Close)
        self.all_button = QPushButton(self.tr("I have looked at all of them"), self)
        self.all_button.setAutoDefault(False)
        self.all_button.clicked.connect(self._settle_all)
        buttons.addButton(self.all_button, QDialogButtonBox.ButtonRole.ActionRole)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self._note)
        column.addWidget(self._area, 1)
        column.addWidget(self.empty, 1)
        column.addWidget(buttons)

    def show_attempts(self, attempts: Sequence[Attempt], *, opens: bool) -> None:
        """Show these and no others, the latest first.

        Args:
            attempts: What is open.
            opens: Whether edits can be opened.
        """
        for card in self.cards:
            card.hide()
            card.deleteLater()
        self.cards = [
            RequestCard(attempt, self._icons, opens=opens, parent=self._area.widget())
            for attempt in reversed(attempts)
        ]
        for place, card in enumerate(self.cards):
            card.copy_requested.connect(self.copy_requested)
            card.open_requested.connect(self.open_requested)
            card.settled.connect(lambda number: self.settled.emit([number]))
            self._list.insertWidget(place, card)
        self._area.setVisible(bool(self.cards))
        self._note.setVisible(bool(self.cards))
        self.empty.setVisible(not self.cards)
        self.all_button.setVisible(len(self.cards) > 1)

    def present(self) -> None:
        """Be seen, in front of the window."""
        self._close_button.setFocus()
        self.show()
        self.raise_()
        self.activateWindow()

    def _make_area(self) -> QScrollArea:
        inside = QWidget(self)
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(8)
        self._list.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        return area

    def _settle_all(self) -> None:
        self.settled.emit([card.attempt.id for card in self.cards])
