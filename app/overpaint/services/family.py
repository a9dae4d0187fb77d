"""Gather from the library everything that hangs together with a result, over months."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from overpaint.domain.family import Kin
from overpaint.domain.library import LibraryResult, ResultKey
from overpaint.services.library.library import Library

MOST_KIN = 400
"""A tree of more nobody looks at; the nearest ones are told."""


def gather(library: Library, key: str, file: Path | None = None) -> tuple[Kin, ...]:
    """Find a result's ancestors, its siblings and all descendants; blocks, for workers.

    Args:
        library: Where to look.
        key: Of the result.
        file: The result's file, when the library may know it by another key.

    Returns:
        The results, not in the bin, in no order; empty when the library does not know it.

    Raises:
        StorageError: The library cannot be read.
    """
    start = library.find(ResultKey(key))
    if start is None and file is not None:
        start = library.by_file(file)
    if start is None:
        return ()
    found: dict[str, LibraryResult] = {}
    first = _first(library, start, found)
    around = first.document or first.edit
    _take(found, library.by_edit(around) if around else ())
    waiting = list(found.values())
    while waiting and len(found) < MOST_KIN:
        one = waiting.pop()
        waiting += _take(found, library.children(one.key))
    return tuple(Kin.of_result(one) for one in found.values() if one.binned is None)


def _first(
    library: Library, start: LibraryResult, found: dict[str, LibraryResult]
) -> LibraryResult:
    """Walk up to the first edit; everybody on the way is found."""
    one = start
    while True:
        found[one.key] = one
        above = None if one.parent is None else library.find(one.parent)
        if above is None or above.key in found:
            return one
        one = above


def _take(found: dict[str, LibraryResult], results: Iterable[LibraryResult]) -> list[LibraryResult]:
    """Add those that are new; returns them."""
    new = [one for one in results if one.key not in found]
    found.update((one.key, one) for one in new)
    return new
