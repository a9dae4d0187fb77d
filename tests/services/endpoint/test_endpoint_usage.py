"""Token counts equal the published tables."""

from __future__ import annotations

import pytest

from helpers.drafts import CATALOGUE
from overpaint.domain.choices import Fidelity, Quality
from overpaint.domain.sizes import Size
from overpaint.services.endpoint.usage import measure


def output_tokens(model_id: str, size: str, quality: Quality, **counts: int) -> int:
    return measure(
        CATALOGUE.model(model_id),
        prompt="",
        inputs=(),
        output=Size.parse(size),
        quality=quality,
        results=counts.get("results", 1),
        partials=counts.get("partials", 0),
    ).output_tokens


@pytest.mark.parametrize(
    ("model_id", "size", "quality", "expected"),
    [
        ("gpt-image-2", "1024x1024", Quality.LOW, 196),
        ("gpt-image-2", "1536x1024", Quality.MEDIUM, 1372),
        ("gpt-image-2-2026-04-21", "1024x1536", Quality.HIGH, 5488),
        ("gpt-image-2", "3840x2160", Quality.HIGH, 13342),
        ("gpt-image-2.5-flare", "1024x1024", Quality.MEDIUM, 439),
        ("gpt-image-2.5-sunburst", "2048x2048", Quality.XHIGH, 6343),
        ("gpt-image-2.6-flare", "1536x864", Quality.MAX, 4312),
        ("gpt-image-1.5", "1024x1536", Quality.MEDIUM, 1584),
        ("gpt-image-1-mini", "1536x1024", Quality.HIGH, 6208),
        ("chatgpt-image-latest", "1024x1024", Quality.LOW, 272),
        ("gpt-image-2", "1024x1024", Quality.AUTO, 1756),
    ],
)
def test_output_tokens_follow_the_tables(
    model_id: str, size: str, quality: Quality, expected: int
) -> None:
    assert output_tokens(model_id, size, quality) == expected


def test_results_multiply_and_partials_add_a_hundred() -> None:
    assert output_tokens("gpt-image-2", "1024x1024", Quality.LOW, results=3) == 3 * 196
    assert output_tokens("gpt-image-2", "1024x1024", Quality.LOW, partials=2) == 196 + 200


@pytest.mark.parametrize(
    ("model_id", "size", "expected"),
    [
        ("gpt-image-1.5", Size(512, 512), 65 + 129),
        ("gpt-image-1.5", Size(1024, 1536), 65 + 129 * 2),
        ("gpt-image-1.5", Size(4096, 1024), 65 + 129 * 4),
        ("gpt-image-2", Size(1024, 1024), 1024),
        ("gpt-image-2", Size(640, 427), 20 * 14),
    ],
)
def test_inputs_are_counted_by_their_size(model_id: str, size: Size, expected: int) -> None:
    usage = measure(
        CATALOGUE.model(model_id),
        prompt="five!",
        inputs=(size, size),
        output=Size(1024, 1024),
        quality=Quality.LOW,
        results=1,
        partials=0,
    )
    assert usage.image_tokens == 2 * expected
    assert usage.text_tokens == 2
    described = usage.as_json()
    assert described["total_tokens"] == 2 * expected + 2 + usage.output_tokens


def test_high_fidelity_is_counted_on_top() -> None:
    def image_tokens(fidelity: Fidelity, size: Size) -> int:
        return measure(
            CATALOGUE.model("gpt-image-1.5"),
            prompt="",
            inputs=(size,),
            output=Size(1024, 1024),
            quality=Quality.LOW,
            fidelity=fidelity,
            results=1,
            partials=0,
        ).image_tokens

    for size, extra in ((Size(512, 512), 4160), (Size(1024, 1536), 6240)):
        assert image_tokens(Fidelity.HIGH, size) == image_tokens(Fidelity.LOW, size) + extra


def test_a_model_without_a_price_counts_no_pictures() -> None:
    unknown = CATALOGUE.model("somebody-elses-model")
    usage = measure(unknown, prompt="four", inputs=(Size(64, 64),), output=Size(64, 64),
                    quality=Quality.AUTO, results=1, partials=2)  # fmt: skip
    assert (usage.text_tokens, usage.image_tokens, usage.output_tokens) == (1, 0, 0)
