"""The front of the thread where everything that waits for the network happens.

The thread, and asyncio with it, comes with the first use: the window is shown without them.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import concurrent.futures
    from collections.abc import Callable, Coroutine

    from overpaint.domain.events import JobId
    from overpaint.services.engine_loop import EngineLoop
    from overpaint.services.jobs import EditPlan, Emit

_Result = TypeVar("_Result")


class Engine:
    """Runs edits beside the caller. Its methods may be called from any thread and do not block.

    Args:
        emit: Is told every event, on the engine's thread; it must return at once and stay callable
            until `close` has returned.
    """

    def __init__(self, emit: Emit) -> None:
        self._emit = emit
        self._lock = threading.Lock()
        self._closed = False
        self._loop: EngineLoop | None = None

    def submit(self, plan: EditPlan, job_count: int) -> tuple[JobId, ...]:
        """Start an edit.

        Args:
            plan: What to do; its callables run on a worker thread.
            job_count: How many POSTs it makes: the number of variants when it streams, else 1.

        Returns:
            The ids of its jobs; `Queued` for each of them follows.

        Raises:
            RuntimeError: The engine is closed.
        """
        with self._lock:
            return self._running().submit(plan, job_count)

    def cancel(self, job: JobId) -> None:
        """Call a job off; nothing happens when it has ended or was never there."""
        with self._lock:
            if self._loop is not None:
                self._loop.cancel(job)

    def run(
        self, make: Callable[[], Coroutine[Any, Any, _Result]]
    ) -> concurrent.futures.Future[_Result]:
        """Run another coroutine on the engine's thread, such as a look whether a server answers.

        Args:
            make: Makes the coroutine; called on the engine's thread.

        Raises:
            RuntimeError: The engine is closed.
        """
        with self._lock:
            return self._running().run(make)

    def close(self, timeout_s: float = 5.0) -> None:
        """Cancel everything, tell the ends, stop the thread and wait for it.

        Args:
            timeout_s: Longest wait, seconds; a thread that needs longer is left to the system.
        """
        with self._lock:
            self._closed = True
            loop, self._loop = self._loop, None
        if loop is not None:
            loop.close(timeout_s)

    def _running(self) -> EngineLoop:
        if self._closed:
            raise RuntimeError("the engine is closed")
        if self._loop is None:
            from overpaint.services.engine_loop import EngineLoop  # noqa: PLC0415 - asyncio

            self._loop = EngineLoop(self._emit)
        return self._loop
