"""The result: the target's own pixels, with the answer blended in where it may be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from overpaint.domain.blend import BlendRecipe
from overpaint.domain.drift import Drift
from overpaint.domain.frame import Rect
from overpaint.domain.recipe import Recipe
from overpaint.imaging.blend.blender import Blender
from overpaint.imaging.blend.methods import mixed, painted
from overpaint.imaging.colour_back import as_depth, as_floats, from_srgb
from overpaint.imaging.encode import encode_lossless
from overpaint.imaging.original import Original, read_original
from overpaint.imaging.pixels import Bytes2D
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


def make_result(
    placement: Placement,
    answer: Path,
    recipe: BlendRecipe,
    drift: Drift | None = None,
    told: Recipe | None = None,
) -> MadeResult:
    """Blend an answer into its target, and encode what comes of it without loss.

    Args:
        placement: Where the answer belongs.
        answer: What was received.
        recipe: How both meet.
        drift: What was measured of the answer before; no recipe changes it.
        told: What the file tells of how it was made; None for nothing.

    Raises:
        ImageError: The target or the answer cannot be read.
    """
    blender = blender_for(placement, answer, drift)
    original = read_original(placement.target.path, placement.target.frame)
    blend_into(original, blender, placement.frame.rect, recipe)
    drift = drift or blender.drift()
    described = None if told is None else told.as_blended(recipe, drift)
    metadata = replace(original.metadata.without_place(), recipe=described)
    data = encode_lossless(replace(original, metadata=metadata))
    return MadeResult(data, drift)


@dataclass(frozen=True, slots=True, eq=False)
class Paint:
    """What a recipe lays over the target, where it lays anything.

    Attributes:
        area: Where, in pixels of the target and inside of it.
        colours: Shape (height, width, channels) of ``area``, in the target's own colours on the
            scale from 0 to 255, not multiplied by the share.
        share: How much of them is seen, shape (height, width), 0 to 255.
    """

    area: Rect
    colours: NDArray[np.float32]
    share: Bytes2D


def paint_of(original: Original, blender: Blender, rect: Rect, recipe: BlendRecipe) -> Paint | None:
    """Return what is laid over the target; None for nothing.

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
        return None
    # One pixel around what changes: the methods look at what lies beside the edge.
    top = max(int(rows[0]) - 1, inside.top - rect.top)
    bottom = min(int(rows[-1]) + 2, inside.bottom - rect.top)
    left = max(int(columns[0]) - 1, inside.left - rect.left)
    right = min(int(columns[-1]) + 2, inside.right - rect.left)
    if top >= bottom or left >= right:
        return None
    window = slice(top, bottom), slice(left, right)
    area = Rect(rect.left + left, rect.top + top, right - left, bottom - top)
    answer = from_srgb(blender.prepared(recipe)[window], original.mode, original.metadata.profile)
    share = np.ascontiguousarray(alpha[window])
    below = as_floats(original.pixels[_slices(area)])
    return Paint(area, painted(below, as_floats(answer), share, recipe.method), share)


def blend_into(original: Original, blender: Blender, rect: Rect, recipe: BlendRecipe) -> None:
    """Blend an answer into the original's pixels, in place; no other pixel is written.

    Args: as `paint_of`.
    """
    paint = paint_of(original, blender, rect, recipe)
    if paint is None:
        return
    here, share = _slices(paint.area), paint.share
    changed = share > 0
    seen = mixed(as_floats(original.pixels[here]), paint.colours, share)
    original.pixels[here][changed] = as_depth(seen, original.pixels.dtype)[changed]
    if original.alpha is not None:
        _cover(original, here, share)


def _slices(area: Rect) -> tuple[slice, slice]:
    return slice(area.top, area.bottom), slice(area.left, area.right)


def _cover(original: Original, here: tuple[slice, slice], share: np.ndarray) -> None:
    """What the answer paints is opaque, as far as the answer is seen."""
    assert original.alpha is not None  # noqa: S101 - asked by the caller
    top = np.iinfo(original.alpha.dtype).max
    before = original.alpha[here].astype(np.float32)
    mixed = before + (top - before) * (share.astype(np.float32) / np.float32(255))
    original.alpha[here][share > 0] = np.rint(mixed).astype(original.alpha.dtype)[share > 0]
