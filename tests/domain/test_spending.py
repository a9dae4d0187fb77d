"""Sums of money: added up by day, month and more, and never counted twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overpaint.domain.spending import (
    Certainty,
    Grouping,
    Spend,
    Total,
    spent_by,
    start_of_month,
    total,
    totals,
)

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def spend(
    amount: str | None = "0.10", certainty: Certainty = Certainty.EXACT, **changes: object
) -> Spend:
    facts: dict[str, object] = {"time": NOON, "model": "gpt-image-2", "server": "openai", **changes}
    known = None if amount is None else Decimal(amount)
    return Spend(amount_usd=known, certainty=certainty, **facts)  # type: ignore[arg-type]


def test_each_kind_of_certainty_has_its_own_sum() -> None:
    one = total([
        spend("0.10"), spend("0.20", Certainty.ESTIMATED), spend("0.40", Certainty.MAYBE),
        spend("0.80", Certainty.UNDER_WAY), spend(None, Certainty.UNKNOWN, results=3),
    ])  # fmt: skip

    assert one == Total(
        exact_usd=Decimal("0.10"), estimated_usd=Decimal("0.20"), maybe_usd=Decimal("0.40"),
        under_way_usd=Decimal("0.80"), results=5, unpriced=3, maybe=1,
    )  # fmt: skip
    assert one.spent_usd == Decimal("0.30")
    assert one.most_usd == Decimal("1.50")
    assert not one.is_exact


def test_today_is_part_of_the_month_and_last_month_of_neither() -> None:
    spends = [
        spend("1", time=NOON), spend("2", time=NOON - timedelta(days=3)),
        spend("4", time=NOON - timedelta(days=40)),
    ]  # fmt: skip

    spent = spent_by(spends, NOON)

    assert spent.today.spent_usd == 1
    assert spent.month.spent_usd == 3


def test_months_come_newest_first_and_models_the_dearest_first() -> None:
    spends = [
        spend("1", model="a", time=NOON - timedelta(days=40)), spend("2", model="b"),
        spend("4", model="c", time=NOON - timedelta(days=40)),
    ]  # fmt: skip

    assert [name for name, _ in totals(spends, Grouping.MONTH)] == ["2026-11", "2026-10"]
    assert [name for name, _ in totals(spends, Grouping.MODEL)] == ["c", "b", "a"]


def test_what_is_in_two_collections_counts_in_both_and_in_the_whole_once() -> None:
    spends = [spend("1", collections=("Shoes", "Spring")), spend("2")]

    by_name = dict(totals(spends, Grouping.COLLECTION))

    assert {name: one.spent_usd for name, one in by_name.items()} == {
        "Shoes": 1,
        "Spring": 1,
        "": 2,
    }
    assert total(spends).spent_usd == 3


@pytest.mark.parametrize("day", [1, 15, 30])
def test_a_month_begins_on_its_first_day(day: int) -> None:
    moment = datetime(2026, 11, day, 13, 30).astimezone()

    begin = start_of_month(moment)

    assert (begin.astimezone().day, begin.astimezone().hour) == (1, 0)
    assert begin <= moment


amounts = st.decimals(min_value=0, max_value=100, places=4)


@settings(max_examples=50)
@given(st.lists(st.tuples(amounts, st.sampled_from(Certainty), st.integers(-60, 0))))
def test_groups_add_up_to_the_whole(rows: list[tuple[Decimal, Certainty, int]]) -> None:
    spends = [
        spend(str(amount), kind, time=NOON + timedelta(days=day)) for amount, kind, day in rows
    ]

    whole = total(spends)

    for grouping in Grouping:
        groups = [one for _, one in totals(spends, grouping)]
        assert sum((one.most_usd for one in groups), Decimal(0)) == whole.most_usd
        assert sum(one.results for one in groups) == whole.results


def test_the_next_day_keeps_the_month_and_the_next_month_nothing() -> None:
    spent = spent_by([spend("1")], NOON).plus(spend("2", Certainty.UNDER_WAY))
    day = spent.day

    assert spent.on(day).today.most_usd == 3
    assert spent.on(day + timedelta(days=1)).today == Total()
    assert spent.on(day + timedelta(days=1)).month.most_usd == 3
    assert spent.on(day + timedelta(days=9)).month == Total()
