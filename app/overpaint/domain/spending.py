"""What edits have cost: single sums of money, added up by day, month, model, server, collection."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

ZERO = Decimal(0)


class Certainty(StrEnum):
    """How sure it is that a sum was charged."""

    EXACT = "exact"
    """By the tokens that the server counted."""
    ESTIMATED = "estimated"
    """The server gave its answer and no count."""
    MAYBE = "maybe"
    """It failed or was called off after it had been sent; the server may charge for it."""
    UNDER_WAY = "under way"
    """It has been sent, or is about to be, and has not ended."""
    UNKNOWN = "unknown"
    """An answer whose price nobody knows."""


@dataclass(frozen=True, slots=True)
class Spend:
    """The money of one request, or of one result.

    Attributes:
        time: When, with its time zone.
        model: The model id that was asked for.
        server: Name of the server profile.
        amount_usd: US dollars; None where no price is known.
        certainty: How sure it is.
        results: How many pictures came of it.
        collections: Names of the collections that they are in.
        request_id: The service's id of the request; ``""`` when it is not known.
        job: The job that it belongs to; ``""`` when it is not known.
    """

    time: datetime
    model: str
    server: str
    amount_usd: Decimal | None
    certainty: Certainty
    results: int = 1
    collections: tuple[str, ...] = ()
    request_id: str = ""
    job: str = ""

    @property
    def day(self) -> date:
        """The day on this computer's calendar."""
        return self.time.astimezone().date()


@dataclass(frozen=True, slots=True)
class Total:
    """Several sums added up.

    Attributes:
        exact_usd: What servers counted.
        estimated_usd: Estimates of what they did not count.
        maybe_usd: Estimates of what may have been charged.
        under_way_usd: Estimates of what has not ended.
        results: How many pictures came of it.
        unpriced: How many of them nobody knows the price of.
        maybe: How many requests may have been charged.
    """

    exact_usd: Decimal = ZERO
    estimated_usd: Decimal = ZERO
    maybe_usd: Decimal = ZERO
    under_way_usd: Decimal = ZERO
    results: int = 0
    unpriced: int = 0
    maybe: int = 0

    @property
    def spent_usd(self) -> Decimal:
        """What was charged, by count or by estimate."""
        return self.exact_usd + self.estimated_usd

    @property
    def most_usd(self) -> Decimal:
        """What counts against a limit: what was, may have been and may yet be charged."""
        return self.spent_usd + self.maybe_usd + self.under_way_usd

    @property
    def is_exact(self) -> bool:
        """Whether nothing of what was charged is an estimate or unknown."""
        return self.estimated_usd == 0 and self.unpriced == 0

    def plus(self, spend: Spend) -> Total:
        """With a further sum."""
        amount = spend.amount_usd or ZERO
        kind = spend.certainty
        ended = kind not in {Certainty.MAYBE, Certainty.UNDER_WAY}
        unpriced = ended and spend.amount_usd is None
        return Total(
            exact_usd=self.exact_usd + (amount if kind is Certainty.EXACT else ZERO),
            estimated_usd=self.estimated_usd + (amount if kind is Certainty.ESTIMATED else ZERO),
            maybe_usd=self.maybe_usd + (amount if kind is Certainty.MAYBE else ZERO),
            under_way_usd=self.under_way_usd + (amount if kind is Certainty.UNDER_WAY else ZERO),
            results=self.results + (spend.results if ended else 0),
            unpriced=self.unpriced + (spend.results if unpriced else 0),
            maybe=self.maybe + (kind is Certainty.MAYBE),
        )


@dataclass(frozen=True, slots=True)
class Spent:
    """What counts against the limits of a moment.

    Attributes:
        day: The moment's day.
        today: What was spent on it.
        month: What was spent in its month, the day included.
    """

    day: date
    today: Total = field(default_factory=Total)
    month: Total = field(default_factory=Total)

    def plus(self, spend: Spend) -> Spent:
        """With a further sum of this day."""
        return replace(self, today=self.today.plus(spend), month=self.month.plus(spend))

    def on(self, day: date) -> Spent:
        """What of it counts on a later day."""
        if day == self.day:
            return self
        same_month = (day.year, day.month) == (self.day.year, self.day.month)
        return Spent(day, Total(), self.month if same_month else Total())


class Grouping(StrEnum):
    """By what sums are added up."""

    DAY = "day"
    MONTH = "month"
    MODEL = "model"
    SERVER = "server"
    COLLECTION = "collection"


def total(spends: Iterable[Spend]) -> Total:
    """Everything added up."""
    whole = Total()
    for spend in spends:
        whole = whole.plus(spend)
    return whole


def totals(spends: Iterable[Spend], grouping: Grouping) -> tuple[tuple[str, Total], ...]:
    """Add up by day, month …: days and months newest first, others the dearest first.

    What is in two collections counts in both; what is in none stands under ``""``.
    """
    groups: dict[str, Total] = {}
    names = _NAMES[grouping]
    for spend in spends:
        for name in names(spend):
            groups[name] = groups.get(name, Total()).plus(spend)
    if grouping in {Grouping.DAY, Grouping.MONTH}:
        return tuple(sorted(groups.items(), reverse=True))
    return tuple(sorted(groups.items(), key=lambda row: (-row[1].most_usd, row[0])))


def spent_by(spends: Iterable[Spend], now: datetime) -> Spent:
    """What counts against the limits now; sums of other months are passed over."""
    day = now.astimezone().date()
    today, month = Total(), Total()
    for spend in spends:
        when = spend.day
        if (when.year, when.month) == (day.year, day.month):
            month = month.plus(spend)
            today = today.plus(spend) if when == day else today
    return Spent(day, today, month)


def start_of_month(now: datetime) -> datetime:
    """The first moment of the month, on this computer's calendar."""
    local = now.astimezone()
    first = local.replace(day=1, hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    return first.astimezone()  # the offset of that day, which may be another one


_NAMES: dict[Grouping, Callable[[Spend], Iterable[str]]] = {
    Grouping.DAY: lambda spend: (spend.day.isoformat(),),
    Grouping.MONTH: lambda spend: (f"{spend.day:%Y-%m}",),
    Grouping.MODEL: lambda spend: (spend.model,),
    Grouping.SERVER: lambda spend: (spend.server,),
    Grouping.COLLECTION: lambda spend: spend.collections or ("",),
}
