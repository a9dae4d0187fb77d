"""How the answer to a query falls into days, for headers above the results of each."""

from __future__ import annotations

import json
import threading
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, OrderedDict
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import compress
from typing import TYPE_CHECKING

from overpaint.domain.library import LibraryOrder, LibraryQuery
from overpaint.services.library.search import Searcher, statement, version_of, walked

if TYPE_CHECKING:
    import sqlite3

_KEPT = 4
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

DayCounts = tuple[tuple[date, int], ...]
_Kept = tuple[DayCounts, "array[int]"]
"""The days of an answer, and the day of each of its results."""


class DayCounter:
    """Counts results by day, and keeps the times of the latest answers while nothing changes.

    Args:
        searcher: Finds the results.
    """

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self._lock = threading.Lock()
        self._asked: tuple[sqlite3.Connection, int] | None = None
        self._kept: OrderedDict[LibraryQuery, _Kept] = OrderedDict()

    def days(
        self, connection: sqlite3.Connection, query: LibraryQuery
    ) -> tuple[array[int], DayCounts]:
        """The numbers that a query in order of time finds, and its days with their counts."""
        connection.execute("BEGIN")
        try:
            ids = self._searcher.ids(connection, query)
            rest = walked(query)
            whole, each = self._days(connection, rest)
            if len(ids) != len(each):
                hits = frozenset(ids)
                everything = self._searcher.ids(connection, rest)
                # Counted in the order in which the days come.
                some = Counter(compress(each, map(hits.__contains__, everything)))
                whole = tuple((date.fromordinal(day), count) for day, count in some.items())
        finally:
            connection.execute("COMMIT")
        return ids, whole

    def _days(self, connection: sqlite3.Connection, query: LibraryQuery) -> _Kept:
        with self._lock:
            asked = (connection, version_of(connection))
            if asked != self._asked:
                self._kept.clear()
                self._asked = asked
            kept = self._kept.get(query)
            if kept is None:
                sql, values = statement(query, "at")
                times = array("q", json.loads(connection.execute(sql, values).fetchone()[0]))
                days = counted(times, newest_first=query.order is not LibraryOrder.OLDEST)
                each = array("q")
                for day, count in days:
                    each.extend([day.toordinal()] * count)
                kept = self._kept[query] = (days, each)
                if len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(query)
            return kept


def counted(times: Sequence[int], *, newest_first: bool) -> DayCounts:
    """Local days with the number of times in each, in the order of the times.

    Args:
        times: Microseconds since 1970, in order.
        newest_first: Which order.
    """
    days: list[tuple[date, int]] = []
    place = 0
    while place < len(times):
        day = _day_of(times[place])
        if newest_first:
            begin = _begin_of(day)
            end = bisect_right(times, -begin, lo=place, key=lambda at: -at)
        else:
            following = _begin_of(day + timedelta(days=1))
            end = bisect_left(times, following, lo=place)
        end = max(end, place + 1)
        days.append((day, end - place))
        place = end
    return tuple(days)


def _day_of(at: int) -> date:
    return (_EPOCH + at * _MICROSECOND).astimezone().date()


def _begin_of(day: date) -> int:
    return (datetime.combine(day, time()).astimezone() - _EPOCH) // _MICROSECOND
