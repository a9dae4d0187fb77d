"""Where no pixel may change: further from the mask than the soft edge of a blend reaches."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from overpaint.domain.blend import BlendRecipe


def beyond_feather(
    inside: NDArray[np.bool_], recipe: BlendRecipe | None = None
) -> NDArray[np.bool_]:
    """Tell the pixels that a blend with this recipe must leave alone, by distances of its own."""
    outside = np.where(inside, 0, 255).astype(np.uint8)
    distance = cv2.distanceTransform(outside, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    return np.asarray(distance > (recipe or BlendRecipe()).reach_px + 1)
