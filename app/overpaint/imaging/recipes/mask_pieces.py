"""Masks as a recipe holds them: the part that is not empty, as a grey PNG."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

from overpaint.domain.draft import MaskFacts
from overpaint.domain.errors import RecipeError
from overpaint.domain.frame import Rect
from overpaint.domain.recipe import MaskPiece, RecipeMask
from overpaint.domain.sizes import Size
from overpaint.domain.text import say
from overpaint.imaging.pixels import Bytes2D

MAX_PIECE_BYTES = 4 * 1024 * 1024
"""What is longer is left out of recipes: they go where pictures go, and are read on the way."""

MAX_MASK_PIXELS = 200_000_000
_PACKING = 6


def packed_mask(
    coverage: Bytes2D,
    protect: Bytes2D | None,
    target: Size,
    left: int = 0,
    top: int = 0,
) -> RecipeMask | None:
    """Pack the planes of an edit; None when nothing is painted.

    Args:
        coverage: The mask or a part of it, shape (height, width), 255 = change.
        protect: What never changes, of the same shape; None for nothing.
        target: Pixel size of the target.
        left: Column of the target on which the planes begin; they may reach out of it.
        top: Row of the target on which they begin.
    """
    height, width = coverage.shape
    inside = Rect(left, top, width, height).within(target)
    here = (
        slice(inside.top - top, inside.bottom - top),
        slice(inside.left - left, inside.right - left),
    )
    part = coverage[here]
    painted = _boxed(part, inside)
    if painted is None:
        return None
    # In rows: a sum over all of it would make a copy of eight times the size.
    total = sum(int(np.sum(row, dtype=np.uint64)) for row in part)
    facts = MaskFacts(target, min(1.0, total / 255 / target.pixels), painted)
    kept = None if protect is None else protect[here]
    protected = None if kept is None else _boxed(kept, inside)
    return RecipeMask(
        facts,
        _piece(part, painted, inside),
        None if kept is None or protected is None else _piece(kept, protected, inside),
    )


def unpacked_piece(piece: MaskPiece, size: Size) -> Bytes2D:
    """Return a plane as it was, shape (height, width) of ``size``.

    Raises:
        RecipeError: The piece is damaged, or the plane would be too large.
    """
    area = piece.area
    if size.pixels > MAX_MASK_PIXELS:
        raise _damaged("too many pixels")
    try:
        with Image.open(io.BytesIO(piece.png), formats=["PNG"]) as image:
            if image.mode != "L" or image.size != (area.width, area.height):
                raise _damaged(f"{image.mode} {image.size}")
            part = np.asarray(image, np.uint8)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise _damaged(str(error)) from error
    plane = np.zeros((size.height, size.width), np.uint8)
    plane[area.top : area.bottom, area.left : area.right] = part
    return plane


def _boxed(plane: Bytes2D, inside: Rect) -> Rect | None:
    """The box around what is not empty, in pixels of the target."""
    rows = np.flatnonzero(plane.any(axis=1))
    if rows.size == 0:
        return None
    columns = np.flatnonzero(plane.any(axis=0))
    left, top = int(columns[0]), int(rows[0])
    width, height = int(columns[-1]) + 1 - left, int(rows[-1]) + 1 - top
    return Rect(inside.left + left, inside.top + top, width, height)


def _piece(plane: Bytes2D, area: Rect, inside: Rect) -> MaskPiece | None:
    left, top = area.left - inside.left, area.top - inside.top
    part = np.ascontiguousarray(plane[top : top + area.height, left : left + area.width])
    out = io.BytesIO()
    Image.fromarray(part).save(out, "PNG", compress_level=_PACKING)
    data = out.getvalue()
    return MaskPiece(area, data) if len(data) <= MAX_PIECE_BYTES else None


def _damaged(details: str) -> RecipeError:
    return RecipeError(
        say("recipe", "The mask in this file is damaged."),
        remedy=say("recipe", "Paint the mask anew; all other settings can be restored."),
        details=details,
    )
