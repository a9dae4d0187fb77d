"""What one operation changed on a mask, tile by tile, packed for undo and redo."""

from __future__ import annotations

import os
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from overpaint.imaging.mask.area import NOWHERE, Area, tile_area

if TYPE_CHECKING:
    from overpaint.imaging.mask.plane import MaskPlane
    from overpaint.imaging.pixels import Bytes2D

COUNTED_ABOVE = 127
"""A pixel counts as covered exactly when export would call it "change"."""

_SPEED = 1  # zlib level: higher levels save a few per cent only, and filters cost more to undo
_PARALLEL_FROM = 64  # tiles; below, starting threads costs more than they save


class PackedTile(NamedTuple):
    """The coverage of one tile, small enough to be kept.

    Attributes:
        data: Nothing for an empty tile, one byte for one value everywhere, else zlib.
        covered_px: How many of its pixels count as covered.
        is_inverse: ``data`` is what is not covered (never for an empty tile or a single value).
    """

    data: bytes
    covered_px: int
    is_inverse: bool = False

    @property
    def is_empty(self) -> bool:
        """True when every pixel is 0."""
        return not self.data

    def inverted(self, size_px: int) -> PackedTile:
        """Return the same tile with 255 minus its coverage; it shares the bytes.

        Args:
            size_px: Pixels of the tile.
        """
        covered = size_px - self.covered_px
        if len(self.data) > 1:
            return PackedTile(self.data, covered, not self.is_inverse)
        value = 255 - (self.data[0] if self.data else 0)
        return PackedTile(bytes((value,)), covered) if value else EMPTY_TILE

    def holds(self, tile: Bytes2D, packed: PackedTile) -> bool:
        """Tell whether these are the pixels of ``tile``, which ``packed`` was made from."""
        if not self.is_inverse:
            return self == packed
        return self.covered_px == packed.covered_px and self.data == pack_tile(255 - tile).data


EMPTY_TILE = PackedTile(b"", 0)


def pack_tile(tile: Bytes2D) -> PackedTile:
    """Pack the pixels of one tile."""
    low = int(tile.min())
    if low == int(tile.max()):
        return PackedTile(bytes((low,)), tile.size * (low > COUNTED_ABOVE)) if low else EMPTY_TILE
    covered = int(np.count_nonzero(tile > COUNTED_ABOVE))
    return PackedTile(zlib.compress(np.ascontiguousarray(tile).data, _SPEED), covered)


def unpack_into(packed: PackedTile, tile: Bytes2D) -> None:
    """Write a packed tile over ``tile`` (shape of the tile that was packed)."""
    data = packed.data
    if len(data) <= 1:
        tile.fill(data[0] if data else 0)
        return
    raw = np.frombuffer(zlib.decompress(data, bufsize=tile.size), np.uint8).reshape(tile.shape)
    if packed.is_inverse:
        np.subtract(255, raw, out=tile)
    else:
        tile[...] = raw


@dataclass(frozen=True, slots=True)
class TileChange:
    """One tile before and after an operation, both packed."""

    row: int
    column: int
    before: PackedTile
    after: PackedTile


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
        """Packed bytes that it adds to what is held.

        What was there before is shared with the step that put it there, or with the tiles that the
        plane had at the oldest step; an inverted tile shares its bytes with the one before.
        """
        return sum(len(c.after.data) for c in self.tiles if c.after.data is not c.before.data)

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

        def unpack(change: TileChange) -> None:
            packed = change.after if after else change.before
            if packed is not plane.packed(change.row, change.column):
                unpack_into(packed, plane.tile(change.row, change.column))

        with plane.lock:
            if len(self.tiles) < _PARALLEL_FROM:
                for change in self.tiles:
                    unpack(change)
            else:
                with ThreadPoolExecutor(workers()) as pool:
                    list(pool.map(unpack, self.tiles))
            for change in self.tiles:
                packed = change.after if after else change.before
                plane.wrote(change.row, change.column, packed)


def workers() -> int:
    """Return how many threads share work on tiles; zlib, numpy and OpenCV let go of the GIL."""
    return min(4, os.cpu_count() or 1)
