"""A picture on a larger canvas: its own pixels untouched, the new area filled provisionally.

The new area becomes mask, so a model paints it. What lies there until then matters all the same:
models that ignore the mask, or paint over a part of it only, see it, and a soft edge mixes with it.
So the picture continues mirrored at its edges, and the further out, the more it is out of focus.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from overpaint.domain.extension import Margins
from overpaint.domain.frame import Rect
from overpaint.domain.sizes import Size
from overpaint.imaging.continuation import mirrored, put_out_of_focus
from overpaint.imaging.mask.cancel import never
from overpaint.imaging.mask.layers import MaskLayers
from overpaint.imaging.original import Original
from overpaint.imaging.pixels import Bytes2D, Bytes3D


def extend(original: Original, margins: Margins, cancelled: Callable[[], bool] = never) -> Original:
    """Return a larger picture of the same depth, mode and metadata.

    Args:
        original: Its values lie unchanged at ``(margins.left, margins.top)`` of the new picture.
        margins: What is added on each side. Where the picture is transparent at its edge, the new
            area is so too.
        cancelled: Asked between tiles.

    Raises:
        Cancelled: Told to stop.
    """
    alpha = original.alpha
    colours = original.pixels if alpha is None else _premultiplied(original.pixels, alpha)
    joined = colours if alpha is None else np.dstack((colours, alpha))
    whole = mirrored(joined, margins)
    if alpha is not None:
        _keep_clear(whole, alpha, margins)
    place = margins.place_of(original.size)
    put_out_of_focus(whole, place, cancelled)
    if alpha is None:
        pixels, clear = whole, None
    else:
        clear = np.ascontiguousarray(whole[..., -1])
        pixels = _unpremultiplied(whole[..., :-1], clear)
        # Rounding back and forth must not touch what was there.
        pixels[_slices(place)] = original.pixels
    return Original(pixels, clear, original.mode, original.metadata)


def extend_small(bgra: Bytes3D, size: Size, margins: Margins, longest_px: int) -> Bytes3D:
    """Return the extended picture from a small copy, to be looked at while it is chosen.

    Args:
        bgra: A copy of the picture at any scale, premultiplied, shape (height, width, 4).
        size: Of the picture itself.
        margins: What is added to the picture itself.
        longest_px: Longest edge of what is returned.
    """
    whole = margins.size_of(size)
    height, width = bgra.shape[:2]
    scale = min(width / size.width, longest_px / max(whole.width, whole.height))
    small = Size(max(1, round(size.width * scale)), max(1, round(size.height * scale)))
    if small != Size(width, height):
        bgra = np.asarray(Image.fromarray(bgra).resize((small.width, small.height)))
    added = (margins.left, margins.top, margins.right, margins.bottom)
    shrunk = Margins(*(round(margin * scale) for margin in added))
    larger = mirrored(bgra, shrunk)
    put_out_of_focus(larger, shrunk.place_of(small))
    return larger


def new_area(size: Size, margins: Margins, inset_px: int = 0) -> Bytes2D:
    """Return the mask of the new area: 255 there, 0 on the old picture; shape (height, width).

    It ends exactly at the old edge. The soft edge of a blend lies outside of the mask, as with
    every mask: it takes the last pixels of the old picture along (`BlendRecipe.reach_px`), and none
    where they are protected.

    Args:
        size: Of the old picture.
        margins: What is added on each side.
        inset_px: How far from the old edge the mask begins, so that the soft edge ends there; at
            most half of what is added on a side.
    """
    whole = margins.size_of(size)
    coverage = np.full((whole.height, whole.width), 255, np.uint8)
    left, top, right, bottom = (
        min(inset_px, margin // 2)
        for margin in (margins.left, margins.top, margins.right, margins.bottom)
    )
    place = margins.place_of(size)
    rows = slice(place.top - top, place.bottom + bottom)
    coverage[rows, place.left - left : place.right + right] = 0
    return coverage


def extended_layers(
    layers: MaskLayers | None, size: Size, margins: Margins, inset_px: int = 0
) -> MaskLayers:
    """Return mask and protection for the larger picture: what there was, and the new area as mask.

    Args:
        layers: Of the old picture; None for none.
        size: Of the old picture.
        margins: What is added on each side.
        inset_px: See `new_area`.
    """
    whole = margins.size_of(size)
    grown = MaskLayers(whole.width, whole.height)
    painted = None if layers is None else layers.mask.copy_coverage()
    grown.mask.replace(extended_coverage(painted, size, margins, inset_px))
    if layers is not None and not layers.protect.is_empty:
        protect = np.zeros((whole.height, whole.width), np.uint8)
        protect[_slices(margins.place_of(size))] = layers.protect.copy_coverage()
        grown.protect.replace(protect)
    return grown


def extended_coverage(
    coverage: Bytes2D | None, size: Size, margins: Margins, inset_px: int = 0
) -> Bytes2D:
    """Return a mask of the old size carried over and united with the new area; see `new_area`."""
    grown = new_area(size, margins, inset_px)
    if coverage is not None:
        grown[_slices(margins.place_of(size))] = coverage
    return grown


def _slices(rect: Rect) -> tuple[slice, slice]:
    return slice(rect.top, rect.bottom), slice(rect.left, rect.right)


def _keep_clear(whole: NDArray[Any], alpha: NDArray[Any], margins: Margins) -> None:
    """Let the new area be no more opaque than the edge beside it: a cut-out object stays single."""
    around = ((margins.top, margins.bottom), (margins.left, margins.right))
    limit = np.pad(alpha, around, mode="edge")
    above = whole[..., -1] > limit
    share = limit[above].astype(np.float32) / whole[above][:, -1].astype(np.float32)
    whole[above] = np.rint(whole[above] * share[:, None]).astype(whole.dtype)


def _premultiplied(pixels: NDArray[Any], alpha: NDArray[Any]) -> NDArray[Any]:
    """Colours by their opacity: what is hidden under transparency must not come to light."""
    top = np.float32(np.iinfo(pixels.dtype).max)
    shown = np.rint(pixels * (alpha.astype(np.float32) / top)[..., None])
    return np.asarray(shown, pixels.dtype)


def _unpremultiplied(pixels: NDArray[Any], alpha: NDArray[Any]) -> NDArray[Any]:
    top = np.float32(np.iinfo(pixels.dtype).max)
    share = top / np.maximum(alpha, 1).astype(np.float32)
    return np.asarray(np.clip(np.rint(pixels * share[..., None]), 0, top), pixels.dtype)
