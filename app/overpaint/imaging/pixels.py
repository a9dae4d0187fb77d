"""Decoded pictures in the one layout that the canvas can draw without converting.

Little-endian BGRA with premultiplied alpha is what ``QImage.Format_ARGB32_Premultiplied`` (and,
when opaque, ``Format_RGB32``) means on every machine we ship for, so a decoded picture is wrapped,
never copied, on its way to the screen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Bytes2D = NDArray[np.uint8]
"""A plane of shape (height, width), uint8."""

Bytes3D = NDArray[np.uint8]
"""Pixels of shape (height, width, channels), uint8."""


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """One decoded picture: upright, 8 bits a channel.

    Attributes:
        bgra: Shape (height, width, 4), uint8, C-contiguous, alpha premultiplied, order B G R A.
            Read-only by agreement: the canvas and workers share it.
        opaque: True when every alpha value is 255.
    """

    bgra: Bytes3D
    opaque: bool

    @property
    def width(self) -> int:
        """Width in pixels."""
        return int(self.bgra.shape[1])

    @property
    def height(self) -> int:
        """Height in pixels."""
        return int(self.bgra.shape[0])


BAND_PIXELS = 1 << 19
"""Pixels handled in one call: a longer one would hold the interpreter lock for a frame."""


def bands(width: int, height: int) -> Iterator[tuple[int, int]]:
    """Top and bottom of bands of rows that together cover a picture."""
    rows = max(1, BAND_PIXELS // max(1, width))
    for top in range(0, height, rows):
        yield top, min(top + rows, height)


def sixteen_to_bytes(values: NDArray[Any]) -> NDArray[np.uint8]:
    """Round 16-bit values, shape (height, width[, channels]), to the nearest of 8 bits.

    65535 becomes 255: the quotient is 257, not 256, so cutting off the lower byte darkens.
    """
    out = np.empty(values.shape, np.uint8)
    for top, bottom in bands(values.shape[1], values.shape[0]):
        band = values[top:bottom].astype(np.uint32)
        band *= 255
        band += 32895
        band >>= 16
        out[top:bottom] = band
    return out


def linear_to_bytes(values: NDArray[Any]) -> NDArray[np.uint8]:
    """Encode linear light, floats from 0 to 1, as sRGB bytes; what is brighter is cut to white.

    Source:
        IEC 61966-2-1:1999, the transfer function of sRGB.
    """
    out = np.empty(values.shape, np.uint8)
    for top, bottom in bands(values.shape[1], values.shape[0]):
        light = np.clip(np.nan_to_num(values[top:bottom].astype(np.float32)), 0, 1)
        curved = 1.055 * light ** np.float32(1 / 2.4) - 0.055
        out[top:bottom] = np.where(light <= 0.0031308, light * 12.92, curved) * 255 + 0.5
    return out
