"""What the window says of money that was spent."""

from __future__ import annotations

from decimal import Decimal

from overpaint.domain.limits import Limits
from overpaint.domain.pricing import short_dollars
from overpaint.domain.spending import Spent, Total
from overpaint.domain.text import Message, say
from overpaint.ui.messages import render


def meter_text(spent: Spent, limits: Limits) -> str:
    """“Today $1.92 of $10”; the month where only that has a limit."""
    day, month = short_dollars(spent.today.most_usd), short_dollars(spent.month.most_usd)
    if limits.day is not None:
        words = say(
            "Spending", "Today {spent} of {limit}", spent=day, limit=short_dollars(limits.day)
        )
    elif limits.month is not None:
        words = say("Spending", "This month {spent} of {limit}", spent=month,
                    limit=short_dollars(limits.month))  # fmt: skip
    else:
        words = say("Spending", "Today {spent}", spent=day)
    return render(words)


def meter_tip(spent: Spent, limits: Limits) -> str:
    """Today and the month, each with what is not certain."""
    today = say("Spending", "Today: {sum}", sum=_sum(spent.today, limits.day))
    month = say("Spending", "This month: {sum}", sum=_sum(spent.month, limits.month))
    lines = [today, *_uncertain(spent.today), month]
    if spent.month != spent.today:
        lines += _uncertain(spent.month)
    lines.append(say("Spending", "Click to set limits."))
    return "\n".join(render(line) for line in lines)


def uncertain_text(one: Total) -> str:
    """What of a sum is not certain, in one line; ``""`` when all of it is."""
    return " · ".join(render(part).strip() for part in _uncertain(one))


def _sum(one: Total, limit: Decimal | None) -> str:
    spent = short_dollars(one.most_usd)
    if limit is None:
        return spent
    return render(say("Spending", "{spent} of {limit}", spent=spent, limit=short_dollars(limit)))


def _uncertain(one: Total) -> list[Message]:
    parts = []
    if one.under_way_usd:
        parts.append(say("Spending", "    under way {sum}", sum=short_dollars(one.under_way_usd)))
    if one.estimated_usd:
        parts.append(say("Spending", "    estimated {sum}", sum=short_dollars(one.estimated_usd)))
    if one.maybe_usd:
        parts.append(say("Spending", "    maybe billed {sum}", sum=short_dollars(one.maybe_usd)))
    if one.unpriced:
        words = say("Spending", "    results without a known price: {count}", count=one.unpriced)
        parts.append(words)
    return parts
