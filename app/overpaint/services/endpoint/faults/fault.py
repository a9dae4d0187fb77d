"""What a fault is, and small things that faults share. Light to import: `--help` lists them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

BREAK_OFF = "overpaint.break_off"
"""Extension of the scope: `BreakOff`, where the server offers it."""

REPAINT = "overpaint.repaint"
"""Key of the scope: what to do to every picture before it is written."""


class BreakOff(Protocol):
    """Ends the connection of a request without ending its answer."""

    def __call__(self, *, reset: bool) -> None:
        """Close after what was written, or reset at once."""


class Fault(Protocol):
    """One way to fail."""

    @property
    def name(self) -> str:
        """What people call it, after ``--fault``."""

    @property
    def summary(self) -> str:
        """What it does, one sentence."""

    async def play(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request; ``app`` is what would have answered it."""


@dataclass(frozen=True, slots=True)
class PlannedFault:
    """A fault that is switched on.

    Attributes:
        fault: Which one.
        times: How many requests it strikes, the first ones; None for all.
    """

    fault: Fault
    times: int | None = None


async def drained(receive: Receive) -> bool:
    """Read the request to its end; whether the client is still there."""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return False
        if not message.get("more_body", False):
            return True


async def until_gone(receive: Receive) -> None:
    """Say nothing until the client leaves, or the server stops."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def break_off(scope: Scope, receive: Receive, *, reset: bool = False) -> None:
    """End the connection now and wait until it has ended."""
    close = cast("BreakOff | None", scope.get("extensions", {}).get(BREAK_OFF))
    if close is not None:
        close(reset=reset)
    await until_gone(receive)


def start_message(status: int, headers: dict[str, str]) -> Message:
    """The first message of an answer."""
    encoded = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    return {"type": "http.response.start", "status": status, "headers": encoded}


def body_message(body: bytes, *, more: bool = False) -> Message:
    """A piece of an answer, by default the last one."""
    return {"type": "http.response.body", "body": body, "more_body": more}
