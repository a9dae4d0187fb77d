"""Change what people give to results: stars, ratings, tags, collections, the bin.

Every function tells which results are another than before, so that it can be taken back exactly.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from overpaint.domain.library import CollectionId
from overpaint.services.library.values import readable
from overpaint.services.library.words import indexed

if TYPE_CHECKING:
    import sqlite3

_MOST_CHARACTERS = 60
_COLUMNS = frozenset({"rating", "favourite", "binned"})
_WORDS_OF = """
    SELECT result_tags.result, group_concat(tags.name, char(10))
    FROM json_each(?) AS wanted
    JOIN result_tags ON result_tags.result = wanted.value
    JOIN tags ON tags.id = result_tags.tag
    GROUP BY result_tags.result
"""

TagPair = tuple[int, str]
"""The number of a result, and a tag."""


def put(
    connection: sqlite3.Connection, column: str, values: Mapping[int, int | None]
) -> dict[int, int | None]:
    """Set one of the columns that people decide on.

    Args:
        connection: Within a transaction.
        column: ``"rating"``, ``"favourite"`` or ``"binned"``.
        values: New values by the numbers of results.

    Returns:
        The old values of those that had another one.
    """
    if column not in _COLUMNS:
        raise ValueError(column)
    rows = connection.execute(
        f"SELECT results.id, {column} FROM json_each(?) AS wanted"  # noqa: S608
        " JOIN results ON results.id = wanted.value",
        (json.dumps(list(values)),),
    )
    before = {number: value for number, value in rows if value != values[number]}
    connection.executemany(
        f"UPDATE results SET {column} = ? WHERE id = ?",  # noqa: S608
        [(values[number], number) for number in before],
    )
    return before


def tidy(name: str) -> str:
    """The name of a tag or a collection as it is kept: one line without blanks around it."""
    return " ".join(readable(name).split())[:_MOST_CHARACTERS].strip()


def tag(connection: sqlite3.Connection, pairs: Iterable[TagPair]) -> list[TagPair]:
    """Give tags to results; those that they did not have are returned."""
    added: list[TagPair] = []
    for number, name in pairs:
        connection.execute(
            "INSERT INTO tags (name, folded) VALUES (?, ?) ON CONFLICT (folded) DO NOTHING",
            (name, name.casefold()),
        )
        done = connection.execute(
            "INSERT INTO result_tags (tag, result) SELECT id, ? FROM tags WHERE folded = ?"
            " ON CONFLICT DO NOTHING",
            (number, name.casefold()),
        )
        if done.rowcount > 0:
            added.append((number, name))
    _find_by_tags(connection, {number for number, _ in added})
    return added


def untag(connection: sqlite3.Connection, pairs: Iterable[TagPair]) -> list[TagPair]:
    """Take tags from results; those that they had are returned. A tag without results is gone."""
    removed: list[TagPair] = []
    for number, name in pairs:
        found = connection.execute(
            "DELETE FROM result_tags WHERE result = ?"
            " AND tag = (SELECT id FROM tags WHERE folded = ?)",
            (number, name.casefold()),
        )
        if found.rowcount > 0:
            removed.append((number, name))
    forget_unused_tags(connection)
    _find_by_tags(connection, {number for number, _ in removed})
    return removed


def forget_unused_tags(connection: sqlite3.Connection) -> None:
    """Forget the tags that no result has."""
    connection.execute("DELETE FROM tags WHERE id NOT IN (SELECT tag FROM result_tags)")


def put_in(
    connection: sqlite3.Connection, numbers: Iterable[int], collection: CollectionId
) -> list[int]:
    """Put results into a collection; those that were not in it are returned."""
    sql = (
        "INSERT INTO collection_results (collection, result) SELECT id, ? FROM collections"
        " WHERE id = ? ON CONFLICT DO NOTHING"
    )
    return [one for one in numbers if connection.execute(sql, (one, collection)).rowcount > 0]


def take_out(
    connection: sqlite3.Connection, numbers: Iterable[int], collection: CollectionId
) -> list[int]:
    """Take results out of a collection; those that were in it are returned."""
    sql = "DELETE FROM collection_results WHERE result = ? AND collection = ?"
    return [one for one in numbers if connection.execute(sql, (one, collection)).rowcount > 0]


def _find_by_tags(connection: sqlite3.Connection, numbers: set[int]) -> None:
    words = dict.fromkeys(numbers, "")
    words.update(connection.execute(_WORDS_OF, (json.dumps(list(numbers)),)))
    connection.executemany(
        "UPDATE result_search SET tags = ? WHERE rowid = ?",
        [(indexed(text), number) for number, text in words.items()],
    )
