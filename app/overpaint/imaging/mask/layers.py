"""The two planes of a picture: what may change, and what is protected whatever the mask says."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import numpy as np

from overpaint.imaging.mask.area import Area, tile_area
from overpaint.imaging.mask.brush import Layer
from overpaint.imaging.mask.delta import COUNTED_ABOVE
from overpaint.imaging.mask.plane import MaskPlane

if TYPE_CHECKING:
    from overpaint.imaging.pixels import Bytes2D

__all__ = ["Layer", "MaskLayers"]


class MaskLayers:
    """A mask and what is protected from it, of the same size and under one lock.

    What is sent is the effective coverage, min(mask, 255 - protect). Its figures are kept per tile
    with every change, so asking for them costs microseconds at any size.

    Attributes:
        mask: What may change.
        protect: What must not, 255 = fully protected.
    """

    def __init__(self, width: int, height: int) -> None:
        lock = threading.RLock()
        self.mask = MaskPlane(width, height, lock=lock, recounted=self._recount)
        self.protect = MaskPlane(width, height, lock=lock, recounted=self._recount)
        shape = self.mask.tile_shape
        self._effective_px = np.zeros(shape, np.int64)
        self._effective_used = np.zeros(shape, np.bool_)

    @property
    def width(self) -> int:
        """Width of both planes, pixels."""
        return self.mask.width

    @property
    def height(self) -> int:
        """Height of both planes, pixels."""
        return self.mask.height

    @property
    def area(self) -> Area:
        """The whole of both planes."""
        return self.mask.area

    @property
    def lock(self) -> threading.RLock:
        """Held while either plane is written to."""
        return self.mask.lock

    @property
    def is_empty(self) -> bool:
        """True when neither plane holds anything."""
        return self.mask.is_empty and self.protect.is_empty

    @property
    def is_effectively_empty(self) -> bool:
        """True when nothing may change: no mask, or all of it is protected."""
        return not bool(self._effective_used.any())

    def plane(self, layer: Layer) -> MaskPlane:
        """Return one of the planes."""
        return self.protect if layer is Layer.PROTECT else self.mask

    def effective_fraction(self) -> float:
        """Return the share of pixels whose effective coverage is above half, 0-1."""
        return float(self._effective_px.sum()) / (self.width * self.height)

    def effective_copy(self) -> Bytes2D:
        """Return min(mask, 255 - protect), shape (height, width); waits for a running operation."""
        with self.lock:
            out = self.mask.copy_coverage()
            for row, column in self.protect.used_area().tiles():
                area = tile_area(row, column, self.width, self.height).slices()
                np.minimum(out[area], 255 - self.protect.coverage[area], out=out[area])
        return out

    def effective(self, area: Area) -> Bytes2D:
        """Return the effective coverage of an area inside the planes; shape of ``area``."""
        part = area.slices()
        if self.protect.is_empty:
            return self.mask.coverage[part]
        shown: Bytes2D = np.minimum(self.mask.coverage[part], 255 - self.protect.coverage[part])
        return shown

    def _recount(self, row: int, column: int) -> None:
        count, used = self.mask.tile_figures(row, column)
        if used and self.protect.tile_figures(row, column)[1]:
            tile = np.minimum(self.mask.tile(row, column), 255 - self.protect.tile(row, column))
            count, used = int(np.count_nonzero(tile > COUNTED_ABOVE)), bool(tile.any())
        self._effective_px[row, column] = count
        self._effective_used[row, column] = used
