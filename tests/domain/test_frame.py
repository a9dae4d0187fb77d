"""The context frame is legal, holds the mask, and is 1:1 wherever that is possible."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overpaint.domain.frame import (
    MIN_CONTEXT_PX,
    ContextFrame,
    FrameChoice,
    FramePlan,
    Rect,
    context_frame,
)
from overpaint.domain.sizes import FixedSizes, FlexibleSizes, Size, SizeRule

FLEXIBLE = FlexibleSizes((Size(1024, 1024),), True, 16, 3.0, 3840, 655_360, 8_294_400)
FIXED = FixedSizes((Size(1024, 1024), Size(1536, 1024), Size(1024, 1536)))
PHOTO = Size(6000, 4000)


@st.composite
def targets_with_masks(draw: st.DrawFn) -> tuple[Size, Rect]:
    target = Size(draw(st.integers(1, 9000)), draw(st.integers(1, 9000)))
    left = draw(st.integers(0, target.width - 1))
    top = draw(st.integers(0, target.height - 1))
    width = draw(st.integers(1, target.width - left))
    height = draw(st.integers(1, target.height - top))
    return target, Rect(left, top, width, height)


@given(targets_with_masks(), st.sampled_from([FLEXIBLE, FIXED]), st.floats(0, 4))
def test_every_frame_is_legal_holds_the_mask_and_keeps_its_shape(
    case: tuple[Size, Rect], rule: SizeRule, context: float
) -> None:
    target, mask = case

    frame = context_frame(FramePlan(context=context), target, mask, rule)

    assert rule.refusal(frame.sent) is None
    assert frame.rect.left <= mask.left
    assert frame.rect.top <= mask.top
    assert frame.rect.right >= mask.right
    assert frame.rect.bottom >= mask.bottom
    # The sides are rounded to whole pixels, or to the step of the rule, and not more than that.
    squeezed = frame.rect.width / frame.sent.width - frame.rect.height / frame.sent.height
    assert abs(squeezed) <= 1 / min(frame.sent.width, frame.sent.height) * 17


def test_a_small_mask_on_a_large_photograph_travels_one_to_one() -> None:
    frame = context_frame(FramePlan(), PHOTO, Rect(2000, 1500, 700, 900), FLEXIBLE)

    assert frame.is_exact
    assert frame.scale == 1.0
    assert frame.rect.within(PHOTO) == frame.rect
    assert frame.rect.width - 700 >= 900  # half of the longer side on each side


def test_a_tiny_mask_still_has_surroundings_on_each_side() -> None:
    mask = Rect(3000, 2000, 4, 4)

    frame = context_frame(FramePlan(context=0), PHOTO, mask, FIXED)

    assert frame.rect.left <= mask.left - MIN_CONTEXT_PX
    assert frame.rect.bottom >= mask.bottom + MIN_CONTEXT_PX


def test_at_the_edge_of_the_picture_the_frame_stays_inside() -> None:
    frame = context_frame(FramePlan(), PHOTO, Rect(0, 0, 300, 200), FLEXIBLE)

    assert frame.rect == frame.rect.within(PHOTO)
    assert (frame.rect.left, frame.rect.top) == (0, 0)


def test_a_picture_that_is_no_multiple_of_sixteen_is_continued_and_stays_one_to_one() -> None:
    frame = context_frame(FramePlan(FrameChoice.WHOLE), Size(1000, 700), None, FLEXIBLE)

    assert frame == ContextFrame(Rect(-4, -2, 1008, 704), Size(1008, 704))


@pytest.mark.parametrize("rule", [FLEXIBLE, FIXED])
def test_the_whole_of_a_large_photograph_is_made_smaller(rule: SizeRule) -> None:
    frame = context_frame(FramePlan(FrameChoice.WHOLE), PHOTO, Rect(0, 0, 9, 9), rule)

    assert frame.scale < 1
    assert frame.rect.within(PHOTO) == Rect.of(PHOTO)


def test_a_picture_below_the_fewest_pixels_is_enlarged() -> None:
    frame = context_frame(FramePlan(), Size(300, 200), Rect(10, 10, 50, 50), FLEXIBLE)

    assert frame.scale > 1
    assert frame.sent.pixels >= FLEXIBLE.min_pixels


def test_of_fixed_sizes_the_one_that_keeps_most_detail_is_taken() -> None:
    tall = context_frame(FramePlan(), PHOTO, Rect(2000, 500, 700, 2000), FIXED)
    small = context_frame(FramePlan(), PHOTO, Rect(2000, 500, 100, 100), FIXED)

    assert tall.sent == Size(1024, 1536)
    assert small.is_exact


def test_a_placed_frame_is_snapped_around_its_place() -> None:
    placed = Rect(1003, 807, 1501, 999)

    frame = context_frame(
        FramePlan(FrameChoice.PLACED, placed=placed), PHOTO, Rect(1500, 1000, 10, 10), FLEXIBLE
    )

    assert frame.is_exact
    assert frame.sent == Size(1504, 1008)
    assert abs(frame.rect.left - placed.left) <= 16
