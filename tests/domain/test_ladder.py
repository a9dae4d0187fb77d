"""From sketch to final: what is sent, for how much, and which drafts cannot."""

from __future__ import annotations

from decimal import Decimal

import pytest

from helpers.drafts import CATALOGUE, OPENAI_RULES, draft, picture
from overpaint.domain.charges import ChargeKind
from overpaint.domain.choices import OutputFormat, Quality
from overpaint.domain.draft import MaskFacts
from overpaint.domain.ladder import (
    SKETCHES,
    final_draft,
    final_qualities,
    ladder_price,
    ladder_refusal,
    sketch_draft,
    usual_final,
)
from overpaint.domain.profiles import BUILT_IN, OPENAI
from overpaint.domain.sizes import Size
from overpaint.domain.violations import blocking

MODEL = CATALOGUE.model("gpt-image-2")
PICK = picture(9, size=Size(1024, 768))


def test_sketches_are_the_same_edit_four_times_at_the_lowest_quality() -> None:
    composed = draft(quality=Quality.HIGH, variants=1, keep=("logo",))

    sketch = sketch_draft(composed)

    assert (sketch.quality, sketch.variants) == (Quality.LOW, SKETCHES)
    assert (sketch.prompt, sketch.keep, sketch.inputs) == (
        composed.prompt, composed.keep, composed.inputs,
    )  # fmt: skip


def test_the_final_has_the_pick_as_its_last_reference_and_says_so() -> None:
    mask = MaskFacts(Size(1024, 768), 0.2)
    composed = draft(inputs=(picture(1), picture(2)), mask=mask)

    final = final_draft(sketch_draft(composed), PICK, Quality.HIGH)

    assert final.inputs == (*composed.inputs, PICK)
    assert (final.quality, final.variants, final.mask) == (Quality.HIGH, 1, mask)
    assert final.prompt.startswith("Remove the tower.\n\nPicture 3 is a sketch")
    assert not blocking(final, OPENAI_RULES)


def test_the_final_keeps_a_chosen_quality_and_is_high_else() -> None:
    assert final_qualities(MODEL) == (Quality.MEDIUM, Quality.HIGH)
    assert usual_final(draft(quality=Quality.MEDIUM), MODEL) is Quality.MEDIUM
    for quality in (Quality.AUTO, Quality.LOW):
        assert usual_final(draft(quality=quality), MODEL) is Quality.HIGH


@pytest.mark.parametrize(
    ("changes", "model", "words"),
    [
        ({}, "dall-e-2", "only one quality"),
        ({"output_format": OutputFormat.GIF}, "gpt-image-2", "GIF"),
        ({"inputs": tuple(picture(n) for n in range(16))}, "gpt-image-2", "one more place"),
    ],
)
def test_what_cannot_be_sketched_says_why(
    changes: dict[str, object], model: str, words: str
) -> None:
    refusal = ladder_refusal(draft(**changes), CATALOGUE.model(model))

    assert refusal is not None
    assert words in str(refusal)


def test_other_drafts_can() -> None:
    assert ladder_refusal(draft(), MODEL) is None
    assert ladder_refusal(draft(inputs=tuple(picture(n) for n in range(15))), MODEL) is None


def test_the_whole_way_has_one_price_and_is_cheaper_than_four_finals() -> None:
    composed = draft(size=Size(1024, 1024))

    price = ladder_price(composed, MODEL, OPENAI, Quality.HIGH)
    finals = ladder_price(draft(size=Size(1024, 1024), variants=4), MODEL, OPENAI, Quality.HIGH)

    assert price.sketches.most_usd is not None
    assert price.final.most_usd is not None
    assert price.most_usd == price.sketches.most_usd + price.final.most_usd
    assert price.sketches.most_usd < price.final.most_usd
    assert price.most_usd < 2 * price.final.most_usd
    assert finals.most_usd == price.most_usd


def test_what_is_free_is_free_all_the_way() -> None:
    price = ladder_price(draft(), MODEL, BUILT_IN, Quality.HIGH)

    assert price.whole.kind is ChargeKind.FREE
    assert price.most_usd == Decimal(0)
