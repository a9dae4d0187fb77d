"""Open the library: one SQLite file in the data folder that several processes may use at once."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from overpaint.domain.errors import StorageError
from overpaint.domain.text import say
from overpaint.services.library.migrations import migrate
from overpaint.services.library.rescuing import (
    Identity,
    identity,
    is_damaged,
    is_index_damaged,
    is_mended,
    rescue,
)
from overpaint.services.library.transactions import transaction
from overpaint.services.library.writing import index_all

_PATIENCE_S = 10.0
_PAUSE_S = 0.02
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_KIND = 0xFF
"""Of an error's code, the part that is not its detail."""


@contextmanager
def library(path: Path) -> Iterator[sqlite3.Connection]:
    """Open the library for as long as the block lasts, in its newest form; blocks.

    A row is on disk when its transaction ends (write-ahead log, full synchronisation). The
    connection is in autocommit mode; several statements belong in `transaction`.

    Args:
        path: The file; it and its folder are made when they are missing.

    Raises:
        StorageError: It cannot be opened, read or written.
    """
    with told(path), closing(opened(path)) as connection:
        seen = identity(path)
        try:
            yield connection
        except sqlite3.Error as error:
            connection.close()
            rescue_from(error, path, seen)
            raise


def opened(path: Path) -> sqlite3.Connection:
    """Open the library for good, as `library` does; any thread may use it, one at a time.

    A damaged one is moved aside, and a new one opened with what could be read of it.

    Raises:
        StorageError: A newer program has changed it.
        sqlite3.Error: It cannot be opened, read or written.
        OSError: Its folder cannot be made.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    seen = identity(path)
    try:
        return _opened(path)
    except sqlite3.DatabaseError as error:
        if not is_damaged(error):
            raise
        rescue_from(error, path, seen)
    return _opened(path)


def rescue_from(error: BaseException, path: Path, seen: Identity | None) -> None:
    """Put a new library in the place of a damaged one, or a new index of words into it.

    Does nothing after other errors.

    Args:
        error: What went wrong.
        path: The library; nobody of this process has it open.
        seen: Which file it was.
    """
    if is_damaged(error):
        rescue(path, seen, _opened)
    elif is_index_damaged(error):
        with closing(_opened(path)) as connection, transaction(connection):
            index_all(connection)


def mend(path: Path) -> None:
    """Move a library aside that is known to be damaged, and begin one with what can be read."""
    rescue(path, identity(path), _opened)


def _opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        path, timeout=_PATIENCE_S, isolation_level=None, check_same_thread=False
    )
    try:
        _begin_log(connection)
        connection.execute("PRAGMA synchronous = FULL")
        # Apple's fsync leaves it in the drive's own memory; others know nothing of these.
        connection.execute("PRAGMA fullfsync = ON")
        connection.execute("PRAGMA checkpoint_fullfsync = ON")
        connection.execute("PRAGMA foreign_keys = ON")
        migrate(connection, path)
    except BaseException:
        # Nobody has the connection yet who could close it.
        connection.close()
        raise
    return connection


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Tell what goes wrong with a library as a `StorageError`."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise _not_usable(path, error) from error


def _begin_log(connection: sqlite3.Connection) -> None:
    """Use a write-ahead log; SQLite does not wait by itself while another process does the same."""
    until_s = time.monotonic() + _PATIENCE_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            # A full disk, or one that is gone, does not get better by waiting.
            if error.sqlite_errorcode & _KIND not in _BUSY or time.monotonic() > until_s:
                raise
            time.sleep(_PAUSE_S)
        else:
            return


def _not_usable(path: Path, error: Exception) -> StorageError:
    if is_mended(error):
        return StorageError(
            say("library", "The library is damaged."),
            why=say("library", "{path}: {reason}.", path=str(path), reason=str(error)),
            remedy=say("library", "It was mended with what could be read of it. Try again; results"
                       " are saved all the same."),
            details=type(error).__name__,
        )  # fmt: skip
    return StorageError(
        say("library", "The library cannot be used."),
        why=say("library", "{path}: {reason}.", path=str(path), reason=str(error)),
        remedy=say("library", "Results are saved all the same. Make room on the disk, or move the"
                   " file away: a new one is begun."),
        details=type(error).__name__,
    )  # fmt: skip
