"""When a file that another program writes is whole: it has been left alone for a moment.

Programs save in place, in several pieces, or write another file and rename it. Neither tells when
it is done, so a file counts as whole when its size, time and identity stay the same for a while.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

QUIET_S = 0.5
"""How long a file must stay as it is, seconds: programs that save in pieces pause for less."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What is seen of a file without reading it.

    Attributes:
        byte_count: Its size.
        modified_ns: When it was last written, nanoseconds.
        identity: Another number for another file of the same name.
    """

    byte_count: int
    modified_ns: int
    identity: int = 0

    @classmethod
    def of(cls, path: Path) -> Sight | None:
        """Look at a file; None when there is none."""
        try:
            facts = path.stat()
        except OSError:
            return None
        return cls(facts.st_size, facts.st_mtime_ns, facts.st_ino)


class News(Enum):
    """What a look at a file has brought."""

    NONE = auto()
    UNSETTLED = auto()
    READY = auto()
    GONE = auto()


class Settling:
    """Follows one file by looks at it; knows no clock and no disk.

    Args:
        known: The file as it was when all of it was known; None for never.
        quiet_s: How long it must stay as it is, seconds.
    """

    def __init__(self, known: Sight | None, quiet_s: float = QUIET_S) -> None:
        self._known = known
        self._quiet_s = quiet_s
        self._seen: Sight | None = None
        self._since_s = 0.0

    def look(self, sight: Sight | None, now_s: float) -> News:
        """Take in a look at the file.

        Args:
            sight: What was seen; None for no file, as between the steps of a save.
            now_s: By a clock that never goes back, seconds.

        Returns:
            `News.UNSETTLED` asks for another look after a while.
        """
        if sight is None:
            self._seen = None
            return News.GONE
        if sight == self._known:
            self._seen = None
            return News.NONE
        if sight != self._seen:
            self._seen, self._since_s = sight, now_s
            return News.UNSETTLED
        # An empty file is one that is just being written.
        if now_s - self._since_s < self._quiet_s or sight.byte_count == 0:
            return News.UNSETTLED if sight.byte_count else News.NONE
        return News.READY

    def settle(self, sight: Sight | None) -> None:
        """Know a state of the file, taken in or refused: only another one is news."""
        self._known = sight
