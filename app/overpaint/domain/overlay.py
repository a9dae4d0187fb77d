"""How mask and protected parts are shown over the picture; never a matter of what is sent."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from overpaint.domain.marks import Colour


class Look(StrEnum):
    """What stands for coverage."""

    COLOUR = "colour"
    """A tint with a pattern."""
    HATCH = "hatch"
    """The lines of the pattern alone; light in dark, so that they show on any picture."""
    OUTLINE = "outline"
    """The line of half coverage, black and white in turns."""
    BLACK_WHITE = "black-white"
    """What will change in white on black, without the picture."""


class Pattern(StrEnum):
    """What is drawn into the tint, so that it can be told without colours."""

    NONE = "none"
    DIAGONAL = "diagonal"
    CROSS = "cross"
    DOTS = "dots"


MAGENTA = Colour(232, 62, 140)
GREEN = Colour(0, 158, 115)

SAFE_COLOURS: tuple[Colour, ...] = (
    MAGENTA,
    Colour(213, 94, 0),
    Colour(240, 228, 66),
    GREEN,
    Colour(86, 180, 233),
    Colour(0, 114, 178),
)
"""Colours that can be told apart without red or green; all but the first are from Okabe and Ito,
Color Universal Design, https://jfly.uni-koeln.de/color/ (read 2026-11-24)."""


@dataclass(frozen=True, slots=True)
class OverlayStyle:
    """How the mask is shown.

    Attributes:
        colour: Of what will change.
        opacity: Of the tint, 0 to 1.
        pattern: What is drawn into it.
        look: What stands for coverage.
        protect_colour: Of what is protected; its lines run the other way.
    """

    colour: Colour = MAGENTA
    opacity: float = 0.5
    pattern: Pattern = Pattern.DIAGONAL
    look: Look = Look.COLOUR
    protect_colour: Colour = GREEN

    @property
    def covers_picture(self) -> bool:
        """True when nothing of the picture is seen, also where nothing is masked."""
        return self.look is Look.BLACK_WHITE


DEFAULT_STYLE = OverlayStyle()
