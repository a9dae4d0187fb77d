"""What is said about a context frame, the same in every part of the program."""

from __future__ import annotations

from overpaint.domain.choices import OutputFormat
from overpaint.domain.draft import Draft
from overpaint.domain.frame import ContextFrame
from overpaint.domain.framing import frame_rule
from overpaint.domain.models import Model
from overpaint.domain.sizes import FlexibleSizes, Size
from overpaint.domain.text import Message, say

_SAME_SCALE = 0.005


def pixels_text(size: Size) -> str:
    """“1536 × 1024”."""
    return f"{size.width} × {size.height}"


def scale_text(frame: ContextFrame) -> str:
    """“1:1”, “0.83×” or “2.4×”."""
    if keeps_scale(frame):
        return "1:1"
    return f"{frame.scale:.2f}".rstrip("0").rstrip(".") + "×"


def keeps_scale(frame: ContextFrame) -> bool:
    """Whether a pixel of the target is a pixel of the request, as far as anybody can see."""
    return abs(frame.scale - 1) <= _SAME_SCALE


def loses_detail(frame: ContextFrame) -> bool:
    """Whether the target has to be made smaller."""
    return frame.scale < 1 - _SAME_SCALE


def why_whole(draft: Draft) -> Message | None:
    """Why the whole target is sent, and no frame of it; None when there is a frame."""
    if draft.target is None:
        return say("frame", "There is no picture yet.")
    if draft.mask is None or draft.mask.coverage == 0:
        return say("frame", "Without a mask the whole picture is sent, and all of it may change.")
    if draft.is_framed:
        return None
    if draft.output_format in {OutputFormat.GIF, OutputFormat.SVG}:
        return say("frame", "A {format} is drawn anew, so the whole picture is sent.",
                   format=draft.output_format.value.upper())  # fmt: skip
    return say("frame", "With a transparent background the whole picture is sent.")


def lost_text(frame: ContextFrame) -> Message | None:
    """That detail is lost, before the reason of `why_scaled`; None when none is."""
    return say("frame", "Detail is lost.") if loses_detail(frame) else None


def why_scaled(frame: ContextFrame, draft: Draft, model: Model) -> Message | None:
    """Why a frame is not sent pixel by pixel; None when it is."""
    if keeps_scale(frame):
        return None
    if frame.scale > 1:
        return say("frame", "Enlarged by the server: {model} paints no smaller pictures.",
                   model=model.label)  # fmt: skip
    rule = frame_rule(draft, model)
    if draft.size is not None:
        return say("frame", "The chosen size is smaller than the frame.")
    if isinstance(rule, FlexibleSizes):
        refusal = rule.refusal(_in_steps(frame.rect.size, rule.step))
        if refusal is not None:
            return refusal
    return say("frame", "{model} paints no larger pictures of this shape.",
               model=model.label)  # fmt: skip


def outside_text(frame: ContextFrame, target: Size) -> Message | None:
    """What of the frame lies outside of the target; None for nothing."""
    inside = frame.rect.within(target)
    across, down = frame.rect.width - inside.width, frame.rect.height - inside.height
    if across == 0 and down == 0:
        return None
    return say("frame", "{count} px of it lie beyond the picture, whose edge is continued there.",
               count=max(across, down))  # fmt: skip


def _in_steps(size: Size, step: int) -> Size:
    return Size(*(-(-edge // step) * step for edge in (size.width, size.height)))
