"""How far one picture lies beside another, and moving it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from overpaint.imaging.pixels import Bytes3D

FARTHEST_PX = 8.0
"""Shifts beyond this are not corrected: then it is another picture, not a moved one."""

_EDGE_PX = 1024
_LEAST_PX = 0.05
_GAIN = 0.95
_NOT_MOVED = (0.0, 0.0)


def shift_between(a_bgra: Bytes3D, b_bgra: Bytes3D) -> tuple[float, float]:
    """Find how far picture b has to be moved to lie on picture a.

    Source:
        Phase correlation as OpenCV has it, with a Hann window:
        https://docs.opencv.org/4.x/d7/df3/group__imgproc__motion.html (read 2026-11-22).

    Args:
        a_bgra: Shape (height, width, 4), uint8.
        b_bgra: The same shape.

    Returns:
        Pixels to the right and downwards; 0, 0 when moving does not bring the pictures closer by at
        least a twentieth, or when they lie more than `FARTHEST_PX` apart.
    """
    import cv2  # noqa: PLC0415 - half a second of loading, only when it is needed

    height, width = a_bgra.shape[:2]
    scale = min(1.0, _EDGE_PX / max(height, width))
    a, b = _grey(a_bgra, scale), _grey(b_bgra, scale)
    if min(a.shape) < 2 * FARTHEST_PX:
        return _NOT_MOVED
    window = cv2.createHanningWindow((a.shape[1], a.shape[0]), cv2.CV_32F)
    (across, down), _ = cv2.phaseCorrelate(b, a, window)
    far = max(abs(across), abs(down)) / scale
    if not _LEAST_PX < far <= FARTHEST_PX:
        return _NOT_MOVED
    moved = _moved(b, across, down)
    edge = int(FARTHEST_PX)
    inner = (slice(edge, -edge), slice(edge, -edge))
    before, after = _apart(a[inner], b[inner]), _apart(a[inner], moved[inner])
    return (across / scale, down / scale) if after < _GAIN * before else _NOT_MOVED


def shifted(bgra: Bytes3D, shift: tuple[float, float]) -> Bytes3D:
    """Move a picture by fractions of pixels; what comes in at the edges repeats the edge."""
    if shift == _NOT_MOVED:
        return bgra
    return np.asarray(_moved(bgra, *shift), np.uint8)


def _grey(bgra: Bytes3D, scale: float) -> NDArray[np.float32]:
    import cv2  # noqa: PLC0415

    small = bgra
    if scale < 1:
        size = (max(1, round(bgra.shape[1] * scale)), max(1, round(bgra.shape[0] * scale)))
        small = np.asarray(cv2.resize(bgra, size, interpolation=cv2.INTER_AREA), np.uint8)
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_BGRA2GRAY), np.float32)


def _moved(plane: NDArray[np.generic], across: float, down: float) -> NDArray[np.generic]:
    import cv2  # noqa: PLC0415

    matrix = np.array([[1, 0, across], [0, 1, down]], np.float64)
    size = (plane.shape[1], plane.shape[0])
    flags, border = cv2.INTER_CUBIC, cv2.BORDER_REPLICATE
    moved = cv2.warpAffine(np.asarray(plane), matrix, size, flags=flags, borderMode=border)
    return np.asarray(moved)


def _apart(a: NDArray[np.generic], b: NDArray[np.generic]) -> float:
    return float(np.abs(np.subtract(a, b, dtype=np.float32)).mean())
