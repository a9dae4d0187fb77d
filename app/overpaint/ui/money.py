"""What an edit costs, in words: on the button before, on the result afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from overpaint.domain.charges import Bill, Charge, ChargeKind, bill_for, expected_charge
from overpaint.domain.draft import Draft
from overpaint.domain.models import Model
from overpaint.domain.pricing import Estimate, Part, dollars
from overpaint.domain.profiles import ServerProfile
from overpaint.domain.text import say
from overpaint.ui.messages import render, render_all

__all__ = ["Bill", "PriceNote", "bill_for", "charge_text", "price_note", "told_cost"]

_LEAST_SHOWN = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class PriceNote:
    """What the button says of the price, and what its tooltip adds."""

    text: str
    details: str = ""


def price_note(draft: Draft, model: Model, profile: ServerProfile) -> PriceNote:
    """The price of the draft on that server."""
    charge = expected_charge(draft, model, profile)
    if charge.kind is ChargeKind.FREE:
        return PriceNote(
            render(say("Money", "free")),
            render(say("Money", "The built-in endpoint runs on this computer.")),
        )
    if charge.estimate is None:
        return PriceNote(render(say("Money", "price unknown")), render_all([charge.reason]))
    return PriceNote(str(charge.estimate), _details(charge.estimate))


def charge_text(charge: Charge) -> str:
    """A price as it stands on a button."""
    if charge.kind is ChargeKind.FREE:
        return render(say("Money", "free"))
    return (
        render(say("Money", "price unknown")) if charge.estimate is None else str(charge.estimate)
    )


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
