"""Only what is free to repeat is repeated: counted on the server's side."""

from __future__ import annotations

import asyncio
import email.utils
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from helpers.edits import KEY, Told, edit_request, png, profile
from helpers.exchanges import said
from helpers.scripted_server import (
    Reset,
    Script,
    ScriptedServer,
    Stall,
    completed_event,
    partial_event,
    reply,
    streamed,
)
from overpaint.domain.errors import (
    Action,
    ApiError,
    Billing,
    ConnectionFailure,
    ImageError,
    OverpaintError,
)
from overpaint.domain.events import Cancelled, Completed, Failed, Sending, Waiting
from overpaint.domain.text import say
from overpaint.services.api import retry
from overpaint.services.api.client import EditClient
from overpaint.services.api.retry import wait_before_retry
from overpaint.services.jobs import EditPlan, new_job_ids, run_edit, start_edit
from overpaint.services.result_folder import ResultFolder

ANSWER = streamed(completed_event(png()))
WHAT, REMEDY = say("errors", "It failed."), say("errors", "Wait.")


def api(status: int, **more: Any) -> ApiError:
    should_retry = more.pop("should_retry", None)
    error = ApiError(WHAT, remedy=REMEDY, status=status, **more)
    error.should_retry = should_retry
    return error


def unreached(*, passes: bool) -> ConnectionFailure:
    error = ConnectionFailure(WHAT, remedy=REMEDY)
    error.unreached = passes
    return error


REPEATED: list[OverpaintError] = [
    unreached(passes=True),
    api(429, action=Action.RETRY, code="rate_limit_exceeded"),
    api(429, action=Action.RETRY, code="slow_down"),
    api(503, code="server_is_overloaded"),
    api(409, should_retry=True),
]
KEPT: list[OverpaintError] = [
    unreached(passes=False),
    ConnectionFailure(WHAT, remedy=REMEDY, billing=Billing.MAYBE),
    ImageError(WHAT, remedy=REMEDY),
    api(429, action=Action.CHECK_BILLING, code="insufficient_quota"),
    api(429, should_retry=False),
    api(500, billing=Billing.MAYBE),
    api(500, billing=Billing.MAYBE, should_retry=True),
    api(502, billing=Billing.MAYBE),
    api(504, billing=Billing.MAYBE),
    api(503),
    api(400, code="moderation_blocked"),
    api(408),
    api(200, code="rate_limit_exceeded"),
    api(200, code="server_is_overloaded", should_retry=True),
    api(429, retry_after_s=121.0),
]


@pytest.mark.parametrize("error", REPEATED, ids=str)
def test_what_is_free_is_repeated_twice_at_most(error: OverpaintError) -> None:
    waits = [wait_before_retry(error, retries, lambda: 1.0) for retries in range(3)]

    assert [wait and wait.seconds for wait in waits] == [0.5, 1.0, None]


@pytest.mark.parametrize("error", KEPT, ids=str)
def test_what_may_cost_is_never_repeated(error: OverpaintError) -> None:
    assert wait_before_retry(error, 0) is None


@pytest.mark.parametrize(
    ("asked_s", "seconds"), [(None, 0.375), (0.0, 0.375), (1.5, 1.5), (120.0, 120.0)]
)
def test_the_servers_wish_comes_before_our_own_time(asked_s: float | None, seconds: float) -> None:
    wait = wait_before_retry(api(429, retry_after_s=asked_s), 0, lambda: 0.0)

    assert wait is not None
    assert wait.seconds == seconds


def test_our_own_time_is_capped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retry, "MOST_RETRIES", 99)

    wait = wait_before_retry(api(429), 20, lambda: 1.0)

    assert wait is not None
    assert wait.seconds == 8.0


def plan(server: ScriptedServer, tmp_path: Path, **changes: Any) -> EditPlan:
    request = edit_request(**changes)
    server_profile = profile(server.url, read_timeout_s=0.3)
    return EditPlan(
        lambda: request,
        lambda: EditClient(server_profile, KEY),
        ResultFolder(tmp_path / "results", tmp_path / "fallback", tmp_path / "previews"),
        "photo",
    )


def run(edit: EditPlan, count: int = 1) -> tuple[Told, list[Any]]:
    told, jobs = Told(), new_job_ids(count)
    asyncio.run(run_edit(jobs, edit, told))
    return told, [told.end_of(job) for job in jobs]


def busy(status: int = 429, code: str = "rate_limit_exceeded", **headers: str) -> Script:
    named = [(name.replace("_", "-"), value) for name, value in headers.items()]
    return reply(said("Slow down.", code), status=status, headers=named)


@pytest.mark.parametrize(
    "refusal",
    [
        busy(retry_after_ms="30"),
        busy(retry_after="0.03"),
        busy(503, "server_is_overloaded", retry_after_ms="30"),
        busy(409, "", x_should_retry="true", retry_after_ms="30"),
    ],
)
def test_a_refusal_that_costs_nothing_is_waited_out(
    server: ScriptedServer, tmp_path: Path, refusal: Script
) -> None:
    server.play(refusal, refusal, ANSWER)

    told, (end,) = run(plan(server, tmp_path))

    waits = [event for event in told.events if isinstance(event, Waiting)]
    assert isinstance(end, Completed)
    assert len(server.posts) == 3
    assert len(waits) == 2
    assert all(0 < wait.seconds <= 0.03 for wait in waits)
    place = told.events.index(waits[-1])
    after = told.events[place + 1]
    assert isinstance(after, Sending)
    assert after.sent_bytes == 0


def test_the_third_refusal_is_told(server: ScriptedServer, tmp_path: Path) -> None:
    server.play(busy(retry_after_ms="10"))

    _, (end,) = run(plan(server, tmp_path))

    assert isinstance(end, Failed)
    assert end.error.action is Action.RETRY
    assert len(server.posts) == 3


NEVER_TWICE: dict[str, Script] = {
    "no answer": Script((Stall(),)),
    "a reset": Script((Reset(),)),
    "a cut": Script(()),
    "a cut stream": streamed(partial_event(png()), Reset()),
    "a silent stream": streamed(partial_event(png()), Stall()),
    "a busy stream": streamed(b'data: {"error":{"code":"server_is_overloaded"}}\n\n'),
    "an upload that is not taken": Script((Reset(),), reads_upload=False),
    "500": reply(said("broken"), status=500, headers=[("x-should-retry", "true")]),
    "502": reply(b"", status=502),
    "504": reply(b"", status=504),
    "503": reply(b"", status=503),
    "no credit": reply(said("quota", "insufficient_quota"), status=429),
    "a wait that is too long": busy(retry_after="121"),
    "a date that is too far": busy(retry_after=email.utils.formatdate(time.time() + 9999)),
    "a refusal": reply(said("no", "invalid_value"), status=400),
}


@pytest.mark.parametrize("name", NEVER_TWICE)
def test_nothing_else_is_sent_twice(server: ScriptedServer, tmp_path: Path, name: str) -> None:
    server.play(NEVER_TWICE[name], ANSWER)

    told, (end,) = run(plan(server, tmp_path))

    assert isinstance(end, Failed)
    assert len(server.posts) == 1
    assert not [event for event in told.events if isinstance(event, Waiting)]


def test_a_server_that_starts_late_is_reached(tmp_path: Path) -> None:
    server = ScriptedServer()
    server.play(ANSWER)
    told, (job,) = Told(), new_job_ids(1)

    async def scenario() -> None:
        # Nothing listens at the port until the first attempt has failed.
        with ScriptedServer() as other:
            port = other.port
        edit = EditPlan(
            edit_request,
            lambda: EditClient(profile(f"http://127.0.0.1:{port}/v1"), KEY),
            ResultFolder(tmp_path / "a", tmp_path / "b", tmp_path / "c"),
            "photo",
        )
        running = start_edit((job,), edit, told)
        await asyncio.to_thread(
            told.wait_until, lambda events: any(isinstance(e, Waiting) for e in events)
        )
        late = await asyncio.start_server(_accept(server), "127.0.0.1", port)
        await running.ended
        late.close()

    with server:
        asyncio.run(scenario())

    assert isinstance(told.end_of(job), Completed)
    assert len(server.posts) == 1


def _accept(server: ScriptedServer) -> Callable[..., Any]:
    """Pass connections on to the scripted server."""

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            writer.write(data)
        writer.close()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner, outer = await asyncio.open_connection("127.0.0.1", server.port)
        await asyncio.gather(pump(reader, outer), pump(inner, writer))

    return handle


def test_cancelling_a_wait_is_instant_and_free(server: ScriptedServer, tmp_path: Path) -> None:
    server.play(busy(retry_after="60"))
    told, (job,) = Told(), new_job_ids(1)

    async def scenario() -> float:
        running = start_edit((job,), plan(server, tmp_path), told)
        await asyncio.to_thread(
            told.wait_until, lambda events: any(isinstance(e, Waiting) for e in events)
        )
        began_s = time.perf_counter()
        running.tasks[job].cancel()
        await running.ended
        return time.perf_counter() - began_s

    assert asyncio.run(scenario()) < 0.2
    assert told.end_of(job) == Cancelled(job, maybe_billed=False)
    waits = [event for event in told.events if isinstance(event, Waiting)]
    assert 59 < waits[0].seconds <= 60
    assert str(waits[0].reason) == "too many requests"
    assert len(server.posts) == 1
