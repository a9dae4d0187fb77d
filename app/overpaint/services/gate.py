"""Where a job waits until it may begin."""

from __future__ import annotations

from typing import Protocol

from overpaint.domain.events import JobId


class Gate(Protocol):
    """Decides when a job may go on. Waiting there costs nothing and can be cancelled."""

    async def turn(self, job: JobId) -> None:
        """Wait until the job may begin: nothing of it has been prepared."""

    async def resumed(self, job: JobId) -> None:
        """Wait as long as nothing new may be sent; told right before a request leaves."""


class OpenGate:
    """Nobody waits."""

    async def turn(self, job: JobId) -> None:
        """Go on."""

    async def resumed(self, job: JobId) -> None:
        """Go on."""
