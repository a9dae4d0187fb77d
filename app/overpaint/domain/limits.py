"""Limits of spending: one judgement for window, command line and batch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, StrEnum

from overpaint.domain.errors import Action, SpendingError
from overpaint.domain.pricing import short_dollars
from overpaint.domain.spending import ZERO, Spent
from overpaint.domain.text import Message, say

NEAR = Decimal("0.8")
"""From this share of a limit on there is a warning."""

MOST_USD = Decimal(1_000_000)
"""A higher limit is a slip of the finger."""


class LimitKind(StrEnum):
    """What a limit is for."""

    REQUEST = "request"
    """One press of Generate: all of its variants."""
    DAY = "day"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Limits:
    """What may be spent, US dollars, each more than 0; None for no limit."""

    request: Decimal | None = None
    day: Decimal | None = None
    month: Decimal | None = None

    def of(self, kind: LimitKind) -> Decimal | None:
        """The limit of a kind."""
        return {
            LimitKind.REQUEST: self.request,
            LimitKind.DAY: self.day,
            LimitKind.MONTH: self.month,
        }[kind]


@dataclass(frozen=True, slots=True)
class Allowance:
    """What limits leave to a batch, US dollars; None for no limit.

    Attributes:
        rest_usd: For all of its rows, at least 0.
        each_usd: For one row.
    """

    rest_usd: Decimal | None = None
    each_usd: Decimal | None = None


class Standing(Enum):
    """Where spending stands."""

    WITHIN = "within"
    NEAR = "near"
    """Most of a limit is spent."""
    OVER = "over"
    """The edit would cross a limit."""


@dataclass(frozen=True, slots=True)
class LimitVerdict:
    """What limits say to an edit, or, of an edit that costs nothing, to what was spent before.

    Attributes:
        standing: Where spending stands; the other fields count unless it is within.
        kind: The limit that it is about: the one that is crossed, or nearest to be.
        limit_usd: That limit.
        counted_usd: What counts against it so far, what is under way included.
        next_usd: What the edit may cost.
    """

    standing: Standing
    kind: LimitKind = LimitKind.DAY
    limit_usd: Decimal = ZERO
    counted_usd: Decimal = ZERO
    next_usd: Decimal = ZERO

    @property
    def blocks(self) -> bool:
        """Whether the edit is not to be sent."""
        return self.standing is Standing.OVER

    @property
    def what(self) -> Message:
        """What is the matter, in one sentence."""
        limit, cost = short_dollars(self.limit_usd), short_dollars(self.next_usd)
        rest = self.limit_usd - self.counted_usd
        if self.standing is Standing.NEAR:
            return _NEAR_WORDS[self.kind](short_dollars(self.counted_usd), limit)
        if rest <= 0:
            return _USED_UP_WORDS[self.kind](limit)
        return _OVER_WORDS[self.kind](cost, short_dollars(rest), limit)

    def refusal(self) -> SpendingError:
        """The verdict as an error, where it blocks."""
        return SpendingError(self.what, remedy=self.remedy, action=Action.RAISE_LIMIT)

    @property
    def remedy(self) -> Message:
        """What to do."""
        return say("limits", "Raise the limit, or choose a lower quality, size or number.")


def judge(limits: Limits, spent: Spent, next_usd: Decimal | None) -> LimitVerdict:
    """Whether an edit may be sent.

    Args:
        limits: The limits.
        spent: What counts against them; what is under way counts by its estimate.
        next_usd: The dearest case of the edit; None where its price is not known: it is stopped
            only by a limit that is used up. 0 for an edit that is free, which nothing stops.

    Returns:
        The first limit that is crossed, in the order of `LimitKind`; else the one of day and month
        that is nearest to be, when that is near.
    """
    rows = tuple(_rows(limits, spent))
    if next_usd is None or next_usd > 0:
        amount = next_usd or ZERO
        for kind, limit, counted in rows:
            if counted + amount > limit or (next_usd is None and counted >= limit):
                return LimitVerdict(Standing.OVER, kind, limit, counted, amount)
    lasting = [row for row in rows if row[0] is not LimitKind.REQUEST]
    near = [row for row in lasting if row[2] >= row[1] * NEAR]
    if not near:
        return LimitVerdict(Standing.WITHIN)
    kind, limit, counted = max(near, key=lambda row: row[2] / row[1])
    return LimitVerdict(Standing.NEAR, kind, limit, counted, next_usd or ZERO)


def allowance(limits: Limits, spent: Spent) -> Allowance:
    """What a batch may spend from now on."""
    rests = [limit - counted for kind, limit, counted in _rows(limits, spent)
             if kind is not LimitKind.REQUEST]  # fmt: skip
    return Allowance(max(min(rests), ZERO) if rests else None, limits.request)


def _rows(limits: Limits, spent: Spent) -> Iterator[tuple[LimitKind, Decimal, Decimal]]:
    counted = {
        LimitKind.REQUEST: ZERO,
        LimitKind.DAY: spent.today.most_usd,
        LimitKind.MONTH: spent.month.most_usd,
    }
    for kind in LimitKind:
        limit = limits.of(kind)
        if limit is not None:
            yield kind, limit, counted[kind]


_NEAR_WORDS: dict[LimitKind, Callable[[str, str], Message]] = {
    LimitKind.DAY: lambda spent, limit: say(
        "limits", "{spent} of today's {limit} is spent.", spent=spent, limit=limit
    ),
    LimitKind.MONTH: lambda spent, limit: say(
        "limits", "{spent} of this month's {limit} is spent.", spent=spent, limit=limit
    ),
}
_OVER_WORDS: dict[LimitKind, Callable[[str, str, str], Message]] = {
    LimitKind.REQUEST: lambda cost, _rest, limit: say(
        "limits", "This edit may cost {cost}; your limit for one is {limit}.",
        cost=cost, limit=limit,
    ),
    LimitKind.DAY: lambda cost, rest, limit: say(
        "limits", "This edit may cost {cost}, and {rest} is left of today's {limit}.",
        cost=cost, rest=rest, limit=limit,
    ),
    LimitKind.MONTH: lambda cost, rest, limit: say(
        "limits", "This edit may cost {cost}, and {rest} is left of this month's {limit}.",
        cost=cost, rest=rest, limit=limit,
    ),
}  # fmt: skip
_USED_UP_WORDS: dict[LimitKind, Callable[[str], Message]] = {
    LimitKind.DAY: lambda limit: say("limits", "Today's limit of {limit} is used up.", limit=limit),
    LimitKind.MONTH: lambda limit: say(
        "limits", "This month's limit of {limit} is used up.", limit=limit
    ),
}
