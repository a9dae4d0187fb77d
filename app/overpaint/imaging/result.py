"""The result as a file: the target's own pixels, with the answer blended in where it may be."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from overpaint.domain.blend import BlendRecipe
from overpaint.domain.drift import Drift
from overpaint.imaging.load import load_upright
from overpaint.imaging.placement import Placement, blender_for


@dataclass(frozen=True, slots=True, eq=False)
class MadeResult:
    """A result, encoded.

    Attributes:
        data: A picture file of the target's size.
        drift: What the model changed outside of the mask; None when all of the frame was mask.
    """

    data: bytes
    drift: Drift | None


def make_result(placement: Placement, answer: Path, recipe: BlendRecipe) -> MadeResult:
    """Blend an answer into its target.

    Raises:
        ImageError: The target or the answer cannot be read.
    """
    blender = blender_for(placement, answer)
    window = blender.render(recipe)
    target = load_upright(placement.target.path, placement.target.frame)
    profile = target.info.get("icc_profile")
    pixels = np.array(target)
    rect = placement.frame.rect
    inside = rect.within(placement.target.size)
    alpha = blender.alpha(recipe)[
        inside.top - rect.top : inside.bottom - rect.top,
        inside.left - rect.left : inside.right - rect.left,
    ]
    cut = window[
        inside.top - rect.top : inside.bottom - rect.top,
        inside.left - rect.left : inside.right - rect.left,
    ]
    here = pixels[inside.top : inside.bottom, inside.left : inside.right]
    here[..., :3][alpha > 0] = cut[alpha > 0]
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG", compress_level=4, icc_profile=profile)
    return MadeResult(buffer.getvalue(), blender.drift())
