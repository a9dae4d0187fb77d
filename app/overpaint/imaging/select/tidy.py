"""Crumbs and pinholes taken out of a selection."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from overpaint.imaging.pixels import Bytes2D

_CRUMB_SHARE = 0.05
_HOLE_SHARE = 0.02


def tidied(inside: Bytes2D, wanted: Bytes2D | None = None, open_: Bytes2D | None = None) -> Bytes2D:
    """Keep the object without what is only noise of the cut.

    Args:
        inside: 1 on the object, else 0.
        wanted: Marks of what belongs to the object: where it has any, only pieces that touch one
            are kept; else pieces of at least a twentieth of the largest.
        open_: Marks of what is background: holes that touch one stay. Other holes are filled up
            to a fiftieth of the object.
    """
    kept = _pieces(inside, wanted)
    return _filled(kept, open_)


def _pieces(inside: Bytes2D, wanted: Bytes2D | None) -> Bytes2D:
    labels, sizes = _labelled(inside)
    if sizes.size == 1:
        return inside.copy()
    keep = sizes >= _CRUMB_SHARE * sizes[1:].max()
    if wanted is not None:
        touched = np.bincount(labels[wanted > 0], minlength=sizes.size) > 0
        touched[0] = False
        keep = touched if touched.any() else keep
    keep[0] = False
    kept: Bytes2D = keep[labels].astype(np.uint8)
    return kept


def _filled(inside: Bytes2D, open_: Bytes2D | None) -> Bytes2D:
    labels, sizes = _labelled(1 - inside)
    fill = sizes < _HOLE_SHARE * np.count_nonzero(inside)
    for edge in (labels[0], labels[-1], labels[:, 0], labels[:, -1]):
        fill[np.unique(edge)] = False
    if open_ is not None:
        fill[np.unique(labels[open_ > 0])] = False
    fill[0] = False
    filled: Bytes2D = inside | fill[labels].astype(np.uint8)
    return filled


def _labelled(flags: Bytes2D) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Pieces that hang together through the sides of pixels: their numbers, and their sizes."""
    import cv2  # noqa: PLC0415 - half a second of loading, only when it is needed

    count, labels, figures, _ = cv2.connectedComponentsWithStats(flags, connectivity=4)
    sizes = np.asarray(figures)[:count, cv2.CC_STAT_AREA].astype(np.int64)
    return np.asarray(labels, np.int32), sizes
