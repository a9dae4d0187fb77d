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

_PATIENCE_S = 10.0
_PAUSE_S = 0.02


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
        yield connection


def opened(path: Path) -> sqlite3.Connection:
    """Open the library for good, as `library` does; any thread may use it, one at a time.

    Raises:
        StorageError: A newer program has changed it.
        sqlite3.Error: It cannot be opened, read or written.
        OSError: Its folder cannot be made.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
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
        except sqlite3.OperationalError:
            if time.monotonic() > until_s:
                raise
            time.sleep(_PAUSE_S)
        else:
            return


def _not_usable(path: Path, error: Exception) -> StorageError:
    return StorageError(
        say("library", "The library cannot be used."),
        why=say("library", "{path}: {reason}.", path=str(path), reason=str(error)),
        remedy=say("library", "Results are saved all the same. Make room on the disk, or move the"
                   " file away: a new one is begun."),
        details=type(error).__name__,
    )  # fmt: skip
