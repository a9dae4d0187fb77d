"""The front of the thread where everything that waits for the network happens.

The thread, and asyncio with it, comes with the first use: the window is shown without them.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, TypeVar

from overpaint.services.queue import Lane, QueueOrder

if TYPE_CHECKING:
    import concurrent.futures
    from collections.abc import Callable, Coroutine

    from overpaint.domain.events import JobId
    from overpaint.services.engine_loop import EngineLoop
    from overpaint.services.jobs import EditPlan, Emit

_USUAL_LANE = Lane()
_Result = TypeVar("_Result")


class Engine:
    """Runs edits beside the caller. Its methods may be called from any thread and do not block.

    Args:
        emit: Is told every event, on the engine's thread; it must return at once and stay callable
            until `close` has returned.
        tell_order: Is told the queue whenever it has changed; as ``emit``.
    """

    def __init__(
        self, emit: Emit, tell_order: Callable[[QueueOrder], None] = lambda _order: None
    ) -> None:
        self._emit = emit
        self._tell_order = tell_order
        self._paused = False
        self._lock = threading.Lock()
        self._closed = False
        self._loop: EngineLoop | None = None

    @property
    def is_paused(self) -> bool:
        """Whether nothing new begins."""
        return self._paused

    def submit(
        self,
        plan: EditPlan,
        job_count: int,
        *,
        lane: Lane = _USUAL_LANE,
        front: bool = False,
    ) -> tuple[JobId, ...]:
        """Queue an edit; its jobs begin when it is their turn.

        Args:
            plan: What to do; its callables run on a worker thread.
            job_count: How many POSTs it makes: the number of variants when it streams, else 1.
            lane: Whose limit holds for it.
            front: Whether it goes before all that wait.

        Returns:
            The ids of its jobs; `Queued` for each of them follows.

        Raises:
            RuntimeError: The engine is closed.
        """
        with self._lock:
            return self._running().submit(plan, job_count, lane, front=front)

    def pause(self) -> None:
        """Let nothing new begin until `resume`; what is under way goes on."""
        self._set_paused(paused=True)

    def resume(self) -> None:
        """Go on with what waits."""
        self._set_paused(paused=False)

    def move(self, job: JobId, before: JobId | None) -> None:
        """Change the order of the jobs that wait; see `JobQueue.move`."""
        with self._lock:
            if self._loop is not None:
                self._loop.move(job, before)

    def set_limit(self, lane: Lane) -> None:
        """Let so many jobs of a server be under way from now on."""
        with self._lock:
            if self._loop is not None:
                self._loop.set_limit(lane)

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

    def _set_paused(self, *, paused: bool) -> None:
        with self._lock:
            self._paused = paused
            if self._loop is not None:
                self._loop.pause(paused=paused)

    def _running(self) -> EngineLoop:
        if self._closed:
            raise RuntimeError("the engine is closed")
        if self._loop is None:
            from overpaint.services.engine_loop import EngineLoop  # noqa: PLC0415 - asyncio

            self._loop = EngineLoop(self._emit, self._tell_order, paused=self._paused)
        return self._loop
