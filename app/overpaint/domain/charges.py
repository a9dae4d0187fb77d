"""Who charges for an edit, and how much: one answer for buttons, tables and the command line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum

from overpaint.domain.draft import Draft
from overpaint.domain.events import Usage
from overpaint.domain.models import Model
from overpaint.domain.pricing import Estimate, Part, cost, estimate
from overpaint.domain.profiles import ServerKind, ServerProfile
from overpaint.domain.text import Message, say

_BILLED = {ServerKind.OPENAI, ServerKind.AZURE}


class ChargeKind(Enum):
    """What is known of the price."""

    FREE = "free"
    UNKNOWN = "unknown"
    ESTIMATED = "estimated"


@dataclass(frozen=True, slots=True)
class Charge:
    """What an edit is expected to cost on a server.

    Attributes:
        kind: What is known of it.
        estimate: The range; None unless it is estimated.
        reason: Why it is unknown; None otherwise.
    """

    kind: ChargeKind
    estimate: Estimate | None = None
    reason: Message | None = None

    @property
    def most_usd(self) -> Decimal | None:
        """The dearest case, US dollars; None where nothing is known."""
        if self.kind is ChargeKind.FREE:
            return Decimal(0)
        return None if self.estimate is None else self.estimate.most_usd


@dataclass(frozen=True, slots=True)
class Bill:
    """What one result is expected to cost on a server that charges by published prices.

    Attributes:
        model: Its prices turn the counted tokens into the true cost.
        estimate: For one result; None when the model's price is not known.
    """

    model: Model
    estimate: Estimate | None

    def cost_usd(self, usage: Usage | None, answers: int) -> Decimal | None:
        """The share of one of the answers in what the server counted; None when it is unknown."""
        whole = None if usage is None else cost(usage, self.model)
        return None if whole is None else whole / max(answers, 1)


def expected_charge(draft: Draft, model: Model, profile: ServerProfile) -> Charge:
    """What the draft will cost on that server."""
    if profile.kind is ServerKind.BUILT_IN:
        return Charge(ChargeKind.FREE)
    if profile.kind not in _BILLED:
        reason = say("Money", "Overpaint does not know what “{server}” charges.",
                     server=profile.name)  # fmt: skip
        return Charge(ChargeKind.UNKNOWN, reason=reason)
    expected = estimate(draft, model)
    if expected is None:
        reason = say("Money", "The catalogue has no price for {model}.", model=model.label)
        return Charge(ChargeKind.UNKNOWN, reason=reason)
    return Charge(ChargeKind.ESTIMATED, expected)


def bill_for(draft: Draft, model: Model, profile: ServerProfile) -> Bill | None:
    """The bill of one result of the draft; None where nothing is charged, or by unknown prices."""
    if profile.kind not in _BILLED:
        return None
    expected = estimate(draft, model)
    return Bill(model, None if expected is None else _one_of(expected, draft.variants))


def _one_of(whole: Estimate, count: int) -> Estimate:
    parts = tuple(
        Part(part.label, part.least_usd / count, part.most_usd / count) for part in whole.parts
    )
    return replace(whole, parts=parts)
