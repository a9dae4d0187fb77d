"""What the library page shows: the place, the filters, the words; kept from session to session."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from enum import Enum, StrEnum
from typing import Any

from overpaint.domain.library import MAX_RATING, CollectionId, LibraryOrder, LibraryQuery
from overpaint.domain.sizes import Size

_WEEK_DAYS = 7
_MONTH_DAYS = 30


class PlaceKind(StrEnum):
    """What the list at the side can lead to."""

    ALL = "all"
    FAVOURITES = "favourites"
    COLLECTION = "collection"
    TAG = "tag"
    BIN = "bin"
    STATISTICS = "statistics"


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the list at the side.

    Attributes:
        kind: What it is.
        value: The id of a collection, or a tag; ``""`` for the others.
    """

    kind: PlaceKind = PlaceKind.ALL
    value: str = ""


ALL = Place()


class Period(StrEnum):
    """A stretch of days, counted from today."""

    ANY = "any"
    TODAY = "today"
    YESTERDAY = "yesterday"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    BETWEEN = "between"


@dataclass(frozen=True, slots=True)
class ViewState:
    """Everything that decides which results are shown, and in which order.

    Attributes:
        place: The line of the list at the side.
        text: What is searched for.
        period: When they were finished.
        since: First day of `Period.BETWEEN`; None for no border.
        until: Last day of it; None for no border.
        models: One of these; empty for any.
        servers: One of these; empty for any.
        sizes: One of these; empty for any.
        min_cost_usd: At least so dear; None for any.
        max_cost_usd: At most so dear; None for any.
        min_rating: At least so many stars.
        favourite: Only those with a star.
        tag: Has this tag; ``""`` for any.
        order: In which order.
    """

    place: Place = ALL
    text: str = ""
    period: Period = Period.ANY
    since: date | None = None
    until: date | None = None
    models: tuple[str, ...] = ()
    servers: tuple[str, ...] = ()
    sizes: tuple[Size, ...] = ()
    min_cost_usd: Decimal | None = None
    max_cost_usd: Decimal | None = None
    min_rating: int = 0
    favourite: bool = False
    tag: str = ""
    order: LibraryOrder = LibraryOrder.NEWEST

    @property
    def is_filtered(self) -> bool:
        """Whether something besides the place narrows the results down."""
        return self != ViewState(place=self.place, order=self.order)

    def without_filters(self) -> ViewState:
        """Everything that the place holds."""
        return ViewState(place=self.place, order=self.order)

    def query(self, today: date) -> LibraryQuery:
        """What the library is asked for.

        Args:
            today: By the clock of this computer.
        """
        kind, value = self.place.kind, self.place.value
        since, until = self._days(today)
        collection = CollectionId(int(value)) if kind is PlaceKind.COLLECTION else None
        return LibraryQuery(
            text=self.text,
            since=_midnight(since),
            until=_midnight(None if until is None else until + timedelta(days=1)),
            models=self.models,
            servers=self.servers,
            sizes=self.sizes,
            min_cost_usd=self.min_cost_usd,
            max_cost_usd=self.max_cost_usd,
            favourite=self.favourite or kind is PlaceKind.FAVOURITES,
            min_rating=self.min_rating,
            tag=value if kind is PlaceKind.TAG else self.tag,
            collection=collection,
            binned=kind is PlaceKind.BIN,
            order=self.order,
        )

    def _days(self, today: date) -> tuple[date | None, date | None]:
        """The first and the last day."""
        back = {Period.TODAY: 0, Period.WEEK: _WEEK_DAYS - 1, Period.MONTH: _MONTH_DAYS - 1}
        if self.period in back:
            return today - timedelta(days=back[self.period]), None
        if self.period is Period.YESTERDAY:
            return today - timedelta(days=1), today - timedelta(days=1)
        if self.period is Period.YEAR:
            return today.replace(month=1, day=1), None
        if self.period is Period.BETWEEN:
            return self.since, self.until
        return None, None


def _midnight(day: date | None) -> datetime | None:
    """When a day begins here."""
    return None if day is None else datetime.combine(day, time()).astimezone()


def to_text(state: ViewState) -> str:
    """Write a state down; the words that were searched for are left out."""
    told: dict[str, object] = {}
    usual = ViewState()
    for field in fields(state):
        value = getattr(state, field.name)
        if field.name not in {"place", "text"} and value != getattr(usual, field.name):
            told[field.name] = _plain(value)
    told["place"] = [state.place.kind.value, state.place.value]
    return json.dumps(told)


def from_text(text: str) -> ViewState:
    """Read a state; what is missing or wrong is as usual."""
    try:
        told = json.loads(text)
    except ValueError:
        return ViewState()
    if not isinstance(told, dict):
        return ViewState()
    state = ViewState()
    for name, read in _READERS.items():
        if name in told:
            try:
                state = replace(state, **{name: read(told[name])})
            except (ValueError, TypeError, KeyError, InvalidOperation):
                continue
    return state


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [[one.width, one.height] if isinstance(one, Size) else one for one in value]
    if isinstance(value, date | Decimal):
        return str(value)
    return value


def _place(told: Sequence[str]) -> Place:
    kind, value = told
    place = Place(PlaceKind(kind), str(value))
    if place.kind is PlaceKind.COLLECTION:
        int(place.value)
    return place


def _names(told: Iterable[Any]) -> tuple[str, ...]:
    return tuple(str(one) for one in told)


def _sizes(told: Iterable[Any]) -> tuple[Size, ...]:
    return tuple(Size(int(width), int(height)) for width, height in told)


_READERS: Mapping[str, Any] = {
    "place": _place,
    "period": Period,
    "since": date.fromisoformat,
    "until": date.fromisoformat,
    "models": _names,
    "servers": _names,
    "sizes": _sizes,
    "min_cost_usd": Decimal,
    "max_cost_usd": Decimal,
    "min_rating": lambda told: min(max(int(told), 0), MAX_RATING),
    "favourite": bool,
    "tag": str,
    "order": LibraryOrder,
}
