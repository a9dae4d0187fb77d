"""Estimates before and costs after, against the published figures."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from helpers.drafts import CATALOGUE, draft, picture
from overpaint.domain.choices import Fidelity, OutputFormat, Quality
from overpaint.domain.events import Usage
from overpaint.domain.price import Price, text_tokens
from overpaint.domain.pricing import Estimate, cost, dollars, estimate
from overpaint.domain.sizes import Size

SQUARE = Size(1024, 1024)


def _price(model_id: str) -> Price:
    price = CATALOGUE.model(model_id).price
    assert price is not None
    return price


def _estimate(**changes: object) -> Estimate:
    edit = draft(**changes)
    found = estimate(edit, CATALOGUE.model(edit.model))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("model", "quality", "size", "tokens"),
    [
        ("gpt-image-2", Quality.LOW, "1024x1024", 196),
        ("gpt-image-2", Quality.MEDIUM, "1536x1024", 1372),
        ("gpt-image-2", Quality.HIGH, "1024x1024", 7024),
        ("gpt-image-2", Quality.HIGH, "3840x2160", 13342),
        ("gpt-image-2", Quality.MEDIUM, "2560x1440", 1843),
        ("gpt-image-2.5-flare", Quality.MEDIUM, "1024x1024", 439),
        ("gpt-image-2.5-sunburst", Quality.XHIGH, "2048x2048", 6343),
        ("gpt-image-2.5-sunburst", Quality.MAX, "1536x864", 4312),
        ("gpt-image-1.5", Quality.LOW, "1024x1536", 408),
        ("gpt-image-1-mini", Quality.HIGH, "1536x1024", 6208),
    ],
)
def test_output_tokens_are_the_published_ones(
    model: str, quality: Quality, size: str, tokens: int
) -> None:
    assert _price(model).output_tokens(quality, Size.parse(size)) == tokens


def test_both_orientations_count_the_same() -> None:
    price = _price("gpt-image-2")

    assert price.output_tokens(Quality.HIGH, Size(1536, 1024)) == price.output_tokens(
        Quality.HIGH, Size(1024, 1536)
    )


def test_input_tiles_are_counted_as_published() -> None:
    price = _price("gpt-image-1.5")

    # 2048 × 4096 fits 1024 × 2048, then 512 × 1024: two tiles.
    assert price.input_tokens(Size(2048, 4096)) == 65 + 129 * 2
    assert price.input_tokens(SQUARE, Fidelity.HIGH) == price.input_tokens(SQUARE) + 4160
    assert price.input_tokens(Size(1536, 1024), Fidelity.HIGH) == (
        price.input_tokens(Size(1536, 1024)) + 6240
    )


def test_an_input_of_the_second_generation_fits_the_measurement() -> None:
    assert _price("gpt-image-2").input_tokens(SQUARE) == 1024


def test_the_official_price_of_a_picture_is_met() -> None:
    for quality, cents in ((Quality.LOW, "0.006"), (Quality.MEDIUM, "0.053")):
        tokens = _price("gpt-image-2").output_tokens(quality, SQUARE)
        assert tokens is not None
        assert (Decimal(tokens) * 30 / 1_000_000).quantize(Decimal("0.001")) == Decimal(cents)


def test_what_is_left_open_is_a_range() -> None:
    fixed = _estimate(quality=Quality.LOW, size=SQUARE, partial_images=0)
    open_quality = _estimate(quality=Quality.AUTO, size=SQUARE, partial_images=0)

    assert fixed.least_usd == fixed.most_usd
    assert open_quality.least_usd == fixed.least_usd
    assert open_quality.most_usd > 10 * fixed.most_usd


def test_every_streamed_variant_brings_its_inputs_along() -> None:
    one = _estimate(quality=Quality.LOW, size=SQUARE, partial_images=0)
    three = _estimate(quality=Quality.LOW, size=SQUARE, partial_images=0, variants=3)
    at_once = _estimate(quality=Quality.LOW, size=SQUARE, stream=False, variants=3)

    assert three.most_usd == 3 * one.most_usd
    assert at_once.most_usd < three.most_usd


def test_previews_cost_up_to_a_hundred_tokens_each() -> None:
    without = _estimate(quality=Quality.LOW, size=SQUARE, partial_images=0)
    with_three = _estimate(quality=Quality.LOW, size=SQUARE, partial_images=3)

    assert with_three.least_usd == without.least_usd
    assert with_three.most_usd - without.most_usd == Decimal(300) * 30 / 1_000_000


def test_a_format_without_previews_pays_for_none() -> None:
    edit = draft(model="gpt-image-2.6-flare", output_format=OutputFormat.GIF, partial_images=3)

    found = estimate(edit, CATALOGUE.model(edit.model))

    assert found is not None
    assert "Previews" not in {str(part.label) for part in found.parts}


def test_a_lower_bound_says_so() -> None:
    assert str(_estimate(model="gpt-image-2.6-flare", quality=Quality.LOW)).startswith("≥ ")
    assert str(_estimate(model="gpt-image-2", quality=Quality.LOW)).startswith("≈ ")


def test_an_unknown_model_has_no_estimate_and_no_cost() -> None:
    model = CATALOGUE.model("somebody-elses-model")

    assert estimate(draft(model=model.id), model) is None
    assert cost(Usage(1, 1, 2), model) is None


def test_a_model_that_is_billed_by_the_picture() -> None:
    edit = draft(
        model="dall-e-2",
        inputs=(picture(size=Size(512, 512)),),
        size=Size(512, 512),
        variants=2,
        stream=False,
    )

    found = estimate(edit, CATALOGUE.model("dall-e-2"))

    assert str(found) == "$0.036"


def test_the_true_cost_is_that_of_the_counted_tokens() -> None:
    usage = Usage(1034, 1956, 2990, input_image_tokens=1024, input_text_tokens=10)

    assert (
        cost(usage, CATALOGUE.model("gpt-image-2"))
        == (Decimal(10) * 5 + Decimal(1024) * 8 + Decimal(1956) * 30) / 1_000_000
    )


def test_tokens_of_an_unknown_kind_are_charged_at_the_dearer_rate() -> None:
    assert cost(Usage(1000, 0, 1000), CATALOGUE.model("gpt-image-2")) == Decimal("0.008")


def test_amounts_are_short_and_never_nothing() -> None:
    assert dollars(Decimal("0.2107")) == "$0.21"
    assert dollars(Decimal("0.00588")) == "$0.006"
    assert text_tokens("") == 0
    assert text_tokens("abcde") == 2


def test_a_model_without_a_price_has_no_estimate() -> None:
    row = replace(CATALOGUE.model("gpt-image-2"), price=None)

    assert estimate(draft(), row) is None
