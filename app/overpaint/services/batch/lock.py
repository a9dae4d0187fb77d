"""One process at a time may carry a batch out: two would send, and pay, its rows twice.

The system lets go of the lock when the process ends, however it ends.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

from overpaint.domain.errors import Action, SettingsError
from overpaint.domain.text import say

if sys.platform == "win32":
    import msvcrt

    def _take(file: BinaryIO) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


class Lock:
    """Held from its making until `release`.

    Args:
        path: The file that stands for what is locked; it is made, and stays.

    Raises:
        SettingsError: Another process holds it.
        OSError: The folder takes no file.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("ab")
        try:
            _take(self._file)
        except OSError as error:
            self._file.close()
            raise SettingsError(
                say("batch", "This batch is under way in another window or terminal."),
                remedy=say("batch", "Wait until it has ended there, or pause it there."),
                action=Action.RETRY,
            ) from error

    def release(self) -> None:
        """Let go; others may take it."""
        self._file.close()
