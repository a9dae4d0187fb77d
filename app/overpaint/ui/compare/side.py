"""One side of a comparison: a picture and what is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from overpaint.domain.blend import BlendRecipe
from overpaint.domain.putting_back import PackedPlacement
from overpaint.domain.recipe import RecipeMask

PLAIN = "file:"
"""Begins the keys of files that are known by nothing else."""


@dataclass(frozen=True, slots=True)
class Made:
    """How a result was put into its target, which tells where the two may differ.

    Attributes:
        target: The target's file.
        mask: The mask: of a result of this session, or as a recipe remembers it.
        recipe: How soft the edge is.
    """

    target: Path
    mask: PackedPlacement | RecipeMask
    recipe: BlendRecipe


@dataclass(frozen=True, slots=True)
class Side:
    """What is compared.

    Attributes:
        key: Names it among all that can be chosen.
        path: The file.
        title: What it is called: “Original”, “Variant 2”, a file's name.
        prompt: What was asked for; ``""`` for what is no result.
        facts: Short facts, the most telling first: model, cost, drift.
        frame: 0-based frame of the file; None for the main one.
        made: How it was made, when it is a result with a mask.
    """

    key: str
    path: Path
    title: str
    prompt: str = ""
    facts: tuple[str, ...] = ()
    frame: int | None = None
    made: Made | None = None

    @property
    def is_plain(self) -> bool:
        """Whether nothing is known but the file."""
        return self.key.startswith(PLAIN) and not self.prompt and not self.facts


def masks_between(first: Side, second: Side) -> tuple[Made, ...]:
    """The masks that bound how two sides differ: of a result and its target, or of two results.

    Empty when nothing can be said: two pictures that have no target in common.
    """
    makes = [side.made for side in (first, second) if side.made is not None]
    targets = {made.target for made in makes}
    untouched = {side.path for side in (first, second) if side.made is None}
    return tuple(makes) if len(targets | untouched) == 1 else ()
