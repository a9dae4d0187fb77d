"""The result: the target's own pixels, with the answer blended in where it may be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from overpaint.domain.blend import BlendRecipe
from overpaint.domain.drift import Drift
from overpaint.domain.frame import Rect
from overpaint.imaging.blend.blender import Blender
from overpaint.imaging.blend.methods import blended
from overpaint.imaging.colour_back import as_depth, as_floats, from_srgb
from overpaint.imaging.encode import encode_lossless
from overpaint.imaging.original import Original, read_original
from overpaint.imaging.placement import Placement, blender_for


@dataclass(frozen=True, slots=True, eq=False)
class MadeResult:
    """A result, encoded.

    Attributes:
        data: A picture file of the target's size, depth and colours.
        drift: What the model changed outside of the mask; None when all of the frame was mask.
    """

    data: bytes
    drift: Drift | None


def make_result(placement: Placement, answer: Path, recipe: BlendRecipe) -> MadeResult:
    """Blend an answer into its target, and encode what comes of it without loss.

    Raises:
        ImageError: The target or the answer cannot be read.
    """
    blender = blender_for(placement, answer)
    original = read_original(placement.target.path, placement.target.frame)
    blend_into(original, blender, placement.frame.rect, recipe)
    metadata = original.metadata.without_place()
    return MadeResult(encode_lossless(replace(original, metadata=metadata)), blender.drift())


def blend_into(original: Original, blender: Blender, rect: Rect, recipe: BlendRecipe) -> None:
    """Blend an answer into the original's pixels, in place; no other pixel is written.

    Args:
        original: The target in its own depth and colours.
        blender: The answer on the part of the target inside ``rect``, in sRGB.
        rect: May reach out of the target.
        recipe: How both meet.
    """
    inside = rect.within(original.size)
    alpha = blender.alpha(recipe)
    rows, columns = np.flatnonzero(alpha.any(axis=1)), np.flatnonzero(alpha.any(axis=0))
    if rows.size == 0:
        return
    # One pixel around what changes: the methods look at what lies beside the edge.
    top = max(int(rows[0]) - 1, inside.top - rect.top)
    bottom = min(int(rows[-1]) + 2, inside.bottom - rect.top)
    left = max(int(columns[0]) - 1, inside.left - rect.left)
    right = min(int(columns[-1]) + 2, inside.right - rect.left)
    if top >= bottom or left >= right:
        return
    window = slice(top, bottom), slice(left, right)
    here = (
        slice(rect.top + top, rect.top + bottom),
        slice(rect.left + left, rect.left + right),
    )
    profile = original.metadata.profile
    answer = from_srgb(blender.prepared(recipe)[window], original.mode, profile)
    share = alpha[window]
    mixed = blended(as_floats(original.pixels[here]), as_floats(answer), share, recipe.method)
    changed = share > 0
    original.pixels[here][changed] = as_depth(mixed, original.pixels.dtype)[changed]
    if original.alpha is not None:
        _cover(original, here, share)


def _cover(original: Original, here: tuple[slice, slice], share: np.ndarray) -> None:
    """What the answer paints is opaque, as far as the answer is seen."""
    assert original.alpha is not None  # noqa: S101 - asked by the caller
    top = np.iinfo(original.alpha.dtype).max
    before = original.alpha[here].astype(np.float32)
    mixed = before + (top - before) * (share.astype(np.float32) / np.float32(255))
    original.alpha[here][share > 0] = np.rint(mixed).astype(original.alpha.dtype)[share > 0]
