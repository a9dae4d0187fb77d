"""Note every finished result in the library; what goes wrong there never costs a result."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from overpaint.domain.errors import OverpaintError
from overpaint.domain.events import Result

if TYPE_CHECKING:
    from overpaint.domain.library import LibraryResult
    from overpaint.services.library.library import Library

LIBRARY_NAME = "library.sqlite3"
"""The file in the data folder."""

_MOST_WAITING = 1000

_logger = logging.getLogger(__name__)


class Recorder:
    """Writes rows on whatever worker it is called; may be called from several at once.

    What the library does not take now, because the disk is full for instance, waits for the next
    result.

    Args:
        library: Takes them; it stays open.
        on_trouble: Is told once, on the thread of the worker, that the library takes no rows.
    """

    def __init__(self, library: Library, on_trouble: Callable[[OverpaintError], None]) -> None:
        self._library = library
        self._on_trouble = on_trouble
        self._told = threading.Lock()
        self._lock = threading.Lock()
        self._waiting: list[LibraryResult] = []

    def note(self, results: Iterable[LibraryResult]) -> None:
        """Add finished results; blocks until they are on disk, and have small pictures."""
        with self._lock:
            wanted = [*self._waiting, *results][-_MOST_WAITING:]
            try:
                numbers = self._add(wanted)
            except OverpaintError as error:
                self._waiting = wanted
                self._tell(error)
                return
            self._waiting = []
        self._try(lambda: self._library.thumbnails(numbers))

    def _add(self, results: list[LibraryResult]) -> tuple[int, ...]:
        try:
            return self._library.add(results)
        except OverpaintError:
            # One that was damaged is another one by now.
            if not self._library.rescues():
                raise
            return self._library.add(results)

    def follow(self, result: Result) -> None:
        """A result was made anew: its row follows its file; blocks."""
        self._try(lambda: self._library.follow(result))

    def _try(self, work: Callable[[], object]) -> None:
        try:
            work()
        except OverpaintError as error:
            self._tell(error)

    def _tell(self, error: OverpaintError) -> None:
        _logger.warning("results not noted: %s %s", error, error.details)
        # The lock is taken for good by whoever is first.
        if self._told.acquire(blocking=False):
            self._on_trouble(error)
