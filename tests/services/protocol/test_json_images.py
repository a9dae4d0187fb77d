from __future__ import annotations

import base64
import json
import tracemalloc

import pytest

from overpaint.services.protocol.json_images import (
    DocumentReader,
    DocumentTooLargeError,
    MalformedDocumentError,
    decode_base64,
)

LIMIT = 10**9


def read(text: str, size: int = 7) -> list[bytes | None]:
    reader = DocumentReader(LIMIT)
    raw = text.encode()
    for start in range(0, len(raw), size):
        reader.feed(raw[start : start + size])
    document = reader.finish()
    assert isinstance(document.value, dict)
    found = document.picture(document.value.get("b64_json"))
    return [None if found is None else bytes(found)]


@pytest.mark.parametrize(
    ("text", "picture"),
    [
        ('{"b64_json":"QUJDRA=="}', b"ABCD"),
        ('{"b64_json" : "QUJDRA=="}', b"ABCD"),
        ('{"b64_json":"QUJDRA"}', b"ABCD"),
        ('{"b64_json":            "QUJDRA=="}', b"ABCD"),
        ('{"b64_json":"data:image/png;base64,QUJDRA=="}', b"ABCD"),
        ('{"b64_json":"QUJD\\nRA=="}', b"ABCD"),
        ('{"b64_json":"\\/\\/\\/\\/"}', b"\xff\xff\xff"),
        ('{"x":"\\"b64_json\\":\\"","b64_json":"QUJDRA=="}', b"ABCD"),
        ('{"b64_json":null}', None),
        ('{"b64_json":""}', None),
        ('{"b64_json":7}', None),
        ("{}", None),
    ],
)
@pytest.mark.parametrize("size", [1, 2, 3, 5, 1000])
def test_a_picture_in_every_spelling(text: str, picture: bytes | None, size: int) -> None:
    assert read(text, size) == [picture]


@pytest.mark.parametrize(
    "value", ["A", "QUJD!", "QQ==QQ==", "data:text/html,hello", "\u00e4\u00e4\u00e4\u00e4"]
)
def test_what_is_not_base64_is_refused(value: str) -> None:
    with pytest.raises(MalformedDocumentError):
        read(json.dumps({"b64_json": value}))
    with pytest.raises(MalformedDocumentError):
        decode_base64(value)


@pytest.mark.parametrize("text", ["", "{", '{"b64_json":"QUJD', "[" * 100_000, '{"a":1}x', "\x00"])
@pytest.mark.parametrize("size", [1, 1000])
def test_what_is_not_json_is_refused(text: str, size: int) -> None:
    with pytest.raises(MalformedDocumentError):
        read(text, size)


def test_the_limit_counts_every_byte() -> None:
    reader = DocumentReader(10)
    reader.feed(b"0123456789")

    with pytest.raises(DocumentTooLargeError):
        reader.feed(b"0")


def test_a_large_picture_is_held_once() -> None:
    picture = bytes(8 * 1024 * 1024)
    raw = b'{"b64_json":"' + base64.b64encode(picture) + b'"}'
    pieces = [raw[start : start + 65536] for start in range(0, len(raw), 65536)]
    tracemalloc.start()
    try:
        reader = DocumentReader(LIMIT)
        for piece in pieces:
            reader.feed(piece)
        document = reader.finish()
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert bytes(document.pictures[0]) == picture
    # A growing bytearray reserves an eighth more than it holds.
    assert peak < len(picture) * 1.125 + 1024 * 1024
