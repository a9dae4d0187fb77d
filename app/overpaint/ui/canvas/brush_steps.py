"""How the brush changes by keys, wheel and drags."""

from __future__ import annotations

from dataclasses import replace

from overpaint.imaging.mask.brush import MAX_DIAMETER_PX, MIN_DIAMETER_PX, Brush

_STEP = 0.1
_DEFAULT_SHARE = 0.07  # of the longer side: covers a face in a portrait with a few strokes
_DEFAULT_HARDNESS = 0.8
_MIN_DEFAULT_PX = 8


def default_for(image_size: tuple[int, int] | None) -> Brush:
    """Return a brush that suits a picture of this size (pixels)."""
    longer = 1000 if image_size is None else max(image_size)
    diameter = min(max(round(longer * _DEFAULT_SHARE), _MIN_DEFAULT_PX), MAX_DIAMETER_PX)
    return Brush(float(diameter), _DEFAULT_HARDNESS)


def resized(brush: Brush, diameter_px: float) -> Brush:
    """Return the brush with another diameter, as near as brushes allow."""
    diameter = min(max(diameter_px, MIN_DIAMETER_PX), MAX_DIAMETER_PX)
    return replace(brush, diameter_px=round(diameter, 2))


def stepped(brush: Brush, direction: int) -> Brush:
    """Return the brush a tenth larger (1) or smaller (-1), at least by a pixel."""
    step = max(1.0, brush.diameter_px * _STEP)
    return resized(brush, round(brush.diameter_px + direction * step))


def scaled(brush: Brush, factor: float) -> Brush:
    """Return the brush larger or smaller by a factor."""
    return resized(brush, brush.diameter_px * factor)


def hardened(brush: Brush, amount: float) -> Brush:
    """Return the brush harder, or softer for a negative amount."""
    return replace(brush, hardness=min(max(round(brush.hardness + amount, 3), 0.0), 1.0))
