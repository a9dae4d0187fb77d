"""Sends one edit and tells what comes back, while it comes.

An edit costs money and cannot be repeated without paying again, so nothing here ever sends a second
POST: a person presses the button once more, or does not.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from typing import Self

import httpx
from httpcore import AsyncNetworkStream

from overpaint.domain.errors import OverpaintError
from overpaint.domain.profiles import ServerProfile
from overpaint.domain.request import EditRequest
from overpaint.services.api import connection_failures, failures
from overpaint.services.api.addresses import host
from overpaint.services.api.connection_failures import Phase
from overpaint.services.api.download import fetch
from overpaint.services.api.form import edit_form
from overpaint.services.api.opening import opened_client, sent_key
from overpaint.services.api.posting import edit_post
from overpaint.services.courtesy import Courtesy
from overpaint.services.protocol.answers import (
    FinalImages,
    PartialImage,
    Pictures,
    RemoteImage,
    WireEvent,
)
from overpaint.services.protocol.complaints import Complaint
from overpaint.services.protocol.json_images import DocumentTooLargeError, ImageBytes
from overpaint.services.protocol.multipart import MultipartBody
from overpaint.services.protocol.response_reader import BodyKind, Meaning, ResponseReader

Progress = Callable[[int, int], None]
"""Called with the bytes handed to the connection so far, and all bytes of the body."""

Accepted = Callable[[str], None]
"""Called with the server's id of the request, ``""`` when it gave none."""

_PROGRESS_INTERVAL_S = 0.05
_REFUSAL_BYTES = 64 * 1024
_BROKEN = (httpx.TransportError, httpx.InvalidURL, UnicodeError)
"""What httpx raises for a connection that fails; UnicodeError for a host name that is none."""


class EditClient:
    """A client of one server's image edits. Use it in one event loop, and close it there.

    Args:
        profile: The server; its ``base_url`` must be known.
        key: Its key; None for a server that wants none.
        courtesy: Who is asked after every read whether receiving should give way.
    """

    def __init__(
        self, profile: ServerProfile, key: str | None, courtesy: Courtesy | None = None
    ) -> None:
        self._profile = profile
        self._key = sent_key(profile, key)
        self._courtesy = courtesy or Courtesy()
        self._peer = failures.Peer(host(profile.base_url), self._key)
        self._http: httpx.AsyncClient | None = None
        self._opening = asyncio.Lock()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close every connection."""
        if self._http is not None:
            await self._http.aclose()

    async def edit(
        self,
        request: EditRequest,
        progress: Progress = lambda _sent, _total: None,
        accepted: Accepted = lambda _request_id: None,
    ) -> AsyncGenerator[WireEvent, None]:
        """Send an edit: one POST, whatever happens.

        Args:
            request: What to send; one that `EditRequest.jobs` made.
            progress: Told ``(0, total)`` first, then at most 20 times a second, then the end of the
                upload. The first call with more than zero comes before the first byte leaves.
            accepted: Told once, when the head of an answer that is no refusal is there.

        Yields:
            Previews as they come, then the answer, last and exactly once. The end of the connection
            is not waited for.

        Raises:
            ApiError: The server refused or failed, or its answer holds no picture.
            ConnectionFailure: It could not be reached, or the connection broke.
            SettingsError: Address, key or proxy cannot be used.
            ImageError: A file changed while it was being sent.
            RequestError: The server cannot do without a mask; nothing was sent.
        """
        body = edit_form(request, self._profile)
        attempt = _Attempt(body, progress)
        progress(0, body.content_length)
        failure: OverpaintError | None = None
        try:
            async with (
                self._post(body, attempt) as response,
                aclosing(self._answer(response, attempt)) as events,
            ):
                accepted(failures.request_id(response.headers, self._peer))
                async for event in events:
                    yield event
                    if isinstance(event, FinalImages):
                        return
        except _BROKEN as error:
            failure = connection_failures.broken_connection(error, attempt.phase, self._peer)
        except DocumentTooLargeError:
            failure = failures.answer_too_large(attempt.headers, self._peer)
        # Raised out here so that it does not hold on to the request through its context.
        raise failure if failure is not None else self._without_picture(attempt)

    @asynccontextmanager
    async def _post(self, body: MultipartBody, attempt: _Attempt) -> AsyncIterator[httpx.Response]:
        http = await self._opened()
        request = edit_post(http, self._profile, body, attempt)
        request.extensions["trace"] = attempt.trace
        try:
            response = await http.send(request, stream=True)
        except asyncio.CancelledError:
            await attempt.hang_up()
            raise
        attempt.headers = response.headers
        try:
            if not response.is_success:
                start = await _beginning(response)
                raise failures.refusal(response.status_code, response.headers, start, self._peer)
            yield response
        finally:
            await response.aclose()

    async def _opened(self) -> httpx.AsyncClient:
        """The HTTP client, made with the first use so that its errors are those of the edit.

        Certificates take 30 ms to load, and looking for a proxy may ask the name service.
        """
        async with self._opening:
            if self._http is None:
                self._http = await asyncio.to_thread(opened_client, self._profile, self._key)
            return self._http

    async def _answer(
        self, response: httpx.Response, attempt: _Attempt
    ) -> AsyncGenerator[WireEvent, None]:
        attempt.reader = ResponseReader(response.headers.get("content-type", ""))
        async with aclosing(self._meanings(response, attempt.reader, attempt)) as meanings:
            async for meaning in meanings:
                if isinstance(meaning, PartialImage):
                    attempt.previews += 1
                    yield meaning
                elif isinstance(meaning, Complaint):
                    raise failures.refusal_in_stream(response.headers, meaning, self._peer)
                elif meaning.images:
                    yield await self._final(meaning, response)
                    return
                else:
                    raise failures.no_picture(response.headers, self._peer, found="no data")

    async def _meanings(
        self, response: httpx.Response, reader: ResponseReader, attempt: _Attempt
    ) -> AsyncGenerator[Meaning, None]:
        """What the body means, the last event of a broken connection included if it is whole."""
        broken: httpx.TransportError | None = None
        silence = _Silence(self._profile.read_timeout_s)
        try:
            async for chunk in response.aiter_raw():
                for meaning in reader.feed(chunk):
                    yield meaning
                attempt.receiving = attempt.receiving or reader.useful_bytes > 0
                silence.check(reader.useful_bytes)
                await self._courtesy.received(len(chunk))
        except httpx.TransportError as error:
            broken = error
        for meaning in reader.finish():
            yield meaning
        if broken is not None:
            raise broken

    async def _final(self, pictures: Pictures, response: httpx.Response) -> FinalImages:
        images: list[ImageBytes] = []
        for image in pictures.images:
            if isinstance(image, RemoteImage):
                images.append(await fetch(image, self._profile, self._peer))
            else:
                images.append(image)
        request_id = failures.request_id(response.headers, self._peer)
        return FinalImages(tuple(images), pictures.usage, request_id)

    def _without_picture(self, attempt: _Attempt) -> OverpaintError:
        """The error for an answer that ended properly without bringing what was asked for."""
        reader, headers = attempt.reader, attempt.headers
        if reader is None or reader.kind is None:
            return failures.no_picture(headers, self._peer, found="an empty body")
        if reader.kind is BodyKind.PAGE:
            return failures.web_page(headers, self._peer, reader.page)
        if reader.kind is BodyKind.JSON or reader.malformed:
            found = f"{reader.malformed} unreadable documents of kind {reader.kind.value}"
            return failures.no_picture(headers, self._peer, found=found)
        return connection_failures.cut_short(self._peer, previews=attempt.previews)


class _Attempt:
    """One POST on its way: feeds the body to httpx and remembers how far everything came."""

    def __init__(self, body: MultipartBody, progress: Progress) -> None:
        self._body = body
        self._progress = progress
        self._total_bytes = body.content_length
        self._sent_bytes = 0
        self._told_at_s = 0.0
        self._connections: list[AsyncNetworkStream] = []
        self.headers = httpx.Headers()
        self.reader: ResponseReader | None = None
        self.receiving = False
        self.previews = 0

    @property
    def phase(self) -> Phase:
        """How far the attempt has come."""
        if self.receiving:
            return Phase.RECEIVING
        if self._sent_bytes == 0:
            return Phase.CONNECTING
        return Phase.WAITING if self._sent_bytes == self._total_bytes else Phase.SENDING

    async def trace(self, name: str, info: dict[str, object]) -> None:
        """Remember the connection; httpx calls this for everything that happens to the request."""
        stream = info.get("return_value")
        if name.endswith("connect_tcp.complete") and isinstance(stream, AsyncNetworkStream):
            self._connections.append(stream)

    async def hang_up(self) -> None:
        """Close the connection.

        WORKAROUND: httpcore 1.0.9 leaves the socket of a cancelled TLS handshake open (its
        ``start_tls`` closes it only after an ``Exception``). Remove when it does not.
        """
        for stream in self._connections:
            await stream.aclose()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._body.pieces():
            begins = self._sent_bytes == 0
            if begins:
                self._count(piece)
            yield piece
            if not begins:
                self._count(piece)

    def _count(self, piece: bytes) -> None:
        begins = self._sent_bytes == 0
        self._sent_bytes += len(piece)
        now_s = time.monotonic()
        ended = self._sent_bytes == self._total_bytes
        if begins or ended or now_s - self._told_at_s >= _PROGRESS_INTERVAL_S:
            self._told_at_s = now_s
            self._progress(self._sent_bytes, self._total_bytes)


class _Silence:
    """Notices a connection that only keeps itself alive; httpx sees bytes and is content."""

    def __init__(self, limit_s: float) -> None:
        self._limit_s = limit_s
        self._since_s = time.monotonic()
        self._useful_bytes = 0

    def check(self, useful_bytes: int) -> None:
        """Take note of the useful bytes so far.

        Raises:
            httpx.ReadTimeout: There were no new ones for too long.
        """
        now_s = time.monotonic()
        if useful_bytes != self._useful_bytes:
            self._useful_bytes, self._since_s = useful_bytes, now_s
        elif now_s - self._since_s > self._limit_s:
            raise httpx.ReadTimeout("nothing but keep-alives")


async def _beginning(response: httpx.Response) -> bytes:
    """The first bytes of a refusal, as many as come and as are needed."""
    body = bytearray()
    try:
        async for chunk in response.aiter_raw():
            body += chunk
            if len(body) >= _REFUSAL_BYTES:
                break
    except httpx.TransportError:
        pass  # The status is known; half a sentence about it is better than another error.
    return bytes(body[:_REFUSAL_BYTES])
