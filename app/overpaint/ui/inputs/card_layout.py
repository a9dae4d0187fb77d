"""Where the parts of an input card lie, in device-independent pixels."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize

SPACING = 8
"""Between cards."""

MARGIN = 4
"""Between the edge of a card and what is on it."""

_BUTTON = 28
_LINE = 18
_SMALL_TEXT = 24
_LARGE_TEXT = 44


@dataclass(frozen=True, slots=True)
class CardLayout:
    """The parts of a card.

    Attributes:
        card: All of it.
        well: The picture.
        title: The first line.
        detail: The second line; empty on small cards.
        remove: The button that takes it away.
        is_large: Whether it is the target's card.
    """

    card: QRect
    well: QRect
    title: QRect
    detail: QRect
    remove: QRect
    is_large: bool

    @classmethod
    def at(cls, card: QRect, *, is_large: bool) -> CardLayout:
        """The layout of the card that covers `card`."""
        inner = card.adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        text = _LARGE_TEXT if is_large else _SMALL_TEXT
        well = QRect(inner.topLeft(), QSize(inner.width(), inner.height() - text + MARGIN))
        title = QRect(inner.left() + MARGIN, well.bottom() + 3, inner.width() - 2 * MARGIN, _LINE)
        return cls(
            card=card,
            well=well,
            title=title,
            detail=title.translated(0, _LINE) if is_large else QRect(),
            remove=QRect(well.topRight() - QPoint(_BUTTON + 3, -4), QSize(_BUTTON, _BUTTON)),
            is_large=is_large,
        )


def card_size(width: int, *, is_large: bool) -> QSize:
    """The size of a card in a column: the target fills its width, two references share it."""
    if is_large:
        return QSize(width, 2 * MARGIN + (width - 2 * MARGIN) * 2 // 3 + _LARGE_TEXT - MARGIN)
    small = (width - SPACING) // 2
    return QSize(small, 2 * MARGIN + (small - 2 * MARGIN) * 3 // 4 + _SMALL_TEXT - MARGIN)
