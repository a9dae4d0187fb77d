"""Paint input cards in every state; nothing here changes anything."""

from __future__ import annotations

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from overpaint.ui.cards import WellPainter, paint_line, paint_paragraph, paint_surface, paint_tag
from overpaint.ui.icons import Icons
from overpaint.ui.inputs import texts
from overpaint.ui.inputs.card_layout import SPACING, CardLayout, card_size
from overpaint.ui.inputs.commands import InputsCommand, fix_command
from overpaint.ui.inputs.model import CardRole
from overpaint.ui.inputs.rows import CardKind, CardRow
from overpaint.ui.theme import TextRole, Tokens
from overpaint.ui.theme.draw import CARD_RADIUS, faded, rounded
from overpaint.ui.widgets.busy_ring import paint_ring

_Index = QModelIndex | QPersistentModelIndex
_State = QStyle.StateFlag
_CENTRE = Qt.AlignmentFlag.AlignHCenter
_WRAPPED = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignHCenter)


class CardDelegate(QStyledItemDelegate):
    """Paints cards.

    Attributes:
        column_px: Width of the column of cards; the view sets it.
        elapsed_ms: How long the busy rings have been turning; the view moves it.
        hot: Key of the card whose button is under the pointer, and what the button does.
        dropped_on: Key of the card that what is dragged would replace.
        drop_words: What that would do.
    """

    def __init__(self, icons: Icons, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._wells = WellPainter(icons.theme)
        self.column_px = 184
        self.elapsed_ms = 0
        self.hot: tuple[str, InputsCommand] | None = None
        self.dropped_on: str | None = None
        self.drop_words = ""

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:
        """The card with half of the gap to its neighbours."""
        card = index.data(CardRole.CARD)
        is_large = card is None or card.is_large
        gap = QSize(SPACING, SPACING)
        return card_size(self.column_px, is_large=is_large) + gap

    def layout_of(self, cell: QRect, card: CardRow) -> CardLayout:
        """Where the parts of a card lie in its cell."""
        size = card_size(self.column_px, is_large=card.is_large)
        corner = cell.topLeft() + QPoint(SPACING // 2, SPACING // 2)
        return CardLayout.at(QRect(corner, size), is_large=card.is_large)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one card."""
        card = index.data(CardRole.CARD)
        if card is None:
            return
        layout = self.layout_of(option.rect, card)
        if card.kind is CardKind.ADD:
            self._add_card(painter, layout, card, option.state)
            return
        self._surface(painter, layout, card, option.state)
        match card.kind:
            case CardKind.PICTURE:
                self._picture(painter, layout, card, index)
            case CardKind.READING:
                self._wells.paint(painter, layout.well, None)
                self._ring(painter, layout)
            case CardKind.FAILED:
                self._failure(painter, layout, card)
            case _:
                pass
        self._caption(painter, layout, card, broken=bool(index.data(CardRole.BROKEN)))
        if self.dropped_on == card.key:
            self._drop_veil(painter, layout)
            return
        if fix_command(card) is not None:
            self._fix_button(painter, layout, card)
        removable = card.kind is not CardKind.READING or card.can_be_given_up
        if removable and option.state & (_State.State_MouseOver | _State.State_Selected):
            self._remove_button(painter, layout, card)

    @property
    def _tokens(self) -> Tokens:
        return self._icons.theme.tokens

    def _surface(
        self, painter: QPainter, layout: CardLayout, card: CardRow, state: QStyle.StateFlag
    ) -> None:
        dropped_on = self.dropped_on == card.key
        paint_surface(painter, layout.card, self._tokens, state, dropped_on=dropped_on)

    def _picture(self, painter: QPainter, layout: CardLayout, card: CardRow, index: _Index) -> None:
        tokens = self._tokens
        missing = card.image is not None and card.image.is_missing
        image = index.data(CardRole.PICTURE)
        self._wells.paint(painter, layout.well, image, fill=not layout.is_large)
        if missing and not layout.is_large:
            pass  # the button that finds it takes all the room
        elif missing or index.data(CardRole.BROKEN):
            self._symbol(painter, layout, "warning", tokens.warning)
        elif image is None or card.busy:
            if card.busy:
                rounded(painter, layout.well, radius=4, fill=faded(tokens.canvas, 0.7))
            self._ring(painter, layout)
        corner = QPointF(layout.well.left() + 4, layout.well.top() + 4)
        font = self._icons.theme.font(TextRole.SMALL)
        if not card.is_target:
            paint_tag(painter, corner, texts.tag(card.position), font,
                      fill=tokens.tooltip, colour=tokens.on_tooltip)  # fmt: skip
            return
        area = paint_tag(painter, corner, f"      {texts.tag(1)}", font,
                         fill=tokens.accent, colour=tokens.on_accent)  # fmt: skip
        crown = QRectF(area.left() + 6, area.top() + 3, 14, 14)
        self._icons.paint(painter, crown, "crown", tokens.on_accent)

    def _failure(self, painter: QPainter, layout: CardLayout, card: CardRow) -> None:
        tokens = self._tokens
        rounded(painter, layout.well, radius=4, fill=tokens.danger_soft)
        if not layout.is_large:
            self._symbol(painter, layout, "error", tokens.danger)
            return
        icon = QRectF(layout.well.center().x() - 9, layout.well.top() + 16, 20, 20)
        self._icons.paint(painter, icon, "error", tokens.danger)
        words = layout.well.adjusted(8, 44, -8, -4)
        font = self._icons.theme.font(TextRole.SMALL)
        paint_paragraph(painter, words, texts.problem(card), font, tokens.text)

    def _caption(
        self, painter: QPainter, layout: CardLayout, card: CardRow, *, broken: bool
    ) -> None:
        tokens, theme = self._tokens, self._icons.theme
        middle = Qt.TextElideMode.ElideMiddle
        role = TextRole.LABEL if layout.is_large else TextRole.SMALL
        failed = card.kind is CardKind.FAILED
        colour = tokens.danger if failed else tokens.text
        paint_line(painter, layout.title, texts.title(card), theme.font(role), colour,
                   elide=middle)  # fmt: skip
        wrong = card.issue is not None and not card.busy
        ink = tokens.danger if wrong else tokens.muted
        detail = texts.detail(card, broken=broken)
        paint_line(painter, layout.detail, detail, theme.font(TextRole.SMALL), ink)

    def _add_card(
        self, painter: QPainter, layout: CardLayout, card: CardRow, state: QStyle.StateFlag
    ) -> None:
        tokens, theme = self._tokens, self._icons.theme
        hovered = bool(state & _State.State_MouseOver)
        chosen = bool(state & _State.State_Selected and state & _State.State_HasFocus)
        ink = tokens.text if hovered else tokens.muted
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = tokens.focus if chosen else tokens.border_strong
        pen = QPen(edge, 2.0 if chosen else 1.0)
        pen.setDashPattern([4, 4])
        painter.setPen(pen)
        painter.setBrush(tokens.hover if hovered else Qt.BrushStyle.NoBrush)
        area = QRectF(layout.card).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(area, CARD_RADIUS, CARD_RADIUS)
        painter.restore()
        lines = 3 if layout.is_large else 2
        top = round(layout.card.center().y() - lines * 10)
        icon = QRectF(layout.card.center().x() - 9, top, 20, 20)
        self._icons.paint(painter, icon, "plus", ink)
        line = QRect(layout.card.left() + 4, top + 24, layout.card.width() - 8, 18)
        paint_line(painter, line, texts.title(card), theme.font(TextRole.LABEL), ink, align=_CENTRE)
        if layout.is_large:
            hint = texts.detail(card)
            paint_line(painter, line.translated(0, 20), hint, theme.font(TextRole.SMALL),
                       tokens.muted, align=_CENTRE)  # fmt: skip

    def _remove_button(self, painter: QPainter, layout: CardLayout, card: CardRow) -> None:
        tokens = self._tokens
        hot = self.hot == (card.key, InputsCommand.REMOVE)
        area = layout.remove.adjusted(2, 2, -2, -2)
        rounded(painter, area, radius=12, fill=tokens.danger_soft if hot else
                faded(tokens.raised, 0.92), border=tokens.border)  # fmt: skip
        icon = QRectF(0, 0, 14, 14)
        icon.moveCenter(QRectF(area).center())
        self._icons.paint(painter, icon, "close", tokens.danger if hot else tokens.text)

    def _fix_button(self, painter: QPainter, layout: CardLayout, card: CardRow) -> None:
        tokens = self._tokens
        hot = self.hot == (card.key, fix_command(card))
        fill = tokens.accent_hover if hot else tokens.accent
        rounded(painter, layout.fix, fill=fill, border=tokens.accent_pressed)
        font = self._icons.theme.font(TextRole.LABEL if layout.is_large else TextRole.SMALL)
        words = layout.fix.adjusted(4, 0, -4, 0)
        paint_line(painter, words, texts.fix(card), font, tokens.on_accent, align=_CENTRE)

    def _drop_veil(self, painter: QPainter, layout: CardLayout) -> None:
        tokens = self._tokens
        rounded(painter, layout.well, radius=4, fill=faded(tokens.accent, 0.88))
        font = self._icons.theme.font(TextRole.LABEL if layout.is_large else TextRole.SMALL)
        words = layout.well.adjusted(6, 0, -6, 0)
        lines = QFontMetrics(font).boundingRect(words, _WRAPPED, self.drop_words).height()
        words.setTop(layout.well.center().y() - lines // 2)
        paint_paragraph(painter, words, self.drop_words, font, tokens.on_accent)

    def _ring(self, painter: QPainter, layout: CardLayout) -> None:
        area = QRectF(0, 0, 24, 24)
        area.moveCenter(QRectF(layout.well).center())
        paint_ring(painter, area, self._tokens.accent_text, self.elapsed_ms)

    def _symbol(self, painter: QPainter, layout: CardLayout, name: str, colour: QColor) -> None:
        area = QRectF(0, 0, 20, 20)
        area.moveCenter(QRectF(layout.well).center())
        self._icons.paint(painter, area, name, colour)
