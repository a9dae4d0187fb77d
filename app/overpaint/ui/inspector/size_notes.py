"""What is said about a size: how it was moved to what the model takes, how it compares."""

from __future__ import annotations

import math

from overpaint.domain.sizes import FlexibleSizes, Size, SizeRule
from overpaint.domain.text import say
from overpaint.ui.messages import render

_SAME_SCALE = 0.005
_SAME_SHAPE = 0.02


def snapped(rule: SizeRule, wanted: Size) -> tuple[Size, str]:
    """The nearest size that the model takes, and why it is another one; ``""`` when it is not."""
    refusal = rule.refusal(wanted)
    if refusal is None:
        return wanted, ""
    if isinstance(rule, FlexibleSizes):
        # That edges come in steps is the lesser reason where a real limit is broken.
        refusal = rule.refusal(_in_steps(wanted, rule.step)) or refusal
    taken = rule.nearest(wanted)
    moved = say("Inspector", "{wanted} became {taken}.", wanted=_told(wanted), taken=_told(taken))
    return taken, f"{render(moved)} {render(refusal)}"


def scale_note(size: Size | None, target: Size | None) -> str:
    """“0.83× of the target”; ``""`` while one of them is open."""
    if size is None or target is None:
        return ""
    scale = min(size.width / target.width, size.height / target.height)
    if abs(scale - 1) <= _SAME_SCALE:
        note = say("Inspector", "As large as the target")
    elif scale < 1:
        note = say("Inspector", "{scale}× of the target", scale=_figure(scale))
    else:
        note = say("Inspector", "{scale}× larger than the target", scale=_figure(scale))
    shape = math.log(size.width / size.height) - math.log(target.width / target.height)
    if abs(shape) <= _SAME_SHAPE:
        return render(note)
    return f"{render(note)} · {render(say('Inspector', 'another shape'))}"


def _figure(scale: float) -> str:
    return f"{scale:.2f}".rstrip("0").rstrip(".") if scale < 10 else f"{scale:.0f}"


def _in_steps(size: Size, step: int) -> Size:
    return Size(*(max(round(edge / step), 1) * step for edge in (size.width, size.height)))


def _told(size: Size) -> str:
    return f"{size.width} × {size.height}"
