"""How an edit is carried out: n jobs side by side, each told from its queue to its end.

This is what the window (through `overpaint.services.engine.Engine`) and the command line (through
`run_edit`) share.
"""

from __future__ import annotations

import asyncio
import logging
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from overpaint.domain.errors import OverpaintError, StorageError, unexpected
from overpaint.domain.events import (
    Answer,
    Cancelled,
    Completed,
    Failed,
    JobEvent,
    JobId,
    Partial,
    Queued,
    Receipt,
    Result,
    Sending,
    TerminalEvent,
    Waiting,
)
from overpaint.domain.request import EditRequest
from overpaint.domain.text import say
from overpaint.services.api.retry import Wait, wait_before_retry
from overpaint.services.attempting import AttemptLog
from overpaint.services.edit_journal import EditJournal
from overpaint.services.gate import Gate, OpenGate
from overpaint.services.keeping import keep_answers
from overpaint.services.pace import Pace
from overpaint.services.protocol.answers import FinalImages, PartialImage
from overpaint.services.result_folder import ResultFolder

if TYPE_CHECKING:
    # The client brings httpx along, which the window must not pay for before it is shown.
    from overpaint.services.api.client import EditClient

Emit = Callable[[JobEvent], None]

_logger = logging.getLogger(__name__)
_TELL_EVERY_S = 1.0


Finish = Callable[[Answer, int, Receipt], tuple[Result, OverpaintError | None]]
"""Takes an answer, its 1-based number among the variants of the edit, and what came with it."""


def _as_received(answer: Answer, _variant: int, _receipt: Receipt) -> tuple[Result, None]:
    return Result.plain(answer), None


def _note_nothing(_event: Completed) -> None:
    """Nobody wants to remember it."""


@dataclass(frozen=True, slots=True)
class EditPlan:
    """Everything that carrying out an edit needs.

    Attributes:
        prepare: Makes the request; may block, runs once on a worker thread. What it raises as
            `OverpaintError` becomes the end of every job.
        connect: Makes the client; may block (keyring, certificates, starting the built-in
            endpoint), runs once on a worker thread after ``prepare``. The client is closed when
            the last job has ended.
        folder: Where answers and previews go.
        stem: What their file names begin with.
        pace: Keeps the server's limit; that of its other edits too.
        finish: Makes the result of an answer that is safe on disk, and says what the person should
            know of it; may block.
        note: Remembers a job that brought its results, after it was told; may block.
        journal: Where every attempt is written down before it is sent; None for nowhere.
    """

    prepare: Callable[[], EditRequest]
    connect: Callable[[], EditClient]
    folder: ResultFolder
    stem: str
    pace: Pace = field(default_factory=Pace)
    finish: Finish = _as_received
    note: Callable[[Completed], None] = _note_nothing
    journal: EditJournal | None = None


def new_job_ids(count: int) -> tuple[JobId, ...]:
    """Ids for that many jobs: one per POST, see `EditRequest.jobs`."""
    return tuple(JobId(uuid.uuid4().hex) for _ in range(count))


async def run_edit(
    jobs: Sequence[JobId], plan: EditPlan, emit: Emit, start: Start | None = None
) -> None:
    """Carry out an edit and return when all its jobs have ended.

    Cancelling the coroutine cancels every job; it ends when all of them have told so.

    Args:
        jobs: As many ids as ``plan.prepare().jobs()`` has requests.
        plan: What to do.
        emit: Is told every event, on the thread of the running loop.
        start: Starts it; all jobs at once unless told.
    """
    edit = (start or start_edit)(jobs, plan, emit)
    try:
        await asyncio.shield(edit.ended)
    except asyncio.CancelledError:
        edit.cancel()
        await edit.ended
        raise


@dataclass(frozen=True, slots=True, eq=False)
class RunningEdit:
    """The tasks of an edit.

    Attributes:
        tasks: One per job; cancelling one leaves the others alone.
        ended: Done when all jobs have ended and the client is closed; never cancel it.
    """

    tasks: Mapping[JobId, asyncio.Task[TerminalEvent]]
    ended: asyncio.Task[None]

    def cancel(self) -> None:
        """Call off every job that has not ended."""
        for task in self.tasks.values():
            task.cancel()


Start = Callable[[Sequence[JobId], EditPlan, Emit], RunningEdit]


def start_edit(
    jobs: Sequence[JobId], plan: EditPlan, emit: Emit, gate: Gate | None = None
) -> RunningEdit:
    """Start the jobs of an edit in the running loop; arguments as for `run_edit`.

    Each job tells `Queued` before this returns, and exactly one terminal event last, also when its
    task is cancelled before it ever ran. Nothing is prepared before the gate lets the first go.
    """
    for job in jobs:
        emit(Queued(job))
    begun = asyncio.Event()
    queued = asyncio.create_task(_write_down(plan, jobs))
    ready = asyncio.create_task(_make_ready(plan, len(jobs), begun, queued))
    tasks: dict[JobId, asyncio.Task[TerminalEvent]] = {}
    notes: list[asyncio.Task[None]] = []
    edit = object()
    for number, job in enumerate(jobs):
        run = _JobRun(job, number, plan, emit, edit, begun, gate or OpenGate())
        tasks[job] = asyncio.create_task(run.to_the_end(ready))
        tasks[job].add_done_callback(run.tell_end)
        notes.append(asyncio.create_task(_note_end(tasks[job], run, queued)))
    return RunningEdit(tasks, asyncio.create_task(_close_after(tasks, ready, notes)))


@dataclass(frozen=True, slots=True)
class _Ready:
    requests: tuple[EditRequest, ...]
    client: EditClient


async def _write_down(plan: EditPlan, jobs: Sequence[JobId]) -> None:
    if plan.journal is not None:
        await asyncio.to_thread(plan.journal.wait, jobs)


async def _make_ready(
    plan: EditPlan, job_count: int, begun: asyncio.Event, queued: asyncio.Task[None]
) -> _Ready:
    def block() -> _Ready:
        requests = plan.prepare().jobs()
        if len(requests) != job_count:
            raise ValueError(f"{job_count} jobs for {len(requests)} requests")
        return _Ready(requests, plan.connect())

    await begun.wait()
    await asyncio.shield(queued)
    return await asyncio.to_thread(block)


async def _note_end(
    task: asyncio.Task[TerminalEvent], run: _JobRun, queued: asyncio.Task[None]
) -> None:
    # The end of a job that was called off at once must not be written down before its beginning.
    await asyncio.wait([task, queued])
    queued.exception()  # told as the end of the job
    event = run.end_of(task)
    if isinstance(event, Completed):
        try:
            await asyncio.to_thread(run.plan.note, event)
        except Exception:
            # The results are there and told; a bug in what remembers them must not undo that.
            _logger.exception("job %s: not noted", event.job)
    await run.log.end(event)


async def _close_after(
    tasks: Mapping[JobId, asyncio.Task[TerminalEvent]],
    ready: asyncio.Task[_Ready],
    notes: Sequence[asyncio.Task[None]],
) -> None:
    if tasks:
        await asyncio.wait([*tasks.values(), *notes])
    ready.cancel()
    await asyncio.wait([ready])
    if not ready.cancelled() and ready.exception() is None:
        await ready.result().client.aclose()


@dataclass(slots=True)
class _JobRun:
    """One job on its way.

    Attributes:
        edit: The same for all jobs of an edit.
        begun: Set by the first job of the edit that may begin.
        gate: Lets it begin.
        sent_bytes: How much of the body has been handed to the connection.
        first_preview_s: When the first preview came, seconds after sending began.
        log: Writes down the attempts.
    """

    job: JobId
    number: int
    plan: EditPlan
    emit: Emit
    edit: object
    begun: asyncio.Event
    gate: Gate
    sent_bytes: int = 0
    first_preview_s: float | None = None
    started_s: float = field(default_factory=time.monotonic)
    log: AttemptLog = field(init=False)

    def __post_init__(self) -> None:
        self.log = AttemptLog(self.job, self.plan.journal)

    async def to_the_end(self, ready: asyncio.Task[_Ready]) -> TerminalEvent:
        """Run the job; every way in which it can end but cancelling is in the returned event."""
        try:
            await self.gate.turn(self.job)
            self.begun.set()
            things = await asyncio.shield(ready)
            return await self._attempts(things.client, things.requests[self.number])
        except OverpaintError as error:
            return Failed(self.job, error)
        except Exception as error:
            # The boundary of a job: a bug of ours must still end it, and leave its traces.
            _logger.exception("job %s: unexpected error", self.job)
            return Failed(self.job, unexpected(error))

    def tell_end(self, task: asyncio.Task[TerminalEvent]) -> None:
        """Tell the terminal event; the loop calls this once, when the task is done."""
        event = self.end_of(task)
        _log_end(event)
        self.emit(event)

    def end_of(self, task: asyncio.Task[TerminalEvent]) -> TerminalEvent:
        """How the job has ended, once its task is done."""
        if task.cancelled():
            return Cancelled(self.job, maybe_billed=self.sent_bytes > 0)
        return task.result()

    async def _attempts(self, client: EditClient, request: EditRequest) -> TerminalEvent:
        """Send until there is an answer, as long as trying again is free."""
        retries = 0
        while True:
            await self.plan.pace.turn(self.edit, request.n, self._tell_turn)
            await self.gate.resumed(self.job)
            try:
                return await self._exchange(client, request)
            except OverpaintError as error:
                self.log.failed(error)
                wait = wait_before_retry(error, retries)
                if wait is None:
                    raise
                _log_retry(self.job, error, wait)
            retries += 1
            await self._pause(wait)

    async def _pause(self, wait: Wait) -> None:
        self.sent_bytes = 0
        until_s = time.monotonic() + wait.seconds
        while (left_s := until_s - time.monotonic()) > 0:
            self.emit(Waiting(self.job, left_s, wait.reason))
            await asyncio.sleep(min(left_s, _TELL_EVERY_S))

    def _tell_turn(self, left_s: float, limit: int) -> None:
        reason = say("jobs", "limit of {limit} images a minute", limit=limit)
        self.emit(Waiting(self.job, left_s, reason))

    async def _exchange(self, client: EditClient, request: EditRequest) -> TerminalEvent:
        await self.log.begin()
        self.started_s = time.monotonic()
        _log_start(self.job, request)
        end: TerminalEvent | None = None
        sending = client.edit(request, self._tell_sent, self.log.accepted)
        try:
            async with aclosing(sending) as events:
                async for event in events:
                    if isinstance(event, FinalImages):
                        end = await self._keep(event, time.monotonic() - self.started_s)
                        break
                    await self._show(event)
        except asyncio.CancelledError:
            # Called off while the connection was being closed, when the answer was safe already.
            if end is None:
                raise
        if end is None:
            raise AssertionError("the client ended without an answer and without an error")
        return end

    def _tell_sent(self, sent_bytes: int, total_bytes: int) -> None:
        self.sent_bytes = sent_bytes
        if sent_bytes == total_bytes:
            self.log.sent()
        self.emit(Sending(self.job, sent_bytes, total_bytes))

    async def _show(self, preview: PartialImage) -> None:
        if self.first_preview_s is None:
            self.first_preview_s = time.monotonic() - self.started_s
        save = partial(self.plan.folder.save_partial, preview.data, self.plan.stem)
        try:
            path = await asyncio.to_thread(save)
        except StorageError:
            # A preview is not worth a job: the answer has a second folder to go to.
            _logger.warning("job %s: preview %d not saved", self.job, preview.index, exc_info=True)
        else:
            self.emit(Partial(self.job, preview.index, path))

    async def _keep(self, final: FinalImages, elapsed_s: float) -> TerminalEvent:
        """Save what was received; from here on it is too late to cancel."""
        saving = asyncio.create_task(self._saved(final, elapsed_s))
        while not saving.done():
            try:
                await asyncio.shield(saving)
            except asyncio.CancelledError:
                continue
        results, warning = saving.result()
        return Completed(
            self.job, results, final.request_id, final.usage, elapsed_s, warning,
            first_preview_s=self.first_preview_s,
        )  # fmt: skip

    async def _saved(
        self, final: FinalImages, elapsed_s: float
    ) -> tuple[tuple[Result, ...], OverpaintError | None]:
        await self.log.flush()
        # Of several jobs each brings one variant.
        first = self.number + 1
        images = len(final.images)
        receipt = Receipt(self.job, final.request_id, final.usage, elapsed_s, images)
        return await asyncio.to_thread(keep_answers, self.plan, self.log, final, first, receipt)


def _log_start(job: JobId, request: EditRequest) -> None:
    _logger.info(
        "job %s: sending model=%s size=%s images=%d mask=%s n=%d stream=%s",
        job,
        request.model,
        request.size or "auto",
        len(request.images),
        request.mask is not None,
        request.n,
        request.stream,
    )


def _log_retry(job: JobId, error: OverpaintError, wait: Wait) -> None:
    _logger.info("job %s: again in %.1f s: %s %s", job, wait.seconds, error.what, error.details)


def _log_end(event: TerminalEvent) -> None:
    match event:
        case Completed():
            _logger.info(
                "job %s: completed answers=%d elapsed=%.1fs request_id=%s",
                event.job,
                len(event.answers),
                event.elapsed_s,
                event.request_id,
            )
        case Failed():
            _logger.info("job %s: failed: %s %s", event.job, event.error.what, event.error.details)
        case Cancelled():
            _logger.info("job %s: cancelled maybe_billed=%s", event.job, event.maybe_billed)
