"""Read results from the library's tables, a page or a few at a time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from overpaint.domain.drift import Drift
from overpaint.domain.library import CollectionId, LibraryResult, ResultKey
from overpaint.domain.putting_back import FileStamp
from overpaint.domain.sizes import Size
from overpaint.services.library.recipes import unpacked
from overpaint.services.library.values import from_path, to_path, to_time

if TYPE_CHECKING:
    import sqlite3

_NAMES = (
    "id", "key", "time", "edit", "document", "job", "variant", "file", "answer", "target", "parent",
    "prompt", "model", "server", "width", "height", "request_id", "favourite", "rating", "binned",
    "stamp_bytes", "stamp_ns", "stamp_sha256",
)  # fmt: skip
_MEASURED = (
    "changed", "delta_e", "shift_x", "shift_y", "scale", "is_moved",
    "elapsed_s", "cost_usd", "width", "height", "quality", "first_preview_s",
)  # fmt: skip
_SELECT = f"""
    SELECT {", ".join(f"results.{name}" for name in _NAMES)},
        {", ".join(f"figures.{name}" for name in _MEASURED)}
"""
_TAGS = """
    SELECT result_tags.result, tags.name FROM json_each(?) AS wanted
    CROSS JOIN result_tags ON result_tags.result = wanted.value
    JOIN tags ON tags.id = result_tags.tag ORDER BY tags.folded
"""
_COLLECTIONS = """
    SELECT collection_results.result, collection FROM json_each(?) AS wanted
    CROSS JOIN collection_results ON collection_results.result = wanted.value ORDER BY collection
"""
_RECIPE = "(SELECT recipe FROM result_recipes WHERE result_recipes.result = results.id)"
_FROM = "LEFT JOIN result_statistics AS figures ON figures.result = results.key"


def page(
    connection: sqlite3.Connection, numbers: Sequence[int], *, recipes: bool = False
) -> tuple[LibraryResult, ...]:
    """Results by their numbers, in the order of these; those that are gone are left out."""
    wanted = json.dumps(list(numbers))
    recipe = _RECIPE if recipes else "NULL"
    rows = connection.execute(
        f"{_SELECT}, {recipe} FROM json_each(?) AS wanted"
        f" JOIN results ON results.id = wanted.value {_FROM}"
        " ORDER BY wanted.id",
        (wanted,),
    )
    return _results(connection, rows.fetchall())


def find(connection: sqlite3.Connection, key: ResultKey) -> LibraryResult | None:
    """The result of a key, with its recipe."""
    return next(_where(connection, "results.key = ?", (key,)), None)


def by_file(connection: sqlite3.Connection, path: Path) -> LibraryResult | None:
    """The newest result that lies in a file, or whose answer does; with its recipe."""
    where = "(results.file = ?1 OR results.answer = ?1) ORDER BY results.at DESC LIMIT 1"
    return next(_where(connection, where, (from_path(path),)), None)


def by_edit(connection: sqlite3.Connection, edit: str) -> tuple[LibraryResult, ...]:
    """The results of an edit, or of a document, the oldest first; with their recipes."""
    where = "(results.edit = ?1 OR results.document = ?1) ORDER BY results.at, results.variant"
    return tuple(_where(connection, where, (edit,)))


def children(connection: sqlite3.Connection, key: ResultKey) -> tuple[LibraryResult, ...]:
    """The results that were made from a result, the oldest first; with their recipes."""
    return tuple(_where(connection, "results.parent = ? ORDER BY results.at", (key,)))


def numbers_of(connection: sqlite3.Connection, keys: Iterable[ResultKey]) -> dict[int, ResultKey]:
    """Keys by their numbers; those that the library does not know are left out."""
    rows = connection.execute(
        "SELECT results.id, results.key FROM json_each(?) AS wanted"
        " JOIN results ON results.key = wanted.value",
        (json.dumps(list(keys)),),
    )
    return {int(number): ResultKey(key) for number, key in rows}


def _where(
    connection: sqlite3.Connection, condition: str, values: Sequence[Any]
) -> Iterator[LibraryResult]:
    rows = connection.execute(
        f"{_SELECT}, {_RECIPE} FROM results {_FROM} WHERE {condition}",
        values,
    ).fetchall()
    yield from _results(connection, rows)


def _results(
    connection: sqlite3.Connection, rows: Sequence[Sequence[Any]]
) -> tuple[LibraryResult, ...]:
    wanted = json.dumps([row[0] for row in rows])
    tags: dict[int, list[str]] = {}
    for number, tag in connection.execute(_TAGS, (wanted,)):
        tags.setdefault(number, []).append(tag)
    collections: dict[int, list[CollectionId]] = {}
    for number, collection in connection.execute(_COLLECTIONS, (wanted,)):
        collections.setdefault(number, []).append(CollectionId(collection))
    return tuple(
        _result(row, tuple(tags.get(row[0], ())), tuple(collections.get(row[0], ())))
        for row in rows
    )


def _result(
    row: Sequence[Any], tags: tuple[str, ...], collections: tuple[CollectionId, ...]
) -> LibraryResult:
    named = dict(zip(_NAMES, row, strict=False))
    *measured, recipe = row[len(_NAMES) :]
    figures = dict(zip(_MEASURED, measured, strict=True))
    return LibraryResult(
        rowid=named["id"],
        key=ResultKey(named["key"]),
        time=to_time(named["time"]),
        file=to_path(named["file"]),
        size=Size(named["width"], named["height"]),
        model=named["model"],
        server=named["server"],
        edit=named["edit"],
        document=named["document"],
        job=named["job"],
        variant=named["variant"],
        answer=None if named["answer"] is None else to_path(named["answer"]),
        target=None if named["target"] is None else to_path(named["target"]),
        parent=None if named["parent"] is None else ResultKey(named["parent"]),
        prompt=named["prompt"],
        quality=figures["quality"] or "",
        answer_size=_size(figures),
        cost_usd=None if figures["cost_usd"] is None else Decimal(figures["cost_usd"]),
        drift=_drift(figures),
        elapsed_s=figures["elapsed_s"] or None,
        first_preview_s=figures["first_preview_s"],
        request_id=named["request_id"],
        stamp=_stamp(named),
        rating=named["rating"],
        favourite=bool(named["favourite"]),
        tags=tags,
        collections=collections,
        binned=None if named["binned"] is None else to_time(named["binned"]),
        recipe=unpacked(recipe),
    )


def _size(figures: dict[str, Any]) -> Size | None:
    width, height = figures["width"], figures["height"]
    return None if width is None or height is None else Size(width, height)


def _drift(figures: dict[str, Any]) -> Drift | None:
    if figures["changed"] is None:
        return None
    return Drift(
        figures["changed"],
        figures["delta_e"],
        figures["shift_x"],
        figures["shift_y"],
        figures["scale"],
        bool(figures["is_moved"]),
    )


def _stamp(named: dict[str, Any]) -> FileStamp | None:
    if named["stamp_sha256"] is None:
        return None
    return FileStamp(named["stamp_bytes"], named["stamp_ns"], named["stamp_sha256"])
