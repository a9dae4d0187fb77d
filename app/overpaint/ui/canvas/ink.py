"""From coverage to colours: one small class for each look of the mask.

Every look is a table that is looked up, made once for a style; none of them depends on the size of
the picture, and none costs more than the tint while a stroke is painted.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from overpaint.domain.marks import Colour
from overpaint.domain.overlay import Look
from overpaint.ui.canvas.hatch import LEVELS, dashes, hatch_for, protecting_hatch

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtGui import QImage

    from overpaint.domain.overlay import OverlayStyle
    from overpaint.imaging.mask.area import Area
    from overpaint.imaging.pixels import Bytes2D
    from overpaint.ui.canvas.sheet import Sheet

    Colours: TypeAlias = NDArray[np.uint32]

_COVERAGES = 64  # six bits of coverage, and two of the hatch, make a byte
_HALF = 128
_BLACK, _WHITE = Colour(0, 0, 0), Colour(255, 255, 255)
_GREYS = np.uint32(0xFF000000) | np.arange(256, dtype=np.uint32) * np.uint32(0x010101)
_LOW = np.uint32(0x00FF00FF)
_PALER = 0.72  # how far a line is lighter than its tint


class Ink(ABC):
    """Paints coverage as premultiplied colours.

    Attributes:
        reach_px: How far from a change of coverage pixels look different, screen pixels.
    """

    reach_px = 0

    @abstractmethod
    def paint(self, mask: Bytes2D, protect: Bytes2D | None, area: Area) -> Colours:
        """Return the colours of an area of the sheet.

        Args:
            mask: Coverage of ``area`` and of `reach_px` around it, what is protected taken off.
            protect: What is protected, same shape; None where nothing is.
            area: Of the sheet.
        """


class _Hatched(Ink):
    """The tint with its pattern, or the pattern alone."""

    def __init__(self, style: OverlayStyle, sheet: Sheet) -> None:
        alone = style.look is Look.HATCH
        self._hatch = hatch_for(sheet, style.pattern, cased=alone)
        self._other = protecting_hatch(sheet, cased=alone)
        self._table, self._protect_table = _hatched_tables(style)

    def paint(self, mask: Bytes2D, protect: Bytes2D | None, area: Area) -> Colours:
        colours = self._table.colours(mask, self._hatch.on(area))
        if protect is not None:
            # Both coverages together are one at most, so no channel can overflow.
            colours += self._protect_table.colours(protect, self._other.on(area))
        return colours


class _Outline(Ink):
    """Dashes in two tones around everything that is at least half covered."""

    def __init__(self, style: OverlayStyle, sheet: Sheet) -> None:
        self.reach_px = max(1, round(sheet.pixel_ratio))
        self._dashes = dashes(sheet)
        self._other = dashes(sheet, opposite=True)
        self._colours = _dash_colours(_BLACK, _WHITE)
        self._protect_colours = _dash_colours(_BLACK, _mixed(style.protect_colour, _WHITE, 0.35))

    def paint(self, mask: Bytes2D, protect: Bytes2D | None, area: Area) -> Colours:
        part = area.slices()
        line = self._edge(mask) * (self._dashes[part] + np.uint8(1))
        colours = np.take(self._colours, line, mode="clip")
        if protect is not None:
            other = self._edge(protect)
            line = other * (self._other[part] + np.uint8(1))
            drawn = np.take(self._protect_colours, line, mode="clip")
            np.copyto(colours, drawn, where=other.view(np.bool_))
        return colours

    def _edge(self, cover: Bytes2D) -> Bytes2D:
        """Return 1 where coverage crosses a half within `reach_px`; that much smaller."""
        inside = (cover >= _HALF).view(np.uint8)
        low, high = inside, inside
        for _ in range(self.reach_px):
            low = _along(low, np.bitwise_and)
            high = _along(high, np.bitwise_or)
        edge: Bytes2D = low ^ high
        return edge


class _BlackWhite(Ink):
    """White is what will change."""

    def paint(self, mask: Bytes2D, protect: Bytes2D | None, area: Area) -> Colours:  # noqa: ARG002 - as the others
        return np.take(_GREYS, mask, mode="clip")


class PictureInk(Ink):
    """Another picture that shows through coverage.

    Args:
        image: Of the size of the sheet, premultiplied; kept.
    """

    def __init__(self, image: QImage) -> None:
        self._image = image
        pixels = np.frombuffer(image.constBits(), np.uint32)
        self._colours = pixels.reshape(image.height(), image.width())

    def paint(self, mask: Bytes2D, protect: Bytes2D | None, area: Area) -> Colours:  # noqa: ARG002 - as the others
        """Return the other picture as far as it is covered."""
        colours = self._colours[area.slices()]
        # 0 to 256, so that full coverage keeps every bit.
        share = mask.astype(np.uint32)
        share += share >> np.uint32(7)
        low = ((colours & _LOW) * share >> np.uint32(8)) & _LOW
        high = ((colours >> np.uint32(8)) & _LOW) * share & ~_LOW
        return low | high


class _Table:
    """Looks up two neighbours at a time: half the steps, and the table still fits the cache.

    Args:
        colours: For each byte of six bits of coverage and two bits of the hatch.
    """

    def __init__(self, colours: Colours) -> None:
        wide = colours.astype(np.uint64)
        self._pairs = np.bitwise_or.outer(wide << np.uint64(32), wide).reshape(-1)

    def colours(self, cover: Bytes2D, hatch: Bytes2D | np.uint8) -> Colours:
        """Return the colours of coverage with a hatch, whose levels are in the upper two bits."""
        height, width = cover.shape
        index = np.empty((height, width + width % 2), np.uint8)
        own = index[:, :width]
        np.right_shift(cover, 2, out=own)
        np.bitwise_or(own, hatch, out=own)
        found = np.take(self._pairs, index.view(np.uint16), mode="clip")
        return found.view(np.uint32)[:, :width]


def ink_for(style: OverlayStyle, sheet: Sheet) -> Ink:
    """Return what paints a style on a sheet."""
    if style.look is Look.OUTLINE:
        return _Outline(style, sheet)
    if style.look is Look.BLACK_WHITE:
        return _BlackWhite()
    return _Hatched(style, sheet)


def _along(inside: Bytes2D, combine: np.ufunc) -> Bytes2D:
    """Combine every pixel with its neighbours in a square; a pixel smaller at each side."""
    rows = combine(combine(inside[:-2], inside[1:-1]), inside[2:])
    combined: Bytes2D = combine(combine(rows[:, :-2], rows[:, 1:-1]), rows[:, 2:])
    return combined


@lru_cache(maxsize=4)
def _hatched_tables(style: OverlayStyle) -> tuple[_Table, _Table]:
    """Return the tables of mask and protection; panning asks for them with every frame."""
    colours = _line_colours if style.look is Look.HATCH else _tint_colours
    return (
        _Table(colours(style.colour, style.opacity)),
        _Table(colours(style.protect_colour, style.opacity)),
    )


def _tint_colours(colour: Colour, opacity: float) -> Colours:
    """Return a colour for each of 64 coverages at 4 strengths of the line."""
    share = np.arange(LEVELS) / (LEVELS - 1)
    line_opacity = min(1.0, opacity + 0.22) if opacity > 0 else 0.0
    tint, light = np.array(colour, float), np.array(_mixed(colour, _WHITE, _PALER), float)
    rgb = tint + (light - tint) * share[:, None]
    return _packed(rgb, opacity + (line_opacity - opacity) * share)


def _line_colours(colour: Colour, opacity: float) -> Colours:
    """Return colours for a light line with dark edges, and nothing between the lines."""
    light = min(1.0, 0.55 + 0.6 * opacity) if opacity > 0 else 0.0
    dark = _mixed(_BLACK, colour, 0.1)
    rgb = np.array((_BLACK, dark, dark, _mixed(colour, _WHITE, _PALER)), float)
    return _packed(rgb, np.array((0.0, 0.3 * light, 0.62 * light, light)))


def _dash_colours(first: Colour, second: Colour) -> Colours:
    rgb = np.array((_BLACK, first, second), float)
    alphas = np.array((0.0, 1.0, 1.0))
    return _packed(rgb, alphas)[_COVERAGES - 1 :: _COVERAGES]


def _packed(rgb: NDArray[np.float64], opacities: NDArray[np.float64]) -> Colours:
    """Return premultiplied colours: for each row of ``rgb``, at 64 coverages up to its opacity."""
    alpha = np.arange(_COVERAGES)[None, :] / (_COVERAGES - 1) * opacities[:, None]
    # Rounded down, so that tables of coverages that sum up to one never sum up to more.
    channels = np.floor(rgb[:, None, :] * alpha[..., None] + 1e-6).astype(np.uint32)
    packed = np.floor(alpha * 255 + 1e-6).astype(np.uint32) << np.uint32(24)
    red, green, blue = channels[..., 0], channels[..., 1], channels[..., 2]
    packed |= red << np.uint32(16) | green << np.uint32(8) | blue
    return packed.reshape(-1)


def _mixed(colour: Colour, other: Colour, share: float) -> Colour:
    return Colour(*(round(a + (b - a) * share) for a, b in zip(colour, other, strict=True)))
