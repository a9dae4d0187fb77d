"""A coarse cut brought to full size, with an edge that follows the picture and is soft in fur.

Sources: He, Sun, Tang, "Guided image filtering", ECCV 2010, with colour as the guide; He, Sun,
"Fast guided filter", https://arxiv.org/abs/1505.00996: the linear model is found on the small
picture and applied to the full one (read 2026-11-22).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from overpaint.imaging.mask.area import TILE_PX, Area
from overpaint.imaging.mask.cancel import check

if TYPE_CHECKING:
    from collections.abc import Callable

    from overpaint.imaging.pixels import Bytes2D, Bytes3D

Floats2D = NDArray[np.float32]
Floats3D = NDArray[np.float32]

_SMOOTHNESS = 1e-4
_DOUBT, _TRUST = 0.45, 0.75
_PLAIN_BLUR_PX = 0.8
_CONTRAST = 1.25
"""How much steeper the edge becomes: the filter leaves a veil on either side of it."""


def matted(
    bgra: Bytes3D, small: Bytes3D, inside: Bytes2D, reach_px: int, cancelled: Callable[[], bool]
) -> Bytes2D:
    """Find the coverage of an object at full size.

    Args:
        bgra: The picture, shape (height, width, 4), uint8.
        small: The same reduced, shape (rows, columns, 3), uint8, BGR.
        inside: 1 on the object; shape (rows, columns), uint8.
        reach_px: How far from the edge of the cut, in pixels of ``small``, coverage may be partial.
        cancelled: Asked for every tile.

    Returns:
        Shape (height, width), uint8, 255 on the object.
    """
    model, trust = _linear_model(small.astype(np.float32) * np.float32(1 / 255), inside, reach_px)
    limits = _limits(inside, trust, reach_px)
    height, width = bgra.shape[:2]
    whole = Area(0, 0, width, height)
    step = (small.shape[1] / width, small.shape[0] / height)
    cover = np.empty((height, width), np.uint8)
    for row, column in whole.tiles():
        check(cancelled)
        top, left = row * TILE_PX, column * TILE_PX
        tile = Area(left, top, left + TILE_PX, top + TILE_PX).intersected(whole)
        cover[tile.slices()] = _tile(bgra[tile.slices()], model, limits, tile, step)
    return cover


def _linear_model(guide: Floats3D, inside: Bytes2D, radius_px: int) -> tuple[Floats3D, Floats2D]:
    """Find coverage = a·colour + b around each pixel, and how much of the coverage it explains.

    Returns:
        a and b, shape (rows, columns, 4), b last; and the explained share, 0 to 1: low where the
        colours on both sides of the edge are the same, and a model means nothing.
    """
    values = inside.astype(np.float32)
    mean = _mean(guide, radius_px)
    mean_value = _mean(values, radius_px)
    shared = _mean(guide * values[..., None], radius_px) - mean * mean_value[..., None]
    slope = _solved(_covariances(guide, mean, radius_px), shared)
    offset = mean_value - (slope * mean).sum(axis=2)
    spread = np.maximum(mean_value - mean_value * mean_value, np.float32(1e-4))
    explained = np.clip((slope * shared).sum(axis=2) / spread, 0, 1)
    return _mean(np.dstack((slope, offset)), radius_px), _mean(explained, radius_px)


def _mean(values: NDArray[np.float32], radius_px: int) -> NDArray[np.float32]:
    import cv2  # noqa: PLC0415 - half a second of loading, only when it is needed

    side = 2 * radius_px + 1
    return np.asarray(cv2.boxFilter(values, -1, (side, side), borderType=cv2.BORDER_REFLECT), "f4")


def _covariances(guide: Floats3D, mean: Floats3D, radius_px: int) -> tuple[Floats2D, ...]:
    """The six different entries of the 3×3 covariance of colour: bb, bg, br, gg, gr, rr."""
    pairs = ((0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2))
    found = []
    for one, other in pairs:
        product = _mean(guide[..., one] * guide[..., other], radius_px)
        entry = product - mean[..., one] * mean[..., other]
        found.append(entry + np.float32(_SMOOTHNESS) if one == other else entry)
    return tuple(found)


def _solved(covariance: tuple[Floats2D, ...], right: Floats3D) -> Floats3D:
    """Solve the symmetric system of each pixel by its cofactors."""
    bb, bg, br, gg, gr, rr = covariance
    c00, c01, c02 = gg * rr - gr * gr, gr * br - bg * rr, bg * gr - gg * br
    c11, c12, c22 = bb * rr - br * br, bg * br - bb * gr, bb * gg - bg * bg
    determinant = bb * c00 + bg * c01 + br * c02
    x, y, z = right[..., 0], right[..., 1], right[..., 2]
    solved = np.dstack(
        (c00 * x + c01 * y + c02 * z, c01 * x + c11 * y + c12 * z, c02 * x + c12 * y + c22 * z)
    )
    solution: Floats3D = solved / np.maximum(determinant, np.float32(1e-20))[..., None]
    return solution


def _limits(inside: Bytes2D, explained: Floats2D, reach_px: int) -> Floats3D:
    """What bounds the model, shape (rows, columns, 4).

    The least and the most coverage: fixed beyond the reach of the edge, free near it; the cut with
    a smooth edge, for where the model means nothing; and how far the model counts.
    """
    import cv2  # noqa: PLC0415

    side = 2 * reach_px + 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    least = cv2.erode(inside, kernel, borderValue=(1,))
    most = cv2.dilate(inside, kernel)
    plain = cv2.GaussianBlur(inside.astype(np.float32), (0, 0), _PLAIN_BLUR_PX)
    trust = np.clip((explained - _DOUBT) / (_TRUST - _DOUBT), 0, 1)
    return np.dstack((least, most, plain, trust)).astype(np.float32)


def _tile(
    bgra: Bytes3D, model: Floats3D, limits: Floats3D, tile: Area, step: tuple[float, float]
) -> Bytes2D:
    least, most, plain, trust = np.moveaxis(_enlarged(limits, tile, step), 2, 0)
    if float(least.min()) == 1.0 or float(most.max()) == 0.0:
        return np.full(least.shape, 255 if least[0, 0] else 0, np.uint8)
    here = _enlarged(model, tile, step)
    colours = bgra[..., :3].astype(np.float32) * np.float32(1 / 255)
    values = (here[..., :3] * colours).sum(axis=2) + here[..., 3]
    values = np.clip(plain + (values - plain) * trust, least, most)
    steep = (values - np.float32(0.5)) * np.float32(_CONTRAST) + np.float32(0.5)
    cover: Bytes2D = np.clip(np.rint(steep * 255), 0, 255).astype(np.uint8)
    return cover


def _enlarged(small: Floats3D, tile: Area, step: tuple[float, float]) -> Floats3D:
    """Interpolate values of the small picture at the pixels of a tile of the full one."""
    import cv2  # noqa: PLC0415

    across, down = step
    back = np.array(
        [
            [across, 0, (tile.left + 0.5) * across - 0.5],
            [0, down, (tile.top + 0.5) * down - 0.5],
        ]
    )
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    size = (tile.width, tile.height)
    warped = cv2.warpAffine(small, back, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(warped, np.float32)
