"""Put another picture into a hole so that no seam is seen."""

from __future__ import annotations

import numpy as np
from PIL import Image

from overpaint.imaging.pixels import Bytes3D
from overpaint.imaging.treatments.looks import quantised
from overpaint.imaging.treatments.membrane import Flags2D, membrane
from overpaint.imaging.treatments.oklab import Floats3D

_REACH = 0.15
"""How far the colours of the surroundings reach in, as a share of the hole's extent. A membrane
without an end would tint all of the inserted picture."""


def cloned(pixels: Bytes3D, hole: Flags2D, insert: Image.Image, extent_px: float) -> Bytes3D:
    """Fill a hole with a picture.

    Args:
        pixels: Shape (height, width, 3), uint8, RGB.
        hole: Shape (height, width); not empty.
        insert: RGB. It is scaled and cropped in its middle to cover the hole's bounding box.
        extent_px: Size of the hole.

    Returns:
        The pixels with the hole filled, the same as before outside it.
    """
    rows, columns = np.flatnonzero(hole.any(axis=1)), np.flatnonzero(hole.any(axis=0))
    height, width = hole.shape
    # One pixel more on each side, so that there is something to compare along the edge.
    top, bottom = max(0, rows[0] - 1), min(height, rows[-1] + 2)
    left, right = max(0, columns[0] - 1), min(width, columns[-1] + 2)
    area = (slice(top, bottom), slice(left, right))
    around = pixels[area].astype(np.float32) / np.float32(255)
    inner = _covering(insert, int(right - left), int(bottom - top))
    correction = _correction(around, inner, hole[area], extent_px)
    whole = pixels.copy()
    np.copyto(whole[area], quantised(inner + correction), where=hole[area][..., None])
    return whole


def _correction(around: Floats3D, inner: Floats3D, hole: Flags2D, extent_px: float) -> Floats3D:
    return membrane(around - inner, hole, reach_px=max(2.0, extent_px * _REACH))


def _covering(insert: Image.Image, width: int, height: int) -> Floats3D:
    scale = max(width / insert.width, height / insert.height)
    across, down = width / scale, height / scale
    left, top = (insert.width - across) / 2, (insert.height - down) / 2
    box = (left, top, left + across, top + down)
    scaled = insert.resize((width, height), Image.Resampling.LANCZOS, box=box)
    return np.asarray(scaled, np.float32) / np.float32(255)
