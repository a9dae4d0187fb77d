from __future__ import annotations

import asyncio
import base64
import itertools
import logging
import random
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from helpers.edits import KEY, Told, attachment, edit_request, png, profile
from helpers.scripted_server import (
    Reset,
    Script,
    ScriptedServer,
    Send,
    Stall,
    completed_event,
    cut_into,
    partial_event,
    reply,
    streamed,
)
from overpaint.domain.choices import Field
from overpaint.domain.errors import (
    ApiError,
    Billing,
    ConnectionFailure,
    ImageError,
    OverpaintError,
    RequestError,
    StorageError,
)
from overpaint.domain.events import (
    Cancelled,
    Completed,
    Failed,
    JobId,
    Partial,
    Queued,
    Sending,
    Usage,
)
from overpaint.domain.problems import Problem
from overpaint.domain.request import EditRequest
from overpaint.domain.sizes import Size
from overpaint.domain.text import say
from overpaint.services.api.client import EditClient
from overpaint.services.jobs import EditPlan, new_job_ids, run_edit, start_edit
from overpaint.services.protocol.answers import FinalImages
from overpaint.services.result_folder import ResultFolder

PICTURE = png(24, 16)
STREAM = partial_event(png(), 0) + partial_event(png(), 1) + completed_event(PICTURE)


@pytest.fixture
def folder(tmp_path: Path) -> ResultFolder:
    return ResultFolder(tmp_path / "results", tmp_path / "fallback", tmp_path / "previews")


def plan(
    server: ScriptedServer,
    folder: ResultFolder,
    prepare: Callable[[], EditRequest] = edit_request,
    **changes: Any,
) -> EditPlan:
    server_profile = profile(server.url, **changes)
    return EditPlan(prepare, lambda: EditClient(server_profile, KEY), folder, "photo")


def run(edit: EditPlan, count: int = 1) -> tuple[Told, tuple[JobId, ...]]:
    told, jobs = Told(), new_job_ids(count)
    asyncio.run(run_edit(jobs, edit, told))
    return told, jobs


def test_a_job_is_told_from_its_queue_to_its_answer(
    server: ScriptedServer, folder: ResultFolder
) -> None:
    server.play(streamed(*cut_into(STREAM, 99), headers=[("x-request-id", "req_1")]))

    told, (job,) = run(plan(server, folder))

    events = told.of(job)
    total = len(server.posts[0].body)
    assert events[0] == Queued(job)
    assert events[1] == Sending(job, 0, total)
    assert [event for event in events if isinstance(event, Sending)][-1] == Sending(
        job, total, total
    )
    partials = [event for event in events if isinstance(event, Partial)]
    assert [(event.index, event.path.name) for event in partials] == [
        (0, "photo-preview-1.png"),
        (1, "photo-preview-2.png"),
    ]
    assert partials[0].path.read_bytes() == png()
    end = told.end_of(job)
    assert isinstance(end, Completed)
    assert end.answers[0].path == folder.directory / "photo-1.png"
    assert end.answers[0].path.read_bytes() == PICTURE
    assert end.answers[0].size == Size(24, 16)
    assert (end.request_id, end.usage) == ("req_1", Usage(100, 200, 300, 90, 10))
    assert 0 < end.elapsed_s < 5
    assert end.warning is None


def test_variants_run_side_by_side_and_fail_alone(
    server: ScriptedServer, folder: ResultFolder
) -> None:
    server.play(
        reply({"error": {"message": "no", "code": "moderation_blocked"}}, status=400),
        streamed(partial_event(png()), Reset()),
        streamed(STREAM),
    )

    told, jobs = run(plan(server, folder, lambda: edit_request(n=4)), 4)

    ends = [told.end_of(job) for job in jobs]
    kinds = sorted(type(end).__name__ for end in ends)
    assert kinds == ["Completed", "Completed", "Failed", "Failed"]
    errors = {type(end.error) for end in ends if isinstance(end, Failed)}
    assert errors == {ApiError, ConnectionFailure}
    assert len(server.posts) == 4
    assert all(b'name="n"\r\n\r\n1\r\n' in post.body for post in server.posts)
    names = {end.answers[0].path.name for end in ends if isinstance(end, Completed)}
    assert names == {"photo-1.png", "photo-2.png"}


def test_one_post_without_streaming_brings_all_variants(
    server: ScriptedServer, folder: ResultFolder
) -> None:
    data = [{"b64_json": base64.b64encode(png(n, 1)).decode()} for n in (1, 2, 3)]
    server.play(reply({"data": data}))

    told, (job,) = run(plan(server, folder, lambda: edit_request(stream=False, n=3)))

    end = told.end_of(job)
    assert isinstance(end, Completed)
    assert [answer.size for answer in end.answers] == [Size(1, 1), Size(2, 1), Size(3, 1)]


PROBLEM = Problem(Field.PROMPT, say("rules", "Empty."), say("rules", "Write."))


@pytest.mark.parametrize(
    "error",
    [
        RequestError((PROBLEM,)),
        ImageError(say("errors", "Broken."), remedy=say("errors", "Use another.")),
    ],
)
def test_what_cannot_be_prepared_is_never_sent(
    server: ScriptedServer, folder: ResultFolder, error: OverpaintError
) -> None:
    def prepare() -> EditRequest:
        raise error

    told, jobs = run(plan(server, folder, prepare), 2)

    assert [told.of(job) for job in jobs] == [[Queued(job), Failed(job, error)] for job in jobs]
    assert server.requests == []


def test_a_bug_ends_the_job_and_leaves_its_traces(
    server: ScriptedServer, folder: ResultFolder, caplog: pytest.LogCaptureFixture
) -> None:
    def prepare() -> EditRequest:
        raise ZeroDivisionError("boom")

    told, (job,) = run(plan(server, folder, prepare))

    end = told.end_of(job)
    assert isinstance(end, Failed)
    assert "ZeroDivisionError: boom" in end.error.details
    assert "Traceback" in caplog.text


def test_the_wrong_number_of_jobs_is_a_bug(server: ScriptedServer, folder: ResultFolder) -> None:
    told, jobs = run(plan(server, folder), 2)

    assert all(isinstance(told.end_of(job), Failed) for job in jobs)
    assert server.requests == []


def test_an_answer_in_the_other_folder_comes_with_a_warning(
    server: ScriptedServer, tmp_path: Path
) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    server.play(streamed(STREAM))

    told, (job,) = run(plan(server, ResultFolder(blocked, tmp_path / "fallback")))

    end = told.end_of(job)
    assert isinstance(end, Completed)
    assert end.answers[0].path == tmp_path / "fallback" / "photo-1.png"
    assert isinstance(end.warning, StorageError)


def test_an_answer_that_fits_nowhere_is_still_there(server: ScriptedServer, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    server.play(streamed(STREAM))

    told, (job,) = run(plan(server, ResultFolder(blocked / "a", blocked / "b")))

    end = told.end_of(job)
    assert isinstance(end, Failed)
    assert isinstance(end.error, StorageError)
    assert end.error.unsaved == (PICTURE,)


def test_an_answer_that_is_no_picture_fails_and_is_kept(
    server: ScriptedServer, folder: ResultFolder
) -> None:
    server.play(streamed(completed_event(b"%PDF")))

    told, (job,) = run(plan(server, folder))

    end = told.end_of(job)
    assert isinstance(end, Failed)
    assert end.error.billing is Billing.MAYBE
    assert (folder.directory / "photo-1.bin").read_bytes() == b"%PDF"


def test_the_log_tells_the_job_but_not_the_prompt(
    server: ScriptedServer, folder: ResultFolder, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    server.play(streamed(STREAM))

    _, (job,) = run(plan(server, folder))

    assert f"job {job}: completed answers=1" in caplog.text
    assert "Remove the tower." not in caplog.text
    assert KEY not in caplog.text


def cancelled_when(
    edit: EditPlan, count: int, reached: Callable[[Told], bool]
) -> tuple[Told, tuple[JobId, ...]]:
    """Cancel the first job as soon as the events satisfy the condition."""
    told, jobs = Told(), new_job_ids(count)

    async def scenario() -> None:
        running = start_edit(jobs, edit, told)
        while not reached(told):  # noqa: ASYNC110 - the condition spans threads
            await asyncio.sleep(0.002)
        running.tasks[jobs[0]].cancel()
        await running.ended

    asyncio.run(scenario())
    return told, jobs


def test_a_job_that_never_ran_can_be_cancelled(
    server: ScriptedServer, folder: ResultFolder
) -> None:
    server.play(streamed(STREAM))

    told, (first, second) = cancelled_when(
        plan(server, folder, lambda: edit_request(n=2)), 2, lambda _: True
    )

    assert told.of(first) == [Queued(first), Cancelled(first, maybe_billed=False)]
    assert isinstance(told.end_of(second), Completed)


def test_a_job_that_waits_for_its_answer_may_be_billed(
    server: ScriptedServer, folder: ResultFolder
) -> None:
    server.play(Script((Stall(),)))

    told, (job,) = cancelled_when(plan(server, folder), 1, lambda _: server.stalled.is_set())

    assert told.end_of(job) == Cancelled(job, maybe_billed=True)
    assert server.client_left.wait(5)


def test_cancelling_the_edit_cancels_every_job(
    server: ScriptedServer, folder: ResultFolder
) -> None:
    server.play(Script((Stall(),)))
    told, jobs = Told(), new_job_ids(3)

    async def scenario() -> None:
        edit = plan(server, folder, lambda: edit_request(n=3))
        task = asyncio.create_task(run_edit(jobs, edit, told))
        await asyncio.to_thread(server.stalled.wait, 5)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(scenario())

    assert all(isinstance(told.end_of(job), Cancelled) for job in jobs)


def test_an_answer_that_has_arrived_cannot_be_cancelled_away(
    server: ScriptedServer, folder: ResultFolder
) -> None:
    class Slow(ResultFolder):
        def save(self, data: bytes | bytearray, stem: str, variant: int = 1) -> Any:
            saving.set()
            asyncio.run_coroutine_threadsafe(cancelled.wait(), loops[0]).result(5)
            return super().save(data, stem, variant)

    server.play(streamed(STREAM))
    loops: list[asyncio.AbstractEventLoop] = []
    told, (job,) = Told(), new_job_ids(1)
    saving = threading.Event()
    cancelled = asyncio.Event()

    async def scenario() -> None:
        loops.append(asyncio.get_running_loop())
        slow = Slow(folder.directory, folder.fallback, folder.previews)
        running = start_edit((job,), plan(server, slow), told)
        await asyncio.to_thread(saving.wait, 5)
        running.cancel()
        await asyncio.sleep(0)
        running.cancel()
        cancelled.set()
        await running.ended

    asyncio.run(scenario())

    end = told.end_of(job)
    assert isinstance(end, Completed)
    assert end.answers[0].path.read_bytes() == PICTURE


def test_cancelling_while_the_connection_closes_comes_too_late(
    server: ScriptedServer, folder: ResultFolder
) -> None:
    class SlowToClose(EditClient):
        async def edit(self, request: EditRequest, *_: Any) -> Any:
            try:
                yield FinalImages((PICTURE,), None, "")
            finally:
                closing.set()
                await asyncio.sleep(60)

    closing = asyncio.Event()
    told, (job,) = Told(), new_job_ids(1)

    async def scenario() -> None:
        edit = EditPlan(
            edit_request, lambda: SlowToClose(profile(server.url), KEY), folder, "photo"
        )
        running = start_edit((job,), edit, told)
        await closing.wait()
        running.cancel()
        await running.ended

    asyncio.run(scenario())

    end = told.end_of(job)
    assert isinstance(end, Completed)
    assert end.answers[0].path.read_bytes() == PICTURE


def test_every_cut_ends_every_job_exactly_once(
    server: ScriptedServer, folder: ResultFolder
) -> None:
    head = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    whole = head + b"%x\r\n%s\r\n0\r\n\r\n" % (len(STREAM), STREAM)
    chance = random.Random(7)
    cuts = [*sorted(chance.sample(range(len(whole)), 24)), len(whole)]
    scripts = [
        Script((Send(whole[:cut]), *([Reset()] if number % 2 else [])))
        for number, cut in enumerate(cuts)
    ]

    for script, cut in zip(scripts, cuts, strict=True):
        server.play(script)
        told, (job,) = run(plan(server, folder))
        end = told.end_of(job)
        # What matters is the picture's last byte; the blank line after it may be missing.
        complete = cut >= whole.index(b"\n\n\r\n0")
        assert isinstance(end, Completed if complete else Failed), cut
        if isinstance(end, Failed):
            assert end.error.billing is Billing.MAYBE
    assert len(server.posts) == len(cuts)


def test_random_cancels_end_every_job_exactly_once(
    server: ScriptedServer, folder: ResultFolder
) -> None:
    chance = random.Random(11)
    big = attachment(bytes(3_000_000))
    pieces = list(cut_into(STREAM, 40))
    ends = []
    for _ in range(25):
        server.play(streamed(*pieces))
        told, jobs = Told(), new_job_ids(3)
        delays = [chance.uniform(0, 0.06) for _ in jobs]

        async def scenario(told: Told, jobs: tuple[JobId, ...], delays: list[float]) -> None:
            edit = plan(server, folder, lambda: edit_request(n=3, images=(big,)))
            running = start_edit(jobs, edit, told)
            loop = asyncio.get_running_loop()
            for job, delay in zip(jobs, delays, strict=True):
                loop.call_later(delay, running.tasks[job].cancel)
            await running.ended

        asyncio.run(scenario(told, jobs, delays))
        ends += [told.end_of(job) for job in jobs]
        assert not [event for event in told.events if event.job not in jobs]

    assert {type(end) for end in ends} <= {Cancelled, Completed}
    assert Cancelled in {type(end) for end in ends}
    saved = [end.answers[0].path for end in ends if isinstance(end, Completed)]
    assert all(path.read_bytes() == PICTURE for path in saved)
    assert not list(itertools.chain(folder.directory.glob(".*"), folder.previews.glob(".*.x")))


def test_a_job_is_noted_after_it_was_told_and_before_the_edit_has_ended(
    server: ScriptedServer, folder: ResultFolder
) -> None:
    server.play(streamed(STREAM))
    told, (job,) = Told(), new_job_ids(1)
    noted: list[tuple[Completed, bool]] = []

    def note(event: Completed) -> None:
        noted.append((event, event in told.events))

    asyncio.run(run_edit([job], replace(plan(server, folder), note=note), told))

    assert noted == [(told.end_of(job), True)]


def test_a_bug_in_what_notes_a_job_costs_no_result(
    server: ScriptedServer, folder: ResultFolder
) -> None:
    server.play(streamed(STREAM))
    told, (job,) = Told(), new_job_ids(1)

    def note(_event: Completed) -> None:
        raise ValueError("a bug")

    asyncio.run(run_edit([job], replace(plan(server, folder), note=note), told))

    assert isinstance(told.end_of(job), Completed)


def test_what_failed_is_not_noted(server: ScriptedServer, folder: ResultFolder) -> None:
    told, (job,) = Told(), new_job_ids(1)
    noted: list[Completed] = []

    def fails() -> EditRequest:
        raise RequestError((Problem(Field.PROMPT, say("t", "No."), say("t", "Write.")),))

    edit = replace(plan(server, folder, fails), note=noted.append)
    asyncio.run(run_edit([job], edit, told))

    assert isinstance(told.end_of(job), Failed)
    assert noted == []
