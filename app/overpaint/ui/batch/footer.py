"""The foot of the sheet: how many, how much, and the buttons that spend it."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from overpaint.ui.batch.entry import Shown
from overpaint.ui.batch.summary import (
    Summary,
    headline,
    money_line,
    price_details,
    price_text,
)
from overpaint.ui.icons import Icons
from overpaint.ui.theme import TextRole
from overpaint.ui.widgets.announce import announce
from overpaint.ui.widgets.elided_label import ElidedLabel
from overpaint.ui.widgets.primary_button import PrimaryButton

_MARGIN = 12


class Run(Enum):
    """What is going on."""

    IDLE = "idle"
    RUNNING = "running"
    PAUSING = "pausing"


class BatchFooter(QWidget):
    """Says what a run would send and cost, and asks once more before anything paid leaves.

    Attributes:
        run_requested: All rows that can be sent are to be sent.
        trial_requested: One row is.
        pause_requested: No further row is to begin.
        stop_requested: What is under way is to be called off.
        retry_requested: Failed rows are to be sent again.
        accepted: What was asked by `ask` is to be done.
    """

    run_requested = Signal()
    trial_requested = Signal()
    pause_requested = Signal()
    stop_requested = Signal()
    retry_requested = Signal()
    accepted = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._summary = Summary()
        self._cap: Decimal | None = None
        self._run = Run.IDLE
        self.title = QLabel(self)
        self.money = ElidedLabel(parent=self)
        self.progress = QProgressBar(self)
        self.trial_button = QPushButton(self)
        self.retry_button = QPushButton(self)
        self.stop_button = QPushButton(self.tr("Stop"), self)
        self.main_button = PrimaryButton(icons, self.tr("Run all"), "play", parent=self)
        self.question = QLabel(self)
        self.cancel_button = QPushButton(self.tr("Cancel"), self)
        self.accept_button = PrimaryButton(icons, self.tr("Send"), "generate", parent=self)
        self._pages = QStackedLayout()
        self._set_up()
        self._lay_out()
        icons.theme.changed.connect(self.update)
        self._refresh()

    @property
    def is_asking(self) -> bool:
        """Whether a question waits for its answer."""
        return self._pages.currentIndex() == 1

    def show_summary(self, summary: Summary, cap_usd: Decimal | None) -> None:
        """Show other numbers."""
        self._summary, self._cap = summary, cap_usd
        self._refresh()

    def show_run(self, run: Run) -> None:
        """Show what is going on."""
        if run is not self._run:
            self._run = run
            if run is not Run.IDLE:
                self._pages.setCurrentIndex(0)
            self._refresh()

    def ask(self, question: str, accept: str, price: str) -> None:
        """Ask in the place of the buttons; nothing else is kept from being used."""
        self.question.setText(question)
        self.accept_button.set_text(accept)
        self.accept_button.set_secondary(price)
        self._pages.setCurrentIndex(1)
        self.cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, question)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves a question."""
        if event.key() == Qt.Key.Key_Escape and self.is_asking:
            self._cancel()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A bar with a line above it."""
        tokens = self._icons.theme.tokens
        painter = QPainter(self)
        painter.fillRect(self.rect(), tokens.panel)
        painter.fillRect(0, 0, self.width(), 1, tokens.border)

    def _set_up(self) -> None:
        self.title.setFont(self._icons.theme.font(TextRole.TITLE))
        self.money.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.question.setFont(self._icons.theme.font(TextRole.TITLE))
        self.question.setWordWrap(True)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(4)
        self.progress.setAccessibleName(self.tr("Rows that are through"))
        self.stop_button.setToolTip(
            self.tr("Call off what is under way too; the server may charge for it")
        )
        self.retry_button.setToolTip(self.tr("Send the rows that failed again"))
        for button in (self.main_button, self.accept_button):
            policy = button.sizePolicy()
            policy.setHorizontalPolicy(policy.Policy.Maximum)
            button.setSizePolicy(policy)
        self.main_button.clicked.connect(self._on_main)
        self.trial_button.clicked.connect(self.trial_requested)
        self.retry_button.clicked.connect(self.retry_requested)
        self.stop_button.clicked.connect(self.stop_requested)
        self.cancel_button.clicked.connect(self._cancel)
        self.accept_button.clicked.connect(self._accept)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self.title)
        words.addWidget(self.money)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addLayout(words, 1)
        for button in (self.retry_button, self.trial_button, self.stop_button, self.main_button):
            row.addWidget(button)
        asking = QHBoxLayout()
        asking.setContentsMargins(0, 0, 0, 0)
        asking.setSpacing(8)
        asking.addWidget(self.question, 1)
        asking.addWidget(self.cancel_button)
        asking.addWidget(self.accept_button)
        for line in (row, asking):
            page = QWidget(self)
            page.setLayout(line)
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, 8, _MARGIN, _MARGIN)
        column.setSpacing(8)
        column.addWidget(self.progress)
        column.addLayout(self._pages)

    def _refresh(self) -> None:
        summary, idle = self._summary, self._run is Run.IDLE
        self.title.setText(headline(summary))
        self.money.set_text(money_line(summary, self._cap))
        failed = summary.counts[Shown.FAILED]
        self.retry_button.setText(self.tr("Retry {count} failed").format(count=failed))
        self.retry_button.setVisible(idle and failed > 0)
        self.trial_button.setVisible(idle)
        self.stop_button.setVisible(not idle)
        self._show_trial(summary)
        self._show_main(summary)
        self.progress.setVisible(not idle)
        # Without a range the bar says that something is about to begin.
        self.progress.setRange(0, max(summary.sendable, 1))
        self.progress.setValue(summary.ended)

    def _show_trial(self, summary: Summary) -> None:
        price = price_text(summary.trial)
        name = self.tr("Dry run on one")
        self.trial_button.setText(f"{name}  ·  {price}" if price else name)
        self.trial_button.setEnabled(summary.fit > 0)
        sent = self.tr("Send the selected row, or the first that can be sent, and look at it")
        why = sent if summary.fit else self._nothing_to_send(summary)
        self.trial_button.setToolTip(why)
        self.trial_button.setAccessibleDescription(why)

    def _show_main(self, summary: Summary) -> None:
        button = self.main_button
        button.set_busy(self._run is not Run.IDLE)
        if self._run is Run.RUNNING:
            button.set_text(self.tr("Pause"))
            button.set_secondary("")
            button.set_enabled_with_reason(True)
            button.setToolTip(self.tr("Let what is under way end, and begin no further row"))
            return
        if self._run is Run.PAUSING:
            button.set_text(self.tr("Pausing…"))
            button.set_secondary("")
            button.set_enabled_with_reason(False, self.tr("What is under way ends first"))
            return
        resumes = summary.ended > 0 and summary.fit > 0
        text = self.tr("Resume: {count} rows") if resumes else self.tr("Run all {count} rows")
        one = self.tr("Resume: 1 row") if resumes else self.tr("Run 1 row")
        text = text if summary.fit else self.tr("Run all")
        button.set_text(one if summary.fit == 1 else text.format(count=summary.fit))
        button.set_secondary(price_text(summary.total))
        button.set_enabled_with_reason(summary.fit > 0, self._nothing_to_send(summary))
        if summary.fit:
            button.setToolTip(price_details(summary.total))

    def _nothing_to_send(self, summary: Summary) -> str:
        if summary.counts[Shown.READING]:
            return self.tr("The pictures are being read")
        if summary.counts[Shown.DONE]:
            return self.tr("Every row has been sent")
        return self.tr("No row can be sent as it is; the column “State” says why")

    @Slot()
    def _on_main(self) -> None:
        if self._run is Run.RUNNING:
            self.pause_requested.emit()
        else:
            self.run_requested.emit()

    @Slot()
    def _accept(self) -> None:
        self._pages.setCurrentIndex(0)
        self.accepted.emit()

    @Slot()
    def _cancel(self) -> None:
        self._pages.setCurrentIndex(0)
        self.main_button.setFocus(Qt.FocusReason.OtherFocusReason)
