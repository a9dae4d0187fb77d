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
    """

    moved: Path
    rows: int

    def told(self) -> StorageError:
        """What a person should know."""
        return StorageError(
            say("library", "The library was damaged; it was mended."),
            why=say("library", "It was moved to {path}, and a new one was made of what could be"
                    " read of it: {rows} entries.", path=str(self.moved), rows=self.rows),
            remedy=say("library", "Results that are missing come back from their files: “overpaint"
                       " library rebuild” looks for them in every folder that you name."),
        )  # fmt: skip


def untold(connection: sqlite3.Connection) -> tuple[Rescue, ...]:
    """The rescues that nobody was told of yet."""
    rows = connection.execute("SELECT moved, rows FROM rescues WHERE NOT is_told ORDER BY id")
    return tuple(Rescue(Path(moved), count) for moved, count in rows.fetchall())


def note_told(connection: sqlite3.Connection) -> None:
    """Remember that somebody was told of every rescue."""
    connection.execute("UPDATE rescues SET is_told = 1")
