"""Keeps a server's limit of images per minute, fairly between edits.

A service counts refused requests too, so asking too often only makes the wait longer. Used in one
event loop.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from overpaint.domain.profiles import ServerProfile

WINDOW_S = 60.0
_MARGIN = 1.02
"""The service counts by its own clock, and requests arrive later than they leave."""

_TELL_EVERY_S = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class _Waiter:
    images: int
    turn: asyncio.Future[None]


class Pace:
    """Lets at most so many images through within a sliding window; edits take turns.

    Args:
        images_per_minute: The limit; None for none. It may be changed at any time.
        window_s: Length of the window, seconds.
    """

    def __init__(self, images_per_minute: int | None = None, *, window_s: float = WINDOW_S) -> None:
        self.images_per_minute = images_per_minute
        self._window_s = window_s * _MARGIN
        self._granted: deque[tuple[float, int]] = deque()
        self._waiting: dict[Hashable, deque[_Waiter]] = {}
        self._timer: asyncio.TimerHandle | None = None

    async def turn(self, edit: Hashable, images: int, tell: Callable[[float, int], None]) -> None:
        """Wait until the images may be asked for. Cancelling gives the place away at once.

        Args:
            edit: Jobs of one edit queue up behind each other, edits beside each other.
            images: How many images the job brings.
            tell: Told the seconds that are left and the limit: at once if there is a wait, then
                once a second.
        """
        limit = self.images_per_minute
        if limit is None:
            return
        waiter = _Waiter(images, asyncio.get_running_loop().create_future())
        self._waiting.setdefault(edit, deque()).append(waiter)
        self._move_on()
        try:
            while not waiter.turn.done():
                tell(self._seconds_until(waiter), self.images_per_minute or limit)
                await asyncio.wait([waiter.turn], timeout=_TELL_EVERY_S)
                self._move_on()
        except asyncio.CancelledError:
            self._leave(edit, waiter)
            raise

    def _move_on(self) -> None:
        """Let through whoever may go, and look again when the next one may."""
        now_s = asyncio.get_running_loop().time()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        while self._waiting:
            edit, queue = next(iter(self._waiting.items()))
            free_s = _free_at_s(self._granted, self._window_s, self._room(queue[0]), now_s)
            if free_s > now_s:
                loop = asyncio.get_running_loop()
                self._timer = loop.call_at(free_s, self._move_on)
                return
            waiter = queue.popleft()
            self._granted.append((now_s, waiter.images))
            waiter.turn.set_result(None)
            _rotate(self._waiting, edit)

    def _room(self, waiter: _Waiter) -> int | None:
        """How many images may be in the window beside those of the job; None for any number."""
        limit = self.images_per_minute
        return None if limit is None else max(limit - waiter.images, 0)

    def _seconds_until(self, wanted: _Waiter) -> float:
        """Play the queue forward to see when a job's turn comes."""
        start_s = now_s = asyncio.get_running_loop().time()
        granted = deque(self._granted)
        waiting = {edit: deque(queue) for edit, queue in self._waiting.items()}
        while waiting:
            edit, queue = next(iter(waiting.items()))
            waiter = queue.popleft()
            now_s = _free_at_s(granted, self._window_s, self._room(waiter), now_s)
            if waiter is wanted:
                break
            granted.append((now_s, waiter.images))
            _rotate(waiting, edit)
        return now_s - start_s

    def _leave(self, edit: Hashable, waiter: _Waiter) -> None:
        queue = self._waiting.get(edit)
        if queue is not None and waiter in queue:
            queue.remove(waiter)
            if not queue:
                del self._waiting[edit]
        self._move_on()


def _free_at_s(
    granted: deque[tuple[float, int]], window_s: float, room: int | None, now_s: float
) -> float:
    """When no more than ``room`` images are in the window; forgets those that have left it."""
    if room is None:
        return now_s
    while granted and granted[0][0] + window_s <= now_s:
        granted.popleft()
    used = sum(images for _, images in granted)
    free_s = now_s
    for moment_s, images in granted:
        if used <= room:
            break
        used -= images
        free_s = moment_s + window_s
    return free_s


def _rotate(waiting: dict[Hashable, deque[_Waiter]], edit: Hashable) -> None:
    """The edit has had its turn: it goes to the end, or away when nothing of it is left."""
    queue = waiting.pop(edit)
    if queue:
        waiting[edit] = queue


@dataclass(slots=True)
class Paces:
    """The pace of each server, by the name of its profile."""

    _by_name: dict[str, Pace] = field(default_factory=dict)

    def of(self, profile: ServerProfile) -> Pace:
        """The pace of a server, with the limit that its profile has now."""
        pace = self._by_name.setdefault(profile.name, Pace())
        pace.images_per_minute = profile.images_per_minute
        return pace
