"""Paint the rows of the queue in every state; nothing here changes anything."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from overpaint.domain.events import JobId
from overpaint.domain.usual_time import shown_share
from overpaint.ui.cards import WellPainter, paint_bar, paint_line
from overpaint.ui.icons import Icons
from overpaint.ui.queue import texts
from overpaint.ui.queue.actions import QueueAction, icon_of
from overpaint.ui.queue.entry import QueueEntry, Section
from overpaint.ui.queue.model import QueueRole
from overpaint.ui.queue.row_layout import ROW_HEIGHT, RowLayout
from overpaint.ui.results.item import ResultState
from overpaint.ui.theme import TextRole, Tokens
from overpaint.ui.theme.draw import rounded
from overpaint.ui.widgets.busy_ring import paint_ring

_DIMMED = 0.45
_BAR = 4
_GAP = 8
_AT_WORK = {ResultState.SENDING, ResultState.WAITING, ResultState.PREVIEW}
_Index = QModelIndex | QPersistentModelIndex
_State = QStyle.StateFlag


class QueueDelegate(QStyledItemDelegate):
    """Paints rows.

    Attributes:
        elapsed_ms: How long the busy rings have been turning; the view moves it.
        hot: The job and the button of its row that the pointer is over.
    """

    def __init__(self, icons: Icons, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._wells = WellPainter(icons.theme)
        self.elapsed_ms = 0
        self.hot: tuple[JobId, QueueAction] | None = None

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """All rows are equally high."""
        return QSize(320, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one row."""
        entry = index.data(QueueRole.ENTRY)
        if entry is None:
            return
        layout = RowLayout.at(option.rect)
        self._ground(painter, option)
        ended = entry.section is Section.ENDED
        picture = index.data(QueueRole.PICTURE)
        self._wells.paint(
            painter, layout.well, picture, opacity=_DIMMED if ended else 1.0, fill=True
        )
        if picture is None:
            self._no_picture(painter, layout.well)
        self._words(painter, layout, entry)
        self._state(painter, layout, entry)
        self._buttons(painter, layout, entry)
        if option.state & _State.State_HasFocus:
            ring = layout.cell.adjusted(2, 2, -2, -3)
            rounded(painter, ring, border=self._tokens.focus, width=2.0)

    @property
    def _tokens(self) -> Tokens:
        return self._icons.theme.tokens

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        cell: QRect = option.rect
        if option.state & _State.State_Selected:
            painter.fillRect(cell, self._tokens.selection)
        elif option.state & _State.State_MouseOver:
            painter.fillRect(cell, self._tokens.hover)
        painter.fillRect(cell.left(), cell.bottom(), cell.width(), 1, self._tokens.border)

    def _no_picture(self, painter: QPainter, well: QRect) -> None:
        area = QRectF(0, 0, 20, 20)
        area.moveCenter(QRectF(well).center())
        self._icons.paint(painter, area, "image", self._tokens.muted)

    def _words(self, painter: QPainter, layout: RowLayout, entry: QueueEntry) -> None:
        theme, tokens = self._icons.theme, self._tokens
        ended = entry.section is Section.ENDED
        ink = tokens.muted if ended else tokens.text
        paint_line(painter, layout.title, texts.prompt(entry), theme.font(TextRole.BODY), ink)
        small = theme.font(TextRole.SMALL)
        paint_line(painter, layout.detail, texts.origin(entry), small, tokens.muted)
        if layout.price.isValid():
            align = Qt.AlignmentFlag.AlignRight
            line = QRect(layout.price.left(), layout.title.top(), layout.price.width(), 18)
            ink = tokens.muted if ended or not entry.bills else tokens.text
            paint_line(painter, line, texts.price(entry), small, ink, align=align)

    def _state(self, painter: QPainter, layout: RowLayout, entry: QueueEntry) -> None:
        theme, tokens = self._icons.theme, self._tokens
        self._state_icon(painter, layout.icon, entry)
        time = texts.short_time(entry) if layout.is_narrow else texts.time(entry)
        small = theme.font(TextRole.SMALL)
        taken = QFontMetrics(small).horizontalAdvance(time) + _GAP if time else 0
        warns = entry.section is Section.ENDED and entry.item.maybe_billed
        ink = tokens.warning if warns else tokens.muted
        align = Qt.AlignmentFlag.AlignRight
        paint_line(painter, layout.state, time, small, ink, align=align)
        words = layout.state.adjusted(0, 0, -taken, 0)
        ink = tokens.danger if entry.item.state is ResultState.FAILED else tokens.text
        paint_line(painter, words, texts.state(entry), theme.font(TextRole.LABEL), ink)
        if entry.item.state is ResultState.FAILED:
            paint_line(painter, layout.below, texts.reason(entry), small, tokens.muted)
        elif entry.item.state in _AT_WORK:
            self._bar(painter, layout.below, entry)

    def _bar(self, painter: QPainter, below: QRect, entry: QueueEntry) -> None:
        """How far it has come; a notch where the first preview usually comes."""
        item, tokens = entry.item, self._tokens
        sending = item.state is ResultState.SENDING
        share = item.sent_share if sending else item.work_share
        if share is None:
            return
        bar = QRectF(below.left(), below.center().y() - _BAR / 2, below.width(), _BAR)
        paint_bar(painter, bar, tokens, share)
        if texts.first_preview(entry) and item.usual is not None:
            usual_s = item.usual.first_preview_s or 0.0
            place = bar.left() + bar.width() * shown_share(usual_s, item.usual)
            painter.fillRect(QRectF(place, bar.top() - 2, 2, _BAR + 4), tokens.muted)

    def _state_icon(self, painter: QPainter, area: QRect, entry: QueueEntry) -> None:
        tokens, item = self._tokens, entry.item
        if item.state in _AT_WORK:
            ring = QRectF(area).adjusted(1, 1, -1, -1)
            paint_ring(painter, ring, tokens.accent_text, self.elapsed_ms)
            return
        if item.state is ResultState.FAILED:
            self._icons.paint(painter, area, "error", tokens.danger)
        elif item.state is ResultState.CANCELLED:
            self._icons.paint(painter, area, "stop", tokens.muted)
        elif item.held:
            self._icons.paint(painter, area, "pause", tokens.warning)
        else:
            self._icons.paint(painter, area, "clock", tokens.muted)

    def _buttons(self, painter: QPainter, layout: RowLayout, entry: QueueEntry) -> None:
        tokens = self._tokens
        for action, area in layout.controls(entry):
            hot = self.hot == (entry.job, action)
            if hot:
                rounded(painter, area, fill=tokens.control_hover, border=tokens.border_strong)
            icon = QRectF(0, 0, 16, 16)
            icon.moveCenter(QRectF(area).center())
            ink: QColor = tokens.text if hot else tokens.muted
            self._icons.paint(painter, icon, icon_of(action), ink)
