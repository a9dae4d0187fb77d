"""Pictures that an answer links to, kept in memory for as long as the service keeps its own."""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable

_LIFETIME_S = 3600.0
_MAX_PICTURES = 32


class Deliveries:
    """The latest linked pictures; an address cannot be guessed, so it needs no key."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._pictures: OrderedDict[str, tuple[float, bytes]] = OrderedDict()

    def add(self, content: bytes) -> str:
        """Keep a picture and return the name under which it is found."""
        name = secrets.token_urlsafe(24)
        self._pictures[name] = (self._clock() + _LIFETIME_S, content)
        while len(self._pictures) > _MAX_PICTURES:
            self._pictures.popitem(last=False)
        return name

    def find(self, name: str) -> bytes | None:
        """The picture of that name; None when there is none any more."""
        ends, content = self._pictures.get(name, (0.0, b""))
        return content if content and self._clock() < ends else None
