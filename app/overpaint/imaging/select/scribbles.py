"""A first guess at an object from strokes on it and beside it, for GrabCut to start from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from overpaint.imaging.select.grabcut import PERHAPS_BACKGROUND, PERHAPS_OBJECT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from overpaint.imaging.pixels import Bytes2D, Bytes3D

_BINS = 16
_SHIFT = 4  # 256 levels in 16 bins
_RARE = 1e-4
_NEARNESS = 1.5
_NEAR_PX = 8.0
_FRAME_PX = 3


def supposed(lab: Bytes3D, keep: Bytes2D, drop: Bytes2D) -> Bytes2D:
    """Suppose object where colour and distance are more like those of the strokes on it.

    The rim of the picture counts with the strokes beside the object: usually it is background,
    and a first guess may be wrong in places.

    Args:
        lab: Colours, three channels, uint8.
        keep: 1 on strokes on the object; at least one pixel.
        drop: 1 on strokes beside it.

    Returns:
        `PERHAPS_OBJECT` or `PERHAPS_BACKGROUND` for every pixel.
    """
    beside = _rim(drop.shape) | drop
    beside[keep > 0] = 0
    front, back = _frequencies(lab, keep), _frequencies(lab, beside)
    colour = np.log((front + _RARE) / (back + _RARE))
    nearness = np.log((_distance(beside) + _NEAR_PX) / (_distance(keep) + _NEAR_PX))
    object_ = colour + _NEARNESS * nearness > 0
    return np.where(object_, PERHAPS_OBJECT, PERHAPS_BACKGROUND).astype(np.uint8)


def _rim(shape: tuple[int, ...]) -> Bytes2D:
    rim = np.ones(shape[:2], np.uint8)
    rim[_FRAME_PX:-_FRAME_PX, _FRAME_PX:-_FRAME_PX] = 0
    return rim


def _frequencies(lab: Bytes3D, where: Bytes2D) -> NDArray[np.float64]:
    """How frequent each pixel's colour is among the marked ones; near colours count as well."""
    bins = (lab >> _SHIFT).astype(np.intp)
    index = (bins[..., 0] * _BINS + bins[..., 1]) * _BINS + bins[..., 2]
    counts = np.bincount(index[where > 0], minlength=_BINS**3).astype(np.float64)
    table = counts.reshape(_BINS, _BINS, _BINS)
    for axis in range(3):
        padded = np.pad(table, [(1, 1) if axis == a else (0, 0) for a in range(3)])
        before, after = np.split(padded, [_BINS], axis)[0], np.split(padded, [2], axis)[1]
        table = table / 2 + before / 4 + after / 4
    shares: NDArray[np.float64] = (table / max(1.0, counts.sum())).reshape(-1)[index]
    return shares


def _distance(where: Bytes2D) -> NDArray[np.float32]:
    """Pixels to the nearest marked pixel; far where there is none."""
    import cv2  # noqa: PLC0415 - half a second of loading, only when it is needed

    if not where.any():
        return np.full(where.shape, float(max(where.shape)), np.float32)
    return np.asarray(cv2.distanceTransform(1 - where, cv2.DIST_L2, 3), np.float32)
