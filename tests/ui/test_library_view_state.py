"""What the library page asks for, and how it is kept from session to session."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from overpaint.domain.library import CollectionId, LibraryOrder
from overpaint.domain.sizes import Size
from overpaint.ui.library.filter_words import WORDS
from overpaint.ui.library.view_state import (
    Period,
    Place,
    PlaceKind,
    ViewState,
    from_text,
    to_text,
)

TODAY = date(2026, 11, 24)
FULL = ViewState(
    place=Place(PlaceKind.COLLECTION, "7"), text="cup", period=Period.BETWEEN,
    since=date(2026, 11, 1), until=date(2026, 11, 3), models=("gpt-image-2",),
    servers=("OpenAI",), sizes=(Size(1536, 1024),), min_cost_usd=Decimal("0.05"),
    max_cost_usd=Decimal("0.20"), min_rating=3, favourite=True, tag="poster",
    order=LibraryOrder.BEST,
)  # fmt: skip


def test_every_filter_narrows_the_query() -> None:
    query = FULL.query(TODAY)

    assert query.text == "cup"
    assert query.since == datetime(2026, 11, 1).astimezone()
    assert query.until == datetime(2026, 11, 4).astimezone()
    assert query.collection == CollectionId(7)
    assert (query.models, query.servers) == (("gpt-image-2",), ("OpenAI",))
    assert (query.sizes, query.tag) == ((Size(1536, 1024),), "poster")
    assert (query.min_cost_usd, query.max_cost_usd) == (Decimal("0.05"), Decimal("0.20"))
    assert (query.min_rating, query.favourite) == (3, True)


@pytest.mark.parametrize(
    ("period", "since", "until"),
    [
        (Period.TODAY, date(2026, 11, 24), None),
        (Period.YESTERDAY, date(2026, 11, 23), date(2026, 11, 24)),
        (Period.WEEK, date(2026, 11, 18), None),
        (Period.YEAR, date(2026, 1, 1), None),
    ],
)
def test_days_are_counted_from_today(period: Period, since: date, until: date | None) -> None:
    query = ViewState(period=period).query(TODAY)

    assert query.since is not None
    assert query.since.date() == since
    assert (None if query.until is None else query.until.date()) == until


def test_places_stand_for_a_star_a_tag_and_the_bin() -> None:
    def at(kind: PlaceKind, value: str = "") -> ViewState:
        return ViewState(place=Place(kind, value))

    assert at(PlaceKind.FAVOURITES).query(TODAY).favourite
    assert at(PlaceKind.TAG, "poster").query(TODAY).tag == "poster"
    assert at(PlaceKind.BIN).query(TODAY).binned


def test_a_state_comes_back_without_the_words() -> None:
    kept = from_text(to_text(FULL))

    assert kept.text == ""
    assert kept.query(TODAY).models == FULL.models
    assert (kept.place, kept.order, kept.sizes) == (FULL.place, FULL.order, FULL.sizes)
    assert (kept.min_cost_usd, kept.since, kept.tag) == (
        FULL.min_cost_usd, FULL.since, FULL.tag,
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"place": ["collection", "x"]}', '{"period": "never", "min_rating": "many"}',
     '{"sizes": [[1]], "since": "yesterday", "min_cost_usd": "dear", "place": 3}'],
)  # fmt: skip
def test_what_cannot_be_read_is_as_usual(text: str) -> None:
    assert from_text(text) == ViewState()


def test_clearing_keeps_the_place_and_the_order() -> None:
    cleared = FULL.without_filters()

    assert FULL.is_filtered
    assert not cleared.is_filtered
    assert (cleared.place, cleared.order) == (FULL.place, FULL.order)


def test_filters_say_what_is_chosen() -> None:
    words = {name: tell(FULL) for name, tell in WORDS.items()}

    assert words["models"] == "gpt-image-2"
    assert words["cost"] == "$0.050 – $0.20"
    assert words["rating"] == "3 stars and more"
    assert words["sizes"] == "1536 × 1024"
    assert all(not tell(ViewState()) for tell in WORDS.values())
