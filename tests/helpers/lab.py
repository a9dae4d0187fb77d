"""Colour differences by the textbook, to judge what the program computes."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray


def delta_e(first: NDArray[np.uint8], second: NDArray[np.uint8]) -> NDArray[np.float64]:
    """CIE 1976 difference of every pixel of two sRGB pictures."""
    labs = [
        cv2.cvtColor(plane[..., :3].astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
        for plane in (first, second)
    ]
    squares = np.square(labs[0].astype(np.float64) - labs[1]).sum(axis=2)
    return np.asarray(np.sqrt(squares))
