"""Colours under full transparency: nobody sees them, and a sent file would give them away."""

from __future__ import annotations

import numpy as np
from PIL import Image

_NEUTRAL = (255, 255, 255, 0)


def hides_colours(image: Image.Image) -> bool:
    """Whether there is a picture where nothing is to be seen; one plain colour is none."""
    if image.mode != "RGBA":
        return False
    pixels = np.asarray(image)
    hidden = pixels[pixels[..., 3] == 0]
    return bool(hidden.size) and bool((hidden != hidden[0]).any())


def neutralised(image: Image.Image) -> Image.Image:
    """Return the picture with white under full transparency."""
    if image.mode != "RGBA":
        return image
    pixels = np.array(image)
    hidden = pixels[..., 3] == 0
    if not hidden.any():
        return image
    pixels[hidden] = _NEUTRAL
    return Image.fromarray(pixels)
