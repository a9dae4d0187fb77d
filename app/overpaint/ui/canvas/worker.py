"""One thread that works off the canvas's jobs in order and reports on the GUI thread."""

from __future__ import annotations

import threading
from queue import SimpleQueue
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

if TYPE_CHECKING:
    from collections.abc import Callable

_T = TypeVar("_T")


class _Report(NamedTuple):
    """What a job came to, on its way to the GUI thread."""

    then: Callable[[object], None]
    value: object
    error: BaseException | None
    failed: Callable[[], None] | None = None


class CanvasWorker(QObject):
    """Runs jobs one after the other on a thread of its own.

    Order is the point: undo waits for the stroke before it, export for every stroke. The thread
    starts with the first job; `close` joins it. Everything but the jobs runs on the GUI thread.
    """

    _reported = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: SimpleQueue[Callable[[], _Report] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._closed = False
        self._reported.connect(self._on_reported, Qt.ConnectionType.QueuedConnection)

    def submit(
        self,
        work: Callable[[], _T],
        then: Callable[[_T], None],
        failed: Callable[[], None] | None = None,
    ) -> None:
        """Run ``work`` on the thread, after all earlier jobs, and ``then`` with its result.

        A failure of ``work`` is raised on the GUI thread, where the program's error hook sees it;
        ``failed`` is called before that, and ``then`` is not. Neither is called after `close`.
        """
        if self._closed:
            return

        def job() -> _Report:
            try:
                return _Report(then, work(), None)  # type: ignore[arg-type]  # paired by _T above
            except Exception as error:  # carried over, raised in _on_reported
                return _Report(then, None, error, failed)  # type: ignore[arg-type]  # never called

        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="canvas", daemon=True)
            self._thread.start()
        self._jobs.put(job)

    def wait(self, timeout_s: float) -> bool:
        """Block until all jobs so far have run; their reports come with the event loop.

        Returns:
            False when it took longer than ``timeout_s``.
        """
        if self._thread is None or self._closed:
            return True
        reached = threading.Event()

        def mark() -> _Report:
            reached.set()
            return _Report(lambda _: None, None, None)

        self._jobs.put(mark)
        return reached.wait(timeout_s)

    def close(self) -> None:
        """Finish the jobs under way and end the thread; later jobs are dropped."""
        self._closed = True
        if self._thread is not None:
            self._jobs.put(None)
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            self._reported.emit(job())

    def _on_reported(self, report: _Report) -> None:
        if report.error is not None:
            if report.failed is not None and not self._closed:
                report.failed()
            raise report.error
        if not self._closed:
            report.then(report.value)
