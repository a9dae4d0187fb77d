"""Keeps a batch below its spend cap: what is spent, what is under way, what may begin."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum


class Room(Enum):
    """Whether a row may begin."""

    YES = "yes"
    LATER = "later"
    """Only if what is under way costs less than it may."""
    NO = "no"
    OVER_LIMIT = "over limit"
    """The cap would allow it; a limit of spending does not."""


class Purse:
    """Counts true costs where servers tell them, and the dearest case where they do not.

    Args:
        cap_usd: What may be spent, US dollars; None for no limit.
        spent_usd: What has been spent before.
        rest_usd: What limits of spending leave to be spent from now on; None for no limit.
    """

    def __init__(
        self,
        cap_usd: Decimal | None,
        spent_usd: Decimal = Decimal(0),
        rest_usd: Decimal | None = None,
    ) -> None:
        self.cap_usd = cap_usd
        self.spent_usd = spent_usd
        self._most_usd = None if rest_usd is None else spent_usd + rest_usd
        self._held: dict[int, Decimal] = {}

    @property
    def held_usd(self) -> Decimal:
        """What is under way may cost, US dollars."""
        return sum(self._held.values(), Decimal(0))

    def room_for(self, most_usd: Decimal) -> Room:
        """Whether a row may begin that costs at most so much."""
        if most_usd == 0:
            return Room.YES
        by_cap = self._below(self.cap_usd, most_usd)
        by_limit = self._below(self._most_usd, most_usd)
        if by_cap is Room.NO or by_limit is Room.YES:
            return by_cap
        return Room.OVER_LIMIT if by_limit is Room.NO else by_limit

    def _below(self, cap_usd: Decimal | None, most_usd: Decimal) -> Room:
        if cap_usd is None or self.spent_usd + self.held_usd + most_usd <= cap_usd:
            return Room.YES
        if self._held and self.spent_usd + most_usd <= cap_usd:
            return Room.LATER
        return Room.NO

    def hold(self, row: int, most_usd: Decimal) -> None:
        """A row begins."""
        self._held[row] = most_usd

    def settle(self, row: int, spent_usd: Decimal) -> None:
        """A row has ended and cost so much; 0 for nothing."""
        self._held.pop(row, None)
        self.spent_usd += spent_usd
