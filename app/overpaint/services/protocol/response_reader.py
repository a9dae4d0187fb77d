"""Reads the body of an accepted edit, be it a stream of events or one JSON document.

Servers send JSON although a stream was asked for, and streams although none was; the first byte
tells them apart more reliably than the content type.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from overpaint.services.protocol.answers import PartialImage, Pictures, read_answer, read_event
from overpaint.services.protocol.complaints import Complaint
from overpaint.services.protocol.event_stream import EVENT_LIMIT_BYTES, EventStream, ServerEvent
from overpaint.services.protocol.json_images import DocumentReader, MalformedDocumentError

Meaning = PartialImage | Pictures | Complaint

LIMIT_BYTES = 1024 * 1024 * 1024
"""Most bytes of a JSON answer: ten uncompressed pictures of 4K in base64 are half of it."""

_PAGE_BYTES = 64 * 1024
_INSIGNIFICANT = b"\xef\xbb\xbf \t\r\n"


class BodyKind(Enum):
    """What a body turned out to be."""

    EVENTS = "events"
    JSON = "json"
    PAGE = "page"


class ResponseReader:
    """Takes the bytes of a response in pieces of any size and tells what they mean.

    Args:
        content_type: The response's content type, as the server claims.
        limit_bytes: Most bytes of a JSON answer; events have a limit of their own.
    """

    def __init__(self, content_type: str, limit_bytes: int = LIMIT_BYTES) -> None:
        self._content_type = content_type.lower()
        self._events = EventStream(EVENT_LIMIT_BYTES)
        self._document = DocumentReader(limit_bytes)
        self._page = bytearray()
        self.kind: BodyKind | None = None
        """What the body is; None until its first significant byte."""
        self.malformed = 0
        """How many documents could not be read."""
        self.useful_bytes = 0
        """Bytes so far that are not keep-alives."""

    @property
    def page(self) -> bytes:
        """Beginning of a body that is neither events nor JSON."""
        return bytes(self._page)

    def feed(self, chunk: bytes) -> Iterator[Meaning]:
        """Take the next bytes and tell what they complete.

        Raises:
            DocumentTooLargeError: An event or a document passes its limit.
        """
        if self.kind is None:
            chunk = chunk.lstrip(_INSIGNIFICANT)
            if not chunk:
                return
            self.kind = self._kind_of(chunk)
        if self.kind is BodyKind.EVENTS:
            for event in self._events.feed(chunk):
                yield from self._meaning(event)
            self.useful_bytes = self._events.data_bytes
            return
        self.useful_bytes += len(chunk)
        if self.kind is BodyKind.JSON:
            self._document.feed(chunk)
        else:
            self._page += chunk[: _PAGE_BYTES - len(self._page)]

    def finish(self) -> Iterator[Meaning]:
        """Tell what becomes complete by the end of the body."""
        if self.kind is BodyKind.EVENTS:
            for event in self._events.finish():
                yield from self._meaning(event)
        elif self.kind is BodyKind.JSON:
            try:
                yield read_answer(self._document.finish())
            except MalformedDocumentError:
                self.malformed += 1

    def _kind_of(self, beginning: bytes) -> BodyKind:
        first = beginning[:1]
        if first in {b"{", b"["}:
            return BodyKind.JSON
        if first == b"<":
            return BodyKind.PAGE
        # Fields of an event: data, event, id, retry; comments begin with a colon; JSON with none.
        if "event-stream" in self._content_type or first in {b"d", b"e", b"i", b"r", b":"}:
            return BodyKind.EVENTS
        if "json" in self._content_type:
            return BodyKind.JSON
        return BodyKind.PAGE

    def _meaning(self, event: ServerEvent) -> Iterator[Meaning]:
        if event.document is None:
            self.malformed += not event.done
            return
        try:
            meaning = read_event(event)
        except MalformedDocumentError:
            self.malformed += 1
            return
        if meaning is not None:
            yield meaning
