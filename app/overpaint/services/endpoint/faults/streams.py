"""Faults that let the endpoint work and then spoil how its answer travels."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from overpaint.services.endpoint.faults.fault import (
    body_message,
    break_off,
    drained,
    start_message,
    until_gone,
)
from overpaint.services.endpoint.faults.replies import MODERATION, SERVER_ERROR

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_COMPLETED = b"event: image_edit.completed\n"
_PADDING_BYTES = 48_000_000


class _Enough(Exception):  # noqa: N818 - not an error: it stops the endpoint's work
    """The fault has what it needs of the answer."""


@dataclass(frozen=True, slots=True)
class Outage:
    """Takes the request and never answers it in full.

    Attributes:
        name: See `Fault`.
        summary: See `Fault`.
        reset: Reset the connection instead of falling silent.
    """

    name: str
    summary: str
    reset: bool = False

    async def play(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - what every fault gets
        """Read the request, then do nothing, or break off."""
        await drained(receive)
        if self.reset:
            await break_off(scope, receive, reset=True)
        else:
            await until_gone(receive)


@dataclass(frozen=True, slots=True)
class KeepAliveOnly:
    """Opens a stream and sends nothing but comments.

    Attributes:
        name: See `Fault`.
        summary: See `Fault`.
        every_s: Pause between two comments, seconds.
    """

    name: str = "keep-alive-only"
    summary: str = "a stream of comments without an event, for ever"
    every_s: float = 0.5

    async def play(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - what every fault gets
        """Comment until the client leaves."""
        import asyncio  # noqa: PLC0415 - slow to import, and the command line lists faults

        await drained(receive)
        await send(start_message(200, {"content-type": "text/event-stream"}))
        leaving = asyncio.ensure_future(until_gone(receive))
        while not leaving.done():
            await send(body_message(b": keep-alive\n\n", more=True))
            await asyncio.wait({leaving}, timeout=self.every_s)


@dataclass(frozen=True, slots=True)
class SpoiledEnd:
    """Lets previews through and spoils what brings the result: the last event, or a JSON answer.

    Attributes:
        name: See `Fault`.
        summary: See `Fault`.
        spoil: What is sent instead.
        then: What follows: an orderly end, silence, or a closed connection.
        json_too: Whether an answer that is not streamed is spoiled too.
    """

    name: str
    summary: str
    spoil: Callable[[bytes], bytes]
    then: str = "end"
    json_too: bool = False

    async def play(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the endpoint up to its result."""
        streams = False

        async def spoiling(message: Message) -> None:
            nonlocal streams
            if message["type"] == "http.response.start":
                streams = _is_stream(message)
            elif self._strikes(message["body"], streams=streams):
                await send(body_message(self.spoil(message["body"]), more=True))
                raise _Enough
            await send(message)

        try:
            await app(scope, receive, spoiling)
        except _Enough:
            await self._finish(scope, receive, send)

    def _strikes(self, body: bytes, *, streams: bool) -> bool:
        return body.startswith(_COMPLETED) if streams else self.json_too and bool(body)

    async def _finish(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.then == "end":
            await send(body_message(b""))
        elif self.then == "close":
            await break_off(scope, receive)
        else:
            await until_gone(receive)


@dataclass(frozen=True, slots=True)
class JsonInsteadOfStream:
    """Answers a streamed edit as if it had not been asked to stream."""

    name: str = "json-instead-of-stream"
    summary: str = "a JSON answer although a stream was asked for"

    async def play(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the endpoint, keep its last event, and send that as JSON."""
        streams, last = False, b""

        async def holding(message: Message) -> None:
            nonlocal streams, last
            if message["type"] == "http.response.start" and _is_stream(message):
                streams = True
            elif not streams:
                await send(message)
            elif message["body"].startswith(b"event: "):
                last = message["body"]

        await app(scope, receive, holding)
        if last:
            await self._answer(json.loads(last.partition(b"data: ")[2]), send)

    async def _answer(self, event: dict[str, object], send: Send) -> None:
        rest = {name: value for name, value in event.items() if name != "type"}
        status = 200
        if "b64_json" in rest:
            rest["created"] = rest.pop("created_at")
            rest["data"] = [{"b64_json": rest.pop("b64_json")}]
        else:
            status = 500
        body = json.dumps(rest).encode()
        headers = {"content-type": "application/json", "content-length": str(len(body))}
        await send(start_message(status, headers))
        await send(body_message(body))


@dataclass(frozen=True, slots=True)
class WrongContentType:
    """Says that the answer is something else than it is."""

    name: str = "wrong-content-type"
    summary: str = "the right answer, labelled text/plain"

    async def play(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the endpoint and change one header."""

        async def relabelling(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [pair for pair in message["headers"] if pair[0].lower() != b"content-type"]
                message = {**message, "headers": [*kept, (b"content-type", b"text/plain")]}
            await send(message)

        await app(scope, receive, relabelling)


@dataclass(frozen=True, slots=True)
class Slow:
    """Sends everything in small pieces with pauses.

    Attributes:
        name: See `Fault`.
        summary: See `Fault`.
        pieces: Into how many pieces each message is cut.
        pause_s: Before each of them, seconds.
    """

    name: str = "slow"
    summary: str = "the right answer, drop by drop"
    pieces: int = 8
    pause_s: float = 0.25

    async def play(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the endpoint and dawdle."""
        import asyncio  # noqa: PLC0415 - slow to import, and the command line lists faults

        async def dawdling(message: Message) -> None:
            body = message.get("body", b"")
            size = -(-len(body) // self.pieces)
            for start in range(0, max(0, len(body) - size), max(1, size)):
                await asyncio.sleep(self.pause_s)
                await send(body_message(body[start : start + size], more=True))
            await asyncio.sleep(self.pause_s)
            if body:
                message = {**message, "body": body[(self.pieces - 1) * size :]}
            await send(message)

        await app(scope, receive, dawdling)


def _is_stream(start: Message) -> bool:
    headers = {name.lower(): value for name, value in start["headers"]}
    return bool(headers.get(b"content-type", b"").startswith(b"text/event-stream"))


def _half(body: bytes) -> bytes:
    return body[: len(body) // 2]


def _event(error: dict[str, object]) -> bytes:
    return b"event: error\ndata: %s\n\n" % json.dumps({"type": "error", "error": error}).encode()


def _broken(_frame: bytes) -> bytes:
    return b'event: image_edit.completed\ndata: {"type":"image_edit.completed","b64_json":\n\n'


def _padded(frame: bytes) -> bytes:
    head, brace, _ = frame.rpartition(b"}")
    return b'%s,"padding":"%s"%s\n\n' % (head, b"A" * _PADDING_BYTES, brace)


STREAMS = (
    Outage("stall", "takes the request and never answers"),
    Outage("reset", "takes the request and resets the connection", reset=True),
    SpoiledEnd("stall-stream", "falls silent before the result, previews came",
               lambda _frame: b"", then="silence", json_too=True),
    SpoiledEnd("cut-stream", "closes the connection in the middle of the result",
               _half, then="close", json_too=True),
    SpoiledEnd("malformed-event", "the last event is broken JSON", _broken),
    SpoiledEnd("error-in-stream", "an error event instead of the result",
               lambda _frame: _event(dict(SERVER_ERROR))),
    SpoiledEnd("moderation-in-stream", "a refusal for content instead of the result",
               lambda _frame: _event(dict(MODERATION))),
    SpoiledEnd("missing-blank-line", "the last event lacks its closing blank line",
               lambda frame: frame.rstrip(b"\n")),
    SpoiledEnd("open-after-completed", "the result comes, and the stream never ends",
               lambda frame: frame, then="silence"),
    SpoiledEnd("done-marker", "the result is followed by [DONE]",
               lambda frame: frame + b"data: [DONE]\n\n"),
    SpoiledEnd("huge-event", "the result carries 48 MB of padding", _padded),
    KeepAliveOnly(),
    JsonInsteadOfStream(),
    WrongContentType(),
    Slow(),
)  # fmt: skip
"""In the order in which they are listed."""
