from __future__ import annotations

import pytest

from helpers.edits import attachment, edit_request, png
from overpaint.domain.choices import (
    Background,
    Fidelity,
    OutputFormat,
    Quality,
    ResponseFormat,
)
from overpaint.domain.profiles import ImageFieldStyle
from overpaint.domain.request import EditRequest
from overpaint.domain.sizes import Size
from overpaint.services.protocol.fields import file_parts, text_parts


def sent(request: EditRequest) -> list[tuple[str, str]]:
    return [(part.name, part.value) for part in text_parts(request)]


def test_a_streamed_edit_says_everything_in_order() -> None:
    request = edit_request(
        size=Size(1536, 1024),
        quality=Quality.HIGH,
        background=Background.TRANSPARENT,
        input_fidelity=Fidelity.HIGH,
        output_format=OutputFormat.WEBP,
        output_compression=80,
        user="anon-1",
    )

    assert sent(request) == [
        ("prompt", "Remove the tower."),
        ("model", "gpt-image-2"),
        ("n", "1"),
        ("size", "1536x1024"),
        ("quality", "high"),
        ("background", "transparent"),
        ("input_fidelity", "high"),
        ("output_format", "webp"),
        ("output_compression", "80"),
        ("stream", "true"),
        ("partial_images", "2"),
        ("user", "anon-1"),
    ]


def test_what_is_none_has_no_part() -> None:
    request = edit_request(
        stream=False,
        n=3,
        sends_size=False,
        quality=None,
        background=None,
        output_format=None,
        response_format=ResponseFormat.B64_JSON,
    )

    assert sent(request) == [
        ("prompt", "Remove the tower."),
        ("model", "gpt-image-2"),
        ("n", "3"),
        ("response_format", "b64_json"),
    ]


def test_no_size_is_auto_in_words() -> None:
    assert ("size", "auto") in sent(edit_request(size=None))


def test_zero_is_a_value() -> None:
    parts = sent(edit_request(output_format=OutputFormat.JPEG, output_compression=0))

    assert ("output_compression", "0") in parts


@pytest.mark.parametrize(
    ("count", "style", "name"),
    [
        (1, ImageFieldStyle.AUTO, "image"),
        (2, ImageFieldStyle.AUTO, "image[]"),
        (16, ImageFieldStyle.AUTO, "image[]"),
        (1, ImageFieldStyle.LIST, "image[]"),
        (2, ImageFieldStyle.SINGLE, "image"),
    ],
)
def test_inputs_have_the_name_that_the_server_knows(
    count: int, style: ImageFieldStyle, name: str
) -> None:
    request = edit_request(images=(attachment(png()),) * count, mask=attachment(png(), "mask.png"))

    names = [part.name for part in file_parts(request, style)]

    assert names == [name] * count + ["mask"]
