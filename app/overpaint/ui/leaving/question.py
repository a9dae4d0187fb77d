"""Ask what becomes of jobs when the window is closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from overpaint.ui.dialogs.form_parts import heading, note
from overpaint.ui.icons import Icons
from overpaint.ui.queue import texts
from overpaint.ui.theme.draw import rounded

_WIDTH = 480
_MARGIN = 24
_ICON = 24


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What is under way when somebody wants to leave.

    Attributes:
        running: Jobs under way.
        waiting: Jobs that wait.
        maybe_billed: How many of those under way may be billed although they are called off.
        batch: Whether a batch runs.
        paused: Whether what waits would not begin by itself.
        has_tray: Whether the window can wait beside the clock.
    """

    running: int = 0
    waiting: int = 0
    maybe_billed: int = 0
    batch: bool = False
    paused: bool = False
    has_tray: bool = False

    @property
    def is_something(self) -> bool:
        """Whether there is anything to ask about."""
        return self.running + self.waiting > 0 or self.batch


class LeavingQuestion(QDialog):
    """Three ways on, none of which is taken by accident: Escape and the cross stay here.

    Attributes:
        keep_chosen: Let the jobs end, without the window.
        cancel_chosen: Call them off and quit.
        keep: The button for the first.
        cancel: The button for the second.
        back: The button that stays here.
    """

    keep_chosen = Signal()
    cancel_chosen = Signal()

    def __init__(self, icons: Icons, unfinished: Unfinished, parent: QWidget) -> None:
        super().__init__(parent)
        self._icons = icons
        self.setWindowTitle(self.tr("Jobs are not finished"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        resumes = unfinished.paused and unfinished.waiting > 0
        keep = self.tr("Resume and keep running") if resumes else self.tr("Keep running")
        self.keep = QPushButton(keep, self)
        self.cancel = QPushButton(self.tr("Cancel jobs and quit"), self)
        self.back = QPushButton(self.tr("Back"), self)
        self._lay_out(unfinished)
        self.keep.clicked.connect(lambda: self._choose(self.keep_chosen.emit))
        self.cancel.clicked.connect(lambda: self._choose(self.cancel_chosen.emit))
        self.back.clicked.connect(self.close)

    def sizeHint(self) -> QSize:
        """As wide as its sentences read well."""
        return QSize(_WIDTH, self.heightForWidth(_WIDTH))

    def paintEvent(self, event: QPaintEvent) -> None:
        """A clock beside the title."""
        super().paintEvent(event)
        tokens = self._icons.theme.tokens
        painter = QPainter(self)
        disc = QRectF(_MARGIN, _MARGIN - 4, 40, 40)
        rounded(painter, disc, radius=20, fill=tokens.accent_soft)
        icon = QRectF(0, 0, _ICON, _ICON)
        icon.moveCenter(disc.center())
        self._icons.paint(painter, icon, "clock", tokens.accent_text)

    def _lay_out(self, unfinished: Unfinished) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN + 56, _MARGIN, _MARGIN, 20)
        column.setSpacing(8)
        column.addWidget(heading(self._icons.theme, self._title(unfinished)))
        known = texts.counts(unfinished.running, unfinished.waiting)
        for text in (known, self._keeping(unfinished), self._cancelling(unfinished)):
            if not text:
                continue
            label = note(text)
            label.setTextFormat(Qt.TextFormat.PlainText)
            column.addWidget(label)
        column.addSpacing(12)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        for button in (self.back, self.cancel, self.keep):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        self.keep.setDefault(True)
        self.keep.setFocus()
        column.addLayout(buttons)
        self.setFixedWidth(_WIDTH)

    def _title(self, unfinished: Unfinished) -> str:
        if unfinished.batch:
            return self.tr("A batch is running")
        count = unfinished.running + unfinished.waiting
        if count == 1:
            return self.tr("A job is not finished")
        return self.tr("{count} jobs are not finished").format(count=count)

    def _keeping(self, unfinished: Unfinished) -> str:
        where = (
            self.tr("Keep running: the window goes beside the clock.")
            if unfinished.has_tray
            else self.tr("Keep running: the window is minimised.")
        )
        then = self.tr("Overpaint quits by itself when the last result is saved.")
        return f"{where} {then}"

    def _cancelling(self, unfinished: Unfinished) -> str:
        costs = unfinished.maybe_billed > 0 or unfinished.batch
        if not costs:
            return self.tr("Cancel and quit: nothing is billed.")
        if unfinished.waiting:
            return self.tr(
                "Cancel and quit: what has been sent may still be billed; what waits is free."
            )
        return self.tr("Cancel and quit: what has been sent may still be billed.")

    def _choose(self, tell: Callable[[], None]) -> None:
        self.close()
        tell()
