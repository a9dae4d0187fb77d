"""Oklab, in which lightness can be kept while colours change.

Source: Björn Ottosson, "A perceptual color space for image processing",
https://bottosson.github.io/posts/oklab/ (2020), read 2026-11-22.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from overpaint.imaging.pixels import Bytes3D

Floats3D = NDArray[np.float32]
"""Shape (height, width, channels), float32."""

_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    np.float32,
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ],
    np.float32,
)
_FROM_LAB = np.linalg.inv(_TO_LAB).astype(np.float32)
_FROM_LMS = np.linalg.inv(_TO_LMS).astype(np.float32)
_GAMUT_STEPS = 6


def oklab(pixels: Bytes3D) -> Floats3D:
    """Lightness 0 … 1 and the two colour axes of sRGB pixels."""
    linear = _LINEAR[pixels]
    lab: Floats3D = np.cbrt(linear @ _TO_LMS.T) @ _TO_LAB.T
    return lab


def srgb(lab: Floats3D) -> Bytes3D:
    """Pixels of Oklab colours; a colour that no screen has loses colour, not lightness."""
    linear = _linear(lab)
    outside = ((linear < -1e-4) | (linear > 1.0001)).any(axis=-1)
    if outside.any():
        linear[outside] = _linear(_into_gamut(lab[outside]))
    return _encoded(np.clip(linear, 0, 1))


def _into_gamut(lab: Floats3D) -> Floats3D:
    """Bring colours of shape (count, 3) into sRGB by halving the interval of their chroma."""
    least = np.zeros(len(lab), np.float32)
    most = np.ones(len(lab), np.float32)
    for _ in range(_GAMUT_STEPS):
        middle = (least + most) * np.float32(0.5)
        linear = _linear(_with_chroma(lab, middle))
        fits = ((linear >= -1e-4) & (linear <= 1.0001)).all(axis=-1)
        np.copyto(least, middle, where=fits)
        np.copyto(most, middle, where=~fits)
    return _with_chroma(lab, least)


def _with_chroma(lab: Floats3D, factor: NDArray[np.float32]) -> Floats3D:
    scaled = lab.copy()
    scaled[..., 1:] *= factor[..., None]
    return scaled


def _linear(lab: Floats3D) -> Floats3D:
    roots = lab @ _FROM_LAB.T
    linear: Floats3D = (roots * roots * roots) @ _FROM_LMS.T
    return linear


def _encoded(linear: Floats3D) -> Bytes3D:
    steps = np.rint(linear * np.float32(len(_ENCODED) - 1)).astype(np.uint16)
    pixels: Bytes3D = _ENCODED[steps]
    return pixels


def _decode_table() -> NDArray[np.float32]:
    values = np.arange(256) / 255
    table = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    return table.astype(np.float32)


def _encode_table() -> NDArray[np.uint8]:
    values = np.linspace(0, 1, 16_384)
    curve = np.where(values <= 0.0031308, values * 12.92, 1.055 * values ** (1 / 2.4) - 0.055)
    table: NDArray[np.uint8] = np.rint(curve * 255).astype(np.uint8)
    return table


_LINEAR = _decode_table()
_ENCODED = _encode_table()
