from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from helpers.edits import KEY, Told, edit_request, png, profile
from helpers.scripted_server import (
    Script,
    ScriptedServer,
    Stall,
    completed_event,
    partial_event,
    streamed,
)
from overpaint.domain.events import Cancelled, Completed, Queued
from overpaint.domain.request import EditRequest
from overpaint.services.api.client import EditClient
from overpaint.services.engine import Engine
from overpaint.services.jobs import EditPlan, new_job_ids
from overpaint.services.result_folder import ResultFolder


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer() as running:
        running.play(streamed(partial_event(png()), completed_event(png())))
        yield running


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def engine(told: Told) -> Iterator[Engine]:
    running = Engine(told)
    yield running
    running.close()


@pytest.fixture
def plan(server: ScriptedServer, tmp_path: Path) -> EditPlan:
    return EditPlan(
        lambda: edit_request(n=2),
        lambda: EditClient(profile(server.url), KEY),
        ResultFolder(tmp_path / "results", tmp_path / "fallback"),
        "photo",
    )


def test_an_edit_runs_beside_the_caller(engine: Engine, told: Told, plan: EditPlan) -> None:
    jobs = engine.submit(plan, 2)

    told.wait_for_end(*jobs)

    assert [type(told.end_of(job)) for job in jobs] == [Completed, Completed]
    assert told.events[0] == Queued(jobs[0])


def test_events_come_from_one_thread_that_is_not_ours(plan: EditPlan) -> None:
    threads: set[str] = set()
    told = Told()

    def emit(event: object) -> None:
        threads.add(threading.current_thread().name)
        told(event)  # type: ignore[arg-type]  # narrower than what the engine gives

    engine = Engine(emit)
    told.wait_for_end(*engine.submit(plan, 2))
    engine.close()

    assert threads == {"overpaint-engine"}


def test_one_job_is_cancelled_alone(
    engine: Engine, told: Told, plan: EditPlan, server: ScriptedServer
) -> None:
    server.play(streamed(partial_event(png()), Stall()))
    jobs = engine.submit(plan, 2)
    told.wait_until(lambda events: sum("Partial" in type(e).__name__ for e in events) == 2)

    began_s = time.monotonic()
    engine.cancel(jobs[1])
    told.wait_for_end(jobs[1])

    assert time.monotonic() - began_s < 1
    assert told.end_of(jobs[1]) == Cancelled(jobs[1], maybe_billed=True)
    assert not isinstance(told.of(jobs[0])[-1], Cancelled)


def test_a_job_can_be_cancelled_before_anything_happened(
    engine: Engine, told: Told, plan: EditPlan, server: ScriptedServer
) -> None:
    cancelled = threading.Event()

    def prepare() -> EditRequest:
        assert cancelled.wait(10)
        return edit_request(n=2)

    jobs = engine.submit(replace(plan, prepare=prepare), 2)
    for job in jobs:
        engine.cancel(job)

    told.wait_for_end(*jobs)
    cancelled.set()

    assert all(told.of(j) == [Queued(j), Cancelled(j, maybe_billed=False)] for j in jobs)
    assert server.posts == []


def test_cancelling_what_is_not_there_does_nothing(engine: Engine, told: Told) -> None:
    engine.cancel(new_job_ids(1)[0])

    assert engine.run(lambda: asyncio.sleep(0, "alive")).result(5) == "alive"
    assert told.events == []


def test_closing_ends_everything_at_once(
    told: Told, plan: EditPlan, server: ScriptedServer
) -> None:
    server.play(Script((Stall(),)))
    engine = Engine(told)
    jobs = engine.submit(plan, 2)
    waiting = engine.run(lambda: asyncio.sleep(3600))
    assert server.stalled.wait(5)

    began_s = time.monotonic()
    engine.close()

    assert time.monotonic() - began_s < 1
    assert all(isinstance(told.end_of(job), Cancelled) for job in jobs)
    assert waiting.cancelled()
    assert not [t for t in threading.enumerate() if t.name == "overpaint-engine"]


def test_a_closed_engine_takes_nothing_more(engine: Engine, plan: EditPlan) -> None:
    engine.close()
    engine.close()

    with pytest.raises(RuntimeError, match="closed"):
        engine.submit(plan, 2)
    with pytest.raises(RuntimeError, match="closed"):
        engine.run(lambda: asyncio.sleep(0))
    engine.cancel(new_job_ids(1)[0])


def test_closing_does_not_wait_for_what_blocks(told: Told, plan: EditPlan) -> None:
    go_on = threading.Event()
    started = threading.Event()

    def prepare() -> EditRequest:
        started.set()
        go_on.wait(10)
        return edit_request(n=2)

    engine = Engine(told)
    jobs = engine.submit(EditPlan(prepare, plan.connect, plan.folder, "photo"), 2)
    assert started.wait(5)

    began_s = time.monotonic()
    engine.close()
    took_s = time.monotonic() - began_s
    go_on.set()

    assert took_s < 1
    assert all(told.end_of(job) == Cancelled(job, maybe_billed=False) for job in jobs)


def test_an_error_of_another_coroutine_comes_back(engine: Engine) -> None:
    async def fail() -> None:
        raise LookupError("here")

    with pytest.raises(LookupError, match="here"):
        engine.run(fail).result(5)


def test_the_engine_brings_neither_asyncio_nor_the_client_along() -> None:
    code = (
        "import sys, overpaint.services.engine;"
        "print([name for name in ('asyncio', 'httpx', 'PIL', 'numpy') if name in sys.modules])"
    )
    output = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert output.stdout.strip() == "[]"
