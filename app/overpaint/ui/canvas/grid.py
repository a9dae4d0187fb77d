"""The cells on which coverage in view is kept, and where they lie on the sheet.

A cell is a screen pixel, or a picture pixel once those are shown as squares.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from overpaint.imaging.mask.area import NOWHERE, Area
from overpaint.ui.canvas.resample import Window

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from overpaint.imaging.pixels import Bytes2D
    from overpaint.ui.canvas.sheet import Sheet


class Grid:
    """Cells of one sheet.

    Attributes:
        shown: The part of the sheet that shows the picture.
        window: The cells that lie in it, out of all cells of the picture.
        scale: Cells for one picture pixel.
    """

    def __init__(self, sheet: Sheet) -> None:
        self._origin = sheet.origin
        self._cell_px = sheet.scale if sheet.shows_pixels else 1.0
        self.scale = sheet.scale / self._cell_px
        self.shown = _shown_area(sheet)
        self._picture = Area(0, 0, *sheet.shown_size).shifted(*sheet.origin)
        self.window = self._window(sheet)
        if self._cell_px != 1.0:
            self._rows, self._columns = self._cells_of_pixels(sheet)

    @property
    def is_device(self) -> bool:
        """True when a cell is a screen pixel."""
        return self._cell_px == 1.0

    def of_picture(self, dirty: Area) -> Window:
        """Return the cells that show an area of the picture, with a cell around."""
        if dirty.is_empty:
            return Window(NOWHERE, self.window.whole)
        scale = self.scale
        grown = Area(
            math.floor(dirty.left * scale) - 1,
            math.floor(dirty.top * scale) - 1,
            math.ceil(dirty.right * scale) + 1,
            math.ceil(dirty.bottom * scale) + 1,
        )
        return Window(grown.intersected(self.window.area), self.window.whole)

    def local(self, cells: Area) -> tuple[slice, slice]:
        """Return what selects cells in an array of the shape of the window."""
        origin = self.window.area
        return cells.shifted(-origin.left, -origin.top).slices()

    def on_sheet(self, cells: Area) -> Area:
        """Return the pixels of the sheet that show these cells."""
        if cells.is_empty:
            return NOWHERE
        (x, y), cell = self._origin, self._cell_px
        if cell == 1.0:
            return cells.shifted(x, y).intersected(self.shown)
        return Area(
            x + math.floor(cells.left * cell),
            y + math.floor(cells.top * cell),
            x + math.ceil(cells.right * cell),
            y + math.ceil(cells.bottom * cell),
        ).intersected(self.shown)

    def cells_of(self, area: Area) -> Area:
        """Return the cells that an area inside `shown` shows."""
        if self.is_device:
            return area.shifted(-self._origin[0], -self._origin[1])
        return self.window.area

    def spread(self, cover: Bytes2D, area: Area) -> Bytes2D:
        """Return for each pixel of ``area`` the coverage of its cell, given those of `cells_of`."""
        if self.is_device:
            return cover
        rows, columns = area.slices()
        return cover[self._rows[rows]][:, self._columns[columns]]

    def padded(self, cover: Bytes2D, inside: Area, wanted: Area) -> Bytes2D:
        """Add what ``wanted`` has around ``inside``.

        Where the picture ends there is no coverage; where only the sheet ends it goes on.
        """
        if inside == wanted:
            return cover
        before = inside.top - wanted.top, inside.left - wanted.left
        after = wanted.bottom - inside.bottom, wanted.right - inside.right
        grown: Bytes2D = np.pad(cover, tuple(zip(before, after, strict=True)), mode="edge")
        if inside.left == self._picture.left:
            grown[:, : before[1]] = 0
        if inside.top == self._picture.top:
            grown[: before[0]] = 0
        if after[1] and inside.right == self._picture.right:
            grown[:, -after[1] :] = 0
        if after[0] and inside.bottom == self._picture.bottom:
            grown[-after[0] :] = 0
        return grown

    def _window(self, sheet: Sheet) -> Window:
        (x, y), cell = self._origin, self._cell_px
        whole = sheet.shown_size if cell == 1.0 else sheet.image_size
        if self.shown.is_empty:
            return Window(NOWHERE, whole)
        shown = self.shown
        area = Area(
            math.floor((shown.left - x) / cell),
            math.floor((shown.top - y) / cell),
            math.ceil((shown.right - x) / cell),
            math.ceil((shown.bottom - y) / cell),
        )
        return Window(area.intersected(Area(0, 0, *whole)), whole)

    def _cells_of_pixels(self, sheet: Sheet) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """For every row and column of the sheet, the row or column of the window that it shows."""
        (x, y), cell, area = self._origin, self._cell_px, self.window.area
        rows = (np.arange(sheet.size[1]) + 0.5 - y) // cell - area.top
        columns = (np.arange(sheet.size[0]) + 0.5 - x) // cell - area.left
        return (
            np.clip(rows, 0, max(0, area.height - 1)).astype(np.intp),
            np.clip(columns, 0, max(0, area.width - 1)).astype(np.intp),
        )


def nearest(start: int, stop: int, scaled: int, full: int) -> NDArray[np.intp]:
    """Return which of ``full`` pixels each of ``start``...``stop`` of ``scaled`` ones shows."""
    centres = (np.arange(start, stop) + 0.5) * (full / scaled)
    found: NDArray[np.intp] = np.clip(centres, 0, full - 1).astype(np.intp)
    return found


def _shown_area(sheet: Sheet) -> Area:
    picture = Area(0, 0, *sheet.shown_size).shifted(*sheet.origin)
    shown = picture.intersected(Area(0, 0, *sheet.size))
    return NOWHERE if shown.is_empty else shown
