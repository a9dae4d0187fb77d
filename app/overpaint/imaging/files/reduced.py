"""Pictures in a smaller size, for thumbnails and for copies that are easier to handle."""

from __future__ import annotations

import math

from PIL import Image

from overpaint.imaging.colour import to_eight_bit, to_srgb
from overpaint.imaging.files.decoding import loaded, orientation_of, upright
from overpaint.imaging.files.kinds import Kind
from overpaint.imaging.files.opening import Opened, can_shrink, refuse_too_large

_GAP = 1.5
"""Averaging takes large pictures to this many times the wanted size; a better filter does the rest.
At 2, as Pillow has it for thumbnails, it takes twice the time and looks the same."""

_PALETTE_LIMIT = 64_000_000


def reduced(picture: Opened, edge_px: int) -> Image.Image:
    """Decode the present frame so that its longer edge has at most so many pixels.

    Returns:
        Mode RGB or RGBA, upright, sRGB; never larger than the picture.

    Raises:
        ImageError: It is too large even to be reduced.
    """
    if not can_shrink(picture):
        refuse_too_large(picture)
    orientation = orientation_of(picture)
    if picture.kind is Kind.JPEG:
        # The decoder leaves out what is not needed: 1/64 of the memory, a third of the time.
        picture.image.draft(None, (edge_px, edge_px))
    small = to_eight_bit(_shrunk(loaded(picture), edge_px))
    return upright(to_srgb(small), orientation)


def edge_for(width: int, height: int, pixels: int) -> int:
    """The longer edge of a picture of the same shape with at most so many pixels."""
    scale = min(1.0, math.sqrt(pixels / (width * height)))
    return max(1, math.floor(max(width, height) * scale))


def _shrunk(image: Image.Image, edge_px: int) -> Image.Image:
    if max(image.size) <= edge_px:
        return image
    info = image.info
    if image.mode in {"P", "PA", "1"}:
        image = _without_palette(image)
    scale = edge_px / max(image.size)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    small = image.resize(size, Image.Resampling.BICUBIC, reducing_gap=_GAP)
    small.info = info
    return small


def _without_palette(image: Image.Image) -> Image.Image:
    """Colours can be averaged, numbers of colours cannot."""
    if image.width * image.height > _PALETTE_LIMIT and image.mode != "1":
        # Converting all of it would take gigabytes; leaving out pixels loses fine lines only.
        edge = edge_for(image.width, image.height, _PALETTE_LIMIT)
        scale = edge / max(image.size)
        info = image.info
        image = image.resize((int(image.width * scale), int(image.height * scale)),
                             Image.Resampling.NEAREST)  # fmt: skip
        image.info = info
    if image.mode == "1":
        return image.convert("L")
    return image.convert("RGBA" if image.has_transparency_data else "RGB")
