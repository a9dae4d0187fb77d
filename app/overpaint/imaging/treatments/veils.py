"""Looks that hide detail: blur and pixelate."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageFilter

from overpaint.imaging.pixels import Bytes3D
from overpaint.imaging.treatments.looks import Scene

_PART_SHARE, _WHOLE_SHARE = 0.06, 0.015
"""Radius of the blur as a share of the extent: a masked face has to become unrecognisable."""

_PART_CELLS, _WHOLE_CELLS = 12, 40
"""Cells across the extent."""


def blurred(pixels: Bytes3D, scene: Scene) -> Bytes3D:
    """Out of focus."""
    share = _WHOLE_SHARE if scene.is_whole else _PART_SHARE
    radius = max(1.5, scene.extent_px * share * scene.strength)
    return np.asarray(Image.fromarray(pixels).filter(ImageFilter.GaussianBlur(radius)))


def pixelated(pixels: Bytes3D, scene: Scene) -> Bytes3D:
    """Square cells of their mean colour."""
    height, width = pixels.shape[:2]
    cells = _WHOLE_CELLS if scene.is_whole else _PART_CELLS
    cell = max(2, round(scene.extent_px / cells * scene.strength))
    across, down = -(-width // cell), -(-height // cell)
    whole = np.pad(
        pixels, ((0, down * cell - height), (0, across * cell - width), (0, 0)), mode="edge"
    )
    means = Image.fromarray(whole).resize((across, down), Image.Resampling.BOX)
    large = means.resize((across * cell, down * cell), Image.Resampling.NEAREST)
    return np.ascontiguousarray(np.asarray(large)[:height, :width])
