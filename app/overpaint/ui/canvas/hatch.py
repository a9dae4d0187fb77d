"""Lines, crosses and dots in the mask overlay, anchored to the picture so that they move with it.

A hatch needs next to no memory: along a diagonal all rows are the same row, shifted by a pixel,
so a view with unusual strides over one row stands for the whole sheet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from overpaint.domain.overlay import Pattern

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from overpaint.imaging.mask.area import Area
    from overpaint.imaging.pixels import Bytes2D
    from overpaint.ui.canvas.sheet import Sheet

    Profile = Callable[[NDArray[np.float64]], Bytes2D]

LEVELS = 4
"""Strengths of a line that `Hatch.on` tells apart, in the two upper bits of a byte."""

_PERIOD_PX = 11.0  # logical, along a row
_LINE_PX = 1.8
_DOT_PX = 5.6
_CORE_PX = 2.6
_CASING_PX = 1.2
_DASH_PX = 5.0


def smooth_line(ratio: float, width_px: float = _LINE_PX) -> Profile:
    """Levels 0 to 3 are how much of a line a pixel shows."""
    half = width_px * ratio / 2

    def profile(distance: NDArray[np.float64]) -> Bytes2D:
        share = np.clip(half + 0.5 - distance, 0, 1)
        return np.round(share * (LEVELS - 1)).astype(np.uint8)

    return profile


def cased_line(ratio: float, core_px: float = _CORE_PX) -> Profile:
    """Level 3 is the middle of a line, 2 and 1 are the edge around it."""
    core = core_px * ratio / 2
    casing = core + _CASING_PX * ratio

    def profile(distance: NDArray[np.float64]) -> Bytes2D:
        level = np.where(distance < casing + 0.5, 1, 0)
        level[distance < casing] = 2
        level[distance < core + 0.25] = 3
        return level.astype(np.uint8)

    return profile


class Hatch:
    """How much of a line each pixel of the sheet shows.

    Args:
        sheet: Where the picture lies.
        pattern: What is drawn.
        profile: The level by the distance from the middle of a line, screen pixels.
        opposite: Let single lines run the other way.
    """

    def __init__(
        self, sheet: Sheet, pattern: Pattern, profile: Profile, *, opposite: bool = False
    ) -> None:
        self._pattern = pattern
        period = max(4, round(_PERIOD_PX * sheet.pixel_ratio))
        across = np.abs(np.arange(period) - period // 2).astype(np.float64)
        row = profile(across) << np.uint8(6)
        self._first = _falling(row, sheet) if opposite else _rising(row, sheet)
        self._second = _falling(row, sheet)

    def on(self, area: Area) -> Bytes2D | np.uint8:
        """Return the levels in an area of the sheet, shifted to the two upper bits."""
        rows, columns = area.slices()
        if self._pattern is Pattern.NONE:
            return np.uint8(0)
        first = self._first[rows, columns]
        if self._pattern is Pattern.DIAGONAL:
            return first
        second = self._second[rows, columns]
        if self._pattern is Pattern.CROSS:
            return np.maximum(first, second)
        return np.minimum(first, second)


def hatch_for(sheet: Sheet, pattern: Pattern, *, cased: bool = False) -> Hatch:
    """Return the hatch of the mask; ``cased`` for lines that stand alone."""
    ratio, dots = sheet.pixel_ratio, pattern is Pattern.DOTS
    if cased:
        profile = cased_line(ratio, _DOT_PX - _CASING_PX) if dots else cased_line(ratio)
        return Hatch(sheet, Pattern.DIAGONAL if pattern is Pattern.NONE else pattern, profile)
    return Hatch(sheet, pattern, smooth_line(ratio, _DOT_PX if dots else _LINE_PX))


def protecting_hatch(sheet: Sheet, *, cased: bool = False) -> Hatch:
    """Return the hatch of what is protected: always lines, against those of the mask."""
    profile = cased_line(sheet.pixel_ratio) if cased else smooth_line(sheet.pixel_ratio)
    return Hatch(sheet, Pattern.DIAGONAL, profile, opposite=True)


def dashes(sheet: Sheet, *, opposite: bool = False) -> Bytes2D:
    """Return 0 and 1 in turns along every line but the diagonals; shape (rows, columns)."""
    half = max(2, round(_DASH_PX * sheet.pixel_ratio))
    row = np.repeat(np.array((0, 1), np.uint8), half)
    return _falling(row, sheet) if opposite else _rising(row, sheet)


def _rising(period_row: Bytes2D, sheet: Sheet) -> Bytes2D:
    """Value by x + y of the picture."""
    width, height = (max(1, side) for side in sheet.size)
    period = period_row.size
    x, y = sheet.origin
    line = np.resize(period_row, width + height + 2 * period)[(-x - y) % period :]
    return np.lib.stride_tricks.as_strided(line, (height, width), (1, 1), writeable=False)


def _falling(period_row: Bytes2D, sheet: Sheet) -> Bytes2D:
    """Value by x - y of the picture."""
    width, height = (max(1, side) for side in sheet.size)
    period = period_row.size
    x, y = sheet.origin
    line = np.resize(period_row, width + height + 2 * period)
    # Row 0 begins so far in that the last row can begin ``height - 1`` pixels before it.
    start = height - 1 + (y - x - height + 1) % period
    return np.lib.stride_tricks.as_strided(line[start:], (height, width), (-1, 1), writeable=False)
