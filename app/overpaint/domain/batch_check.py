"""Which rows of a batch can be sent, why the others cannot, and what all of them cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from overpaint.domain.batch import BatchPlan, BatchRow, values_of
from overpaint.domain.batch_variables import STEM, missing, same_name
from overpaint.domain.charges import Charge, ChargeKind, expected_charge
from overpaint.domain.draft import Draft, InputImage, MaskFacts
from overpaint.domain.frame import ContextFrame
from overpaint.domain.framing import frame_of
from overpaint.domain.keep import template_of
from overpaint.domain.pricing import Estimate, Part
from overpaint.domain.profiles import ServerProfile
from overpaint.domain.rules import Rules
from overpaint.domain.text import Message, say
from overpaint.domain.violations import blocking


@dataclass(frozen=True, slots=True)
class RowFacts:
    """What the files of a row say.

    Attributes:
        target: The picture; None when it cannot be read.
        mask: Facts about its mask; None for the whole picture.
        trouble: Why picture or mask cannot be used; empty when they can.
    """

    target: InputImage | None = None
    mask: MaskFacts | None = None
    trouble: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a row can be sent.

    Attributes:
        refusals: Why not, as sentences; empty when it can.
        draft: The edit; None when it cannot be made.
        frame: The part of the picture that is sent; None for all of it.
        charge: What it will probably cost; None when it cannot be sent.
    """

    refusals: tuple[Message, ...] = ()
    draft: Draft | None = None
    frame: ContextFrame | None = None
    charge: Charge | None = None

    @property
    def is_fit(self) -> bool:
        """Whether the row can be sent."""
        return not self.refusals


def judge(
    plan: BatchPlan, row: BatchRow, facts: RowFacts, rules: Rules, profile: ServerProfile
) -> Verdict:
    """Decide about one row, leaving the others aside.

    Args:
        plan: What it is part of.
        row: The row.
        facts: What its files say.
        rules: The constraints.
        profile: Where it goes.
    """
    refusals = _before_the_files(plan, row) or facts.trouble
    if refusals or facts.target is None:
        return Verdict(refusals)
    draft = plan.draft_for(row, facts.target, facts.mask)
    model = rules.model(draft)
    draft = replace(draft, stream=draft.stream and profile.streams)
    problems = blocking(draft, rules)
    if problems:
        sentences = (part for problem in problems for part in (problem.reason, problem.remedy))
        return Verdict(tuple(sentences), draft)
    charge = expected_charge(draft, model, profile)
    return Verdict((), draft, frame_of(draft, model), charge)


def repeats(rows: Iterable[BatchRow]) -> dict[int, BatchRow]:
    """The rows that ask for what an earlier one asks for: number to that earlier row."""
    seen: dict[tuple[object, ...], BatchRow] = {}
    found: dict[int, BatchRow] = {}
    for row in rows:
        if row.fault is not None or row.picture is None:
            continue
        first = seen.setdefault(row.identity, row)
        if first is not row:
            found[row.number] = first
    return found


def repeated(earlier: BatchRow) -> Verdict:
    """The verdict on a row that repeats an earlier one."""
    return Verdict(
        (
            say("batch", "It is the same as row {number}.", number=earlier.number),
            say("batch", "Change a value to have it made as well."),
        )
    )


def judge_all(
    plan: BatchPlan, facts: Mapping[int, RowFacts], rules: Rules, profile: ServerProfile
) -> dict[int, Verdict]:
    """Decide about every row whose files have been looked at, by number."""
    twice = repeats(plan.rows)
    return {
        row.number: (
            repeated(twice[row.number])
            if row.number in twice
            else judge(plan, row, facts.get(row.number, RowFacts()), rules, profile)
        )
        for row in plan.rows
        if row.number in facts or row.fault is not None or row.number in twice
    }


def unused_names(plan: BatchPlan) -> tuple[str, ...]:
    """The columns of the table that the prompt does not speak of."""
    wanted = plan.variables
    return tuple(name for name in plan.names if not any(same_name(name, known) for known in wanted))


@dataclass(frozen=True, slots=True)
class Total:
    """What several rows cost together.

    Attributes:
        count: How many rows.
        estimate: The sum where prices are known; None when none is.
        unknown: How many of them have no known price.
        reason: Why, for the first of those.
    """

    count: int = 0
    estimate: Estimate | None = None
    unknown: int = 0
    reason: Message | None = None

    @property
    def is_free(self) -> bool:
        """Whether nobody is charged for any of them."""
        return self.estimate is None and self.unknown == 0

    @property
    def most_usd(self) -> Decimal | None:
        """The dearest case, US dollars; None where a price is not known."""
        if self.unknown:
            return None
        return Decimal(0) if self.estimate is None else self.estimate.most_usd


def total(charges: Sequence[Charge]) -> Total:
    """Add up what rows cost."""
    known = [charge.estimate for charge in charges if charge.estimate is not None]
    unknown = [charge for charge in charges if charge.kind is ChargeKind.UNKNOWN]
    return Total(
        len(charges),
        _sum(known) if known else None,
        len(unknown),
        unknown[0].reason if unknown else None,
    )


def _sum(estimates: Sequence[Estimate]) -> Estimate:
    """One estimate whose parts are the parts of all, added by their kind."""
    parts: dict[str, tuple[Message, Decimal, Decimal]] = {}
    for expected in estimates:
        for part in expected.parts:
            key = part.label.template
            _, least, most = parts.get(key, (part.label, Decimal(0), Decimal(0)))
            parts[key] = (part.label, least + part.least_usd, most + part.most_usd)
    return Estimate(
        tuple(Part(*values) for values in parts.values()),
        approximate=any(expected.approximate for expected in estimates),
        open_ended=any(expected.open_ended for expected in estimates),
    )


def _before_the_files(plan: BatchPlan, row: BatchRow) -> tuple[Message, ...]:
    """What is wrong with a row whatever its files are."""
    if row.fault is not None:
        return (row.fault,)
    lacking = missing(template_of(plan.recipe), values_of(row))
    if not lacking:
        return ()
    listed = ", ".join(f"{{{name}}}" for name in lacking)
    unknown = [name for name in lacking if not _has_column(plan, row, name)]
    if unknown:
        return (
            say("batch", "There is no column for {names}.",
                names=", ".join(f"{{{name}}}" for name in unknown)),
            say("batch", "Add it to the table, or write the prompt without it."),
        )  # fmt: skip
    return (say("batch", "There is no value for {names} in this row.", names=listed),)


def _has_column(plan: BatchPlan, row: BatchRow, name: str) -> bool:
    spelled = (*plan.names, *(known for known, _ in row.values), STEM)
    return any(same_name(known, name) for known in spelled)
