"""The keep list: what is on it, and the sentence that the model gets."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.drafts import CATALOGUE, OPENAI_RULES, draft, picture
from overpaint.domain.choices import Field
from overpaint.domain.keep import (
    MAX_KEPT,
    MAX_KEPT_CHARS,
    keep_sentence,
    prompt_as_sent,
    things_in,
    with_things,
    without_thing,
)
from overpaint.domain.pricing import estimate
from overpaint.domain.request import compose_request
from overpaint.domain.violations import violations


@pytest.mark.parametrize(
    ("said", "things"),
    [
        ("the logo", ("the logo",)),
        ("logo, face", ("logo", "face")),
        ("  the   logo.\nher face; “the sky”", ("the logo", "her face", "the sky")),
        (" , ;\n", ()),
        ("ロゴ、顔", ("ロゴ", "顔")),
    ],
)
def test_things_are_told_apart(said: str, things: tuple[str, ...]) -> None:
    assert things_in(said) == things


def test_a_long_thing_is_cut_at_a_word() -> None:
    (thing,) = things_in("the reflection " * 20)

    assert len(thing) <= MAX_KEPT_CHARS
    assert thing.endswith(("reflection", "the"))


def test_a_thing_is_kept_once_however_it_is_spelt() -> None:
    assert with_things(("Logo",), ("logo", "face", "LOGO")) == ("Logo", "face")


def test_a_list_has_an_end() -> None:
    assert len(with_things((), map(str, range(1000)))) == MAX_KEPT


def test_a_thing_is_taken_off_however_it_is_spelt() -> None:
    assert without_thing(("Logo", "face"), "logo") == ("face",)


@settings(max_examples=50)
@given(st.text(max_size=300))
def test_what_is_on_a_list_reads_as_the_same_list(text: str) -> None:
    things = with_things((), things_in(text))

    assert with_things((), things_in(", ".join(things))) == things


def test_the_model_is_told_in_one_sentence_below_the_prompt() -> None:
    composed = draft(prompt=" A red chair. \n", keep=("logo", "her face"))

    request = compose_request(composed, CATALOGUE.model("gpt-image-2"), (), None)

    assert request.prompt == "A red chair.\n\nKeep exactly as they are: logo, her face."


def test_without_a_list_the_prompt_travels_as_it_is() -> None:
    assert keep_sentence(()) == ""
    assert prompt_as_sent(draft(prompt=" A red chair. ")) == "A red chair."


def test_a_list_is_no_prompt() -> None:
    composed = draft(prompt=" ", keep=("logo",))

    assert prompt_as_sent(composed) == ""
    assert [problem.field for problem in violations(composed, OPENAI_RULES)] == [Field.PROMPT]


def test_the_list_counts_against_the_length_and_the_price() -> None:
    fits = draft(prompt="x" * 32_000)
    longer = replace(fits, keep=("logo",))
    model = CATALOGUE.model("gpt-image-2")
    cheap, dear = estimate(draft(), model), estimate(draft(keep=("logo",) * 9), model)

    assert not violations(fits, OPENAI_RULES)
    assert [problem.field for problem in violations(longer, OPENAI_RULES)] == [Field.PROMPT]
    assert cheap is not None
    assert dear is not None
    assert dear.most_usd > cheap.most_usd


@pytest.mark.parametrize("changes", [{"prompt": "the cup of @?"}, {"keep": ("the cup of @?",)}])
def test_a_picture_that_is_gone_stops_the_edit(changes: dict[str, object]) -> None:
    (problem,) = violations(draft(**changes), OPENAI_RULES)

    assert problem.blocking
    assert problem.field is Field.PROMPT
    assert "@?" in str(problem.reason)


@pytest.mark.parametrize("prompt", ["write to you@?", "what is that @? no"])
def test_a_question_at_the_end_of_a_word_is_none(prompt: str) -> None:
    blocked = [problem.blocking for problem in violations(draft(prompt=prompt), OPENAI_RULES)]

    assert blocked == ([True] if " @?" in prompt else [])


def test_a_number_without_a_picture_is_told_but_stops_nothing() -> None:
    composed = draft(prompt="the cup of @3, not @2", inputs=(picture(1), picture(2)))

    (problem,) = violations(composed, OPENAI_RULES)

    assert not problem.blocking
    assert "@3" in str(problem.reason)
