"""Look whether a library is whole, and mend it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from overpaint.domain.errors import StorageError
from overpaint.services.library import writing
from overpaint.services.library.connection import library, mend, opened, told
from overpaint.services.library.transactions import transaction
from overpaint.services.library.values import to_path

_MOST_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class Health:
    """What was found.

    Attributes:
        problems: What is wrong with the file, in the words of SQLite; empty for nothing.
        repaired: Whether it was mended.
        results: How many results it knows.
        missing: Files of results that are not where they should be; those in the bin aside.
    """

    problems: tuple[str, ...]
    repaired: bool
    results: int
    missing: tuple[Path, ...]


def check_library(path: Path, *, repair: bool) -> Health:
    """Read all of a library; blocks, seconds for a large one.

    Args:
        path: The file.
        repair: Make indexes anew, and move a damaged file aside after saving what can be read.

    Raises:
        StorageError: It cannot be opened.
    """
    with told(path):
        problems, index_is_damaged = _problems(path)
        if problems and repair:
            _repair(path, index_only=index_is_damaged and len(problems) == 1)
        try:
            results, missing = _results(path)
        except StorageError:
            # Damaged where nobody had looked; it was moved aside by now.
            results, missing = _results(path)
    return Health(problems, bool(problems) and repair, results, missing)


def _problems(path: Path) -> tuple[tuple[str, ...], bool]:
    """What is wrong, and whether the full-text index is."""
    found: list[str] = []
    with closing(opened(path)) as connection:
        try:
            rows = connection.execute(f"PRAGMA integrity_check({_MOST_PROBLEMS})").fetchall()
            found += [str(row[0]) for row in rows if row[0] != "ok"]
            rows = connection.execute("PRAGMA foreign_key_check").fetchall()
            found += [f"a row of {row[0]} belongs to nothing in {row[2]}" for row in rows]
        except sqlite3.DatabaseError as error:
            found.append(str(error))
        try:
            connection.execute(
                "INSERT INTO result_search (result_search) VALUES ('integrity-check')"
            )
            count = "SELECT (SELECT count(*) FROM results) - (SELECT count(*) FROM result_search)"
            is_short = connection.execute(count).fetchone()[0] != 0
        except sqlite3.DatabaseError:
            is_short = True
    if is_short:
        found.append("the index of words does not fit the results")
    return tuple(found[:_MOST_PROBLEMS]), is_short


def _repair(path: Path, *, index_only: bool) -> None:
    if index_only:
        with library(path) as connection, transaction(connection):
            writing.index_all(connection)
        return
    mend(path)


def _results(path: Path) -> tuple[int, tuple[Path, ...]]:
    with library(path) as connection:
        (results,) = connection.execute("SELECT count(*) FROM results").fetchone()
        rows = connection.execute("SELECT file FROM results WHERE binned IS NULL").fetchall()
    files = (to_path(file) for (file,) in rows)
    return int(results), tuple(one for one in files if not one.exists())
