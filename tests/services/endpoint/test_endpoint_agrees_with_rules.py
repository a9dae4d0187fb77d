"""The rules of the domain and the endpoint refuse and accept the same requests, for their form."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.drafts import CATALOGUE, LOCAL_RULES, picture
from overpaint.domain.choices import (
    Background,
    Complexity,
    Fidelity,
    Moderation,
    OutputFormat,
    Quality,
    ResponseFormat,
    SvgEffort,
)
from overpaint.domain.draft import Draft, MaskFacts
from overpaint.domain.markup import MarkupFacts
from overpaint.domain.models import Model
from overpaint.domain.profiles import ImageFieldStyle
from overpaint.domain.request import Attachment, EditRequest, compose_request
from overpaint.domain.rules import Rules
from overpaint.domain.sizes import Size
from overpaint.domain.violations import blocking
from overpaint.services.endpoint.call import checked_call
from overpaint.services.endpoint.intake import Intake, UploadedFile
from overpaint.services.endpoint.refusals import Refusal
from overpaint.services.protocol.fields import file_parts, text_parts

SQUARE = picture(size=Size(1024, 1024))
FIXED = (Size(1024, 1024), Size(1536, 1024), Size(1024, 1536), Size(512, 512), Size(256, 256))
FLEXIBLE = (
    Size(1408, 480), Size(1408, 464), Size(3840, 2160), Size(3856, 2160), Size(1000, 1000),
    Size(2880, 2880), Size(2896, 2880), Size(3072, 1024), Size(3088, 1024), Size(816, 816),
    Size(800, 816), Size(1, 1), Size(99_999, 16),
)  # fmt: skip

VALUES: dict[str, tuple[Any, ...]] = {
    "inputs": tuple((SQUARE,) * count for count in (0, 1, 2, 16, 17)),
    "mask": (None, MaskFacts(SQUARE.size, 0.5)),
    "markup": (None, MarkupFacts(SQUARE.size)),
    "prompt": ("", "  ", "x", "x" * 1000, "x" * 1001, "x" * 32_000, "x" * 32_001),
    "size": (None, *FIXED, *FLEXIBLE),
    "quality": tuple(Quality),
    "background": tuple(Background),
    "input_fidelity": (None, *Fidelity),
    "output_format": tuple(OutputFormat),
    "output_compression": (None, -1, 0, 50, 99, 100, 101),
    "variants": (0, 1, 2, 10, 11),
    "stream": (False, True),
    "partial_images": (-1, 0, 1, 3, 4),
    "response_format": (None, *ResponseFormat),
    "complexity": (None, *Complexity),
    "frame_count": (None, 1, 2, 16, 17),
    "frame_duration_ms": (None, 0, 1, 10, 655_350, 655_351),
    "svg_model": ("", "gpt-9"),
    "svg_effort": (None, *SvgEffort),
    "moderation": (None, *Moderation),
    "safety_identifier": ("", "a" * 64),
    "user": ("", "someone"),
}
"""Every parameter of a draft with every value that it has, and one step beyond each limit."""

MODELS = CATALOGUE.models


def valid(model: Model, **changes: Any) -> Draft:
    base = Draft(
        inputs=(SQUARE,),
        prompt="sepia",
        model=model.id,
        size=model.sizes.values[0],
        quality=model.qualities[0],
        stream=False,
    )
    return replace(base, **changes)


def spelled(draft: Draft, model: Model) -> dict[str, str]:
    """The parameters word for word, with nothing left out that the rules have to catch."""
    streams = draft.streams
    sent: dict[str, Any] = {
        "model": draft.model,
        "prompt": draft.prompt.strip(),
        "size": "auto" if draft.size is None else draft.size,
        "quality": draft.quality,
        "background": None if is_unsaid(draft.background, model.backgrounds) else draft.background,
        "output_format": None if draft.output_format is OutputFormat.PNG else draft.output_format,
        "n": None if streams and 1 <= draft.variants <= model.max_variants else draft.variants,
        "stream": "true" if streams else None,
        "partial_images": draft.partial_images if streams else None,
        "svg[model]": draft.svg_model or None,
        "svg[reasoning][effort]": draft.svg_effort,
        "safety_identifier": draft.safety_identifier or None,
        "user": draft.user or None,
        "moderation": None if is_unsaid(draft.moderation, model.moderations) else draft.moderation,
    }
    same = (
        "input_fidelity", "output_compression", "response_format", "complexity", "frame_count",
        "frame_duration_ms",
    )  # fmt: skip
    sent |= {name: getattr(draft, name) for name in same}
    return {name: str(value) for name, value in sent.items() if value is not None}


def is_unsaid(value: str | None, taken: tuple[object, ...]) -> bool:
    """Automatic is the same as nothing where a model knows no other value."""
    return value == "auto" and not taken


def uploaded(param: str) -> UploadedFile:
    return UploadedFile(param, "image/png", 1, io.BytesIO())


def intake_of(draft: Draft, texts: dict[str, str]) -> Intake:
    return Intake(
        texts=dict(texts),
        images=[uploaded("image") for _ in draft.inputs],
        mask=uploaded("mask") if draft.mask else None,
        markup=uploaded("markup") if draft.markup else None,
    )


def refused(intake: Intake) -> Refusal | None:
    try:
        checked_call(intake, CATALOGUE)
    except Refusal as refusal:
        return refusal
    return None


def is_known_difference(draft: Draft) -> bool:
    """The service takes the compression of a PNG as long as it is 100, which says nothing."""
    return draft.output_format is OutputFormat.PNG and draft.output_compression == 100


def check_both_sides(draft: Draft) -> bool:
    """Whether it is allowed, after asserting that both sides say the same."""
    model = CATALOGUE.model(draft.model)
    problems = blocking(draft, LOCAL_RULES)
    refusal = refused(intake_of(draft, spelled(draft, model)))
    if not is_known_difference(draft):
        assert bool(problems) == (refusal is not None), (draft, problems, refusal)
    if not problems:
        assert refused(composed(draft, model)) is None
    return not problems


def composed(draft: Draft, model: Model) -> Intake:
    """What the client really sends for a draft that is allowed."""
    file = Attachment("image-1.png", "image/png", b"-", 1, SQUARE.size)
    request = compose_request(
        draft, model, (file,) * len(draft.inputs), draft.mask and file, draft.markup and file
    )
    request: EditRequest = request.jobs()[0]
    texts = {part.name: part.value for part in text_parts(request)}
    names = [part.name for part in file_parts(request, ImageFieldStyle.AUTO)]
    intake = intake_of(draft, texts)
    assert names.count("mask") == (intake.mask is not None)
    assert names.count("markup") == (intake.markup is not None)
    return intake


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.id)
def test_every_value_of_every_parameter(model: Model) -> None:
    assert check_both_sides(valid(model))
    allowed = [
        (name, value)
        for name, values in VALUES.items()
        for value in values
        if check_both_sides(valid(model, **{name: value}))
    ]
    assert len(allowed) >= 2 * len(VALUES) // 3


@pytest.mark.parametrize("output_format", OutputFormat)
@pytest.mark.parametrize("model_id", ["gpt-image-2.6-flare", "gpt-image-2", "dall-e-2"])
def test_every_value_together_with_every_format_and_stream(
    model_id: str, output_format: OutputFormat
) -> None:
    model = CATALOGUE.model(model_id)
    for stream in (False, True):
        for name, values in VALUES.items():
            for value in values:
                changes = {"output_format": output_format, "stream": stream, name: value}
                check_both_sides(valid(model, **changes))


@settings(max_examples=300, deadline=None)
@given(
    model=st.sampled_from(MODELS),
    changes=st.dictionaries(st.sampled_from(sorted(VALUES)), st.integers(0, 99), max_size=6),
)
def test_any_combination(model: Model, changes: dict[str, int]) -> None:
    values = {name: VALUES[name][at % len(VALUES[name])] for name, at in changes.items()}
    check_both_sides(valid(model, **values))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.id)
def test_whatever_the_rules_offer_is_accepted(model: Model) -> None:
    rules: Rules = LOCAL_RULES
    draft = valid(model)
    offers = {
        "size": rules.sizes(draft), "quality": rules.qualities(draft),
        "background": rules.backgrounds(draft), "input_fidelity": rules.fidelities(draft),
        "output_format": rules.formats(draft), "complexity": rules.complexities(draft),
        "moderation": rules.moderations(draft),
        "response_format": rules.response_formats(draft),
    }  # fmt: skip
    for name, choices in offers.items():
        for choice in choices:
            changed = valid(model, **{name: choice.value})
            if choice.allowed:
                assert refused(composed(changed, model)) is None, (name, choice)


def test_a_known_difference_is_a_real_one() -> None:
    draft = valid(CATALOGUE.model("gpt-image-2"), output_compression=100)
    assert blocking(draft, LOCAL_RULES)
    assert refused(intake_of(draft, spelled(draft, CATALOGUE.model("gpt-image-2")))) is None
