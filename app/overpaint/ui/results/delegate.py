"""Paint result tiles in every state; nothing here changes anything."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from overpaint.ui.cards import (
    WellPainter,
    paint_bar,
    paint_line,
    paint_paragraph,
    paint_progress,
    paint_surface,
)
from overpaint.ui.icons import Icons
from overpaint.ui.results import texts
from overpaint.ui.results.actions import ResultAction, icon_of, text_of
from overpaint.ui.results.item import ResultItem, ResultState, TileMarks
from overpaint.ui.results.model import ResultRole
from overpaint.ui.results.tile_layout import TILE, TileLayout
from overpaint.ui.theme import TextRole, Tokens
from overpaint.ui.theme.draw import faded, rounded
from overpaint.ui.widgets.busy_ring import paint_ring

_RING = 32
_ICON = 20
_DIMMED = 0.35
_COST_GAP = 8
_MARK = 14
MARK_GROUND, MARK_INK = QColor(20, 20, 20, 205), QColor(255, 205, 92)
"""Ground and ink of stars that lie on a picture, in every theme."""

_Index = QModelIndex | QPersistentModelIndex
_State = QStyle.StateFlag


class TileDelegate(QStyledItemDelegate):
    """Paints tiles.

    Attributes:
        elapsed_ms: How long the busy rings have been turning; the view moves it.
        hot: Key of the tile and the control on it that the pointer is over.
        marks: What a person thinks of the results, by the keys of their tiles.
        aimed_at: Key of the tile that another one would be dropped on, to be compared.
    """

    def __init__(self, icons: Icons, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._wells = WellPainter(icons.theme)
        self.elapsed_ms = 0
        self.hot: tuple[str, ResultAction] | None = None
        self.aimed_at: str | None = None
        self.marks: Mapping[str, TileMarks] = {}

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """All tiles are alike."""
        return TILE

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one tile."""
        item = index.data(ResultRole.ITEM)
        if item is None:
            return
        layout = TileLayout.at(option.rect)
        state = option.state
        aimed = item.key == self.aimed_at
        paint_surface(painter, layout.card, self._tokens, state, dropped_on=aimed)
        self._well(painter, layout, item, index.data(ResultRole.PICTURE))
        self._caption(painter, layout, item)
        marks = self.marks.get(item.key)
        if marks is not None:
            self._stars(painter, layout, marks)
        if state & (_State.State_MouseOver | _State.State_Selected):
            self._buttons(painter, layout, item)
        elif item.state in {ResultState.FAILED, ResultState.CANCELLED}:
            self._button(painter, layout.retry, item, ResultAction.RETRY)

    @property
    def _tokens(self) -> Tokens:
        return self._icons.theme.tokens

    def _well(
        self, painter: QPainter, layout: TileLayout, item: ResultItem, image: QImage | None
    ) -> None:
        ended_badly = item.state in {ResultState.FAILED, ResultState.CANCELLED}
        opacity = _DIMMED if ended_badly else 1.0
        self._wells.paint(painter, layout.well, image, opacity=opacity)
        match item.state:
            case ResultState.QUEUED | ResultState.PAUSED:
                self._symbol(painter, layout, "clock", self._tokens.muted)
            case ResultState.SENDING:
                paint_progress(painter, _centred(layout.well), self._tokens, item.sent_share)
            case ResultState.WAITING:
                self._busy(painter, _centred(layout.well))
            case ResultState.PREVIEW:
                self._preview_ring(painter, layout.well)
            case ResultState.FAILED:
                self._failure(painter, layout, item)
            case ResultState.CANCELLED if image is None:
                self._cancelled(painter, layout)
            case ResultState.DONE | ResultState.ORIGINAL if image is None:
                self._busy(painter, _centred(layout.well))
            case _:
                pass
        share = item.work_share
        if share is not None:
            self._work_bar(painter, layout.well, share)

    def _work_bar(self, painter: QPainter, well: QRect, share: float) -> None:
        """How far it has come of the usual time, on the lower edge of the picture."""
        ground = QRectF(well.left() + 8, well.bottom() - 9, well.width() - 16, 4)
        edge = ground.adjusted(-1, -1, 1, 1)
        rounded(painter, edge, radius=3, fill=faded(self._tokens.raised, 0.9))
        paint_bar(painter, ground, self._tokens, share)

    def _busy(self, painter: QPainter, area: QRectF) -> None:
        paint_ring(painter, area, self._tokens.accent_text, self.elapsed_ms)

    def _preview_ring(self, painter: QPainter, well: QRect) -> None:
        """A small ring on a disc, so that it is seen on every picture."""
        disc = QRectF(well.right() - 27, well.bottom() - 39, 24, 24)
        rounded(painter, disc, radius=12, fill=faded(self._tokens.raised, 0.92))
        self._busy(painter, disc.adjusted(4, 4, -4, -4))

    def _failure(self, painter: QPainter, layout: TileLayout, item: ResultItem) -> None:
        tokens = self._tokens
        rounded(painter, layout.well, radius=4, fill=faded(tokens.danger_soft, 0.85))
        icon = QRectF(layout.well.center().x() - 7, layout.well.top() + 8, 16, 16)
        self._icons.paint(painter, icon, "error", tokens.danger)
        font = self._icons.theme.font(TextRole.SMALL)
        paint_paragraph(painter, layout.message, texts.failure_title(item), font, tokens.text)

    def _cancelled(self, painter: QPainter, layout: TileLayout) -> None:
        icon = QRectF(layout.well.center().x() - 9, layout.well.top() + 32, _ICON, _ICON)
        self._icons.paint(painter, icon, "stop", self._tokens.muted)

    def _stars(self, painter: QPainter, layout: TileLayout, marks: TileMarks) -> None:
        """What a person thinks of it, in the lower left corner of the picture."""
        font = self._icons.theme.font(TextRole.SMALL)
        text = "★" * marks.rating
        icon = _MARK if marks.favourite else 0
        gap = 4 if marks.favourite and text else 0
        width = 12 + icon + gap + QFontMetrics(font).horizontalAdvance(text)
        area = QRectF(layout.well.left() + 4, layout.well.bottom() - 23, width, 20)
        rounded(painter, area, radius=10, fill=MARK_GROUND)
        if marks.favourite:
            place = QRectF(area.left() + 6, area.top() + 3, _MARK, _MARK)
            self._icons.paint(painter, place, "star-filled", MARK_INK)
        painter.save()
        painter.setFont(font)
        painter.setPen(MARK_INK)
        words = area.adjusted(6 + icon + gap, 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()

    def _symbol(self, painter: QPainter, layout: TileLayout, name: str, colour: QColor) -> None:
        area = QRectF(0, 0, _ICON, _ICON)
        area.moveCenter(QRectF(layout.well).center())
        self._icons.paint(painter, area, name, colour)

    def _caption(self, painter: QPainter, layout: TileLayout, item: ResultItem) -> None:
        tokens, theme = self._tokens, self._icons.theme
        title = QRect(layout.title)
        symbol = _TITLE_ICONS.get(item.state)
        if item.warning is not None:
            symbol = ("warning", "warning")
        if symbol is not None:
            area = QRectF(title.left(), title.center().y() - 7, 16, 16)
            self._icons.paint(painter, area, symbol[0], getattr(tokens, symbol[1]))
            title.setLeft(title.left() + 20)
        title.setRight(title.right() - self._cost(painter, title, item))
        colour = tokens.danger if item.state is ResultState.FAILED else tokens.text
        paint_line(painter, title, texts.title(item), theme.font(TextRole.LABEL), colour)
        detail = texts.detail(item)
        warns = item.maybe_billed or (item.result is not None and item.result.failure is not None)
        colour = tokens.warning if warns else tokens.muted
        paint_line(painter, layout.detail, detail, theme.font(TextRole.SMALL), colour)

    def _cost(self, painter: QPainter, line: QRect, item: ResultItem) -> int:
        """Write the cost at the end of the line; returns the width that it takes."""
        text = texts.cost(item)
        if not text:
            return 0
        font = self._icons.theme.font(TextRole.SMALL)
        align = Qt.AlignmentFlag.AlignRight
        paint_line(painter, line, text, font, self._tokens.muted, align=align)
        return QFontMetrics(font).horizontalAdvance(text) + _COST_GAP

    def _buttons(self, painter: QPainter, layout: TileLayout, item: ResultItem) -> None:
        for action, area in layout.controls(item):
            self._button(painter, area, item, action)

    def _button(
        self, painter: QPainter, area: QRect, item: ResultItem, action: ResultAction
    ) -> None:
        tokens = self._tokens
        hot = self.hot == (item.key, action)
        rounded(painter, area, fill=tokens.control_hover if hot else tokens.raised,
                border=tokens.border_strong if hot else tokens.border)  # fmt: skip
        icon = QRectF(0, 0, 16, 16)
        if action is not ResultAction.RETRY:
            icon.moveCenter(QRectF(area).center())
            self._icons.paint(painter, icon, icon_of(action), tokens.text)
            return
        icon.moveTo(QPointF(area.left() + 15, area.top() + 6))
        self._icons.paint(painter, icon, icon_of(action), tokens.text)
        words = area.adjusted(37, 0, -8, 0)
        font = self._icons.theme.font(TextRole.LABEL)
        paint_line(painter, words, text_of(action), font, tokens.text)


_TITLE_ICONS = {
    ResultState.DONE: ("success", "success"),
}


def _centred(well: QRect) -> QRectF:
    area = QRectF(0, 0, _RING, _RING)
    area.moveCenter(QRectF(well).center())
    return area
