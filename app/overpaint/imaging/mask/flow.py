"""Strokes that build up: what a brush of flow below 1 puts down, and how that goes on the mask.

A stroke has a layer of its own. Of every dab, with coverage p (0 to 1) at a pixel and flow f,
the layer keeps two things there:

- the *peak*, the largest f·p of all dabs. It makes one pass even: a straight stroke, its ends, its
  corners and a single tap are f times what the same stroke covers at flow 1;
- the *density*, the sum of −ln(1 − f) · p · share over all dabs, where `share` is 1/n with n dabs
  overlapping on the middle line (see `brush.dabs_a_pass`).

The coverage is the larger of the peak and 1 − exp(−density). Transmissions multiply, so densities
add: after k passes the middle line has k · −ln(1 − f), which is 1 − (1 − f)^k, as if k transparent
sheets lay on each other. A sum and a maximum do not depend on the order of the dabs, and the dabs
not on how many events brought the points; so neither does the coverage.

A density is kept as a float: at a flow of one per cent and a hundred dabs a pass, one dab is a
fortieth of a step of 8 bits.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from overpaint.imaging.mask.area import NOWHERE, Area
from overpaint.imaging.mask.stamp import parts_of, window

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from overpaint.imaging.mask.brush import Dab
    from overpaint.imaging.mask.stamp import Placed
    from overpaint.imaging.pixels import Bytes2D


class StrokeLayer:
    """What one stroke has put down so far on a part of the picture (or of the screen).

    Flow 1 costs what pressing on bytes costs; floats come with the first dab of a lower flow. As
    long as all dabs have one flow and size, the peak is kept as the maximum of p and the density
    as the sum of p, both without their factors; these are applied when somebody looks.

    Attributes:
        within: The part; dabs are cut to it.
    """

    def __init__(self, within: Area) -> None:
        self.within = within
        self._peak: Bytes2D = np.zeros((within.height, within.width), np.uint8)
        self._density: NDArray[np.float32] | None = None
        self._factors = _PLAIN

    @property
    def builds_up(self) -> bool:
        """True once a dab of flow below 1 was pressed: the stroke then goes on by `screened`.

        When a pen's pressure turns it on in the middle of a stroke, all of the stroke looks
        slightly different from then on and needs to be shown again.
        """
        return self._density is not None

    def press(self, placed: Placed, dab: Dab) -> Area:
        """Press the stamp of a dab.

        Returns:
            What changed, in the coordinates of ``within``; possibly empty.
        """
        area = placed.area.intersected(self.within)
        if area.is_empty:
            return NOWHERE
        factors = self._adapted(dab)
        for part, cover in parts_of(placed, self.within):
            self._add(cover, part, factors)
        return area

    def press_cover(self, cover: Bytes2D, area: Area, dab: Dab) -> Area:
        """Press a dab whose coverage was worked out without a stamp.

        Args:
            cover: Of the dab at full flow, shape of ``area``.
            area: Inside ``within``.
            dab: Gives flow and share.
        """
        self._add(cover, area, self._adapted(dab))
        return area

    def cover(self, area: Area) -> Bytes2D:
        """Return the coverage of the stroke on an area inside ``within``.

        A view of its own bytes while nothing builds up, else a new array.
        """
        peak = window(self._peak, area, self.within)
        if self._density is None:
            return peak
        depth = np.multiply(window(self._density, area, self.within), -self._factors.weight)
        # Beyond this everything is opaque, and smaller powers are slow to compute.
        np.maximum(depth, np.float32(-20), out=depth)
        built = np.exp(depth, out=depth)
        built *= -255
        built += 255.5
        return np.maximum(_times(peak, self._factors.flow), built.astype(np.uint8))

    def on(self, mask: Bytes2D, area: Area, *, erase: bool) -> Bytes2D:
        """Return the mask with the stroke on it.

        Args:
            mask: Coverage before the stroke, shape of ``area``.
            area: Inside ``within``.
            erase: The stroke takes coverage away.
        """
        cover = self.cover(area)
        if self._density is not None:
            return screened(mask, cover, erase=erase)
        return np.minimum(mask, 255 - cover) if erase else np.maximum(mask, cover)

    def clear(self, area: Area | None = None) -> None:
        """Forget the stroke; ``area`` (inside ``within``) must hold all of it when given."""
        part = self.within if area is None else area
        window(self._peak, part, self.within).fill(0)
        self._density, self._factors = None, _PLAIN

    def _adapted(self, dab: Dab) -> _Factors:
        """Return the dab's factors; the layer's own become 1 when they are not the same."""
        if dab.flow >= 1.0 and self._density is None:
            return _PLAIN
        factors = _Factors.of(dab)
        if self._density is None:
            self._density = np.zeros(self._peak.shape, np.float32)
            if not self._peak.any():
                self._factors = factors
        same_weight = factors.weight in {0.0, self._factors.weight}
        if self._factors is not _PLAIN and not (factors.flow == self._factors.flow and same_weight):
            self._peak = _times(self._peak, self._factors.flow)
            self._density *= self._factors.weight
            self._factors = _PLAIN
        return factors

    def _add(self, cover: Bytes2D | int, part: Area, factors: _Factors) -> None:
        peak = window(self._peak, part, self.within)
        scaled = cover if factors.flow == self._factors.flow else _times(cover, factors.flow)
        np.maximum(peak, scaled, out=peak)
        if self._density is None or factors.weight == 0.0:
            return
        density = window(self._density, part, self.within)
        if factors.weight == self._factors.weight:
            np.add(density, cover, out=density)
        else:
            density += np.multiply(cover, factors.weight, dtype=np.float32)


class _Factors(NamedTuple):
    """What a coverage p of 0 to 255 is multiplied with, for the peak and for the density."""

    flow: float
    weight: np.float32

    @classmethod
    def of(cls, dab: Dab) -> _Factors:
        """Return the factors of a dab; one of flow 1 adds nothing to the density."""
        if dab.flow >= 1.0:
            return _PLAIN._replace(weight=np.float32(0))
        return cls(dab.flow, np.float32(-math.log1p(-dab.flow) * dab.share / 255))


_PLAIN = _Factors(1.0, np.float32(1))


def _times(cover: Bytes2D | int, flow: float) -> Bytes2D:
    """Return f·p, rounded."""
    product = np.multiply(cover, np.float32(flow), dtype=np.float32)
    product += np.float32(0.5)
    return product.astype(np.uint8)


def screened(mask: Bytes2D, cover: Bytes2D, *, erase: bool = False) -> Bytes2D:
    """Lay a stroke on the mask as a second sheet: 255 − (255 − m)(255 − s)/255, rounded.

    Erasing leaves m·(255 − s)/255. Both are exact where either is 0 or 255.

    Args:
        mask: Coverage m, uint8.
        cover: Coverage of the stroke s, same shape.
        erase: The stroke takes coverage away.
    """
    kept = mask if erase else 255 - mask
    product = np.multiply(kept, 255 - cover, dtype=np.uint16)
    # Division by 255 with correct rounding, for every product of two bytes.
    product += 128
    product += product >> 8
    product >>= 8
    rest = product.astype(np.uint8)
    return rest if erase else 255 - rest
