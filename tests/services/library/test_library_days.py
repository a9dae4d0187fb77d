"""How results fall into days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.shelves import PROMPTS, result
from overpaint.domain.library import LibraryOrder, LibraryQuery, ResultKey
from overpaint.domain.sizes import Size
from overpaint.services.library.days import counted
from overpaint.services.library.library import Library

_MICROSECOND = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST, LAST = (datetime.fromisoformat(day) for day in ("2020-01-01", "2030-01-01"))
MOMENTS = st.datetimes(FIRST, LAST, timezones=st.just(UTC))


def day(at: int) -> date:
    return (_EPOCH + at * _MICROSECOND).astimezone().date()


@settings(max_examples=50, deadline=None)
@given(st.lists(MOMENTS, max_size=30), st.booleans())
def test_every_result_is_counted_on_its_own_day(moments: list[datetime], newest: bool) -> None:
    times = sorted(((moment - _EPOCH) // _MICROSECOND for moment in moments), reverse=newest)

    days = counted(times, newest_first=newest)

    told = [each for each, count in days for _ in range(count)]
    assert told == [day(at) for at in times]
    assert len({each for each, _ in days}) == len(days)


def test_days_belong_to_what_is_found(tmp_path: Path) -> None:
    library = Library(tmp_path / "library.sqlite3")
    library.add(result(n, tmp_path / f"{n}.png", Size(8, 8)) for n in range(20))

    ids, days = library.days(LibraryQuery())
    some, their_days = library.days(LibraryQuery(text="marble"))
    made = library.make_collection("Client")
    library.put_in([ResultKey("key-3"), ResultKey("key-9")], made.id)
    _, inside = library.days(LibraryQuery(collection=made.id))
    _, oldest = library.days(LibraryQuery(order=LibraryOrder.OLDEST))

    assert list(ids) == list(library.ids())
    assert sum(count for _, count in days) == 20
    assert len(some) == sum(count for _, count in their_days) == 20 // len(PROMPTS)
    assert sum(count for _, count in inside) == 2
    assert [each for each, _ in oldest] == [each for each, _ in reversed(days)]
    library.add([result(20, tmp_path / "20.png", Size(8, 8))])
    assert sum(count for _, count in library.days(LibraryQuery())[1]) == 21
    library.close()
