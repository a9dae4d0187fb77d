from __future__ import annotations

import base64
import itertools
import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from overpaint.services.protocol.event_stream import EventStream, ServerEvent
from overpaint.services.protocol.json_images import DocumentTooLargeError

PICTURE = bytes(range(256)) * 3 + b"\xff"
B64 = base64.b64encode(PICTURE).decode()

Told = tuple[str, object, tuple[bytes, ...], bool]


def plain(event: ServerEvent) -> Told:
    document = event.document
    if document is None:
        return (event.name, None, (), event.done)
    return (event.name, document.value, tuple(map(bytes, document.pictures)), event.done)


def read(data: bytes, cuts: list[int] | None = None) -> list[Told]:
    stream = EventStream()
    edges = [0, *sorted(cut % (len(data) + 1) for cut in cuts or []), len(data)]
    told = []
    for start, end in itertools.pairwise(edges):
        told += [plain(event) for event in stream.feed(data[start:end])]
    return told + [plain(event) for event in stream.finish()]


def test_a_picture_is_decoded_and_the_rest_is_kept() -> None:
    data = f'event: e\ndata: {{"type":"t","b64_json":"{B64}","size":"auto"}}\n\n'.encode()

    assert read(data) == [("e", {"type": "t", "b64_json": "#0", "size": "auto"}, (PICTURE,), False)]


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_every_line_end_of_the_standard_ends_a_line(end: str) -> None:
    data = f"event: a{end}data: 1{end}{end}data:2{end}{end}".encode()

    assert read(data) == [("a", 1, (), False), ("", 2, (), False)]


def test_no_other_character_ends_a_line() -> None:
    text = "one\u2028two\u2029three\u0085four"
    data = f"data: {json.dumps(text, ensure_ascii=False)}\n\n".encode()

    assert read(data) == [("", text, (), False)]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b": ping\n\n:\n\ndata: 1\n\n", [("", 1, (), False)]),
        (b"\xef\xbb\xbfdata: 1\n\n", [("", 1, (), False)]),
        (b'data: {"a":\ndata: 1}\n\n', [("", {"a": 1}, (), False)]),
        (b"data:  1\n\n", [("", 1, (), False)]),
        (b"id: 7\nretry: 10\ndata: 1\nwhatever: x\nnocolon\n\n", [("", 1, (), False)]),
        (b"data: [DONE]\n\n", [("", None, (), True)]),
        (b"event: a\n\ndata: 1\n\n", [("", 1, (), False)]),
        (b"event: a\nevent: b\ndata: 1\n\n", [("b", 1, (), False)]),
        (b"data: 1", [("", 1, (), False)]),
        (b"data: 1\n", [("", 1, (), False)]),
        (b"data: {broken\n\ndata: 1\n\n", [("", None, (), False), ("", 1, (), False)]),
        (b"data\n\n", [("", None, (), False)]),
        (b"", []),
        (b"\n\r\n\r", []),
        (b"event: only\n\n", []),
    ],
)
def test_odd_streams(data: bytes, told: list[Told]) -> None:
    assert read(data) == told
    assert read(data, list(range(len(data)))) == told


documents = st.recursive(
    st.none() | st.booleans() | st.integers(-1000, 1000) | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["type", "b64_json", "error", "data"]), inner, max_size=4)
    ),
    max_leaves=6,
)
with_pictures = st.fixed_dictionaries(
    {"type": st.text(max_size=5)},
    optional={
        "b64_json": st.binary(max_size=90).map(lambda data: base64.b64encode(data).decode()),
        "data": st.lists(
            st.fixed_dictionaries(
                {
                    "b64_json": st.binary(max_size=40).map(
                        lambda data: "data:image/png;base64," + base64.b64encode(data).decode()
                    )
                }
            ),
            max_size=3,
        ),
        "note": st.text(max_size=20),
    },
)
lines = st.builds(
    lambda document, indent, ascii_only, end, name: (
        (f"event: {name}{end}" if name else "")
        + "".join(
            f"data: {line}{end}"
            for line in json.dumps(document, indent=indent, ensure_ascii=ascii_only).split("\n")
        )
        + end
    ).encode("utf-8", "surrogatepass"),
    documents | with_pictures,
    st.sampled_from([None, 1]),
    st.booleans(),
    st.sampled_from(["\n", "\r", "\r\n"]),
    st.sampled_from(["", "a", "image_edit.completed"]),
)
noise = st.sampled_from([b": ping\n\n", b"\n", b"id: 1\n", b"data: {oops\n\n"]) | st.binary(
    max_size=12
)


@settings(max_examples=300, deadline=None)
@given(parts=st.lists(lines | noise, max_size=5), cuts=st.lists(st.integers(0, 5000), max_size=12))
@example(parts=[b'data: {"b64_json":"QUJD\\u0041"}\n\n'], cuts=[20, 24])
@example(parts=[b'data: {"b64_json":"QQ==QQ=="}\n\n'], cuts=[23])
@example(parts=[b'data: {"b64_json":"data:image/png;base64,QUJD"}\r\n\r\n'], cuts=[21, 30, 41])
def test_where_the_bytes_are_cut_changes_nothing(parts: list[bytes], cuts: list[int]) -> None:
    data = b"".join(parts)

    whole = read(data)

    assert read(data, cuts) == whole
    assert read(data, list(range(len(data)))) == whole


@settings(max_examples=200, deadline=None)
@given(
    document=with_pictures, escaped=st.booleans(), cuts=st.lists(st.integers(0, 3000), max_size=6)
)
def test_pictures_come_out_as_they_were_put_in(
    document: dict[str, object], escaped: bool, cuts: list[int]
) -> None:
    text = json.dumps(document)
    text = text.replace("/", "\\/") if escaped else text
    data = f"data: {text}\n\n".encode()
    stream = EventStream()
    edges = [0, *sorted(cut % len(data) for cut in cuts), len(data)]

    (event,) = [
        event for start, end in itertools.pairwise(edges) for event in stream.feed(data[start:end])
    ]

    assert event.document is not None
    value = event.document.value
    assert isinstance(value, dict)
    wanted = [document.get("b64_json"), *(item["b64_json"] for item in document.get("data", []))]  # type: ignore[attr-defined]  # a plain dictionary of the strategy
    items = value.get("data", [])
    assert isinstance(items, list)
    given_values = [value.get("b64_json"), *(item["b64_json"] for item in items)]  # type: ignore[index,call-overload]  # the same
    for want, got in zip(wanted, given_values, strict=True):
        picture = event.document.picture(got)
        expected = base64.b64decode(want.rpartition(",")[2]) if want else None
        assert (bytes(picture) if picture is not None else None) == (expected or None)


def test_one_event_has_a_limit() -> None:
    stream = EventStream(limit_bytes=1000)

    with pytest.raises(DocumentTooLargeError):
        list(stream.feed(b'data: {"b64_json":"' + b"A" * 1000))


def test_many_events_have_none() -> None:
    stream = EventStream(limit_bytes=100)

    told = [event for _ in range(100) for event in stream.feed(b'data: {"a": "0123456789"}\n\n')]

    assert len(told) == 100


def test_keep_alives_are_not_data() -> None:
    stream = EventStream()
    list(stream.feed(b": ping\n\n" * 100))
    assert stream.data_bytes == 0

    list(stream.feed(b"data: 1"))
    assert stream.data_bytes > 0


def test_an_endless_comment_takes_no_memory() -> None:
    stream = EventStream(limit_bytes=10)

    for _ in range(1000):
        assert list(stream.feed(b"x" * 10_000)) == []

    assert len(stream._head) <= 2048
