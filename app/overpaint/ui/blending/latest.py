"""Work of which only the latest counts: what a slider asks for while it moves."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject

from overpaint.domain.errors import OverpaintError
from overpaint.ui.background import Background

_Result = TypeVar("_Result")


class Latest:
    """Runs one thing at a time on a worker of its own; of those that wait, only the last one.

    Whoever makes one closes it.
    """

    def __init__(self, parent: QObject) -> None:
        self._background = Background(parent, workers=1)
        self._next: Callable[[], None] | None = None
        self._is_busy = False
        self._asked = 0

    def ask(
        self,
        work: Callable[[], _Result],
        done: Callable[[_Result], None],
        failed: Callable[[OverpaintError], None],
    ) -> None:
        """Start work, or let it wait in the place of what waits now.

        ``done`` or ``failed`` follows on the GUI thread, unless something else was asked for while
        it waited, or `drop` was called meanwhile. What has begun is delivered: a slider that never
        rests would show nothing otherwise.
        """
        asked = self._asked

        def start() -> None:
            self._is_busy = True
            self._background.run(
                work,
                lambda result: self._end(asked, lambda: done(result)),
                lambda error: self._end(asked, lambda: failed(error)),
            )

        if self._is_busy:
            self._next = start
        else:
            start()

    def drop(self) -> None:
        """Forget what waits, and keep the outcome of what is under way to itself."""
        self._next = None
        self._asked += 1

    def close(self) -> None:
        """Wait for what is under way; deliver nothing more."""
        self._next = None
        self._background.close()

    def _end(self, asked: int, deliver: Callable[[], None]) -> None:
        try:
            if asked == self._asked:
                deliver()
        finally:
            self._is_busy = False
            following, self._next = self._next, None
            if following is not None:
                following()
