"""A damaged library is moved aside, never deleted, and what can still be read of it is taken over.

Whoever comes across the damage does it: afterwards there is a library that works, and a note in it
for the program to tell the person and to fill the rest from the files of results.
"""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from overpaint.services.library.file_lock import locked
from overpaint.services.library.writing import index_all

_DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_SIDES = ("", "-wal", "-shm")
_LEFT_OUT = frozenset({"migrations", "rescues", "thumbnails"})
_MADE_BY_THE_INDEX = "result_search"

Identity = tuple[int, int]
Open = Callable[[Path], sqlite3.Connection]
_logger = logging.getLogger(__name__)


def identity(path: Path) -> Identity | None:
    """Which file lies there now; None for none."""
    try:
        facts = os.stat(path)  # noqa: PTH116 - every query asks
    except OSError:
        return None
    return facts.st_dev, facts.st_ino


def is_index_damaged(error: BaseException | None) -> bool:
    """Whether the index of words alone is damaged."""
    return getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_CORRUPT_VTAB


def is_mended(error: BaseException | None) -> bool:
    """Whether what went wrong has been put right by now, see `connection.rescue_from`."""
    return error is not None and (is_damaged(error) or is_index_damaged(error))


def is_damaged(error: BaseException) -> bool:
    """Whether an error tells that the file is no library any more."""
    # An index that is damaged alone has a code of its own: it is made anew of the rows.
    return isinstance(error, sqlite3.Error) and getattr(error, "sqlite_errorcode", 0) in _DAMAGE


def rescue(path: Path, seen: Identity | None, open_new: Open) -> None:
    """Put a new library in the place of a damaged one, unless somebody has done so already.

    Args:
        path: The library.
        seen: Which file was damaged.
        open_new: Opens a library in its newest form.

    Raises:
        OSError: It cannot be moved; everything is as it was.
        sqlite3.Error: A new one cannot be made.
    """
    with locked(path.with_name(f"{path.name}.rescue")):
        if seen is None or identity(path) != seen:
            return
        fresh = path.with_name(f"{path.name}.fresh")
        aside = _free(path)
        for side in _SIDES:
            fresh.with_name(fresh.name + side).unlink(missing_ok=True)
        with closing(open_new(fresh)) as connection:
            rows = _salvage(path, connection)
            connection.execute(
                "INSERT INTO rescues (time, moved, rows) VALUES (?, ?, ?)",
                (datetime.now(UTC).isoformat(), str(aside), rows),
            )
        for side in _SIDES:
            with suppress(FileNotFoundError):
                path.with_name(path.name + side).rename(aside.with_name(aside.name + side))
        fresh.rename(path)
    _logger.warning("a damaged library was moved to %s, %d rows were saved", aside, rows)


def _free(path: Path) -> Path:
    when = datetime.now().astimezone().strftime("%Y-%m-%dT%H-%M-%S")
    aside = path.with_name(f"{path.name}.damaged-{when}")
    return aside if not aside.exists() else aside.with_name(f"{aside.name}-{os.getpid()}")


def _salvage(damaged: Path, fresh: sqlite3.Connection) -> int:
    """Take over every row that can be read; pictures are made of the files again."""
    try:
        source = sqlite3.connect(f"{damaged.absolute().as_uri()}?mode=ro", uri=True)
    except sqlite3.Error:
        return 0
    count = 0
    with closing(source), _loosely(fresh):
        for table in _tables(fresh):
            with suppress(sqlite3.Error):
                count += _copy(source, fresh, table)
        index_all(fresh)
    return count


@contextmanager
def _loosely(connection: sqlite3.Connection) -> Iterator[None]:
    """Take rows in any order, and drop those in the end whose owner is lost."""
    connection.execute("PRAGMA foreign_keys = OFF")
    try:
        connection.execute("BEGIN IMMEDIATE")
        yield
        for table, column, owner in _owners(connection):
            connection.execute(
                f'DELETE FROM "{table}" WHERE "{column}" NOT IN (SELECT id FROM "{owner}")'  # noqa: S608
            )
        connection.execute("COMMIT")
    finally:
        connection.execute("PRAGMA foreign_keys = ON")


def _owners(connection: sqlite3.Connection) -> list[tuple[str, str, str]]:
    return [
        (table, row[3], row[2])
        for table in _tables(connection)
        for row in connection.execute(f'PRAGMA foreign_key_list("{table}")')
        if row[4] == "id"
    ]


def _tables(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    names = (str(name) for (name,) in rows)
    return [
        name for name in names if name not in _LEFT_OUT and not name.startswith(_MADE_BY_THE_INDEX)
    ]


def _copy(source: sqlite3.Connection, fresh: sqlite3.Connection, table: str) -> int:
    there = {str(row[1]) for row in source.execute(f'PRAGMA table_info("{table}")')}
    columns = [str(row[1]) for row in fresh.execute(f'PRAGMA table_info("{table}")')]
    named = ", ".join(f'"{name}"' for name in columns if name in there)
    marks = ", ".join("?" * len([name for name in columns if name in there]))
    before = fresh.total_changes
    # From the front up to the damage, then from the back.
    for order in ("", " ORDER BY rowid DESC"):
        with suppress(sqlite3.Error):
            for row in source.execute(f'SELECT {named} FROM "{table}"{order}'):  # noqa: S608
                with suppress(sqlite3.Error):
                    fresh.execute(
                        f'INSERT OR IGNORE INTO "{table}" ({named}) VALUES ({marks})',  # noqa: S608
                        row,
                    )
            break
    return fresh.total_changes - before
