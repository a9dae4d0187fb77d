"""What the queue says in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from overpaint.domain.choices import Quality
from overpaint.domain.pricing import dollars
from overpaint.domain.text import Message, say
from overpaint.ui.messages import render
from overpaint.ui.queue.entry import QueueEntry, Section
from overpaint.ui.results import texts as tile_texts
from overpaint.ui.results.durations import seconds_text, usually
from overpaint.ui.results.item import ResultState

_QUALITIES = {
    Quality.LOW: say("Queue", "low"),
    Quality.MEDIUM: say("Queue", "medium"),
    Quality.HIGH: say("Queue", "high"),
    Quality.XHIGH: say("Queue", "extra high"),
    Quality.MAX: say("Queue", "max"),
    Quality.STANDARD: say("Queue", "standard"),
}
_TITLES: dict[ResultState, Message] = {
    ResultState.WAITING: say("Queue", "Generating"),
    ResultState.FAILED: say("Queue", "Failed"),
    ResultState.CANCELLED: say("Queue", "Cancelled"),
}


def prompt(entry: QueueEntry) -> str:
    """The first line: what was asked for."""
    return " ".join(entry.item.prompt.split()) or render(say("Queue", "Without a prompt"))


def origin(entry: QueueEntry) -> str:
    """The second line: where it goes, and how."""
    facts = [entry.server, entry.model]
    quality = _QUALITIES.get(entry.quality)
    if quality is not None:
        facts.append(render(quality))
    item = entry.item
    if item.answers > 1:
        facts.append(render(say("Queue", "{count} variants", count=item.answers)))
    elif item.variant > 1:
        facts.append(render(say("Queue", "variant {number}", number=item.variant)))
    return " · ".join(facts)


def state(entry: QueueEntry) -> str:
    """How far it has come, in a few words."""
    item = entry.item
    if item.state is not ResultState.QUEUED:
        known = _TITLES.get(item.state)
        return tile_texts.title(item) if known is None else render(known)
    if entry.section is Section.RUNNING:
        # A pause also holds what has begun and not been sent.
        return render(say("Queue", "Held") if item.held else say("Queue", "Preparing"))
    if item.position == 0:
        return render(say("Queue", "Next"))
    return render(say("Queue", "{count} before it", count=item.position))


def time(entry: QueueEntry) -> str:
    """Elapsed and usual time, or why it waits; ``""`` for nothing to say."""
    item = entry.item
    match item.state:
        case ResultState.WAITING | ResultState.PREVIEW:
            return tile_texts.working_time(item) or seconds_text(item.elapsed_s)
        case ResultState.QUEUED:
            return "" if item.usual is None else usually(item.usual)
        case ResultState.PAUSED | ResultState.SENDING | ResultState.CANCELLED:
            return tile_texts.detail(item)
        case _:
            return ""


def short_time(entry: QueueEntry) -> str:
    """Elapsed time only, where there is no room for more."""
    at_work = entry.item.state in {ResultState.WAITING, ResultState.PREVIEW}
    return seconds_text(entry.item.elapsed_s) if at_work else ""


def first_preview(entry: QueueEntry) -> str:
    """When the first preview is to come: “first preview after 22 s”; ``""`` when that is past."""
    item = entry.item
    usual = None if item.usual is None else item.usual.first_preview_s
    waits = item.state is ResultState.WAITING and item.previews_expected > 0
    if not waits or usual is None or item.elapsed_s >= usual:
        return ""
    return render(say("Queue", "first preview after {time}", time=seconds_text(max(usual, 1))))


def reason(entry: QueueEntry) -> str:
    """Why it failed, in one short sentence."""
    return tile_texts.failure_title(entry.item)


def price(entry: QueueEntry) -> str:
    """What it is expected to cost: “≈ $0.11”, “free”."""
    if entry.section is Section.ENDED and not entry.item.maybe_billed:
        return ""
    if not entry.bills:
        return render(say("Queue", "free"))
    return "" if entry.price is None else str(entry.price)


def spoken(entry: QueueEntry) -> str:
    """One sentence for a screen reader."""
    parts = (state(entry), prompt(entry), origin(entry), time(entry), first_preview(entry),
             reason(entry), price(entry))  # fmt: skip
    return ", ".join(part for part in parts if part)


def tooltip(entry: QueueEntry) -> str:
    """Everything about it, in full sentences."""
    if entry.section is Section.ENDED:
        return tile_texts.tooltip(entry.item)
    parts = [
        state(entry),
        tile_texts.expected(entry.item),
        render(say("Queue", "Calling it off is free.")) if entry.section is Section.WAITING else "",
        origin(entry),
        entry.item.prompt.strip(),
    ]
    return "\n".join(part for part in parts if part)


def counts(running: int, waiting: int) -> str:
    """“2 running, 3 waiting”; ``""`` for nothing."""
    parts = []
    if running:
        parts.append(render(say("Queue", "{count} running", count=running)))
    if waiting:
        parts.append(render(say("Queue", "{count} waiting", count=waiting)))
    return ", ".join(parts)


def waiting_price(entries: Sequence[QueueEntry]) -> str:
    """What all that waits will cost together: “≈ $0.33 waits”; ``""`` where nobody pays."""
    prices = [entry.price for entry in entries if entry.bills]
    known = [one for one in prices if one is not None]
    if not prices:
        return ""
    if len(known) < len(prices):
        return render(say("Queue", "price unknown"))
    least = _sum(one.least_usd for one in known)
    most = _sum(one.most_usd for one in known)
    sign = "≥ " if any(one.open_ended for one in known) else "≈ "
    span = dollars(least)
    if dollars(most) != span:
        span = f"{span}–{dollars(most).removeprefix('$')}"
    return render(say("Queue", "{price} waits", price=sign + span))


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))
