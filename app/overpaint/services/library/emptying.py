"""Empty the bin: forget results for good, and put their files into the system's trash.

No file is ever deleted. One that somebody has changed since it was written stays where it is, and
so does every file on a system whose trash cannot be reached; both are told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from overpaint.domain.library import EmptiedBin, LibraryResult
from overpaint.services.library import reading
from overpaint.services.library.changing import forget_unused_tags
from overpaint.services.library.values import from_path
from overpaint.services.lineage_files import find_step
from overpaint.services.own_files import is_untouched
from overpaint.services.trash import move_to_trash

if TYPE_CHECKING:
    import sqlite3

Trash = Callable[[Path], bool]


def binned(connection: sqlite3.Connection) -> tuple[LibraryResult, ...]:
    """Everything in the bin."""
    rows = connection.execute("SELECT id FROM results WHERE binned IS NOT NULL").fetchall()
    return reading.page(connection, [number for (number,) in rows])


def forget(connection: sqlite3.Connection, results: Iterable[LibraryResult]) -> None:
    """Forget results; what they did cost stays known."""
    numbers = [(one.rowid,) for one in results]
    connection.executemany("DELETE FROM result_search WHERE rowid = ?", numbers)
    connection.executemany("DELETE FROM results WHERE id = ?", numbers)
    forget_unused_tags(connection)


def in_use(connection: sqlite3.Connection, results: Iterable[LibraryResult]) -> frozenset[Path]:
    """The files of these that belong to results that stay."""
    sql = "SELECT 1 FROM results WHERE file = ?1 OR answer = ?1"
    files = {file for result in results for file in (result.file, result.answer) if file}
    return frozenset(
        file for file in files if connection.execute(sql, (from_path(file),)).fetchone()
    )


def put_away(
    results: Iterable[LibraryResult], others: frozenset[Path], trash: Trash = move_to_trash
) -> EmptiedBin:
    """Move the files of forgotten results to the trash; reads them, to see who wrote them last.

    Args:
        results: What was forgotten.
        others: Files that belong to results that stay; they are left alone.
        trash: Moves one, and tells whether it could.
    """
    trashed: list[Path] = []
    kept: list[Path] = []
    forgotten = tuple(results)
    for result in forgotten:
        for file in filter(Path.is_file, _files(result, others)):
            away = (file != result.file or _is_ours(result)) and trash(file)
            (trashed if away else kept).append(file)
    return EmptiedBin(tuple(one.key for one in forgotten), tuple(trashed), tuple(kept))


def _files(result: LibraryResult, others: frozenset[Path]) -> list[Path]:
    """The result, its answer, and the note of where it came from."""
    answer = result.answer
    note = None if answer is None or answer in others else find_step(answer)
    files = dict.fromkeys((result.file, answer, note))
    return [file for file in files if file is not None and file not in others]


def _is_ours(result: LibraryResult) -> bool:
    return result.stamp is not None and is_untouched(result.file, result.stamp)
