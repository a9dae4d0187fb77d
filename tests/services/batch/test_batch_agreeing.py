"""A batch that was cut off says of its rows what the journal of attempts says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest

from helpers.batches import pictures, plan_for
from overpaint.domain.attempts import ArrivedAnswer, AttemptChange, AttemptFacts, AttemptState
from overpaint.domain.batch import RowRecord, RowState
from overpaint.domain.errors import Billing
from overpaint.domain.events import JobId
from overpaint.services.batch.agreeing import agree
from overpaint.services.batch.run_file import RunFile, RunHeader
from overpaint.services.library.journal import Journal

FACTS = AttemptFacts("e", "openai", "gpt-image-2", "sepia", True, Decimal("0.05"))
JOB = JobId("job-1")


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with closing(Journal(tmp_path / "data" / "library.sqlite3")) as journal:
        journal.begin(JOB, 1, FACTS)
        yield journal


def cut_off(tmp_path: Path, state: RowState) -> RunFile:
    """A batch whose program ended while its first row was in this state."""
    plan = plan_for(pictures(tmp_path / "in", 2))
    run = RunFile.create(tmp_path / "batches", RunHeader.new(tmp_path / "out", bills=True), plan)
    risk = FACTS.estimate_usd if state is RowState.SENDING else None
    run.put(1, RowRecord(state, spent_usd=risk or Decimal(0), job=JOB))
    run.close()
    return RunFile.open(run.path)


def test_an_answer_that_had_arrived_makes_its_row_done(tmp_path: Path, journal: Journal) -> None:
    answer, result = tmp_path / "a.png", tmp_path / "r.png"
    arrived = (ArrivedAnswer(1, 3, "0" * 64, answer, result),)
    change = AttemptChange(AttemptState.KEPT, Billing.NO, "req_1", Decimal("0.03"), answers=arrived)
    journal.note(JOB, 1, change)
    run = cut_off(tmp_path, RowState.SENDING)

    agree(run, journal)

    record = run.record(1)
    assert (record.state, record.results) == (RowState.DONE, (result,))
    assert (record.spent_usd, record.request_id) == (Decimal("0.03"), "req_1")
    assert record.is_exact
    assert [row.number for row in run.in_state(RowState.READY)] == [2]
    run.close()


def test_what_may_be_billed_is_not_ready_to_be_sent_again(tmp_path: Path, journal: Journal) -> None:
    journal.note(JOB, 1, AttemptChange(AttemptState.UNKNOWN, Billing.MAYBE, "req_1"))
    run = cut_off(tmp_path, RowState.PREPARING)
    assert run.record(1).state is RowState.READY

    agree(run, journal)

    record = run.record(1)
    assert (record.state, record.request_id) == (RowState.MAYBE_BILLED, "req_1")
    assert (record.spent_usd, record.is_exact) == (Decimal("0.05"), False)
    run.close()


def test_what_was_never_sent_is_ready_again(tmp_path: Path, journal: Journal) -> None:
    journal.note(JOB, 1, AttemptChange(AttemptState.CANCELLED, Billing.NO))
    run = cut_off(tmp_path, RowState.SENDING)
    assert run.record(1).state is RowState.MAYBE_BILLED

    agree(run, journal)

    assert (run.record(1).state, run.record(1).spent_usd) == (RowState.READY, Decimal(0))
    run.close()


def test_without_a_journal_the_batch_keeps_its_own_reading(tmp_path: Path) -> None:
    run = cut_off(tmp_path, RowState.SENDING)

    agree(run, Journal(tmp_path / "nowhere" / "library.sqlite3"))

    assert run.record(1).state is RowState.MAYBE_BILLED
    run.close()
