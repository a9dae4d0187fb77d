"""Coverage of a part of the picture: what a selection tool hands over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from overpaint.imaging.mask.area import NOWHERE, Area

if TYPE_CHECKING:
    from overpaint.imaging.pixels import Bytes2D


@dataclass(frozen=True, slots=True, eq=False)
class Patch:
    """Coverage of ``area``; outside it the coverage is 0.

    Attributes:
        area: Where it lies, inside the picture; may be empty.
        cover: Shape (area.height, area.width), uint8, 255 = change.
    """

    area: Area
    cover: Bytes2D

    def __post_init__(self) -> None:
        if self.cover.shape != (self.area.height, self.area.width):
            raise ValueError(f"cover of shape {self.cover.shape} does not fit {self.area}")

    @property
    def is_empty(self) -> bool:
        """True when it has no pixel at all (not: when every pixel is 0)."""
        return self.area.is_empty

    def on(self, area: Area) -> Bytes2D:
        """Return its coverage on another area, 0 where it has none; shape of ``area``.

        A view when ``area`` lies inside, else a copy.
        """
        common = self.area.intersected(area)
        if common == area:
            return self.cover[_shifted(area, self.area).slices()]
        out = np.zeros((area.height, area.width), np.uint8)
        if not common.is_empty:
            source = self.cover[_shifted(common, self.area).slices()]
            out[_shifted(common, area).slices()] = source
        return out


def empty_patch() -> Patch:
    """Return the patch that covers nothing."""
    return Patch(NOWHERE, np.zeros((0, 0), np.uint8))


def _shifted(area: Area, origin: Area) -> Area:
    """Return the same pixels counted from the corner of ``origin``."""
    return Area(
        area.left - origin.left,
        area.top - origin.top,
        area.right - origin.left,
        area.bottom - origin.top,
    )
