"""After a crash: bring what a batch remembers of its rows in line with the journal of attempts."""

from __future__ import annotations

import logging
from dataclasses import replace
from decimal import Decimal

from overpaint.domain.attempts import UNDER_WAY, Attempt, AttemptState
from overpaint.domain.batch import RowRecord, RowState
from overpaint.domain.errors import Billing, StorageError
from overpaint.domain.events import JobId
from overpaint.domain.text import say
from overpaint.services.batch.run_file import RunFile
from overpaint.services.library.journal import Journal

_logger = logging.getLogger(__name__)
_CUT_OFF = (RowState.READY, RowState.MAYBE_BILLED)


def agree(run: RunFile, journal: Journal) -> None:
    """Take over what the journal knows better of rows that were cut off; blocks.

    An answer that had arrived makes its row done, and a row that may have been billed is not ready
    to be sent again. Call it once attempts of earlier runs of the program are explained.

    Args:
        run: A batch that was just opened.
        journal: Every attempt.

    Raises:
        StorageError: The batch cannot be written.
    """
    for row in run.in_state(*_CUT_OFF):
        record = run.record(row.number)
        if not record.job:
            continue
        try:
            attempts = journal.of_job(JobId(record.job))
        except StorageError as error:
            # The batch's own, careful reading of the crash stays.
            _logger.warning("batch: not compared with the journal: %s", error)
            return
        known = _agreed(record, attempts[-1]) if attempts else record
        if known != record:
            run.put(row.number, known)


def _agreed(record: RowRecord, attempt: Attempt) -> RowRecord:
    if attempt.state in UNDER_WAY:
        return record
    if attempt.state is AttemptState.KEPT:
        return _done(record, attempt)
    if attempt.billing is Billing.NO and attempt.state is not AttemptState.SETTLED:
        return replace(record, state=RowState.READY, reasons=(), spent_usd=_before(record, attempt))
    if record.state is RowState.MAYBE_BILLED or not attempt.facts.bills:
        return replace(record, request_id=attempt.request_id)
    reasons = (
        say("batch", "Overpaint ended while this row was under way."),
        say("batch", "The server may have charged for it; look there before you send it again."),
    )
    risk = attempt.facts.estimate_usd or Decimal(0)
    return replace(
        record, state=RowState.MAYBE_BILLED, reasons=reasons, request_id=attempt.request_id,
        spent_usd=record.spent_usd + risk, is_exact=False,
    )  # fmt: skip


def _done(record: RowRecord, attempt: Attempt) -> RowRecord:
    files = tuple(one.result or one.file for one in attempt.answers)
    cost = attempt.cost_usd
    is_exact = cost is not None or not attempt.facts.bills
    before = _before(record, attempt)
    most_usd = attempt.facts.estimate_usd or Decimal(0)
    return replace(
        record,
        state=RowState.DONE,
        reasons=(say("batch", "Its answer had arrived before Overpaint ended."),),
        results=tuple(file for file in files if file is not None),
        spent_usd=before + (most_usd if cost is None else cost),
        is_exact=is_exact and record.is_exact,
        request_id=attempt.request_id,
    )


def _before(record: RowRecord, attempt: Attempt) -> Decimal:
    """What the row had cost before this attempt."""
    risk = attempt.facts.estimate_usd or Decimal(0)
    spent = record.spent_usd - risk if record.state is RowState.MAYBE_BILLED else record.spent_usd
    return max(spent, Decimal(0))
