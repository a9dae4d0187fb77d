"""What surrounds every answer: the key check, identifying headers, a body that is read up."""

from __future__ import annotations

import asyncio
import hmac
import secrets
import time
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from overpaint.services.endpoint import refusals
from overpaint.services.endpoint.faults.rehearsal import is_edit

OPENAI_VERSION = "2020-10-01"
"""What the service sends as ``openai-version``."""

_DRAIN_BYTES = 1_000_000_000
_DRAIN_SECONDS = 30.0


@dataclass(slots=True)
class Traffic:
    """What has arrived so far; written on the server's loop, may be read from any thread.

    Attributes:
        posts: Edits that were asked for, whatever became of them.
    """

    posts: int = 0


class Front:
    """ASGI layer around the routes.

    Args:
        app: The routes.
        key: The bearer token, "" to ask for none.
        open_paths: Paths below which no token is needed.
        traffic: Where to count.
    """

    def __init__(
        self, app: ASGIApp, *, key: str, open_paths: tuple[str, ...], traffic: Traffic
    ) -> None:
        self._app = app
        self._traffic = traffic
        self._expected = f"Bearer {key}".encode() if key else b""
        self._open_paths = open_paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request, or the start and the end of the server."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if is_edit(scope):
            self._traffic.posts += 1
        exchange = _Exchange(receive, send)
        try:
            self._check_key(scope)
        except refusals.Refusal as refusal:
            details = refusal.details
            answer = JSONResponse(details.body(), details.status)
            await answer(scope, exchange.receive, exchange.send)
        else:
            # A client that leaves while it uploads is no error of ours.
            with suppress(ClientDisconnect):
                await self._app(scope, exchange.receive, exchange.send)

    def _check_key(self, scope: Scope) -> None:
        if not self._expected or scope["path"].startswith(self._open_paths):
            return
        given = Headers(scope=scope).get("authorization", "").encode()
        if not hmac.compare_digest(given, self._expected):
            raise refusals.wrong_key()


class _Exchange:
    """One request and its answer: adds the headers, knows what is still unread."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive = receive
        self._send = send
        self._began = time.perf_counter()
        self._unread = True

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.disconnect" or not message.get("more_body", False):
            self._unread = False
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            await self._drain()
            headers = MutableHeaders(scope=message)
            headers["x-request-id"] = f"req_{secrets.token_hex(16)}"
            headers["openai-version"] = OPENAI_VERSION
            elapsed_ms = (time.perf_counter() - self._began) * 1000
            headers["openai-processing-ms"] = str(round(elapsed_ms))
        await self._send(message)

    async def _drain(self) -> None:
        """Read what the client still sends.

        Closing a connection with unread bytes resets it, and the reset can overtake the answer:
        the client would see a broken connection instead of the reason.
        """
        count = 0
        with suppress(TimeoutError):
            async with asyncio.timeout(_DRAIN_SECONDS):
                while self._unread and count < _DRAIN_BYTES:
                    count += len((await self.receive()).get("body", b""))


def no_such_url(scope: Scope) -> refusals.Refusal:
    """The path is none of ours."""
    url = f"{scope['method']} {quote(scope['path'])}"
    return refusals.Refusal(f"Invalid URL ({url})", code=None, status=404)


def wrong_method(scope: Scope) -> refusals.Refusal:
    """The path is ours, the method is not."""
    return refusals.Refusal(
        f"Not allowed to {scope['method']} on {quote(scope['path'])}. (HINT: Perhaps you meant to"
        " use a different HTTP method?)",
        code=None,
        status=405,
    )
