"""A real HTTP server on the loopback interface that plays what a test tells it to.

It answers, stalls, cuts, resets and refuses to read on demand, and records every request byte by
byte, so a test can say what went over the wire and how often.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

PATIENCE_S = 10.0
_TLS_GREETING = b"\x16"


@dataclass(frozen=True)
class Send:
    """Write these bytes as they are."""

    data: bytes


@dataclass(frozen=True)
class Stall:
    """Say nothing until the client leaves."""


@dataclass(frozen=True)
class Reset:
    """Break the connection off, so that the client sees a reset instead of an end."""


@dataclass(frozen=True)
class Ping:
    """Send this over and over until the client leaves."""

    data: bytes
    every_s: float = 0.02


@dataclass(frozen=True)
class Drain:
    """Read and forget until the client leaves."""


Step = Send | Stall | Reset | Ping | Drain


@dataclass(frozen=True)
class Script:
    """What to do with one request.

    Attributes:
        steps: Played in order; then the connection is closed.
        reads_upload: Whether the body is read before.
    """

    steps: tuple[Step, ...]
    reads_upload: bool = True


@dataclass
class Recorded:
    """One request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    raw_head: bytes
    body: bytes = b""


@dataclass
class ScriptedServer:
    """Use as a context manager; every POST plays the next script, the last one again and again.

    Attributes:
        scripts: For the POSTs to come.
        files: What a GET of a path plays.
        requests: What arrived.
        tls_reply: What to say to a client that speaks TLS; nothing when empty.
    """

    scripts: list[Script] = field(default_factory=list)
    files: dict[str, Script] = field(default_factory=dict)
    requests: list[Recorded] = field(default_factory=list)
    tls_reply: bytes = b""

    def __post_init__(self) -> None:
        self.headers_read = threading.Event()
        self.body_read = threading.Event()
        self.stalled = threading.Event()
        self.client_left = threading.Event()
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._handlers: set[asyncio.Task[Any]] = set()

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._started.wait(PATIENCE_S)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE_S)
        assert not self._thread.is_alive()

    @property
    def url(self) -> str:
        """The base URL to give to a client."""
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def posts(self) -> list[Recorded]:
        """The POST requests so far."""
        return [request for request in self.requests if request.method == "POST"]

    def play(self, *scripts: Script) -> None:
        """Set the scripts for the POSTs to come."""
        self.scripts = list(scripts)

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(
            asyncio.start_server(self._handle, "127.0.0.1", 0, limit=64 * 1024)
        )
        self.port = server.sockets[0].getsockname()[1]
        self._started.set()
        self._loop.run_forever()
        server.close()
        while handlers := list(self._handlers):
            for handler in handlers:
                handler.cancel()
            self._loop.run_until_complete(asyncio.wait(handlers))
        # Transports close in the next turns of the loop.
        for _ in range(3):
            self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    async def _handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._handlers.add(task)
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
                await self._converse(reader, writer)
        except asyncio.CancelledError:
            writer.transport.abort()
        finally:
            self._handlers.discard(task)
            writer.close()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first = await reader.readexactly(1)
        if first == _TLS_GREETING:
            self.stalled.set()
            writer.write(self.tls_reply)
            if not self.tls_reply:
                await self._until_left(reader)
            return
        head = first + await reader.readuntil(b"\r\n\r\n")
        recorded = _parse_head(head)
        script = self._script_for(recorded)
        self.requests.append(recorded)
        self.headers_read.set()
        if script.reads_upload:
            length = int(recorded.headers.get("content-length", "0"))
            recorded.body = await reader.readexactly(length)
            self.body_read.set()
        for step in script.steps:
            await self._play(step, reader, writer, script)

    def _script_for(self, request: Recorded) -> Script:
        if request.method != "POST":
            return self.files[request.path]
        return self.scripts.pop(0) if len(self.scripts) > 1 else self.scripts[0]

    async def _play(
        self, step: Step, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, script: Script
    ) -> None:
        if isinstance(step, Send):
            writer.write(step.data)
            await writer.drain()
        elif isinstance(step, Reset):
            writer.transport.abort()
        elif isinstance(step, Ping):
            while True:
                writer.write(step.data)
                await writer.drain()
                await asyncio.sleep(step.every_s)
        elif script.reads_upload or isinstance(step, Drain):
            self.stalled.set()
            await self._until_left(reader)
        else:
            self.stalled.set()
            await asyncio.Event().wait()

    async def _until_left(self, reader: asyncio.StreamReader) -> None:
        while await reader.read(65536):
            pass
        self.client_left.set()


def _parse_head(head: bytes) -> Recorded:
    first, *lines = head.decode("latin-1").rstrip("\r\n").split("\r\n")
    method, path, _ = first.split(" ")
    headers = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    return Recorded(method, path, headers, head)


def reply(
    body: bytes | dict[str, Any],
    *,
    status: int = 200,
    content_type: str = "application/json",
    headers: Sequence[tuple[str, str]] = (),
) -> Script:
    """A whole answer with its length."""
    data = json.dumps(body).encode() if isinstance(body, dict) else body
    fields = [("Content-Type", content_type), ("Content-Length", str(len(data))), *headers]
    return Script((Send(_head(status, fields) + data),))


def streamed(
    *pieces: bytes | Step,
    content_type: str = "text/event-stream",
    headers: Sequence[tuple[str, str]] = (),
    ends: bool = True,
) -> Script:
    """A chunked answer; without ``ends`` it breaks off where a chunk should follow."""
    fields = [("Content-Type", content_type), ("Transfer-Encoding", "chunked"), *headers]
    steps: list[Step] = [Send(_head(200, fields))]
    steps += [
        piece if not isinstance(piece, bytes) else Send(_chunk(piece)) for piece in pieces if piece
    ]
    if ends:
        steps.append(Send(b"0\r\n\r\n"))
    return Script(tuple(steps))


def partial_event(data: bytes, index: int = 0) -> bytes:
    """A preview as OpenAI streams it."""
    return _event("image_edit.partial_image", data, {"partial_image_index": index})


def completed_event(data: bytes, **fields: Any) -> bytes:
    """A final picture as OpenAI streams it."""
    usage = {
        "input_tokens": 100,
        "input_tokens_details": {"image_tokens": 90, "text_tokens": 10},
        "output_tokens": 200,
        "total_tokens": 300,
    }
    return _event("image_edit.completed", data, {"usage": usage} | fields)


def cut_into(data: bytes, size: int) -> Iterator[bytes]:
    """The data in pieces of a size."""
    for start in range(0, len(data), size):
        yield data[start : start + size]


def _event(kind: str, data: bytes, fields: dict[str, Any]) -> bytes:
    document = {
        "type": kind,
        "b64_json": base64.b64encode(data).decode(),
        "created_at": 1_795_000_000,
        "size": "1024x1024",
        "quality": "high",
        "background": "auto",
        "output_format": "png",
    } | fields
    return f"event: {kind}\ndata: {json.dumps(document)}\n\n".encode()


def _head(status: int, fields: Sequence[tuple[str, str]]) -> bytes:
    lines = [f"HTTP/1.1 {status} Scripted", *(f"{name}: {value}" for name, value in fields)]
    return ("\r\n".join([*lines, "Connection: close"]) + "\r\n\r\n").encode("latin-1")


def _chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)
