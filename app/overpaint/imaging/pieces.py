"""A grid of pieces from all over a picture: what holds for them mostly holds for all of it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

_PIECE_PX = 256
_MOST = 4


def pieces_of(plane: NDArray[Any]) -> NDArray[Any]:
    """Return up to 16 pieces of 256 pixels side by side, copied; all of a small or thin picture.

    Args:
        plane: Shape (height, width[, channels]).
    """
    height, width = plane.shape[:2]
    across, down = min(_MOST, width // _PIECE_PX), min(_MOST, height // _PIECE_PX)
    if across == 0 or down == 0:
        return plane
    tops = np.linspace(0, height - _PIECE_PX, down).astype(int)
    lefts = np.linspace(0, width - _PIECE_PX, across).astype(int)
    rows = [
        np.concatenate(
            [plane[top : top + _PIECE_PX, left : left + _PIECE_PX] for left in lefts], axis=1
        )
        for top in tops
    ]
    return np.concatenate(rows)
