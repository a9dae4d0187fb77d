"""The mask of one picture at full size, and the record of what an operation changes on it."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

from overpaint.imaging.mask.area import NOWHERE, TILE_PX, Area, tile_area
from overpaint.imaging.mask.cancel import check, never
from overpaint.imaging.mask.delta import (
    EMPTY_TILE,
    PackedTile,
    TileChange,
    TileDelta,
    pack_tile,
    unpack_into,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from overpaint.imaging.pixels import Bytes2D


class MaskPlane:
    """Coverage of one picture: 0 keeps a pixel, 255 changes it.

    Pages that nobody paints on are never touched and cost no memory. All writing goes through
    `record` or the whole-plane operations, each of which gives one `TileDelta`. An operation holds
    `lock` until it is complete, so a copy taken from another thread is never half a stroke.
    Beside its pixels each used tile is kept packed, as it was after the last operation: a step of
    undo needs it anyway, and so taking note of a tile before it changes costs nothing.

    Args:
        width: Of the picture, pixels.
        height: Of the picture, pixels.
        lock: To share with another plane; its own when None.
        recounted: Called with row and column after a tile has changed, with the lock held.
    """

    def __init__(
        self,
        width: int,
        height: int,
        *,
        lock: threading.RLock | None = None,
        recounted: Callable[[int, int], None] | None = None,
    ) -> None:
        if width < 1 or height < 1:
            raise ValueError("a mask needs at least one pixel")
        self.width = width
        self.height = height
        self.lock = lock or threading.RLock()
        self._recounted = recounted
        self._coverage: Bytes2D = np.zeros((height, width), np.uint8)
        shape = (-(-height // TILE_PX), -(-width // TILE_PX))
        self._covered_px = np.zeros(shape, np.int64)
        self._used = np.zeros(shape, np.bool_)
        self._packed: dict[tuple[int, int], PackedTile] = {}

    @property
    def area(self) -> Area:
        """The whole plane."""
        return Area(0, 0, self.width, self.height)

    @property
    def coverage(self) -> Bytes2D:
        """The live coverage, shape (height, width), read-only; it may change while you look."""
        view = self._coverage.view()
        view.flags.writeable = False
        return view

    @property
    def tile_shape(self) -> tuple[int, int]:
        """Rows and columns of tiles."""
        rows, columns = self._used.shape
        return rows, columns

    @property
    def is_empty(self) -> bool:
        """True when every pixel is 0."""
        return not bool(self._used.any())

    def coverage_fraction(self) -> float:
        """Return the share of pixels above half coverage, 0-1; costs microseconds."""
        return float(self._covered_px.sum()) / (self.width * self.height)

    def copy_coverage(self) -> Bytes2D:
        """Return a copy of the coverage, shape (height, width); waits for a running operation."""
        with self.lock:
            return self._coverage.copy()

    def used_area(self) -> Area:
        """Return the area of the tiles that hold anything; costs microseconds."""
        rows = np.flatnonzero(self._used.any(axis=1))
        if rows.size == 0:
            return NOWHERE
        columns = np.flatnonzero(self._used.any(axis=0))
        first = tile_area(int(rows[0]), int(columns[0]), self.width, self.height)
        return first.united(tile_area(int(rows[-1]), int(columns[-1]), self.width, self.height))

    def bounds(self) -> Area:
        """Return the exact area around every pixel that is not 0; empty for an empty mask."""
        with self.lock:
            around = self.used_area()
            if around.is_empty:
                return NOWHERE
            window = self._coverage[around.slices()]
            rows = np.flatnonzero(window.any(axis=1))
            columns = np.flatnonzero(window.any(axis=0))
        return Area(
            around.left + int(columns[0]),
            around.top + int(rows[0]),
            around.left + int(columns[-1]) + 1,
            around.top + int(rows[-1]) + 1,
        )

    def tile(self, row: int, column: int) -> Bytes2D:
        """Return the writable pixels of one tile (for `TileDelta` and `TileRecorder`)."""
        return self._coverage[tile_area(row, column, self.width, self.height).slices()]

    def packed(self, row: int, column: int) -> PackedTile:
        """Return one tile packed, as it was after the last complete operation; costs nothing.

        It is the same object that undo steps hold.
        """
        return self._packed.get((row, column), EMPTY_TILE)

    def wrote(self, row: int, column: int, packed: PackedTile) -> None:
        """Take note of what was written to `tile`."""
        if packed.is_empty:
            self._packed.pop((row, column), None)
        else:
            self._packed[row, column] = packed
        self._covered_px[row, column] = packed.covered_px
        self._used[row, column] = not packed.is_empty
        if self._recounted is not None:
            self._recounted(row, column)

    def tile_figures(self, row: int, column: int) -> tuple[int, bool]:
        """Return how many pixels of a tile count as covered, and whether any is not 0."""
        return int(self._covered_px[row, column]), bool(self._used[row, column])

    @contextmanager
    def record(self) -> Iterator[TileRecorder]:
        """Open an operation; call the recorder's `finish`, or everything is taken back."""
        with self.lock:
            recorder = TileRecorder(self, self._coverage)
            try:
                yield recorder
            finally:
                recorder.close()

    def fill(self) -> TileDelta:
        """Cover everything."""
        return self.rewrite(lambda tile, _: tile.fill(255))

    def clear(self) -> TileDelta:
        """Cover nothing."""
        return self.rewrite(lambda tile, _: tile.fill(0))

    def invert(self) -> TileDelta:
        """Change what was kept and keep what was changed; nothing is packed for it."""
        with self.changing() as writer:
            for row, column in self.area.tiles():
                tile = self.tile(row, column)
                before = self.packed(row, column)
                writer.put(TileChange(row, column, before, before.inverted(tile.size)), 255 - tile)
            return writer.delta()

    def replace(self, coverage: Bytes2D) -> TileDelta:
        """Take over another coverage, shape (height, width), uint8.

        Raises:
            ValueError: The shape is not that of this plane.
        """
        if coverage.shape != (self.height, self.width):
            raise ValueError(f"coverage of shape {coverage.shape} does not fit this plane")

        def copy(tile: Bytes2D, area: Area) -> None:
            tile[...] = coverage[area.slices()]

        return self.rewrite(copy)

    def packed_tiles(self) -> dict[tuple[int, int], PackedTile]:
        """Return every tile that is not empty, packed, by row and column; costs microseconds."""
        with self.lock:
            return dict(self._packed)

    def replace_packed(
        self, tiles: Mapping[tuple[int, int], PackedTile], cancelled: Callable[[], bool] = never
    ) -> TileDelta:
        """Take over the tiles of a plane of the same size, as one operation; others become empty.

        Raises:
            Cancelled: Told to stop; the mask is as before.
        """
        with self.changing() as writer:
            for key in {*self._packed, *tiles}:
                check(cancelled)
                before, after = self.packed(*key), tiles.get(key, EMPTY_TILE)
                if before != after:
                    pixels = np.empty_like(self.tile(*key))
                    unpack_into(after, pixels)
                    writer.put(TileChange(*key, before, after), pixels)
            return writer.delta()

    def rewrite(
        self,
        write: Callable[[Bytes2D, Area], object],
        area: Area | None = None,
        cancelled: Callable[[], bool] = never,
    ) -> TileDelta:
        """Change every tile that touches an area, as one operation.

        Packs as it goes, so there is never a second copy of the plane, and no call is longer than
        a tile takes. When it is broken off, everything is taken back.

        Args:
            write: Gets the pixels of a tile, to be changed in place, and where they lie.
            area: Inside the plane; None for the whole plane.
            cancelled: Asked before each tile.

        Raises:
            Cancelled: Told to stop; the mask is as before.
        """
        with self.changing() as writer:
            for row, column in (self.area if area is None else area).tiles():
                check(cancelled)
                tile = self.tile(row, column)
                before = self.packed(row, column)
                changed = tile.copy()
                write(changed, tile_area(row, column, self.width, self.height))
                after = pack_tile(changed)
                if not before.holds(changed, after):
                    writer.put(TileChange(row, column, before, after), changed)
            return writer.delta()

    @contextmanager
    def changing(self) -> Iterator[TileWriter]:
        """Open an operation that puts whole tiles; an exception takes everything back."""
        with self.lock:
            writer = TileWriter(self)
            try:
                yield writer
            except BaseException:
                # Whatever ends the operation, being called off included: no half of it may stay.
                writer.delta().apply_before(self)
                raise


class TileWriter:
    """Puts changed tiles on a plane and remembers them."""

    def __init__(self, plane: MaskPlane) -> None:
        self._plane = plane
        self._changes: list[TileChange] = []

    def put(self, change: TileChange, pixels: Bytes2D) -> None:
        """Write one tile; ``pixels`` are what ``change.after`` holds."""
        self._changes.append(change)
        self._plane.tile(change.row, change.column)[...] = pixels
        self._plane.wrote(change.row, change.column, change.after)

    def delta(self) -> TileDelta:
        """Return everything that was put so far."""
        return TileDelta(self._plane.width, self._plane.height, tuple(self._changes))


class TileRecorder:
    """Keeps each tile as it was before an operation first wrote to it.

    Attributes:
        pixels: The writable coverage; call `touch` before writing to an area.
    """

    def __init__(self, plane: MaskPlane, pixels: Bytes2D) -> None:
        self.pixels = pixels
        self._plane = plane
        self._before: dict[tuple[int, int], PackedTile] = {}

    def touch(self, area: Area) -> None:
        """Keep the tiles of ``area`` (inside the plane) that this operation has not kept yet."""
        for key in area.tiles():
            if key not in self._before:
                self._before[key] = self._plane.packed(*key)

    def finish(self) -> TileDelta:
        """Pack what changed; the operation is then complete."""
        changes = []
        for (row, column), before in self._before.items():
            tile = self._plane.tile(row, column)
            after = pack_tile(tile)
            if not before.holds(tile, after):
                changes.append(TileChange(row, column, before, after))
                self._plane.wrote(row, column, after)
        self._before.clear()
        return TileDelta(self._plane.width, self._plane.height, tuple(changes))

    def close(self) -> None:
        """Put back every tile that was touched and not finished."""
        for key, before in self._before.items():
            unpack_into(before, self._plane.tile(*key))
        self._before.clear()
