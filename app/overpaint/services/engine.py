"""One thread with one asyncio loop, where everything that waits for the network happens.

A job is a task of that loop: cancelling it works in every phase, at once, which closing a
connection from another thread does not do.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import logging
import threading
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any, TypeVar

from overpaint.domain.events import JobId, TerminalEvent
from overpaint.services.jobs import EditPlan, Emit, RunningEdit, new_job_ids, start_edit

_Result = TypeVar("_Result")

_logger = logging.getLogger(__name__)


class Engine:
    """Runs edits beside the caller. Its methods may be called from any thread and do not block.

    Args:
        emit: Is told every event, on the engine's thread; it must return at once and stay callable
            until `close` has returned.
    """

    def __init__(self, emit: Emit) -> None:
        self._emit = emit
        self._tasks: dict[JobId, asyncio.Task[TerminalEvent]] = {}
        self._edits: set[RunningEdit] = set()
        self._others: set[asyncio.Task[Any]] = set()
        self._lock = threading.Lock()
        self._closed = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

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
        jobs = new_job_ids(job_count)
        self._call(partial(self._start, jobs, plan))
        return jobs

    def cancel(self, job: JobId) -> None:
        """Call a job off; nothing happens when it has ended or was never there."""
        with contextlib.suppress(RuntimeError):
            self._call(partial(self._cancel, job))

    def run(
        self, make: Callable[[], Coroutine[Any, Any, _Result]]
    ) -> concurrent.futures.Future[_Result]:
        """Run another coroutine on the engine's thread, such as a look whether a server answers.

        Args:
            make: Makes the coroutine; called on the engine's thread.

        Raises:
            RuntimeError: The engine is closed.
        """

        async def call() -> _Result:
            task = asyncio.ensure_future(make())
            self._others.add(task)
            task.add_done_callback(self._others.discard)
            return await task

        with self._lock:
            loop = self._running_loop()
            return asyncio.run_coroutine_threadsafe(call(), loop)

    def close(self, timeout_s: float = 5.0) -> None:
        """Cancel everything, tell the ends, stop the thread and wait for it.

        Args:
            timeout_s: Longest wait, seconds; a thread that needs longer is left to the system.
        """
        with self._lock:
            self._closed = True
            thread, loop = self._thread, self._loop
            self._thread = None
        if thread is None or loop is None:
            return
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout_s)
        if thread.is_alive():
            _logger.warning("the engine did not stop within %.1f s", timeout_s)

    def _call(self, callback: Callable[[], None]) -> None:
        with self._lock:
            self._running_loop().call_soon_threadsafe(callback)

    def _running_loop(self) -> asyncio.AbstractEventLoop:
        """The loop; its thread starts with the first use, to keep program start short."""
        if self._closed:
            raise RuntimeError("the engine is closed")
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            self._thread = threading.Thread(
                target=self._serve, args=(self._loop,), name="overpaint-engine", daemon=True
            )
            self._thread.start()
        return self._loop

    def _start(self, jobs: tuple[JobId, ...], plan: EditPlan) -> None:
        edit = start_edit(jobs, plan, self._emit)
        self._tasks |= edit.tasks
        self._edits.add(edit)
        edit.ended.add_done_callback(lambda _: self._forget(edit))

    def _forget(self, edit: RunningEdit) -> None:
        self._edits.discard(edit)
        for job in edit.tasks:
            self._tasks.pop(job, None)

    def _cancel(self, job: JobId) -> None:
        task = self._tasks.get(job)
        if task is not None:
            task.cancel()

    def _serve(self, loop: asyncio.AbstractEventLoop) -> None:
        asyncio.set_event_loop(loop)
        try:
            loop.run_forever()
            loop.run_until_complete(self._end_everything())
            loop.run_until_complete(loop.shutdown_asyncgens())
        finally:
            loop.close()

    async def _end_everything(self) -> None:
        """Call off what runs, and wait: a job may still be saving what it received."""
        for edit in self._edits:
            edit.cancel()
        for task in self._others:
            task.cancel()
        waiting = [*(edit.ended for edit in self._edits), *self._others]
        if waiting:
            await asyncio.wait(waiting)
