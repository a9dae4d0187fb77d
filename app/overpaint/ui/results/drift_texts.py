"""What the drift of a result comes to in words: on its tile, in its details, spoken."""

from __future__ import annotations

from overpaint.domain.drift import Drift
from overpaint.domain.events import Result
from overpaint.domain.text import Message, say
from overpaint.ui.messages import render

_LEAST = 0.005
_UNCHANGED = 0.0


def short(result: Result) -> str:
    """One line for the tile: “outside: 0 px · model 18 %”."""
    if result.failure is not None:
        return _told(say("Results", "not blended"))
    if not result.is_blended:
        return _told(say("Results", "as received"))
    if result.drift is None or result.layers:
        return _told(say("Results", "outside: 0 px"))
    share = percent(result.drift.changed)
    return _told(say("Results", "outside: 0 px · model {share}", share=share))


def full(result: Result) -> str:
    """A sentence on what changed outside of the mask."""
    if result.failure is not None:
        return _told(say("Results", "The answer could not be blended; this is it as received."))
    if not result.is_blended:
        return _told(say("Results", "This is the answer as received."))
    if result.drift is None or result.layers:
        return _told(say("Results", "Nothing changed outside of the mask."))
    changed = percent(result.drift.changed)
    return _told(
        say(
            "Results",
            "Nothing changed outside of the mask; the model had changed {share} of it.",
            share=changed,
        )
    )


def outside(result: Result) -> str:
    """What changed outside of the mask in the file: “0 px changed”."""
    if result.is_blended:
        return _told(say("Results", "0 px changed"))
    return _told(say("Results", "as received"))


def model_changed(drift: Drift) -> str:
    """What the model changed there: “18 % · mean ΔE 3.1”."""
    return _told(
        say(
            "Results",
            "{share} · mean ΔE {difference}",
            share=percent(drift.changed),
            difference=f"{drift.delta_e:.1f}",
        )
    )


def shift(drift: Drift) -> str:
    """How the answer lay on the target: “−2.1, +0.8 px · 100.4 %”."""
    return _told(
        say(
            "Results",
            "{right}, {down} px · {scale} %",
            right=_signed(drift.shift_x),
            down=_signed(drift.shift_y),
            scale=f"{drift.scale * 100:.1f}",
        )
    )


def registration(result: Result) -> str:
    """What was done about the shift."""
    drift, recipe = result.drift, result.recipe
    if drift is None or recipe is None or not result.is_blended:
        return ""
    if not drift.is_moved:
        return _told(say("Results", "not needed"))
    if recipe.register:
        return _told(say("Results", "moved back"))
    return _told(say("Results", "switched off"))


def percent(share: float) -> str:
    """A share from 0 to 1 as “18 %”, “< 1 %”."""
    if _UNCHANGED < share < _LEAST:
        return _told(say("Results", "< 1 %"))
    return _told(say("Results", "{percent} %", percent=round(share * 100)))


def _signed(value: float) -> str:
    """One digit and a real minus; no sign before nothing."""
    shown = f"{abs(value):.1f}"
    if float(shown) == 0:
        return shown
    return ("−" if value < 0 else "+") + shown


def _told(message: Message) -> str:
    return render(message)
