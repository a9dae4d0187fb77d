"""Marks drawn over the target to show what is meant."""

from __future__ import annotations

from dataclasses import dataclass

from overpaint.domain.sizes import Size


@dataclass(frozen=True, slots=True)
class MarkupFacts:
    """What the rules need to know of the markup.

    Attributes:
        size: Pixel size; must be the target's.
        marks: How many marks there are; 0 when that is not known.
    """

    size: Size
    marks: int = 0
