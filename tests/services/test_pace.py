"""A limit of images per minute is kept, in turns, visibly, and can be cancelled."""

from __future__ import annotations

import asyncio
import base64
import itertools
import time
from pathlib import Path

import pytest

from helpers.edits import KEY, Told, edit_request, png, profile
from helpers.scripted_server import ScriptedServer, completed_event, reply, streamed
from overpaint.domain.events import Completed, Waiting
from overpaint.domain.profiles import OPENAI
from overpaint.services.api.client import EditClient
from overpaint.services.jobs import EditPlan, new_job_ids, run_edit, start_edit
from overpaint.services.pace import Pace, Paces
from overpaint.services.result_folder import ResultFolder

WINDOW_S = 0.4


class Queue:
    """Takes turns and remembers who went when."""

    def __init__(self, pace: Pace) -> None:
        self.pace = pace
        self.went: list[str] = []
        self.moments_s: list[float] = []
        self.told: dict[str, list[float]] = {}

    async def take(self, edit: str, images: int = 1) -> None:
        tell = self.told.setdefault(edit, [])
        await self.pace.turn(edit, images, lambda seconds, _limit: tell.append(seconds))
        self.went.append(edit)
        self.moments_s.append(time.monotonic())


def test_without_a_limit_nobody_waits() -> None:
    queue = Queue(Pace())

    async def scenario() -> None:
        await asyncio.gather(*(queue.take("a") for _ in range(50)))

    asyncio.run(scenario())

    assert len(queue.went) == 50
    assert queue.told == {"a": []}


def test_no_window_holds_more_than_the_limit() -> None:
    queue = Queue(Pace(3, window_s=WINDOW_S))

    async def scenario() -> None:
        await asyncio.gather(*(queue.take("a") for _ in range(8)))

    asyncio.run(scenario())

    for first, fourth in zip(queue.moments_s, queue.moments_s[3:], strict=False):
        assert fourth - first >= WINDOW_S
    assert queue.moments_s[-1] - queue.moments_s[0] < 3 * WINDOW_S


def test_edits_take_turns() -> None:
    queue = Queue(Pace(2, window_s=0.1))

    async def scenario() -> None:
        await asyncio.gather(
            *(queue.take("large") for _ in range(6)), queue.take("small"), queue.take("small")
        )

    asyncio.run(scenario())

    assert queue.went[:2] == ["large", "large"]
    assert queue.went[2:6].count("small") == 2


def test_the_wait_is_foretold_for_everyone() -> None:
    queue = Queue(Pace(1, window_s=0.1))

    async def scenario() -> None:
        await asyncio.gather(*(queue.take(name) for name in "abc"))

    asyncio.run(scenario())

    assert queue.told["a"] == []
    assert queue.told["b"][0] == pytest.approx(0.102, abs=0.06)
    assert queue.told["c"][0] == pytest.approx(0.204, abs=0.06)


def test_who_leaves_makes_room_at_once() -> None:
    queue = Queue(Pace(1, window_s=60))

    async def scenario() -> float:
        await queue.take("first")
        waiting = [asyncio.create_task(queue.take(name)) for name in ("second", "third")]
        await asyncio.sleep(0)
        began_s = time.perf_counter()
        waiting[0].cancel()
        await asyncio.wait(waiting[:1])
        took_s = time.perf_counter() - began_s
        queue.pace.images_per_minute = None
        await queue.take("unlimited")
        waiting[1].cancel()
        await asyncio.wait(waiting)
        return took_s

    assert asyncio.run(scenario()) < 0.2
    assert queue.went == ["first", "unlimited"]
    assert queue.told["third"][0] == pytest.approx(122.4, abs=0.5)


def test_more_images_than_the_limit_get_a_window_of_their_own() -> None:
    queue = Queue(Pace(2, window_s=0.1))

    async def scenario() -> None:
        await asyncio.gather(queue.take("a", 1), queue.take("b", 5), queue.take("c", 1))

    asyncio.run(scenario())

    assert queue.went == ["a", "b", "c"]
    assert all(later - former >= 0.1 for former, later in itertools.pairwise(queue.moments_s))


def test_each_server_has_its_own_pace() -> None:
    paces = Paces()
    limited = profile("http://127.0.0.1/v1", images_per_minute=5)

    assert paces.of(limited) is paces.of(limited)
    assert paces.of(limited).images_per_minute == 5
    assert paces.of(OPENAI).images_per_minute is None


def test_a_server_counts_no_more_than_the_limit_and_the_wait_is_told(
    server: ScriptedServer, tmp_path: Path
) -> None:
    arrivals: list[float] = []

    class Counting(list):  # type: ignore[type-arg]  # what it holds does not matter
        def append(self, request: object) -> None:
            arrivals.append(time.monotonic())
            super().append(request)

    server.requests = Counting()
    server.play(streamed(completed_event(png())))
    told, jobs = Told(), new_job_ids(5)
    edit = EditPlan(
        lambda: edit_request(n=5),
        lambda: EditClient(profile(server.url), KEY),
        ResultFolder(tmp_path / "a", tmp_path / "b", tmp_path / "c"),
        "photo",
        Pace(2, window_s=WINDOW_S),
    )

    asyncio.run(run_edit(jobs, edit, told))

    assert all(isinstance(told.end_of(job), Completed) for job in jobs)
    assert len(arrivals) == 5
    assert all(third - first > 0.9 * WINDOW_S for first, third in zip(arrivals, arrivals[2:],
                                                                    strict=False))  # fmt: skip
    waited = {event.job for event in told.events if isinstance(event, Waiting)}
    assert waited == set(jobs[2:])
    reasons = {str(event.reason) for event in told.events if isinstance(event, Waiting)}
    assert reasons == {"limit of 2 images a minute"}


def test_a_post_for_several_images_counts_as_several(
    server: ScriptedServer, tmp_path: Path
) -> None:
    picture = base64.b64encode(png()).decode()
    server.play(reply({"data": [{"b64_json": picture}] * 3}))
    pace = Pace(3, window_s=60)
    told, (first, second) = Told(), new_job_ids(2)

    def plan() -> EditPlan:
        return EditPlan(
            lambda: edit_request(stream=False, n=3),
            lambda: EditClient(profile(server.url), KEY),
            ResultFolder(tmp_path / "a", tmp_path / "b", tmp_path / "c"),
            "photo",
            pace,
        )

    async def scenario() -> None:
        await run_edit((first,), plan(), told)
        running = start_edit((second,), plan(), told)
        await asyncio.to_thread(
            told.wait_until, lambda events: any(isinstance(e, Waiting) for e in events)
        )
        running.cancel()
        await running.ended

    asyncio.run(scenario())

    assert len(server.posts) == 1
