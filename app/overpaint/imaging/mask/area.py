"""A rectangle of whole pixels, and the tiles that it touches."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

TILE_PX = 256
"""Edge of a tile: large enough for few tiles a stroke, small enough for little undo memory."""


class Area(NamedTuple):
    """Columns ``left`` to ``right`` and rows ``top`` to ``bottom``, both ends exclusive."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """Number of columns, never negative."""
        return max(0, self.right - self.left)

    @property
    def height(self) -> int:
        """Number of rows, never negative."""
        return max(0, self.bottom - self.top)

    @property
    def is_empty(self) -> bool:
        """True when there is no pixel in it."""
        return self.right <= self.left or self.bottom <= self.top

    def intersected(self, other: Area) -> Area:
        """Return the pixels that lie in both; possibly empty."""
        return Area(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )

    def united(self, other: Area) -> Area:
        """Return the smallest area around both; an empty one counts for nothing."""
        if self.is_empty:
            return other
        if other.is_empty:
            return self
        return Area(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def shifted(self, columns: int, rows: int) -> Area:
        """Return the same area that many columns to the right and rows further down."""
        left, top, right, bottom = self
        return Area(left + columns, top + rows, right + columns, bottom + rows)

    def grown(self, by_px: int) -> Area:
        """Return it with as many pixels more at each side; an empty one stays empty."""
        if self.is_empty:
            return self
        left, top, right, bottom = self
        return Area(left - by_px, top - by_px, right + by_px, bottom + by_px)

    def slices(self) -> tuple[slice, slice]:
        """Return what selects these pixels in an array of shape (rows, columns, ...)."""
        return slice(self.top, self.bottom), slice(self.left, self.right)

    def tiles(self) -> Iterator[tuple[int, int]]:
        """Yield (row, column) of every tile that has a pixel in this non-negative area."""
        if self.is_empty:
            return
        for row in range(self.top // TILE_PX, (self.bottom - 1) // TILE_PX + 1):
            for column in range(self.left // TILE_PX, (self.right - 1) // TILE_PX + 1):
                yield row, column


NOWHERE = Area(0, 0, 0, 0)
"""The empty area."""


def tile_area(row: int, column: int, width: int, height: int) -> Area:
    """Return the pixels of one tile of a plane of the given size (edge tiles are smaller)."""
    left, top = column * TILE_PX, row * TILE_PX
    return Area(left, top, min(left + TILE_PX, width), min(top + TILE_PX, height))
