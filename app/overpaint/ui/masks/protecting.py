"""Make the mask from what is protected. Loads numpy when it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from overpaint.imaging.mask.area import Area
    from overpaint.imaging.mask.delta import TileDelta
    from overpaint.imaging.mask.layers import MaskLayers
    from overpaint.imaging.mask.plane import MaskPlane
    from overpaint.imaging.pixels import Bytes2D


def mask_unprotected(plane: MaskPlane, layers: MaskLayers) -> TileDelta:
    """Cover what is not protected, with the same soft edges.

    Args:
        plane: The mask.
        layers: The mask's layers.
    """

    def write(tile: Bytes2D, area: Area) -> None:
        tile[...] = 255 - layers.protect.coverage[area.slices()]

    return plane.rewrite(write)
