"""One question at a time, and of those that wait only the newest."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from overpaint.domain.errors import OverpaintError
from overpaint.ui.background import Background

_Answer = TypeVar("_Answer")


class Lane:
    """Runs work on a worker; a newer question takes the place of one that has not begun.

    So typing, scrolling and dragging never pile up work that nobody waits for any more.

    Args:
        background: The worker.
        failed: Is told what went wrong.
    """

    def __init__(self, background: Background, failed: Callable[[OverpaintError], None]) -> None:
        self._background = background
        self._failed = failed
        self._busy = False
        self._next: Callable[[], None] | None = None

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._busy

    def ask(self, work: Callable[[], _Answer], done: Callable[[_Answer], None]) -> None:
        """Do some work, or as soon as what runs is through; `done` follows on the GUI thread."""

        def start() -> None:
            self._busy = True
            self._background.run(work, answered, refused)

        def answered(answer: _Answer) -> None:
            self._go_on()
            done(answer)

        def refused(error: OverpaintError) -> None:
            self._go_on()
            self._failed(error)

        if self._busy:
            self._next = start
        else:
            start()

    def _go_on(self) -> None:
        self._busy = False
        following, self._next = self._next, None
        if following is not None:
            following()
