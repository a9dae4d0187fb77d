"""Tell whether a run of the program is still there: by a lock that ends with its process.

A process id alone may belong to another program by now, and a clock may have been set back; the
system lets go of a lock when the process ends, however it ends.
"""

from __future__ import annotations

import os
import secrets
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

if sys.platform == "win32":
    import msvcrt

    def _take(file: BinaryIO, *, alone: bool) -> None:  # noqa: ARG001 - only one kind there
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(file: BinaryIO, *, alone: bool) -> None:
        # Whoever only looks must not be taken for the owner by another who looks.
        kind = fcntl.LOCK_EX if alone else fcntl.LOCK_SH
        fcntl.flock(file.fileno(), kind | fcntl.LOCK_NB)


def _is_taken(file: BinaryIO) -> bool:
    """Whether the lock is ours now."""
    try:
        _take(file, alone=True)
    except OSError:
        return False
    return True


_SUFFIX = ".lock"
_TRIES = 5


class Presence:
    """One run of the program: there from its making until `end`, or the end of the process.

    Args:
        folder: Where the locks of all runs are; made when it is missing.

    Attributes:
        name: Tells this run from every other one: process id, time of its start, a few letters.

    Raises:
        OSError: The folder takes no file.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for _ in range(_TRIES):
            now = datetime.now(UTC)
            self.name = f"{os.getpid()}-{now:%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
            self._path = folder / f"{self.name}{_SUFFIX}"
            self._file = self._path.open("xb")
            # Another run that is just looking may hold it, or have thought that nobody is here.
            if _is_taken(self._file) and self._path.exists():
                return
            self._file.close()
        # A disk that knows no locks: nobody can tell that this run is over, so all leave it alone.
        self._file = self._path.open("ab")

    def end(self) -> None:
        """Say that this run is over."""
        # Windows removes no file that is open.
        self._file.close()
        with suppress(OSError):
            self._path.unlink()


def is_present(folder: Path, name: str) -> bool:
    """Whether the run of that name is still there; one that cannot be told counts as there."""
    path = folder / f"{name}{_SUFFIX}"
    try:
        with path.open("rb") as file:
            _take(file, alone=False)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False


def names_in(folder: Path) -> set[str]:
    """The runs that have left a lock, present or not."""
    try:
        return {path.stem for path in folder.iterdir() if path.suffix == _SUFFIX}
    except OSError:
        return set()


def forget(folder: Path, name: str) -> None:
    """Take away what a run that is over has left; one that is there keeps it."""
    path = folder / f"{name}{_SUFFIX}"
    with suppress(OSError):
        with path.open("rb") as file:
            _take(file, alone=True)
            if sys.platform != "win32":
                path.unlink()
        if sys.platform == "win32":
            # A file that somebody has open cannot be removed there.
            path.unlink()
