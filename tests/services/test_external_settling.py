"""A file that another program writes is taken when it is whole, and only once."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from overpaint.services.external.settling import News, Settling, Sight

OLD = Sight(100, 1, 7)
NEW = Sight(120, 2, 7)


def test_a_file_as_it_was_known_is_no_news() -> None:
    assert Settling(OLD).look(OLD, 0.0) is News.NONE


def test_a_change_is_ready_after_it_was_left_alone_for_a_while() -> None:
    settling = Settling(OLD, quiet_s=0.5)

    news = [settling.look(NEW, at) for at in (1.0, 1.2, 1.49, 1.5)]

    assert news == [News.UNSETTLED] * 3 + [News.READY]


def test_every_further_write_begins_the_wait_anew() -> None:
    settling = Settling(OLD, quiet_s=0.5)
    settling.look(NEW, 1.0)

    assert settling.look(Sight(130, 3, 7), 1.6) is News.UNSETTLED
    assert settling.look(Sight(130, 3, 7), 2.0) is News.UNSETTLED
    assert settling.look(Sight(130, 3, 7), 2.2) is News.READY


def test_a_renamed_file_of_the_same_size_and_time_is_another_one() -> None:
    settling = Settling(OLD, quiet_s=0.5)
    other = Sight(OLD.byte_count, OLD.modified_ns, 8)

    assert settling.look(other, 0.0) is News.UNSETTLED
    assert settling.look(other, 1.0) is News.READY


def test_no_file_and_an_empty_one_are_steps_of_a_save() -> None:
    settling = Settling(OLD, quiet_s=0.5)

    assert settling.look(None, 0.0) is News.GONE
    settling.look(Sight(0, 5, 9), 1.0)
    assert settling.look(Sight(0, 5, 9), 9.0) is News.NONE
    assert settling.look(NEW, 9.1) is News.UNSETTLED
    assert settling.look(NEW, 9.7) is News.READY


def test_what_was_settled_is_no_news_again() -> None:
    settling = Settling(OLD, quiet_s=0.5)
    settling.settle(NEW)

    assert settling.look(NEW, 5.0) is News.NONE
    settling.look(OLD, 6.0)
    assert settling.look(OLD, 7.0) is News.READY


def test_a_file_that_is_not_there_is_seen_as_none(tmp_path: Path) -> None:
    file = tmp_path / "x"

    assert Sight.of(file) is None
    file.write_bytes(b"abc")
    seen = Sight.of(file)
    assert seen is not None
    assert seen.byte_count == 3


_SIGHTS = st.none() | st.builds(Sight, st.integers(0, 3), st.integers(0, 2), st.integers(0, 1))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(_SIGHTS, st.floats(0.01, 1.0)), min_size=1, max_size=30))
def test_ready_means_the_same_sight_for_the_quiet_time(
    looks: list[tuple[Sight | None, float]],
) -> None:
    settling, now = Settling(None, quiet_s=0.5), 0.0
    since: dict[str, float] = {}
    last: Sight | None = None
    for sight, pause in looks:
        now += pause
        if sight != last or "at" not in since:
            since["at"] = now
        last = sight
        if settling.look(sight, now) is News.READY:
            assert sight is not None
            assert sight.byte_count > 0
            assert now - since["at"] >= 0.5
