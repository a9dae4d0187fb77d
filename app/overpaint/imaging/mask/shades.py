"""The mask for people and other programs: white on black with every shade."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from overpaint.imaging.pixels import Bytes2D


def encode_shades(coverage: Bytes2D) -> bytes:
    """Encode coverage as a greyscale PNG; reading it as a mask gives the same coverage.

    What is sent has two kinds of pixels only; this keeps soft edges.

    Args:
        coverage: Shape (height, width), uint8, 255 = change = white.
    """
    buffer = io.BytesIO()
    Image.fromarray(coverage).save(buffer, "PNG", compress_level=4)
    return buffer.getvalue()


def thumbnail(coverage: Bytes2D, edge_px: int) -> Bytes2D:
    """Make coverage smaller until its longer edge has at most so many pixels.

    Every pixel of it counts: a thin stroke becomes grey, it does not vanish.

    Args:
        coverage: Shape (height, width), uint8.
        edge_px: At least 1.

    Returns:
        Shape (h, w), uint8, C-contiguous, in the proportions of the mask; never larger than it.
    """
    height, width = coverage.shape
    share = min(edge_px / max(height, width), 1.0)
    size = max(round(width * share), 1), max(round(height * share), 1)
    # Whole steps first: the filter that follows then has little left to read.
    step = max(int(1 / share) // 2, 1)
    image = Image.fromarray(coverage).reduce(step)
    return np.ascontiguousarray(image.resize(size, Image.Resampling.BOX))
