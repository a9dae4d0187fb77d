"""Run a fill stage by stage: each coarse stage is a real result and serves as a preview.

The matching itself sits behind `Matcher`: `match_here` runs it in this process,
`overpaint.imaging.inpaint.process.FillProcess` in another one that can be killed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from overpaint.imaging.inpaint.plan import FillPlan, MatchTask
from overpaint.imaging.pixels import Bytes3D

Matcher = Callable[[MatchTask], Bytes3D]
"""Fills the hole of a task and returns all its pixels: shape (height, width, 3), uint8, RGB."""


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """One state of the picture during a fill.

    Attributes:
        index: 0 for the coarsest.
        is_final: Whether this is the result.
        image: The whole picture, shape (height, width, 3), uint8, RGB; equal to the input outside
            the hole.
    """

    index: int
    is_final: bool
    image: Bytes3D


def match_here(task: MatchTask) -> Bytes3D:
    """Run PatchMatch in the calling thread; it lets go of the GIL but cannot be interrupted.

    Source: Barnes, Shechtman, Finkelstein, Goldman, "PatchMatch: A Randomized Correspondence
    Algorithm for Structural Image Editing", SIGGRAPH 2009, as the PyPatchMatch library has it.
    """
    # Loading the native library takes a tenth of a second that only a fill should pay.
    import patchmatch  # noqa: PLC0415

    pixels = task.pixels.copy()
    pixels[task.hole] = 0
    patchmatch.set_random_seed(task.seed)
    filled: Bytes3D = patchmatch.inpaint(
        pixels, task.hole, global_mask=task.blocked, patch_size=task.patch_radius_px
    )
    return filled


def fill(
    plan: FillPlan,
    *,
    seed: int,
    match: Matcher = match_here,
    cancelled: Callable[[], bool] = lambda: False,
) -> Iterator[Stage]:
    """Yield the stages of a plan, coarse to fine; the last one is the result.

    The runs are independent of each other, so a coarse stage may differ from the result in its
    layout as well as in its detail.

    Args:
        plan: From `overpaint.imaging.inpaint.plan.plan_fill`.
        seed: 0 … 2³²-1; the same seed gives the same fill, another seed another one.
        match: Who does the work.
        cancelled: Asked before each run; the iteration ends without a result when it says yes.
    """
    last = len(plan.sizes) - 1
    for index in range(last + 1):
        if cancelled():
            return
        filled = match(plan.task(index, seed=seed))
        yield Stage(index, index == last, plan.compose(filled))
