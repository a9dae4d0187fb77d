"""The library held open: one connection to read, one to write, shared by every thread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from overpaint.domain.errors import StorageError
from overpaint.services.library.transactions import transaction

if TYPE_CHECKING:
    import sqlite3

_CACHE_KIB = 8192
_Read = TypeVar("_Read")


class LibraryPool:
    """Opening takes milliseconds, a query less than one: so connections stay open.

    A library that was moved away, or made anew, by another process is opened again.

    Args:
        path: The file; it is opened, and made, when it is needed first.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._reader = _Held(path)
        self._writer = _Held(path)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Read; others wait meanwhile, so not for longer than a page takes.

        Raises:
            StorageError: It cannot be opened or read.
        """
        from overpaint.services.library.connection import told  # noqa: PLC0415 - loads SQLite

        with told(self.path), self._reader.use() as connection:
            yield connection

    def read(self, work: Callable[[sqlite3.Connection], _Read]) -> _Read:
        """Read by a function; what was damaged and mended meanwhile is read again.

        Raises:
            StorageError: It cannot be opened or read.
        """
        from overpaint.services.library.rescuing import is_mended  # noqa: PLC0415 - as above

        try:
            with self.reading() as connection:
                return work(connection)
        except StorageError as error:
            if not is_mended(error.__cause__):
                raise
        with self.reading() as connection:
            return work(connection)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Write in one transaction: wholly or not at all, and on disk when the block ends.

        Raises:
            StorageError: It cannot be opened or written; nothing was.
        """
        from overpaint.services.library.connection import told  # noqa: PLC0415 - as above

        with told(self.path), self._writer.use() as connection, transaction(connection):
            yield connection

    def close(self) -> None:
        """Let go of the file; it is opened again by whoever comes after."""
        self._reader.close()
        self._writer.close()


class _Held:
    """One connection, for one thread at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._identity: tuple[int, int] | None = None

    @contextmanager
    def use(self) -> Iterator[sqlite3.Connection]:
        from overpaint.services.library.connection import rescue_from  # noqa: PLC0415 - as above

        with self._lock:
            connection = self._open()
            try:
                yield connection
            except Exception as error:
                # It may be broken or on a drive that is gone: the next one starts afresh.
                seen = self._identity
                self._let_go()
                rescue_from(error, self._path, seen)
                raise

    def close(self) -> None:
        with self._lock:
            self._let_go()

    def _open(self) -> sqlite3.Connection:
        from overpaint.services.library.connection import opened  # noqa: PLC0415 - as above
        from overpaint.services.library.rescuing import identity  # noqa: PLC0415 - as above

        if self._connection is not None and self._identity == identity(self._path):
            return self._connection
        self._let_go()
        self._connection = opened(self._path)
        self._connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        self._identity = identity(self._path)
        return self._connection

    def _let_go(self) -> None:
        if self._connection is not None:
            with suppress(Exception):
                self._connection.close()
        self._connection = self._identity = None
