"""Which job begins next: the order, how many of each server at once, and pausing.

Only decisions are here: no clock, no thread, no asyncio. `overpaint.services.engine_loop` asks
after every change and lets those jobs go.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from overpaint.domain.events import JobId
from overpaint.domain.profiles import USUAL_PARALLEL, ServerProfile


@dataclass(frozen=True, slots=True)
class Lane:
    """Jobs that share a limit: those of one server. Lanes never wait for each other.

    Attributes:
        name: What tells it from the others: the name of the server profile.
        limit: How many of its jobs may be under way at once, from 1 on.
    """

    name: str = ""
    limit: int = USUAL_PARALLEL

    @classmethod
    def of(cls, profile: ServerProfile) -> Lane:
        """The lane of a server."""
        return cls(profile.name, profile.parallel)


@dataclass(frozen=True, slots=True)
class QueueOrder:
    """The queue at one moment.

    Attributes:
        running: Jobs that have begun and not ended, in the order in which they began.
        waiting: The others, the next one first.
        paused: Whether nothing new begins.
    """

    running: tuple[JobId, ...] = ()
    waiting: tuple[JobId, ...] = ()
    paused: bool = False


@dataclass(slots=True)
class JobQueue:
    """Jobs from their submission to their end. Not for several threads.

    Attributes:
        paused: Whether nothing new begins; what is under way goes on.
    """

    paused: bool = False
    _lanes: dict[JobId, str] = field(default_factory=dict)
    _limits: dict[str, int] = field(default_factory=dict)
    _waiting: list[JobId] = field(default_factory=list)
    _running: list[JobId] = field(default_factory=list)

    def add(self, jobs: Iterable[JobId], lane: Lane, *, front: bool = False) -> None:
        """Take jobs in, behind all others or before them; the lane's limit holds from now on.

        Raises:
            ValueError: A job is there already.
        """
        new = list(jobs)
        if any(job in self._lanes for job in new) or len(set(new)) < len(new):
            raise ValueError("a job is queued twice")
        self.set_limit(lane)
        self._lanes.update(dict.fromkeys(new, lane.name))
        place = 0 if front else len(self._waiting)
        self._waiting[place:place] = new

    def set_limit(self, lane: Lane) -> None:
        """Let so many jobs of a lane run at once; what is under way goes on.

        Raises:
            ValueError: The limit is below 1.
        """
        if lane.limit < 1:
            raise ValueError("a lane needs room for one job")
        self._limits[lane.name] = lane.limit

    def begin(self) -> tuple[JobId, ...]:
        """Let every job begin that may, in their order.

        Returns:
            Those that began; they are under way until `end` is told of them.
        """
        if self.paused:
            return ()
        used = Counter(self._lanes[job] for job in self._running)
        begun = []
        for job in self._waiting:
            lane = self._lanes[job]
            if used[lane] < self._limits[lane]:
                used[lane] += 1
                begun.append(job)
        chosen = set(begun)
        self._waiting = [job for job in self._waiting if job not in chosen]
        self._running += begun
        return tuple(begun)

    def end(self, job: JobId) -> None:
        """Forget a job that has ended, or was called off while it waited; others do no harm."""
        if self._lanes.pop(job, None) is None:
            return
        where = self._running if job in self._running else self._waiting
        where.remove(job)

    def move(self, job: JobId, before: JobId | None) -> None:
        """Change the order of those that wait; nothing happens when the job waits no more.

        Args:
            job: Which one moves.
            before: It goes right before this one; None sends it to the end. When that one waits
                no more, it goes to the front.
        """
        if job not in self._waiting or job == before:
            return
        self._waiting.remove(job)
        place = len(self._waiting)
        if before is not None:
            place = self._waiting.index(before) if before in self._waiting else 0
        self._waiting.insert(place, job)

    def places(self) -> Mapping[JobId, int]:
        """How many jobs of its lane each waiting one still has before it."""
        seen: Counter[str] = Counter()
        found = {}
        for job in self._waiting:
            lane = self._lanes[job]
            found[job] = seen[lane]
            seen[lane] += 1
        return found

    def order(self) -> QueueOrder:
        """The queue as it is now."""
        return QueueOrder(tuple(self._running), tuple(self._waiting), self.paused)
