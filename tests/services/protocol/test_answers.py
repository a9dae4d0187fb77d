from __future__ import annotations

import base64
import json

import pytest

from overpaint.domain.events import Usage
from overpaint.services.protocol.answers import PartialImage, Pictures, RemoteImage
from overpaint.services.protocol.complaints import Complaint
from overpaint.services.protocol.response_reader import BodyKind, Meaning, ResponseReader

A, B = base64.b64encode(b"first").decode(), base64.b64encode(b"second").decode()


def meanings(text: str, content_type: str = "text/event-stream", size: int = 9) -> list[Meaning]:
    reader = ResponseReader(content_type)
    raw = text.encode()
    told: list[Meaning] = []
    for start in range(0, len(raw), size):
        told += reader.feed(raw[start : start + size])
    return told + list(reader.finish())


def event(name: str = "", **document: object) -> str:
    head = f"event: {name}\n" if name else ""
    return f"{head}data: {json.dumps(document)}\n\n"


def test_a_stream_brings_previews_and_then_the_answer() -> None:
    usage = {"input_tokens": 5, "output_tokens": 7, "total_tokens": 12}
    told = meanings(
        event(
            "image_edit.partial_image",
            type="image_edit.partial_image",
            b64_json=A,
            partial_image_index=0,
        )
        + event(type="image_edit.partial_image", partial_image_index=1, b64_json=B)
        + event("image_edit.completed", b64_json=A, usage=usage)
        + "data: [DONE]\n\n"
    )

    assert told == [
        PartialImage(0, b"first"),
        PartialImage(1, b"second"),
        Pictures((b"first",), Usage(5, 7, 12)),
    ]


def test_a_document_brings_every_variant() -> None:
    text = json.dumps(
        {"created": 1, "data": [{"b64_json": A}, {"url": "https://x.test/1.png"}, {"b64_json": B}]}
    )

    assert meanings(text, "application/json") == [
        Pictures((b"first", RemoteImage("https://x.test/1.png"), b"second"), None)
    ]


@pytest.mark.parametrize("content_type", ["application/json", "text/event-stream", "", "text/html"])
def test_the_first_byte_decides_what_a_body_is(content_type: str) -> None:
    assert meanings(json.dumps({"data": [{"b64_json": A}]}, indent=2), content_type) == [
        Pictures((b"first",), None)
    ]
    assert meanings(event("image_edit.completed", b64_json=A), content_type) == [
        Pictures((b"first",), None)
    ]


@pytest.mark.parametrize(
    ("body", "content_type", "kind"),
    [
        ("<html>", "text/html", BodyKind.PAGE),
        ("\n <html>", "text/event-stream", BodyKind.PAGE),
        (": ping\n\n", "text/plain", BodyKind.EVENTS),
        ("Hello", "text/plain", BodyKind.PAGE),
        ("null", "application/json; charset=utf-8", BodyKind.JSON),
        ("\n\n", "text/event-stream", None),
    ],
)
def test_kinds_of_bodies(body: str, content_type: str, kind: BodyKind | None) -> None:
    reader = ResponseReader(content_type)

    list(reader.feed(body.encode()))

    assert reader.kind is kind


@pytest.mark.parametrize(
    "fields",
    [
        {"data": []},
        {"data": None},
        {"data": [{}]},
        {"data": [{"b64_json": None, "url": None}]},
        {"data": [None, 3]},
        {"created": 1},
        {"error": None, "data": []},
    ],
)
def test_an_answer_without_a_picture_is_empty(fields: dict[str, object]) -> None:
    assert meanings(json.dumps(fields), "application/json") == [Pictures((), None)]


def test_an_address_may_be_the_picture_itself() -> None:
    text = json.dumps({"data": [{"url": f"data:image/png;base64,{A}"}]})

    assert meanings(text, "application/json") == [Pictures((b"first",), None)]


def test_nulls_and_zeros_of_proxies_are_no_usage() -> None:
    nulls = {
        "input_tokens": None,
        "output_tokens": 0,
        "total_tokens": 0,
        "input_tokens_details": None,
    }
    text = json.dumps(
        {"data": [{"b64_json": A, "url": None, "revised_prompt": None}], "usage": nulls}
    )

    assert meanings(text, "application/json") == [Pictures((b"first",), None)]


def test_usage_has_its_details() -> None:
    usage = {
        "input_tokens": 100,
        "output_tokens": 20,
        "total_tokens": 120,
        "input_tokens_details": {"image_tokens": 90, "text_tokens": 10},
    }
    text = json.dumps({"data": [{"b64_json": A}], "usage": usage})

    assert meanings(text, "application/json") == [
        Pictures((b"first",), Usage(100, 20, 120, 90, 10))
    ]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (
            event(
                "error",
                error={
                    "message": "no",
                    "type": "image_generation_user_error",
                    "code": "moderation_blocked",
                    "param": None,
                },
            ),
            Complaint("no", "moderation_blocked", "image_generation_user_error"),
        ),
        (event(type="error", message="no", code="x"), Complaint("no", "x", "error")),
        (event("error", message="no"), Complaint("no")),
        (event(error="no"), Complaint("no")),
        (event(error={"message": "no", "code": 400}), Complaint("no", "400")),
        (
            event(type="image_edit.completed", error={"code": "contentFilter"}),
            Complaint("", "contentFilter"),
        ),
        (event(detail="no"), Complaint("no")),
    ],
)
def test_errors_inside_a_stream(text: str, complaint: Complaint) -> None:
    assert meanings(text) == [complaint]


def test_events_of_other_kinds_are_passed_over() -> None:
    told = meanings(
        event("start", type="start")
        + event("image_edit.partial_image", b64_json=None)
        + "data: 17\n\ndata: {broken\n\n"
        + event("image_generation.completed", type="image_generation.completed", b64_json=B)
    )

    assert told == [Pictures((b"second",), None)]


def test_a_whole_answer_may_come_as_one_event() -> None:
    assert meanings(event(created=1, data=[{"b64_json": A}])) == [Pictures((b"first",), None)]


def test_unreadable_documents_are_counted() -> None:
    reader = ResponseReader("text/event-stream")

    list(
        reader.feed(
            b'data: {oops\n\ndata: {"type":"x.completed","b64_json":"!!!!"}\n\ndata: [DONE]\n\n'
        )
    )

    assert reader.malformed == 2
