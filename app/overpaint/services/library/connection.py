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
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(path, timeout=_PATIENCE_S, isolation_level=None)) as opened:
            _begin_log(opened)
            opened.execute("PRAGMA synchronous = FULL")
            opened.execute("PRAGMA foreign_keys = ON")
            migrate(opened, path)
            yield opened
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
