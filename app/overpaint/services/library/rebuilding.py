"""Fill the library from files alone: notes beside answers, and recipes inside of pictures.

What the library knows already stays as people left it; only a file that has moved is followed. So
it can be done at any time, and as often as one likes.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

from overpaint.domain.errors import OverpaintError
from overpaint.domain.library import LibraryResult, ResultKey
from overpaint.domain.recipe import Recipe
from overpaint.domain.recipe_codec import recipe_from_json
from overpaint.domain.sizes import Size
from overpaint.services.library import writing
from overpaint.services.library.values import from_path, to_path
from overpaint.services.result_folder import read_size

if TYPE_CHECKING:
    import sqlite3

_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".gif"})
_NOTE = ".json"
_MOST_NOTE_BYTES = 64 * 1024 * 1024
_logger = logging.getLogger(__name__)

ReadRecipe = Callable[[Path], Recipe | None]
Progress = Callable[[int, int], None]
"""Told how many files of how many have been looked at."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What came of it.

    Attributes:
        files: How many files were looked at.
        added: Results that were not known.
        moved: Known results whose files were found in another place.
    """

    files: int = 0
    added: tuple[ResultKey, ...] = ()
    moved: tuple[ResultKey, ...] = ()


def found_in(
    folders: Iterable[Path], read_recipe: ReadRecipe, progress: Progress
) -> tuple[int, tuple[LibraryResult, ...]]:
    """Look at every file of some folders; reads them, so on a worker.

    Returns:
        How many files were looked at, and the results, the oldest first. Each lies in a file that
        is there.
    """
    files = sorted(_files(folders), key=lambda file: (file.suffix.lower() != _NOTE, str(file)))
    results: dict[ResultKey, LibraryResult] = {}
    for done, file in enumerate(files, start=1):
        if file.suffix.lower() == _NOTE:
            result = _from_note(file)
        else:
            result = _from_picture(file, read_recipe)
        if result is not None:
            results[result.key] = _joined(results.get(result.key), result)
        progress(done, len(files))
    there = (sized for one in results.values() if (sized := _lying(one)) is not None)
    return len(files), tuple(sorted(there, key=lambda one: (one.time, one.key)))


def take_in(
    connection: sqlite3.Connection, results: Sequence[LibraryResult]
) -> tuple[list[ResultKey], list[ResultKey]]:
    """Add those results that are not known, inside of a transaction.

    Returns:
        The keys of those that were added, and of known ones whose files have moved.
    """
    added: list[ResultKey] = []
    moved: list[ResultKey] = []
    for result in results:
        known = _known(connection, result)
        if known is None:
            writing.add(connection, [result], now=False)
            added.append(result.key)
        elif known[1] != result.file and not known[1].exists():
            writing.add(connection, [replace(result, key=known[0])], now=False)
            moved.append(known[0])
    return added, moved


def _known(connection: sqlite3.Connection, result: LibraryResult) -> tuple[ResultKey, Path] | None:
    """The same result in the library, whatever its key was when its note was written."""
    found = connection.execute(
        "SELECT key, file FROM results WHERE key = ?1"
        " UNION ALL SELECT key, file FROM results WHERE edit = ?2 AND variant = ?3 AND ?2 <> ''"
        " UNION ALL SELECT key, file FROM results WHERE answer = ?4 LIMIT 1",
        (
            result.key,
            result.edit,
            result.variant,
            None if result.answer is None else from_path(result.answer),
        ),
    ).fetchone()
    return None if found is None else (ResultKey(found[0]), to_path(found[1]))


def _files(folders: Iterable[Path]) -> Iterator[Path]:
    seen: set[Path] = set()
    for folder in folders:
        for file in folder.rglob("*") if folder.is_dir() else [folder]:
            suffix = file.suffix.lower()
            if (suffix in _PICTURES or suffix == _NOTE) and file not in seen and file.is_file():
                seen.add(file)
                yield file.absolute()


def _joined(known: LibraryResult | None, found: LibraryResult) -> LibraryResult:
    """A note tells more, a picture where it is now."""
    if known is None:
        return found
    if known.file.is_file():
        return known
    return replace(known, file=found.file, size=found.size)


def _lying(result: LibraryResult) -> LibraryResult | None:
    """The result in a file that is there: its own or its answer; None when both are gone."""
    for file in (result.file, result.answer):
        size = None if file is None else _size_of(file)
        if file is not None and size is not None:
            return replace(result, file=file, size=size)
    return None


def _size_of(file: Path) -> Size | None:
    try:
        with file.open("rb") as stream:
            return read_size(stream)
    except OSError:
        return None


def _from_picture(file: Path, read_recipe: ReadRecipe) -> LibraryResult | None:
    try:
        recipe = read_recipe(file)
    except (OverpaintError, OSError):
        _logger.info("no recipe in %s", file, exc_info=True)
        return None
    return None if recipe is None else _of_recipe(recipe, file)


def _of_recipe(recipe: Recipe, file: Path) -> LibraryResult | None:
    made = recipe.result
    if made is None:
        return None
    return LibraryResult(
        key=ResultKey(made.key),
        time=made.time,
        file=file,
        size=made.size or Size(1, 1),
        model=recipe.model,
        server=recipe.server,
        edit=made.edit,
        job=made.key.rpartition("/")[0],
        variant=made.variant,
        parent=ResultKey(made.parent) if made.parent else None,
        prompt=recipe.prompt,
        quality=recipe.settings.quality.value,
        cost_usd=made.cost_usd,
        drift=made.drift,
        elapsed_s=made.elapsed_s,
        request_id=made.request_id,
        recipe=recipe,
    )


def _from_note(file: Path) -> LibraryResult | None:
    try:
        if file.stat().st_size > _MOST_NOTE_BYTES:
            return None
        told = json.loads(file.read_bytes())
        if not isinstance(told, dict) or not {"version", "result", "answer"} <= told.keys():
            return None
        return _of_note(told, file)
    except (OSError, ValueError, TypeError, KeyError, InvalidOperation, RecursionError):
        _logger.info("no note of a result: %s", file, exc_info=True)
        return None


def _of_note(told: dict[str, Any], note: Path) -> LibraryResult:
    recipe = _recipe_in(told)
    made = None if recipe is None else recipe.result
    variant, edit = int(told["variant"]), str(told["edit"])
    key = told.get("key") or (f"{edit}/{variant}" if made is None else made.key)
    cost = told.get("cost_usd")
    basis = _of_recipe(recipe, note) if recipe is not None else None
    known = basis or LibraryResult(
        key=ResultKey(key), time=_time(told), file=note, size=Size(1, 1), model="", server=""
    )
    return replace(
        known,
        key=ResultKey(key),
        time=_time(told),
        file=Path(told["result"]),
        answer=_beside(Path(told["answer"]), note),
        target=Path(told["parent"]),
        edit=edit,
        document=str(told.get("document", "")),
        variant=variant,
        prompt=str(told["prompt"]),
        model=str(told["model"]),
        server=str(told["server"]),
        cost_usd=None if cost is None else Decimal(str(cost)),
    )


def _recipe_in(told: dict[str, Any]) -> Recipe | None:
    if not isinstance(told.get("recipe"), dict):
        return None
    try:
        return recipe_from_json(json.dumps(told["recipe"]))
    except OverpaintError:
        return None


def _beside(answer: Path, note: Path) -> Path:
    """The answer lies where its note lies, also when both were moved together."""
    moved = note.with_name(answer.name)
    return answer if answer.is_file() or not moved.is_file() else moved


def _time(told: dict[str, Any]) -> datetime:
    time = datetime.fromisoformat(told["time"])
    if time.tzinfo is None:
        raise ValueError(told["time"])
    return time
