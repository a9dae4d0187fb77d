"""A treatment as a value: what a prompt asks of the built-in endpoint."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

Rgb = tuple[int, int, int]
"""Red, green, blue, 0 … 255 each, sRGB."""


class Kind(Enum):
    """The kinds of treatment."""

    FILL = auto()
    BLUR = auto()
    PIXELATE = auto()
    MONOCHROME = auto()
    SEPIA = auto()
    SKETCH = auto()
    WATERCOLOUR = auto()
    BRIGHTEN = auto()
    DARKEN = auto()
    RECOLOUR = auto()
    REPLACE = auto()


@dataclass(frozen=True, slots=True)
class Treatment:
    """What is to be done.

    Attributes:
        kind: Which treatment.
        strength: 1 as usual, less for a touch of it, more for a lot.
        colour: For `Kind.RECOLOUR`.
        image_number: For `Kind.REPLACE`: the input to put in, counted from 1; at least 2.
    """

    kind: Kind = Kind.FILL
    strength: float = 1.0
    colour: Rgb | None = None
    image_number: int = 0

    @property
    def needs_mask(self) -> bool:
        """Whether it cannot be applied to a whole picture: a fill continues what is around it."""
        return self.kind is Kind.FILL
