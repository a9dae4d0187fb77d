"""The library of all results: everything that finds, shows and sorts them goes through here.

SQLite itself is loaded on the first worker that asks: the window makes a `Library` at its start.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from overpaint.domain.library import (
    LibraryChange,
    LibraryCollection,
    LibraryEvent,
    LibraryFacets,
    LibraryQuery,
    LibraryResult,
    ResultKey,
)
from overpaint.services.library import collecting, facets, reading, writing
from overpaint.services.library.changer import LibraryChanger
from overpaint.services.library.pool import LibraryPool
from overpaint.services.library.search import Searcher

EVERYTHING = LibraryQuery()


def _tell_nobody(_change: LibraryChange) -> None:
    """Nobody wants to know."""


class Library(LibraryChanger):
    """All results on this machine; every method blocks, and may be called on any worker.

    Every method raises `StorageError` when the library cannot be read or written; what could not
    be written wholly was not written.

    Args:
        path: The file; it is made when it is needed first.
        changed: Told what has changed, on the thread of whoever changed it.
    """

    def __init__(self, path: Path, changed: Callable[[LibraryChange], None] = _tell_nobody) -> None:
        super().__init__(LibraryPool(path), changed)
        self.path = path
        self._searcher = Searcher()

    def ids(self, query: LibraryQuery = EVERYTHING) -> array[int]:
        """The numbers of all results that a query finds, in its order."""
        with self._pool.reading() as connection:
            return self._searcher.ids(connection, query)

    def page(self, rowids: Sequence[int]) -> tuple[LibraryResult, ...]:
        """Results by their numbers, in the order of these and without recipes.

        Those that are gone are left out.
        """
        with self._pool.reading() as connection:
            return reading.page(connection, rowids)

    def add(self, results: Iterable[LibraryResult]) -> tuple[int, ...]:
        """Add results that have just been finished; all are on disk when this returns.

        One of a known key keeps what people did to it and follows its file.

        Returns:
            Their numbers.
        """
        added = list(results)
        with self._pool.writing() as connection:
            numbers = writing.add(connection, added, now=True)
        self.tell(LibraryEvent.ADDED, [one.key for one in added])
        return tuple(numbers)

    def facets(self, query: LibraryQuery = EVERYTHING) -> LibraryFacets:
        """How many results each further choice would leave."""
        with self._pool.reading() as connection:
            return facets.facets(connection, query)

    def collections(self) -> tuple[LibraryCollection, ...]:
        """All collections, in the order of the alphabet."""
        with self._pool.reading() as connection:
            return collecting.collections(connection)

    def find(self, key: ResultKey) -> LibraryResult | None:
        """The result of a key, with its recipe."""
        with self._pool.reading() as connection:
            return reading.find(connection, key)

    def by_file(self, path: Path) -> LibraryResult | None:
        """The newest result that lies in a file, or whose answer does; with its recipe."""
        with self._pool.reading() as connection:
            return reading.by_file(connection, path)

    def by_edit(self, edit: str) -> tuple[LibraryResult, ...]:
        """The results of an edit or of a document, the oldest first; with their recipes."""
        with self._pool.reading() as connection:
            return reading.by_edit(connection, edit)

    def children(self, key: ResultKey) -> tuple[LibraryResult, ...]:
        """The results that were made from a result, the oldest first; with their recipes."""
        with self._pool.reading() as connection:
            return reading.children(connection, key)

    def close(self) -> None:
        """Let go of the file; whoever comes after opens it again."""
        self._pool.close()
