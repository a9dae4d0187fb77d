"""Violations: each limit, one step inside it and one step outside."""

from __future__ import annotations

from typing import Any

import pytest

from helpers.drafts import CATALOGUE, LOCAL_RULES, OPENAI_RULES, draft, picture
from overpaint.domain.choices import (
    Background,
    Fidelity,
    Field,
    OutputFormat,
    Quality,
    ResponseFormat,
)
from overpaint.domain.draft import Draft, MaskFacts
from overpaint.domain.sizes import Size
from overpaint.domain.violations import blocking, violations

SQUARE = picture(size=Size(512, 512))
OLD = {
    "model": "dall-e-2", "inputs": (SQUARE,), "size": Size(512, 512), "quality": Quality.STANDARD,
    "stream": False,
}  # fmt: skip

FINE: list[dict[str, Any]] = [
    {},
    {"inputs": tuple(picture(n) for n in range(16))},
    {"inputs": (picture(byte_count=52_428_799),)},
    {"inputs": (picture(byte_count=500_000_000),), "mask": MaskFacts(Size(1024, 768), 0.2)},
    {"prompt": "x" * 32_000},
    {"prompt": "  " + "x" * 32_000 + "\n"},
    {"size": Size(1536, 864)},
    {"variants": 10},
    {"partial_images": 0},
    {"partial_images": 3},
    {"stream": False, "partial_images": 9},
    {"output_format": OutputFormat.WEBP, "output_compression": 0},
    {"output_format": OutputFormat.JPEG, "output_compression": 100},
    {"mask": MaskFacts(Size(1024, 768), 0.2)},
    {"model": "gpt-image-1.5", "input_fidelity": Fidelity.HIGH},
    {"model": "gpt-image-1.5", "background": Background.TRANSPARENT},
    {"model": "gpt-image-1.5", "background": Background.TRANSPARENT,
     "output_format": OutputFormat.WEBP},
    OLD,
    OLD | {"response_format": ResponseFormat.URL},
    OLD | {"prompt": "x" * 1000},
]  # fmt: skip

REFUSED: list[tuple[dict[str, Any], Field]] = [
    ({"inputs": ()}, Field.IMAGE),
    ({"inputs": tuple(picture(n) for n in range(17))}, Field.IMAGE),
    ({"inputs": (picture(byte_count=52_428_800),)}, Field.IMAGE),
    ({"inputs": (picture(), picture(2, byte_count=52_428_800)),
      "mask": MaskFacts(Size(1024, 768), 0.2)}, Field.IMAGE),
    ({"prompt": ""}, Field.PROMPT),
    ({"prompt": " \n\t"}, Field.PROMPT),
    ({"prompt": "x" * 32_001}, Field.PROMPT),
    ({"mask": MaskFacts(Size(1024, 767), 0.2)}, Field.MASK),
    ({"size": Size(1000, 1000)}, Field.SIZE),
    ({"model": "gpt-image-1.5", "size": Size(1536, 864)}, Field.SIZE),
    ({"quality": Quality.MAX}, Field.QUALITY),
    ({"quality": Quality.STANDARD}, Field.QUALITY),
    ({"background": Background.TRANSPARENT}, Field.BACKGROUND),
    ({"model": "gpt-image-1.5", "background": Background.TRANSPARENT,
      "output_format": OutputFormat.JPEG}, Field.BACKGROUND),
    ({"input_fidelity": Fidelity.LOW}, Field.INPUT_FIDELITY),
    ({"model": "gpt-image-1-mini", "input_fidelity": Fidelity.LOW}, Field.INPUT_FIDELITY),
    ({"output_compression": 80}, Field.OUTPUT_COMPRESSION),
    ({"output_format": OutputFormat.WEBP, "output_compression": -1}, Field.OUTPUT_COMPRESSION),
    ({"output_format": OutputFormat.WEBP, "output_compression": 101}, Field.OUTPUT_COMPRESSION),
    ({"variants": 0}, Field.VARIANTS),
    ({"variants": 11}, Field.VARIANTS),
    ({"partial_images": 4}, Field.PARTIAL_IMAGES),
    ({"partial_images": -1}, Field.PARTIAL_IMAGES),
    ({"response_format": ResponseFormat.URL}, Field.RESPONSE_FORMAT),
    (OLD | {"inputs": (SQUARE, picture(2))}, Field.IMAGE),
    (OLD | {"inputs": (picture(),)}, Field.IMAGE),
    (OLD | {"inputs": (picture(size=Size(512, 512), byte_count=4_194_304),)}, Field.IMAGE),
    (OLD | {"prompt": "x" * 1001}, Field.PROMPT),
    (OLD | {"size": None}, Field.SIZE),
    (OLD | {"size": Size(1536, 1024)}, Field.SIZE),
    (OLD | {"quality": Quality.HIGH}, Field.QUALITY),
    (OLD | {"background": Background.OPAQUE}, Field.BACKGROUND),
    (OLD | {"output_format": OutputFormat.WEBP}, Field.OUTPUT_FORMAT),
    (OLD | {"stream": True}, Field.STREAM),
]  # fmt: skip


def test_an_empty_draft_lacks_exactly_a_picture_and_a_prompt() -> None:
    assert [problem.field for problem in violations(Draft(), OPENAI_RULES)] == [
        Field.IMAGE,
        Field.PROMPT,
    ]


@pytest.mark.parametrize("changes", FINE, ids=str)
def test_a_legal_draft_has_no_problem(changes: dict[str, Any]) -> None:
    assert violations(draft(**changes), LOCAL_RULES) == ()


@pytest.mark.parametrize(("changes", "field"), REFUSED, ids=str)
def test_a_broken_rule_is_named_once(changes: dict[str, Any], field: Field) -> None:
    problems = violations(draft(**changes), LOCAL_RULES)

    assert [(problem.field, problem.blocking) for problem in problems] == [(field, True)]


def test_all_problems_are_told_at_once() -> None:
    wrong = Draft(variants=99, size=Size(10, 10), quality=Quality.STANDARD, partial_images=7)

    fields = [problem.field for problem in blocking(wrong, OPENAI_RULES)]

    assert fields == [Field.IMAGE, Field.PROMPT, Field.SIZE, Field.QUALITY, Field.VARIANTS,
                      Field.PARTIAL_IMAGES]  # fmt: skip


@pytest.mark.parametrize("coverage", [0.0, 1.0])
def test_an_empty_or_full_mask_is_a_warning(coverage: float) -> None:
    found = violations(draft(mask=MaskFacts(Size(1024, 768), coverage)), OPENAI_RULES)

    assert [(problem.field, problem.blocking) for problem in found] == [(Field.MASK, False)]


def test_a_model_that_openai_ended_is_refused_there_and_served_elsewhere() -> None:
    ended = draft(model="gpt-image-1")

    assert [problem.field for problem in blocking(ended, OPENAI_RULES)] == [Field.MODEL]
    assert blocking(ended, LOCAL_RULES) == ()


def test_an_unknown_model_is_a_warning_whatever_is_asked_of_it() -> None:
    asked = draft(
        model="somebody-elses-model",
        size=Size(1001, 77),
        quality=Quality.STANDARD,
        background=Background.TRANSPARENT,
        input_fidelity=Fidelity.HIGH,
        response_format=ResponseFormat.URL,
    )

    found = violations(asked, OPENAI_RULES)

    assert [(problem.field, problem.blocking) for problem in found] == [(Field.MODEL, False)]


def test_every_remedy_for_a_size_is_legal() -> None:
    for model in CATALOGUE.models:
        for problem in violations(draft(model=model.id, size=Size(7, 5000)), LOCAL_RULES):
            if problem.field is Field.SIZE:
                named = str(problem.remedy).rstrip(".").rsplit(" ", 1)[1]
                assert model.sizes.refusal(Size.parse(named)) is None
