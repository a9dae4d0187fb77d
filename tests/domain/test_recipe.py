"""Recipes: what they hold, what they never hold, and that no text can do harm."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.drafts import draft, picture
from overpaint.domain.blend import BlendMethod, BlendRecipe
from overpaint.domain.choices import Background, Fidelity, OutputFormat, Quality, SvgEffort
from overpaint.domain.draft import Draft, MaskFacts
from overpaint.domain.drift import Drift
from overpaint.domain.errors import RecipeError
from overpaint.domain.events import Usage
from overpaint.domain.frame import FrameChoice, FramePlan, Rect
from overpaint.domain.marks import Arrow, Box, Colour, Ellipse, Pen, Text
from overpaint.domain.markup import MarkupFacts
from overpaint.domain.recipe import (
    MaskPiece,
    Recipe,
    RecipeInput,
    RecipeMask,
    RecipeResult,
    server_name,
    settings_of,
)
from overpaint.domain.recipe_codec import recipe_from_json, recipe_to_json
from overpaint.domain.sizes import Size

WORDS = st.text(st.characters(codec="utf-8"), max_size=40)
NUMBERS = st.floats(-1e5, 1e5)
POINTS = st.tuples(NUMBERS, NUMBERS)
SIZES = st.builds(Size, st.integers(1, 60_000), st.integers(1, 60_000))
EDGES = st.integers(-9_000, 9_000)
RECTS = st.builds(Rect, EDGES, EDGES, st.integers(1, 9_000), st.integers(1, 9_000))
PLANS = st.one_of(
    st.builds(FramePlan, st.sampled_from((FrameChoice.AUTO, FrameChoice.WHOLE)), st.floats(0, 4)),
    st.builds(FramePlan, st.just(FrameChoice.PLACED), st.just(0.5), RECTS),
)
BLENDS = st.builds(
    BlendRecipe, st.booleans(), st.booleans(), st.booleans(), st.integers(-256, 256),
    st.integers(0, 256), st.sampled_from(BlendMethod), st.floats(0, 1),
)  # fmt: skip
DRAFTS = st.builds(
    Draft,
    prompt=WORDS,
    model=WORDS,
    frame=PLANS,
    blend=BLENDS,
    size=st.none() | SIZES,
    quality=st.sampled_from(Quality),
    background=st.sampled_from(Background),
    input_fidelity=st.none() | st.sampled_from(Fidelity),
    output_format=st.sampled_from(OutputFormat),
    output_compression=st.none() | st.integers(0, 100),
    variants=st.integers(1, 10),
    stream=st.booleans(),
    frame_count=st.none() | st.integers(2, 16),
    svg_effort=st.none() | st.sampled_from(SvgEffort),
    extra_fields=st.lists(st.tuples(WORDS, WORDS), max_size=3).map(tuple),
)
COLOURS = st.builds(Colour, *(st.integers(0, 255),) * 3)
WIDTHS = st.floats(0.1, 400)
ENDS = (POINTS, POINTS, COLOURS, WIDTHS)
MARKS = st.one_of(
    st.builds(Pen, st.lists(POINTS, min_size=1, max_size=5).map(tuple), COLOURS, WIDTHS),
    st.builds(Arrow, *ENDS),
    st.builds(Box, *ENDS),
    st.builds(Ellipse, *ENDS),
    st.builds(Text, POINTS, WORDS, COLOURS, WIDTHS,
              st.lists(st.lists(POINTS, max_size=4).map(tuple), max_size=2).map(tuple)),
)  # fmt: skip
INPUTS = st.builds(
    RecipeInput, st.just("cup.png"), SIZES, st.integers(0, 2**40), st.just("ab" * 32)
)
MASKS = st.builds(
    lambda share, data: RecipeMask(
        MaskFacts(Size(90, 80), share, Rect(1, 2, 30, 40)), MaskPiece(Rect(1, 2, 30, 40), data)
    ),
    st.floats(0, 1),
    st.binary(max_size=60),
)
RESULTS = st.builds(
    RecipeResult,
    key=WORDS, edit=WORDS, parent=WORDS,
    time=st.datetimes(timezones=st.just(UTC)),
    variant=st.integers(1, 10),
    size=st.none() | SIZES,
    request_id=WORDS,
    cost_usd=st.none() | st.decimals(0, 1000, places=6),
    usage=st.none() | st.builds(Usage, *(st.integers(0, 10**7),) * 5),
    elapsed_s=st.none() | st.floats(0, 1e5),
    drift=st.none() | st.builds(Drift, st.floats(0, 1), st.floats(0, 99)),
)  # fmt: skip
RECIPES = st.builds(
    Recipe,
    settings=DRAFTS.map(settings_of),
    server=WORDS,
    inputs=st.lists(INPUTS, max_size=2).map(tuple),
    mask=st.none() | MASKS,
    marks=st.lists(MARKS, max_size=3).map(tuple),
    result=st.none() | RESULTS,
    program=WORDS,
)
WHOLE = Recipe(
    settings=settings_of(draft()),
    server="Studio",
    inputs=(RecipeInput.of(picture(), "0" * 64),),
    mask=RecipeMask(MaskFacts(Size(1024, 768), 0.1), MaskPiece(Rect(0, 0, 4, 4), b"png")),
    marks=(Box((1.0, 2.0), (3.5, 4.0), Colour(1, 2, 3), 4.0), Pen(((1, 1),), Colour(0, 0, 0), 1)),
    result=RecipeResult("job/1", "edit", datetime(2026, 11, 24, tzinfo=UTC),
                        cost_usd=Decimal("0.053"), usage=Usage(1, 2, 3), drift=Drift(0.1, 2.0)),
    program="Overpaint 0.1.0",
)  # fmt: skip


@given(RECIPES)
@settings(max_examples=50, deadline=None)
def test_a_recipe_comes_back_from_its_text_as_it_was(recipe: Recipe) -> None:
    text = recipe_to_json(recipe)

    assert text.isascii()
    assert recipe_from_json(text) == recipe


def test_settings_come_back_and_inputs_mask_and_private_fields_stay() -> None:
    made = draft(
        quality=Quality.HIGH, prompt="A red cup.", frame=FramePlan(FrameChoice.WHOLE),
        user="u-1", extra_fields=(("steps", "30"), ("api_key", "hush")),
    )  # fmt: skip
    recipe = Recipe(settings_of(made))
    facts = MaskFacts(Size(1024, 768), 0.2)
    mine = draft(
        inputs=(picture(7),), mask=facts, markup=MarkupFacts(Size(1024, 768)), user="u-2",
        extra_fields=(("token", "mine"),), prompt="Something else",
    )  # fmt: skip

    restored = recipe.apply_to(mine)

    assert (restored.quality, restored.prompt) == (Quality.HIGH, "A red cup.")
    assert restored.frame == FramePlan(FrameChoice.WHOLE)
    assert (restored.inputs, restored.mask, restored.markup) == (
        mine.inputs, mine.mask, mine.markup,
    )  # fmt: skip
    assert restored.user == "u-2"
    assert restored.extra_fields == (("steps", "30"), ("token", "mine"))


@pytest.mark.parametrize(
    "field",
    [
        ("api_key", "x"), ("Authorization", "x"), ("password", "x"), ("user", "anna"),
        ("note", "sk-abcdef123456"), ("note", "Bearer abcdefghij"),
        ("callback", "https://anna:hush@example.com/"),
    ],
)  # fmt: skip
def test_keys_and_users_are_in_no_recipe(field: tuple[str, str]) -> None:
    made = draft(extra_fields=(field,), user="anna-4711", safety_identifier="safe-4711")

    text = recipe_to_json(Recipe(settings_of(made)))

    assert "4711" not in text
    assert field[1] not in json.loads(text)["settings"]["extra_fields"]
    assert json.loads(text)["settings"]["extra_fields"] == []


def test_folders_and_credentials_are_in_no_recipe() -> None:
    linux = picture(name="/home/anna/secret/cup.png", path=Path("/home/anna/secret/cup.png"))
    windows = picture(name="C:\\Users\\anna\\cup.png")
    recipe = Recipe(
        server=server_name("https://anna:hush@example.com/v1"),
        inputs=(RecipeInput.of(linux), RecipeInput.of(windows)),
    )

    assert [one.name for one in recipe.inputs] == ["cup.png", "cup.png"]
    assert recipe.server == "https://example.com/v1"
    assert "anna" not in recipe_to_json(recipe)


def test_a_recipe_refuses_settings_that_name_their_inputs() -> None:
    with pytest.raises(ValueError, match="no inputs"):
        Recipe(draft())


def test_what_a_later_version_says_survives() -> None:
    later = json.loads(recipe_to_json(WHOLE))
    later["version"] = 2
    later["mood"] = {"warmth": [1, 2]}
    later["settings"]["sharp/ness"] = 7
    later["settings"]["quality"] = "sublime"
    later["marks"] = [{"kind": "cloud", "at": [1, 2]}, *later["marks"]]

    read = recipe_from_json(json.dumps(later))

    assert read.settings == replace(WHOLE.settings, quality=Quality.AUTO)
    assert read.marks == WHOLE.marks
    again = json.loads(recipe_to_json(read))
    assert again["mood"] == {"warmth": [1, 2]}
    assert again["settings"]["sharp/ness"] == 7
    assert again["settings"]["quality"] == "sublime"
    assert {"kind": "cloud", "at": [1, 2]} in again["marks"]


def test_the_present_version_takes_no_value_that_it_does_not_know() -> None:
    plain = json.loads(recipe_to_json(WHOLE))
    plain["settings"]["quality"] = "sublime"

    with pytest.raises(RecipeError):
        recipe_from_json(json.dumps(plain))


@pytest.mark.parametrize(
    "text",
    [
        "", "null", "[]", "{}", "\x00", "[" * 100_000, '{"recipe":"overpaint"}',
        '{"recipe":"overpaint","version":true}', '{"recipe":"overpaint","version":1e999}',
        '{"recipe":"overpaint","version":2,"x":1e999}',
        '{"recipe":"overpaint","version":2,"x":NaN}',
        '{"recipe":"overpaint","version":2,"\\ud800":1}',
        '{"recipe":"overpaint","version":2,"x":' + "[" * 900 + "]" * 900 + "}extra",
        '{"recipe":"overpaint","version":' + "9" * 5000 + "}",
        '{"recipe":"overpaint","version":1,"program":"\\ud800"}',
    ],
)  # fmt: skip
def test_what_is_no_recipe_is_told(text: str) -> None:
    with pytest.raises(RecipeError) as caught:
        recipe_from_json(text)
    assert str(caught.value).count(".") >= 2


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """The whole recipe with one of its values replaced, or with a few signs of its text."""
    plain = json.loads(recipe_to_json(WHOLE))
    plain["version"] = draw(st.sampled_from((1, 1, 1, 2)))
    place: Any = plain
    while True:
        key = draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
        inner = place[key]
        if not inner or not isinstance(inner, dict | list) or draw(st.booleans()):
            break
        place = inner
    place[key] = draw(
        st.none() | st.booleans() | WORDS | st.integers() | st.floats(allow_nan=False)
        | st.lists(st.integers(), max_size=3) | st.dictionaries(WORDS, WORDS, max_size=2)
    )  # fmt: skip
    text = json.dumps(plain)
    start = draw(st.integers(0, len(text)))
    return text if draw(st.booleans()) else text[:start] + draw(WORDS) + text[start + 3 :]


@given(damaged())
@settings(max_examples=50, deadline=None)
def test_damaged_texts_are_read_or_refused_and_nothing_else(text: str) -> None:
    try:
        recipe = recipe_from_json(text)
    except RecipeError:
        return
    assert recipe_from_json(recipe_to_json(recipe)).settings == recipe.settings


def test_a_recipe_for_a_small_file_keeps_the_facts_of_its_mask() -> None:
    small = WHOLE.without_mask()

    assert small.mask is not None
    assert small.mask.is_left_out
    assert small.mask.facts == MaskFacts(Size(1024, 768), 0.1)
    assert recipe_from_json(recipe_to_json(small)) == small
