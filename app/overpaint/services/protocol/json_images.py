"""Reads JSON that carries large base64 pictures, and decodes them while they arrive.

A picture of 8 MB would otherwise exist four times (raw text, line, string, bytes), and parsing it
as JSON holds the interpreter lock long enough to make a brush stutter. Here only the picture's
bytes and the few hundred other bytes of the document are kept.
"""

from __future__ import annotations

import binascii
import json
import re
from dataclasses import dataclass
from typing import TypeAlias

import pybase64

ImageBytes: TypeAlias = bytes | bytearray
"""Received bytes of a picture; a bytearray is handed on as it grew, to spare a copy."""

JsonValue: TypeAlias = "bool | int | float | str | list[JsonValue] | dict[str, JsonValue] | None"
JsonObject: TypeAlias = "dict[str, JsonValue]"

_OPENING = re.compile(rb'(?<!\\)"b64_json"\s{0,8}:\s{0,8}"')
_OPENING_BYTES = 32
"""No match of `_OPENING` is longer than this."""
_DATA_URL = re.compile(rb"data:[^,]{0,256};base64,")
_DATA_URL_BYTES = 300
_PLACEHOLDER = "#"
"""Begins what stands in the document for a decoded picture; never begins base64."""


class MalformedDocumentError(ValueError):
    """What arrived is not JSON, or a picture in it is not base64."""


class DocumentTooLargeError(ValueError):
    """More arrived than a document may have."""


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed document and the pictures that were cut out of it.

    Attributes:
        value: The JSON value; a placeholder stands where a picture was.
        pictures: The pictures, in the order in which they arrived.
    """

    value: JsonValue
    pictures: tuple[ImageBytes, ...]

    def picture(self, value: JsonValue) -> ImageBytes | None:
        """The picture that a ``b64_json`` value of this document stands for, None for none.

        Raises:
            MalformedDocumentError: The value is not base64.
        """
        if not isinstance(value, str) or not value:
            return None
        index = value.removeprefix(_PLACEHOLDER)
        if index != value and index.isdecimal() and int(index) < len(self.pictures):
            return self.pictures[int(index)]
        return decode_base64(value)


class DocumentReader:
    """Takes one document in pieces of any size.

    Args:
        limit_bytes: More than this is refused.
    """

    def __init__(self, limit_bytes: int) -> None:
        self._left = limit_bytes
        self._text = bytearray()
        self._searched = 0
        self._decoder: _Base64Decoder | None = None
        self._pictures: list[bytearray] = []

    @property
    def text(self) -> bytes:
        """The document without its pictures."""
        return bytes(self._text)

    def feed(self, piece: bytes) -> None:
        """Take the next bytes.

        Raises:
            DocumentTooLargeError: The limit is passed.
        """
        self._left -= len(piece)
        if self._left < 0:
            raise DocumentTooLargeError
        while piece:
            piece = self._search(piece) if self._decoder is None else self._decode(piece)

    def finish(self) -> Document:
        """Parse what is left when everything has arrived.

        Raises:
            MalformedDocumentError: It is not JSON.
        """
        try:
            value: JsonValue = json.loads(self._text)
        except (ValueError, RecursionError) as error:
            raise MalformedDocumentError(type(error).__name__) from None
        return Document(value, tuple(self._pictures))

    def _search(self, piece: bytes) -> bytes:
        """Keep the piece, up to where a picture begins; return what follows."""
        start = max(self._searched, len(self._text) - _OPENING_BYTES)
        self._text += piece
        found = _OPENING.search(self._text, start)
        if found is None:
            return b""
        following = bytes(self._text[found.end() :])
        del self._text[found.end() :]
        self._decoder = _Base64Decoder()
        return following

    def _decode(self, piece: bytes) -> bytes:
        """Decode the piece, up to the closing quote; return what follows from the quote on."""
        decoder = self._decoder
        assert decoder is not None  # noqa: S101 - feed calls this only while there is one
        end = piece.find(b'"')
        encoded = piece if end < 0 else piece[:end]
        try:
            decoder.feed(encoded)
        except binascii.Error:
            # An escape, or not base64 at all: let the JSON parser judge the text as it came.
            self._end_picture(decoder.consumed() + encoded)
            return piece[len(encoded) :]
        if end >= 0:
            self._end_picture(self._placed(decoder))
        return piece[len(encoded) :]

    def _placed(self, decoder: _Base64Decoder) -> bytes:
        """Put the finished picture aside; return what stands for it in the document."""
        try:
            decoder.finish()
        except binascii.Error:
            return decoder.consumed()
        if not decoder.picture:
            return b""
        self._pictures.append(decoder.picture)
        return f"{_PLACEHOLDER}{len(self._pictures) - 1}".encode()

    def _end_picture(self, text: bytes) -> None:
        self._text += text
        self._decoder = None
        self._searched = len(self._text)


class _Base64Decoder:
    """Decodes base64 in pieces of any size, with an optional ``data:…;base64,`` in front.

    A piece that raises leaves the decoder as it was before that piece.
    """

    def __init__(self) -> None:
        self.picture = bytearray()
        self._prefix = b""
        self._carry = b""
        self._began = False
        self._padded = False

    def feed(self, encoded: bytes) -> None:
        """Decode what makes whole groups of four, keep the rest.

        Raises:
            binascii.Error: It is not base64.
        """
        carry, prefix = self._carry, b""
        if not self._began:
            text = carry + encoded
            length = _data_url_length(text)
            if length is None:
                self._carry = text
                return
            carry, prefix, encoded = b"", text[:length], text[length:]
        # The group that the last piece left open is closed apart, so that the rest is not copied.
        head = -len(carry) % 4
        group = carry + encoded[:head]
        if len(group) % 4 == 0:
            self._append(group, encoded, head)
            carry = encoded[head + (len(encoded) - head) // 4 * 4 :]
        elif self._padded:
            raise binascii.Error("data after the padding")
        else:
            carry = group
        self._prefix += prefix
        self._carry = carry
        self._began = True

    def _append(self, group: bytes, encoded: bytes, head: int) -> None:
        """Decode a group of four, or of none, and all whole groups of the piece after it."""
        whole = memoryview(encoded)[head : head + (len(encoded) - head) // 4 * 4]
        padded = self._padded
        for part in (group, whole):
            if padded and part:
                raise binascii.Error("data after the padding")
            padded = padded or part[-1:] == b"="
        # Both are decoded before either is kept: a piece that raises must change nothing.
        first = pybase64.b64decode(group, validate=True) if group else b""
        rest = pybase64.b64decode(whole, validate=True)
        self.picture += first
        self.picture += rest
        self._padded = padded

    def finish(self) -> None:
        """Decode the last group; missing padding is forgiven.

        Raises:
            binascii.Error: What is left cannot be the end of base64.
        """
        if not self._carry:
            return
        if self._padded:
            raise binascii.Error("data after the padding")
        text = self._carry + b"=" * (-len(self._carry) % 4)
        self.picture += pybase64.b64decode(text, validate=True)
        self._carry = b""

    def consumed(self) -> bytes:
        """The text of all pieces that did not raise."""
        return self._prefix + pybase64.b64encode(self.picture) + self._carry


def _data_url_length(text: bytes) -> int | None:
    """Length of a data URL's head; 0 when there is none, None when more has to arrive."""
    if not text.startswith(b"data:"):
        return None if b"data:".startswith(text) else 0
    found = _DATA_URL.match(text)
    if found is not None:
        return found.end()
    if b"," in text or len(text) > _DATA_URL_BYTES:
        raise binascii.Error("not a base64 data URL")
    return None


def decode_base64(text: str) -> bytes:
    """Decode a whole string: with or without a data URL's head, padding and white space.

    Raises:
        MalformedDocumentError: It is not base64.
    """
    decoder = _Base64Decoder()
    try:
        decoder.feed("".join(text.split()).encode("ascii"))
        decoder.finish()
    except (binascii.Error, UnicodeEncodeError):
        raise MalformedDocumentError("not base64") from None
    return bytes(decoder.picture)
