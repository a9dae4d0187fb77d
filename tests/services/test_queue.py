from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overpaint.domain.events import JobId
from overpaint.domain.profiles import BUILT_IN
from overpaint.services.queue import JobQueue, Lane, QueueOrder

LANES = st.sampled_from(["local", "openai", "studio"])
PICK = st.integers(0, 30)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), LANES, st.integers(1, 4), st.integers(1, 3), st.booleans()),
        st.tuples(st.just("end"), PICK),
        st.tuples(st.just("move"), PICK, PICK),
        st.tuples(st.just("pause"), st.booleans()),
        st.tuples(st.just("limit"), LANES, st.integers(1, 3)),
    ),
    max_size=40,
)


def jobs(*names: str) -> tuple[JobId, ...]:
    return tuple(map(JobId, names))


@dataclass
class Play:
    """Plays steps against a queue and remembers what it should know."""

    queue: JobQueue = field(default_factory=JobQueue)
    lanes: dict[JobId, str] = field(default_factory=dict)
    limits: dict[str, int] = field(default_factory=dict)
    begun: list[JobId] = field(default_factory=list)
    begun_over_limit: bool = False
    begun_while_paused: bool = False

    def step(self, step: tuple[object, ...]) -> None:
        getattr(self, f"_{step[0]}")(*step[1:])
        before = self.count()
        new = self.queue.begin()
        self.begun += new
        self.begun_while_paused |= bool(new) and self.queue.paused
        for lane in {self.lanes[job] for job in new}:
            self.begun_over_limit |= self.count()[lane] > self.limits[lane]
        assert sum(self.count().values()) == sum(before.values()) + len(new)

    def count(self) -> dict[str, int]:
        running = [self.lanes[job] for job in self.queue.order().running]
        return {lane: running.count(lane) for lane in self.limits}

    def _add(self, lane: str, count: int, limit: int, front: bool) -> None:
        new = jobs(*(f"{lane}{len(self.lanes) + n}" for n in range(count)))
        self.lanes.update(dict.fromkeys(new, lane))
        self.limits[lane] = limit
        self.queue.add(new, Lane(lane, limit), front=front)

    def _end(self, pick: int) -> None:
        order = self.queue.order()
        there = order.running + order.waiting
        if there:
            self.queue.end(there[pick % len(there)])

    def _move(self, pick: int, before: int) -> None:
        waiting = self.queue.order().waiting
        if waiting:
            spots = (*waiting, None)
            self.queue.move(waiting[pick % len(waiting)], spots[before % len(spots)])

    def _pause(self, paused: bool) -> None:
        self.queue.paused = paused

    def _limit(self, lane: str, limit: int) -> None:
        self.limits[lane] = limit
        self.queue.set_limit(Lane(lane, limit))


@settings(max_examples=50, deadline=None)
@given(STEPS)
def test_whatever_happens_the_queue_keeps_its_laws(steps: list[tuple[object, ...]]) -> None:
    play = Play()
    for step in steps:
        play.step(step)
        order = play.queue.order()

        # Nobody is lost or doubled, and nobody begins twice.
        assert len(set(order.running + order.waiting)) == len(order.running + order.waiting)
        assert len(set(play.begun)) == len(play.begun)
        # No limit is passed, and nothing begins while it is paused.
        assert not play.begun_over_limit
        assert not play.begun_while_paused
        # A server with room keeps nobody waiting, whatever other servers do.
        if not order.paused:
            used = play.count()
            assert all(
                used[play.lanes[job]] >= play.limits[play.lanes[job]] for job in order.waiting
            )
        # Places count the jobs of the same server only.
        for place, job in enumerate(order.waiting):
            ahead = [
                other for other in order.waiting[:place] if play.lanes[other] == play.lanes[job]
            ]
            assert play.queue.places()[job] == len(ahead)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(LANES, st.integers(1, 3)), min_size=1, max_size=12))
def test_jobs_of_a_server_begin_in_the_order_of_their_submission(
    edits: list[tuple[str, int]],
) -> None:
    queue = JobQueue()
    submitted: dict[str, list[JobId]] = {}
    begun: dict[str, list[JobId]] = {}
    for number, (lane, count) in enumerate(edits):
        new = jobs(*(f"{lane}:{number}.{n}" for n in range(count)))
        submitted.setdefault(lane, []).extend(new)
        queue.add(new, Lane(lane, 2))
    while queue.order().running or queue.order().waiting:
        for job in queue.begin():
            begun.setdefault(job.partition(":")[0], []).append(job)
        queue.end(queue.order().running[0])

    assert begun == submitted


def test_the_front_goes_before_all_that_wait_and_after_what_runs() -> None:
    queue = JobQueue()
    queue.add(jobs("a", "b", "c", "d"), Lane("studio", 2))
    queue.begin()

    queue.add(jobs("x", "y"), Lane("studio", 2), front=True)

    assert queue.order() == QueueOrder(jobs("a", "b"), jobs("x", "y", "c", "d"))
    assert queue.places() == {JobId("x"): 0, JobId("y"): 1, JobId("c"): 2, JobId("d"): 3}


def test_a_job_moves_before_another_to_the_end_and_to_the_front() -> None:
    queue = JobQueue(paused=True)
    queue.add(jobs("a", "b", "c"), Lane("studio", 1))

    queue.move(JobId("c"), JobId("b"))
    assert queue.order().waiting == jobs("a", "c", "b")
    queue.move(JobId("a"), None)
    assert queue.order().waiting == jobs("c", "b", "a")
    queue.move(JobId("a"), JobId("began meanwhile"))
    assert queue.order().waiting == jobs("a", "c", "b")


def test_resuming_lets_as_many_go_as_there_is_room_for() -> None:
    queue = JobQueue(paused=True)
    queue.add(jobs("a", "b", "c"), Lane("studio", 2))
    queue.add(jobs("z"), Lane("local", 1))
    assert queue.begin() == ()

    queue.paused = False

    assert queue.begin() == jobs("a", "b", "z")


def test_a_smaller_limit_leaves_what_runs_alone() -> None:
    queue = JobQueue()
    queue.add(jobs("a", "b", "c"), Lane("studio", 3))
    assert queue.begin() == jobs("a", "b", "c")

    queue.add(jobs("d"), Lane("studio", 1))
    for ended in "ab":
        queue.end(JobId(ended))
        assert queue.begin() == ()
    queue.end(JobId("c"))

    assert queue.begin() == jobs("d")


def test_a_job_cannot_be_queued_twice_nor_a_lane_have_no_room() -> None:
    queue = JobQueue()
    queue.add(jobs("a"), Lane("studio", 1))

    with pytest.raises(ValueError, match="twice"):
        queue.add(jobs("a"), Lane("studio", 1))
    with pytest.raises(ValueError, match="room"):
        queue.set_limit(Lane("studio", 0))


def test_a_server_has_two_jobs_at_once_unless_its_profile_says_otherwise() -> None:
    assert Lane.of(BUILT_IN) == Lane("built-in", 2)
