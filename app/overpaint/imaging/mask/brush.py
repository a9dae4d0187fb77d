"""The round brush and the strokes that are made with it: values only, no pixels."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

MIN_DIAMETER_PX = 1.0
MAX_DIAMETER_PX = 4096.0

_STRAIGHT = 0.97  # cosine of 14 degrees
_DABS_A_PASS = 16  # the grid of sub-pixel positions then moves coverage by two steps at most


class Layer(Enum):
    """Which of a picture's two planes is painted on."""

    MASK = "mask"
    PROTECT = "protect"


@dataclass(frozen=True, slots=True)
class Brush:
    """A round brush.

    Attributes:
        diameter_px: 1 to 4096, in pixels of the picture.
        hardness: Share of the radius that is fully covered, 0 (soft) to 1 (hard).
        erase: True when it takes coverage away.
        flow: Coverage that one pass reaches, above 0 up to 1. Below 1 a stroke builds up where it
            goes over itself; at 1 it covers fully at once, and nothing adds up.
    """

    diameter_px: float = 64.0
    hardness: float = 0.8
    erase: bool = False
    flow: float = 1.0

    def __post_init__(self) -> None:
        if not MIN_DIAMETER_PX <= self.diameter_px <= MAX_DIAMETER_PX:
            raise ValueError(f"brush diameter {self.diameter_px} is not 1 to 4096")
        if not 0.0 <= self.hardness <= 1.0:
            raise ValueError(f"brush hardness {self.hardness} is not 0 to 1")
        if not 0.0 < self.flow <= 1.0:
            raise ValueError(f"brush flow {self.flow} is not above 0 up to 1")


class StrokePoint(NamedTuple):
    """Where the pointer was, in picture coordinates (pixel 0 reaches from 0.0 to 1.0).

    Attributes:
        x: Distance from the left edge, pixels.
        y: Distance from the top edge, pixels.
        scale: Factor on the brush's diameter, above 0 up to 1 (pen pressure).
        flow: Factor on the brush's flow, 0 to 1 (pen pressure).
    """

    x: float
    y: float
    scale: float = 1.0
    flow: float = 1.0


@dataclass(frozen=True, slots=True)
class Stroke:
    """One stroke: the brush, the way of its pointer, and the plane it goes on."""

    brush: Brush
    points: tuple[StrokePoint, ...]
    layer: Layer = Layer.MASK

    @property
    def builds_up(self) -> bool:
        """True when any part of it has a flow below 1, so that passes add up."""
        return self.brush.flow < 1.0 or any(point.flow < 1.0 for point in self.points)


class Dab(NamedTuple):
    """One imprint of the brush.

    Attributes:
        x: Its centre, pixels.
        y: Its centre, pixels.
        diameter_px: Its size.
        flow: Coverage that a whole pass reaches here, 0 to 1.
        share: Part of a pass that this dab is: 1/n where n dabs overlap, 0 for the dabs that only
            round a corner or an end. Without meaning at flow 1.
    """

    x: float
    y: float
    diameter_px: float
    flow: float = 1.0
    share: float = 0.0


def falloff_px(diameter_px: float, hardness: float) -> float:
    """Return the width of the soft edge; a hard brush keeps one pixel to be smooth."""
    return max(1.0, (1.0 - hardness) * diameter_px / 2)


def spacing_px(diameter_px: float, hardness: float) -> float:
    """Return the distance between dabs at which their union looks like a swept disc.

    Discs of radius r at distance s leave scallops of depth s²/8r at the edge. A tenth of a pixel
    is invisible at a hard edge; a soft edge hides as much as one of its 255 steps. Between two
    soft dabs the middle of the stroke sinks too, as soon as it lies out of both cores: two steps
    are allowed. Soft brushes never use more than an eighth of their diameter.
    """
    edge = falloff_px(diameter_px, hardness)
    depth = max(0.1, edge / 255)
    smooth = math.sqrt(4 * diameter_px * depth)
    if hardness < 1.0:
        core = hardness * diameter_px
        smooth = min(smooth, diameter_px / 8, core + 0.1 * edge)
    return max(0.25, smooth)


def dabs_a_pass(diameter_px: float, hardness: float) -> tuple[int, float]:
    """Return how many dabs overlap on the middle line of a stroke, and their spacing in pixels.

    For a stroke that builds up (flow below 1).

    Along the middle line the coverage of a dab is a box, as long as the dab is wide at half
    coverage (L), smoothed by its falloff. Shifted copies of a box add up to the same sum
    everywhere exactly when L is a whole number n of spacings, and smoothing does not change that:
    at a distance of L/n the dabs sum to n at every point, whatever the hardness and wherever the
    stroke began. So 1/n of a pass for each dab makes one pass on the middle line, exactly.
    """
    width = max(0.25, diameter_px + 1 - falloff_px(diameter_px, hardness))
    enough = max(math.ceil(width / spacing_px(diameter_px, hardness)), _DABS_A_PASS)
    count = max(1, min(enough, math.floor(width / 0.25)))
    return count, width / count


class DabPath:
    """Places dabs at even distances along a growing way, and at its corners.

    The dabs depend on the points only, not on how many arrive at a time.

    Args:
        diameter_px: Of the brush, on the plane that the dabs are pressed on.
        hardness: Of the brush.
        flow: Of the brush.
    """

    def __init__(self, diameter_px: float, hardness: float, flow: float = 1.0) -> None:
        self._diameter_px = diameter_px
        self._hardness = hardness
        self._flow = flow
        self._last: StrokePoint | None = None
        self._to_next_px = 0.0
        self._heading = (0.0, 0.0)

    def extend(self, point: StrokePoint) -> Iterator[Dab]:
        """Yield the dabs between the previous point and this one."""
        last, self._last = self._last, point
        if last is None:
            yield self._dab(point)
            self._to_next_px = self._spacing(point)
            return
        length = math.hypot(point.x - last.x, point.y - last.y)
        if length > 0.0 and self._turns(last, point, length):
            # Even distances alone would cut the corner.
            yield self._extra(last)
            if self._dab_flow(last) >= 1.0:
                self._to_next_px = self._spacing(last)
        travelled = self._to_next_px
        while travelled <= length:
            share = travelled / length if length else 1.0
            here = StrokePoint(*(a + (b - a) * share for a, b in zip(last, point, strict=True)))
            yield self._dab(here)
            travelled += self._spacing(here)
        self._to_next_px = travelled - length

    def _turns(self, last: StrokePoint, point: StrokePoint, length: float) -> bool:
        """Tell whether the way bends sharply at ``last``, and remember where it goes."""
        x, y = (point.x - last.x) / length, (point.y - last.y) / length
        (old_x, old_y), self._heading = self._heading, (x, y)
        has_headed = (old_x, old_y) != (0.0, 0.0)
        return has_headed and x * old_x + y * old_y < _STRAIGHT

    def finish(self) -> Iterator[Dab]:
        """Yield the dab at the very end of the way."""
        if self._last is not None:
            yield self._extra(self._last)

    def _dab(self, point: StrokePoint) -> Dab:
        diameter, flow = self._dab_diameter(point.scale), self._dab_flow(point)
        if flow >= 1.0:
            return Dab(point.x, point.y, diameter)
        count, _ = dabs_a_pass(diameter, self._hardness)
        return Dab(point.x, point.y, diameter, flow, 1.0 / count)

    def _extra(self, point: StrokePoint) -> Dab:
        """A dab beside the even ones: it shapes the stroke and adds nothing to the pass."""
        return self._dab(point)._replace(share=0.0)

    def _dab_flow(self, point: StrokePoint) -> float:
        return self._flow * min(max(point.flow, 0.0), 1.0)

    def _dab_diameter(self, scale: float) -> float:
        """Round sizes that come from pressure to steps of two per cent, so stamps are reused."""
        if scale >= 1.0:
            return self._diameter_px
        wanted = max(MIN_DIAMETER_PX, self._diameter_px * scale)
        return max(MIN_DIAMETER_PX, 1.02 ** round(math.log(wanted, 1.02)))

    def _spacing(self, point: StrokePoint) -> float:
        diameter = self._dab_diameter(point.scale)
        if self._dab_flow(point) >= 1.0:
            return spacing_px(diameter, self._hardness)
        return dabs_a_pass(diameter, self._hardness)[1]


def dabs_of(stroke: Stroke) -> Iterator[Dab]:
    """Yield every dab of a finished stroke, in order."""
    brush = stroke.brush
    path = DabPath(brush.diameter_px, brush.hardness, brush.flow)
    for point in stroke.points:
        yield from path.extend(point)
    yield from path.finish()
