"""A cheaper size is named only when it brings as much; the figures are the published ones."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from helpers.drafts import CATALOGUE, draft, picture
from overpaint.domain.choices import Quality
from overpaint.domain.draft import Draft, MaskFacts
from overpaint.domain.frame import FrameChoice, FramePlan, Rect
from overpaint.domain.framing import frame_of
from overpaint.domain.price_advice import LEAST_SAVED, SizeAdvice, cheaper_size
from overpaint.domain.pricing import estimate
from overpaint.domain.sizes import Size

PHOTO = Size(6000, 4000)
SQUARE = Size(1024, 1024)


def _framed(mask: Rect, target: Size = PHOTO, **changes: Any) -> Draft:
    edit = draft(
        inputs=(picture(size=target),), mask=MaskFacts(target, 0.1, mask), quality=Quality.HIGH
    )
    return replace(edit, **changes)


def _advice(edit: Draft) -> SizeAdvice | None:
    return cheaper_size(edit, CATALOGUE.model(edit.model))


def _usd(edit: Draft) -> float:
    found = estimate(edit, CATALOGUE.model(edit.model))
    assert found is not None
    return float(found.most_usd)


def test_a_landscape_is_cheaper_than_a_square_of_less_area() -> None:
    price = CATALOGUE.model("gpt-image-2").price
    assert price is not None
    square = price.output_tokens(Quality.HIGH, SQUARE)
    landscape = price.output_tokens(Quality.HIGH, Size(1792, 1024))

    # 7024 tokens are published for the square.
    assert (square, landscape) == (7024, 5063)


def test_a_square_frame_is_told_of_a_cheaper_one_that_holds_it() -> None:
    # A square that needs all of its height: 900 and its surroundings.
    edit = _framed(Rect(2000, 1500, 500, 500), frame=FramePlan(context=0.5), size=SQUARE)

    advice = _advice(edit)

    assert advice is not None
    there = replace(edit, size=advice.size)
    frame = frame_of(there, CATALOGUE.model("gpt-image-2"))
    assert frame is not None
    assert frame.is_exact
    assert frame.rect.holds(Rect(1750, 1250, 1000, 1000))
    assert advice.size.width > advice.size.height  # as the photograph lies
    assert 1 - _usd(there) / _usd(edit) == pytest.approx(advice.saved)
    assert advice.saved > 0.25


@pytest.mark.parametrize("model", ["gpt-image-2", "gpt-image-2.5-flare", "gpt-image-1.5"])
@pytest.mark.parametrize("quality", list(Quality))
@pytest.mark.parametrize(
    "mask",
    [Rect(100, 100, 400, 400), Rect(2000, 500, 900, 2900), Rect(0, 0, 6000, 4000)],
)
def test_advice_saves_and_loses_no_detail(model: str, quality: Quality, mask: Rect) -> None:
    edit = _framed(mask, model=model, quality=quality)
    advice = _advice(edit)
    if advice is None:
        return

    row = CATALOGUE.model(model)
    before, after = frame_of(edit, row), frame_of(replace(edit, size=advice.size), row)
    assert before is not None
    assert after is not None
    assert row.sizes.refusal(advice.size) is None
    assert after.scale >= 0.98 * min(1.0, before.scale)
    assert after.rect.holds(mask)
    assert LEAST_SAVED <= advice.saved < 1
    assert _usd(replace(edit, size=advice.size)) < _usd(edit)


def test_there_is_advice_for_common_masks() -> None:
    assert _advice(_framed(Rect(100, 100, 400, 400))) is not None
    assert _advice(_framed(Rect(100, 100, 400, 400), model="gpt-image-2.5-flare")) is not None


def test_a_good_size_is_left_alone() -> None:
    taken = _advice(_framed(Rect(2000, 1500, 500, 500)))
    assert taken is not None

    assert _advice(_framed(Rect(2000, 1500, 500, 500), size=taken.size)) is None


def test_without_a_frame_the_shape_stays() -> None:
    edit = draft(inputs=(picture(size=Size(2000, 2000)),), quality=Quality.HIGH)

    assert _advice(replace(edit, size=SQUARE)) is None
    assert _advice(replace(edit, size=Size(1536, 1024), model="gpt-image-1.5")) is None
    # Sixteen blocks at 1.45 : 1 are eleven down; a little longer, they are ten.
    rough = replace(edit, size=Size(2320, 1600), quality=Quality.LOW)
    advice = _advice(rough)
    if advice is not None:
        assert abs(advice.size.ratio / rough.size.ratio - 1) <= 0.03  # type: ignore[union-attr]


def test_what_is_not_known_gets_no_advice() -> None:
    assert _advice(draft(size=None)) is None
    assert _advice(_framed(Rect(0, 0, 400, 400), model="my-own-model")) is None
    assert _advice(_framed(Rect(0, 0, 400, 400), model="dall-e-2", size=SQUARE)) is None


def test_a_placed_frame_is_held_by_what_is_advised() -> None:
    placed = Rect(1800, 1300, 1024, 1024)
    plan = FramePlan(FrameChoice.PLACED, placed=placed)
    advice = _advice(_framed(Rect(2000, 1500, 300, 300), frame=plan))

    assert advice is not None
    edit = _framed(Rect(2000, 1500, 300, 300), frame=plan, size=advice.size)
    frame = frame_of(edit, CATALOGUE.model("gpt-image-2"))
    assert frame is not None
    assert frame.rect.holds(placed)
