"""The context frame of a draft: what Generate would send now."""

from __future__ import annotations

from dataclasses import replace

from overpaint.domain.draft import Draft, InputImage
from overpaint.domain.frame import ContextFrame, FrameChoice, FramePlan, context_frame
from overpaint.domain.models import Model
from overpaint.domain.sizes import FixedSizes, Size, SizeRule

REFERENCE_EDGE_PX = 2048
"""Longer references are made smaller: models look at no more.

Source: https://developers.openai.com/api/docs/guides/images-vision, read 2026-11-22 (inputs are
fitted into 2048 x 2048).
"""


def frame_of(draft: Draft, model: Model) -> ContextFrame | None:
    """Return the frame of an edit with a mask; None when the target is sent as it is.

    A size that the person chose decides the frame's shape; otherwise the model's rule does.
    """
    target, mask = draft.target, draft.mask
    if target is None or mask is None or not draft.is_framed or mask.coverage == 0:
        # Coverage that is weak everywhere counts for none.
        return None
    plan = fitting(draft.frame, target.size)
    return context_frame(plan, target.size, mask.bounds, frame_rule(draft, model))


def frame_rule(draft: Draft, model: Model) -> SizeRule:
    """The sizes that a frame of the draft may have."""
    return model.sizes if draft.size is None else FixedSizes((draft.size,))


def as_sent(draft: Draft, model: Model) -> Draft:
    """The draft with the sizes in which its pictures travel and its answer is asked for.

    Only for counting and pricing: where a frame is cut out, the mask is left away.
    """
    if draft.target is None:
        return draft
    references = tuple(_shrunk(image) for image in draft.inputs[1:])
    frame = frame_of(draft, model)
    if frame is None:
        return replace(draft, inputs=(draft.target, *references))
    target = replace(draft.target, size=frame.uploaded)
    # Its mask belongs to the target as it was.
    return replace(draft, inputs=(target, *references), size=frame.sent, mask=None)


def _shrunk(image: InputImage) -> InputImage:
    longest = max(image.size.width, image.size.height)
    if longest <= REFERENCE_EDGE_PX:
        return image
    scale = REFERENCE_EDGE_PX / longest
    width, height = (max(1, round(side * scale)) for side in (image.size.width, image.size.height))
    return replace(image, size=Size(width, height))


def fitting(plan: FramePlan, target: Size) -> FramePlan:
    """Return the plan for a target: a frame placed on another picture does not hold on this."""
    placed = plan.placed
    if plan.choice is FrameChoice.PLACED and placed is not None:
        overlaps = placed.left < target.width and placed.top < target.height
        if not overlaps or placed.right <= 0 or placed.bottom <= 0:
            return FramePlan(context=plan.context)
    return plan
