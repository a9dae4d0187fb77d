"""A lock between processes, for the few things that SQLite cannot keep apart."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

_PATIENCE_S = 60.0
_PAUSE_S = 0.05

if sys.platform == "win32":
    import msvcrt

    def _take(file: BinaryIO) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Be the only one for as long as the block lasts; waits for others. The system lets go.

    Args:
        path: The file that stands for what is locked; it is made, and stays.

    Raises:
        OSError: The folder takes no file, or nobody let go for a minute.
    """
    until_s = time.monotonic() + _PATIENCE_S
    with path.open("ab") as file:
        while True:
            try:
                _take(file)
                break
            except OSError:
                if time.monotonic() > until_s:
                    raise
                time.sleep(_PAUSE_S)
        yield
