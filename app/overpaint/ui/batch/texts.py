"""What the cells of the sheet say: a line, and a smaller one below it."""

from __future__ import annotations

from overpaint.domain.batch import MaskPlan, MaskRule
from overpaint.domain.charges import Charge, ChargeKind
from overpaint.domain.events import JobEvent, Partial, Sending, Waiting
from overpaint.domain.pricing import dollars
from overpaint.domain.text import Message, say
from overpaint.ui.batch.entry import Entry, Shown
from overpaint.ui.messages import render, render_all
from overpaint.ui.widgets.pill import PillKind

Lines = tuple[str, str]
_MEGABYTE = 1_000_000

KINDS = {
    Shown.READING: PillKind.NEUTRAL,
    Shown.READY: PillKind.NEUTRAL,
    Shown.REFUSED: PillKind.WARNING,
    Shown.RUNNING: PillKind.ACCENT,
    Shown.DONE: PillKind.SUCCESS,
    Shown.FAILED: PillKind.DANGER,
    Shown.MAYBE_BILLED: PillKind.WARNING,
}

_STATES = {
    Shown.READING: say("Batch", "Reading…"),
    Shown.READY: say("Batch", "Ready"),
    Shown.REFUSED: say("Batch", "Cannot be sent"),
    Shown.RUNNING: say("Batch", "Preparing"),
    Shown.DONE: say("Batch", "Done"),
    Shown.FAILED: say("Batch", "Failed"),
    Shown.MAYBE_BILLED: say("Batch", "Maybe billed"),
}


def picture_lines(entry: Entry) -> Lines:
    """The file's name; its size and weight."""
    row, facts = entry.row, entry.facts
    name = row.name or render(say("Batch", "Line {line}", line=row.line))
    target = None if facts is None else facts.target
    if target is None:
        return name, "" if row.picture is None else row.picture.parent.name
    megabytes = target.byte_count / _MEGABYTE
    size = f"{target.size.width} × {target.size.height}"
    return name, render(say("Batch", "{size} · {weight:.1f} MB", size=size, weight=megabytes))


def mask_lines(entry: Entry, plan: MaskPlan) -> Lines:
    """How much of the picture may change; where that comes from."""
    facts = entry.facts
    if facts is None or facts.target is None or facts.trouble:
        return "", ""
    if facts.mask is None:
        return render(say("Batch", "Whole picture")), ""
    share = render(say("Batch", "{share:.1f} %", share=100 * facts.mask.coverage))
    return share, _mask_source(entry, plan)


def frame_lines(entry: Entry) -> Lines:
    """The part that is sent; at which scale."""
    verdict = entry.verdict
    if verdict is None or verdict.draft is None or verdict.draft.target is None:
        return "", ""
    frame = verdict.frame
    if frame is None:
        return render(say("Batch", "Whole picture")), ""
    size = f"{frame.rect.width} × {frame.rect.height}"
    if frame.is_exact:
        return size, render(say("Batch", "one to one"))
    return size, render(say("Batch", "at {scale:.2f}×", scale=frame.scale))


def price_lines(entry: Entry) -> Lines:
    """What it cost, once it is known; before that, what it will."""
    expected = charge_text(None if entry.verdict is None else entry.verdict.charge)
    record = entry.record
    if entry.shown is Shown.DONE and record.spent_usd:
        paid = dollars(record.spent_usd)
        if record.is_exact:
            return paid, render(say("Batch", "was {estimate}", estimate=expected))
        return render(say("Batch", "up to {amount}", amount=paid)), ""
    return expected, ""


def charge_text(charge: Charge | None) -> str:
    """The expected price in a word."""
    if charge is None:
        return ""
    if charge.kind is ChargeKind.FREE:
        return render(say("Batch", "free"))
    if charge.estimate is None:
        return render(say("Batch", "unknown"))
    return str(charge.estimate)


def state_lines(entry: Entry) -> Lines:
    """The state; why, or how far it is."""
    shown = entry.shown
    title = render(_STATES[shown])
    if shown is Shown.RUNNING:
        return _running(entry.event, title), ""
    if shown is Shown.REFUSED and entry.verdict is not None:
        return title, render_all(entry.verdict.refusals[:1])
    if shown is Shown.DONE and not entry.record.reasons:
        taken = say("Batch", "{seconds:.1f} s", seconds=entry.record.elapsed_s)
        return title, render(taken)
    return title, render_all(entry.record.reasons[:1])


def reasons(entry: Entry) -> str:
    """Everything that there is to say about the state."""
    if entry.shown is Shown.REFUSED and entry.verdict is not None:
        return render_all(entry.verdict.refusals)
    return render_all(entry.record.reasons)


def _running(event: JobEvent | None, otherwise: str) -> str:
    if isinstance(event, Waiting):
        seconds, reason = round(event.seconds), render(event.reason)
        return render(say("Batch", "Waits {seconds} s: {reason}", seconds=seconds, reason=reason))
    if isinstance(event, Sending) and event.sent_bytes > 0:
        share = event.sent_bytes / max(event.total_bytes, 1)
        if share < 1:
            return render(say("Batch", "Sending {share:.0%}", share=share))
        return render(say("Batch", "Waiting for the result"))
    if isinstance(event, Partial):
        return render(say("Batch", "Waiting for the result"))
    return otherwise


def _mask_source(entry: Entry, plan: MaskPlan) -> str:
    row = entry.row
    if row.mask is not None:
        return row.mask.name
    if plan.rule is MaskRule.BESIDE and row.picture is not None:
        return plan.beside(row.picture).name
    source: dict[MaskRule, Message] = {
        MaskRule.ONE: say("Batch", "one mask, scaled"),
        MaskRule.ALPHA: say("Batch", "its transparency"),
    }
    return render(source[plan.rule]) if plan.rule in source else ""
