"""What is remembered of a library that was found damaged, until somebody is told."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from overpaint.domain.text import Message, say

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

    @property
    def sentences(self) -> Message:
        """What a person should know."""
        return say(
            "library",
            "The library was damaged. It was moved to {path}; a new one was made of what could be"
            " read of it ({rows} entries) and of the files of results.",
            path=str(self.moved),
            rows=self.rows,
        )


def untold(connection: sqlite3.Connection) -> tuple[Rescue, ...]:
    """The rescues that nobody was told of yet."""
    rows = connection.execute("SELECT moved, rows FROM rescues WHERE NOT is_told ORDER BY id")
    return tuple(Rescue(Path(moved), count) for moved, count in rows.fetchall())


def note_told(connection: sqlite3.Connection) -> None:
    """Remember that somebody was told of every rescue."""
    connection.execute("UPDATE rescues SET is_told = 1")
