"""What an edit's JSON says of its frame and its blend."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from overpaint.services.edit_work import EditWork


def frame_facts(work: EditWork) -> dict[str, object] | None:
    """Return the context frame of an edit that has been prepared; None where all is sent."""
    placement = work.placement
    if placement is None:
        return None
    frame = placement.frame
    return {**asdict(frame.rect), "sent": str(frame.sent), "scale": round(frame.scale, 4)}


def recipe_facts(work: EditWork) -> dict[str, object] | None:
    """Return how answers of a prepared edit are blended; None where they stand for themselves."""
    recipe = work.draft.blend
    if work.placement is None or not recipe.keep_outside:
        return None
    return {**asdict(recipe), "method": recipe.method.value}
