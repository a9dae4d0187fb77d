"""However a frame is dragged, it is legal, holds the mask and is found again as it was left."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overpaint.domain.frame import (
    ContextFrame,
    FrameChoice,
    FramePlan,
    Rect,
    context_frame,
)
from overpaint.domain.frame_drag import Dragged, FrameLimits, Grip, moved, resized
from overpaint.domain.sizes import FixedSizes, FlexibleSizes, Size, SizeRule

FLEXIBLE = FlexibleSizes((Size(1024, 1024),), True, 16, 3.0, 3840, 655_360, 8_294_400)
FIXED = FixedSizes((Size(1024, 1024), Size(1536, 1024), Size(1024, 1536)))
PHOTO = Size(6000, 4000)
MASK = Rect(2400, 1600, 400, 300)
LIMITS = FrameLimits(PHOTO, MASK, FLEXIBLE)
GRIPS = [Grip(x, y) for x in (-1, 0, 1) for y in (-1, 0, 1) if (x, y) != (0, 0)]
RIGHT, LEFT, TOP, CORNER = Grip(1, 0), Grip(-1, 0), Grip(0, -1), Grip(1, 1)


def frame(limits: FrameLimits = LIMITS, plan: FramePlan = FramePlan()) -> ContextFrame:  # noqa: B008 - frozen
    return context_frame(plan, limits.target, limits.mask, limits.rule)


@st.composite
def drags(draw: st.DrawFn) -> tuple[FrameLimits, Dragged]:
    """A frame on any target, dragged a few times in any way."""
    target = Size(draw(st.integers(200, 7000)), draw(st.integers(200, 7000)))
    left, top = draw(st.integers(0, target.width - 1)), draw(st.integers(0, target.height - 1))
    width = draw(st.integers(1, target.width - left))
    height = draw(st.integers(1, target.height - top))
    rules: list[SizeRule] = [FLEXIBLE, FIXED]
    rule = draw(st.sampled_from(rules))
    limits = FrameLimits(target, Rect(left, top, width, height), rule)
    dragged = Dragged(frame(limits, FramePlan(context=draw(st.floats(0, 2)))))
    for _ in range(draw(st.integers(1, 4))):
        by = draw(st.integers(-4000, 4000)), draw(st.integers(-4000, 4000))
        if draw(st.booleans()):
            dragged = moved(dragged.frame, *by, limits)
        else:
            dragged = resized(
                dragged.frame, draw(st.sampled_from(GRIPS)), *by, limits,
                keep_shape=draw(st.booleans()), from_centre=draw(st.booleans()),
            )  # fmt: skip
    return limits, dragged


@given(drags())
@settings(deadline=None)
def test_every_drag_ends_legal_with_the_mask_inside(case: tuple[FrameLimits, Dragged]) -> None:
    limits, dragged = case

    assert limits.rule.refusal(dragged.frame.sent) is None
    assert dragged.frame.rect.holds(limits.mask)


@given(drags())
@settings(deadline=None)
def test_a_frame_is_found_again_where_it_was_left(case: tuple[FrameLimits, Dragged]) -> None:
    limits, dragged = case
    plan = FramePlan(FrameChoice.PLACED, placed=dragged.frame.rect)

    assert frame(limits, plan) == dragged.frame


def test_a_side_follows_the_pointer_and_the_other_stays() -> None:
    start = frame()

    wider = resized(start, RIGHT, 100, 0, LIMITS).frame
    further_left = resized(start, LEFT, -100, 0, LIMITS).frame

    assert wider.rect.left == start.rect.left
    assert wider.rect.right - start.rect.right == pytest.approx(100, abs=16)
    assert further_left.rect.right == start.rect.right
    assert start.rect.left - further_left.rect.left == pytest.approx(100, abs=16)
    assert wider.is_exact
    assert further_left.is_exact


def test_the_mask_stops_a_side() -> None:
    start = frame(plan=FramePlan(context=2.0))

    narrow = resized(start, RIGHT, -3000, 0, LIMITS)

    assert narrow.stopped
    assert narrow.frame.rect.left == start.rect.left
    assert MASK.right <= narrow.frame.rect.right < MASK.right + 16


def test_the_mask_stops_a_move() -> None:
    start = frame()

    there = moved(start, 3000, 0, LIMITS)
    near = moved(start, 40, 0, LIMITS)

    assert there.stopped
    assert there.frame.rect.left == MASK.left
    assert there.frame.rect.size == start.rect.size
    assert not near.stopped
    assert near.frame.rect.left == start.rect.left + 40


def test_the_shape_is_kept_and_the_middle() -> None:
    start = frame(plan=FramePlan(context=1.0))

    larger = resized(start, CORNER, 200, 10, LIMITS, keep_shape=True, from_centre=True).frame

    before, after = start.rect, larger.rect
    assert after.width > before.width + 380
    assert after.width / after.height == pytest.approx(before.width / before.height, rel=0.02)
    assert after.left + after.width / 2 == pytest.approx(before.left + before.width / 2, abs=1)
    assert after.top + after.height / 2 == pytest.approx(before.top + before.height / 2, abs=1)


def test_a_frame_of_the_whole_picture_can_be_taken_in() -> None:
    start = frame(plan=FramePlan(FrameChoice.WHOLE))
    assert start.rect.holds(Rect.of(PHOTO))

    cut = resized(start, TOP, 0, 1000, LIMITS).frame

    assert cut.rect.bottom == pytest.approx(PHOTO.height, abs=10)
    assert cut.rect.top == pytest.approx(1000, abs=30)
    assert cut.scale < 1


def test_a_model_of_three_sizes_gives_the_nearest_of_them() -> None:
    limits = FrameLimits(PHOTO, MASK, FIXED)
    start = frame(limits)
    assert start.sent == Size(1024, 1024)

    wide = resized(start, RIGHT, 300, 0, limits).frame

    assert wide.sent == Size(1536, 1024)
    assert wide.is_exact
    assert wide.rect.left == start.rect.left
