"""What a model charges, and how many tokens a picture counts for.

Sources, read 2026-11-22: rates and tables of
https://developers.openai.com/api/docs/guides/image-generation, the formula of its calculator, and
the tile rule of https://developers.openai.com/api/docs/guides/images-vision.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from overpaint.domain.choices import Fidelity, Quality
from overpaint.domain.sizes import Size
from overpaint.domain.table_reading import Row, as_amount, as_choices, as_kind, as_table

PARTIAL_TOKENS = 100
"""Output tokens that each partial image adds."""

CHARS_PER_TOKEN = 4
"""A rough rule for English text."""

_SQUARE = Size(1024, 1024)
_HIGH_FIDELITY_TOKENS = {True: 4160, False: 6240}


class InputRule(StrEnum):
    """How the tokens of an input picture are counted."""

    TILES = "tiles"
    """65 and 129 for each tile of 512 pixels, after fitting; published."""
    SQUARES = "squares"
    """One for each square of 32 pixels; nothing is published, it fits the known measurement."""


@dataclass(frozen=True, slots=True)
class TokenRates:
    """US dollars for a million tokens."""

    text_in: Decimal
    image_in: Decimal
    image_out: Decimal


@dataclass(frozen=True, slots=True)
class Price:
    """How a model is billed.

    Attributes:
        rates: Token prices; None for a model that is billed by the picture.
        input_rule: How input pictures are counted.
        blocks: Output tokens by the calculator's formula: its constant for each quality.
        table: Output tokens as published, by quality and size.
        at_least: Qualities whose output tokens are known as a lower bound only.
        per_image: US dollars a picture by size, where that is how it is billed.
    """

    rates: TokenRates | None
    input_rule: InputRule
    blocks: Mapping[Quality, int]
    table: Mapping[tuple[Quality, Size], int]
    at_least: tuple[Quality, ...]
    per_image: Mapping[Size, Decimal]

    @property
    def qualities(self) -> tuple[Quality, ...]:
        """The qualities whose output tokens are known, cheapest first."""
        if self.blocks:
            return tuple(self.blocks)
        return tuple(dict.fromkeys(quality for quality, _ in self.table))

    def output_tokens(self, quality: Quality, size: Size) -> int | None:
        """Tokens of one result; None where nothing is known.

        By the formula: with B of the quality and S = B divided by the long:short ratio, rounded
        half to even, B * S * (2 000 000 + pixels) / 4 000 000, rounded up.
        """
        if quality in self.blocks:
            blocks = self.blocks[quality]
            short = round(blocks / size.ratio)
            return math.ceil(blocks * short * (2_000_000 + size.pixels) / 4_000_000)
        known = self.table.get((quality, size))
        square = self.table.get((quality, _SQUARE))
        if known is not None or square is None:
            return known
        return math.ceil(square * size.pixels / _SQUARE.pixels)

    def input_tokens(self, size: Size, fidelity: Fidelity | None = None) -> int:
        """Tokens of one input picture; a mask is free."""
        if self.input_rule is InputRule.SQUARES:
            return math.ceil(size.width / 32) * math.ceil(size.height / 32)
        extra = _HIGH_FIDELITY_TOKENS[size.is_square] if fidelity is Fidelity.HIGH else 0
        return _tiled(size) + extra


def text_tokens(text: str) -> int:
    """Roughly the tokens of a prompt."""
    return math.ceil(len(text) / CHARS_PER_TOKEN)


def read_price(value: object) -> Price:
    """Read the ``price`` table of a model.

    Raises:
        KeyError, TypeError, ValueError: Something is missing or of the wrong kind.
    """
    row = as_table(value)
    by_image = as_table(row.get("per_image", {}))
    return Price(
        rates=None if by_image else _rates(row),
        input_rule=InputRule(as_kind(str, row.get("input_rule", "squares"))),
        blocks={
            Quality(name): as_kind(int, count)
            for name, count in as_table(row.get("blocks", {})).items()
        },
        table={
            (Quality(name), Size.parse(size)): as_kind(int, count)
            for name, sizes in as_table(row.get("tokens", {})).items()
            for size, count in as_table(sizes).items()
        },
        at_least=as_choices(Quality, row.get("at_least", [])),
        per_image={Size.parse(size): as_amount(amount) for size, amount in by_image.items()},
    )


def _rates(row: Row) -> TokenRates:
    return TokenRates(
        as_amount(row["text_in"]), as_amount(row["image_in"]), as_amount(row["image_out"])
    )


def _tiled(size: Size) -> int:
    scale = min(1.0, 2048 / max(size.width, size.height))
    width, height = size.width * scale, size.height * scale
    scale = min(1.0, 512 / min(width, height))
    tiles = math.ceil(width * scale / 512) * math.ceil(height * scale / 512)
    return 65 + 129 * tiles
