"""Where something dragged over the cards would land: between two cards, or on one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect

from overpaint.ui.inputs.card_layout import SPACING

_CARET = 3
_INNER_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class DropPlace:
    """A place among the inputs.

    Attributes:
        index: 0-based position of what is inserted.
        on: 0-based position of the input that would be replaced; None to insert.
    """

    index: int
    on: int | None = None


def place_at(cards: Sequence[QRect], position: QPoint, *, may_replace: bool) -> DropPlace:
    """The place nearest to a position.

    Args:
        cards: The pictures' cards in their order, the large one first.
        position: The pointer.
        may_replace: Whether the middle of a card means that card.
    """
    for row, card in enumerate(cards):
        if may_replace and _middle(card).contains(position):
            return DropPlace(row, on=row)
    for row, card in enumerate(cards):
        if _is_before(position, card, is_large=row == 0):
            return DropPlace(row)
    return DropPlace(len(cards))


def caret(cards: Sequence[QRect], index: int) -> QRect:
    """The line that shows where something is inserted; null when there is no card yet."""
    if not cards:
        return QRect()
    if index == 0:
        first = cards[0]
        return QRect(first.left(), max(first.top() - _CARET - 1, 0), first.width(), _CARET)
    before = cards[index - 1]
    if index < len(cards) and cards[index].top() != before.top():
        # The next card begins a row: the line stands before it.
        return _upright(cards[index].left() - SPACING // 2, cards[index])
    if index == 1:
        return QRect(before.left(), before.bottom() + 1 + (SPACING - _CARET) // 2,
                     before.width(), _CARET)  # fmt: skip
    return _upright(before.right() + 1 + SPACING // 2, before)


def index_for_moved(place: DropPlace, row: int) -> int:
    """Where a card of that row ends up when it is put at a place counted with it still there."""
    return place.index - 1 if place.index > row else place.index


def _upright(x: int, card: QRect) -> QRect:
    return QRect(max(x - 1, 0), card.top(), _CARET, card.height())


def _middle(card: QRect) -> QRect:
    width, height = (round(side * _INNER_SHARE) for side in (card.width(), card.height()))
    middle = QRect(0, 0, width, height)
    middle.moveCenter(card.center())
    return middle


def _is_before(position: QPoint, card: QRect, *, is_large: bool) -> bool:
    if is_large:
        return position.y() < card.center().y()
    if position.y() < card.top() - SPACING // 2:
        return True
    return position.y() <= card.bottom() + SPACING // 2 and position.x() < card.center().x()
