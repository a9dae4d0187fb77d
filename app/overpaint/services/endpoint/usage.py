"""Token counts as the service would report them, by the formulas of the domain."""

from __future__ import annotations

from dataclasses import dataclass

from overpaint.domain.choices import Fidelity, Quality
from overpaint.domain.models import Model
from overpaint.domain.price import PARTIAL_TOKENS, text_tokens
from overpaint.domain.sizes import Size


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
    model: Model,
    *,
    prompt: str,
    inputs: tuple[Size, ...],
    output: Size,
    quality: Quality,
    results: int,
    partials: int,
    fidelity: Fidelity = Fidelity.LOW,
) -> Usage:
    """Count the tokens of one answer; a model without a price counts none for its pictures.

    Args:
        model: Decides the formula.
        prompt: Counted as four characters a token.
        inputs: Pixel sizes of all inputs; a mask is free.
        output: Pixel size of each result.
        quality: As asked; ``auto`` counts as medium.
        results: How many results the answer carries.
        partials: How many previews were really sent.
        fidelity: Of the inputs.
    """
    price = model.price
    if price is None:
        return Usage(text_tokens(prompt), 0, 0)
    each = price.output_tokens(resolved_quality(quality), output) or 0
    return Usage(
        text_tokens=text_tokens(prompt),
        image_tokens=sum(price.input_tokens(size, fidelity) for size in inputs),
        output_tokens=results * each + PARTIAL_TOKENS * partials,
    )
