"""The two planes of a picture: what may change, and what is protected whatever the mask says."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import numpy as np

from overpaint.domain.draft import MaskFacts
from overpaint.domain.frame import Rect
from overpaint.domain.sizes import Size
from overpaint.imaging.mask.area import NOWHERE, TILE_PX, Area, tile_area
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
        # Left, top, right, bottom of what is effectively used in each tile, in the whole plane.
        self._effective_box = np.zeros((*shape, 4), np.int32)

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

    def effective_bounds(self) -> Area:
        """Return the exact area around everything that may change; empty for nothing."""
        boxes = self._effective_box[self._effective_used]
        if boxes.size == 0:
            return NOWHERE
        left, top = boxes[:, :2].min(axis=0)
        right, bottom = boxes[:, 2:].max(axis=0)
        return Area(int(left), int(top), int(right), int(bottom))

    def facts(self) -> MaskFacts | None:
        """Return what the rules need to know; None when nothing may change. Microseconds."""
        with self.lock:
            area = self.effective_bounds()
            if area.is_empty:
                return None
            bounds = Rect(area.left, area.top, area.width, area.height)
            return MaskFacts(Size(self.width, self.height), self.effective_fraction(), bounds)

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
        tile = self.mask.tile(row, column) if used else None
        if tile is not None and self.protect.tile_figures(row, column)[1]:
            tile = np.minimum(tile, 255 - self.protect.tile(row, column))
            count = int(np.count_nonzero(tile > COUNTED_ABOVE))
        box = NOWHERE if tile is None else _box(tile)
        self._effective_px[row, column] = count
        self._effective_used[row, column] = not box.is_empty
        self._effective_box[row, column] = box.shifted(column * TILE_PX, row * TILE_PX)


def _box(tile: Bytes2D) -> Area:
    """Return the area around everything in a tile that is not 0."""
    # By the largest value: finding whether there is any takes twice as long.
    rows = np.flatnonzero(np.maximum.reduce(tile, axis=1))
    if rows.size == 0:
        return NOWHERE
    columns = np.flatnonzero(np.maximum.reduce(tile, axis=0))
    return Area(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)
