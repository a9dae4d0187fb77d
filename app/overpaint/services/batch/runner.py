"""Carry a batch out: rows side by side, within the cap, until all have been tried.

Every row goes the way of a single edit; here is only decided which one begins when.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from overpaint.domain.batch import BatchRow, RowRecord, RowState
from overpaint.domain.batch_check import Verdict, judge, repeated, repeats
from overpaint.domain.batch_purse import Purse, Room
from overpaint.domain.errors import (
    Action,
    ConnectionFailure,
    OverpaintError,
    SettingsError,
    StorageError,
)
from overpaint.domain.events import Completed, Failed, JobEvent
from overpaint.domain.limits import Allowance, LimitKind, LimitVerdict, Standing
from overpaint.domain.text import Message, say
from overpaint.services.batch.events import BatchEvent, EndKind, RowChanged, RowProgress, RunEnd
from overpaint.services.batch.looking import Looker
from overpaint.services.batch.run_file import RunFile
from overpaint.services.batch.sending import Sender, Sent, outcome, start_row
from overpaint.services.jobs import RunningEdit, new_job_ids

if TYPE_CHECKING:
    from overpaint.imaging.placement import Masking

_MOST_FAILED_CONNECTIONS = 3
_HALTING = {
    Action.ENTER_KEY,
    Action.CHECK_BILLING,
    Action.VERIFY_ORGANIZATION,
    Action.CHANGE_SERVER,
    Action.CHOOSE_FOLDER,
}
"""What a person has to see to before any other row can do better."""
_STOPS = {Room.NO: EndKind.CAP_REACHED, Room.OVER_LIMIT: EndKind.LIMIT_REACHED}


@dataclass(frozen=True, slots=True, eq=False)
class _Next:
    """A row that can begin as soon as there is room."""

    row: BatchRow
    verdict: Verdict
    masking: Masking | None
    most_usd: Decimal


@dataclass(slots=True)
class BatchRunner:
    """One run over the rows of a batch that are to be sent.

    Args:
        run: The batch on disk.
        looker: Looks at the files of rows.
        sender: Sends them.
        tell: Told every event, on the thread of the loop.
        allowance: What limits of spending leave to this run.
    """

    run: RunFile
    looker: Looker
    sender: Sender
    tell: Callable[[BatchEvent], None]
    allowance: Allowance = field(default_factory=Allowance)
    _end: RunEnd | None = None
    _purse: Purse = field(init=False)
    _loop: asyncio.AbstractEventLoop | None = None
    _edits: dict[int, RunningEdit] = field(default_factory=dict)
    _rows: set[asyncio.Task[None]] = field(default_factory=set)
    _failed_connections: int = 0

    def __post_init__(self) -> None:
        plan, run = self.run.plan, self.run
        self._purse = Purse(plan.cap_usd, run.spent_usd, self.allowance.rest_usd)

    async def carry_out(self, only: Sequence[int] | None = None) -> RunEnd:
        """Send every row that is ready; returns when none is under way any more.

        Cancelling it stops what is under way and waits until that has been written down.

        Args:
            only: Numbers of the rows that count; None for all.
        """
        self._loop = asyncio.get_running_loop()
        waiting = deque(
            row
            for row in self.run.in_state(RowState.READY, RowState.REFUSED)
            if only is None or row.number in only
        )
        try:
            await self._go_through(waiting)
        finally:
            self._call_off()
            if self._rows:
                await asyncio.wait(self._rows)
        return self._end or RunEnd(EndKind.FINISHED)

    def pause(self) -> None:
        """Begin no further row; may be called from any thread."""
        self._from_outside(lambda: self._finish_with(RunEnd(EndKind.PAUSED)))

    def stop(self) -> None:
        """Call off what is under way, too; the server may charge for it. From any thread."""

        def stop() -> None:
            self._end = RunEnd(EndKind.STOPPED)
            self._call_off()

        self._from_outside(stop)

    async def _go_through(self, waiting: deque[BatchRow]) -> None:
        twice = repeats(self.run.plan.rows)
        ahead: _Next | None = None
        while self._end is None or self._rows:
            while self._end is None and len(self._rows) < self.run.plan.parallel:
                if ahead is None and waiting:
                    ahead = await self._look_at(waiting.popleft(), twice)
                    continue
                if ahead is None or not self._has_room(ahead):
                    break
                self._begin(ahead)
                ahead = None
            if not self._rows:
                return
            await asyncio.wait(self._rows, return_when=asyncio.FIRST_COMPLETED)

    async def _look_at(self, row: BatchRow, twice: dict[int, BatchRow]) -> _Next | None:
        """Read the files of a row; None when it cannot be sent, which is told."""
        plan, sender = self.run.plan, self.sender
        if row.number in twice:
            self._note(row.number, _refused(repeated(twice[row.number])))
            return None
        looked = await asyncio.to_thread(self.looker.look, row)
        verdict = judge(plan, row, looked.facts, sender.rules, sender.profile)
        if not verdict.is_fit:
            self._note(row.number, _refused(verdict))
            return None
        most_usd = None if verdict.charge is None else verdict.charge.most_usd
        if most_usd is None and plan.cap_usd is not None:
            self._finish_with(RunEnd(EndKind.HALTED, _no_price(verdict)))
            return None
        each_usd = self.allowance.each_usd
        if most_usd is not None and each_usd is not None and most_usd > each_usd:
            self._note(row.number, RowRecord(RowState.REFUSED, _too_dear(most_usd, each_usd)))
            return None
        return _Next(row, verdict, looked.masking, most_usd or Decimal(0))

    def _has_room(self, ahead: _Next) -> bool:
        room = self._purse.room_for(ahead.most_usd)
        if room in _STOPS:
            self._finish_with(RunEnd(_STOPS[room]))
        return room is Room.YES

    def _begin(self, ahead: _Next) -> None:
        number, draft = ahead.row.number, ahead.verdict.draft
        assert draft is not None  # noqa: S101 - fit verdicts have one
        old = self.run.record(number)
        self._purse.hold(number, ahead.most_usd)
        (job,) = new_job_ids(1)
        base = RowRecord(spent_usd=old.spent_usd, is_exact=old.is_exact, job=job)

        def note_state(state: RowState) -> None:
            risk = ahead.most_usd if state is RowState.SENDING else Decimal(0)
            record = replace(base, state=state, spent_usd=base.spent_usd + risk)
            self.run.put(number, record)
            self.tell(RowChanged(number, record))

        def tell(event: JobEvent) -> None:
            self.tell(RowProgress(number, event))

        sent = Sent(draft, ahead.most_usd, self.sender.profile.bills, note_state, tell)
        try:
            note_state(RowState.PREPARING)
        except StorageError as error:
            self._purse.settle(number, Decimal(0))
            self._finish_with(RunEnd(EndKind.HALTED, error))
            return
        edit = self._edits[number] = start_row(self.sender, sent, ahead.masking, job)
        task = asyncio.create_task(self._follow(number, edit, sent, base))
        self._rows.add(task)
        task.add_done_callback(self._rows.discard)

    async def _follow(self, number: int, edit: RunningEdit, sent: Sent, base: RowRecord) -> None:
        """Wait for the end of a row and write down what became of it."""
        await edit.ended
        record = await asyncio.to_thread(outcome, sent, self.sender)
        self._edits.pop(number, None)
        self._purse.settle(number, record.spent_usd)
        exact = record.is_exact and base.is_exact
        spent_usd = record.spent_usd + base.spent_usd
        record = replace(record, spent_usd=spent_usd, is_exact=exact, job=base.job)
        end = sent.end
        self._note(
            number,
            record,
            completed=end if isinstance(end, Completed) else None,
            error=end.error if isinstance(end, Failed) else None,
        )
        self._judge_failure(sent)

    def _judge_failure(self, sent: Sent) -> None:
        """End the run when the next row would meet the same trouble."""
        end = sent.end
        error = end.error if isinstance(end, Failed) else None
        if isinstance(end, Completed) and isinstance(end.warning, StorageError):
            error = end.warning
        if isinstance(error, ConnectionFailure):
            self._failed_connections += 1
        else:
            self._failed_connections = 0
        if error is None:
            return
        is_lasting = error.action in _HALTING or isinstance(error, StorageError)
        if is_lasting or self._failed_connections >= _MOST_FAILED_CONNECTIONS:
            self._finish_with(RunEnd(EndKind.HALTED, error))

    def _note(
        self,
        number: int,
        record: RowRecord,
        *,
        completed: Completed | None = None,
        error: OverpaintError | None = None,
    ) -> None:
        try:
            self.run.put(number, record)
        except StorageError as problem:
            self._finish_with(RunEnd(EndKind.HALTED, problem))
        self.tell(RowChanged(number, record, completed, error))

    def _finish_with(self, end: RunEnd) -> None:
        """Begin no further row; the first reason counts."""
        if self._end is None:
            self._end = end

    def _call_off(self) -> None:
        for edit in self._edits.values():
            edit.cancel()

    def _from_outside(self, call: Callable[[], None]) -> None:
        if self._loop is None:
            call()
        elif not self._loop.is_closed():
            self._loop.call_soon_threadsafe(call)


def _refused(verdict: Verdict) -> RowRecord:
    return RowRecord(RowState.REFUSED, verdict.refusals)


def _too_dear(most_usd: Decimal, each_usd: Decimal) -> tuple[Message, ...]:
    verdict = LimitVerdict(Standing.OVER, LimitKind.REQUEST, limit_usd=each_usd, next_usd=most_usd)
    return verdict.what, verdict.remedy


def _no_price(verdict: Verdict) -> SettingsError:
    reason = None if verdict.charge is None else verdict.charge.reason
    return SettingsError(
        say("batch", "A spend cap cannot be kept where prices are unknown."),
        why=reason,
        remedy=say("batch", "Take the cap away, or choose another server or model."),
    )
