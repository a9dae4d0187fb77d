from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overpaint.domain.usual_time import (
    NEWEST_COUNT,
    JobKind,
    TimedJob,
    UsualTime,
    shown_share,
    usual_time,
)

HIGH = JobKind("openai", "gpt-image-2", "high", 1536 * 1024)
TIMES = st.floats(0.05, 900)


def took(*seconds: float, kind: JobKind = HIGH, first: float | None = None) -> list[TimedJob]:
    return [TimedJob(kind, one, first) for one in seconds]


def test_without_enough_results_nothing_is_usual() -> None:
    assert usual_time([], HIGH) is None
    assert usual_time(took(60, 70), HIGH) is None


def test_median_and_range_are_those_of_the_same_size_and_quality() -> None:
    low = replace(HIGH, quality="low")
    jobs = took(60, 65, 70, 75, 90, first=20) + took(5, 6, 7, kind=low)

    usual = usual_time(jobs, HIGH)

    assert usual is not None
    assert (usual.median_s, usual.count, usual.first_preview_s) == (70, 5, 20)
    assert usual.low_s == pytest.approx(62)
    assert usual.high_s == pytest.approx(84)


def test_other_sizes_and_qualities_stand_in_where_there_is_nothing_else() -> None:
    small = replace(HIGH, pixels=512 * 512)
    assert usual_time(took(8, 9, 10, kind=small), HIGH) == usual_time(
        took(8, 9, 10, kind=small), small
    )
    low = replace(HIGH, quality="low")
    usual = usual_time(took(5, 6, 7, kind=low), HIGH)
    assert usual is not None
    assert usual.median_s == 6


def test_other_servers_and_models_never_do() -> None:
    elsewhere = took(1, 2, 3, kind=replace(HIGH, server="studio"))
    other = took(1, 2, 3, kind=replace(HIGH, model="gpt-image-1"))

    assert usual_time(elsewhere + other, HIGH) is None


def test_a_size_that_the_server_chooses_goes_by_the_quality() -> None:
    usual = usual_time(took(30, 40, 50), replace(HIGH, pixels=None))

    assert usual is not None
    assert usual.median_s == 40


def test_only_the_newest_results_count() -> None:
    slow, fast = took(*[100.0] * 50), took(*[10.0] * NEWEST_COUNT)

    usual = usual_time(slow + fast, HIGH)

    assert usual is not None
    assert (usual.high_s, usual.count) == (10, NEWEST_COUNT)


@settings(max_examples=50, deadline=None)
@given(st.lists(TIMES, min_size=3, max_size=20))
def test_the_median_lies_in_the_range_and_the_range_in_what_was_seen(times: list[float]) -> None:
    usual = usual_time(took(*times), HIGH)

    assert usual is not None
    slack = 1e-9 * max(times)
    assert min(times) <= usual.low_s <= usual.median_s + slack
    assert usual.median_s <= usual.high_s + slack
    assert usual.high_s <= max(times) + slack


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(0, 1e6), min_size=2, max_size=10), TIMES)
def test_a_bar_never_goes_back_and_is_never_full_before_the_end(
    moments: list[float], high_s: float
) -> None:
    usual = UsualTime(high_s / 2, high_s / 4, high_s)

    shares = [shown_share(moment, usual) for moment in sorted(moments)]

    assert shares == sorted(shares)
    assert all(0 <= share < 1 for share in shares)
