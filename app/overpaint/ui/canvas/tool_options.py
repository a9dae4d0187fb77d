"""The options of the tools: values that the canvas holds and the options bar shows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from overpaint.imaging.mask.modes import Combine

MAX_FEATHER_PX = 500.0
MAX_TOLERANCE = 255
MAX_FUZZINESS = 200


class PressureUse(Enum):
    """What the pressure of a pen does."""

    NONE = "none"
    SIZE = "size"
    FLOW = "flow"


class ShapeRule(Enum):
    """What is fixed about a rectangle or an ellipse."""

    FREE = "free"
    RATIO = "ratio"
    SIZE = "size"


@dataclass(frozen=True, slots=True)
class SelectOptions:
    """How selection tools work; every one of them heeds what concerns it.

    Attributes:
        mode: What a selection does with the mask, without modifiers.
        feather_px: Softens the edge of new selections, 0 to 500 picture pixels.
        antialias: Whether edges are finer than a pixel.
        tolerance: How far a colour may be from the one clicked on, 0 to 255 (magic wand).
        contiguous: Whether only what hangs together is selected (magic wand).
        merged: Whether colours are read from what is shown, a result too, instead of the target.
        fuzziness: How far colours may be from the samples, 0 to 200 (colour range).
        drops: Whether scribbles mark what does not belong to the object (smart selection).
        rule: What is fixed about rectangles and ellipses.
        ratio: Width and height that stand to each other as the sides shall.
        size_px: Width and height, picture pixels.
    """

    mode: Combine = Combine.ADD
    feather_px: float = 0.0
    antialias: bool = True
    tolerance: int = 32
    contiguous: bool = True
    merged: bool = False
    fuzziness: int = 40
    drops: bool = False
    rule: ShapeRule = ShapeRule.FREE
    ratio: tuple[float, float] = (1.0, 1.0)
    size_px: tuple[int, int] = (1024, 1024)

    def __post_init__(self) -> None:
        if not 0.0 <= self.feather_px <= MAX_FEATHER_PX:
            raise ValueError(f"feather {self.feather_px} is not 0 to {MAX_FEATHER_PX}")
        if not 0 <= self.tolerance <= MAX_TOLERANCE:
            raise ValueError(f"tolerance {self.tolerance} is not 0 to {MAX_TOLERANCE}")
        if not 0 <= self.fuzziness <= MAX_FUZZINESS:
            raise ValueError(f"fuzziness {self.fuzziness} is not 0 to {MAX_FUZZINESS}")
        if min(*self.ratio, *self.size_px) <= 0:
            raise ValueError("a shape has positive sides")
