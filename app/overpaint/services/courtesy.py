"""Hands go before lines: what arrives is read in small bites while somebody paints.

A thread that receives 600 Mbit/s takes the interpreter from the one that paints many times a frame.
A stroke lasts seconds; what the line brings meanwhile waits in the system's buffers.
"""

from __future__ import annotations

BITE_BYTES = 64 * 1024
"""Read between two pauses."""

_PAUSE_S = 0.006  # 10 MB/s are left, more than most lines have


class Courtesy:
    """Somebody may ask that receiving gives way; the asker and the receivers have two threads."""

    def __init__(self) -> None:
        self._asked = False
        self._byte_count = 0

    @property
    def is_asked(self) -> bool:
        """Whether receiving gives way now."""
        return self._asked

    def give_way(self, on: bool) -> None:  # noqa: FBT001 - a slot
        """Ask for it, or no longer."""
        self._asked = on

    async def received(self, byte_count: int) -> None:
        """Called after every read; returns at once when nobody asks, or for the rest of a bite."""
        if not self._asked:
            return
        self._byte_count += byte_count
        if self._byte_count >= BITE_BYTES:
            import asyncio  # noqa: PLC0415 - the window makes one of these before it is painted

            self._byte_count = 0
            await asyncio.sleep(_PAUSE_S)
