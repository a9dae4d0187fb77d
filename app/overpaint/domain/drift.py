"""What a model changed outside of the mask, in numbers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Drift:
    """How far the answer is from the source where both should be equal.

    Attributes:
        changed: Share of the pixels there that differ visibly, grain left aside, 0 to 1.
        delta_e: Mean colour difference there (CIE 1976).
        shift_x: How far right things moved, pixels of the target.
        shift_y: How far down.
        scale: By which factor things grew.
        is_moved: Whether moving it back brings it nearer to the source, so that registration does.
    """

    changed: float
    delta_e: float
    shift_x: float = 0.0
    shift_y: float = 0.0
    scale: float = 1.0
    is_moved: bool = False
