"""Bring pictures from outside into the library: results with their recipe, others as they are."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from overpaint.domain.library import LibraryResult, ResultKey
from overpaint.services.library.library import Library
from overpaint.services.result_folder import read_size

_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".gif"})


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of files and folders.

    Attributes:
        added: Pictures that the library did not know.
        known: How many it knew.
        refused: Files that are no pictures that it can show.
    """

    added: tuple[ResultKey, ...] = ()
    known: int = 0
    refused: tuple[Path, ...] = ()


def import_pictures(library: Library, paths: Sequence[Path]) -> Imported:
    """Add pictures; their files stay where they are. Blocks, for a worker.

    A result of this program comes with all that its file tells. What people did to pictures that
    are known already stays.

    Args:
        library: Gets them.
        paths: Files, and folders with all that is below them.

    Raises:
        StorageError: The library takes nothing.
    """
    rebuilt = library.rebuild(paths)
    told = {*rebuilt.added, *rebuilt.moved}
    results: list[LibraryResult] = []
    known, refused = 0, []
    for file in _files(paths):
        if library.by_file(file) is not None:
            known += 1
            continue
        result = _plain(file)
        if result is None:
            refused.append(file)
        elif library.find(result.key) is None:
            results.append(result)
        else:
            known += 1
    if results:
        library.thumbnails(library.add(results))
    added = (*rebuilt.added, *(one.key for one in results))
    return Imported(added, max(known - len(told), 0), tuple(refused))


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """Every picture once; a file that was named is looked at whatever its ending."""
    seen: set[Path] = set()
    for path in paths:
        below = sorted(path.rglob("*")) if path.is_dir() else []
        for file in [one for one in below if one.suffix.lower() in _SUFFIXES] or [path]:
            place = file.absolute()
            if place not in seen and not place.is_dir():
                seen.add(place)
                yield place


def _plain(file: Path) -> LibraryResult | None:
    """A picture of which nothing is known but itself; None when it is none."""
    try:
        with file.open("rb") as stream:
            size = read_size(stream)
            stream.seek(0)
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        changed = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    except (OSError, ValueError, OverflowError):
        return None
    if size is None:
        return None
    # By its content: the same picture is not there twice, wherever it lies.
    key = ResultKey(f"picture/{digest}")
    return LibraryResult(key=key, time=changed, file=file, size=size, model="", server="")
