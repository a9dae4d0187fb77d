"""The half of the library that changes what people give to results, each change undoable."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from overpaint.domain.library import (
    MAX_RATING,
    CollectionId,
    LibraryChange,
    LibraryCollection,
    LibraryEvent,
    ResultKey,
    Undoable,
)
from overpaint.services.library import changing, collecting
from overpaint.services.library.pool import LibraryPool
from overpaint.services.library.reading import numbers_of
from overpaint.services.library.values import from_time

if TYPE_CHECKING:
    import sqlite3

_PutPairs = Callable[["sqlite3.Connection", Iterable[changing.TagPair]], list[changing.TagPair]]
_PutNumbers = Callable[["sqlite3.Connection", Iterable[int], CollectionId], list[int]]
Pairs = tuple[tuple[ResultKey, str], ...]
"""Results, each with one of its tags."""


class LibraryChanger:
    """What people do to results. Blocks; raises `StorageError` when nothing could be written.

    Args:
        pool: The library.
        changed: Told what has changed.
    """

    def __init__(self, pool: LibraryPool, changed: Callable[[LibraryChange], None]) -> None:
        self._pool = pool
        self._changed = changed

    def set_rating(self, keys: Iterable[ResultKey], stars: int) -> Undoable:
        """Give results stars: 0 (none) to 5."""
        if not 0 <= stars <= MAX_RATING:
            raise ValueError(f"{stars} is not 0 to {MAX_RATING}")
        return self._set("rating", dict.fromkeys(keys, stars))

    def set_favourite(self, keys: Iterable[ResultKey], on: bool) -> Undoable:  # noqa: FBT001
        """Give results the star of favourites, or take it."""
        return self._set("favourite", dict.fromkeys(keys, int(on)))

    def bin(self, keys: Iterable[ResultKey]) -> Undoable:
        """Put results into the bin; their files stay where they are until it is emptied."""
        return self._set("binned", dict.fromkeys(keys, from_time(datetime.now(UTC))))

    def restore(self, keys: Iterable[ResultKey]) -> Undoable:
        """Take results out of the bin."""
        return self._set("binned", dict.fromkeys(keys))

    def add_tags(self, keys: Iterable[ResultKey], *tags: str) -> Undoable:
        """Give tags to results; a tag that differs in capitals only is the one that is known."""
        return self._tag(_pairs(keys, tags), on=True)

    def remove_tags(self, keys: Iterable[ResultKey], *tags: str) -> Undoable:
        """Take tags from results."""
        return self._tag(_pairs(keys, tags), on=False)

    def make_collection(self, name: str) -> LibraryCollection:
        """Make a collection; `remove_collection` undoes it.

        Raises:
            SettingsError: Another one has the name, or it is empty.
        """
        with self._pool.writing() as connection:
            made = collecting.make(connection, name)
        self.tell(LibraryEvent.COLLECTIONS)
        return made

    def rename_collection(self, collection: CollectionId, name: str) -> Undoable:
        """Give a collection another name.

        Raises:
            SettingsError: Another one has the name, it is empty, or there is no such collection.
        """
        with self._pool.writing() as connection:
            old = collecting.rename(connection, collection, name)
        self.tell(LibraryEvent.COLLECTIONS)
        return Undoable((), partial(self.rename_collection, collection, old))

    def remove_collection(self, collection: CollectionId) -> Undoable:
        """Take a collection away; its results stay.

        Raises:
            SettingsError: There is no such collection.
        """
        with self._pool.writing() as connection:
            name, keys = collecting.remove(connection, collection)
        self.tell(LibraryEvent.COLLECTIONS)
        return Undoable(keys, partial(self._make_again, collection, name, keys))

    def put_in(self, keys: Iterable[ResultKey], collection: CollectionId) -> Undoable:
        """Put results into a collection.

        Raises:
            SettingsError: There is no such collection.
        """
        return self._put(tuple(keys), collection, on=True)

    def take_out(self, keys: Iterable[ResultKey], collection: CollectionId) -> Undoable:
        """Take results out of a collection.

        Raises:
            SettingsError: There is no such collection.
        """
        return self._put(tuple(keys), collection, on=False)

    def tell(self, event: LibraryEvent, keys: Iterable[ResultKey] = ()) -> None:
        """Say what has changed."""
        self._changed(LibraryChange(event, tuple(keys)))

    def _set(self, column: str, values: Mapping[ResultKey, int | None]) -> Undoable:
        with self._pool.writing() as connection:
            named = numbers_of(connection, values)
            wanted = {number: values[key] for number, key in named.items()}
            before = changing.put(connection, column, wanted)
        old = {named[number]: value for number, value in before.items()}
        self._tell_changed(old)
        return Undoable(tuple(old), partial(self._set, column, old))

    def _tag(self, pairs: Pairs, *, on: bool) -> Undoable:
        put: _PutPairs = changing.tag if on else changing.untag
        with self._pool.writing() as connection:
            named = numbers_of(connection, {key for key, _ in pairs})
            numbers = {key: number for number, key in named.items()}
            known = [(numbers[key], name) for key, name in pairs if key in numbers]
            done = tuple((named[number], name) for number, name in put(connection, known))
        keys = tuple(dict.fromkeys(key for key, _ in done))
        self._tell_changed(keys)
        return Undoable(keys, partial(self._tag, done, on=not on))

    def _put(self, keys: tuple[ResultKey, ...], collection: CollectionId, *, on: bool) -> Undoable:
        put: _PutNumbers = changing.put_in if on else changing.take_out
        with self._pool.writing() as connection:
            collecting.name_of(connection, collection)
            named = numbers_of(connection, keys)
            moved = tuple(named[number] for number in put(connection, named, collection))
        self._tell_changed(moved)
        return Undoable(moved, partial(self._put, moved, collection, on=not on))

    def _make_again(
        self, collection: CollectionId, name: str, keys: tuple[ResultKey, ...]
    ) -> Undoable:
        with self._pool.writing() as connection:
            collecting.make(connection, name, collection)
            changing.put_in(connection, numbers_of(connection, keys), collection)
        self.tell(LibraryEvent.COLLECTIONS)
        return Undoable(keys, partial(self.remove_collection, collection))

    def _tell_changed(self, keys: Iterable[ResultKey]) -> None:
        changed = tuple(keys)
        if changed:
            self.tell(LibraryEvent.CHANGED, changed)


def _pairs(keys: Iterable[ResultKey], tags: Iterable[str]) -> Pairs:
    names = [name for name in map(changing.tidy, tags) if name]
    return tuple((key, name) for key in keys for name in names)
