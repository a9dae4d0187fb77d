"""Bring a mask from one picture to another one, of whatever size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from overpaint.imaging.mask.delta import TileDelta
    from overpaint.imaging.mask.plane import MaskPlane


def carry(source: MaskPlane, onto: MaskPlane) -> TileDelta:
    """Put the coverage of a plane in the place of another one's, stretched to its size.

    Args:
        source: What was painted.
        onto: The plane that gets it.

    Returns:
        What changed, to be taken back.
    """
    coverage = source.copy_coverage()
    size = (onto.width, onto.height)
    if (source.width, source.height) != size:
        image = Image.fromarray(coverage)
        scaled = image.resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0)
        coverage = np.asarray(scaled)
    return onto.replace(coverage)
