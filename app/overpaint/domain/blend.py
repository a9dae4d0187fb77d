"""How an answer is put into the target: a recipe that can be changed at any time, for nothing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

MAX_GROW_PX = 256
MAX_FEATHER_PX = 256


class BlendMethod(Enum):
    """How source and answer meet."""

    ALPHA = "alpha"
    MULTI_BAND = "multi-band"
    GRADIENT = "gradient"


@dataclass(frozen=True, slots=True)
class BlendRecipe:
    """Everything that decides how an answer becomes a result.

    Attributes:
        keep_outside: Put the answer into the untouched target; False shows the answer as received.
        register: Move the answer back onto the target, when that lowers the error around the mask.
        match_colour: Bring the answer's colours to those of the target around the mask.
        grow_px: By how much the blended area is larger than the mask, pixels of the target; -256
            (smaller) to 256.
        feather_px: Width of the soft edge outside of that, 0 to 256.
        method: How both meet.
        opacity: Of the answer, 0 to 1.
    """

    keep_outside: bool = True
    register: bool = True
    match_colour: bool = True
    grow_px: int = 2
    feather_px: int = 8
    method: BlendMethod = BlendMethod.MULTI_BAND
    opacity: float = 1.0

    def __post_init__(self) -> None:
        if not -MAX_GROW_PX <= self.grow_px <= MAX_GROW_PX:
            raise ValueError(f"grow {self.grow_px} is not -256 to 256")
        if not 0 <= self.feather_px <= MAX_FEATHER_PX:
            raise ValueError(f"feather {self.feather_px} is not 0 to 256")
        if not 0.0 <= self.opacity <= 1.0:
            raise ValueError(f"opacity {self.opacity} is not 0 to 1")

    @property
    def reach_px(self) -> int:
        """How far outside of the mask a pixel may change."""
        return max(0, self.grow_px) + self.feather_px
