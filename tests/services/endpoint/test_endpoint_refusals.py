"""Everything that is refused: with which status, code and parameter."""

from __future__ import annotations

import io
import select
import socket
import struct
import zlib
from dataclasses import dataclass, field

import httpx
import numpy as np
import openai
import pytest
from endpoint_pictures import (
    Part,
    encoded,
    image_part,
    mask_part,
    small_hole,
    small_picture,
    wire_mask,
)
from PIL import Image

from overpaint.services.endpoint.launch import EndpointServer

GOOD = {"model": "gpt-image-2", "prompt": "remove it"}


@dataclass(frozen=True)
class Case:
    name: str
    code: str | None
    param: str | None
    form: dict[str, str] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    files: tuple[Part, ...] | None = None
    status: int = 400
    says: str = ""


def truncated() -> bytes:
    return encoded(small_picture())[:2000]


def mpo() -> bytes:
    first, second = small_picture(), small_picture(mode="L").convert("RGB")
    return encoded(first, "MPO", save_all=True, append_images=[second])


def huge_png() -> bytes:
    """A valid header that promises 10 gigapixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )


def images(count: int) -> tuple[Part, ...]:
    return (*(image_part(name="image[]") for _ in range(count)), mask_part())


def only(content: bytes, kind: str = "image/png") -> tuple[Part, ...]:
    return image_part(content, kind=kind), mask_part()


def masked(content: bytes, kind: str = "image/png") -> tuple[Part, ...]:
    return image_part(), mask_part(content, kind=kind)


WIDE = encoded(small_picture(65, 48))
CASES = (
    Case("unknown text", "unknown_parameter", "colour", {"colour": "red"}),
    Case("unknown file", "unknown_parameter", "markup",
         files=(image_part(), ("markup", ("m.png", WIDE, "image/png")))),
    Case("text twice", "duplicate_parameter", "prompt"),
    Case("response_format", "unknown_parameter", "response_format",
         {"response_format": "b64_json"}),
    Case("input_fidelity", "unknown_parameter", "input_fidelity", {"input_fidelity": "high"}),
    Case("no prompt", "missing_required_parameter", "prompt", without=("prompt",)),
    Case("empty prompt", "empty_string", "prompt", {"prompt": ""}),
    Case("long prompt", "string_above_max_length", "prompt", {"prompt": "x" * 32_001},
         says="maximum length 32000, but got a string with length 32001"),
    Case("no image", "missing_required_parameter", "image", files=(mask_part(),)),
    Case("17 images", "array_above_max_length", "image", files=images(17), says="length 16"),
    Case("image twice", "duplicate_parameter", "image", files=(image_part(), image_part()),
         says="'image[]=<value>'"),
    Case("image both ways", "duplicate_parameter", "image",
         files=(image_part(), image_part(name="image[]"))),
    Case("unknown model", "model_not_found", "model", {"model": "gpt-image-9"}, status=404),
    Case("quality", "invalid_value", "quality", {"quality": "xhigh"},
         says="Supported values are: 'auto', 'low', 'medium', and 'high'."),
    Case("format", "invalid_value", "output_format", {"output_format": "gif"}),
    Case("background", "invalid_value", "background", {"background": "blue"}),
    Case("transparent model", "invalid_value", "background", {"background": "transparent"},
         says="Transparent background is not supported for this model."),
    Case("transparent jpeg", "invalid_value", "background",
         {"model": "gpt-image-2.5-flare", "background": "transparent", "output_format": "jpeg"}),
    Case("compression with png", "invalid_png_output_compression", "output_compression",
         {"output_compression": "50"}),
    Case("compression high", "integer_above_max_value", "output_compression",
         {"output_compression": "101", "output_format": "jpeg"}),
    Case("n zero", "integer_below_min_value", "n", {"n": "0"}),
    Case("n eleven", "integer_above_max_value", "n", {"n": "11"}, says="<= 10, but got 11"),
    Case("n word", "invalid_type", "n", {"n": "two"}, says="expected an integer, but got a string"),
    Case("stream word", "invalid_type", "stream", {"stream": "maybe"}),
    Case("stream n", "unsupported_parameter", "stream", {"stream": "true", "n": "2"},
         says="Streaming is only supported with n=1."),
    Case("partials", "integer_above_max_value", "partial_images",
         {"stream": "true", "partial_images": "4"}),
    Case("partials alone", "unsupported_parameter", "partial_images", {"partial_images": "1"}),
    Case("dall-e-2 streams", "unsupported_parameter", "stream",
         {"model": "dall-e-2", "stream": "true"}),
    Case("dall-e-2 size", "invalid_value", "size", {"model": "dall-e-2", "size": "auto"}),
    Case("size words", "invalid_value", "size", {"size": "big"}),
    Case("size step", "invalid_value", "size", {"size": "1000x1000"}, says="multiples of 16"),
    Case("size ratio", "invalid_value", "size", {"size": "3840x1024"}),
    Case("size small", "invalid_value", "size", {"size": "512x512"}),
    Case("size edge", "invalid_value", "size", {"size": "4096x2048"}),
    Case("size list", "invalid_value", "size", {"model": "gpt-image-1.5", "size": "2048x2048"}),
    Case("complexity", "invalid_value", "complexity",
         {"model": "gpt-image-2.6-flare", "complexity": "max"}),
    Case("complexity for gpt-image-2", "unknown_parameter", "complexity", {"complexity": "low"}),
    Case("mask and markup", "mutually_exclusive_parameters", "markup",
         {"model": "gpt-image-2.6-flare"},
         files=(image_part(), mask_part(), ("markup", ("m.png", WIDE, "image/png")))),
    Case("transparent gif", "invalid_value", "background",
         {"model": "gpt-image-2.6-flare", "background": "transparent", "output_format": "gif"}),
    Case("gif streams", "unsupported_parameter", "stream",
         {"model": "gpt-image-2.6-flare", "output_format": "gif", "stream": "true"}),
    Case("gif partials", "unsupported_parameter", "partial_images",
         {"model": "gpt-image-2.6-flare", "output_format": "gif", "partial_images": "1"}),
    Case("gif mask", "unsupported_parameter", "mask",
         {"model": "gpt-image-2.6-flare", "output_format": "gif"}),
    Case("gif compression", "unsupported_parameter", "output_compression",
         {"model": "gpt-image-2.6-flare", "output_format": "gif", "output_compression": "100"}),
    Case("gif of one frame", "integer_below_min_value", "frame_count",
         {"model": "gpt-image-2.6-flare", "output_format": "gif", "frame_count": "1"}),
    Case("gif of 17 frames", "integer_above_max_value", "frame_count",
         {"model": "gpt-image-2.6-flare", "output_format": "gif", "frame_count": "17"}),
    Case("gif of no time", "integer_below_min_value", "frame_duration_ms",
         {"model": "gpt-image-2.6-flare", "output_format": "gif", "frame_duration_ms": "0"}),
    Case("gif for ever", "integer_above_max_value", "frame_duration_ms",
         {"model": "gpt-image-2.6-flare", "output_format": "gif", "frame_duration_ms": "655351"}),
    Case("frames without gif", "unsupported_parameter", "frame_count",
         {"model": "gpt-image-2.6-flare", "frame_count": "4"}),
    Case("frames for gpt-image-2", "unknown_parameter", "frame_count", {"frame_count": "4"}),
    Case("two svgs", "unsupported_parameter", "n",
         {"model": "gpt-image-2.6-flare", "output_format": "svg", "n": "2"}),
    Case("svg streams", "unsupported_parameter", "stream",
         {"model": "gpt-image-2.6-flare", "output_format": "svg", "stream": "true"}),
    Case("svg compression", "unsupported_parameter", "output_compression",
         {"model": "gpt-image-2.6-flare", "output_format": "svg", "output_compression": "90"}),
    Case("svg effort", "invalid_value", "svg[reasoning][effort]",
         {"model": "gpt-image-2.6-flare", "output_format": "svg",
          "svg[reasoning][effort]": "huge"}),
    Case("svg model without svg", "unsupported_parameter", "svg[model]",
         {"model": "gpt-image-2.6-flare", "svg[model]": "x"}),
    Case("svg model for gpt-image-1.5", "unknown_parameter", "svg[model]",
         {"model": "gpt-image-1.5", "svg[model]": "x"}),
    Case("moderation for dall-e-2", "unknown_parameter", "moderation",
         {"model": "dall-e-2", "moderation": "low"}),
    Case("moderation", "invalid_value", "moderation", {"moderation": "none"}),
    Case("part without type", "unsupported_file_mimetype", "image",
         files=only(WIDE, "application/octet-stream"), says="('application/octet-stream')"),
    Case("listed part of wrong type", "unsupported_file_mimetype", "image[1]",
         files=(image_part(name="image[]"), image_part(kind="image/tiff", name="image[]"))),
    Case("empty file", "invalid_image_file", "image", files=only(b"")),
    Case("no picture", "invalid_image_file", "image", files=only(b"hello"), says="image 1"),
    Case("cut off", "invalid_image_file", "image", files=only(truncated())),
    Case("other format than declared", "invalid_image_file", "image",
         files=only(encoded(small_picture(), "JPEG"))),
    Case("cmyk", "invalid_image_file", "image",
         files=only(encoded(small_picture(mode="CMYK"), "JPEG"), "image/jpeg")),
    Case("phone mpo", "invalid_image_file", "image", files=only(mpo(), "image/jpeg")),
    Case("16 bit", "invalid_image_file", "image",
         files=only(encoded(Image.fromarray(np.zeros((9, 9), np.uint16))))),
    Case("bomb", "invalid_image_file", "image", files=only(huge_png())),
    Case("damaged reference", "invalid_image_file", "image[1]",
         files=(image_part(name="image[]"), image_part(truncated(), name="image[]"), mask_part()),
         says="image 2"),
    Case("square for dall-e-2", "invalid_value", "image", {"model": "dall-e-2"}),
    Case("jpeg for dall-e-2", "unsupported_file_mimetype", "image", {"model": "dall-e-2"},
         files=only(encoded(small_picture(), "JPEG"), "image/jpeg")),
    Case("mask without alpha", "invalid_mask_image_format", "mask",
         files=masked(encoded(small_picture())), says="missing alpha channel"),
    Case("mask of other size", "invalid_mask_image_format", "mask",
         files=masked(wire_mask(small_hole(48, 64))), says="mask size does not match image size"),
    Case("mask no picture", "invalid_mask_image_format", "mask", files=masked(b"no")),
    Case("mask type", "unsupported_file_mimetype", "mask", files=masked(b"GIF89a", "image/gif")),
    Case("mask too large", "invalid_value", "mask", files=masked(b"\0" * 4_000_000)),
    Case("mask marks nothing", "invalid_value", "mask",
         files=masked(wire_mask(np.zeros((48, 64), bool)))),
    Case("mask marks everything", "invalid_value", "mask",
         files=masked(wire_mask(np.ones((48, 64), bool))), says="unmasked"),
    Case("mask marks everything, streamed", "invalid_value", "mask", {"stream": "true"},
         files=masked(wire_mask(np.ones((48, 64), bool))), says="unmasked"),
    Case("nothing is opaque", "invalid_value", "mask", {"stream": "true"},
         files=only(encoded(Image.new("RGBA", (64, 48), (9, 9, 9, 5))))),
    Case("neither mask nor alpha", "invalid_value", "mask", files=(image_part(),),
         says="add a mask"),
    Case("file as text", "invalid_type", "image", {"image": "picture.png"},
         says="expected a file, but got a string"),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_it_is_refused_as_the_service_would(http: httpx.Client, case: Case) -> None:
    form: dict[str, str | list[str]] = {
        key: value for key, value in {**GOOD, **case.form}.items() if key not in case.without
    }
    if case.name == "text twice":
        form["prompt"] = ["a", "b"]
    files = (image_part(), mask_part()) if case.files is None else case.files

    answer = http.post("/images/edits", data=form, files=list(files))

    error = answer.json()["error"]
    assert set(error) == {"message", "type", "param", "code"}
    assert (answer.status_code, error["code"], error["param"]) == (
        case.status, case.code, case.param,
    ), error  # fmt: skip
    assert case.says in error["message"]
    assert error["type"] in ("invalid_request_error", "image_generation_user_error")


def data_url(kind: str = "image/png") -> str:
    return f"data:{kind};base64,iVBORw0KGgo="


@pytest.mark.parametrize(
    ("body", "code", "param"),
    [
        ({}, "missing_required_parameter", "image"),
        ({"images": "x"}, "invalid_type", "images"),
        ({"images": ["x"]}, "invalid_type", "images[0]"),
        ({"images": [{}]}, "invalid_value", "images[0]"),
        ({"images": [{"file_id": "file-1"}]}, "invalid_value", "images[0].file_id"),
        ({"images": [{"image_url": "https://example.com/a.png"}]}, "invalid_value",
         "images[0].image_url"),
        ({"images": [{"image_url": "data:image/png;base64,?"}]}, "invalid_value",
         "images[0].image_url"),
        ({"images": [{"image_url": data_url("image/tiff")}]}, "unsupported_file_mimetype",
         "images[0]"),
        ({"images": [{"image_url": data_url()}]}, "invalid_image_file", "images[0]"),
        ({"images": [{"image_url": data_url()}], "n": "1"}, "invalid_type", "n"),
        ({"images": [{"image_url": data_url()}], "prompt": 5}, "invalid_type", "prompt"),
        ({"images": [{"image_url": data_url()}], "size": ["auto"]}, "invalid_type", "size"),
    ],
)  # fmt: skip
def test_json_bodies_are_refused_likewise(
    http: httpx.Client, body: dict[str, object], code: str, param: str
) -> None:
    answer = http.post("/images/edits", json={**GOOD, **body})
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["param"]) == (400, code, param), error


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"{", "application/json"),
        (b"[1]", "application/json"),
        (b"\xff\xfe", "application/json"),
        (b"prompt=a", "application/x-www-form-urlencoded"),
        (b"", ""),
        (b"--x\r\n", "multipart/form-data"),
        (b"garbage", "multipart/form-data; boundary=x"),
        (b'--x\r\nContent-Disposition: form-data; name="image"; filename="a"\r\n\r\nabc',
         "multipart/form-data; boundary=x"),
    ],
)  # fmt: skip
def test_a_body_that_cannot_be_read_is_refused(
    http: httpx.Client, content: bytes, kind: str
) -> None:
    answer = http.post("/images/edits", content=content, headers={"Content-Type": kind})
    assert answer.status_code == 400
    assert answer.json()["error"]["message"]


@pytest.mark.parametrize("header", [None, "Bearer", "Bearer wrong", "Basic {key}", "bearer{key}"])
def test_a_wrong_key_is_refused(endpoint: EndpointServer, header: str | None) -> None:
    headers = {}
    if header is not None:
        headers["Authorization"] = header.format(key=endpoint.key)
    answer = httpx.post(
        f"{endpoint.base_url}/images/edits", files=[image_part()], headers=headers, trust_env=False
    )
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "invalid_api_key"
    assert endpoint.key not in answer.text


def test_a_refusal_waits_for_the_end_of_the_upload(endpoint: EndpointServer) -> None:
    """An answer in the middle of an upload is lost in the reset that follows it."""
    address = httpx.URL(endpoint.base_url)
    head = (
        "POST /v1/images/edits HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer wrong\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 1000000\r\n\r\n"
    )
    with socket.create_connection((address.host, address.port), timeout=20) as connection:
        connection.sendall(head.encode() + b"\0" * 999_999)
        early, _, _ = select.select([connection], [], [], 0.3)
        assert not early
        connection.sendall(b"\0")
        assert connection.recv(100).startswith(b"HTTP/1.1 401")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "/models/none", 404),
        ("GET", "/images/deliveries/none", 404),
        ("GET", "/images/edits", 405),
        ("DELETE", "/models", 405),
    ],
)
def test_wrong_addresses_and_methods_answer_in_json(
    http: httpx.Client, method: str, path: str, status: int
) -> None:
    answer = http.request(method, path)
    assert answer.status_code == status
    assert answer.json()["error"]["type"] == "invalid_request_error"


def test_the_official_client_raises_its_own_errors(official: openai.OpenAI) -> None:
    with pytest.raises(openai.BadRequestError) as caught:
        official.images.edit(
            model="gpt-image-2",
            prompt="x",
            image=("a.png", encoded(small_picture()), "image/png"),
        )
    assert caught.value.param == "mask"
    assert caught.value.request_id
    with pytest.raises(openai.AuthenticationError):
        official.with_options(api_key="wrong").models.list()


def test_an_oversized_file_is_refused(http: httpx.Client) -> None:
    content = io.BytesIO(b"\0" * 52_428_800)
    files = [("image", ("a.png", content, "image/png")), mask_part()]
    answer = http.post("/images/edits", data=GOOD, files=files)
    error = answer.json()["error"]
    assert (answer.status_code, error["param"]) == (400, "image")
    assert "50MB" in error["message"]
