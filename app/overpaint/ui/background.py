"""Run blocking work beside the GUI thread and bring its outcome back."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from overpaint.domain.errors import OverpaintError, unexpected

_Result = TypeVar("_Result")
_logger = logging.getLogger(__name__)


class Background(QObject):
    """A few worker threads whose outcomes arrive on the GUI thread, in the order they finish.

    Whoever makes one closes it: `close` waits for running work and drops what has not begun, or
    does it first when it is told to finish.
    """

    _delivered = Signal(object)

    def __init__(self, parent: QObject | None = None, *, workers: int = 2) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="overpaint-background")
        self._closed = False
        self._delivered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[], _Result],
        done: Callable[[_Result], None],
        failed: Callable[[OverpaintError], None],
    ) -> None:
        """Start ``work`` on a worker; exactly one of the callbacks follows on the GUI thread."""
        if self._closed:
            return

        def finish(future: Future[_Result]) -> None:
            if not future.cancelled() and not self._closed:
                self._delivered.emit(lambda: _conclude(future, done, failed))

        self._pool.submit(work).add_done_callback(finish)

    def close(self, *, finish: bool = False) -> None:
        """Wait for running work, and do what waits if told; nothing is delivered afterwards."""
        self._closed = True
        self._pool.shutdown(wait=True, cancel_futures=not finish)

    @Slot(object)
    def _deliver(self, conclusion: Callable[[], None]) -> None:
        if not self._closed:
            conclusion()


def _conclude(
    future: Future[_Result],
    done: Callable[[_Result], None],
    failed: Callable[[OverpaintError], None],
) -> None:
    error = future.exception()
    if error is None:
        done(future.result())
    elif isinstance(error, OverpaintError):
        failed(error)
    else:
        _logger.error("background work failed", exc_info=error)
        failed(unexpected(error))
