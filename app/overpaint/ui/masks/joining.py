"""Put coverage from elsewhere together with the mask. Loads numpy when it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from overpaint.imaging.mask.cancel import never
from overpaint.imaging.mask.modes import Combine
from overpaint.ui.masks.placement import Joining

if TYPE_CHECKING:
    from collections.abc import Callable

    from overpaint.imaging.mask.delta import TileDelta
    from overpaint.imaging.mask.plane import MaskPlane
    from overpaint.imaging.pixels import Bytes2D


def join(
    plane: MaskPlane,
    coverage: Bytes2D,
    joining: Joining,
    cancelled: Callable[[], bool] = never,
) -> TileDelta:
    """Put coverage of the plane's size on it.

    Args:
        plane: The mask.
        coverage: Shape (height, width) of the plane, uint8.
        joining: What happens to what is there.
        cancelled: Asked before each tile.

    Raises:
        Cancelled: Told to stop; the mask is as before.
    """
    from overpaint.imaging.mask.combine import combine  # noqa: PLC0415 - loads numpy
    from overpaint.imaging.mask.patch import Patch  # noqa: PLC0415 - loads numpy

    if joining is Joining.REPLACE:
        return plane.rewrite(
            lambda tile, area: tile.__setitem__(..., coverage[area.slices()]), cancelled=cancelled
        )
    return combine(plane, Patch(plane.area, coverage), Combine(joining.value), cancelled)
