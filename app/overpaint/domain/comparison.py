"""Two pictures beside each other: how they are fitted together, and how far they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from overpaint.domain.frame import Rect
from overpaint.domain.heat import COOLEST_DELTA_E
from overpaint.domain.sizes import Size

STEPS_PER_DELTA_E = 4
"""Differences are kept in quarters of ΔE: finer ones cannot be seen, and a byte holds them."""

MOST_THRESHOLD = 30.0
"""Of ΔE; what differs more is another colour to everybody."""

LEAST_GAIN, MOST_GAIN = 0.5, 40.0

_HOTTEST = 60.0
"""The ΔE of the last colour at a gain of 1: black and white are 100 apart."""

_SHOWN_SHARE = 0.98

_SAME_SHAPE = 0.02


class CompareMode(Enum):
    """How two pictures are looked at."""

    SLIDER = "slider"
    FLIP = "flip"
    SIDE_BY_SIDE = "side_by_side"
    DIFFERENCE = "difference"


@dataclass(frozen=True, slots=True)
class Amplifier:
    """What of the differences is shown, and how strongly.

    Attributes:
        threshold: Differences up to this ΔE are left out, 0 to `MOST_THRESHOLD`.
        gain: By which factor the others are amplified, `LEAST_GAIN` to `MOST_GAIN`.
    """

    threshold: float = COOLEST_DELTA_E
    gain: float = 1.0

    @property
    def hottest(self) -> float:
        """The ΔE from which on everything has the last colour."""
        return _HOTTEST / self.gain

    @property
    def steps(self) -> int:
        """The threshold in the steps in which differences are kept; it is rounded to them."""
        return round(self.threshold * STEPS_PER_DELTA_E)


@dataclass(frozen=True, slots=True)
class Common:
    """The plane on which two pictures lie one over the other.

    Attributes:
        size: Of the plane: that of the larger picture.
        rects: Where the first and the second picture lie on it.
    """

    size: Size
    rects: tuple[Rect, Rect]

    @property
    def shared(self) -> Rect:
        """Where both pictures are."""
        first, second = self.rects
        left, top = max(first.left, second.left), max(first.top, second.top)
        right, bottom = min(first.right, second.right), min(first.bottom, second.bottom)
        return Rect(left, top, max(0, right - left), max(0, bottom - top))


def fitted_together(first: Size, second: Size) -> Common:
    """Scale the smaller of two pictures to the larger one.

    Pictures of nearly the same shape, up to 2 %, cover each other; else the smaller one lies whole
    in the middle of the larger one.
    """
    if first.pixels >= second.pixels:
        return Common(first, (Rect.of(first), _inside(first, second)))
    return Common(second, (_inside(second, first), Rect.of(second)))


def _inside(whole: Size, other: Size) -> Rect:
    across, down = whole.width / other.width, whole.height / other.height
    if abs(across / down - 1) <= _SAME_SHAPE:
        return Rect.of(whole)
    scale = min(across, down)
    width = min(whole.width, max(1, round(other.width * scale)))
    height = min(whole.height, max(1, round(other.height * scale)))
    return Rect((whole.width - width) // 2, (whole.height - height) // 2, width, height)


@dataclass(frozen=True, slots=True)
class Differences:
    """How far two pictures differ, for every threshold at once.

    Attributes:
        counts: Pixels of each step: step 0 has those that are equal in every byte, step n those
            with a ΔE above (n − 1) and up to n quarters; the last one has all above.
        sums: The sum of the ΔE of each step's pixels.
        worst: The largest ΔE.
        outside_px: Pixels outside of the mask that differ in any byte; None without a mask.
    """

    counts: Sequence[int]
    sums: Sequence[float]
    worst: float = 0.0
    outside_px: int | None = None

    @property
    def pixels(self) -> int:
        """How many pixels were compared."""
        return sum(self.counts)

    @property
    def are_equal(self) -> bool:
        """Whether not one byte differs."""
        return self.counts[0] == self.pixels

    def differing(self, amplifier: Amplifier) -> int:
        """How many pixels differ by more than the threshold."""
        return sum(self.counts[amplifier.steps + 1 :])

    def share(self, amplifier: Amplifier) -> float:
        """Their share of all pixels, 0 to 1."""
        return self.differing(amplifier) / max(1, self.pixels)

    def mean(self, amplifier: Amplifier) -> float:
        """The mean ΔE of the pixels that differ by more than the threshold; 0 without any."""
        return sum(self.sums[amplifier.steps + 1 :]) / max(1, self.differing(amplifier))

    def suited(self, amplifier: Amplifier) -> Amplifier:
        """The gain at which nearly all of what differs is told apart by its colour."""
        wanted, step = _SHOWN_SHARE * self.differing(amplifier), amplifier.steps
        while wanted > 0 and step < len(self.counts) - 1:
            step += 1
            wanted -= self.counts[step]
        hottest = max(step / STEPS_PER_DELTA_E, amplifier.threshold + 1)
        gain = round(min(max(_HOTTEST / hottest, LEAST_GAIN), MOST_GAIN), 1)
        return Amplifier(amplifier.threshold, gain)
