"""Which model takes what, written down once more by hand: neither side's data is trusted here.

Source: https://platform.openai.com/docs/api-reference/images/createEdit and the image generation
guide, read 2026-11-22.
"""

from __future__ import annotations

import io

import pytest

from helpers.drafts import CATALOGUE
from overpaint.services.endpoint.call import checked_call
from overpaint.services.endpoint.intake import Intake, UploadedFile
from overpaint.services.endpoint.refusals import Refusal

TWO = ("gpt-image-2", "gpt-image-2-2026-04-21")
TWO_FIVE_UP = (
    "gpt-image-2.5-sunburst", "gpt-image-2.5-sunburst-2026-09-08", "gpt-image-2.5-flare",
    "gpt-image-2.5-flare-2026-09-08", "gpt-image-2.6-sunburst", "gpt-image-2.6-flare",
)  # fmt: skip
ONE_FIVE = ("gpt-image-1.5", "gpt-image-1.5-2025-12-16", "gpt-image-1")
OTHER_ONE = ("gpt-image-1-mini", "chatgpt-image-latest")
OLD = ("dall-e-2",)
ONES = ONE_FIVE + OTHER_ONE
FLEXIBLE = TWO + TWO_FIVE_UP
GPT = FLEXIBLE + ONES
ALL = GPT + OLD

ROWS: tuple[tuple[dict[str, str], tuple[str, ...]], ...] = (
    ({}, ALL),
    ({"size": "auto"}, GPT),
    ({"size": "1024x1024"}, ALL),
    ({"size": "1536x1024"}, GPT),
    ({"size": "512x512"}, OLD),
    ({"size": "816x816"}, FLEXIBLE),
    ({"size": "3840x2160"}, FLEXIBLE),
    ({"size": "3840x2176"}, ()),
    ({"size": "3856x1296"}, ()),
    ({"size": "1000x1000"}, ()),
    ({"quality": "auto"}, GPT),
    ({"quality": "high"}, GPT),
    ({"quality": "xhigh"}, TWO_FIVE_UP),
    ({"quality": "max"}, TWO_FIVE_UP),
    ({"quality": "standard"}, OLD),
    ({"background": "opaque"}, GPT),
    ({"background": "transparent"}, TWO_FIVE_UP + ONES),
    ({"background": "transparent", "output_format": "webp"}, TWO_FIVE_UP + ONES),
    ({"background": "transparent", "output_format": "jpeg"}, ()),
    ({"input_fidelity": "high"}, ONE_FIVE),
    ({"input_fidelity": "low"}, ONE_FIVE),
    ({"output_format": "png"}, GPT),
    ({"output_format": "jpeg", "output_compression": "0"}, GPT),
    ({"output_format": "webp", "output_compression": "101"}, ()),
    ({"output_compression": "50"}, ()),
    ({"output_format": "gif"}, TWO_FIVE_UP),
    ({"output_format": "gif", "frame_count": "16", "frame_duration_ms": "655350"}, TWO_FIVE_UP),
    ({"output_format": "gif", "frame_count": "17"}, ()),
    ({"output_format": "gif", "stream": "true"}, ()),
    ({"output_format": "svg", "svg[reasoning][effort]": "max"}, TWO_FIVE_UP),
    ({"output_format": "svg", "n": "2"}, ()),
    ({"output_format": "svg", "stream": "true"}, ()),
    ({"stream": "true"}, GPT),
    ({"stream": "true", "partial_images": "3"}, GPT),
    ({"stream": "true", "partial_images": "4"}, ()),
    ({"stream": "true", "n": "2"}, ()),
    ({"partial_images": "1"}, ()),
    ({"n": "10"}, ALL),
    ({"n": "11"}, ()),
    ({"response_format": "url"}, OLD),
    ({"response_format": "b64_json"}, OLD),
    ({"complexity": "high"}, TWO_FIVE_UP),
    ({"moderation": "low"}, GPT),
    ({"user": "u", "safety_identifier": "s"}, ALL),
    ({"prompt": "x" * 1000}, ALL),
    ({"prompt": "x" * 1001}, GPT),
    ({"prompt": "x" * 32_001}, ()),
)


def takes(model_id: str, parameters: dict[str, str], *, images: int = 1, overlay: str = "") -> bool:
    def file(param: str) -> UploadedFile:
        return UploadedFile(param, "image/png", 1, io.BytesIO())

    intake = Intake(
        texts={"model": model_id, "prompt": "x", **parameters},
        images=[file(f"image[{number}]") for number in range(images)],
        mask=file("mask") if overlay == "mask" else None,
        markup=file("markup") if overlay == "markup" else None,
    )
    try:
        checked_call(intake, CATALOGUE)
    except Refusal:
        return False
    return True


def test_every_model_is_in_the_table() -> None:
    assert {model.id for model in CATALOGUE.models} == set(ALL)


@pytest.mark.parametrize(
    ("parameters", "takers"), ROWS, ids=lambda value: str(value)[:60] if value else "plain"
)
def test_a_parameter_is_taken_by_these_models_only(
    parameters: dict[str, str], takers: tuple[str, ...]
) -> None:
    assert {name for name in ALL if takes(name, parameters)} == set(takers)


def test_numbers_of_images_and_overlays() -> None:
    assert {name for name in ALL if takes(name, {}, images=16)} == set(GPT)
    assert not any(takes(name, {}, images=17) for name in ALL)
    assert all(takes(name, {}, overlay="mask") for name in ALL)
    assert {name for name in ALL if takes(name, {}, overlay="markup")} == set(TWO_FIVE_UP)
    assert not any(takes(name, {"output_format": "gif"}, overlay="mask") for name in ALL)
