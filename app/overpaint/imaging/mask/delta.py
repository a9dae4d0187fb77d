"""What one operation changed on a mask, tile by tile, packed for undo and redo."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from overpaint.imaging.mask.area import NOWHERE, Area, tile_area

if TYPE_CHECKING:
    from overpaint.imaging.mask.plane import MaskPlane
    from overpaint.imaging.pixels import Bytes2D

_SPEED = 1  # zlib level: 3.5 ms a stroke on a worker; higher levels save a few per cent only


def pack_tile(tile: Bytes2D) -> bytes:
    """Pack one tile: empty takes no byte, one value everywhere takes one byte, else zlib."""
    low = int(tile.min())
    if low == int(tile.max()):
        return b"" if low == 0 else bytes((low,))
    return zlib.compress(tile.tobytes(), _SPEED)


def unpack_into(packed: bytes, tile: Bytes2D) -> None:
    """Write a packed tile over ``tile`` (shape of the tile that was packed)."""
    if len(packed) <= 1:
        tile[...] = packed[0] if packed else 0
        return
    tile[...] = np.frombuffer(zlib.decompress(packed), np.uint8).reshape(tile.shape)


@dataclass(frozen=True, slots=True)
class TileChange:
    """One tile before and after an operation, both packed."""

    row: int
    column: int
    before: bytes
    after: bytes


@dataclass(frozen=True, slots=True)
class TileDelta:
    """Everything that one operation changed; applying it twice is the same as once.

    Attributes:
        width: Width of the plane it belongs to, pixels.
        height: Height of that plane, pixels.
        tiles: The changed tiles.
    """

    width: int
    height: int
    tiles: tuple[TileChange, ...]

    @property
    def size_bytes(self) -> int:
        """Packed bytes that it holds on to."""
        return sum(len(change.before) + len(change.after) for change in self.tiles)

    @property
    def is_empty(self) -> bool:
        """True when the operation changed nothing."""
        return not self.tiles

    @property
    def dirty(self) -> Area:
        """The area around all changed tiles."""
        area = NOWHERE
        for change in self.tiles:
            area = area.united(tile_area(change.row, change.column, self.width, self.height))
        return area

    def apply_before(self, plane: MaskPlane) -> None:
        """Put the plane back to how it was (undo)."""
        self._apply(plane, after=False)

    def apply_after(self, plane: MaskPlane) -> None:
        """Bring the operation back (redo)."""
        self._apply(plane, after=True)

    def _apply(self, plane: MaskPlane, *, after: bool) -> None:
        if (plane.width, plane.height) != (self.width, self.height):
            raise ValueError(f"a delta of {self.width}x{self.height} does not fit this plane")
        with plane.lock:
            for change in self.tiles:
                packed = change.after if after else change.before
                unpack_into(packed, plane.tile(change.row, change.column))
                plane.recount(change.row, change.column)
