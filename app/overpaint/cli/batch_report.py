"""Tell on the console what a batch is, what it costs, and what becomes of its rows."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from overpaint.cli import console
from overpaint.cli.exits import Exit, exit_code
from overpaint.domain.batch import BatchPlan, BatchRow, RowRecord, RowState
from overpaint.domain.batch_check import Total, Verdict, total
from overpaint.domain.charges import Charge
from overpaint.domain.pricing import dollars
from overpaint.services.batch.events import BatchEvent, EndKind, RowChanged, RunEnd

_NAME_CHARS = 40
_ORDER = (RowState.DONE, *(state for state in RowState if state is not RowState.DONE))
_WORDS = {
    EndKind.FINISHED: "finished",
    EndKind.PAUSED: "paused",
    EndKind.STOPPED: "stopped",
    EndKind.CAP_REACHED: "the cap is reached",
    EndKind.LIMIT_REACHED: "a spending limit is reached; --over-limit goes on",
    EndKind.HALTED: "halted",
}


@dataclass(slots=True)
class BatchReport:
    """Listens to a batch: progress to stderr, results to stdout as soon as they are there.

    Attributes:
        plan: The batch.
        as_json: Whether each row that ended is printed as a JSON object, and the whole as the last.
        quiet: Whether rows and progress are left out; errors never are.
        free: Whether the server bills nobody, whatever happens.
        rows: The rows that are to be sent in this run.
        verdicts: What is known of them.
    """

    plan: BatchPlan
    as_json: bool
    quiet: bool
    free: bool
    rows: Sequence[BatchRow] = ()
    verdicts: Mapping[int, Verdict] = field(default_factory=dict)
    _codes: list[Exit] = field(default_factory=list)

    @property
    def fit(self) -> list[BatchRow]:
        """The rows of this run that can be sent."""
        return [row for row in self.rows if self.verdicts[row.number].is_fit]

    def total(self) -> Total:
        """What they cost together."""
        charges = (self.verdicts[row.number].charge for row in self.fit)
        return total([charge for charge in charges if charge is not None])

    def announce(self, known: Mapping[int, RowRecord], server: str) -> None:
        """Print every row with its price, then all of them together; for refused ones, why."""
        widest = min(max((len(_name(row)) for row in self.rows), default=0), _NAME_CHARS)
        for row in self.rows:
            verdict = self.verdicts[row.number]
            if not self.quiet:
                console.note(f"{row.number:5}  {_name(row):{widest}}  {_described(verdict)}")
            if not verdict.is_fit and not self.fit:
                # Nothing is sent, so nobody will tell of the row again.
                self._print(row.number, RowRecord(RowState.REFUSED, verdict.refusals))
        if not self.quiet:
            self._tell_total(known, server)

    def tell(self, event: BatchEvent) -> None:
        """Print what an event says; called on the thread of the loop."""
        if not isinstance(event, RowChanged):
            return
        state = event.record.state
        row = next(row for row in self.plan.rows if row.number == event.row)
        if state is RowState.SENDING and not self.quiet:
            console.note(f"{self._place(row)}sending")
        elif state is RowState.DONE:
            self._done(row, event)
        elif state in {RowState.FAILED, RowState.MAYBE_BILLED, RowState.REFUSED}:
            self._failed(row, event)

    def end(self, end: RunEnd, batch: str, records: Mapping[int, RowRecord]) -> Exit:
        """Print how the run ended, and how to go on; returns the exit code."""
        if end.error is not None:
            console.failure(end.error, free=self.free)
            self._codes.insert(0, exit_code(end.error))
        counts = _counts(self.plan, records)
        if self.as_json:
            console.result(json.dumps(_summary(end, batch, counts, records)))
        if not self.quiet:
            listed = ", ".join(f"{count} {state.value}" for state, count in counts.items())
            console.note(f"{_WORDS[end.kind]}: {listed}. {_spent(records)}".rstrip())
        if counts.get(RowState.READY) or counts.get(RowState.FAILED):
            retry = "" if counts.get(RowState.READY) else " --retry-failed"
            console.note(f"To go on: overpaint batch --resume {batch}{retry}")
        return self._code(end, counts)

    def refused_code(self) -> Exit:
        """The exit code when none of the rows can be sent."""
        refused = (self.verdicts[row.number] for row in self.rows)
        return next((_refused_code(verdict) for verdict in refused), Exit.OK)

    def _code(self, end: RunEnd, counts: Mapping[RowState, int]) -> Exit:
        if end.kind in {EndKind.PAUSED, EndKind.STOPPED}:
            return Exit.CANCELLED
        if end.kind is EndKind.CAP_REACHED:
            return Exit.CAP
        if end.kind is EndKind.LIMIT_REACHED:
            return Exit.LIMIT
        if self._codes:
            return self._codes[0]
        return Exit.NETWORK if counts.get(RowState.MAYBE_BILLED) else Exit.OK

    def _tell_total(self, known: Mapping[int, RowRecord], server: str) -> None:
        fit, summed = self.fit, self.total()
        done = sum(record.state is RowState.DONE for record in known.values())
        if done:
            console.note(f"{done} of {len(self.plan.rows)} rows are done already.")
        kept = [r for r in known.values() if r.state is RowState.MAYBE_BILLED]
        if kept:
            console.note(f"{len(kept)} may have been billed; they are sent again only with "
                         "--retry-billed.")  # fmt: skip
        refused = len(self.rows) - len(fit)
        told = f"{_rows(len(fit))} can be sent" + (f", {refused} cannot" if refused else "")
        console.note(f"{told}. Total: {_total(summed, server)}")
        if self.plan.cap_usd is not None:
            console.note(f"cap: {dollars(self.plan.cap_usd)}. {_spent(known)}".rstrip())

    def _done(self, row: BatchRow, event: RowChanged) -> None:
        record = event.record
        if not self.quiet:
            sign = "" if record.is_exact else "≤ "
            price = "" if self.free else f", {sign}{dollars(record.spent_usd)}"
            console.note(f"{self._place(row)}done in {record.elapsed_s:.1f} s{price}")
        if not self.as_json:
            for path in record.results:
                console.result(str(path))
        self._print(row.number, record, event)
        if event.completed is not None and event.completed.warning is not None:
            console.failure(event.completed.warning, free=self.free)
            self._codes.append(exit_code(event.completed.warning))

    def _failed(self, row: BatchRow, event: RowChanged) -> None:
        name = f"{row.number}, {row.name}" if row.name else str(row.number)
        told = " ".join(map(str, event.record.reasons))
        is_refused = event.record.state is RowState.REFUSED
        if self.quiet or not is_refused:  # else it was told with the price
            console.note(f"error: row {name}: {told}")
        if event.record.state is RowState.MAYBE_BILLED and not self.free:
            console.note("The server may have billed this attempt.")
        if event.error is not None:
            self._codes.append(exit_code(event.error))
        elif is_refused:
            self._codes.append(_refused_code(self.verdicts[row.number]))
        self._print(row.number, event.record, event)

    def _print(self, number: int, record: RowRecord, event: RowChanged | None = None) -> None:
        if not self.as_json:
            return
        row = next(row for row in self.plan.rows if row.number == number)
        usage = None if event is None or event.completed is None else event.completed.usage
        described = {
            "row": number,
            "picture": None if row.picture is None else str(row.picture),
            "state": record.state.value,
            "results": [str(path) for path in record.results],
            "spent_usd": float(record.spent_usd),
            "is_exact": record.is_exact,
            "elapsed_s": record.elapsed_s,
            "request_id": record.request_id,
            "usage": None if usage is None else asdict(usage),
            "reason": " ".join(map(str, record.reasons)),
        }
        console.result(json.dumps(described))

    def _place(self, row: BatchRow) -> str:
        fit = self.fit
        place = next((number for number, other in enumerate(fit, 1) if other is row), 0)
        return f"[{place}/{len(fit)}] {row.name}: "


def _name(row: BatchRow) -> str:
    return row.name or f"line {row.line}"


def _described(verdict: Verdict) -> str:
    """A row in a few words: picture, mask, frame, price; or why it cannot be sent."""
    draft = verdict.draft
    if not verdict.is_fit or draft is None or draft.target is None:
        return "cannot be sent: " + " ".join(map(str, verdict.refusals))
    words = [str(draft.target.size)]
    if draft.mask is None:
        words.append("the whole picture")
    else:
        words.append(f"mask {draft.mask.coverage:.1%}")
    if verdict.frame is not None:
        scale = "one to one" if verdict.frame.is_exact else f"at {verdict.frame.scale:.2f}"
        words.append(f"frame {verdict.frame.rect.size} sent {scale}")
    words.append(_price(verdict.charge))
    return ", ".join(word for word in words if word)


def _price(charge: Charge | None) -> str:
    return "" if charge is None or charge.estimate is None else str(charge.estimate)


def _total(summed: Total, server: str) -> str:
    if summed.is_free:
        return "nothing; the built-in server bills nobody."
    known = "" if summed.estimate is None else f"{summed.estimate} on {server}"
    if not summed.unknown:
        return f"{known}."
    reason = "" if summed.reason is None else f" {summed.reason}"
    if not known:
        return f"unknown.{reason}"
    return f"{known}, and {_rows(summed.unknown)} whose price is unknown.{reason}"


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"


def _spent(records: Mapping[int, RowRecord]) -> str:
    spent = sum(record.spent_usd for record in records.values())
    if not spent:
        return ""
    exact = all(record.is_exact for record in records.values())
    return f"Spent: {'' if exact else 'at most '}{dollars(spent)}."


def _counts(plan: BatchPlan, records: Mapping[int, RowRecord]) -> dict[RowState, int]:
    counts: dict[RowState, int] = {}
    for row in plan.rows:
        state = records.get(row.number, RowRecord()).state
        counts[state] = counts.get(state, 0) + 1
    return {state: counts[state] for state in _ORDER if state in counts}


def _summary(
    end: RunEnd, batch: str, counts: Mapping[RowState, int], records: Mapping[int, RowRecord]
) -> dict[str, object]:
    return {
        "batch": batch,
        "end": end.kind.value,
        "rows": {state.value: count for state, count in counts.items()},
        "spent_usd": float(sum(record.spent_usd for record in records.values())),
        "error": None if end.error is None else str(end.error),
    }


def _refused_code(verdict: Verdict) -> Exit:
    return Exit.INVALID if verdict.draft is not None else Exit.IMAGE
