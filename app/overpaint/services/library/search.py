"""Which results a query finds, as numbers in the wanted order; fast however many there are.

SQLite walks an index that holds everything a query may ask for, and hands over all numbers as one
value: rows one by one cost Python four times as much. While somebody types, only the text changes,
so the answer to the rest is kept.
"""

from __future__ import annotations

import json
import threading
from array import array
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from overpaint.domain.library import LibraryOrder, LibraryQuery
from overpaint.services.library.values import from_time
from overpaint.services.library.words import match_of

if TYPE_CHECKING:
    import sqlite3

_KEPT = 4

_ORDERS = {
    LibraryOrder.NEWEST: ("results_by_time", "at DESC"),
    LibraryOrder.OLDEST: ("results_by_time", "at"),
    LibraryOrder.DEAREST: ("results_by_cost", "cost DESC, at DESC"),
    LibraryOrder.CHEAPEST: ("results_by_cost", "cost NULLS LAST, at"),
    LibraryOrder.BEST: ("results_by_rating", "rating DESC, at DESC"),
    LibraryOrder.LEAST_DRIFT: ("results_by_drift", "drift NULLS LAST, at"),
    LibraryOrder.MOST_DRIFT: ("results_by_drift", "drift DESC, at DESC"),
    LibraryOrder.NAME: ("results_by_name", "name, at"),
}

Condition = tuple[str, tuple[Any, ...]]


class Searcher:
    """Answers queries, and keeps the answers to the latest as long as nothing has changed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked: tuple[sqlite3.Connection, int] | None = None
        self._count = 0
        self._kept: OrderedDict[LibraryQuery, array[int]] = OrderedDict()

    def ids(self, connection: sqlite3.Connection, query: LibraryQuery) -> array[int]:
        """The numbers of all results that a query finds, in its order; nobody may change them."""
        with self._lock:
            rest = self._walked(connection, walked(query))
            count = self._count
        # A single letter finds everything: nothing is left out then.
        sets = [found for found in narrowings(connection, query) if len(found) < count]
        if not sets:
            return rest
        hits = frozenset.intersection(*sets)
        return array("q", filter(hits.__contains__, rest))

    def _walked(self, connection: sqlite3.Connection, query: LibraryQuery) -> array[int]:
        asked = (connection, version_of(connection))
        if asked != self._asked:
            self._kept.clear()
            self._asked = asked
            (self._count,) = connection.execute("SELECT count(*) FROM results").fetchone()
        kept = self._kept.get(query)
        if kept is None:
            kept = self._kept[query] = _all_numbers(connection, query)
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(query)
        return kept


def walked(query: LibraryQuery) -> LibraryQuery:
    """What of a query is answered by an index; text, tag and collection narrow that down."""
    return replace(query, text="", tag="", collection=None)


def narrowings(connection: sqlite3.Connection, query: LibraryQuery) -> Iterator[frozenset[int]]:
    """The numbers that each of text, tag and collection leaves, where the query has them."""
    match = match_of(query.text)
    if match:
        sql = "SELECT json_group_array(rowid) FROM result_search WHERE result_search MATCH ?"
        yield _numbers(connection, sql, match)
    if query.tag:
        sql = (
            "SELECT json_group_array(result) FROM result_tags"
            " WHERE tag = (SELECT id FROM tags WHERE folded = ?)"
        )
        yield _numbers(connection, sql, query.tag.casefold())
    if query.collection is not None:
        sql = "SELECT json_group_array(result) FROM collection_results WHERE collection = ?"
        yield _numbers(connection, sql, query.collection)


def _numbers(connection: sqlite3.Connection, sql: str, value: str | int) -> frozenset[int]:
    return frozenset(json.loads(connection.execute(sql, (value,)).fetchone()[0]))


def conditions(query: LibraryQuery) -> Iterator[Condition]:
    """What of a query is a range, as SQL and its values."""
    yield ("binned IS NOT NULL" if query.binned else "binned IS NULL"), ()
    if query.since is not None:
        yield "time >= ?", (from_time(query.since),)
    if query.until is not None:
        yield "time < ?", (from_time(query.until),)
    if query.min_cost_usd is not None:
        yield "cost >= ?", (float(query.min_cost_usd),)
    if query.max_cost_usd is not None:
        yield "cost <= ?", (float(query.max_cost_usd),)


def chosen(query: LibraryQuery) -> Iterator[Condition]:
    """What of a query can be ticked and lies in the rows: models, servers, sizes, stars."""
    if query.models:
        yield f"model IN ({_marks(query.models)})", query.models
    if query.servers:
        yield f"server IN ({_marks(query.servers)})", query.servers
    if query.sizes:
        sizes = " OR ".join(["width = ? AND height = ?"] * len(query.sizes))
        yield (
            f"({sizes})",
            tuple(edge for size in query.sizes for edge in (size.width, size.height)),
        )
    if query.favourite:
        yield "favourite = 1", ()
    if query.min_rating > 0:
        yield "rating >= ?", (query.min_rating,)


def statement(query: LibraryQuery, column: str = "id") -> Condition:
    """The SQL that gives one JSON array of numbers, or of another column, and its values."""
    index, order = _ORDERS[query.order]
    parts = [*conditions(query), *chosen(query)]
    where = " AND ".join(sql for sql, _ in parts)
    ordered = f"SELECT {column} FROM results INDEXED BY {index} WHERE {where} ORDER BY {order}"  # noqa: S608
    values = tuple(value for _, some in parts for value in some)
    return f"SELECT json_group_array({column}) FROM ({ordered})", values  # noqa: S608


def _all_numbers(connection: sqlite3.Connection, query: LibraryQuery) -> array[int]:
    return array("q", json.loads(connection.execute(*statement(query)).fetchone()[0]))


def version_of(connection: sqlite3.Connection) -> int:
    """Another number whenever another connection has changed the library."""
    return int(connection.execute("PRAGMA data_version").fetchone()[0])


def _marks(values: tuple[object, ...]) -> str:
    return ", ".join("?" * len(values))
