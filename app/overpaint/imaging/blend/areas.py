"""Two masks from one: what the model is told to change, and what of its answer is used."""

from __future__ import annotations

import numpy as np

from overpaint.domain.blend import BlendRecipe
from overpaint.imaging.pixels import Bytes2D

THRESHOLD = 128
RING_PX = 48
"""Width of the ring around the mask on which colours are matched and seams are judged."""


def request_coverage(coverage: Bytes2D, grow_px: float) -> Bytes2D:
    """Return the mask that is sent: binary and a little larger, so that the seam is the model's.

    Args:
        coverage: Shape (height, width), 255 = change.
        grow_px: 0 or more.
    """
    binary = np.where(coverage >= THRESHOLD, np.uint8(255), np.uint8(0))
    return _within(binary, grow_px) if grow_px > 0 else binary


def blend_coverage(
    coverage: Bytes2D, protect: Bytes2D | None, recipe: BlendRecipe, scale: float = 1.0
) -> Bytes2D:
    """Return how much of the answer is seen where: grown, feathered outwards, never on protected.

    What is further than ``recipe.reach_px`` from the mask is exactly 0.

    Args:
        coverage: The mask, shape (height, width), 255 = change.
        protect: What never changes, same shape; None for nothing.
        recipe: Grow and feather, pixels of the target.
        scale: Pixels of the planes for one pixel of the target.
    """
    import cv2  # noqa: PLC0415 - takes half a second to load

    binary = np.where(coverage >= THRESHOLD, np.uint8(255), np.uint8(0))
    grow, feather = recipe.grow_px * scale, recipe.feather_px * scale
    if feather == 0 and grow == 0:
        alpha: Bytes2D = coverage
    elif feather == 0:
        alpha = _within(binary, grow)
    else:
        outside = np.asarray(cv2.distanceTransform(255 - binary, cv2.DIST_L2, 5), np.float32)
        if grow < 0:
            inside = np.asarray(cv2.distanceTransform(binary, cv2.DIST_L2, 5), np.float32)
            outside = np.where(binary > 0, 1 - inside, outside)
        share = 1 - np.clip((outside - np.float32(grow)) / np.float32(feather + 1), 0, 1)
        # Smoothstep: no visible line where the soft edge begins and ends.
        alpha = (share * share * (3 - 2 * share) * 255 + 0.5).astype(np.uint8)
    return alpha if protect is None else np.minimum(alpha, 255 - protect)


def seen_coverage(
    coverage: Bytes2D, protect: Bytes2D | None, recipe: BlendRecipe, scale: float = 1.0
) -> Bytes2D:
    """Return `blend_coverage` with the opacity: 0 leaves a pixel exactly as it was."""
    alpha = blend_coverage(coverage, protect, recipe, scale)
    if recipe.opacity < 1:
        alpha = np.rint(alpha * np.float32(recipe.opacity)).astype(np.uint8)
    return alpha


def ring(coverage: Bytes2D, width_px: float = RING_PX) -> Bytes2D:
    """Return 255 for the pixels just outside of the mask, 0 elsewhere."""
    binary = np.where(coverage > 0, np.uint8(255), np.uint8(0))
    return np.where(binary > 0, np.uint8(0), _within(binary, width_px))


def _within(binary: Bytes2D, distance_px: float) -> Bytes2D:
    """Everything within a distance of the marked pixels; below 0 what lies deeper inside."""
    import cv2  # noqa: PLC0415 - as above

    if not binary.any():
        return binary
    if distance_px >= 0:
        distance = cv2.distanceTransform(255 - binary, cv2.DIST_L2, 5)
        return np.where(np.asarray(distance) <= distance_px, np.uint8(255), np.uint8(0))
    distance = cv2.distanceTransform(binary, cv2.DIST_L2, 5)
    return np.where(np.asarray(distance) > -distance_px, np.uint8(255), np.uint8(0))
