"""Mix variants of one frame by coverage: which of them is seen where."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from overpaint.imaging.blend.methods import Floats3D
from overpaint.imaging.pixels import Bytes2D, Bytes3D

_FULL = 255


def mixed_bytes(base: Bytes3D, layers: Sequence[tuple[Bytes3D, Bytes2D]]) -> Bytes3D:
    """Lay variants over a base, the first one lowest.

    Where no layer covers, every byte is that of the base; where one covers fully, it is that of
    the uppermost such layer.

    Args:
        base: Shape (height, width, channels).
        layers: Pixels of the same shape, and how much of them is seen, shape (height, width).

    Returns:
        Pixels of their own.
    """
    mixed = base.copy()
    for pixels, cover in layers:
        seen = cover > 0
        if not seen.any():
            continue
        share = cover[seen].astype(np.uint16)[:, None]
        below, above = mixed[seen].astype(np.uint16), pixels[seen].astype(np.uint16)
        total = above * share + below * (_FULL - share) + _FULL // 2
        mixed[seen] = (total // _FULL).astype(np.uint8)
    return mixed


def mixed_floats(base: Floats3D, layers: Sequence[tuple[Floats3D, Bytes2D]]) -> Floats3D:
    """The same for pixels of any depth, as floats."""
    mixed = base.copy()
    for pixels, cover in layers:
        share = (cover.astype(np.float32) / np.float32(_FULL))[..., None]
        mixed += share * (pixels - mixed)
        full = cover == _FULL
        # Rounding must not keep a trace of what lies below.
        mixed[full] = pixels[full]
    return mixed


def painted(cover: Bytes2D, stroke: Bytes2D, *, adds_up: bool = False) -> Bytes2D:
    """Coverage of the variant that a stroke paints in: the stronger of both, or both together."""
    if not adds_up:
        return np.maximum(cover, stroke)
    return _FULL - painted_over(_FULL - cover, stroke)


def painted_over(cover: Bytes2D, stroke: Bytes2D) -> Bytes2D:
    """Coverage of another variant, which gives way to the stroke; nothing is left under all of it.

    A variant that is painted back in shows wherever the brush goes, whatever lies above it.
    """
    rest = cover.astype(np.uint16) * (_FULL - stroke.astype(np.uint16)) + _FULL // 2
    return np.asarray(rest // _FULL, np.uint8)
