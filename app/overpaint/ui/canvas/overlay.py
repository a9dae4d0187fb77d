"""The mask as it is seen: tint and hatch at view size, with the live stroke on top.

Nothing here depends on the size of the picture. Coverage is kept on a grid: one cell for a screen
pixel, or for a picture pixel once those are shown as squares. The live stroke is pressed on the
grid by the same stamps that the worker presses on the full-size mask, so what is seen while
painting is what stays; the worker's smooth rendering then replaces it.

Pressing bytes by maximum takes a tenth of the time that QPainter takes for soft dabs, and unlike
SourceOver it does not add up where a stroke crosses itself.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QColor, QImage

from overpaint.imaging.mask.area import NOWHERE, Area
from overpaint.imaging.mask.brush import DabPath, StrokePoint, falloff_px
from overpaint.imaging.mask.stamp import press, press_huge
from overpaint.ui.canvas.resample import Window

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from overpaint.imaging.mask.brush import Brush, Dab, Stroke
    from overpaint.imaging.mask.plane import MaskPlane
    from overpaint.imaging.mask.stamp import StampCache
    from overpaint.imaging.pixels import Bytes2D
    from overpaint.ui.canvas.sheet import Sheet

_HUGE_PX = 2048.0  # a stamp of that size takes 4 MB and 5 ms to make
_HATCH_PERIOD_PX = 11.0  # logical, along a row
_HATCH_LINE_PX = 1.8
_LEVELS = 4  # steps of the hatch line's edge; the other 64 values are coverage


@dataclass(frozen=True, slots=True)
class OverlayStyle:
    """How the mask is shown.

    Attributes:
        colour: Tint of what will change.
        opacity: Of the tint, 0 to 1.
    """

    colour: QColor
    opacity: float = 0.5


DEFAULT_STYLE = OverlayStyle(QColor(232, 62, 140))


class Overlay:
    """Mask coverage in view, the stroke being painted, and their picture.

    All areas that are returned are in pixels of the sheet.
    """

    def __init__(self, sheet: Sheet, style: OverlayStyle) -> None:
        self.sheet = sheet
        width, height = (max(1, side) for side in sheet.size)
        self._bytes = np.zeros((height, width), np.uint32)
        self.image = QImage(
            self._bytes.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied
        )
        self._cell_px = sheet.scale if sheet.shows_pixels else 1.0
        self._grid_scale = sheet.scale / self._cell_px
        self._shown = self._shown_area(width, height)
        self.window = self._grid_window()
        shape = (self.window.area.height, self.window.area.width)
        self._committed = np.zeros(shape, np.uint8)
        self._live = np.zeros(shape, np.uint8)
        self._rows, self._columns = self._cells_of_pixels()
        self._hatch = _hatch(width, height, sheet)
        self._brush: Brush | None = None
        self._path: DabPath | None = None
        self._tip = (1.0, 1.0)
        self._touched = NOWHERE
        self._colours = _colours(style)

    def set_style(self, style: OverlayStyle) -> None:
        """Tint with another colour or opacity."""
        self._colours = _colours(style)
        self._compose(self.window.area)

    def load_fast(self, plane: MaskPlane) -> None:
        """Show the mask by its nearest pixels: a few milliseconds at any size.

        For a new overlay, which shows nothing yet.
        """
        area = self.window_of(plane.used_area()).area
        if area.is_empty:
            return
        columns = _nearest(area.left, area.right, self.window.whole[0], plane.width)
        rows = _nearest(area.top, area.bottom, self.window.whole[1], plane.height)
        self.put(plane.coverage[rows][:, columns], area)

    def put(self, cover: Bytes2D, area: Area) -> Area:
        """Take over coverage rendered elsewhere; ``area`` in grid cells, inside the window."""
        self._committed[self._local(area)] = cover
        return self._compose(area)

    def window_of(self, dirty: Area) -> Window:
        """Return the part of the grid that shows an area of the picture, with a cell around."""
        if dirty.is_empty:
            return Window(NOWHERE, self.window.whole)
        scale = self._grid_scale
        grown = Area(
            math.floor(dirty.left * scale) - 1,
            math.floor(dirty.top * scale) - 1,
            math.ceil(dirty.right * scale) + 1,
            math.ceil(dirty.bottom * scale) + 1,
        )
        return Window(grown.intersected(self.window.area), self.window.whole)

    def begin(self, brush: Brush) -> None:
        """Start to show a stroke."""
        self._brush = brush
        self._tip = self._scaled_tip(brush)
        self._path = DabPath(*self._tip)

    def extend(self, point: StrokePoint, stamps: StampCache) -> Area:
        """Show the stroke up to a point (picture coordinates)."""
        if self._path is None:
            return NOWHERE
        # The scaled picture has whole pixels; the stroke follows it, not the exact scale.
        whole, size = self.window.whole, self.sheet.image_size
        across, down = whole[0] / size[0], whole[1] / size[1]
        here = StrokePoint(point.x * across, point.y * down, point.scale)
        return self._press(self._path.extend(here), stamps)

    def finish(self, stamps: StampCache) -> Area:
        """Keep the stroke as part of what is shown."""
        if self._path is None or self._brush is None:
            return NOWHERE
        dirty = self._press(self._path.finish(), stamps)
        if not self._touched.is_empty:
            local = self._local(self._touched)
            self._committed[local] = self._mixed(self._touched)
            self._live[local] = 0
        self._end()
        return dirty

    def cancel(self) -> Area:
        """Show the mask as it was before the stroke."""
        touched = self._touched
        if not touched.is_empty:
            self._live[self._local(touched)] = 0
        self._end()
        return self._compose(touched)

    def replay(self, stroke: Stroke, stamps: StampCache) -> Area:
        """Show a finished stroke that the mask does not hold yet."""
        self.begin(stroke.brush)
        dirty = NOWHERE
        for point in stroke.points:
            dirty = dirty.united(self.extend(point, stamps))
        return dirty.united(self.finish(stamps))

    def prepare(self, brush: Brush, stamps: StampCache) -> None:
        """Make the stamp of a brush before it is needed; runs on any thread."""
        diameter, hardness = self._scaled_tip(brush)
        if diameter <= _HUGE_PX:
            for dab in DabPath(diameter, hardness).extend(StrokePoint(0.0, 0.0)):
                stamps.place(dab, hardness)

    def _scaled_tip(self, brush: Brush) -> tuple[float, float]:
        """Return diameter and hardness on the grid, so that half coverage lies where it will."""
        scale = self._grid_scale
        falloff = falloff_px(brush.diameter_px, brush.hardness)
        half_covered = (brush.diameter_px / 2 + 0.5 - falloff / 2) * scale
        falloff = max(1.0, falloff * scale)
        diameter = max(1.0, 2 * half_covered - 1 + falloff)
        return diameter, min(max(1 - 2 * falloff / diameter, 0.0), 1.0)

    def _end(self) -> None:
        self._brush, self._path, self._touched = None, None, NOWHERE

    def _press(self, dabs: Iterable[Dab], stamps: StampCache) -> Area:
        hardness = self._tip[1]
        window = self.window.area
        dirty = NOWHERE
        for dab in dabs:
            if dab.diameter_px > _HUGE_PX:
                dirty = dirty.united(press_huge(dab, hardness, self._live, window))
                continue
            placed = stamps.place(dab, hardness)
            area = placed.area.intersected(window)
            if not area.is_empty:
                press(placed, self._live, window)
                dirty = dirty.united(area)
        self._touched = self._touched.united(dirty)
        return self._compose(dirty)

    def _mixed(self, area: Area) -> Bytes2D:
        """Coverage of the mask and the live stroke together."""
        local = self._local(area)
        if self._brush is None:
            return self._committed[local]
        if self._brush.erase:
            return np.minimum(self._committed[local], 255 - self._live[local])
        return np.maximum(self._committed[local], self._live[local])

    def _compose(self, area: Area) -> Area:
        """Paint an area (grid cells) into `image`."""
        device = self._device_area(area)
        if device.is_empty:
            return NOWHERE
        rows, columns = device.slices()
        if self._cell_px == 1.0:
            cover = self._mixed(area)
        else:
            cover = self._mixed(self.window.area)[self._rows[rows]][:, self._columns[columns]]
        self._bytes[rows, columns] = np.take(
            self._colours, (cover >> 2) | self._hatch[rows, columns], mode="clip"
        )
        return device

    def _local(self, area: Area) -> tuple[slice, slice]:
        origin = self.window.area
        return (
            slice(area.top - origin.top, area.bottom - origin.top),
            slice(area.left - origin.left, area.right - origin.left),
        )

    def _shown_area(self, width: int, height: int) -> Area:
        (x, y), (across, down) = self.sheet.origin, self.sheet.shown_size
        shown = Area(x, y, x + across, y + down).intersected(Area(0, 0, width, height))
        return NOWHERE if shown.is_empty else shown

    def _grid_window(self) -> Window:
        (x, y), cell = self.sheet.origin, self._cell_px
        whole = self.sheet.shown_size if cell == 1.0 else self.sheet.image_size
        if self._shown.is_empty:
            return Window(NOWHERE, whole)
        shown = self._shown
        area = Area(
            math.floor((shown.left - x) / cell),
            math.floor((shown.top - y) / cell),
            math.ceil((shown.right - x) / cell),
            math.ceil((shown.bottom - y) / cell),
        )
        return Window(area.intersected(Area(0, 0, *whole)), whole)

    def _cells_of_pixels(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """For every row and column of the viewport, the row or column of the grid that it shows."""
        (x, y), cell, area = self.sheet.origin, self._cell_px, self.window.area
        height, width = self._bytes.shape
        rows = (np.arange(height) + 0.5 - y) // cell - area.top
        columns = (np.arange(width) + 0.5 - x) // cell - area.left
        return (
            np.clip(rows, 0, max(0, area.height - 1)).astype(np.intp),
            np.clip(columns, 0, max(0, area.width - 1)).astype(np.intp),
        )

    def _device_area(self, area: Area) -> Area:
        if area.is_empty:
            return NOWHERE
        (x, y), cell = self.sheet.origin, self._cell_px
        device = Area(
            x + math.floor(area.left * cell),
            y + math.floor(area.top * cell),
            x + math.ceil(area.right * cell),
            y + math.ceil(area.bottom * cell),
        )
        return device.intersected(self._shown)


def _nearest(start: int, stop: int, scaled: int, full: int) -> NDArray[np.intp]:
    """Return which of ``full`` pixels each of ``start``...``stop`` of ``scaled`` ones shows."""
    centres = (np.arange(start, stop) + 0.5) * (full / scaled)
    nearest: NDArray[np.intp] = np.clip(centres, 0, full - 1).astype(np.intp)
    return nearest


def _hatch(width: int, height: int, sheet: Sheet) -> Bytes2D:
    """Return how much of a diagonal line each pixel shows, 0 to 3, in the two upper bits.

    The lines are anchored to the picture, so that they move with it.
    """
    period = max(4, round(_HATCH_PERIOD_PX * sheet.pixel_ratio))
    half_line = _HATCH_LINE_PX * sheet.pixel_ratio / 2
    across = np.abs(np.arange(period) - period // 2)
    share = np.clip(half_line + 0.5 - across, 0, 1)
    profile = np.round(share * (_LEVELS - 1)).astype(np.uint8) << np.uint8(6)
    x, y = sheet.origin
    line = np.resize(profile, width + height + 2 * period)[(-x - y) % period :]
    # Every row is the same line, one pixel further: a view with both strides one byte.
    return np.lib.stride_tricks.as_strided(line, (height, width), (1, 1), writeable=False)


def _colours(style: OverlayStyle) -> NDArray[np.uint32]:
    """Return a premultiplied colour for each of 64 coverages at 4 strengths of the hatch."""
    colour = style.colour
    tint = np.array((colour.red(), colour.green(), colour.blue()), np.float64)
    light = tint + (255 - tint) * 0.72
    coverage = np.arange(64)[None, :] / 63
    share = np.arange(_LEVELS)[:, None] / (_LEVELS - 1)
    line_opacity = min(1.0, style.opacity + 0.22) if style.opacity > 0 else 0.0
    alpha = coverage * (style.opacity + (line_opacity - style.opacity) * share)
    rgb = tint + (light - tint) * share[..., None]
    channels = np.round(rgb * alpha[..., None]).astype(np.uint32)
    red, green, blue = channels[..., 0], channels[..., 1], channels[..., 2]
    packed = np.round(alpha * 255).astype(np.uint32) << np.uint32(24)
    packed |= red << np.uint32(16) | green << np.uint32(8) | blue
    return packed.reshape(-1)
