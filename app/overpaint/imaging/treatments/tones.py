"""Looks that change each pixel for itself: grey, sepia, brighter, darker, another colour."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from overpaint.imaging.pixels import Bytes2D, Bytes3D
from overpaint.imaging.treatments.looks import Scene, luma, quantised
from overpaint.imaging.treatments.oklab import oklab, srgb
from overpaint.imaging.treatments.treatment import Rgb

_ACHROMATIC = 0.02
"""Chroma below which a colour counts as black, grey or white."""

_STEPS = 4096

_SEPIA_LIGHT = np.array([1.0, 0.93, 0.78], np.float32)
_SEPIA_DARK = np.array([0.13, 0.065, 0.025], np.float32)


def monochrome(pixels: Bytes3D, scene: Scene) -> Bytes3D:
    """Shades of grey."""
    grey = luma(pixels)[..., None]
    share = min(1.0, scene.strength)
    mixed = grey * share + pixels.astype(np.float32) / 255 * (1 - share)
    return quantised(np.broadcast_to(mixed, pixels.shape))


def sepia(pixels: Bytes3D, _scene: Scene) -> Bytes3D:
    """The brown of an old print: toned paper, no pure black."""
    grey = luma(pixels)
    curve = (grey * grey * (3 - 2 * grey) * 0.35 + grey * 0.65)[..., None]
    return quantised(_SEPIA_DARK + (_SEPIA_LIGHT - _SEPIA_DARK) * curve)


def brightened(pixels: Bytes3D, scene: Scene) -> Bytes3D:
    """Lift the tones, the middle ones most; white stays white and black stays black."""
    lab = oklab(pixels)
    lightness = np.clip(lab[..., 0], 0, 1)
    lab[..., 0] = 1 - (1 - lightness) ** (1 + 0.42 * scene.strength)
    # More light shows more colour; without this, skies turn to milk.
    lab[..., 1:] *= 1 + 0.12 * scene.strength
    return srgb(lab)


def darkened(pixels: Bytes3D, scene: Scene) -> Bytes3D:
    """Lower the tones; white stays a little below white, as in the shade."""
    lab = oklab(pixels)
    lightness = np.clip(lab[..., 0], 0, 1)
    lab[..., 0] = lightness ** (1 + 0.3 * scene.strength) * (1 - 0.16 * scene.strength)
    lab[..., 1:] *= 1 - 0.1 * scene.strength
    return srgb(lab)


def recoloured(pixels: Bytes3D, scene: Scene) -> Bytes3D:
    """Give everything one hue and keep its lightness, so that form and shadow stay.

    Black and white are lightness and nothing else; for them the tones move towards the colour and
    keep a part of their contrast.
    """
    if scene.colour is None:
        raise ValueError("no colour to recolour to")
    ramp = _ramp(scene.colour, scene.strength)
    lightness = np.clip(oklab(pixels)[..., 0], 0, 1)
    recoloured_pixels: Bytes3D = ramp[np.rint(lightness * (len(ramp) - 1)).astype(np.uint16)]
    return recoloured_pixels


def _ramp(colour: Rgb, strength: float) -> Bytes2D:
    """The new colour of each lightness from 0 to 1, shape (steps, 3)."""
    wanted = oklab(np.array([[colour]], np.uint8))[0, 0]
    lab = np.zeros((1, _STEPS, 3), np.float32)
    lab[..., 0] = lightness = np.linspace(0, 1, _STEPS, dtype=np.float32)
    if np.hypot(wanted[1], wanted[2]) < _ACHROMATIC:
        lab[..., 0] = _towards(lightness, float(wanted[0]))
        return srgb(lab).reshape(-1, 3)
    # Shadows and lights have less colour than the middle, as on real things.
    share = np.clip(1.25 - 1.6 * (lightness - wanted[0]) ** 2, 0.35, 1) * strength**0.25
    lab[..., 1:] = wanted[1:] * share[:, None]
    return srgb(lab).reshape(-1, 3)


def _towards(lightness: NDArray[np.float32], wanted: float) -> NDArray[np.float32]:
    if 0.35 < wanted < 0.8:
        return lightness
    least, most = (0.08, 0.45) if wanted < 0.5 else (0.62, 1.0)
    moved: NDArray[np.float32] = np.clip(least + lightness * np.float32(most - least), 0, 1)
    return moved
