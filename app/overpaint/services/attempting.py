"""What a job writes down of its attempts, in their order, without keeping its loop waiting."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Sequence
from dataclasses import replace

from overpaint.domain.attempts import (
    ArrivedAnswer,
    AttemptChange,
    AttemptState,
)
from overpaint.domain.errors import ApiError, Billing, OverpaintError, StorageError
from overpaint.domain.events import (
    Answer,
    Cancelled,
    Completed,
    Failed,
    JobId,
    Result,
    TerminalEvent,
)
from overpaint.services.edit_journal import EditJournal
from overpaint.services.protocol.answers import FinalImages

_logger = logging.getLogger(__name__)


class AttemptLog:
    """The attempts of one job. Use it in the loop of the job, but for `arrived` to `made`.

    Only `begin` raises: what was sent goes on whatever becomes of the journal.

    Args:
        job: The job.
        edit: Where to write; None for nowhere.
    """

    def __init__(self, job: JobId, edit: EditJournal | None) -> None:
        self._job = job
        self._edit = edit
        self._number = 0
        self._last: asyncio.Task[None] | None = None
        self._answers: tuple[ArrivedAnswer, ...] = ()
        self._ended = False

    async def begin(self) -> None:
        """Write down the next attempt; it is synced when this returns.

        Raises:
            StorageError: It cannot be written down, so it must not be sent.
        """
        if self._edit is None:
            return
        await self.flush()
        edit, number = self._edit, self._number + 1

        def block() -> None:
            edit.journal.begin(self._job, number, edit.facts, edit.keepsake())

        # Counts from here on: called off in the middle, it is written down nevertheless.
        self._number, self._ended = number, False
        self._last = asyncio.create_task(asyncio.to_thread(block))
        await asyncio.shield(self._last)

    def sent(self) -> None:
        """All of it has left."""
        self._later(AttemptChange(state=AttemptState.SENT))

    def accepted(self, request_id: str) -> None:
        """The server has begun to answer.

        Args:
            request_id: Its id of the request, ``""`` when it gave none.
        """
        self._later(AttemptChange(state=AttemptState.SENT, request_id=request_id))

    def failed(self, error: OverpaintError) -> None:
        """The attempt failed; another one may follow."""
        self._later(_failure(error))
        self._ended = True

    async def flush(self) -> None:
        """Wait until everything so far is written down, or could not be."""
        if self._last is not None:
            await asyncio.wait([self._last])

    def arrived(self, final: FinalImages, first: int) -> None:
        """Write down what was received, before it is a file: it can be found again by that. Blocks.

        Args:
            final: What was received.
            first: 1-based number of the first picture among the variants of the edit.
        """
        if self._edit is None:
            return
        self._answers = tuple(
            ArrivedAnswer(number, len(data), hashlib.sha256(data).hexdigest())
            for number, data in enumerate(final.images, start=first)
        )
        usage = final.usage
        self._write(
            AttemptChange(
                state=AttemptState.SENT,
                request_id=final.request_id,
                usage=usage,
                cost_usd=self._edit.cost(usage),
                answers=self._answers,
            )
        )

    def answered(self, saved: Sequence[tuple[int, Answer]]) -> None:
        """Write down where the answers are, once they are safe. Blocks."""
        files = {variant: answer.path for variant, answer in saved}
        self._answers = tuple(
            replace(answer, file=files.get(answer.variant)) for answer in self._answers
        )
        self._write(AttemptChange(state=AttemptState.ANSWERED, answers=self._answers))

    def made(self, results: Sequence[tuple[int, Result]]) -> None:
        """Write down the results; it is the end only when they are remembered, too. Blocks."""
        files = {variant: result.path for variant, result in results}
        self._answers = tuple(
            replace(answer, result=files.get(answer.variant)) for answer in self._answers
        )
        self._write(AttemptChange(answers=self._answers))

    async def end(self, event: TerminalEvent) -> None:
        """Write down how the job has ended, unless that was done."""
        if not self._ended:
            # A job that was never sent has its entry in the queue.
            self._number = max(self._number, 1)
            self._later(_ending(event))
            self._ended = True
        await self.flush()

    def _later(self, change: AttemptChange) -> None:
        if self._edit is None:
            return
        before = self._last

        async def write() -> None:
            if before is not None:
                await asyncio.wait([before])
            await asyncio.to_thread(self._write, change)

        self._last = asyncio.get_running_loop().create_task(write())

    def _write(self, change: AttemptChange) -> bool:
        """Whether it is on disk; what was received is worth more than its entry."""
        if self._edit is None:
            return False
        try:
            self._edit.journal.note(self._job, self._number, change)
        except StorageError as error:
            _logger.warning("job %s: not in the journal: %s %s", self._job, error, error.details)
            return False
        return True


def _failure(error: OverpaintError) -> AttemptChange:
    may_cost = error.billing is not Billing.NO
    return AttemptChange(
        state=AttemptState.FAILED if may_cost else AttemptState.REFUSED,
        billing=error.billing,
        error=str(error),
        request_id=(error.request_id or None) if isinstance(error, ApiError) else None,
    )


def _ending(event: TerminalEvent) -> AttemptChange:
    match event:
        case Completed():
            return AttemptChange(state=AttemptState.KEPT, billing=Billing.NO)
        case Failed():
            return _failure(event.error)
        case Cancelled():
            billing = Billing.MAYBE if event.maybe_billed else Billing.NO
            return AttemptChange(state=AttemptState.CANCELLED, billing=billing)
