"""Smoothing of the mask's edge: corners become round, jags go, soft edges stay as soft as they are.

Where a blurred mask crosses half coverage is a smooth contour: that is the new edge. Left alone
the edge would be as soft as the blur, so coverage is made steeper again around one half, as much
as the blur had flattened it. How much that was is seen from the spread of the coverage around a
pixel. Take an edge p = Φ(x/t), a step softened by t, and a blur of width s. Then the blurred edge
is Φ(x/√(t² + s²)), too flat by g = √(1 + s²/t²). At its middle the variance of p under the blur is

    V = ¼ · (2/π) · asin(r²/(1 + r²)),   r = s/t,

so with H = V / (q(1 − q)), q being the blurred coverage, r²/(1 + r²) = sin(πH/2) and
g = 1/√(1 − sin(πH/2)). A hard mask has V = q(1 − q), H = 1, and gets the steepest edge there is,
one pixel wide; a gentle slope has H near 0 and stays as it is, and so does an even grey.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from overpaint.imaging.mask.blur import blurred

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from overpaint.imaging.mask.blur import Gauss
    from overpaint.imaging.pixels import Bytes2D

_LEAST = 1e-4
"""Coverages nearer to 0 or 1 than this are as good as there: their logarithms must be finite."""


def smoothed(window: Bytes2D, sigma_px: float, gauss: Gauss) -> Bytes2D:
    """Smooth a block that has ``gauss.halo_px`` around it.

    Args:
        window: Coverage, shape (height, width), uint8.
        sigma_px: Width of the blur; corners get about this radius.
        gauss: From ``Gauss.of(sigma_px)``.

    Returns:
        The block without its surroundings.
    """
    cover = np.multiply(window, np.float32(1 / 255), dtype=np.float32)
    mean = blurred(cover, gauss)
    np.clip(mean, _LEAST, 1 - _LEAST, out=mean)
    cover *= cover
    steeper = _steepness(mean, blurred(cover, gauss), sigma_px)
    # Φ(g·Φ⁻¹(q)) with the logistic curve for Φ, which is within a per cent of it.
    odds = np.log((1 - mean) / mean)
    odds *= steeper
    np.clip(odds, -30, 30, out=odds)
    np.exp(odds, out=odds)
    odds += 1
    np.divide(255, odds, out=odds)
    odds += 0.5
    result: Bytes2D = odds.astype(np.uint8)
    return result


def _steepness(
    mean: NDArray[np.float32], mean_of_squares: NDArray[np.float32], sigma_px: float
) -> NDArray[np.float32]:
    """Return g for every pixel, at most what makes an edge one pixel wide."""
    spread = mean_of_squares - mean * mean
    spread /= mean * (1 - mean)
    np.clip(spread, 0, 1, out=spread)
    rest = 1 - np.sin(spread * np.float32(math.pi / 2))
    steepest = max(1.0, sigma_px * math.sqrt(2 * math.pi))
    np.maximum(rest, np.float32(steepest**-2), out=rest)
    steep: NDArray[np.float32] = 1 / np.sqrt(rest)
    return steep
