"""Splits a stream of server-sent events into events, however the bytes are cut.

Source: https://html.spec.whatwg.org/multipage/server-sent-events.html, read 2026-11-22. Lines end
with CR, LF or CRLF and with nothing else; no line is ever collected, so its length does not matter.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass

from overpaint.services.protocol.json_images import (
    Document,
    DocumentReader,
    MalformedDocumentError,
)

EVENT_LIMIT_BYTES = 256 * 1024 * 1024
"""Most bytes of one event: four times the largest uncompressed picture in base64."""

_NAME_LIMIT_BYTES = 1024
_DONE = b"[DONE]"


@dataclass(frozen=True, slots=True)
class ServerEvent:
    """One event.

    Attributes:
        name: Its ``event`` field, ``""`` when it has none.
        document: Its data; None when they are not JSON.
        done: Whether it is the ``[DONE]`` with which some servers end a stream.
    """

    name: str
    document: Document | None
    done: bool = False


class EventStream:
    """Takes the bytes of a response in pieces of any size and tells the events in them.

    Args:
        limit_bytes: Most bytes of data in one event.
    """

    def __init__(self, limit_bytes: int = EVENT_LIMIT_BYTES) -> None:
        self._limit_bytes = limit_bytes
        self._lines = _Lines()
        self._head = bytearray()
        self._field: bytes | None = None
        self._space_to_skip = False
        self._name = bytearray()
        self._data: DocumentReader | None = None
        self.data_bytes = 0
        """Bytes of data lines so far: what tells a living stream from one of keep-alives."""

    def feed(self, chunk: bytes) -> Iterator[ServerEvent]:
        """Take the next bytes and tell the events that they complete.

        Raises:
            DocumentTooLargeError: An event passes the limit.
        """
        for piece, ends in self._lines.split(chunk):
            if piece:
                self._take(piece)
            if ends:
                event = self._end_line()
                if event is not None:
                    yield event

    def finish(self) -> Iterator[ServerEvent]:
        """Tell the event that lacks its blank line because the stream ended."""
        for ends in (self._end_line, self._dispatch):
            event = ends()
            if event is not None:
                yield event

    def _take(self, piece: bytes) -> None:
        if self._field is None:
            piece = self._take_name(piece)
        if self._space_to_skip and piece:
            piece = piece.removeprefix(b" ")
            self._space_to_skip = False
        if self._field == b"data":
            self.data_bytes += len(piece)
            self._reader().feed(piece)
        elif self._field == b"event" and len(self._name) < _NAME_LIMIT_BYTES:
            self._name += piece

    def _take_name(self, piece: bytes) -> bytes:
        """Collect the field's name up to the colon; return what follows it."""
        name, colon, following = piece.partition(b":")
        self._head += name[:_NAME_LIMIT_BYTES]
        if not colon:
            del self._head[_NAME_LIMIT_BYTES:]
            return b""
        self._begin_value()
        return following

    def _begin_value(self) -> None:
        self._field = bytes(self._head)
        self._space_to_skip = True
        if self._field == b"data":
            if self._data is None:
                self._reader()
            else:
                self._data.feed(b"\n")
        elif self._field == b"event":
            self._name.clear()

    def _reader(self) -> DocumentReader:
        if self._data is None:
            self._data = DocumentReader(self._limit_bytes)
        return self._data

    def _end_line(self) -> ServerEvent | None:
        if self._field is None and not self._head:
            return self._dispatch()
        if self._field is None:
            self._begin_value()
        self._head.clear()
        self._field = None
        self._space_to_skip = False
        return None

    def _dispatch(self) -> ServerEvent | None:
        data, self._data = self._data, None
        name = self._name.decode("utf-8", "replace")
        self._name.clear()
        if data is None:
            return None
        if data.text.strip() == _DONE:
            return ServerEvent(name, None, done=True)
        try:
            return ServerEvent(name, data.finish())
        except MalformedDocumentError:
            return ServerEvent(name, None)


class _Lines:
    """Cuts bytes at line ends; a line may come in several pieces."""

    def __init__(self) -> None:
        self._after_cr = False
        self._beginning: bytes | None = b""

    def split(self, chunk: bytes) -> Iterator[tuple[bytes, bool]]:
        """The pieces of lines in the chunk, each with whether its line ends there."""
        chunk = self._without_mark(chunk)
        start = 0
        if self._after_cr and chunk:
            self._after_cr = False
            start = 1 if chunk.startswith(b"\n") else 0
        feed, carriage = chunk.find(b"\n", start), chunk.find(b"\r", start)
        while feed >= 0 or carriage >= 0:
            end = carriage if feed < 0 or 0 <= carriage < feed else feed
            yield chunk[start:end], True
            start = end + 1
            if end == carriage:
                self._after_cr = start == len(chunk)
                start += chunk.startswith(b"\n", start)
                carriage = chunk.find(b"\r", start)
            if 0 <= feed < start:
                feed = chunk.find(b"\n", start)
        if start < len(chunk):
            yield chunk[start:] if start else chunk, False

    def _without_mark(self, chunk: bytes) -> bytes:
        """Drop the byte order mark that a stream may begin with."""
        if self._beginning is None:
            return chunk
        beginning = self._beginning + chunk
        if len(beginning) < len(codecs.BOM_UTF8) and codecs.BOM_UTF8.startswith(beginning):
            self._beginning = beginning
            return b""
        self._beginning = None
        return beginning.removeprefix(codecs.BOM_UTF8)
