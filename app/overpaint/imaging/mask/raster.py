"""Strokes made into pixels of the full-size mask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from overpaint.imaging.mask.area import tile_area
from overpaint.imaging.mask.brush import dabs_of
from overpaint.imaging.mask.flow import StrokeLayer
from overpaint.imaging.mask.stamp import StampCache, press

if TYPE_CHECKING:
    from overpaint.imaging.mask.brush import Dab, Stroke
    from overpaint.imaging.mask.delta import TileDelta
    from overpaint.imaging.mask.plane import MaskPlane
    from overpaint.imaging.mask.stamp import Placed


def rasterise(plane: MaskPlane, stroke: Stroke, stamps: StampCache | None = None) -> TileDelta:
    """Put one stroke on one plane (``stroke.layer`` says which; the caller chooses it).

    At flow 1 the strongest dab wins within the stroke, so a soft brush does not add up where it
    overlaps itself; against the mask the stroke wins where it is stronger (or erases as far as it
    covers). Below flow 1 it builds up, see `overpaint.imaging.mask.flow`.
    Works in slices of a fraction of a millisecond: safe to run on a thread beside a busy window.

    Args:
        plane: The mask; its lock is held until the stroke is complete.
        stroke: Points in picture coordinates; parts outside the picture are cut off.
        stamps: Stamps to share between strokes.
    """
    stamps = stamps or StampCache()
    if stroke.builds_up:
        return _build_up(plane, stroke, stamps)
    brush = stroke.brush
    with plane.record() as recorder:
        for dab in dabs_of(stroke):
            placed = stamps.place(dab, brush.hardness)
            area = placed.area.intersected(plane.area)
            if not area.is_empty:
                recorder.touch(area)
                press(placed, recorder.pixels, plane.area, erase=brush.erase)
        return recorder.finish()


def _build_up(plane: MaskPlane, stroke: Stroke, stamps: StampCache) -> TileDelta:
    """Work tile after tile: the layer of the stroke is never larger than one of them."""
    dabs: dict[tuple[int, int], list[tuple[Placed, Dab]]] = {}
    for dab in dabs_of(stroke):
        placed = stamps.place(dab, stroke.brush.hardness)
        for key in placed.area.intersected(plane.area).tiles():
            dabs.setdefault(key, []).append((placed, dab))
    with plane.record() as recorder:
        for (row, column), many in dabs.items():
            area = tile_area(row, column, plane.width, plane.height)
            layer = StrokeLayer(area)
            for placed, dab in many:
                layer.press(placed, dab)
            recorder.touch(area)
            tile = plane.tile(row, column)
            tile[...] = layer.on(tile, area, erase=stroke.brush.erase)
        return recorder.finish()
