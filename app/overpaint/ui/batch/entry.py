"""What the sheet knows of one row, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from overpaint.domain.batch import BatchRow, RowRecord, RowState
from overpaint.domain.batch_check import RowFacts, Verdict
from overpaint.domain.events import JobEvent


class Shown(Enum):
    """What the state column says."""

    READING = "reading"
    """Its files have not been looked at yet."""
    READY = "ready"
    REFUSED = "refused"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    MAYBE_BILLED = "maybe billed"


_BY_STATE = {
    RowState.PREPARING: Shown.RUNNING,
    RowState.SENDING: Shown.RUNNING,
    RowState.DONE: Shown.DONE,
    RowState.FAILED: Shown.FAILED,
    RowState.MAYBE_BILLED: Shown.MAYBE_BILLED,
}


_UNTRIED = RowRecord()


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the sheet.

    Attributes:
        row: What is asked for.
        facts: What its files say; None while they have not been looked at.
        verdict: Whether it can be sent; None while that is not known.
        record: What has become of it.
        event: What its job told last; None while it is not under way.
    """

    row: BatchRow
    facts: RowFacts | None = None
    verdict: Verdict | None = None
    record: RowRecord = _UNTRIED
    event: JobEvent | None = None

    @property
    def shown(self) -> Shown:
        """What the state column says."""
        state = _BY_STATE.get(self.record.state)
        if state is not None:
            return state
        if self.verdict is None:
            return Shown.READING
        return Shown.READY if self.verdict.is_fit else Shown.REFUSED

    @property
    def can_be_sent(self) -> bool:
        """Whether a run would take it."""
        return self.shown is Shown.READY

    @property
    def result(self) -> Path | None:
        """Its first finished file."""
        return self.record.results[0] if self.record.results else None
