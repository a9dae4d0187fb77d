"""The queue's page in the dock: what is going on in a line, the jobs, and what to do with all."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from overpaint.ui.cards import paint_line
from overpaint.ui.icons import Icons, Tone
from overpaint.ui.key_tips import follow_keys, with_keys
from overpaint.ui.queue import texts
from overpaint.ui.queue.entry import Section
from overpaint.ui.queue.model import QueueModel
from overpaint.ui.queue.view import QueueView
from overpaint.ui.theme import TextRole
from overpaint.ui.theme.draw import faded, rounded
from overpaint.ui.widgets.elided_label import ElidedLabel

_HEADER = 36
_MARGIN = 8


class QueuePanel(QWidget):
    """Shows the queue; while it is paused, its header says so plainly.

    Attributes:
        view: The jobs.
        pause: Pauses and resumes.
        cancel_all: Calls all jobs off.
        clear: Takes rows away that have ended.
        pause_requested: Pause, or resume when it is paused.
        cancel_all_requested: Call everything off.
    """

    pause_requested = Signal()
    cancel_all_requested = Signal()

    def __init__(self, model: QueueModel, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._icons = icons
        self._paused = False
        self.view = QueueView(model, icons, self)
        self._summary = ElidedLabel()
        self.pause = QPushButton(self)
        self.cancel_all = QPushButton(self.tr("Cancel all"), self)
        self.clear = QPushButton(self.tr("Clear ended"), self)
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.view)
        self._refresh()

    @property
    def summary(self) -> str:
        """What the header says."""
        return self._summary.text

    def set_paused(self, paused: bool) -> None:  # noqa: FBT001 - a setter
        """Tell whether nothing new begins."""
        self._paused = paused
        self._refresh()
        self._explain()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The header of a paused queue is a warning; an empty list says what will be here."""
        tokens = self._icons.theme.tokens
        painter = QPainter(self)
        if self._paused:
            area = QRect(0, 0, self.width(), _HEADER)
            rounded(painter, area.adjusted(4, 2, -4, -2), fill=tokens.warning_soft,
                    border=faded(tokens.warning, 0.35))  # fmt: skip
            icon = QRectF(_MARGIN + 6, (_HEADER - 16) / 2, 16, 16)
            self._icons.paint(painter, icon, "pause", tokens.warning)
        else:
            painter.fillRect(0, _HEADER - 1, self.width(), 1, tokens.border)
        if not self._model.rowCount():
            self._paint_empty(painter)

    def _paint_empty(self, painter: QPainter) -> None:
        tokens = self._icons.theme.tokens
        middle = (_HEADER + self.height()) // 2
        icon = QRectF(self.width() / 2 - 12, middle - 36, 24, 24)
        self._icons.paint(painter, icon, "queue", tokens.muted)
        align = Qt.AlignmentFlag.AlignHCenter
        title = QRect(_MARGIN, middle - 6, self.width() - 2 * _MARGIN, 20)
        font = self._icons.theme.font(TextRole.BODY)
        paint_line(painter, title, self.tr("Nothing is running or waiting."), font, tokens.text,
                   align=align)  # fmt: skip
        hint = self.tr("Jobs wait here when more are sent than their server takes at once.")
        small = self._icons.theme.font(TextRole.SMALL)
        paint_line(painter, title.translated(0, 20), hint, small, tokens.muted, align=align)

    def _lay_out(self) -> None:
        header = QHBoxLayout()
        header.setContentsMargins(_MARGIN + 4, 0, _MARGIN + 1, 0)
        header.setSpacing(_MARGIN)
        self._header = header
        header.addWidget(self._summary, 1)
        for button in (self.clear, self.cancel_all, self.pause):
            button.setAutoDefault(False)
            header.addWidget(button)
        holder = QWidget(self)
        holder.setFixedHeight(_HEADER)
        holder.setLayout(header)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(holder)
        column.addWidget(self.view, 1)

    def _connect(self) -> None:
        self.pause.clicked.connect(self.pause_requested)
        self.cancel_all.clicked.connect(self.cancel_all_requested)
        self.clear.clicked.connect(self._model.clear_ended)
        for signal in (self._model.counts_changed, self._model.rowsInserted,
                       self._model.rowsRemoved, self._model.layoutChanged):  # fmt: skip
            signal.connect(self._refresh)
        self._icons.theme.changed.connect(self.update)
        follow_keys(self, self._explain)

    def _refresh(self) -> None:
        model = self._model
        running, waiting, ended = (len(model.section(part)) for part in Section)
        price = texts.waiting_price(model.section(Section.WAITING))
        parts = (self._headline(running, waiting, ended), price)
        self._summary.set_text(" · ".join(part for part in parts if part))
        self.clear.setVisible(ended > 0)
        self.cancel_all.setVisible(running + waiting > 1)
        self._header.setContentsMargins(_MARGIN + (30 if self._paused else 4), 0, _MARGIN + 1, 0)
        self.update()

    def _headline(self, running: int, waiting: int, ended: int) -> str:
        counts = texts.counts(running, waiting)
        if self._paused:
            paused = self.tr("Paused: nothing new is sent")
            return f"{paused} · {counts}" if counts else paused
        if counts:
            return counts
        return self.tr("{count} ended without a result").format(count=ended) if ended else ""

    def _explain(self) -> None:
        self.pause.setText(self.tr("Resume") if self._paused else self.tr("Pause"))
        icon, tone = ("play", Tone.TEXT) if self._paused else ("pause", Tone.TEXT)
        self.pause.setIcon(self._icons.icon(icon, tone))
        what = (
            self.tr("Go on with what waits")
            if self._paused
            else self.tr("Begin nothing new; what runs goes on")
        )
        self.pause.setToolTip(with_keys(what, "pause_queue"))
        self.pause.setAccessibleName(
            self.tr("Resume the queue") if self._paused else self.tr("Pause the queue")
        )
        self.cancel_all.setToolTip(with_keys(self.tr("Call every job off"), "cancel_all"))
        self.clear.setToolTip(self.tr("Take failed and cancelled jobs out of this list"))
