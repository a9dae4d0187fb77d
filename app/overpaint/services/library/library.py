"""The library of all results: everything that finds, shows and sorts them goes through here.

SQLite itself is loaded on the first worker that asks: the window makes a `Library` at its start.
"""

from __future__ import annotations

import logging
from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from overpaint.domain.errors import StorageError
from overpaint.domain.events import Result
from overpaint.domain.library import (
    EmptiedBin,
    LibraryChange,
    LibraryCollection,
    LibraryEvent,
    LibraryFacets,
    LibraryQuery,
    LibraryResult,
    ResultKey,
)
from overpaint.services.library import (
    collecting,
    emptying,
    facets,
    reading,
    rescues,
    thumbnails,
    writing,
)
from overpaint.services.library.changer import LibraryChanger
from overpaint.services.library.days import DayCounter, DayCounts
from overpaint.services.library.pool import LibraryPool
from overpaint.services.library.rescues import Rescue
from overpaint.services.library.search import Searcher, version_of
from overpaint.services.trash import move_to_trash

if TYPE_CHECKING:
    from overpaint.services.library.rebuilding import Progress, Rebuilt

EVERYTHING = LibraryQuery()
_ADDED_AT_ONCE = 200
_logger = logging.getLogger(__name__)


def _tell_nobody(_change: LibraryChange) -> None:
    """Nobody wants to know."""


def _no_progress(_done: int, _files: int) -> None:
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
        self._seen = 0
        self._is_ending = False
        self._day_counter = DayCounter(self._searcher)

    def ids(self, query: LibraryQuery = EVERYTHING) -> array[int]:
        """The numbers of all results that a query finds, in its order."""
        return self._pool.read(lambda connection: self._searcher.ids(connection, query))

    def days(self, query: LibraryQuery = EVERYTHING) -> tuple[array[int], DayCounts]:
        """The same for a query in order of time, with the local days and how many each has."""
        with self._pool.reading() as connection:
            return self._day_counter.days(connection, query)

    def page(self, rowids: Sequence[int]) -> tuple[LibraryResult, ...]:
        """Results by their numbers, in the order of these and without recipes.

        Those that are gone are left out.
        """
        return self._pool.read(lambda connection: reading.page(connection, rowids))

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
        return self._pool.read(lambda connection: facets.facets(connection, query))

    def collections(self) -> tuple[LibraryCollection, ...]:
        """All collections, in the order of the alphabet."""
        return self._pool.read(collecting.collections)

    def follow(self, result: Result) -> ResultKey | None:
        """A result was made anew from its answer: its row follows its file, and so it looks.

        Returns:
            Its key; None when the library does not know the answer.
        """
        from overpaint.services.recipes.making import recipe_of_result  # noqa: PLC0415 - as below

        recipe = recipe_of_result(result)
        with self._pool.writing() as connection:
            known = writing.follow(connection, result, recipe)
            if known is None:
                return None
            number, key = known
            thumbnails.forget(connection, [number])
        self.thumbnails([number])
        self.tell(LibraryEvent.CHANGED, [key])
        return key

    def find(self, key: ResultKey) -> LibraryResult | None:
        """The result of a key, with its recipe."""
        return self._pool.read(lambda connection: reading.find(connection, key))

    def by_file(self, path: Path) -> LibraryResult | None:
        """The newest result that lies in a file, or whose answer does; with its recipe."""
        return self._pool.read(lambda connection: reading.by_file(connection, path))

    def by_edit(self, edit: str) -> tuple[LibraryResult, ...]:
        """The results of an edit or of a document, the oldest first; with their recipes."""
        return self._pool.read(lambda connection: reading.by_edit(connection, edit))

    def children(self, key: ResultKey) -> tuple[LibraryResult, ...]:
        """The results that were made from a result, the oldest first; with their recipes."""
        return self._pool.read(lambda connection: reading.children(connection, key))

    def thumbnails(self, rowids: Sequence[int]) -> dict[int, bytes]:
        """Small pictures by the numbers of results: JPEG or WebP, the longer edge 256 pixels.

        Those that are missing or damaged are made of the files, which takes a while, and kept.
        Results whose files cannot be read are left out.
        """
        with self._pool.reading() as connection:
            whole, others = thumbnails.read(connection, rowids)
        fresh = {number: thumbnails.made(files) for number, files in others.items()}
        self._keep({number: one for number, one in fresh.items() if one is not None})
        whole.update((number, one) for number, one in fresh.items() if one is not None)
        return whole

    def remake_thumbnails(self, rowids: Sequence[int]) -> dict[int, bytes]:
        """Make small pictures anew that nobody can show, or whose files have changed."""
        with self._pool.writing() as connection:
            thumbnails.forget(connection, rowids)
        return self.thumbnails(rowids)

    def empty_bin(self, trash: emptying.Trash = move_to_trash) -> EmptiedBin:
        """Forget everything in the bin for good, and put its files into the system's trash.

        Nothing undoes it; but no file is deleted. What somebody has changed stays where it is, and
        so does everything where the system's trash cannot be reached.

        Args:
            trash: Moves a file there, and tells whether it could.
        """
        with self._pool.writing() as connection:
            results = emptying.binned(connection)
            emptying.forget(connection, results)
            others = emptying.in_use(connection, results)
        self.tell(LibraryEvent.REMOVED, [one.key for one in results])
        return emptying.put_away(results, others, trash)

    def rebuild(self, folders: Iterable[Path], progress: Progress = _no_progress) -> Rebuilt:
        """Add the results whose files lie in some folders, and follow those that have moved.

        What is known already keeps everything that people did to it.

        Args:
            folders: Where results and answers lie; what is below them is looked at too.
            progress: Told how many files of how many have been looked at.
        """
        from overpaint.services.library import rebuilding  # noqa: PLC0415 - not at the start
        from overpaint.services.recipes.finding import find_recipe  # noqa: PLC0415 - as above

        def go_on(done: int, count: int) -> None:
            if self._is_ending:
                raise InterruptedError
            progress(done, count)

        files, results = rebuilding.found_in(folders, find_recipe, go_on)
        added: list[ResultKey] = []
        moved: list[ResultKey] = []
        for first in range(0, len(results), _ADDED_AT_ONCE):
            with self._pool.writing() as connection:
                some = rebuilding.take_in(connection, results[first : first + _ADDED_AT_ONCE])
            added += some[0]
            moved += some[1]
        if added or moved:
            self.tell(LibraryEvent.REBUILT)
        return rebuilding.Rebuilt(files, tuple(added), tuple(moved))

    def recover(
        self, folders: Iterable[Path], progress: Progress = _no_progress
    ) -> tuple[Rescue, ...]:
        """After the library was found damaged: fill the new one from files.

        Returns:
            What the person is to be told, once; mostly nothing.
        """
        found = self.rescues() if self.path.exists() else ()
        if not found:
            return ()
        rebuilt = self.rebuild(folders, progress)
        with self._pool.writing() as connection:
            rescues.note_told(connection)
        return tuple(replace(one, found=len(rebuilt.added)) for one in found)

    def stop(self) -> None:
        """Let a rebuilding under way end soon, by an `InterruptedError`: the program ends."""
        self._is_ending = True

    def is_written(self) -> bool:
        """Whether anything was written since this was asked last, by whichever process."""
        if not self.path.exists():
            return False
        seen, self._seen = self._seen, self._pool.read(version_of)
        return self._seen != seen

    def rescues(self) -> tuple[Rescue, ...]:
        """What was found damaged and mended, and nobody was told of yet."""
        return self._pool.read(rescues.untold)

    def _keep(self, pictures: dict[int, bytes]) -> None:
        if not pictures:
            return
        try:
            with self._pool.writing() as connection:
                thumbnails.keep(connection, pictures)
        except StorageError as error:
            # They can be shown all the same.
            _logger.warning("thumbnails not kept: %s", error)

    def close(self) -> None:
        """Let go of the file; whoever comes after opens it again."""
        self._pool.close()
