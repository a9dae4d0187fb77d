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
_PACKING = 9
_HALF = 0.5 / 255


def packed_mask(coverage: Bytes2D, protect: Bytes2D | None = None) -> RecipeMask | None:
    """Pack the planes of an edit; None when nothing is painted.

    Args:
        coverage: The mask, shape (height, width), 255 = change.
        protect: What never changes, of the same shape; None for nothing.
    """
    painted = _boxed(coverage)
    if painted is None:
        return None
    height, width = coverage.shape
    # In rows: a mean over hundreds of megabytes of bytes would hold the interpreter lock.
    share = float(np.mean([np.mean(rows, dtype=np.float64) for rows in coverage])) / 255
    facts = MaskFacts(Size(width, height), max(share, _HALF / coverage.size), painted)
    protected = None if protect is None else _boxed(protect)
    return RecipeMask(
        facts,
        _piece(coverage, painted),
        None if protect is None or protected is None else _piece(protect, protected),
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


def _boxed(plane: Bytes2D) -> Rect | None:
    rows = np.flatnonzero(plane.any(axis=1))
    if rows.size == 0:
        return None
    columns = np.flatnonzero(plane.any(axis=0))
    left, top = int(columns[0]), int(rows[0])
    return Rect(left, top, int(columns[-1]) + 1 - left, int(rows[-1]) + 1 - top)


def _piece(plane: Bytes2D, area: Rect) -> MaskPiece | None:
    part = np.ascontiguousarray(plane[area.top : area.bottom, area.left : area.right])
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
