"""Token counts as the service would report them, by its published formulas.

Sources, read 2026-11-22: the tables and the calculator of
https://developers.openai.com/api/docs/guides/image-generation and the tile rule of
https://developers.openai.com/api/docs/guides/images-vision. Two figures are estimates because
nothing is published: the input tokens of the 2.x models (one per 32 pixel square, which fits the
one known measurement) and the output tokens of 2.6 (counted like 2.5).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from overpaint.domain.choices import Quality
from overpaint.domain.sizes import Size

PARTIAL_TOKENS = 100
"""Output tokens that each partial image adds."""

_FAMILY_1 = ("gpt-image-1", "chatgpt-image-latest")
_FIXED = {
    Quality.LOW: {Size(1024, 1024): 272, Size(1024, 1536): 408, Size(1536, 1024): 400},
    Quality.MEDIUM: {Size(1024, 1024): 1056, Size(1024, 1536): 1584, Size(1536, 1024): 1568},
    Quality.HIGH: {Size(1024, 1024): 4160, Size(1024, 1536): 6240, Size(1536, 1024): 6208},
}
_BLOCKS_2 = {Quality.LOW: 16, Quality.MEDIUM: 48, Quality.HIGH: 96}
_BLOCKS_2_5 = {
    Quality.LOW: 16,
    Quality.MEDIUM: 24,
    Quality.HIGH: 48,
    Quality.XHIGH: 64,
    Quality.MAX: 96,
}


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one answer."""

    text_tokens: int
    image_tokens: int
    output_tokens: int

    def as_json(self) -> dict[str, object]:
        """The ``usage`` object of an answer."""
        inputs = self.text_tokens + self.image_tokens
        return {
            "input_tokens": inputs,
            "input_tokens_details": {
                "image_tokens": self.image_tokens,
                "text_tokens": self.text_tokens,
            },
            "output_tokens": self.output_tokens,
            "total_tokens": inputs + self.output_tokens,
        }


def resolved_quality(quality: Quality) -> Quality:
    """What ``auto`` stands for here."""
    return Quality.MEDIUM if quality is Quality.AUTO else quality


def measure(
    *,
    model_id: str,
    prompt: str,
    inputs: tuple[Size, ...],
    output: Size,
    quality: Quality,
    results: int,
    partials: int,
) -> Usage:
    """Count the tokens of one answer.

    Args:
        model_id: Decides the formula.
        prompt: Counted as four characters a token.
        inputs: Pixel sizes of all inputs; a mask is free.
        output: Pixel size of each result.
        quality: As asked; ``auto`` counts as medium.
        results: How many results the answer carries.
        partials: How many previews were really sent.
    """
    per_input = _tiled if _is_family_1(model_id) else _squares
    per_output = _output_1 if _is_family_1(model_id) else _output_2
    each = per_output(model_id, output, resolved_quality(quality))
    return Usage(
        text_tokens=math.ceil(len(prompt) / 4),
        image_tokens=sum(per_input(size) for size in inputs),
        output_tokens=results * each + PARTIAL_TOKENS * partials,
    )


def _is_family_1(model_id: str) -> bool:
    return model_id.startswith(_FAMILY_1)


def _output_1(_model_id: str, size: Size, quality: Quality) -> int:
    table = _FIXED.get(quality, _FIXED[Quality.HIGH])
    known = table.get(size)
    if known is not None:
        return known
    return math.ceil(table[Size(1024, 1024)] * size.pixels / (1024 * 1024))


def _output_2(model_id: str, size: Size, quality: Quality) -> int:
    is_2 = model_id == "gpt-image-2" or model_id.startswith("gpt-image-2-")
    table = _BLOCKS_2 if is_2 else _BLOCKS_2_5
    blocks = table.get(quality, table[Quality.HIGH])
    short = round(blocks / size.ratio)
    return math.ceil(blocks * short * (2_000_000 + size.pixels) / 4_000_000)


def _tiled(size: Size) -> int:
    scale = min(1.0, 2048 / max(size.width, size.height))
    width, height = size.width * scale, size.height * scale
    scale = min(1.0, 512 / min(width, height))
    tiles = math.ceil(width * scale / 512) * math.ceil(height * scale / 512)
    return 65 + 129 * tiles


def _squares(size: Size) -> int:
    return math.ceil(size.width / 32) * math.ceil(size.height / 32)
