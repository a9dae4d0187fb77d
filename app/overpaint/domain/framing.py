"""The context frame of a draft: what Generate would send now."""

from __future__ import annotations

from overpaint.domain.draft import Draft
from overpaint.domain.frame import ContextFrame, FrameChoice, FramePlan, context_frame
from overpaint.domain.models import Model
from overpaint.domain.sizes import FixedSizes, Size


def frame_of(draft: Draft, model: Model) -> ContextFrame | None:
    """Return the frame of an edit with a mask; None when the target is sent as it is.

    A size that the person chose decides the frame's shape; otherwise the model's rule does.
    """
    target, mask = draft.target, draft.mask
    if target is None or mask is None or not draft.is_framed or mask.coverage == 0:
        # Coverage that is weak everywhere counts for none.
        return None
    rule = model.sizes if draft.size is None else FixedSizes((draft.size,))
    return context_frame(_fitting(draft.frame, target.size), target.size, mask.bounds, rule)


def _fitting(plan: FramePlan, target: Size) -> FramePlan:
    """A frame that was placed on another picture does not hold on this one."""
    placed = plan.placed
    if plan.choice is FrameChoice.PLACED and placed is not None:
        overlaps = placed.left < target.width and placed.top < target.height
        if not overlaps or placed.right <= 0 or placed.bottom <= 0:
            return FramePlan(context=plan.context)
    return plan
