"""Which picture pixels a ruler names, and where they lie on the screen; pure arithmetic."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from overpaint.ui.canvas.transform import ViewTransform

_NUMBERED_PX = 56.0  # logical, least distance of two numbers
_TICK_PX = 5.0  # logical, least distance of two ticks


class Tick(NamedTuple):
    """A line of the ruler.

    Attributes:
        image_px: The picture pixel that begins there.
        place_px: Along the viewport, screen pixels.
        is_numbered: Whether its number is written.
    """

    image_px: int
    place_px: int
    is_numbered: bool


@dataclass(frozen=True, slots=True)
class Scale:
    """One direction of the screen in picture pixels.

    Attributes:
        zero_px: Where picture pixel 0 begins, screen pixels.
        screen_per_image: Screen pixels for one picture pixel; negative when it counts backwards.
        numbered_every: Picture pixels between two numbers.
        ticks_every: Picture pixels between two ticks.
    """

    zero_px: float
    screen_per_image: float
    numbered_every: int
    ticks_every: int

    def ticks(self, start_px: float, stop_px: float) -> Iterator[Tick]:
        """Yield the ticks between two places on the screen."""
        ends = [(place - self.zero_px) / self.screen_per_image for place in (start_px, stop_px)]
        step = self.ticks_every
        first = math.floor(min(ends) / step) - self.numbered_every // step
        for index in range(first, math.ceil(max(ends) / step) + self.numbered_every // step + 1):
            image_px = index * step
            place = math.floor(self.zero_px + image_px * self.screen_per_image + 0.5)
            yield Tick(image_px, place, image_px % self.numbered_every == 0)


def scale_along(transform: ViewTransform, *, across: bool) -> Scale | None:
    """Return what runs along the width or the height of the viewport; None when it is askew."""
    if not transform.turn.keeps_pixels:
        return None
    side = 0 if across else 1
    zero = transform.to_device((0.0, 0.0))
    steps = [transform.to_device(pos)[side] - zero[side] for pos in ((1.0, 0.0), (0.0, 1.0))]
    per_image = max(steps, key=abs)
    scale, ratio = abs(per_image), transform.pixel_ratio
    numbered = _round_step(_NUMBERED_PX * ratio / scale)
    return Scale(zero[side], per_image, numbered, _ticks_within(numbered, _TICK_PX * ratio / scale))


def _round_step(least: float) -> int:
    """Return the smallest 1, 2 or 5 times a power of ten that is not below ``least``."""
    power = 1
    while power * 5 < least:
        power *= 10
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= least)


def _ticks_within(numbered: int, least: float) -> int:
    """Return the finest whole part of a step whose ticks do not touch."""
    for parts in (10, 5, 4, 2):
        if numbered % parts == 0 and numbered // parts >= least:
            return numbered // parts
    return numbered
