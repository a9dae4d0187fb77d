"""Decoded pictures in the one layout that the canvas can draw without converting.

Little-endian BGRA with premultiplied alpha is what ``QImage.Format_ARGB32_Premultiplied`` (and,
when opaque, ``Format_RGB32``) means on every machine we ship for, so a decoded picture is wrapped,
never copied, on its way to the screen.
"""

from __future__ import annotations

from dataclasses import dataclass

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
