"""What image models do to the pixels that they should have left alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image

_GREY = np.float32(128)


@dataclass(frozen=True, slots=True)
class DriftAmount:
    """How much drifts.

    Attributes:
        scale: Enlargement around the centre.
        shift: Right and down, as shares of the longer edge.
        gains: Factor of red, green and blue around the middle grey.
        offsets: Added to red, green and blue, 0 … 255.
        noise: Standard deviation of the grain, 0 … 255.
        seed: Of the grain.
    """

    scale: float = 1.012
    shift: tuple[float, float] = (0.006, -0.004)
    gains: tuple[float, float, float] = (1.05, 1.0, 0.94)
    offsets: tuple[float, float, float] = (5.0, 0.0, -4.0)
    noise: float = 2.5
    seed: int = 7


_USUAL = DriftAmount()


def drifted(picture: Image.Image, amount: DriftAmount = _USUAL) -> Image.Image:
    """Shift, scale, recolour and noise all of a picture.

    Args:
        picture: RGB or RGBA; transparency moves along.
        amount: How much.
    """
    moved = _moved(picture, amount)
    colours = np.asarray(moved.convert("RGB"), np.float32)
    grain = np.random.default_rng(amount.seed).standard_normal(colours.shape, np.float32)
    changed = (colours - _GREY) * np.array(amount.gains, np.float32) + _GREY
    changed += np.array(amount.offsets, np.float32)
    changed += grain * np.float32(amount.noise)
    result = Image.fromarray(np.rint(np.clip(changed, 0, 255)).astype(np.uint8))
    if moved.mode == "RGBA":
        result.putalpha(moved.getchannel("A"))
    return result


def _moved(picture: Image.Image, amount: DriftAmount) -> Image.Image:
    """Resample so that the point at the centre lands beside it; edges repeat."""
    width, height = picture.size
    longer = max(width, height)
    right, down = amount.shift[0] * longer, amount.shift[1] * longer
    border = 2 + round(longer * (abs(amount.shift[0]) + abs(amount.shift[1])))
    pixels = np.asarray(picture)
    padded = Image.fromarray(
        np.pad(pixels, ((border, border), (border, border), (0, 0)), mode="edge")
    )
    step = 1 / amount.scale
    left = border + (width - width * step) / 2 - right * step
    top = border + (height - height * step) / 2 - down * step
    return padded.transform(
        (width, height),
        Image.Transform.AFFINE,
        (step, 0, left, 0, step, top),
        resample=Image.Resampling.BICUBIC,
    )
