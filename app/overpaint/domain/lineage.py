"""Which result came from which: the chain of edits behind a picture."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from overpaint.domain.blend import BlendRecipe


@dataclass(frozen=True, slots=True)
class LineageStep:
    """One result and where it came from.

    Attributes:
        key: Names the result; stays when its file is made anew.
        edit: Names the edit: variants of one share it.
        result: The file.
        parent: The target's file that was edited.
        prompt: What was asked for.
        model: The model id.
        server: Name of the server profile.
        time: When it was finished, with its time zone.
        variant: 1-based number among the variants of the edit.
        blend: How the answer was put into the target.
        cost_usd: What it did cost; None while that is unknown.
    """

    key: str
    edit: str
    result: Path
    parent: Path
    prompt: str
    model: str
    server: str
    time: datetime
    variant: int
    blend: BlendRecipe
    cost_usd: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Lineage:
    """Every result of a session with its parent, in the order in which they were finished."""

    steps: tuple[LineageStep, ...] = ()

    def with_step(self, step: LineageStep) -> Lineage:
        """Add a result; one of the same key takes its place."""
        others = tuple(one for one in self.steps if one.key != step.key)
        return Lineage((*others, step))

    def moved(self, key: str, file: Path) -> Lineage:
        """A result lies in another file now; what was made from the old one follows."""
        known = self.find(key)
        if known is None or known.result == file:
            return self
        return Lineage(
            tuple(
                replace(one, result=file)
                if one.key == key
                else replace(one, parent=file)
                if one.parent == known.result
                else one
                for one in self.steps
            )
        )

    def find(self, key: str) -> LineageStep | None:
        """The result of a key."""
        return next((one for one in self.steps if one.key == key), None)

    def made(self, file: Path) -> LineageStep | None:
        """The result that lies in a file; None for pictures that are no result."""
        return next((one for one in reversed(self.steps) if one.result == file), None)

    def chain(self, key: str) -> tuple[LineageStep, ...]:
        """From the first edit of the original to this result."""
        found: list[LineageStep] = []
        step = self.find(key)
        while step is not None and step not in found:
            found.append(step)
            step = self.made(step.parent)
        return tuple(reversed(found))

    def siblings(self, key: str) -> tuple[LineageStep, ...]:
        """Every variant of the edit that a result belongs to, itself included, by number."""
        step = self.find(key)
        if step is None:
            return ()
        variants: Iterable[LineageStep] = (one for one in self.steps if one.edit == step.edit)
        return tuple(sorted(variants, key=lambda one: one.variant))
