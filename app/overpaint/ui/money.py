"""What an edit costs, in words: on the button before, on the result afterwards."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from overpaint.domain.draft import Draft
from overpaint.domain.events import Usage
from overpaint.domain.models import Model
from overpaint.domain.pricing import Estimate, Part, cost, dollars, estimate
from overpaint.domain.profiles import ServerKind, ServerProfile
from overpaint.domain.text import say
from overpaint.ui.messages import render

_BILLED = {ServerKind.OPENAI, ServerKind.AZURE}
_LEAST_SHOWN = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class PriceNote:
    """What the button says of the price, and what its tooltip adds."""

    text: str
    details: str = ""


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


def price_note(draft: Draft, model: Model, profile: ServerProfile) -> PriceNote:
    """The price of the draft on that server."""
    if profile.kind is ServerKind.BUILT_IN:
        return PriceNote(render(say("Money", "free, on this computer")))
    unknown = render(say("Money", "price unknown"))
    if profile.kind not in _BILLED:
        reason = say("Money", "Overpaint does not know what “{server}” charges.",
                     server=profile.name)  # fmt: skip
        return PriceNote(unknown, render(reason))
    expected = estimate(draft, model)
    if expected is None:
        reason = say("Money", "The catalogue has no price for {model}.", model=model.label)
        return PriceNote(unknown, render(reason))
    return PriceNote(str(expected), _details(expected))


def bill_for(draft: Draft, model: Model, profile: ServerProfile) -> Bill | None:
    """The bill of one result of the draft; None where nothing is charged, or by unknown prices."""
    if profile.kind not in _BILLED:
        return None
    expected = estimate(draft, model)
    return Bill(model, None if expected is None else _one_of(expected, draft.variants))


def told_cost(bill: Bill, cost_usd: Decimal | None) -> str:
    """True cost and estimate side by side: “Cost $0.053, estimated ≈ $0.05–0.06”."""
    expected = "" if bill.estimate is None else str(bill.estimate)
    if cost_usd is None:
        known = say("Money", "Estimated {estimate}", estimate=expected)
        return render(known) if expected else ""
    spent = dollars(cost_usd)
    if not expected:
        return render(say("Money", "Cost {cost}", cost=spent))
    both = say("Money", "Cost {cost}, estimated {estimate}", cost=spent, estimate=expected)
    return render(both)


def _one_of(whole: Estimate, count: int) -> Estimate:
    parts = tuple(
        Part(part.label, part.least_usd / count, part.most_usd / count) for part in whole.parts
    )
    return replace(whole, parts=parts)


def _details(expected: Estimate) -> str:
    lines = [f"{render(part.label)}: {_amount(part)}" for part in expected.parts]
    if expected.open_ended:
        lines.append(render(say("Money", "It may be more: for this quality the service tells "
                                "the least only.")))  # fmt: skip
    elif expected.approximate:
        lines.append(render(say("Money", "An estimate: not all of it is published.")))
    return "\n".join(lines)


def _amount(part: Part) -> str:
    least, most = part.least_usd, part.most_usd
    if most < _LEAST_SHOWN:
        return render(say("Money", "under {amount}", amount=dollars(_LEAST_SHOWN)))
    if least == most:
        return dollars(most)
    if least < _LEAST_SHOWN:
        return render(say("Money", "up to {amount}", amount=dollars(most)))
    return f"{dollars(least)}–{dollars(most).removeprefix('$')}"
