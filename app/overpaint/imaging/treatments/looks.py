"""What a look needs to know besides the pixels, and small tools that looks share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from overpaint.imaging.pixels import Bytes2D, Bytes3D
from overpaint.imaging.treatments.treatment import Rgb

Plane = NDArray[np.float32]
"""Shape (height, width), float32."""

_LUMA = np.array([0.299, 0.587, 0.114], np.float32)


@dataclass(frozen=True, slots=True)
class Scene:
    """The circumstances of a look.

    Attributes:
        extent_px: Size of what is treated, at the resolution of the pixels: the square root of
            its bounding box's area. Radii and cells follow it, so that a look is the same at any
            resolution.
        is_whole: Whether the whole picture is treated, not a masked part of it.
        strength: See `overpaint.imaging.treatments.treatment.Treatment`.
        colour: For the looks that have one.
        seed: For the looks that have grain.
    """

    extent_px: float
    is_whole: bool
    strength: float
    colour: Rgb | None
    seed: int


Look = Callable[[Bytes3D, Scene], Bytes3D]
"""Pixels of shape (height, width, 3), uint8, RGB, to pixels of the same shape."""


def luma(pixels: Bytes3D) -> Plane:
    """Brightness as it is seen on a screen, 0 … 1."""
    plane: Plane = (pixels.astype(np.float32) @ _LUMA) / np.float32(255)
    return plane


def softened(plane: Plane, radius_px: float) -> Plane:
    """A Gaussian blur; nothing comes in over the edges."""
    picture = Image.fromarray(quantised(plane))
    blurred = picture.filter(ImageFilter.GaussianBlur(radius_px))
    return np.asarray(blurred, np.float32) / np.float32(255)


def quantised(values: Plane) -> Bytes2D:
    """Bytes of values from 0 to 1."""
    return np.rint(np.clip(values, 0, 1) * 255).astype(np.uint8)


def grain(shape: tuple[int, int], cell_px: float, seed: int) -> Plane:
    """Smooth noise with a mean near 0 and a spread near 1, one bump per cell.

    The noise is drawn at its own coarse resolution, so a preview of half the size has the same
    bumps at the same places.
    """
    height, width = shape
    cell = max(1.0, cell_px)
    coarse = (max(2, round(height / cell)), max(2, round(width / cell)))
    noise = np.random.default_rng(seed).standard_normal(coarse, np.float32)
    picture = Image.fromarray(noise)
    return np.asarray(picture.resize((width, height), Image.Resampling.BICUBIC), np.float32)
