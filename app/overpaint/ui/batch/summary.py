"""The sheet in numbers, and in the two lines above its buttons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from overpaint.domain.batch_check import Total, total
from overpaint.domain.pricing import dollars
from overpaint.domain.text import say
from overpaint.ui.batch.entry import Entry, Shown
from overpaint.ui.messages import render, render_all


@dataclass(frozen=True, slots=True)
class Summary:
    """What all rows amount to.

    Attributes:
        counts: How many rows are in each state.
        total: What those cost that can be sent.
        spent_usd: What has been spent, US dollars.
        is_exact: Whether that is what servers counted.
        first_fit: Number of the first row that can be sent; 0 for none.
        trial: What that one costs.
    """

    counts: Counter[Shown] = field(default_factory=Counter)
    total: Total = field(default_factory=Total)
    spent_usd: Decimal = Decimal(0)
    is_exact: bool = True
    first_fit: int = 0
    trial: Total = field(default_factory=Total)

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return sum(self.counts.values())

    @property
    def fit(self) -> int:
        """How many of them a run would send."""
        return self.counts[Shown.READY]

    @property
    def sendable(self) -> int:
        """How many rows have been, are, or can be sent."""
        return self.rows - self.counts[Shown.REFUSED]

    @property
    def ended(self) -> int:
        """How many have been tried and are not under way."""
        return sum(self.counts[state] for state in (Shown.DONE, Shown.FAILED, Shown.MAYBE_BILLED))


def summarised(entries: Sequence[Entry]) -> Summary:
    """Add rows up; for thousands of them this belongs on a worker."""
    fit = [entry for entry in entries if entry.can_be_sent]
    charges = [entry.verdict.charge for entry in fit if entry.verdict is not None]
    known = [charge for charge in charges if charge is not None]
    return Summary(
        Counter(entry.shown for entry in entries),
        total(known),
        sum((entry.record.spent_usd for entry in entries), Decimal(0)),
        all(entry.record.is_exact for entry in entries),
        fit[0].row.number if fit else 0,
        total(known[:1]),
    )


def price_text(summed: Total) -> str:
    """A total in a word: “≈ $1.90–2.40”, “free, on this computer”."""
    if not summed.count:
        return ""
    if summed.is_free:
        return render(say("Money", "free, on this computer"))
    if summed.estimate is None:
        return render(say("Money", "price unknown"))
    if summed.unknown:
        return render(say("Batch", "{estimate} and more", estimate=str(summed.estimate)))
    return str(summed.estimate)


def price_details(summed: Total) -> str:
    """What a total is made of, or why it is not known."""
    if summed.estimate is None:
        return render_all([summed.reason])
    lines = []
    for part in summed.estimate.parts:
        least, most = dollars(part.least_usd), dollars(part.most_usd)
        amount = least if least == most else f"{least}–{most.removeprefix('$')}"
        lines.append(f"{render(part.label)}: {amount}")
    return "\n".join(lines)


def headline(summary: Summary) -> str:
    """How many pictures there are, and how far they are."""
    counts, rows = summary.counts, summary.rows
    if counts[Shown.READING]:
        read = rows - counts[Shown.READING]
        return render(say("Batch", "Reading pictures: {read} of {rows}", read=read, rows=rows))
    if counts[Shown.RUNNING]:
        return render(
            say("Batch", "{ended} of {rows} done, {running} under way",
                ended=summary.ended, rows=summary.sendable, running=counts[Shown.RUNNING])
        )  # fmt: skip
    parts = [_count(rows)]
    told = (
        (Shown.DONE, say("Batch", "{count} done", count=counts[Shown.DONE])),
        (Shown.READY, say("Batch", "{count} to send", count=counts[Shown.READY])),
        (Shown.REFUSED, say("Batch", "{count} cannot be sent", count=counts[Shown.REFUSED])),
        (Shown.FAILED, say("Batch", "{count} failed", count=counts[Shown.FAILED])),
        (Shown.MAYBE_BILLED, say("Batch", "{count} maybe billed",
                                 count=counts[Shown.MAYBE_BILLED])),
    )  # fmt: skip
    parts += [render(words) for state, words in told if counts[state]]
    return " · ".join(parts)


def money_line(summary: Summary, cap_usd: Decimal | None) -> str:
    """What is spent, of how much, and what is still to come."""
    parts = []
    if summary.fit:
        price = price_text(summary.total)
        parts.append(render(say("Batch", "Total: {price}", price=price)))
    if summary.spent_usd:
        amount = dollars(summary.spent_usd)
        exact = say("Batch", "spent {amount}", amount=amount)
        most = say("Batch", "spent at most {amount}", amount=amount)
        parts.append(render(exact if summary.is_exact else most))
    if cap_usd is not None:
        parts.append(render(say("Batch", "cap {amount}", amount=dollars(cap_usd))))
    return " · ".join(parts)


def _count(rows: int) -> str:
    if rows == 1:
        return render(say("Batch", "1 picture"))
    return render(say("Batch", "{count} pictures", count=rows))
