"""Sizes: what is legal, and what is nearest."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.drafts import CATALOGUE
from overpaint.domain.sizes import FixedSizes, FlexibleSizes, Size

FLEXIBLE = CATALOGUE.model("gpt-image-2").sizes
FIXED = CATALOGUE.model("gpt-image-1.5").sizes
UNVERIFIED = CATALOGUE.model("somebody-elses-model").sizes
EDGES = st.integers(min_value=1, max_value=60_000)
SIZES = st.builds(Size, EDGES, EDGES)


@pytest.mark.parametrize("text", ["1536x864", "16x16", "1x1", "999999x1"])
def test_a_size_reads_back_as_it_is_written(text: str) -> None:
    assert str(Size.parse(text)) == text


@pytest.mark.parametrize(
    "text",
    ["", "auto", "1024", "1024x", "x1024", "0x16", "016x16", "-16x16", "16 x 16", "16X16",
     "16x16\n", "1e3x16", "16.0x16", "१६x१६", "1000000x16", "16x16x16"],
)  # fmt: skip
def test_what_is_not_a_size_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        Size.parse(text)


def test_the_three_rules_are_of_the_kind_that_the_tests_mean() -> None:
    assert isinstance(FLEXIBLE, FlexibleSizes)
    assert isinstance(FIXED, FixedSizes)
    assert isinstance(UNVERIFIED, FlexibleSizes)


@pytest.mark.parametrize(
    "text",
    ["1024x1024", "1536x864", "3840x2160", "2160x3840", "2880x2880", "816x816", "1408x480",
     "1440x480"],
)  # fmt: skip
def test_the_flexible_rule_takes_its_corners(text: str) -> None:
    assert FLEXIBLE.refusal(Size.parse(text)) is None


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("1000x1024", "multiples of 16"),
        ("1024x1000", "multiples of 16"),
        ("1504x496", "3 times"),
        ("496x1504", "3 times"),
        ("3856x2160", "3840"),
        ("800x800", "655,360"),
        ("2896x2896", "8,294,400"),
    ],
)
def test_the_flexible_rule_says_what_it_refuses(text: str, word: str) -> None:
    refusal = FLEXIBLE.refusal(Size.parse(text))

    assert word in str(refusal)


@given(SIZES)
def test_the_nearest_flexible_size_is_always_legal(size: Size) -> None:
    assert FLEXIBLE.refusal(FLEXIBLE.nearest(size)) is None


@given(SIZES)
def test_the_nearest_size_for_an_unknown_model_is_always_legal(size: Size) -> None:
    assert UNVERIFIED.refusal(UNVERIFIED.nearest(size)) is None


@given(SIZES)
def test_a_legal_size_is_its_own_nearest(size: Size) -> None:
    legal = FLEXIBLE.nearest(size)

    assert FLEXIBLE.nearest(legal) == legal


@given(SIZES)
def test_the_nearest_size_turns_with_the_picture(size: Size) -> None:
    nearest, turned = FLEXIBLE.nearest(size), FLEXIBLE.nearest(Size(size.height, size.width))

    assert nearest.ratio == pytest.approx(turned.ratio, rel=0.1)


@given(SIZES)
def test_the_nearest_size_keeps_the_shape_as_far_as_steps_of_16_allow(size: Size) -> None:
    wanted = min(size.ratio, 3.0)

    nearest = FLEXIBLE.nearest(size)

    off = abs(math.log(nearest.ratio / wanted))
    step = math.log(1 + 16 / min(nearest.width, nearest.height))
    assert off <= 1.5 * step


@given(SIZES)
def test_the_nearest_fixed_size_is_one_of_the_list(size: Size) -> None:
    assert FIXED.refusal(FIXED.nearest(size)) is None


def test_the_nearest_fixed_size_has_the_same_direction() -> None:
    assert FIXED.nearest(Size(640, 427)) == Size(1536, 1024)
    assert FIXED.nearest(Size(427, 640)) == Size(1024, 1536)
    assert FIXED.nearest(Size(500, 500)) == Size(1024, 1024)
