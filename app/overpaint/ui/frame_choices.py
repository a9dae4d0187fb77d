"""The ways to find the context frame, as inspector and options bar offer them."""

from __future__ import annotations

from overpaint.domain.draft import Draft
from overpaint.domain.frame import FrameChoice
from overpaint.domain.frame_words import why_whole
from overpaint.domain.text import Message, say
from overpaint.ui.messages import render
from overpaint.ui.widgets.option import Option

_WORDS: dict[FrameChoice, tuple[Message, Message]] = {
    FrameChoice.AUTO: (
        say("Framing", "Around mask"),
        say("Framing", "The mask with its surroundings; it follows the mask"),
    ),
    FrameChoice.WHOLE: (
        say("Framing", "Whole picture"),
        say("Framing", "All of the picture; a large one loses detail"),
    ),
    FrameChoice.PLACED: (
        say("Framing", "Placed"),
        say("Framing", "Where you put it: drag it on the canvas, with the tool for the frame"),
    ),
}


def frame_choices(draft: Draft) -> list[Option]:
    """The choices; with the reason where there is no frame to choose."""
    reason = why_whole(draft)
    told = "" if reason is None else render(reason)
    return [
        Option(choice, render(label), enabled=reason is None, reason=told, tooltip=render(tip))
        for choice, (label, tip) in _WORDS.items()
    ]


def shown_choice(draft: Draft) -> FrameChoice:
    """The choice that holds: without a frame that is the whole picture."""
    return draft.frame.choice if why_whole(draft) is None else FrameChoice.WHOLE


def context_tip(draft: Draft) -> str:
    """What the context does, or why it does nothing."""
    reason = why_whole(draft)
    if reason is not None:
        return render(reason)
    if draft.frame.choice is FrameChoice.AUTO:
        return render(say("Framing", "How much around the mask is sent along, of its length"))
    return render(say("Framing", "Only for a frame around the mask"))
