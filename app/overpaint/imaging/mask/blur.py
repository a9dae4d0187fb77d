"""Gaussian blur at any width for the price of reading the picture once.

A wide Gaussian is smooth, so it can be worked out on a picture made smaller: averages of f×f
pixels, a narrow Gaussian, and linear interpolation back. All three widen the edge; the narrow
Gaussian is chosen so that the variances add up to that of the wide one. With f at most a quarter
of sigma the result differs from the exact one by no more than a step or two of 255.

Source:
    Variances of convolved kernels add (of a box of f pixels (f² - 1)/12; of the tent of linear
    interpolation over f pixels, sampled at its pixels, (f² + ½)/6 on average).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import numpy as np

from overpaint.imaging.mask.area import Area

if TYPE_CHECKING:
    from numpy.typing import NDArray

Pixel = TypeVar("Pixel", np.uint8, np.float32)

_SIGMAS = 3.0  # of a kernel to each side: what lies beyond is a third of a step
_FINEST = 2.5  # sigma of the narrow Gaussian, at least
_MAX_FACTOR = 64


class Gauss(NamedTuple):
    """How a Gaussian is worked out.

    Attributes:
        factor: The picture is made smaller by it, a power of two up to 64.
        sigma: Of the narrow Gaussian, in small pixels.
        size: Of its kernel, an odd number of small pixels.
        halo_px: What it needs around a block, a multiple of the factor.
    """

    factor: int
    sigma: float
    size: int
    halo_px: int

    @classmethod
    def of(cls, sigma_px: float) -> Gauss:
        """Return the way to a Gaussian of this width, in pixels."""
        factor = 1
        while factor < _MAX_FACTOR and sigma_px / (2 * factor) >= _FINEST:
            factor *= 2
        variance = sigma_px * sigma_px
        if factor > 1:
            variance -= (factor**2 - 1) / 12 + (factor**2 + 0.5) / 6
        sigma = max(0.05, math.sqrt(variance) / factor)
        reach = max(1, math.ceil(_SIGMAS * sigma))
        return cls(factor, sigma, 2 * reach + 1, (reach + 1) * factor)


def blurred(window: NDArray[Pixel], gauss: Gauss) -> NDArray[Pixel]:
    """Blur a block that has ``gauss.halo_px`` around it, and whose corner is a multiple of 64.

    Args:
        window: Shape (height, width), uint8 or float32.
        gauss: From `Gauss.of`.

    Returns:
        The block without its surroundings, of the same type.
    """
    import cv2  # noqa: PLC0415 - takes half a second to load

    halo, factor, kernel = gauss.halo_px, gauss.factor, (gauss.size, gauss.size)
    height, width = window.shape
    inner = Area(halo, halo, width - halo, height - halo).slices()
    if factor == 1:
        return _cut(cv2.GaussianBlur(window, kernel, gauss.sigma), inner)
    down, across = -(-height // factor), -(-width // factor)
    extra = down * factor - height, across * factor - width
    if any(extra):
        window = np.pad(window, ((0, extra[0]), (0, extra[1])), mode="edge")
    small = cv2.resize(window, (across, down), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, kernel, gauss.sigma)
    whole = (across * factor, down * factor)
    return _cut(cv2.resize(small, whole, interpolation=cv2.INTER_LINEAR), inner)


def _cut(pixels: Any, part: tuple[slice, slice]) -> NDArray[Pixel]:  # noqa: ANN401 - OpenCV's Mat
    inner: NDArray[Pixel] = pixels[part]
    return inner
