"""Rules: what is offered is what is taken, and a draft moves with its model."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.drafts import CATALOGUE, LOCAL_RULES, OPENAI_RULES, draft, picture
from overpaint.domain.choices import (
    Background,
    Fidelity,
    Field,
    OutputFormat,
    Quality,
    ResponseFormat,
)
from overpaint.domain.draft import Draft
from overpaint.domain.request import Attachment, compose_request
from overpaint.domain.sizes import Size
from overpaint.domain.violations import blocking

IDS = [*(model.id for model in CATALOGUE.models), "somebody-elses-model"]
SQUARE = picture(size=Size(512, 512))
DRAFTS = st.builds(
    Draft,
    inputs=st.just((SQUARE,)),
    prompt=st.just("Remove it."),
    model=st.sampled_from(IDS),
    size=st.none() | st.builds(Size, st.integers(1, 5000), st.integers(1, 5000)),
    quality=st.sampled_from(Quality),
    background=st.sampled_from(Background),
    input_fidelity=st.none() | st.sampled_from(Fidelity),
    output_format=st.sampled_from(OutputFormat),
    output_compression=st.none() | st.integers(-5, 105),
    variants=st.integers(-1, 12),
    stream=st.booleans(),
    partial_images=st.integers(-1, 5),
    response_format=st.none() | st.sampled_from(ResponseFormat),
)
COUNTED = {Field.VARIANTS, Field.PARTIAL_IMAGES, Field.OUTPUT_COMPRESSION}


@given(DRAFTS)
def test_a_reconciled_draft_can_be_sent(before: Draft) -> None:
    after = LOCAL_RULES.reconcile(before).draft

    assert blocking(after, LOCAL_RULES) == ()


@given(DRAFTS)
def test_reconciling_twice_changes_nothing_more(before: Draft) -> None:
    once = LOCAL_RULES.reconcile(before).draft

    again = LOCAL_RULES.reconcile(once)

    assert again.draft == once
    assert again.changes == ()


@given(DRAFTS)
def test_a_legal_draft_is_left_alone(before: Draft) -> None:
    legal = LOCAL_RULES.reconcile(before).draft

    assert LOCAL_RULES.reconcile(legal).draft == legal


@given(DRAFTS)
def test_every_change_is_told(before: Draft) -> None:
    reconciled = LOCAL_RULES.reconcile(before)

    # That a format without compression has none is no news.
    after = reconciled.draft
    quiet = after.output_compression is None
    visible = replace(before, output_compression=None) if quiet else before
    assert bool(reconciled.changes) == (after != visible)


@given(DRAFTS)
def test_offered_values_and_only_those_pass(before: Draft) -> None:
    start = LOCAL_RULES.reconcile(before).draft
    tables: list[tuple[Field, str, Any]] = [
        (Field.QUALITY, "quality", LOCAL_RULES.qualities(start)),
        (Field.BACKGROUND, "background", LOCAL_RULES.backgrounds(start)),
        (Field.INPUT_FIDELITY, "input_fidelity", LOCAL_RULES.fidelities(start)),
        (Field.SIZE, "size", LOCAL_RULES.sizes(start)),
    ]
    for field, name, choices in tables:
        for choice in choices:
            chosen = replace(start, **{name: choice.value})
            broken = {problem.field for problem in blocking(chosen, LOCAL_RULES)}
            assert (field not in broken) == choice.allowed, (name, choice)


@given(DRAFTS)
def test_offered_formats_and_only_those_pass(before: Draft) -> None:
    start = replace(LOCAL_RULES.reconcile(before).draft, output_compression=None)
    for choice in LOCAL_RULES.formats(start):
        fitted = LOCAL_RULES.reconcile(replace(start, output_format=choice.value)).draft
        kept = fitted.output_format is choice.value and blocking(fitted, LOCAL_RULES) == ()
        assert kept == choice.allowed


@given(DRAFTS)
def test_a_request_carries_only_what_its_model_takes(before: Draft) -> None:
    legal = LOCAL_RULES.reconcile(before).draft
    model = CATALOGUE.model(legal.model)
    image = Attachment("image-1.png", "image/png", b"x", 1, SQUARE.size)

    request = compose_request(legal, model, (image,), None)

    for value, taken in (
        (request.quality, model.qualities),
        (request.background, model.backgrounds),
        (request.input_fidelity, model.fidelities),
        (request.output_format, model.formats),
        (request.response_format, model.response_formats),
    ):
        assert value is None or value in taken
    assert not request.stream or model.streaming
    assert request.output_compression is None or request.output_format is not OutputFormat.PNG
    assert request.stream or request.partial_images == 0


def test_streamed_variants_are_one_request_each() -> None:
    image = Attachment("image-1.png", "image/png", b"x", 1, SQUARE.size)
    model = CATALOGUE.model("gpt-image-2")

    streamed = compose_request(draft(variants=3), model, (image,), None).jobs()
    together = compose_request(draft(variants=3, stream=False), model, (image,), None).jobs()

    assert [(job.n, job.stream) for job in streamed] == [(1, True)] * 3
    assert [(job.n, job.stream) for job in together] == [(3, False)]


def test_ended_models_stand_last_and_say_why() -> None:
    choices = OPENAI_RULES.models()

    ended = [choice.value.id for choice in choices if not choice.allowed]
    assert ended == [choice.value.id for choice in choices][-len(ended):]  # fmt: skip
    assert set(ended) == {"gpt-image-1", "dall-e-2"}
    assert all(choice.allowed for choice in LOCAL_RULES.models())


def test_a_model_that_is_about_to_end_says_when() -> None:
    notes = {choice.value.id: str(choice.note) for choice in OPENAI_RULES.models()}

    assert "2026-12-01" in notes["gpt-image-1.5"]
    assert notes["gpt-image-2"] == "None"


def test_changing_the_model_moves_size_quality_and_background() -> None:
    before = draft(
        model="gpt-image-2.6-sunburst",
        size=Size(1536, 864),
        quality=Quality.MAX,
        background=Background.TRANSPARENT,
    )

    reconciled = OPENAI_RULES.reconcile(replace(before, model="gpt-image-2"))

    after = reconciled.draft
    assert (after.size, after.quality, after.background) == (
        Size(1536, 864),
        Quality.AUTO,
        Background.AUTO,
    )
    assert len(reconciled.changes) == 2


@pytest.mark.parametrize("model_id", IDS)
def test_variants_and_previews_are_offered_as_the_model_takes_them(model_id: str) -> None:
    start = draft(model=model_id, inputs=(SQUARE,))

    counts = [choice.value for choice in LOCAL_RULES.previews(start) if choice.allowed]

    assert LOCAL_RULES.variants(start) == range(1, 11)
    assert counts == ([0] if model_id == "dall-e-2" else [0, 1, 2, 3])


def test_a_server_that_cannot_stream_or_take_marks_limits_every_model() -> None:
    rules = replace(LOCAL_RULES, streams=False, takes_markup=False)
    wished = draft(model="gpt-image-2.5-flare", stream=True, partial_images=2)

    fitted = rules.reconcile(wished).draft
    refusals = [choice.refusal for choice in rules.previews(wished)]

    assert not fitted.stream
    assert refusals[0] is None
    assert {str(refusal) for refusal in refusals[1:]} == {
        "The chosen server does not stream previews."
    }
    assert [str(problem.reason) for problem in blocking(wished, rules)] == [
        "The chosen server does not stream previews."
    ]
    assert LOCAL_RULES.markup_refusal(wished) is None
    assert str(rules.markup_refusal(wished)) == "The chosen server takes no markup."
