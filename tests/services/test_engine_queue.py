"""Jobs that wait for their turn in a running engine, on a server that never answers by itself."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from helpers.edits import KEY, Told, edit_request, png, profile
from helpers.scripted_server import Script, ScriptedServer, Stall, completed_event, streamed
from overpaint.domain.events import Cancelled, Completed, JobEvent, JobId, Queued, Sending
from overpaint.domain.request import EditRequest
from overpaint.services.api.client import EditClient
from overpaint.services.engine import Engine
from overpaint.services.jobs import EditPlan, new_job_ids, run_edit
from overpaint.services.queue import Lane, QueueOrder
from overpaint.services.result_folder import ResultFolder
from overpaint.services.turns import within

ONE = Lane("studio", 1)


class Orders:
    """Every order of the queue that was told."""

    def __init__(self) -> None:
        self.told: list[QueueOrder] = []
        self._changed = threading.Condition()

    def __call__(self, order: QueueOrder) -> None:
        with self._changed:
            self.told.append(order)
            self._changed.notify_all()

    def wait_for(self, order: QueueOrder) -> None:
        """Block until the queue is like this."""
        with self._changed:
            there = self._changed.wait_for(lambda: self.told[-1:] == [order], 10)
            assert there, self.told


@dataclass
class Bench:
    """An engine, what it tells, and a server."""

    engine: Engine
    told: Told
    orders: Orders
    server: ScriptedServer
    plan: EditPlan
    prepared: list[str]

    def submit(self, name: str, count: int = 1, *, front: bool = False) -> tuple[JobId, ...]:
        def prepare() -> EditRequest:
            self.prepared.append(name)
            return edit_request(n=count, prompt=name)

        plan = replace(self.plan, prepare=prepare)
        return self.engine.submit(plan, count, lane=ONE, front=front)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    told, orders = Told(), Orders()
    with ScriptedServer() as server:
        plan = EditPlan(
            edit_request,
            lambda: EditClient(profile(server.url), KEY),
            ResultFolder(tmp_path / "results", tmp_path / "fallback"),
            "photo",
        )
        engine = Engine(told, orders)
        yield Bench(engine, told, orders, server, plan, [])
        engine.close()


def _stall(bench: Bench) -> None:
    bench.server.play(Script((Stall(),)))


def _answer(bench: Bench) -> None:
    bench.server.play(streamed(completed_event(png())))


def test_jobs_beyond_the_limit_wait_and_know_their_place(bench: Bench) -> None:
    _stall(bench)
    a, b, c = bench.submit("three", 3)

    bench.orders.wait_for(QueueOrder((a,), (b, c)))

    assert bench.told.of(b) == [Queued(b)]
    assert bench.told.of(c) == [Queued(c), Queued(c, position=1)]


def test_a_job_that_waits_is_not_prepared_and_its_end_is_free(bench: Bench) -> None:
    _stall(bench)
    (a,) = bench.submit("first")
    (b,) = bench.submit("second")
    bench.told.wait_until(lambda events: any(isinstance(e, Sending) for e in events))

    bench.engine.cancel(b)
    bench.told.wait_for_end(b)

    assert bench.told.end_of(b) == Cancelled(b, maybe_billed=False)
    assert bench.prepared == ["first"]
    assert len(bench.server.posts) <= 1
    bench.orders.wait_for(QueueOrder((a,), ()))


def test_an_end_lets_the_next_one_begin(bench: Bench) -> None:
    _answer(bench)
    jobs = [*bench.submit("first"), *bench.submit("second"), *bench.submit("third", 2)]

    bench.told.wait_for_end(*jobs)

    assert all(isinstance(bench.told.end_of(job), Completed) for job in jobs)
    assert bench.prepared == ["first", "second", "third"]
    bench.orders.wait_for(QueueOrder())


def test_while_paused_nothing_begins_and_what_runs_goes_on(bench: Bench) -> None:
    _answer(bench)
    bench.engine.pause()
    (a,) = bench.submit("first")
    (b,) = bench.submit("second")
    bench.told.wait_until(lambda events: Queued(b, position=1, held=True) in events)
    assert bench.engine.is_paused
    assert bench.prepared == []
    assert Queued(a, held=True) in bench.told.of(a)

    bench.engine.resume()
    bench.told.wait_for_end(a, b)

    assert len(bench.server.posts) == 2
    assert bench.prepared == ["first", "second"]
    assert not bench.engine.is_paused


def test_a_pause_holds_what_has_begun_but_not_been_sent(bench: Bench) -> None:
    _answer(bench)
    preparing, go_on = threading.Event(), threading.Event()

    def prepare() -> EditRequest:
        preparing.set()
        assert go_on.wait(10)
        return edit_request()

    (job,) = bench.engine.submit(replace(bench.plan, prepare=prepare), 1, lane=ONE)
    assert preparing.wait(10)
    bench.engine.pause()
    go_on.set()
    bench.told.wait_until(lambda events: Queued(job, held=True) in events)
    assert bench.server.posts == []

    bench.engine.resume()
    bench.told.wait_for_end(job)

    assert isinstance(bench.told.end_of(job), Completed)


def test_the_front_and_a_move_change_who_is_next(bench: Bench) -> None:
    _stall(bench)
    (a,) = bench.submit("first")
    (b,) = bench.submit("second")
    (c,) = bench.submit("third")
    (d,) = bench.submit("urgent", front=True)
    bench.orders.wait_for(QueueOrder((a,), (d, b, c)))
    assert bench.told.of(c)[-1] == Queued(c, position=2)

    bench.engine.move(c, before=d)
    bench.orders.wait_for(QueueOrder((a,), (c, d, b)))
    bench.engine.cancel(a)
    bench.orders.wait_for(QueueOrder((c,), (d, b)))

    bench.told.wait_until(lambda _events: bench.prepared == ["first", "third"])


def test_a_higher_limit_lets_more_go_at_once(bench: Bench) -> None:
    _stall(bench)
    a, b, c = bench.submit("three", 3)
    bench.orders.wait_for(QueueOrder((a,), (b, c)))

    bench.engine.set_limit(Lane("studio", 2))

    bench.orders.wait_for(QueueOrder((a, b), (c,)))


def test_closing_ends_those_that_wait_for_free(bench: Bench) -> None:
    _stall(bench)
    (a,) = bench.submit("first")
    (b,) = bench.submit("second")
    assert bench.server.stalled.wait(10)

    bench.engine.close()

    assert bench.told.end_of(a) == Cancelled(a, maybe_billed=True)
    assert bench.told.end_of(b) == Cancelled(b, maybe_billed=False)
    assert bench.prepared == ["first"]


def test_an_edit_without_an_engine_keeps_to_the_limit_too(bench: Bench) -> None:
    _answer(bench)
    told: list[JobEvent] = []
    plan = replace(bench.plan, prepare=lambda: edit_request(n=4))
    jobs = new_job_ids(4)

    asyncio.run(run_edit(jobs, plan, told.append, within(Lane("studio", 2))))

    under_way: set[JobId] = set()
    most = 0
    for event in told:
        if isinstance(event, Sending):
            under_way.add(event.job)
        elif isinstance(event, Completed):
            under_way.discard(event.job)
        most = max(most, len(under_way))
    assert most == 2
    assert len([event for event in told if isinstance(event, Completed)]) == 4
