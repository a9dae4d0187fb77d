"""Limits of spending: what is warned about, and what is not sent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overpaint.domain.errors import Action
from overpaint.domain.limits import Allowance, LimitKind, Limits, Standing, allowance, judge
from overpaint.domain.spending import Spent, Total

D = Decimal


def spent(today: str = "0", month: str | None = None, *, under_way: str = "0") -> Spent:
    way = D(under_way)
    return Spent(
        date(2026, 11, 24),
        Total(exact_usd=D(today), under_way_usd=way),
        Total(exact_usd=D(month or today), under_way_usd=way),
    )


@pytest.mark.parametrize(
    ("limits", "so_far", "next_usd", "standing", "kind"),
    [
        (Limits(), spent("999"), "50", Standing.WITHIN, None),
        (Limits(day=D(10)), spent("7.99"), "0.10", Standing.WITHIN, None),
        (Limits(day=D(10)), spent("8"), "0.10", Standing.NEAR, LimitKind.DAY),
        (Limits(day=D(10)), spent("9.90"), "0.10", Standing.NEAR, LimitKind.DAY),
        (Limits(day=D(10)), spent("9.90"), "0.11", Standing.OVER, LimitKind.DAY),
        (Limits(month=D(10)), spent("1", "9.95"), "0.11", Standing.OVER, LimitKind.MONTH),
        (Limits(day=D(10)), spent("9", under_way="0.95"), "0.10", Standing.OVER, LimitKind.DAY),
        (Limits(request=D("0.10")), spent("500"), "0.11", Standing.OVER, LimitKind.REQUEST),
        (Limits(request=D("0.10")), spent("500"), "0.10", Standing.WITHIN, None),
        (Limits(day=D(5), month=D(10)), spent("4.1", "9.5"), "0.1", Standing.NEAR, LimitKind.MONTH),
    ],
)
def test_a_limit_warns_from_four_fifths_on_and_then_blocks(
    limits: Limits, so_far: Spent, next_usd: str, standing: Standing, kind: LimitKind | None
) -> None:
    verdict = judge(limits, so_far, D(next_usd))

    assert verdict.standing is standing
    assert kind is None or verdict.kind is kind
    assert verdict.blocks == (standing is Standing.OVER)


def test_nothing_stops_an_edit_that_is_free() -> None:
    assert not judge(Limits(D("0.01"), D("0.01"), D("0.01")), spent("5"), D(0)).blocks


def test_an_unknown_price_is_stopped_only_by_a_limit_that_is_used_up() -> None:
    limits = Limits(request=D("0.01"), day=D(1))

    assert not judge(limits, spent("0.99"), None).blocks
    assert judge(limits, spent("1"), None).kind is LimitKind.DAY


def test_a_block_says_what_why_and_what_to_do() -> None:
    error = judge(Limits(day=D(10)), spent("9.90"), D("0.21")).refusal()

    assert str(error.what) == "This edit may cost $0.21, and $0.10 is left of today's $10."
    assert error.action is Action.RAISE_LIMIT


def test_a_limit_that_is_used_up_says_so() -> None:
    verdict = judge(Limits(month=D(10)), spent("1", "10.5"), D("0.21"))

    assert str(verdict.what) == "This month's limit of $10 is used up."


def test_a_batch_gets_what_the_tightest_limit_leaves() -> None:
    limits = Limits(request=D("0.5"), day=D(10), month=D(12))

    assert allowance(limits, spent("4", "11")) == Allowance(D(1), D("0.5"))
    assert allowance(limits, spent("11", "11")).rest_usd == 0
    assert allowance(Limits(), spent("4")) == Allowance()


money = st.decimals(min_value="0.0001", max_value=100, places=4)


@settings(max_examples=50)
@given(money, money, money)
def test_what_is_not_blocked_never_crosses_the_limit(limit: D, so_far: D, cost: D) -> None:
    verdict = judge(Limits(day=limit), spent(str(so_far)), cost)

    assert verdict.blocks == (so_far + cost > limit)
