"""A part of the picture, reduced to as many pixels as a slow method can take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from overpaint.imaging.mask.area import Area

if TYPE_CHECKING:
    from collections.abc import Iterable

    from overpaint.imaging.mask.brush import Stroke
    from overpaint.imaging.pixels import Bytes2D, Bytes3D


@dataclass(frozen=True, slots=True, eq=False)
class Reduced:
    """A reduced view of an area of the picture.

    Attributes:
        area: The part of the picture.
        bgr: Shape (rows, columns, 3), uint8; transparent pixels are black.
        clear: 1 where the picture is transparent throughout, shape (rows, columns), uint8.
    """

    area: Area
    bgr: Bytes3D
    clear: Bytes2D

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return int(self.bgr.shape[0]), int(self.bgr.shape[1])

    def place(self, area: Area) -> Area:
        """Return an area of the picture in pixels of the reduced view, at least one of them."""
        rows, columns = self.shape
        left, right = _span(area.left, area.right, self.area.left, self.area.width, columns)
        top, bottom = _span(area.top, area.bottom, self.area.top, self.area.height, rows)
        return Area(left, top, right, bottom)

    def drawn(self, strokes: Iterable[Stroke], share: float = 1.0) -> Bytes2D:
        """Draw strokes as hard lines.

        Args:
            strokes: In picture coordinates; parts outside are cut off.
            share: Of their width.

        Returns:
            1 on the strokes, else 0; a stroke is at least a pixel wide.
        """
        import cv2  # noqa: PLC0415 - half a second of loading, only when it is needed

        rows, columns = self.shape
        scale = np.array([columns / self.area.width, rows / self.area.height])
        corner = np.array([self.area.left, self.area.top])
        plane = np.zeros(self.shape, np.uint8)
        for stroke in strokes:
            points = np.array([(point.x, point.y) for point in stroke.points], np.float64)
            way = np.floor((points - corner) * scale).astype(np.int32)
            width_px = max(1, round(stroke.brush.diameter_px * share * float(scale.mean())))
            cv2.polylines(plane, [way], isClosed=False, color=(1,), thickness=width_px)
        return plane


def reduced(bgra: Bytes3D, area: Area, most_px: int) -> Reduced:
    """Take an area of a picture, with at most ``most_px`` squared pixels."""
    import cv2  # noqa: PLC0415

    scale = min(1.0, most_px / (area.width * area.height) ** 0.5)
    size = (max(1, round(area.width * scale)), max(1, round(area.height * scale)))
    small = cv2.resize(bgra[area.slices()], size, interpolation=cv2.INTER_AREA)
    bgr = np.asarray(cv2.cvtColor(small, cv2.COLOR_BGRA2BGR), np.uint8)
    clear = (np.asarray(small)[..., 3] == 0).astype(np.uint8)
    return Reduced(area, bgr, clear)


def grown(area: Area, margin_px: int, within: Area) -> Area:
    """Move all sides outwards, up to those of ``within``."""
    return Area(
        area.left - margin_px,
        area.top - margin_px,
        area.right + margin_px,
        area.bottom + margin_px,
    ).intersected(within)


def bounds_of(strokes: Iterable[Stroke]) -> Area:
    """Return the pixels around all points of some strokes, with half the brush's width."""
    found = Area(0, 0, 0, 0)
    for stroke in strokes:
        reach = stroke.brush.diameter_px / 2
        columns = [point.x for point in stroke.points]
        rows = [point.y for point in stroke.points]
        area = Area(
            int(min(columns) - reach),
            int(min(rows) - reach),
            int(max(columns) + reach) + 1,
            int(max(rows) + reach) + 1,
        )
        found = found.united(area)
    return found


def _span(start: int, end: int, origin: int, length: int, count: int) -> tuple[int, int]:
    """Scale an interval and keep at least one pixel of it, inside."""
    first = min(max(0, round((start - origin) * count / length)), count - 1)
    last = min(max(first + 1, round((end - origin) * count / length)), count)
    return first, last
