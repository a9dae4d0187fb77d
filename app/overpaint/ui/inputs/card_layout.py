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
_TEXT = 44
_FIX_HEIGHT = 28
_FIX_WIDTH = 176


@dataclass(frozen=True, slots=True)
class CardLayout:
    """The parts of a card.

    Attributes:
        card: All of it.
        well: The picture.
        title: The first line.
        detail: The second line.
        remove: The button that takes it away.
        fix: The button for what is wrong with it, on the picture.
        is_large: Whether it is the target's card.
    """

    card: QRect
    well: QRect
    title: QRect
    detail: QRect
    remove: QRect
    fix: QRect
    is_large: bool

    @classmethod
    def at(cls, card: QRect, *, is_large: bool) -> CardLayout:
        """The layout of the card that covers `card`."""
        inner = card.adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        well = QRect(inner.topLeft(), QSize(inner.width(), inner.height() - _TEXT + MARGIN))
        title = QRect(inner.left() + MARGIN, well.bottom() + 3, inner.width() - 2 * MARGIN, _LINE)
        fix = QRect(0, 0, min(well.width() - 2 * MARGIN, _FIX_WIDTH), _FIX_HEIGHT)
        fix.moveCenter(well.center())
        fix.moveBottom(well.bottom() - MARGIN)
        return cls(
            card=card,
            well=well,
            title=title,
            detail=title.translated(0, _LINE),
            fix=fix,
            remove=QRect(well.topRight() - QPoint(_BUTTON + 3, -4), QSize(_BUTTON, _BUTTON)),
            is_large=is_large,
        )


def card_size(width: int, *, is_large: bool) -> QSize:
    """The size of a card in a column: the target fills its width, two references share it."""
    if is_large:
        return QSize(width, 2 * MARGIN + (width - 2 * MARGIN) * 2 // 3 + _TEXT - MARGIN)
    small = (width - SPACING) // 2
    return QSize(small, 2 * MARGIN + (small - 2 * MARGIN) * 3 // 4 + _TEXT - MARGIN)
