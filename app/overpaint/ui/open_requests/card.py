"""One request that may have been billed, with what a person can do about it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from overpaint.domain.attempts import Attempt
from overpaint.ui.icons import Icons
from overpaint.ui.open_requests.texts import AttemptTexts
from overpaint.ui.theme import TextRole
from overpaint.ui.theme.draw import CONTROL_HEIGHT
from overpaint.ui.widgets.card import Card
from overpaint.ui.widgets.elided_label import ElidedLabel
from overpaint.ui.widgets.icon_button import IconButton


class RequestCard(Card):
    """Prompt, facts and request id at the left, buttons at the right.

    Signals:
        copy_requested (str): The request id is wanted on the clipboard.
        open_requested (str): The edit of that id is wanted.
        settled (int): A person has looked at the attempt of that id.
    """

    copy_requested = Signal(str)
    open_requested = Signal(str)
    settled = Signal(int)

    def __init__(
        self, attempt: Attempt, icons: Icons, *, opens: bool, parent: QWidget | None = None
    ) -> None:
        """Take the attempt, the icons, and whether its edit can be opened."""
        super().__init__(icons.theme, parent=parent)
        self.attempt = attempt
        texts = AttemptTexts.of(attempt)
        self.setAccessibleName(texts.prompt)
        self.setAccessibleDescription(f"{texts.facts}. {texts.request_id}")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 12, 12)
        row.setSpacing(16)
        row.addLayout(self._words(texts, icons), 1)
        row.addLayout(self._buttons(attempt, opens=opens))

    def _words(self, texts: AttemptTexts, icons: Icons) -> QVBoxLayout:
        prompt = ElidedLabel(texts.prompt, parent=self)
        prompt.setFont(icons.theme.font(TextRole.TITLE))
        facts = ElidedLabel(texts.facts, parent=self)
        facts.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self.request_id = QLabel(texts.request_id, self)
        self.request_id.setTextFormat(Qt.TextFormat.PlainText)
        self.request_id.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy_button = IconButton(icons, "copy", self.tr("Copy request id"), parent=self)
        known = self.attempt.request_id
        self.copy_button.set_enabled_with_reason(
            bool(known), self.tr("The server had not told one yet.")
        )
        self.copy_button.clicked.connect(lambda: self.copy_requested.emit(known))
        self.request_id.setMinimumHeight(CONTROL_HEIGHT)
        line = QHBoxLayout()
        line.setSpacing(4)
        line.addWidget(self.request_id)
        line.addWidget(self.copy_button)
        line.addStretch(1)
        if not known:
            self.request_id.setForegroundRole(self.palette().ColorRole.PlaceholderText)
            self.copy_button.hide()
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addStretch(1)
        column.addWidget(prompt)
        column.addWidget(facts)
        column.addLayout(line)
        column.addStretch(1)
        return column

    def _buttons(self, attempt: Attempt, *, opens: bool) -> QVBoxLayout:
        self.settle_button = QPushButton(self.tr("I have looked at it"), self)
        self.settle_button.setToolTip(self.tr("Take it off this list; nothing is sent"))
        self.settle_button.clicked.connect(lambda: self.settled.emit(attempt.id))
        self.open_button = QPushButton(self.tr("Open the edit again"), self)
        self.open_button.setToolTip(self.tr("Show the edit as it was; nothing is sent"))
        document = attempt.facts.document
        self.open_button.clicked.connect(lambda: self.open_requested.emit(document))
        self.open_button.setVisible(opens and bool(document))
        for button in (self.settle_button, self.open_button):
            button.setAutoDefault(False)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(self.settle_button)
        column.addWidget(self.open_button)
        column.addStretch(1)
        return column
