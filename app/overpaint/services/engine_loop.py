"""One thread with one asyncio loop, in which edits and looks at servers are tasks.

Cancelling a task works in every phase, at once, which closing a connection from another thread
does not do.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import logging
import threading
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any, TypeVar

from overpaint.domain.events import JobId, TerminalEvent
from overpaint.services.jobs import EditPlan, Emit, RunningEdit, new_job_ids
from overpaint.services.queue import JobQueue, Lane, QueueOrder
from overpaint.services.turns import Turns

_Result = TypeVar("_Result")

_logger = logging.getLogger(__name__)


class EngineLoop:
    """What an `overpaint.services.engine.Engine` consists of once it is used; runs from the start.

    Its methods may be called from any thread until `close` is.

    Args:
        emit: Is told every event, on this thread.
        tell_order: Is told the queue whenever it has changed, on this thread.
        paused: Whether the queue begins paused.
    """

    def __init__(
        self, emit: Emit, tell_order: Callable[[QueueOrder], None], *, paused: bool = False
    ) -> None:
        self._emit = emit
        self._turns = Turns(JobQueue(paused=paused), emit, tell_order)
        self._tasks: dict[JobId, asyncio.Task[TerminalEvent]] = {}
        self._edits: set[RunningEdit] = set()
        self._others: set[asyncio.Task[Any]] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, name="overpaint-engine", daemon=True)
        self._thread.start()

    def submit(
        self, plan: EditPlan, job_count: int, lane: Lane, *, front: bool = False
    ) -> tuple[JobId, ...]:
        """Queue an edit of so many jobs and return their ids."""
        jobs = new_job_ids(job_count)
        self._loop.call_soon_threadsafe(partial(self._start, jobs, plan, lane, front=front))
        return jobs

    def pause(self, *, paused: bool) -> None:
        """Let nothing new begin, or go on."""
        self._loop.call_soon_threadsafe(partial(self._turns.pause, paused=paused))

    def move(self, job: JobId, before: JobId | None) -> None:
        """Change the order of the jobs that wait."""
        self._loop.call_soon_threadsafe(self._turns.move, job, before)

    def set_limit(self, lane: Lane) -> None:
        """Let so many jobs of a lane be under way."""
        self._loop.call_soon_threadsafe(self._turns.set_limit, lane)

    def cancel(self, job: JobId) -> None:
        """Call a job off; nothing happens when it has ended or was never there."""
        self._loop.call_soon_threadsafe(self._cancel, job)

    def run(
        self, make: Callable[[], Coroutine[Any, Any, _Result]]
    ) -> concurrent.futures.Future[_Result]:
        """Run another coroutine; ``make`` is called on this thread."""

        async def call() -> _Result:
            task = asyncio.ensure_future(make())
            self._others.add(task)
            task.add_done_callback(self._others.discard)
            return await task

        return asyncio.run_coroutine_threadsafe(call(), self._loop)

    def close(self, timeout_s: float) -> None:
        """Cancel everything, tell the ends, stop the thread and wait for it so many seconds."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout_s)
        if self._thread.is_alive():
            _logger.warning("the engine did not stop within %.1f s", timeout_s)

    def _start(self, jobs: tuple[JobId, ...], plan: EditPlan, lane: Lane, *, front: bool) -> None:
        edit = self._turns.start(jobs, plan, self._emit, lane, front=front)
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

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_forever()
            self._loop.run_until_complete(self._end_everything())
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        finally:
            self._loop.close()

    async def _end_everything(self) -> None:
        """Call off what runs, and wait: a job may still be saving what it received."""
        for edit in self._edits:
            edit.cancel()
        for task in self._others:
            task.cancel()
        waiting = [*(edit.ended for edit in self._edits), *self._others]
        if waiting:
            await asyncio.wait(waiting)
