"""Work on a whole plane in blocks that look at what lies around them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np

from overpaint.imaging.mask.area import TILE_PX, Area, tile_area
from overpaint.imaging.mask.cancel import check
from overpaint.imaging.mask.delta import TileChange, pack_tile, workers

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from overpaint.imaging.mask.delta import TileDelta
    from overpaint.imaging.mask.plane import MaskPlane
    from overpaint.imaging.pixels import Bytes2D

    Changed = list[tuple[TileChange, Bytes2D]]


class Outside(Enum):
    """What lies beyond the edge of the picture, as far as an operation looks there."""

    EMPTY = "empty"
    COVERED = "covered"
    REPEATED = "repeated"


def rewrite_blocks(
    plane: MaskPlane,
    compute: Callable[[Bytes2D], Bytes2D],
    *,
    halo_px: int,
    outside: Outside,
    unchanged: int | None = None,
    block_tiles: int,
    cancelled: Callable[[], bool],
) -> TileDelta:
    """Replace every pixel by what ``compute`` makes of its surroundings, as one step.

    Only blocks near an edge of the mask are worked on: where everything within reach is empty, or
    everything is fully covered, the operation must leave it so. Blocks are shared among a few
    threads, and the results of a row of blocks are written once the next row has been computed, so
    nothing more than two rows is held.

    Args:
        plane: The mask; its lock is held until the operation is complete.
        compute: Gets a block with ``halo_px`` around it on every side, returns the block. Runs on
            several threads.
        halo_px: How far it looks.
        outside: What it sees beyond the picture.
        unchanged: Tiles that hold nothing but this coverage stay as they are, whatever is around.
        block_tiles: Tiles along the side of a block, at least; more are taken when it looks far.
        cancelled: Asked before each block.

    Raises:
        Cancelled: Told to stop; the mask is as before.
    """
    step = max(block_tiles, -(-halo_px // TILE_PX))
    rows, columns = plane.tile_shape
    busy = _busy(plane, -(-halo_px // TILE_PX), unchanged)

    def work(places: list[tuple[int, int]]) -> Changed:
        changes: Changed = []
        for row, column in places:
            check(cancelled)
            inside = np.argwhere(busy[row : row + step, column : column + step])
            if inside.size:
                (top, left), (bottom, right) = inside.min(axis=0), inside.max(axis=0) + 1
                tiles = Area(column + left, row + top, column + right, row + bottom)
                changes += _changed(plane, tiles, compute, halo_px, outside)
        return changes

    with plane.changing() as writer, ThreadPoolExecutor(workers()) as pool:
        waiting: Changed = []
        try:
            for row in range(0, rows, step):
                places = [(row, column) for column in range(0, columns, step)]
                # One task a thread: handing over costs more than the smallest blocks take.
                shares = [places[i :: workers()] for i in range(workers())]
                done = [change for many in pool.map(work, shares) for change in many]
                for change, pixels in waiting:
                    writer.put(change, pixels)
                waiting = done
        finally:
            pool.shutdown(cancel_futures=True)
        for change, pixels in waiting:
            writer.put(change, pixels)
        return writer.delta()


def _busy(plane: MaskPlane, reach: int, unchanged: int | None) -> NDArray[np.bool_]:
    """Return for every tile whether an operation that looks so many tiles far can change it."""
    shape = plane.tile_shape
    values = np.full(shape, -1)
    for row in range(shape[0]):
        for column in range(shape[1]):
            data = plane.packed(row, column).data
            values[row, column] = 0 if not data else 255 if data == b"\xff" else -1
    lowest = highest = np.pad(values, reach, mode="edge")
    for axis in (0, 1):
        windows = np.lib.stride_tricks.sliding_window_view
        lowest = windows(lowest, 2 * reach + 1, axis=axis).min(axis=-1)
        highest = windows(highest, 2 * reach + 1, axis=axis).max(axis=-1)
    busy: NDArray[np.bool_] = (lowest != highest) | (lowest == -1)
    return busy if unchanged is None else busy & (values != unchanged)


def _changed(
    plane: MaskPlane,
    tiles: Area,
    compute: Callable[[Bytes2D], Bytes2D],
    halo_px: int,
    outside: Outside,
) -> Changed:
    """Compute one block (counted in tiles) and return its changed tiles with their pixels."""
    block = Area(*(edge * TILE_PX for edge in tiles)).intersected(plane.area)
    window = surroundings(plane.coverage, block, halo_px, outside)
    changes: Changed = []
    if window.min() == window.max():
        return changes
    wanted = compute(window)
    for row, column in block.tiles():
        area = tile_area(row, column, plane.width, plane.height)
        top, left = area.top - block.top, area.left - block.left
        pixels = wanted[top : top + area.height, left : left + area.width]
        if not np.array_equal(plane.tile(row, column), pixels):
            change = TileChange(row, column, plane.packed(row, column), pack_tile(pixels))
            changes.append((change, pixels))
    return changes


def surroundings(coverage: Bytes2D, block: Area, halo_px: int, outside: Outside) -> Bytes2D:
    """Return a copy of a block and ``halo_px`` around it, also where the picture has ended."""
    height, width = coverage.shape
    wide = Area(
        block.left - halo_px, block.top - halo_px, block.right + halo_px, block.bottom + halo_px
    )
    inside = wide.intersected(Area(0, 0, width, height))
    if inside == wide:
        return coverage[wide.slices()].copy()
    margins = (
        (inside.top - wide.top, wide.bottom - inside.bottom),
        (inside.left - wide.left, wide.right - inside.right),
    )
    pixels = coverage[inside.slices()]
    if outside is Outside.REPEATED:
        return np.pad(pixels, margins, mode="edge")
    value = 255 if outside is Outside.COVERED else 0
    return np.pad(pixels, margins, constant_values=value)
