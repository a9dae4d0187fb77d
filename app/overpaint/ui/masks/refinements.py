"""The operations on a whole mask: their names, ranges and undo texts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from overpaint.domain.sizes import Size
from overpaint.domain.text import Message, say

if TYPE_CHECKING:
    from collections.abc import Callable

    # numpy takes half a second to import; steps are made when something is refined.
    from overpaint.imaging.mask.refine import Refinement

_STEPS_ACROSS = 400  # growing that often by a step crosses the picture


class RefineKind(Enum):
    """What can be done with a mask as a whole, in the order of the menu."""

    GROW = "grow"
    SHRINK = "shrink"
    FEATHER = "feather"
    SMOOTH = "smooth"
    FILL_HOLES = "holes"
    DESPECKLE = "specks"
    THRESHOLD = "threshold"


@dataclass(frozen=True, slots=True)
class RefineRow:
    """How an operation is offered.

    Attributes:
        title: Its name.
        field: What its number is called.
        help: What it does, one sentence.
        undo: Name of its undo step; ``{amount}`` stands for the number.
        low, high: Limits of the number.
        usual: The number at first.
        unit: Of the number.
        decimals: Digits after the point.
        logarithmic: Equal slider ways are equal ratios.
    """

    title: Message
    field: Message
    help: Message
    undo: Message
    low: float
    high: float
    usual: float
    unit: str = "px"
    decimals: int = 0
    logarithmic: bool = True


REFINEMENTS: dict[RefineKind, RefineRow] = {
    RefineKind.GROW: RefineRow(
        say("Refine", "Grow"), say("Refine", "By"),
        say("Refine", "Widens the mask on every side."),
        say("Refine", "Grow by {amount} px"), 1, 500, 8),
    RefineKind.SHRINK: RefineRow(
        say("Refine", "Shrink"), say("Refine", "By"),
        say("Refine", "Narrows the mask on every side."),
        say("Refine", "Shrink by {amount} px"), 1, 500, 8),
    RefineKind.FEATHER: RefineRow(
        say("Refine", "Feather"), say("Refine", "Radius"),
        say("Refine", "Softens the edge of the mask."),
        say("Refine", "Feather by {amount} px"), 0.5, 500, 8, decimals=1),
    RefineKind.SMOOTH: RefineRow(
        say("Refine", "Smooth"), say("Refine", "Radius"),
        say("Refine", "Rounds corners and ragged edges; the edge stays sharp."),
        say("Refine", "Smooth by {amount} px"), 1, 200, 6),
    RefineKind.FILL_HOLES: RefineRow(
        say("Refine", "Fill holes"), say("Refine", "Up to"),
        say("Refine", "Masks what the mask encloses."),
        say("Refine", "Fill holes"), 1, 1_000_000, 1000),
    RefineKind.DESPECKLE: RefineRow(
        say("Refine", "Remove specks"), say("Refine", "Up to"),
        say("Refine", "Drops small parts of the mask."),
        say("Refine", "Remove specks"), 1, 1_000_000, 100),
    RefineKind.THRESHOLD: RefineRow(
        say("Refine", "Threshold"), say("Refine", "At"),
        say("Refine", "Makes soft edges hard: what is masked this much changes."),
        say("Refine", "Threshold at {amount} %"), 1, 100, 50, unit="%", logarithmic=False),
}  # fmt: skip
"""The operations, in the order in which they are offered."""


def refinement(kind: RefineKind, amount: float, *, every: bool = False) -> Refinement:
    """Make the step that the mask is refined by.

    Args:
        kind: The operation.
        amount: Its number, in the unit of its row; areas are in pixels.
        every: For `RefineKind.FILL_HOLES`: holes of any size.
    """
    from overpaint.imaging.mask import refine  # noqa: PLC0415 - loads numpy

    area = round(amount)
    steps: dict[RefineKind, Callable[[], Refinement]] = {
        RefineKind.GROW: lambda: refine.Grow(amount),
        RefineKind.SHRINK: lambda: refine.Shrink(amount),
        RefineKind.FEATHER: lambda: refine.Feather(amount),
        RefineKind.SMOOTH: lambda: refine.Smooth(amount),
        RefineKind.FILL_HOLES: lambda: refine.FillHoles(None if every else area),
        RefineKind.DESPECKLE: lambda: refine.Despeckle(area),
        RefineKind.THRESHOLD: lambda: refine.Threshold(max(round(amount * 2.55), 1)),
    }
    return steps[kind]()


def undo_text(kind: RefineKind, amount: float) -> Message:
    """Name the undo step of an operation."""
    row = REFINEMENTS[kind]
    return replace(row.undo, values=(("amount", f"{amount:g}"),))


def usual_step_px(size: Size) -> int:
    """By how many pixels one key press grows or shrinks: less on small pictures."""
    return max(1, round(max(size.width, size.height) / _STEPS_ACROSS))
