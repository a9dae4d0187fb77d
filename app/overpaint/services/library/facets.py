"""How many results each further choice would leave: one walk along an index answers all of it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from overpaint.domain.library import MAX_RATING, CollectionId, LibraryFacets, LibraryQuery
from overpaint.domain.sizes import Size
from overpaint.services.library.search import conditions, narrowings

if TYPE_CHECKING:
    import sqlite3

_Value = TypeVar("_Value", bound=Hashable)


@dataclass(frozen=True, slots=True)
class _Kind:
    """Results that are alike in everything that can be ticked, and how many they are."""

    model: str
    server: str
    size: Size
    favourite: bool
    rating: int
    count: int


def facets(connection: sqlite3.Connection, query: LibraryQuery) -> LibraryFacets:
    """Count the results of a query by everything that can still be chosen."""
    narrowed = _narrowed(connection, query)
    kinds = _kinds(connection, query, narrowed)
    ratings = _counted(query, kinds, "min_rating", lambda kind: kind.rating)
    stars = _counted(query, kinds, "favourite", lambda kind: kind.favourite)
    return LibraryFacets(
        total=sum(kind.count for kind in kinds if _fits(query, kind)),
        models=_counted(query, kinds, "models", lambda kind: kind.model),
        servers=_counted(query, kinds, "servers", lambda kind: kind.server),
        sizes=_counted(query, kinds, "sizes", lambda kind: kind.size),
        ratings=tuple(ratings.get(number, 0) for number in range(MAX_RATING + 1)),
        favourites=stars.get(True, 0),
        tags=_tags(connection, binned=query.binned),
        collections=_collections(connection, binned=query.binned),
    )


def _narrowed(connection: sqlite3.Connection, query: LibraryQuery) -> frozenset[int] | None:
    """The results that text, tag and collection leave; None for all of them."""
    sets = list(narrowings(connection, query))
    return frozenset.intersection(*sets) if sets else None


def _kinds(
    connection: sqlite3.Connection, query: LibraryQuery, narrowed: frozenset[int] | None
) -> list[_Kind]:
    parts = list(conditions(query))
    where = " AND ".join(sql for sql, _ in parts)
    values: tuple[object, ...] = tuple(value for _, some in parts for value in some)
    columns = "model, server, width, height, favourite, rating"
    walk = "results INDEXED BY results_by_kind"
    if narrowed is not None:
        # The wording keeps the order: first the few, then their rows.
        walk = "json_each(?) AS narrowed CROSS JOIN results ON results.id = narrowed.value"
        values = (json.dumps(list(narrowed)), *values)
    rows = connection.execute(
        f"SELECT {columns}, count(*) FROM {walk} WHERE {where} GROUP BY {columns}",  # noqa: S608
        values,
    ).fetchall()
    return [_kind(row[:-1], row[-1]) for row in rows]


def _kind(row: tuple[str, str, int, int, int, int], count: int) -> _Kind:
    model, server, width, height, favourite, rating = row
    return _Kind(model, server, Size(width, height), bool(favourite), rating, count)


def _fits(query: LibraryQuery, kind: _Kind, apart_from: str = "") -> bool:
    checks = {
        "models": not query.models or kind.model in query.models,
        "servers": not query.servers or kind.server in query.servers,
        "sizes": not query.sizes or kind.size in query.sizes,
        "favourite": kind.favourite or not query.favourite,
        "min_rating": kind.rating >= query.min_rating,
    }
    return all(fits for name, fits in checks.items() if name != apart_from)


def _counted(
    query: LibraryQuery, kinds: Iterable[_Kind], name: str, value: Callable[[_Kind], _Value]
) -> dict[_Value, int]:
    counts: Counter[_Value] = Counter()
    for kind in kinds:
        if _fits(query, kind, name):
            counts[value(kind)] += kind.count
    return dict(counts.most_common())


def _tags(connection: sqlite3.Connection, *, binned: bool) -> dict[str, int]:
    rows = connection.execute(
        "SELECT tags.name, count(*) AS number FROM tags JOIN result_tags ON tag = tags.id"
        " JOIN results ON results.id = result WHERE (binned IS NOT NULL) = ?"
        " GROUP BY tags.id ORDER BY number DESC, folded",
        (binned,),
    )
    return dict(rows.fetchall())


def _collections(connection: sqlite3.Connection, *, binned: bool) -> dict[CollectionId, int]:
    rows = connection.execute(
        "SELECT collection, count(*) AS number FROM collection_results"
        " JOIN results ON results.id = result WHERE (binned IS NOT NULL) = ?"
        " GROUP BY collection ORDER BY number DESC",
        (binned,),
    )
    return {CollectionId(number): count for number, count in rows.fetchall()}
