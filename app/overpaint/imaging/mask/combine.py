"""A patch put together with the mask: add, subtract, intersect."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from overpaint.imaging.mask.cancel import never
from overpaint.imaging.mask.modes import Combine

if TYPE_CHECKING:
    from collections.abc import Callable

    from overpaint.imaging.mask.area import Area
    from overpaint.imaging.mask.delta import TileDelta
    from overpaint.imaging.mask.patch import Patch
    from overpaint.imaging.mask.plane import MaskPlane
    from overpaint.imaging.pixels import Bytes2D

__all__ = ["Combine", "combine"]


def combine(
    plane: MaskPlane, patch: Patch, mode: Combine, cancelled: Callable[[], bool] = never
) -> TileDelta:
    """Put a patch on the mask, as one step.

    Works tile by tile: safe on a thread beside a busy window, and only tiles that the patch or,
    for an intersection, the mask reaches are looked at.

    Raises:
        Cancelled: Told to stop; the mask is as before.
    """
    # Outside the patch an intersection leaves nothing, so every used tile counts.
    reach = plane.used_area() if mode is Combine.INTERSECT else patch.area

    def write(tile: Bytes2D, area: Area) -> None:
        other = patch.on(area)
        if mode is Combine.ADD:
            np.maximum(tile, other, out=tile)
        elif mode is Combine.SUBTRACT:
            np.minimum(tile, 255 - other, out=tile)
        else:
            np.minimum(tile, other, out=tile)

    return plane.rewrite(write, reach, cancelled)
