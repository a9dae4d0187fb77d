from __future__ import annotations

import json

import pytest

from overpaint.services.protocol.complaints import Complaint, read_complaint_body, shortened


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        (
            {"error": {"message": "m", "type": "t", "param": "size", "code": "c"}},
            Complaint("m", "c", "t", "size"),
        ),
        ({"error": {"message": "m", "type": None, "param": None, "code": None}}, Complaint("m")),
        ({"error": "text"}, Complaint("text")),
        ({"detail": "text"}, Complaint("text")),
        (
            {"detail": [{"loc": ["body", "image"], "msg": "field required", "type": "missing"}]},
            Complaint("image: field required", param="image"),
        ),
        (
            {"detail": [{"loc": ["body", "image", 0], "msg": "bad"}, "x"]},
            Complaint("image.0: bad; x", param="image.0"),
        ),
        ({"detail": {"message": "m", "code": 7}}, Complaint("m", "7")),
        ({"error": {"message": "m", "code": 400}}, Complaint("m", "400")),
        ({"created": 1, "error": {"code": "contentFilter"}}, Complaint(code="contentFilter")),
        ({"message": "m", "code": "c"}, Complaint("m", "c")),
        ({"error": []}, Complaint()),
        ({}, Complaint()),
        ([1], Complaint("[1]")),
        ("text", Complaint("text")),
        (None, Complaint()),
    ],
)
def test_shapes_of_json(body: object, complaint: Complaint) -> None:
    assert read_complaint_body(json.dumps(body).encode()) == complaint


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"<html><head><TITLE>413 Request &amp; more</TITLE></head>", "413 Request & more"),
        (b"<html><body>nothing", ""),
        (b"upstream\n  timed out", "upstream timed out"),
        (b"", ""),
        (b"\xff\xfe\x00", "\ufffd\ufffd\x00"),
        (b"[" * 100_000, "[" * 600 + "…"),
    ],
)
def test_bodies_that_are_not_json(body: bytes, message: str) -> None:
    assert read_complaint_body(body).message == message


def test_image_data_is_cut_out() -> None:
    assert shortened("before " + "iVBORw0K" * 5000 + "== after") == "before … after"
