"""Refinements of the mask as values: grow, shrink, feather, smooth, holes, specks, threshold.

`refine` carries one out as one step. Every refinement works on what the mask uses and its
surroundings only, in pieces, can be broken off, and treats coverage as grey throughout:

- Grow and shrink move every contour by the radius, round at corners: a soft edge keeps its slope,
  a faint part stays as faint. Shrinking does not eat into the mask from the edge of the picture.
- Feather is a Gaussian of half the radius, so an edge becomes soft over the radius to both sides
  (beyond it 2 per cent are left), and stays where it is at half coverage. At the edge of the
  picture the mask counts as continued.
- Smooth gives corners about half the radius and removes jags; soft edges stay soft.
- Fill holes and remove specks treat soft rims sensibly, see `overpaint.imaging.mask.spots`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from overpaint.imaging.mask import spots
from overpaint.imaging.mask.area import Area
from overpaint.imaging.mask.blocks import Outside, rewrite_blocks, surroundings
from overpaint.imaging.mask.blur import Gauss, blurred
from overpaint.imaging.mask.cancel import never
from overpaint.imaging.mask.disc import grown, shrunk
from overpaint.imaging.mask.patch import Patch
from overpaint.imaging.mask.smooth import smoothed

if TYPE_CHECKING:
    from collections.abc import Callable

    from overpaint.imaging.mask.delta import TileDelta
    from overpaint.imaging.mask.plane import MaskPlane
    from overpaint.imaging.pixels import Bytes2D

MAX_RADIUS_PX = 1000.0

_ALIGNED_PX = 64


@dataclass(frozen=True, slots=True)
class Grow:
    """Move the edge outwards.

    Attributes:
        radius_px: 0 to 1000; fractions are allowed.
    """

    radius_px: float


@dataclass(frozen=True, slots=True)
class Shrink:
    """Move the edge inwards.

    Attributes:
        radius_px: 0 to 1000; fractions are allowed.
    """

    radius_px: float


@dataclass(frozen=True, slots=True)
class Feather:
    """Make the edge soft.

    Attributes:
        radius_px: 0 to 1000, how far the softness reaches to both sides; sigma is half of it.
    """

    radius_px: float


@dataclass(frozen=True, slots=True)
class Smooth:
    """Round corners and remove jags.

    Attributes:
        radius_px: 0 to 1000.
    """

    radius_px: float


@dataclass(frozen=True, slots=True)
class FillHoles:
    """Cover what the mask encloses.

    Attributes:
        max_area_px: Larger holes stay; None fills all.
    """

    max_area_px: int | None = None


@dataclass(frozen=True, slots=True)
class Despeckle:
    """Take small islands away.

    Attributes:
        max_area_px: The largest island that goes, pixels.
    """

    max_area_px: int


@dataclass(frozen=True, slots=True)
class Threshold:
    """Cover fully what has at least so much coverage, and nothing else.

    Attributes:
        level: 1 to 255.
    """

    level: int = 128


@dataclass(frozen=True, slots=True)
class Levels:
    """Spread coverage: ``black`` becomes 0, ``white`` becomes 255, in between evenly.

    Attributes:
        black: 0 to 254.
        white: Above ``black``, up to 255.
    """

    black: int
    white: int


Refinement: TypeAlias = (
    Grow | Shrink | Feather | Smooth | FillHoles | Despeckle | Threshold | Levels
)


def refine(plane: MaskPlane, step: Refinement, cancelled: Callable[[], bool] = never) -> TileDelta:
    """Carry out one refinement, as one step.

    Takes from milliseconds to a few tenths of a second at 24 megapixels: not for the GUI thread,
    but safe on a thread beside it.

    Args:
        plane: The mask; its lock is held meanwhile.
        step: What to do.
        cancelled: Asked many times a second.

    Raises:
        Cancelled: Told to stop; the mask is as before.
        ValueError: A value is out of its range.
    """
    if isinstance(step, FillHoles):
        return spots.fill_holes(plane, step.max_area_px, cancelled)
    if isinstance(step, Despeckle):
        return spots.despeckle(plane, step.max_area_px, cancelled)
    if isinstance(step, Threshold | Levels):
        return _by_table(plane, _table(step), cancelled)
    if not 0.0 <= step.radius_px <= MAX_RADIUS_PX:
        raise ValueError(f"radius {step.radius_px} is not 0 to {MAX_RADIUS_PX:g}")
    return _around(plane, step, cancelled)


_MOVES = {Grow: (grown, Outside.EMPTY, 255), Shrink: (shrunk, Outside.COVERED, 0)}


def _around(
    plane: MaskPlane, step: Grow | Shrink | Feather | Smooth, cancelled: Callable[[], bool]
) -> TileDelta:
    radius, sigma = step.radius_px, step.radius_px / 2
    gauss = Gauss.of(sigma)
    halo, outside, unchanged = gauss.halo_px, Outside.REPEATED, None
    compute: Callable[[Bytes2D], Bytes2D]
    if isinstance(step, Feather):
        compute = lambda window: blurred(window, gauss)  # noqa: E731
    elif isinstance(step, Smooth):
        compute = lambda window: smoothed(window, sigma, gauss)  # noqa: E731
    else:
        halo = math.ceil(radius)
        move, outside, unchanged = _MOVES[type(step)]
        compute = lambda window: move(window, radius, halo)  # noqa: E731
    return rewrite_blocks(
        plane,
        compute,
        halo_px=halo,
        outside=outside,
        unchanged=unchanged,
        # Floats of one tile fit the processor's cache; bytes do so up to four.
        block_tiles=1 if isinstance(step, Smooth) else 4,
        cancelled=cancelled,
    )


def _table(step: Threshold | Levels) -> Bytes2D:
    """Return the new coverage for each of the 256."""
    old = np.arange(256)
    if isinstance(step, Threshold):
        if not 1 <= step.level <= 255:
            raise ValueError(f"threshold {step.level} is not 1 to 255")
        return np.where(old >= step.level, 255, 0).astype(np.uint8)
    if not 0 <= step.black < step.white <= 255:
        raise ValueError(f"levels {step.black} to {step.white} are not 0 to 255")
    spread = np.rint((old - step.black) * (255 / (step.white - step.black)))
    table: Bytes2D = np.clip(spread, 0, 255).astype(np.uint8)
    return table


def _by_table(plane: MaskPlane, table: Bytes2D, cancelled: Callable[[], bool]) -> TileDelta:
    def write(tile: Bytes2D, _: Area) -> None:
        tile[...] = table[tile]

    # What is 0 stays 0 by every table here.
    return plane.rewrite(write, plane.used_area(), cancelled)


def feathered(patch: Patch, radius_px: float, within: Area) -> Patch:
    """Return a patch with a soft edge, as `Feather` would make it.

    Args:
        patch: Inside ``within``.
        radius_px: 0 to 1000; 0 gives the same patch.
        within: Area of the plane; at its edge the patch counts as continued.
    """
    if radius_px <= 0 or patch.is_empty:
        return patch
    gauss = Gauss.of(radius_px / 2)
    halo, old = gauss.halo_px, patch.area
    # The corner lies on the grid of the small picture, so the result does not depend on the patch.
    area = Area(
        (old.left - halo) // _ALIGNED_PX * _ALIGNED_PX,
        (old.top - halo) // _ALIGNED_PX * _ALIGNED_PX,
        old.right + halo,
        old.bottom + halo,
    ).intersected(within)
    window = surroundings(
        patch.on(area), Area(0, 0, area.width, area.height), halo, Outside.REPEATED
    )
    return Patch(area, np.ascontiguousarray(blurred(window, gauss)))
