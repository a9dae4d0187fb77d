"""Pixels as CIE L*a*b* in 8 bits, where distance is what the eye calls difference."""

from __future__ import annotations

import numpy as np

from overpaint.imaging.pixels import Bytes3D

LIGHTNESS_STEP = 100 / 255
"""Units of L* in one step of 8 bits; a* and b* have steps of 1, moved up by 128."""


def lab_alpha(bgra: Bytes3D) -> Bytes3D:
    """Convert premultiplied pixels; what alpha has darkened is brought back first.

    Source:
        https://docs.opencv.org/4.x/de/d25/imgproc_color_conversions.html, read 2026-11-22.

    Args:
        bgra: Shape (rows, columns, 4), uint8; at most some 100,000 pixels at a time, so that
            the work can be stopped and stays in the cache.

    Returns:
        L* x 255/100, a* + 128, b* + 128 and alpha, shape (rows, columns, 4), uint8. Where
        nothing is opaque at all the colour is black.
    """
    import cv2  # noqa: PLC0415 - half a second of loading, only when it is needed

    alpha = cv2.extractChannel(bgra, 3)
    straight = bgra
    if int(alpha.min()) < 255:
        straight = np.asarray(cv2.cvtColor(bgra, cv2.COLOR_mRGBA2RGBA), np.uint8)
    lab = cv2.cvtColor(straight, cv2.COLOR_BGR2Lab)
    return np.asarray(cv2.merge([*cv2.split(lab), alpha]), np.uint8)
