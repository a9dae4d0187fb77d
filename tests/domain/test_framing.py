"""What is sent and paid of a draft: the frame's part, at the frame's size."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from helpers.drafts import CATALOGUE, draft, picture
from overpaint.domain.choices import OutputFormat, Quality
from overpaint.domain.draft import Draft, MaskFacts
from overpaint.domain.frame import FrameChoice, FramePlan, Rect
from overpaint.domain.framing import as_sent, frame_of
from overpaint.domain.pricing import estimate
from overpaint.domain.sizes import Size

MODEL = CATALOGUE.model("gpt-image-2")
PHOTO = Size(6000, 4000)
MASK = Rect(2000, 1500, 700, 500)


def _photo(**changes: Any) -> Draft:
    edit = draft(inputs=(picture(size=PHOTO), picture(2, size=Size(4096, 1024))))
    return replace(
        replace(edit, mask=MaskFacts(PHOTO, 0.02, MASK), quality=Quality.HIGH), **changes
    )


def test_the_price_is_that_of_the_frame() -> None:
    framed = _photo()
    frame = frame_of(framed, MODEL)
    assert frame is not None
    by_hand = draft(
        inputs=(picture(size=frame.sent), picture(2, size=Size(2048, 512))),
        size=frame.sent, quality=Quality.HIGH,
    )  # fmt: skip

    assert estimate(framed, MODEL) == estimate(by_hand, MODEL)


def test_without_a_mask_the_whole_picture_is_paid() -> None:
    sent = as_sent(_photo(mask=None), MODEL)

    assert sent.inputs[0].size == PHOTO
    assert sent.size is None


def test_what_is_enlarged_is_enlarged_by_the_server() -> None:
    target = Size(640, 427)
    small = draft(inputs=(picture(size=target),), mask=MaskFacts(target, 0.1, Rect(9, 9, 90, 90)))
    frame = frame_of(small, MODEL)
    assert frame is not None
    assert frame.scale > 1

    sent = as_sent(small, MODEL)

    assert sent.inputs[0].size == frame.rect.size
    assert sent.size == frame.sent


def test_coverage_that_is_weak_everywhere_has_no_frame() -> None:
    assert frame_of(_photo(mask=MaskFacts(PHOTO, 0.0, MASK)), MODEL) is None


def test_a_drawing_has_no_frame() -> None:
    assert frame_of(_photo(output_format=OutputFormat.SVG), MODEL) is None


def test_what_is_painted_outside_of_a_placed_frame_is_sent_as_well() -> None:
    plan = FramePlan(FrameChoice.PLACED, placed=Rect(4000, 100, 1024, 1024))
    frame = frame_of(_photo(frame=plan), MODEL)

    assert frame is not None
    assert frame.rect.holds(MASK)
    assert frame.rect.holds(Rect(4000, 100, 1024, 1024))
