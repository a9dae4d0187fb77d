"""What a result tile says in words: title, detail, tooltip, and the sentence for screen readers."""

from __future__ import annotations

import math
from dataclasses import replace

from overpaint.domain.pricing import dollars
from overpaint.domain.sizes import Size
from overpaint.domain.text import Message, say
from overpaint.ui.messages import inside, render, render_all
from overpaint.ui.money import told_cost
from overpaint.ui.results import drift_texts
from overpaint.ui.results.durations import seconds_text, usual_text, usually
from overpaint.ui.results.item import ResultItem, ResultState

_MEGABYTE = 1_000_000

_TITLES: dict[ResultState, Message] = {
    ResultState.ORIGINAL: say("Results", "Original"),
    ResultState.QUEUED: say("Results", "Queued"),
    ResultState.PAUSED: say("Results", "Waiting {time}"),
    ResultState.SENDING: say("Results", "Sending {percent} %"),
    ResultState.WAITING: say("Results", "Generating"),
    ResultState.PREVIEW: say("Results", "Preview {number} of {total}"),
    ResultState.DONE: say("Results", "Variant {variant}"),
    ResultState.FAILED: say("Results", "Failed"),
    ResultState.CANCELLED: say("Results", "Cancelled"),
}


def title(item: ResultItem) -> str:
    """The first line of the caption."""
    if item.is_mix:
        return _mix_title(item)
    if item.is_external:
        return item.prompt
    if item.state is ResultState.PREVIEW and item.previews_received > item.previews_expected:
        return render(say("Results", "Preview {number}", number=item.previews_received))
    values: tuple[tuple[str, str | float], ...] = (
        ("time", seconds_text(math.ceil(item.pause_s))),
        ("percent", int(item.sent_share * 100)),
        ("number", item.previews_received),
        ("total", item.previews_expected),
        ("variant", item.variant),
    )
    return render(replace(_TITLES[item.state], values=values))


def detail(item: ResultItem) -> str:
    """The second, quieter line of the caption."""
    match item.state:
        case ResultState.QUEUED:
            text = place(item) or _which(item)
        case ResultState.PAUSED:
            text = _pause(item)
        case ResultState.SENDING:
            text = _upload(item)
        case ResultState.WAITING | ResultState.PREVIEW:
            text = working_time(item) or _joined(_which(item), seconds_text(item.elapsed_s))
        case ResultState.ORIGINAL:
            text = size_text(item.size)
        case ResultState.DONE:
            text = _finished(item)
        case ResultState.CANCELLED:
            text = _billing(item) or render(say("Results", "Not billed"))
        case _:
            text = _billing(item) or _which(item)
    return text


def tooltip(item: ResultItem) -> str:
    """Everything about the tile, in full sentences."""
    if item.error is not None:
        parts = [*map(render, item.error.sentences()), _billing(item)]
        if item.maybe_billed:
            parts.append(_money(item))
    else:
        prompt = "" if item.is_external else item.prompt.strip()
        parts = [title(item), *_facts(item), expected(item), _money(item), prompt]
        if item.warning is not None:
            parts.append(render_all(item.warning.sentences()))
    return "\n".join(part for part in parts if part)


def spoken(item: ResultItem) -> str:
    """One sentence for a screen reader: “Variant 2, preview 1 of 2, 12 seconds”."""
    if item.state is ResultState.ORIGINAL:
        return _comma(title(item), _spoken_size(item.size))
    parts = [title(item) if item.is_mix or item.is_external else _variant(item)]
    match item.state:
        case ResultState.DONE:
            parts += [render(say("Results", "finished")), _spoken_size(item.size), cost(item)]
            parts.append(_spoken_drift(item))
        case ResultState.FAILED:
            parts += [render(say("Results", "failed")), failure_title(item)]
        case ResultState.CANCELLED:
            parts += [render(say("Results", "cancelled")), detail(item)]
        case ResultState.PAUSED:
            parts += [inside(title(item)), detail(item)]
        case ResultState.QUEUED:
            parts += [inside(title(item)), inside(place(item))]
        case _:
            parts.append(inside(title(item)))
    if item.elapsed_s >= 1:
        parts.append(render(say("Results", "{seconds} seconds", seconds=int(item.elapsed_s))))
    return _comma(*parts)


def cost(item: ResultItem) -> str:
    """What the result did cost: “$0.053”; the estimate where the server did not count."""
    if item.cost_usd is not None:
        return dollars(item.cost_usd)
    expected = None if item.bill is None else item.bill.estimate
    if expected is None or item.state is not ResultState.DONE:
        return ""
    return f"≈ {dollars(expected.most_usd)}"


def failure_title(item: ResultItem) -> str:
    """The short sentence that stands inside a failed tile."""
    return render(item.error.what) if item.error is not None else ""


def size_text(size: Size | None) -> str:
    """“1536 × 1024”."""
    return "" if size is None else f"{size.width} × {size.height}"


def place(item: ResultItem) -> str:
    """How many jobs go before a queued one: “2 before it”; ``""`` when it is its turn."""
    if item.state is not ResultState.QUEUED:
        return ""
    if item.held:
        return render(say("Results", "The queue is paused"))
    if item.position == 0:
        return ""
    return render(say("Results", "{count} before it", count=item.position))


def working_time(item: ResultItem) -> str:
    """“41 s, usually 60–90 s”; ``""`` while nobody knows what is usual."""
    if item.usual is None:
        return ""
    known = seconds_text(item.elapsed_s), usually(item.usual)
    return render(say("Results", "{time}, {usually}", time=known[0], usually=known[1]))


def expected(item: ResultItem) -> str:
    """What is known of the time that a job will take, as a sentence; ``""`` for nothing."""
    return usual_text(item.usual) if item.usual is not None and item.running else ""


def _finished(item: ResultItem) -> str:
    """What changed outside of the mask; of an answer as received there is only its size."""
    if item.is_external:
        return size_text(item.size)
    if item.result is None:
        return _joined(size_text(item.size), seconds_text(item.elapsed_s))
    short = drift_texts.short(item.result)
    return short if item.result.is_blended else _joined(short, size_text(item.size))


def _facts(item: ResultItem) -> list[str]:
    """The second line, with what a finished tile has no room for."""
    if item.state is not ResultState.DONE or item.result is None or item.is_external:
        return [detail(item)]
    known = _joined(size_text(item.size), seconds_text(item.elapsed_s))
    return [drift_texts.full(item.result), known]


def _spoken_drift(item: ResultItem) -> str:
    """What changed outside of the mask, as a part of a longer sentence."""
    if item.result is None or item.is_external:
        return ""
    if not item.result.is_blended:
        return drift_texts.short(item.result)
    sentence = drift_texts.full(item.result)
    return (sentence[:1].lower() + sentence[1:]).removesuffix(".")


def _pause(item: ResultItem) -> str:
    """Why a job waits, as a line of its own: “The server is busy”."""
    reason = "" if item.pause_reason is None else render(item.pause_reason)
    return reason[:1].upper() + reason[1:]


def _upload(item: ResultItem) -> str:
    return render(
        say(
            "Results",
            "{sent:.1f} of {total:.1f} MB",
            sent=item.sent_bytes / _MEGABYTE,
            total=item.total_bytes / _MEGABYTE,
        )
    )


def _which(item: ResultItem) -> str:
    if item.answers > 1:
        return render(say("Results", "{count} variants", count=item.answers))
    return _variant(item)


def variant_name(number: int) -> str:
    """“Variant 2”."""
    return render(say("Results", "Variant {number}", number=number))


def _variant(item: ResultItem) -> str:
    return variant_name(item.variant)


def _mix_title(item: ResultItem) -> str:
    """“Mix of 1 and 3”."""
    layers = () if item.result is None else item.result.layers
    first, *others = [item.variant, *(layer.variant for layer in layers)]
    if not others:
        return render(say("Results", "Mix of {number}", number=first))
    numbers = ", ".join(map(str, [first, *others[:-1]]))
    return render(say("Results", "Mix of {numbers} and {last}", numbers=numbers, last=others[-1]))


def _money(item: ResultItem) -> str:
    return "" if item.bill is None else told_cost(item.bill, item.cost_usd)


def _billing(item: ResultItem) -> str:
    return render(say("Results", "May be billed")) if item.maybe_billed else ""


def _spoken_size(size: Size | None) -> str:
    if size is None:
        return ""
    return render(
        say("Results", "{width} by {height} pixels", width=size.width, height=size.height)
    )


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _comma(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
