"""The journal: on disk before the first byte leaves, and true to what became of every attempt."""

from __future__ import annotations

import asyncio
import errno
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from helpers.command import environment
from helpers.edits import KEY, Told, edit_request, png, profile
from helpers.scripted_server import (
    Reset,
    ScriptedServer,
    Stall,
    completed_event,
    partial_event,
    reply,
    streamed,
)
from overpaint.domain.attempts import Attempt, AttemptChange, AttemptFacts, AttemptState
from overpaint.domain.errors import Billing, StorageError
from overpaint.domain.events import Cancelled, Completed, Failed, JobId, Queued, Usage
from overpaint.services.api import retry
from overpaint.services.api.client import EditClient
from overpaint.services.edit_journal import EditJournal
from overpaint.services.jobs import EditPlan, new_job_ids, run_edit, start_edit
from overpaint.services.library.journal import Journal
from overpaint.services.result_folder import ResultFolder

FACTS = AttemptFacts("edit-1", "test", "gpt-image-2", "Remove the tower.", True, Decimal("0.05"))
PICTURE = png(24, 16)
REQUEST_ID = [("x-request-id", "req_7")]
ANSWER = streamed(partial_event(png()), completed_event(PICTURE), headers=REQUEST_ID)
JOB = JobId("job-1")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "library.sqlite3"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    with closing(Journal(path)) as opened:
        yield opened


def plan(server: ScriptedServer, folder: Path, journal: Journal, **changes: Any) -> EditPlan:
    where = profile(server.url)
    cost = {Usage(100, 200, 300, 90, 10): Decimal("0.0123")}
    edit = EditPlan(
        edit_request,
        lambda: EditClient(where, KEY),
        ResultFolder(folder / "results", folder / "fallback", folder / "previews"),
        "photo",
        journal=EditJournal(journal, FACTS, lambda: b"kept", cost.get),  # type: ignore[arg-type]
    )
    return replace(edit, **changes)


def run(edit: EditPlan, count: int = 1) -> tuple[Told, tuple[JobId, ...]]:
    told, jobs = Told(), new_job_ids(count)
    asyncio.run(run_edit(jobs, edit, told))
    return told, jobs


def only(journal: Journal) -> Attempt:
    (attempt,) = journal.attempts()
    return attempt


def test_an_attempt_is_on_disk_before_a_connection_is_made(
    server: ScriptedServer, tmp_path: Path, journal: Journal
) -> None:
    server.play(ANSWER)
    seen: list[Attempt] = []

    class Watched(EditClient):
        def edit(self, *arguments: Any) -> Any:
            seen.extend(Journal(journal.path).attempts())
            assert server.posts == []
            return super().edit(*arguments)

    run(plan(server, tmp_path, journal, connect=lambda: Watched(profile(server.url), KEY)))

    (attempt,) = seen
    assert (attempt.state, attempt.billing) == (AttemptState.SENDING, Billing.MAYBE)
    assert attempt.was_sent
    assert attempt.facts == FACTS


def test_an_answer_leaves_everything_that_is_known_of_it(
    server: ScriptedServer, tmp_path: Path, journal: Journal
) -> None:
    server.play(ANSWER)

    told, (job,) = run(plan(server, tmp_path, journal))

    end, attempt = told.end_of(job), only(journal)
    assert isinstance(end, Completed)
    assert (attempt.job, attempt.number, attempt.state) == (job, 1, AttemptState.KEPT)
    assert (attempt.request_id, attempt.cost_usd) == ("req_7", Decimal("0.0123"))
    assert (attempt.usage, attempt.billing) == (end.usage, Billing.NO)
    assert attempt.ended is not None
    (answer,) = attempt.answers
    assert (answer.byte_count, answer.sha256) == (len(PICTURE), sha256(PICTURE).hexdigest())
    assert (answer.file, answer.result) == (end.answers[0].path, end.results[0].path)
    assert journal.keepsake(attempt) is None, "there is no edit that waits for it"


def test_the_request_id_is_known_while_the_answer_is_awaited(
    server: ScriptedServer, tmp_path: Path, journal: Journal
) -> None:
    server.play(streamed(partial_event(png()), Stall(), headers=REQUEST_ID))
    told, (job,) = Told(), new_job_ids(1)

    async def scenario() -> Attempt:
        running = start_edit((job,), plan(server, tmp_path, journal), told)
        await asyncio.to_thread(told.wait_until, lambda events: len(events) > 4)
        while not (attempt := await asyncio.to_thread(only, journal)).request_id:
            pass
        running.cancel()
        await running.ended
        return attempt

    attempt = asyncio.run(scenario())

    assert (attempt.state, attempt.request_id) == (AttemptState.SENT, "req_7")
    ended = only(journal)
    assert (ended.state, ended.billing) == (AttemptState.CANCELLED, Billing.MAYBE)
    assert ended.request_id == "req_7"


def test_a_refusal_costs_nothing_and_a_broken_stream_may(
    server: ScriptedServer, tmp_path: Path, journal: Journal
) -> None:
    complaint = {"error": {"message": "No.", "code": "moderation_blocked"}}
    server.play(
        reply(complaint, status=400, headers=[("x-request-id", "req_no")]),
        streamed(partial_event(png()), Reset()),
    )

    run(plan(server, tmp_path, journal))
    run(plan(server, tmp_path, journal))

    refused, failed = journal.attempts()
    assert (refused.state, refused.billing) == (AttemptState.REFUSED, Billing.NO)
    assert refused.request_id == "req_no"
    assert refused.error
    assert (failed.state, failed.billing) == (AttemptState.FAILED, Billing.MAYBE)
    assert failed.error


def test_each_free_retry_is_an_attempt_of_its_own(
    server: ScriptedServer, tmp_path: Path, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retry, "_FIRST_WAIT_S", 0.01)
    busy = reply({"error": {"message": "Slow.", "code": "rate_limit_exceeded"}}, status=429)
    server.play(busy, busy, ANSWER)

    _, (job,) = run(plan(server, tmp_path, journal))

    attempts = journal.of_job(job)
    assert [one.number for one in attempts] == [1, 2, 3]
    states = [one.state for one in attempts]
    assert states == [AttemptState.REFUSED, AttemptState.REFUSED, AttemptState.KEPT]
    assert len(server.posts) == sum(one.was_sent for one in attempts)


def test_what_cannot_be_written_down_is_not_sent(
    server: ScriptedServer, tmp_path: Path, path: Path, journal: Journal
) -> None:
    path.mkdir(parents=True)

    told, (job,) = run(plan(server, tmp_path, journal))

    end = told.end_of(job)
    assert isinstance(end, Failed)
    assert isinstance(end.error, StorageError)
    assert "Nothing was sent" in str(end.error)
    assert str(path) in str(end.error)
    assert end.error.billing is Billing.NO
    assert server.posts == []


def test_a_journal_that_fails_between_queue_and_sending_keeps_the_job_back(
    server: ScriptedServer, tmp_path: Path, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("overpaint.services.library.connection.migrate", full)
    edit = plan(server, tmp_path, journal)

    def prepare() -> Any:
        return edit_request()

    with monkeypatch.context() as patch:
        patch.setattr(Journal, "wait", lambda *_: None)
        told, (job,) = run(replace(edit, prepare=prepare))

    end = told.end_of(job)
    assert isinstance(end, Failed)
    assert "No space left" in str(end.error)
    assert server.posts == []


def test_a_journal_that_fails_after_sending_costs_no_answer(
    server: ScriptedServer, tmp_path: Path, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    server.play(ANSWER)
    edit = plan(server, tmp_path, journal)
    connect = edit.connect
    begin = journal.begin

    def begin_then_break(*arguments: Any) -> None:
        begin(*arguments)
        monkeypatch.setattr("overpaint.services.library.connection.migrate", broken)

    monkeypatch.setattr(journal, "begin", begin_then_break)
    told, (job,) = run(replace(edit, connect=connect))

    end = told.end_of(job)
    assert isinstance(end, Completed)
    assert end.answers[0].path.read_bytes() == PICTURE


def test_a_library_that_is_damaged_meanwhile_costs_no_entry(
    server: ScriptedServer, tmp_path: Path, journal: Journal
) -> None:
    server.play(ANSWER)

    class Damaging(EditClient):
        def edit(self, *arguments: Any) -> Any:
            journal.path.write_bytes(b"no database at all" * 100)
            return super().edit(*arguments)

    told, (job,) = run(
        plan(server, tmp_path, journal, connect=lambda: Damaging(profile(server.url), KEY))
    )

    assert isinstance(told.end_of(job), Completed)
    attempt = only(journal)
    assert (attempt.job, attempt.state) == (job, AttemptState.KEPT)
    assert (attempt.request_id, attempt.facts) == ("req_7", FACTS)
    assert list(journal.path.parent.glob("*.damaged-*"))


def test_a_damaged_library_is_mended_before_anything_is_sent(
    server: ScriptedServer, tmp_path: Path, journal: Journal
) -> None:
    journal.path.parent.mkdir(parents=True)
    journal.path.write_bytes(b"no database at all" * 100)
    server.play(ANSWER)

    told, (job,) = run(plan(server, tmp_path, journal))

    assert isinstance(told.end_of(job), Completed)
    assert only(journal).was_sent


def test_a_clock_that_goes_back_puts_nothing_out_of_order(
    server: ScriptedServer, tmp_path: Path, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = iter(f"2026-11-{day:02}T12:00:00+00:00" for day in range(28, 1, -1))
    monkeypatch.setattr("overpaint.services.library.journal._now", lambda: next(moments))
    server.play(ANSWER, ANSWER)

    jobs = [run(plan(server, tmp_path, journal))[1][0] for _ in range(2)]

    attempts = journal.attempts()
    assert [one.job for one in attempts] == jobs
    assert [one.state for one in attempts] == [AttemptState.KEPT] * 2
    assert attempts[0].started > attempts[1].started
    journal.close()
    assert Journal(journal.path).take_over() == ()


def test_a_job_called_off_before_its_turn_was_never_sent(
    server: ScriptedServer, tmp_path: Path, journal: Journal
) -> None:
    told, jobs = Told(), new_job_ids(3)

    async def scenario() -> None:
        many = replace(plan(server, tmp_path, journal), prepare=lambda: edit_request(n=3))
        running = start_edit(jobs, many, told)
        running.cancel()
        await running.ended

    asyncio.run(scenario())

    assert [told.of(job)[0] for job in jobs] == [Queued(job) for job in jobs]
    assert all(told.end_of(job) == Cancelled(job, maybe_billed=False) for job in jobs)
    attempts = journal.attempts()
    assert {one.job for one in attempts} == set(jobs)
    assert {one.state for one in attempts} == {AttemptState.CANCELLED}
    assert not any(one.was_sent for one in attempts)


def test_an_answer_that_no_folder_takes_is_written_down_with_its_digest(
    server: ScriptedServer, tmp_path: Path, journal: Journal
) -> None:
    server.play(ANSWER)
    (tmp_path / "results").write_bytes(b"")
    (tmp_path / "fallback").write_bytes(b"")

    told, (job,) = run(plan(server, tmp_path, journal))

    end, attempt = told.end_of(job), only(journal)
    assert isinstance(end, Failed)
    assert isinstance(end.error, StorageError)
    assert end.error.unsaved == (PICTURE,)
    assert (attempt.state, attempt.billing) == (AttemptState.FAILED, Billing.MAYBE)
    assert attempt.answers[0].sha256 == sha256(PICTURE).hexdigest()
    assert attempt.answers[0].file is None


_RUN = """
import sys
from pathlib import Path
from overpaint.domain.attempts import AttemptFacts
from overpaint.services.library.journal import Journal
journal = Journal(Path(sys.argv[1]))
facts = AttemptFacts("edit", "test", "m", "A prompt.", True)
journal.wait(["waits"], facts)
journal.begin("sends", 1, facts, b"keepsake")
print("ready", flush=True)
sys.stdin.read()
"""


def test_only_what_a_dead_program_left_is_taken_over(path: Path, journal: Journal) -> None:
    journal.begin(JOB, 1, FACTS)
    other = subprocess.Popen(
        [sys.executable, "-c", _RUN, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment(),
    )
    with other:
        assert other.stdout is not None
        assert other.stdin is not None
        assert other.stdout.readline() == b"ready\n"
        alive = journal.take_over()
        other.kill()
        other.wait()
        taken = journal.take_over()
        again = journal.take_over()

    assert alive == ()
    assert {(one.job, one.state) for one in taken} == {
        ("waits", AttemptState.WAITING),
        ("sends", AttemptState.SENDING),
    }
    assert again == ()
    assert journal.keepsake(next(one for one in taken if one.job == "sends")) == b"keepsake"


def test_a_run_that_has_ended_leaves_no_lock(path: Path, journal: Journal) -> None:
    journal.begin(JOB, 1, FACTS)
    assert len(list((path.parent / "running").iterdir())) == 1

    journal.close()

    assert list((path.parent / "running").iterdir()) == []
    with closing(Journal(path)) as later:
        assert [one.job for one in later.take_over()] == [JOB]


def test_a_disk_without_locks_keeps_its_attempts_to_itself(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("overpaint.services.library.presence._take", unknown)
    journal.begin(JOB, 1, FACTS)

    with closing(Journal(journal.path)) as other:
        assert other.take_over() == ()
    assert only(journal).was_sent


def test_an_end_is_never_taken_back(journal: Journal) -> None:
    journal.begin(JOB, 1, FACTS)
    journal.note(JOB, 1, AttemptChange(state=AttemptState.KEPT))
    journal.note(JOB, 1, AttemptChange(state=AttemptState.SENT, request_id="late"))

    attempt = only(journal)
    assert (attempt.state, attempt.request_id) == (AttemptState.KEPT, "")
    with pytest.raises(ValueError, match="sent before"):
        journal.begin(JOB, 1, FACTS)


def test_only_what_is_unknown_is_open_and_can_be_settled(journal: Journal) -> None:
    for number, state in enumerate((AttemptState.UNKNOWN, AttemptState.FAILED), start=1):
        journal.begin(JOB, number, FACTS)
        journal.note(JOB, number, AttemptChange(state=state))
    (unknown,) = journal.attempts(only_open=True)

    assert journal.settle([one.id for one in journal.attempts()]) == 1
    assert journal.attempts(only_open=True) == ()
    assert journal.settle([unknown.id]) == 0
    assert [one.state for one in journal.attempts()] == [AttemptState.SETTLED, AttemptState.FAILED]


def test_texts_that_are_no_unicode_are_written_down_all_the_same(journal: Journal) -> None:
    journal.begin(JOB, 1, replace(FACTS, prompt="half \ud83d a face"))
    journal.note(JOB, 1, AttemptChange(state=AttemptState.FAILED, error="in \udcff folder"))

    attempt = only(journal)
    assert attempt.facts.prompt == "half ? a face"
    assert attempt.error == "in ? folder"
