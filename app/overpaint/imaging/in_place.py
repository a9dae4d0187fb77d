"""See a picture that a server sent through the mask, where it belongs: for partial images."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from overpaint.domain.blend import MAX_GROW_PX, BlendRecipe
from overpaint.domain.frame import ContextFrame, Rect
from overpaint.domain.sizes import Size
from overpaint.imaging.blend.areas import blend_coverage
from overpaint.imaging.frame import cut_coverage
from overpaint.imaging.pixels import Bytes2D, Picture, bands
from overpaint.imaging.placement import Masking


def seen_through(picture: Picture, rect: Rect, masking: Masking, recipe: BlendRecipe) -> Picture:
    """Return what of a picture shows in the result: opaque in the mask, soft at its edge.

    It keeps the size in which it came, so that costs do not depend on the target. It is neither
    registered nor matched in colour: the finished result is.

    Args:
        picture: A partial image or an answer, of any size.
        rect: The part of the target that it shows.
        masking: The mask of its request.
        recipe: Grow, feather and opacity, in pixels of the target.
    """
    alpha = _alpha(Size(picture.width, picture.height), rect, masking, recipe)
    bgra = np.empty_like(picture.bgra)
    for top, bottom in bands(picture.width, picture.height):
        band = picture.bgra[top:bottom].astype(np.uint16)
        band *= alpha[top:bottom, :, None]
        band += 127
        band //= 255
        bgra[top:bottom] = band
    return Picture(bgra, opaque=False)


def _alpha(size: Size, rect: Rect, masking: Masking, recipe: BlendRecipe) -> Bytes2D:
    frame = ContextFrame(rect, size)
    coverage = cut_coverage(masking.coverage, frame)
    if frame.scale < 1:
        # Thin strokes are averaged away, but the result has them.
        coverage = np.where(coverage > 0, np.uint8(255), np.uint8(0))
    protect = None if masking.protect is None else cut_coverage(masking.protect, frame)
    scaled = replace(
        recipe,
        grow_px=_scaled(recipe.grow_px, frame.scale),
        feather_px=_scaled(recipe.feather_px, frame.scale),
    )
    alpha = blend_coverage(coverage, protect, scaled)
    if recipe.opacity < 1:
        alpha = np.rint(alpha * np.float32(recipe.opacity)).astype(np.uint8)
    return alpha


def _scaled(length_px: int, scale: float) -> int:
    """A length at another scale, never longer than recipes allow."""
    return min(max(round(length_px * scale), -MAX_GROW_PX), MAX_GROW_PX)
