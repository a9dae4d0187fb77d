"""Lets the jobs of a `JobQueue` go, inside an event loop, and tells who waits for whom."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial

from overpaint.domain.events import JobId, Queued, TerminalEvent
from overpaint.services.jobs import EditPlan, Emit, RunningEdit, Start, start_edit
from overpaint.services.queue import JobQueue, Lane, QueueOrder


class Turns:
    """The gate of an engine (`overpaint.services.gate.Gate`); everything happens on one thread.

    Args:
        queue: Decides.
        emit: Is told `Queued` when a place changes.
        tell_order: Is told the whole queue when it has changed.
    """

    def __init__(
        self,
        queue: JobQueue,
        emit: Callable[[Queued], None],
        tell_order: Callable[[QueueOrder], None],
    ) -> None:
        self._queue = queue
        self._emit = emit
        self._tell_order = tell_order
        self._turns: dict[JobId, asyncio.Future[None]] = {}
        self._told: dict[JobId, Queued] = {}
        self._order = queue.order()
        self._open = asyncio.Event()
        self.pause(paused=queue.paused)

    def start(
        self,
        jobs: Sequence[JobId],
        plan: EditPlan,
        emit: Emit,
        lane: Lane,
        *,
        front: bool = False,
    ) -> RunningEdit:
        """Start an edit whose jobs begin when it is their turn; as `start_edit`.

        Args:
            jobs: Their ids.
            plan: What to do.
            emit: Is told every event.
            lane: Whose limit holds.
            front: Whether they go before all that wait.
        """
        edit = start_edit(jobs, plan, emit, self)
        for job, task in edit.tasks.items():
            task.add_done_callback(partial(self._leave, job))
        self._add(jobs, lane, front=front)
        return edit

    def _add(self, jobs: Sequence[JobId], lane: Lane, *, front: bool) -> None:
        """Take jobs in that have told `Queued`, before their tasks run."""
        loop = asyncio.get_running_loop()
        self._queue.add(jobs, lane, front=front)
        for job in jobs:
            self._turns[job] = loop.create_future()
            self._told[job] = Queued(job)
        self._move_on()

    def _leave(self, job: JobId, _task: asyncio.Task[TerminalEvent]) -> None:
        """Forget a job that has ended; the next one may begin."""
        self._queue.end(job)
        self._turns.pop(job, None)
        self._told.pop(job, None)
        self._move_on()

    def pause(self, *, paused: bool) -> None:
        """Let nothing new begin, or go on."""
        self._queue.paused = paused
        if paused:
            self._open.clear()
        else:
            self._open.set()
        self._move_on()

    def move(self, job: JobId, before: JobId | None) -> None:
        """Change the order; see `JobQueue.move`."""
        self._queue.move(job, before)
        self._move_on()

    def set_limit(self, lane: Lane) -> None:
        """Change how many jobs of a lane may be under way."""
        self._queue.set_limit(lane)
        self._move_on()

    async def turn(self, job: JobId) -> None:
        """Wait for the turn of a job that was added."""
        await self._turns[job]

    async def resumed(self, job: JobId) -> None:
        """Wait while the queue is paused; the job keeps its room."""
        if not self._open.is_set():
            self._emit(Queued(job, held=True))
            await self._open.wait()
            self._emit(Queued(job))

    def _move_on(self) -> None:
        for job in self._queue.begin():
            self._told.pop(job, None)
            turn = self._turns[job]
            # Called off, but its task has not said so yet.
            if not turn.done():
                turn.set_result(None)
        self._tell_places()
        order = self._queue.order()
        if order != self._order:
            self._order = order
            self._tell_order(order)

    def _tell_places(self) -> None:
        held = self._queue.paused
        for job, position in self._queue.places().items():
            place = Queued(job, position, held)
            if self._told.get(job) != place:
                self._told[job] = place
                self._emit(place)


def within(lane: Lane) -> Start:
    """What starts an edit that is alone: no more of its jobs at once than its lane takes."""

    def start(jobs: Sequence[JobId], plan: EditPlan, emit: Emit) -> RunningEdit:
        return Turns(JobQueue(), emit, lambda _order: None).start(jobs, plan, emit, lane)

    return start
