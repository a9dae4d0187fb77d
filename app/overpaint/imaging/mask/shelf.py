"""A mask that is kept aside, packed tile by tile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from overpaint.imaging.mask.area import tile_area
from overpaint.imaging.mask.delta import PackedTile, unpack_into

if TYPE_CHECKING:
    from overpaint.imaging.mask.delta import TileDelta
    from overpaint.imaging.mask.plane import MaskPlane
    from overpaint.imaging.pixels import Bytes2D


@dataclass(frozen=True, slots=True)
class PackedMask:
    """The coverage of a plane at one moment; a few kilobytes for what was painted by hand.

    Attributes:
        width: Of the picture, pixels.
        height: Of the picture, pixels.
        tiles: Row, column and packed pixels of every tile that holds anything.
    """

    width: int
    height: int
    tiles: tuple[tuple[int, int, PackedTile], ...]

    @property
    def size_bytes(self) -> int:
        """Packed bytes that it holds on to."""
        return sum(len(packed.data) for _, _, packed in self.tiles)

    @property
    def is_empty(self) -> bool:
        """True when every pixel is 0."""
        return not self.tiles

    def coverage(self) -> Bytes2D:
        """Return the coverage as it was, shape (height, width), uint8."""
        out = np.zeros((self.height, self.width), np.uint8)
        for row, column, packed in self.tiles:
            unpack_into(packed, out[tile_area(row, column, self.width, self.height).slices()])
        return out

    def put_on(self, plane: MaskPlane) -> TileDelta:
        """Make a plane as this was, as one step; only tiles that differ are written.

        Raises:
            ValueError: The plane has another size.
        """
        if (plane.width, plane.height) != (self.width, self.height):
            raise ValueError(f"a mask of {self.width}x{self.height} does not fit this plane")
        return plane.replace_packed({(row, column): tile for row, column, tile in self.tiles})


def pack(plane: MaskPlane) -> PackedMask:
    """Put aside what a plane holds now; waits for a running operation.

    The plane keeps its tiles packed for undo, and these are shared: no time, next to no memory.
    """
    tiles = plane.packed_tiles()
    return PackedMask(plane.width, plane.height, tuple((*key, tile) for key, tile in tiles.items()))
