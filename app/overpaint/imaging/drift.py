"""Measure what a model changed although it should not have."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from overpaint.domain.drift import Drift
from overpaint.imaging.blend.registration import Alignment
from overpaint.imaging.pixels import Bytes2D, Bytes3D

NOISE_FLOOR = 2.3
"""A difference that is just noticeable: Mahy, Van Eycken & Oosterlinck, "Evaluation of Uniform
Color Spaces Developed after the Adoption of CIELAB and CIELUV", Color Research & Application 19,
1994."""

_GRAIN_PX = 3
_BAND_PIXELS = 1 << 19


def colour_difference(
    source: Bytes3D, answer: Bytes3D, *, grain_px: int = _GRAIN_PX
) -> NDArray[np.float32]:
    """Return CIE 1976 differences of two sRGB pictures, shape (height, width).

    Works in bands: beside the pictures it needs four bytes a pixel.

    Args:
        source: Shape (height, width, 3).
        answer: The same shape.
        grain_px: Edge of the squares over which grain is averaged out first; 1 for not at all.
    """
    import cv2  # noqa: PLC0415 - takes half a second to load

    height, width = source.shape[:2]
    difference = np.empty((height, width), np.float32)
    rows = max(8, _BAND_PIXELS // width)
    for top in range(0, height, rows):
        bottom = min(top + rows, height)
        first, last = max(0, top - 1), min(height, bottom + 1)
        labs = [
            cv2.cvtColor(
                cv2.blur(plane[first:last, :, :3], (grain_px, grain_px)).astype(np.float32)
                * np.float32(1 / 255),
                cv2.COLOR_RGB2LAB,
            )
            for plane in (source, answer)
        ]
        squares = np.square(labs[0] - labs[1]).sum(axis=2)
        difference[top:bottom] = np.sqrt(squares[top - first : bottom - first])
    return difference


def measure_drift(
    source: Bytes3D, answer: Bytes3D, keep: Bytes2D, alignment: Alignment
) -> Drift | None:
    """Compare what was sent with what came back.

    Args:
        source: The target inside the frame, shape (height, width, 3), sRGB.
        answer: What came back, scaled to the same shape and not changed otherwise.
        keep: Above 0 where both should be equal.
        alignment: How the answer lies on the source.

    Returns:
        None when the whole frame was free to change.
    """
    outside = keep > 0
    if not outside.any():
        return None
    seen = colour_difference(source, answer)[outside]
    return Drift(
        changed=float(np.mean(seen > NOISE_FLOOR)),
        delta_e=float(colour_difference(source, answer, grain_px=1)[outside].mean()),
        shift_x=alignment.shift_x,
        shift_y=alignment.shift_y,
        scale=alignment.scale,
        is_moved=alignment.helps,
    )
