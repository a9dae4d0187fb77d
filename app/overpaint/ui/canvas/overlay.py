"""Mask and protected parts as they are seen, at view size, with the live stroke on top.

Nothing here depends on the size of the picture. Coverage is kept on a grid, see `Grid`. The live
stroke is pressed on the grid by the same stamps that the worker presses on the full-size mask, so
what is seen while painting is what stays; the worker's smooth rendering then replaces it.

Pressing bytes by maximum takes a tenth of the time that QPainter takes for soft dabs, and unlike
SourceOver it does not add up where a stroke crosses itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QImage

from overpaint.imaging.mask.area import NOWHERE, Area
from overpaint.imaging.mask.brush import DabPath, Layer, StrokePoint, falloff_px
from overpaint.imaging.mask.flow import StrokeLayer
from overpaint.imaging.mask.stamp import huge_cover
from overpaint.ui.canvas.grid import Grid, nearest
from overpaint.ui.canvas.ink import ink_for

if TYPE_CHECKING:
    from collections.abc import Iterable

    from overpaint.domain.overlay import OverlayStyle
    from overpaint.imaging.mask.brush import Brush, Dab, Stroke
    from overpaint.imaging.mask.layers import MaskLayers
    from overpaint.imaging.mask.plane import MaskPlane
    from overpaint.imaging.mask.stamp import StampCache
    from overpaint.imaging.pixels import Bytes2D
    from overpaint.ui.canvas.ink import Ink
    from overpaint.ui.canvas.resample import Window
    from overpaint.ui.canvas.sheet import Sheet

_HUGE_PX = 2048.0  # a stamp of that size takes 4 MB and 5 ms to make


@dataclass(slots=True, eq=False)
class _Running:
    """The stroke being shown."""

    layer: Layer
    erase: bool
    hardness: float
    path: DabPath
    touched: Area = NOWHERE


class Overlay:
    """Coverage in view, the stroke being painted, and their picture.

    All areas that are returned are in pixels of the sheet.

    Args:
        sheet: Where the picture lies.
        style: The look of the mask.
        ink: Paints coverage in another way.
    """

    def __init__(self, sheet: Sheet, style: OverlayStyle, ink: Ink | None = None) -> None:
        self.sheet = sheet
        width, height = (max(1, side) for side in sheet.size)
        self._bytes = np.zeros((height, width), np.uint32)
        self.image = QImage(
            self._bytes.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied
        )
        self._grid = Grid(sheet)
        self._ink = ink or ink_for(style, sheet)
        self._committed = {Layer.MASK: self._no_coverage()}
        self._live = StrokeLayer(self.window.area)
        self._running: _Running | None = None
        if ink is None and style.covers_picture:
            self._compose(self.window.area)

    @property
    def window(self) -> Window:
        """The cells in view."""
        return self._grid.window

    def set_style(self, style: OverlayStyle) -> None:
        """Show it with another look."""
        self._ink = ink_for(style, self.sheet)
        self._compose(self.window.area)

    def load_fast(self, layers: MaskLayers) -> None:
        """Show both layers by their nearest pixels: a few milliseconds at any size.

        For a new overlay, which shows nothing yet.
        """
        for layer in Layer:
            self._load(layers.plane(layer), layer)

    def shows(self, layer: Layer) -> bool:
        """Whether it has ever shown anything of a layer; of the mask it always has."""
        return layer in self._committed

    def put(self, cover: Bytes2D, area: Area, layer: Layer = Layer.MASK) -> Area:
        """Take over coverage rendered elsewhere; ``area`` in grid cells, inside the window."""
        self._plane(layer)[self._grid.local(area)] = cover
        return self._compose(area)

    def window_of(self, dirty: Area) -> Window:
        """Return the part of the grid that shows an area of the picture, with a cell around."""
        return self._grid.of_picture(dirty)

    def begin(self, brush: Brush, layer: Layer = Layer.MASK) -> None:
        """Start to show a stroke."""
        diameter, hardness = self._scaled_tip(brush)
        self._plane(layer)
        path = DabPath(diameter, hardness, brush.flow)
        self._running = _Running(layer, brush.erase, hardness, path)

    def extend(self, point: StrokePoint, stamps: StampCache) -> Area:
        """Show the stroke up to a point (picture coordinates)."""
        running = self._running
        if running is None:
            return NOWHERE
        # The scaled picture has whole pixels; the stroke follows it, not the exact scale.
        whole, size = self.window.whole, self.sheet.image_size
        across, down = whole[0] / size[0], whole[1] / size[1]
        here = point._replace(x=point.x * across, y=point.y * down)
        return self._press(running, running.path.extend(here), stamps)

    def finish(self, stamps: StampCache) -> Area:
        """Keep the stroke as part of what is shown."""
        running = self._running
        if running is None:
            return NOWHERE
        dirty = self._press(running, running.path.finish(), stamps)
        if not running.touched.is_empty:
            cells = running.touched
            self._plane(running.layer)[self._grid.local(cells)] = self._mixed(running.layer, cells)
            self._live.clear(cells)
        self._running = None
        return dirty

    def cancel(self) -> Area:
        """Show the mask as it was before the stroke."""
        running, self._running = self._running, None
        if running is None or running.touched.is_empty:
            return NOWHERE
        self._live.clear(running.touched)
        return self._compose(running.touched)

    def replay(self, stroke: Stroke, stamps: StampCache) -> Area:
        """Show a finished stroke that its layer does not hold yet."""
        self.begin(stroke.brush, stroke.layer)
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
        scale = self._grid.scale
        falloff = falloff_px(brush.diameter_px, brush.hardness)
        half_covered = (brush.diameter_px / 2 + 0.5 - falloff / 2) * scale
        falloff = max(1.0, falloff * scale)
        diameter = max(1.0, 2 * half_covered - 1 + falloff)
        return diameter, min(max(1 - 2 * falloff / diameter, 0.0), 1.0)

    def _load(self, plane: MaskPlane, layer: Layer) -> None:
        area = self.window_of(plane.used_area()).area
        if area.is_empty:
            return
        whole = self.window.whole
        columns = nearest(area.left, area.right, whole[0], plane.width)
        rows = nearest(area.top, area.bottom, whole[1], plane.height)
        self.put(plane.coverage[rows][:, columns], area, layer)

    def _no_coverage(self) -> Bytes2D:
        area = self.window.area
        return np.zeros((area.height, area.width), np.uint8)

    def _plane(self, layer: Layer) -> Bytes2D:
        """Coverage in view without the stroke being painted."""
        if layer not in self._committed:
            self._committed[layer] = self._no_coverage()
        return self._committed[layer]

    def _press(self, running: _Running, dabs: Iterable[Dab], stamps: StampCache) -> Area:
        live, window = self._live, self.window.area
        built_up = live.builds_up
        dirty = NOWHERE
        for dab in dabs:
            if dab.diameter_px > _HUGE_PX:
                cover = huge_cover(dab, running.hardness, window)
                dirty = dirty.united(live.press_cover(cover, window, dab))
            else:
                dirty = dirty.united(live.press(stamps.place(dab, running.hardness), dab))
        running.touched = running.touched.united(dirty)
        # A stroke that begins to build up goes on the mask in another way, all of it.
        changed = running.touched if live.builds_up != built_up else dirty
        return self._compose(changed)

    def _mixed(self, layer: Layer, cells: Area) -> Bytes2D:
        """Coverage of a layer and the live stroke together."""
        committed = self._plane(layer)[self._grid.local(cells)]
        running = self._running
        if running is None or running.layer is not layer:
            return committed
        return self._live.on(committed, cells, erase=running.erase)

    def _compose(self, cells: Area) -> Area:
        """Paint an area of the grid into `image`."""
        grid, reach = self._grid, self._ink.reach_px
        area = grid.on_sheet(cells)
        if reach:
            area = area.grown(reach).intersected(grid.shown)
        if area.is_empty:
            return NOWHERE
        wanted = inside = area
        if reach:
            wanted = area.grown(reach)
            inside = wanted.intersected(grid.shown)
        cells = grid.cells_of(inside)
        mask = self._mixed(Layer.MASK, cells)
        protect = self._mixed(Layer.PROTECT, cells) if self.shows(Layer.PROTECT) else None
        if protect is not None and protect.any():
            mask = np.minimum(mask, 255 - protect)
            protect = grid.padded(grid.spread(protect, inside), inside, wanted)
        else:
            protect = None
        mask = grid.padded(grid.spread(mask, inside), inside, wanted)
        self._bytes[area.slices()] = self._ink.paint(mask, protect, area)
        return area
