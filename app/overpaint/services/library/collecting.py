"""Collections: made, renamed, taken away and brought back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from overpaint.domain.errors import SettingsError
from overpaint.domain.library import CollectionId, LibraryCollection, ResultKey
from overpaint.domain.text import say
from overpaint.services.library.changing import tidy

if TYPE_CHECKING:
    import sqlite3

_ALL = """
    SELECT id, name, (
        SELECT count(*) FROM collection_results JOIN results ON results.id = result
        WHERE collection = collections.id AND binned IS NULL
    ) FROM collections ORDER BY folded
"""


def collections(connection: sqlite3.Connection) -> tuple[LibraryCollection, ...]:
    """All collections, in the order of the alphabet."""
    rows = connection.execute(_ALL).fetchall()
    return tuple(LibraryCollection(CollectionId(one), name, count) for one, name, count in rows)


def make(
    connection: sqlite3.Connection, name: str, collection: CollectionId | None = None
) -> LibraryCollection:
    """Make a collection, under a number of its own unless one is given.

    Raises:
        SettingsError: Another one has the name, or it is empty.
    """
    name = _free(connection, name, None)
    done = connection.execute(
        "INSERT INTO collections (id, name, folded) VALUES (?, ?, ?)",
        (collection, name, name.casefold()),
    )
    return LibraryCollection(CollectionId(done.lastrowid or 0), name)


def rename(connection: sqlite3.Connection, collection: CollectionId, name: str) -> str:
    """Give a collection another name, and return the old one.

    Raises:
        SettingsError: Another one has the name, it is empty, or there is no such collection.
    """
    old = name_of(connection, collection)
    name = _free(connection, name, collection)
    connection.execute(
        "UPDATE collections SET name = ?, folded = ? WHERE id = ?",
        (name, name.casefold(), collection),
    )
    return old


def remove(
    connection: sqlite3.Connection, collection: CollectionId
) -> tuple[str, tuple[ResultKey, ...]]:
    """Take a collection away, and return its name and its results; these stay.

    Raises:
        SettingsError: There is no such collection.
    """
    name = name_of(connection, collection)
    rows = connection.execute(
        "SELECT key FROM collection_results JOIN results ON results.id = result"
        " WHERE collection = ?",
        (collection,),
    ).fetchall()
    connection.execute("DELETE FROM collections WHERE id = ?", (collection,))
    return name, tuple(ResultKey(key) for (key,) in rows)


def name_of(connection: sqlite3.Connection, collection: CollectionId) -> str:
    """The name of a collection.

    Raises:
        SettingsError: There is no such collection.
    """
    found = connection.execute(
        "SELECT name FROM collections WHERE id = ?", (collection,)
    ).fetchone()
    if found is None:
        raise SettingsError(
            say("library", "This collection is not there any more."),
            remedy=say("library", "Choose another one."),
        )
    return str(found[0])


def _free(connection: sqlite3.Connection, name: str, own: CollectionId | None) -> str:
    kept = tidy(name)
    if not kept:
        raise SettingsError(
            say("library", "A collection needs a name."),
            remedy=say("library", "Give it one."),
        )
    sql = "SELECT 1 FROM collections WHERE folded = ? AND id IS NOT ?"
    if connection.execute(sql, (kept.casefold(), own)).fetchone() is not None:
        raise SettingsError(
            say("library", "There is a collection called “{name}” already.", name=kept),
            remedy=say("library", "Choose another name."),
        )
    return kept
