"""Times in words: how long it took, and how long it usually takes."""

from __future__ import annotations

from overpaint.domain.text import say
from overpaint.domain.usual_time import UsualTime
from overpaint.ui.messages import render

_MINUTE_S = 60
_IN_SECONDS_S = 120
"""Ranges up to here read better without minutes."""


def seconds_text(seconds: float) -> str:
    """“12 s”, “1:05 min”."""
    whole = int(seconds)
    if whole < _MINUTE_S:
        return render(say("Results", "{seconds} s", seconds=whole))
    return render(say("Results", "{time} min", time=_minutes(whole)))


def usually(usual: UsualTime) -> str:
    """As a part of a sentence: “usually 60–90 s”."""
    return render(say("Results", "usually {range}", range=range_text(usual)))


def usual_text(usual: UsualTime) -> str:
    """What is known, in full sentences."""
    parts = [
        render(
            say(
                "Results",
                "Usually {range}, half of them within {median}.",
                range=range_text(usual),
                median=seconds_text(max(usual.median_s, 1)),
            )
        )
    ]
    if usual.first_preview_s is not None:
        first = seconds_text(max(usual.first_preview_s, 1))
        parts.append(render(say("Results", "First preview after about {time}.", time=first)))
    return " ".join(parts)


def range_text(usual: UsualTime) -> str:
    """“60–90 s”, “1:50–2:30 min”, “under 1 s”."""
    low, high = _rounded(usual.low_s), _rounded(usual.high_s)
    if high < 1:
        return render(say("Results", "under 1 s"))
    if low == high or low < 1:
        within = high if low == high else max(high, 1)
        return seconds_text(within)
    if high <= _IN_SECONDS_S:
        return render(say("Results", "{low}–{high} s", low=low, high=high))
    return render(say("Results", "{low}–{high} min", low=_minutes(low), high=_minutes(high)))


def _rounded(seconds: float) -> int:
    """As exact as it is worth: whole seconds, then steps of five."""
    step = 1 if seconds < _MINUTE_S else 5
    return step * round(seconds / step)


def _minutes(whole_s: int) -> str:
    minutes, rest = divmod(whole_s, _MINUTE_S)
    return f"{minutes}:{rest:02d}"
