"""Bring the variants of a result together: for the canvas, and for the file of a mix."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from overpaint.domain.blend import BlendRecipe
from overpaint.domain.events import Result
from overpaint.domain.frame import Rect
from overpaint.domain.recipe import Recipe
from overpaint.imaging.blend.live import LiveBlend
from overpaint.imaging.blend.mixing import mixed_floats
from overpaint.imaging.colour_back import as_depth, as_floats
from overpaint.imaging.encode import encode_lossless
from overpaint.imaging.original import Original, read_original
from overpaint.imaging.pixels import Bytes2D
from overpaint.imaging.placement import (
    Placement,
    blender_for,
    source_of,
    unpack_plane,
    upright_target,
)
from overpaint.imaging.result import blend_into

_BACKDROP_PX = 2048
"""Longer edge of the target as it is kept around the frame: about a screen."""


def live_blend(result: Result) -> LiveBlend:
    """Make ready to blend a result by any recipe; decodes pictures, so not on the window's thread.

    Raises:
        ImageError: The target or an answer cannot be read.
        ValueError: The answer stands for itself.
    """
    if result.placement is None:
        raise ValueError("an answer that stands for itself has no recipe")
    placement = Placement.unpacked(result.placement)
    rect, size = placement.frame.rect, placement.target.size
    target = upright_target(placement)
    source = source_of(placement, target)
    base = blender_for(placement, result.answer.path, result.drift, source)
    others = [
        blender_for(placement, layer.answer.path, layer.drift, source) for layer in result.layers
    ]
    covers = [unpack_plane(layer.coverage, rect.size) for layer in result.layers]
    opaque = not placement.target.has_alpha
    target.thumbnail((_BACKDROP_PX, _BACKDROP_PX), Image.Resampling.BOX)
    backdrop = np.asarray(target.convert("RGB"))
    return LiveBlend(rect, size, (base, *others), covers, is_opaque=opaque, backdrop=backdrop)


def make_mix(result: Result, recipe: BlendRecipe, told: Recipe | None = None) -> bytes:
    """Encode a mix without loss: every variant blended by one recipe, laid over each other.

    Each is moved and matched as it needs it. Where no layer covers, the file is that of the base.

    Args:
        result: The mix.
        recipe: How answers and target meet.
        told: What the file tells of how it was made; None for nothing.

    Raises:
        ImageError: The target or an answer cannot be read.
        ValueError: The answer stands for itself.
    """
    if result.placement is None:
        raise ValueError("an answer that stands for itself is no mix")
    placement = Placement.unpacked(result.placement)
    original = read_original(placement.target.path, placement.target.frame)
    rect = placement.frame.rect
    inside = rect.within(original.size)
    part = _part(original, inside)
    within = Rect(rect.left - inside.left, rect.top - inside.top, rect.width, rect.height)

    def blended(answer: Path) -> Original:
        mine = _copied(part)
        blend_into(mine, blender_for(placement, answer), within, recipe)
        return mine

    mixed = blended(result.answer.path)
    for layer in result.layers:
        cover = unpack_plane(layer.coverage, rect.size)
        here = cover[-within.top :, -within.left :][: inside.height, : inside.width]
        _lay_over(mixed, blended(layer.answer.path), here)
    _put_back(original, mixed, inside)
    described = None if told is None else told.as_blended(recipe, result.drift)
    metadata = replace(original.metadata.without_place(), recipe=described)
    return encode_lossless(replace(original, metadata=metadata))


def _part(original: Original, area: Rect) -> Original:
    here = (slice(area.top, area.bottom), slice(area.left, area.right))
    alpha = None if original.alpha is None else original.alpha[here]
    return replace(original, pixels=original.pixels[here], alpha=alpha)


def _copied(part: Original) -> Original:
    alpha = None if part.alpha is None else part.alpha.copy()
    return replace(part, pixels=part.pixels.copy(), alpha=alpha)


def _lay_over(below: Original, above: Original, cover: Bytes2D) -> None:
    seen = cover > 0
    mixed = mixed_floats(as_floats(below.pixels), [(as_floats(above.pixels), cover)])
    below.pixels[seen] = as_depth(mixed, below.pixels.dtype)[seen]
    if below.alpha is not None and above.alpha is not None:
        floats = [as_floats(part[..., None]) for part in (below.alpha, above.alpha)]
        mixed = mixed_floats(floats[0], [(floats[1], cover)])
        below.alpha[seen] = as_depth(mixed, below.alpha.dtype)[..., 0][seen]


def _put_back(original: Original, part: Original, area: Rect) -> None:
    here = (slice(area.top, area.bottom), slice(area.left, area.right))
    original.pixels[here] = part.pixels
    if original.alpha is not None and part.alpha is not None:
        original.alpha[here] = part.alpha
