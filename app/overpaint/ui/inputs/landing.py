"""What would become of something dragged over the cards if it were let go now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect

from overpaint.ui.inputs import texts
from overpaint.ui.inputs.drop_place import DropPlace, place_at
from overpaint.ui.payload import DropRole, Offer, Use


@dataclass(frozen=True, slots=True)
class Landing:
    """Where it lands and what that means.

    Attributes:
        place: Where; for a mask, the target's card.
        words: What it means.
        is_mask: Whether it becomes the mask.
    """

    place: DropPlace
    words: str
    is_mask: bool = False

    def use(self, keys: Sequence[str]) -> Use:
        """What the dropped pictures are for.

        Args:
            keys: The ids of the inputs, in their order.
        """
        if self.is_mask:
            return Use(DropRole.MASK)
        if self.place.on is not None:
            return Use(DropRole.REFERENCE, instead_of=keys[self.place.on])
        return Use(DropRole.REFERENCE, at=self.place.index)


def landing(
    offer: Offer, cards: Sequence[QRect], position: QPoint, *, own_row: int | None, as_mask: bool
) -> Landing:
    """Judge a position.

    Args:
        offer: What is dragged.
        cards: Where the pictures' cards are, in their order.
        position: The pointer.
        own_row: 0-based row of the card that is dragged; None for something from elsewhere.
        as_mask: Whether the key for masks is held.
    """
    if as_mask and cards and own_row != 0:
        return Landing(DropPlace(0, on=0), texts.mask_words(), is_mask=True)
    may_replace = own_row is None and offer.count == 1
    place = place_at(cards, position, may_replace=may_replace)
    if own_row is not None:
        return Landing(place, texts.moved_words(place, own_row))
    return Landing(place, texts.drop_words(place, offer, len(cards)))
