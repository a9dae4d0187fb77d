"""The heat map: where the model changed what it should have left alone, and how strongly."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from overpaint.domain.blend import BlendRecipe
from overpaint.domain.frame import Rect
from overpaint.domain.heat import COOLEST_DELTA_E, HEAT_COLOURS, HOTTEST_DELTA_E
from overpaint.imaging.blend.live import LiveBlend
from overpaint.imaging.drift import colour_difference
from overpaint.imaging.pixels import Bytes3D, Picture

HEAT_PIXELS = 1_500_000
"""About the pixels of a screen: what is finer is not seen."""

_MOST_PIXELS = 4_000_000
_LEAST_SHARE, _MOST_SHARE = 0.55, 0.92
_STEPS = 256
_DIMMED = 0.62


def heat_map(live: LiveBlend, recipe: BlendRecipe, view_scale: float = 1.0) -> tuple[Picture, Rect]:
    """Paint drift in colours over the target in greys; inside the mask the result stays.

    Args:
        live: The result; of a mix, its base.
        recipe: What the result inside the mask looks like.
        view_scale: Screen pixels for one pixel of the target.

    Returns:
        An opaque picture, and the part of the target that it shows: all of it, unless that would
        be too much at this size.
    """
    frame, blender = live.frame, live.blenders[0]
    inside = frame.within(live.target)
    window = Rect(inside.left - frame.left, inside.top - frame.top, inside.width, inside.height)
    factor = min(1.0, view_scale, math.sqrt(HEAT_PIXELS / window.size.pixels))
    part = blender.part(window, max(factor, 1 / min(window.width, window.height)), is_fast=True)
    painted = heated(part.source, colour_difference(part.source, part.answer))
    inner = part.keep == 0
    painted[inner] = part.render(recipe)[inner]
    whole = live.target.pixels * factor**2 <= _MOST_PIXELS
    if live.backdrop is None or not whole:
        return _picture(painted), inside
    return _picture(_on_backdrop(painted, live, inside)), Rect.of(live.target)


def _on_backdrop(painted: Bytes3D, live: LiveBlend, inside: Rect) -> Bytes3D:
    """Lay the frame's part on the rest of the target, in greys: that was not sent."""
    import cv2  # noqa: PLC0415 - half a second to load

    assert live.backdrop is not None  # noqa: S101 - asked by the caller
    across, down = painted.shape[1] / inside.width, painted.shape[0] / inside.height
    size = (
        max(1, round(live.target.width * across)), max(1, round(live.target.height * down)),
    )  # fmt: skip
    whole = np.asarray(cv2.resize(live.backdrop, size, interpolation=cv2.INTER_AREA), np.uint8)
    grey = heated(whole, np.zeros(whole.shape[:2], np.float32))
    left = min(round(inside.left * across), size[0] - painted.shape[1])
    top = min(round(inside.top * down), size[1] - painted.shape[0])
    grey[top : top + painted.shape[0], left : left + painted.shape[1]] = painted
    return grey


def _picture(rgb: Bytes3D) -> Picture:
    alpha = np.full((*rgb.shape[:2], 1), 255, np.uint8)
    bgra = np.concatenate((rgb[..., ::-1], alpha), axis=2)
    return Picture(np.ascontiguousarray(bgra), opaque=True)


def heated(source: Bytes3D, heat: NDArray[np.float32]) -> Bytes3D:
    """Return greys of the source under the colours of the differences, shape of ``source``.

    Args:
        source: Shape (height, width, 3), RGB.
        heat: Colour differences, shape (height, width).
    """
    import cv2  # noqa: PLC0415 - half a second to load

    grey = np.asarray(cv2.cvtColor(source, cv2.COLOR_RGB2GRAY), np.float32) * np.float32(_DIMMED)
    span = np.float32((_STEPS - 1) / (HOTTEST_DELTA_E - COOLEST_DELTA_E))
    steps = np.clip((heat - np.float32(COOLEST_DELTA_E)) * span, 0, _STEPS - 1).astype(np.uint8)
    colours, shares = _tables()
    share = np.where(heat > COOLEST_DELTA_E, shares[steps], np.float32(0))[..., None]
    mixed = grey[..., None] + share * (colours[steps] - grey[..., None])
    return np.asarray(mixed + np.float32(0.5), np.uint8)


def _tables() -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Colour, shape (256, 3), and opacity, shape (256,), from the coolest to the hottest."""
    places = np.linspace(0, 1, len(HEAT_COLOURS))
    wanted = np.linspace(0, 1, _STEPS)
    anchors = np.array(HEAT_COLOURS, np.float32)
    colours = np.stack([np.interp(wanted, places, anchors[:, i]) for i in range(3)], axis=1)
    shares = _LEAST_SHARE + (_MOST_SHARE - _LEAST_SHARE) * wanted
    return colours.astype(np.float32), shares.astype(np.float32)
