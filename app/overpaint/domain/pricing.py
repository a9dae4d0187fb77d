"""What an edit will cost, and what it did cost.

An estimate is a range: from the cheapest to the dearest case of what is left open (quality or size
``auto``), marked as approximate wherever a figure is not published. The cost afterwards is exact:
it comes from the tokens that the server counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from overpaint.domain.choices import Quality
from overpaint.domain.draft import Draft
from overpaint.domain.events import Usage
from overpaint.domain.framing import as_sent
from overpaint.domain.keep import prompt_as_sent
from overpaint.domain.models import Model
from overpaint.domain.price import PARTIAL_TOKENS, InputRule, Price, TokenRates, text_tokens
from overpaint.domain.sizes import Size
from overpaint.domain.text import Message, say

_MILLION = Decimal(1_000_000)
_CENT = Decimal("0.01")
_MILL = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class Part:
    """One line of an estimate: what it is for, and between which amounts."""

    label: Message
    least_usd: Decimal
    most_usd: Decimal


@dataclass(frozen=True, slots=True)
class Estimate:
    """What an edit will probably cost, all variants together.

    Attributes:
        parts: Text, inputs, outputs, previews.
        approximate: Whether a figure of it is a guess or a lower bound.
        open_ended: Whether it may cost more than `most_usd`.
    """

    parts: tuple[Part, ...]
    approximate: bool
    open_ended: bool = False

    @property
    def least_usd(self) -> Decimal:
        """The cheapest case, US dollars."""
        return sum((part.least_usd for part in self.parts), Decimal(0))

    @property
    def most_usd(self) -> Decimal:
        """The dearest case, US dollars."""
        return sum((part.most_usd for part in self.parts), Decimal(0))

    def times(self, count: int) -> Estimate:
        """What so many of them cost together."""
        parts = (Part(one.label, one.least_usd * count, one.most_usd * count) for one in self.parts)
        return replace(self, parts=tuple(parts))

    def __str__(self) -> str:
        least, most = dollars(self.least_usd), dollars(self.most_usd)
        amount = least if least == most else f"{least}–{most.removeprefix('$')}"
        sign = "≥ " if self.open_ended else "≈ " if self.approximate else ""
        return f"{sign}{amount}"


def dollars(amount: Decimal) -> str:
    """``$0.053``; cents from ten cents on, tenths of a cent below."""
    return f"${amount.quantize(_CENT if amount >= Decimal('0.1') else _MILL)}"


def short_dollars(amount: Decimal) -> str:
    """As `dollars`, but ``$10`` for ten dollars sharp, as people write their limits."""
    if amount == amount.to_integral_value():
        return f"${amount:.0f}"
    return dollars(amount)


def estimate(draft: Draft, model: Model) -> Estimate | None:
    """What the draft will cost on the service that publishes these prices.

    Args:
        draft: What is asked for; its context frame decides what travels and what comes back.
        model: Its row of the catalogue.

    Returns:
        None when the model's price is not known.
    """
    price = model.price
    if price is None:
        return None
    draft = as_sent(draft, model)
    if price.rates is None:
        return _by_image(draft, price)
    return _by_tokens(draft, model, price, price.rates)


def cost(usage: Usage, model: Model) -> Decimal | None:
    """What the counted tokens cost, US dollars; None when the model's price is not known."""
    if model.price is None or model.price.rates is None:
        return None
    rates = model.price.rates
    counted = usage.input_image_tokens + usage.input_text_tokens
    # Servers that do not tell the kinds apart are charged at the dearer rate.
    unknown = max(usage.input_tokens - counted, 0)
    return (
        usage.input_text_tokens * rates.text_in
        + (usage.input_image_tokens + unknown) * rates.image_in
        + usage.output_tokens * rates.image_out
    ) / _MILLION


def _by_image(draft: Draft, price: Price) -> Estimate:
    sizes = [draft.size] if draft.size in price.per_image else list(price.per_image)
    amounts = [price.per_image[size] * draft.variants for size in sizes if size is not None]
    part = Part(say("pricing", "Pictures"), min(amounts), max(amounts))
    return Estimate((part,), approximate=False)


def _by_tokens(draft: Draft, model: Model, price: Price, rates: TokenRates) -> Estimate:
    # Streamed variants are a request each, and every request brings its inputs along.
    requests = draft.variants if draft.streams and model.streaming else 1
    text = Decimal(text_tokens(prompt_as_sent(draft)) * requests) * rates.text_in / _MILLION
    images = sum(price.input_tokens(image.size, draft.input_fidelity) for image in draft.inputs)
    inputs = Decimal(images * requests) * rates.image_in / _MILLION
    least, most = _range(_output_tokens(draft, model, price))
    parts = [
        Part(say("pricing", "Prompt"), text, text),
        Part(say("pricing", "Inputs"), inputs, inputs),
        Part(say("pricing", "Results"), *(_output_usd(count * draft.variants, rates)
                                          for count in (least, most))),
    ]  # fmt: skip
    if draft.streams and model.streaming and draft.partial_images:
        previews = PARTIAL_TOKENS * draft.partial_images * draft.variants
        amount = _output_usd(previews, rates)
        # The service may send fewer.
        parts.append(Part(say("pricing", "Previews"), Decimal(0), amount))
    guessed = price.input_rule is InputRule.SQUARES or draft.size is None
    return Estimate(
        tuple(parts),
        approximate=guessed or draft.quality is Quality.AUTO or not draft.output_format.streams,
        open_ended=draft.quality in price.at_least,
    )


def _output_tokens(draft: Draft, model: Model, price: Price) -> Iterable[int]:
    """Tokens of one result for everything that is left open."""
    qualities = price.qualities if draft.quality is Quality.AUTO else (draft.quality,)
    sizes = (draft.size,) if draft.size is not None else _likely_sizes(draft, model)
    for quality in qualities:
        for size in sizes:
            tokens = price.output_tokens(quality, size)
            if tokens is not None:
                yield tokens


def _likely_sizes(draft: Draft, model: Model) -> Sequence[Size]:
    """What ``auto`` may become: the standard shapes, of which the service picks one."""
    standard = (Size(1024, 1024), Size(1536, 1024), Size(1024, 1536))
    offered = tuple(size for size in standard if model.sizes.refusal(size) is None)
    if offered or draft.target is None:
        return offered
    return (model.sizes.nearest(draft.target.size),)


def _range(counts: Iterable[int]) -> tuple[int, int]:
    known = list(counts)
    return (min(known), max(known)) if known else (0, 0)


def _output_usd(tokens: int, rates: TokenRates) -> Decimal:
    return Decimal(tokens) * rates.image_out / _MILLION
