"""What is remembered of a library that was found damaged, until somebody is told."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from overpaint.domain.errors import StorageError
from overpaint.domain.text import say

if TYPE_CHECKING:
    import sqlite3


@dataclass(frozen=True, slots=True)
class Rescue:
    """What became of a damaged library.

    Attributes:
        moved: Where it is now.
        rows: How many rows could be taken over from it.
        found: How many results came back from their files.
    """

    moved: Path
    rows: int
    found: int = 0

    def told(self) -> StorageError:
        """What a person should know."""
        return StorageError(
            say("library", "The library was damaged; it was mended."),
            why=say("library", "What could be read of it was kept ({rows} entries), and {found}"
                    " results came back from their files. The damaged file is {path}.",
                    rows=self.rows, found=self.found, path=str(self.moved)),
            remedy=say("library", "If results are missing: “Find results in a folder” in the menu"
                       " of results, or “overpaint library rebuild FOLDER”, brings them back."),
        )  # fmt: skip


def untold(connection: sqlite3.Connection) -> tuple[Rescue, ...]:
    """The rescues that nobody was told of yet."""
    rows = connection.execute("SELECT moved, rows FROM rescues WHERE NOT is_told ORDER BY id")
    return tuple(Rescue(Path(moved), count) for moved, count in rows.fetchall())


def note_told(connection: sqlite3.Connection) -> None:
    """Remember that somebody was told of every rescue."""
    connection.execute("UPDATE rescues SET is_told = 1")
