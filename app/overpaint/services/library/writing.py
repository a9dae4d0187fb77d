"""Put results into the library's tables."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC
from typing import TYPE_CHECKING, Any

from overpaint.domain.drift import Drift
from overpaint.domain.events import Result
from overpaint.domain.library import LibraryResult, ResultKey
from overpaint.services.library.reading import page
from overpaint.services.library.recipes import write_recipe
from overpaint.services.library.results_schema import SEARCH
from overpaint.services.library.values import (
    Stored,
    from_path,
    from_time,
    name_key,
    readable,
    to_path,
)
from overpaint.services.library.words import indexed

if TYPE_CHECKING:
    import sqlite3

    from overpaint.domain.recipe import Recipe

_COLUMNS = (
    "key", "at", "time", "edit", "document", "job", "variant", "file", "answer", "target", "parent",
    "name", "prompt", "model", "server", "width", "height", "cost", "drift", "request_id",
    "favourite", "rating", "binned", "stamp_bytes", "stamp_ns", "stamp_sha256",
)  # fmt: skip
_MADE_ANEW = ("file", "name", "width", "height", "stamp_bytes", "stamp_ns", "stamp_sha256")
_INSERT = f"""
    INSERT INTO results ({", ".join(_COLUMNS)}) VALUES ({", ".join("?" * len(_COLUMNS))})
    ON CONFLICT (key) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in _MADE_ANEW)}
    RETURNING id
"""  # noqa: S608 - names of columns
_FIGURES = """
    INSERT INTO result_statistics (
        time, model, server, changed, delta_e, shift_x, shift_y, scale, is_moved,
        pixels, elapsed_s, cost_usd, result, width, height, quality, first_preview_s
    ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (result) DO NOTHING
"""
_INDEXED_AT_ONCE = 500
_SEARCHED = "INSERT INTO result_search (rowid, prompt, names, kind, tags) VALUES (?, ?, ?, ?, ?)"


def add(
    connection: sqlite3.Connection, results: Iterable[LibraryResult], *, now: bool
) -> list[int]:
    """Add results, inside of a transaction; one of a known key becomes what its file is now.

    Args:
        connection: Within a transaction.
        results: The oldest first. Whoever has no parent gets the result whose file was edited.
        now: Whether they have just been finished. They stand after all others then, whatever the
            clock says; others stand where their time belongs.

    Returns:
        Their numbers.
    """
    return [_add_one(connection, result, now=now) for result in results]


def follow(
    connection: sqlite3.Connection, result: Result, recipe: Recipe | None
) -> tuple[int, ResultKey] | None:
    """Let the row of a result that was made anew follow its file.

    Args:
        connection: Within a transaction.
        result: As it is now.
        recipe: How it is made now; None to leave what is known.

    Returns:
        Its number and its key; None when there is none with this answer.
    """
    found = connection.execute(
        "SELECT id, key, target FROM results WHERE answer = ? ORDER BY at DESC LIMIT 1",
        (from_path(result.answer.path),),
    ).fetchone()
    if found is None:
        return None
    number, key, target = found
    stamp = result.stamp
    values = (
        from_path(result.path),
        name_key(result.path),
        result.size.width,
        result.size.height,
        *((None,) * 3 if stamp is None else (stamp.byte_count, stamp.modified_ns, stamp.sha256)),
    )
    names = ", ".join(f"{name} = ?" for name in _MADE_ANEW)
    connection.execute(f"UPDATE results SET {names} WHERE id = ?", (*values, number))  # noqa: S608
    files = [result.path] if target is None else [result.path, to_path(target)]
    connection.execute(
        "UPDATE result_search SET names = ? WHERE rowid = ?",
        (indexed("\n".join(file.name for file in files)), number),
    )
    if recipe is not None:
        write_recipe(connection, number, recipe)
    return number, ResultKey(key)


def index_all(connection: sqlite3.Connection) -> None:
    """Make the full-text index anew of the rows, inside of a transaction."""
    connection.execute("DROP TABLE IF EXISTS result_search")
    connection.execute(SEARCH)
    numbers = [number for (number,) in connection.execute("SELECT id FROM results ORDER BY id")]
    for first in range(0, len(numbers), _INDEXED_AT_ONCE):
        some = page(connection, numbers[first : first + _INDEXED_AT_ONCE], recipes=True)
        connection.executemany(_SEARCHED, [(one.rowid, *searched(one)) for one in some])
    connection.execute("INSERT INTO result_search (result_search) VALUES ('optimize')")


def _add_one(connection: sqlite3.Connection, result: LibraryResult, *, now: bool) -> int:
    known = connection.execute("SELECT id FROM results WHERE key = ?", (result.key,)).fetchone()
    if result.model:
        # Pictures from outside were made by nobody: they count in no statistics.
        connection.execute(_FIGURES, _figures(result))
    values = (*_named(connection, result, now=now), *_facts(result))
    (number,) = connection.execute(_INSERT, values).fetchone()
    if known is None:
        connection.execute(_SEARCHED, (number, *searched(result)))
    else:
        connection.execute(
            "UPDATE result_search SET names = ? WHERE rowid = ?", (_names(result), number)
        )
    if result.recipe is not None:
        write_recipe(connection, number, result.recipe)
    return int(number)


def _named(connection: sqlite3.Connection, result: LibraryResult, *, now: bool) -> tuple[Any, ...]:
    target = None if result.target is None else from_path(result.target)
    return (
        result.key,
        _place(connection, from_time(result.time), now=now),
        from_time(result.time),
        result.edit,
        result.document,
        result.job,
        result.variant,
        from_path(result.file),
        None if result.answer is None else from_path(result.answer),
        target,
        result.parent or _parent(connection, target, result.key),
    )


def _facts(result: LibraryResult) -> tuple[Any, ...]:
    stamp = result.stamp
    return (
        name_key(result.file),
        readable(result.prompt),
        readable(result.model),
        readable(result.server),
        result.size.width,
        result.size.height,
        None if result.cost_usd is None else float(result.cost_usd),
        None if result.drift is None else result.drift.changed,
        result.request_id,
        int(result.favourite),
        result.rating,
        None if result.binned is None else from_time(result.binned),
        *((None,) * 3 if stamp is None else (stamp.byte_count, stamp.modified_ns, stamp.sha256)),
    )


def _place(connection: sqlite3.Connection, time: int, *, now: bool) -> int:
    if not now:
        return time
    newest = "SELECT max(at) FROM results WHERE binned IS NULL"
    (latest,) = connection.execute(newest).fetchone()
    return time if latest is None else max(time, latest + 1)


def _parent(connection: sqlite3.Connection, target: Stored | None, key: ResultKey) -> str | None:
    if target is None:
        return None
    found = connection.execute(
        "SELECT key FROM results WHERE (file = ?1 OR answer = ?1) AND key <> ?2"
        " ORDER BY at DESC LIMIT 1",
        (target, key),
    ).fetchone()
    return None if found is None else str(found[0])


def _figures(result: LibraryResult) -> tuple[Any, ...]:
    size = result.answer_size or result.size
    return (
        result.time.astimezone(UTC).isoformat(),
        readable(result.model),
        readable(result.server),
        *_measured(result.drift),
        size.pixels,
        result.elapsed_s or 0.0,
        None if result.cost_usd is None else str(result.cost_usd),
        result.key,
        size.width,
        size.height,
        result.quality,
        result.first_preview_s,
    )


def _measured(drift: Drift | None) -> tuple[float | int | None, ...]:
    if drift is None:
        return (None,) * 6
    return (
        drift.changed, drift.delta_e, drift.shift_x, drift.shift_y, drift.scale,
        int(drift.is_moved),
    )  # fmt: skip


def searched(result: LibraryResult) -> tuple[str, str, str, str]:
    """The words by which a result is found: of prompt, names, kind and tags."""
    kind = indexed(f"{result.model} {result.server} {result.quality} {result.size}")
    return indexed(result.prompt), _names(result), kind, indexed("\n".join(result.tags))


def _names(result: LibraryResult) -> str:
    inputs = () if result.recipe is None else (one.name for one in result.recipe.inputs)
    names = {result.file.name, *inputs} | ({result.target.name} if result.target else set())
    return indexed("\n".join(sorted(names)))
