"""Strokes made into pixels of the full-size mask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from overpaint.imaging.mask.brush import dabs_of
from overpaint.imaging.mask.stamp import StampCache, press

if TYPE_CHECKING:
    from overpaint.imaging.mask.brush import Stroke
    from overpaint.imaging.mask.delta import TileDelta
    from overpaint.imaging.mask.plane import MaskPlane


def rasterise(plane: MaskPlane, stroke: Stroke, stamps: StampCache | None = None) -> TileDelta:
    """Put one stroke on the mask.

    Within the stroke the strongest dab wins, so a soft brush does not add up where it overlaps
    itself; against the mask the stroke wins where it is stronger (or erases as far as it covers).
    Works in slices of a fraction of a millisecond: safe to run on a thread beside a busy window.

    Args:
        plane: The mask; its lock is held until the stroke is complete.
        stroke: Points in picture coordinates; parts outside the picture are cut off.
        stamps: Stamps to share between strokes.
    """
    stamps = stamps or StampCache()
    brush = stroke.brush
    with plane.record() as recorder:
        for dab in dabs_of(stroke):
            placed = stamps.place(dab, brush.hardness)
            area = placed.area.intersected(plane.area)
            if not area.is_empty:
                recorder.touch(area)
                press(placed, recorder.pixels, plane.area, erase=brush.erase)
        return recorder.finish()
