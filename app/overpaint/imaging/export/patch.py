"""The blended part alone, on transparent ground: what another program lays over the original."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from overpaint.domain.blend import BlendRecipe
from overpaint.domain.events import Result
from overpaint.domain.frame import Rect
from overpaint.domain.sizes import Size
from overpaint.imaging.blend.areas import seen_coverage
from overpaint.imaging.blend.methods import Floats3D, mixed
from overpaint.imaging.colour_back import as_depth, as_floats
from overpaint.imaging.original import Original, read_original
from overpaint.imaging.pixels import Bytes2D
from overpaint.imaging.placement import Placement, blender_for
from overpaint.imaging.result import Paint, paint_of


@dataclass(frozen=True, slots=True, eq=False)
class Patch:
    """A picture with transparency, and where it belongs.

    Attributes:
        picture: Its alpha is straight: laid over the original it gives the result.
        left: Column of the original on which it begins.
        top: Row of the original on which it begins.
    """

    picture: Original
    left: int
    top: int


def patch_of(original: Original, result: Result) -> Patch | None:
    """Cut out what a result changes, in the original's depth and colours.

    Args:
        original: The target, as `overpaint.imaging.original.read_original` reads it.
        result: One whose answer belongs into the target.

    Returns:
        None when nothing is changed.

    Raises:
        ImageError: A picture cannot be read.
        ValueError: The answer stands for itself.
    """
    if result.placement is None or result.recipe is None:
        raise ValueError("an answer that stands for itself makes no patch")
    placement, recipe = Placement.unpacked(result.placement), result.recipe
    if result.layers:
        paint = _between(original, read_original(result.path), placement, recipe)
    else:
        blender = blender_for(placement, result.answer.path, result.drift)
        paint = paint_of(original, blender, placement.frame.rect, recipe)
    return None if paint is None else _cut(original, paint)


def _between(
    original: Original, mix: Original, placement: Placement, recipe: BlendRecipe
) -> Paint | None:
    """What has to lie over the original for a mix of several answers to be seen."""
    rect = placement.frame.rect
    inside = rect.within(original.size)
    share = seen_coverage(placement.coverage, placement.protect, recipe)[
        inside.top - rect.top : inside.bottom - rect.top,
        inside.left - rect.left : inside.right - rect.left,
    ]
    if mix.size != original.size or not share.any():
        return None
    here = slice(inside.top, inside.bottom), slice(inside.left, inside.right)
    below = as_floats(original.pixels[here])
    rise = np.float32(255) / np.maximum(share, 1).astype(np.float32)[..., None]
    colours = below + (as_floats(mix.pixels[here]) - below) * rise
    return Paint(inside, np.asarray(colours, np.float32), share)


def _cut(original: Original, paint: Paint) -> Patch:
    rows = np.flatnonzero(paint.share.any(axis=1))
    columns = np.flatnonzero(paint.share.any(axis=0))
    part = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    left, top = paint.area.left + int(columns[0]), paint.area.top + int(rows[0])
    height, width = paint.share[part].shape
    below = as_floats(original.pixels[top : top + height, left : left + width])
    colours, share = _representable(below, paint.colours[part], paint.share[part])
    depth = original.pixels.dtype
    alpha = share.astype(depth) * (np.iinfo(depth).max // 255)
    metadata = replace(original.metadata, exif=None)
    picture = Original(as_depth(colours, depth), alpha, original.mode, metadata)
    return Patch(picture, left, top)


def _representable(below: Floats3D, colours: Floats3D, share: Bytes2D) -> tuple[Floats3D, Bytes2D]:
    """Raise the share where a colour beyond white or black would be needed for the result.

    Under full transparency the colours go on: whoever scales the patch gets no dark rim.
    """
    beyond = ((colours < -0.5) | (colours > 255.5)).any(axis=2) & (share > 0)
    if not beyond.any():
        return colours, share
    ground = below[beyond]
    seen = np.clip(mixed(below, colours, share)[beyond], 0, 255)
    room = np.where(seen > ground, 255 - ground, ground)
    needed = np.abs(seen - ground) / np.maximum(room, np.float32(1e-3))
    least = np.ceil(np.clip(needed.max(axis=1), 0, 1) * 255)
    raised = np.maximum(share[beyond], least).astype(np.float32)
    colours, share = colours.copy(), share.copy()
    colours[beyond] = ground + (seen - ground) * (255 / raised)[:, None]
    share[beyond] = raised.astype(np.uint8)
    return colours, share


def at_full_size(patch: Patch, size: Size) -> Original:
    """The patch on transparent ground of the original's size."""
    picture = patch.picture
    area = Rect(patch.left, patch.top, picture.size.width, picture.size.height)
    here = slice(area.top, area.bottom), slice(area.left, area.right)
    channels = picture.pixels.shape[2]
    pixels = np.zeros((size.height, size.width, channels), picture.pixels.dtype)
    alpha = np.zeros((size.height, size.width), picture.pixels.dtype)
    pixels[here] = picture.pixels
    alpha[here] = picture.alpha
    return Original(pixels, alpha, picture.mode, picture.metadata)
