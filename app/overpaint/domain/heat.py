"""The colours of the heat map: how strongly something changed outside of the mask."""

from __future__ import annotations

from overpaint.domain.marks import Colour

COOLEST_DELTA_E = 2.3
"""Where it begins: a difference that is just noticeable."""

HOTTEST_DELTA_E = 20.0
"""From here on everything has the last colour: nobody takes that for the same picture."""

HEAT_COLOURS: tuple[Colour, ...] = (
    Colour(60, 4, 153),
    Colour(126, 3, 168),
    Colour(182, 48, 139),
    Colour(225, 100, 98),
    Colour(248, 148, 65),
    Colour(253, 202, 38),
    Colour(240, 249, 33),
)
"""Evenly spaced from coolest to hottest. They grow lighter all the way, so the order shows without
telling hues apart, and none of them is grey: that is the picture below.

Source:
    “plasma” of Stéfan van der Walt and Nathaniel Smith, https://bids.github.io/colormap/, read
    2026-11-24, without its darkest end.
"""
