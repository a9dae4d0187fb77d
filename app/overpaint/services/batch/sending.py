"""Send one row of a batch as any other edit is sent, and say what became of it."""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from overpaint.domain.batch import RowRecord, RowState
from overpaint.domain.charges import bill_for
from overpaint.domain.draft import Draft
from overpaint.domain.errors import Billing, OverpaintError, StorageError
from overpaint.domain.events import (
    Cancelled,
    Completed,
    Failed,
    JobEvent,
    JobId,
    Sending,
    TerminalEvent,
    Waiting,
)
from overpaint.domain.profiles import ServerProfile
from overpaint.domain.rules import Rules
from overpaint.domain.text import Message, say
from overpaint.services.edit_work import EditWork, Places
from overpaint.services.jobs import EditPlan, RunningEdit, start_edit
from overpaint.services.library.journal import Journal
from overpaint.services.library.recording import Recorder
from overpaint.services.pace import Pace

if TYPE_CHECKING:
    from overpaint.imaging.placement import Masking
    from overpaint.services.api.client import EditClient

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sender:
    """Where and how rows are sent.

    Attributes:
        rules: The constraints.
        profile: The server.
        places: Where files go.
        connect: Makes a client; may block, called on a worker for each row.
        pace: Keeps the server's limit, that of its other edits too.
        recorder: Remembers results; None for nobody.
        attempts: Where what is sent is written down first; None for nowhere.
    """

    rules: Rules
    profile: ServerProfile
    places: Places
    connect: Callable[[], EditClient]
    pace: Pace
    recorder: Recorder | None = None
    attempts: Journal | None = None


@dataclass(slots=True)
class Sent:
    """A row under way.

    Attributes:
        most_usd: What it may cost.
        bills: Whether somebody may be charged.
        note_state: Told `RowState.SENDING` before its first byte leaves, and `RowState.PREPARING`
            when that was refused for free and it waits to try again. What it raises as
            `OverpaintError` ends the row before anything is sent.
        tell: Told everything that its job tells.
    """

    draft: Draft
    most_usd: Decimal
    bills: bool
    note_state: Callable[[RowState], None]
    tell: Callable[[JobEvent], None]
    end: TerminalEvent | None = None
    state: RowState = field(default=RowState.PREPARING)

    def listen(self, event: JobEvent) -> None:
        """Take in what the job tells; called on the thread of the loop."""
        if isinstance(event, Completed | Failed | Cancelled):
            self.end = event
        elif isinstance(event, Sending) and event.sent_bytes > 0:
            self._move_to(RowState.SENDING)
        elif isinstance(event, Waiting):
            self._move_to(RowState.PREPARING)
        self.tell(event)

    def _move_to(self, state: RowState) -> None:
        if self.state is not state:
            self.note_state(state)
            self.state = state


def start_row(sender: Sender, sent: Sent, masking: Masking | None, job: JobId) -> RunningEdit:
    """Start the one job of a row, under its id, in the running loop."""
    work = EditWork(
        sent.draft, sender.rules, masking, lambda: None, sender.profile, sender.places,
        sender.recorder, sender.attempts,
    )  # fmt: skip
    plan = EditPlan(
        prepare=work.prepare,
        connect=sender.connect,
        folder=work.folder,
        stem=work.stem,
        pace=sender.pace,
        finish=work.finish,
        note=work.note,
        journal=work.journal,
    )
    return start_edit((job,), plan, sent.listen)


def outcome(sent: Sent, sender: Sender) -> RowRecord:
    """What has become of a row whose job has ended. May block: it saves what no folder took."""
    end = sent.end
    if isinstance(end, Completed):
        return _done(end, sent, sender)
    if isinstance(end, Failed):
        return _failed(end.error, sent)
    if isinstance(end, Cancelled) and end.maybe_billed and sent.bills:
        reasons = (
            say("batch", "It was stopped after it had been sent."),
            say("batch", "The server may charge for it nevertheless."),
        )
        return RowRecord(RowState.MAYBE_BILLED, reasons, spent_usd=sent.most_usd, is_exact=False)
    return RowRecord()


def _done(end: Completed, sent: Sent, sender: Sender) -> RowRecord:
    bill = bill_for(sent.draft, sender.rules.model(sent.draft), sender.profile)
    true_usd = None if bill is None else bill.cost_usd(end.usage, 1)
    return RowRecord(
        RowState.DONE,
        () if end.warning is None else end.warning.sentences(),
        tuple(result.path for result in end.results),
        sent.most_usd if true_usd is None else true_usd,
        is_exact=true_usd is not None or not sent.bills,
        request_id=end.request_id,
        elapsed_s=round(end.elapsed_s, 3),
    )


def _failed(error: OverpaintError, sent: Sent) -> RowRecord:
    saved, where = _rescued(error)
    reasons = (*error.sentences(), *where)
    request_id = getattr(error, "request_id", "")
    if error.billing is Billing.MAYBE and sent.bills:
        return RowRecord(
            RowState.MAYBE_BILLED, reasons, saved, sent.most_usd, is_exact=False,
            request_id=request_id,
        )  # fmt: skip
    return RowRecord(RowState.FAILED, reasons, saved, request_id=request_id)


def _rescued(error: OverpaintError) -> tuple[tuple[Path, ...], Sequence[Message]]:
    """Put what was received and no folder took into the system's folder for temporary files."""
    saved: list[Path] = []
    told: list[Message] = []
    for data in error.unsaved if isinstance(error, StorageError) else ():
        try:
            handle, name = tempfile.mkstemp(prefix="overpaint-rescued-")
            with os.fdopen(handle, "wb") as file:
                file.write(data)
        except OSError as problem:
            _logger.critical("a result is lost: %s", problem)
        else:
            saved.append(Path(name))
            told.append(say("batch", "The result is kept in {path}.", path=name))
    return tuple(saved), told
