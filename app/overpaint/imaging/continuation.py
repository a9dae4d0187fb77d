"""Continue a picture beyond its edges: mirrored, and the further out, the more out of focus."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from overpaint.domain.extension import Margins
from overpaint.domain.frame import Rect
from overpaint.domain.sizes import Size
from overpaint.imaging.mask.cancel import check, never

_BLUR_BY_PX = 3.0
"""Distance over which the blur doubles its first width; it then grows with the distance."""

_TILE_PX = 1024
_LEAST_EDGE_PX = 8


def mirrored(pixels: NDArray[Any], margins: Margins) -> NDArray[Any]:
    """Return a picture continued by its mirror image; the edge pixel itself stands twice.

    Args:
        pixels: Shape (height, width, channels).
        margins: What is added.
    """
    height, width, channels = pixels.shape
    size = margins.size_of(Size(width, height))
    whole = np.empty((size.height, size.width, channels), pixels.dtype)
    columns = _reflected(np.arange(-margins.left, width + margins.right), width)
    inner = slice(margins.left, margins.left + width)
    for row in range(-margins.top, height + margins.bottom):
        source = pixels[int(_reflected(np.asarray([row]), height)[0])]
        target = whole[row + margins.top]
        target[inner] = source
        target[: margins.left] = source[columns[: margins.left]]
        target[margins.left + width :] = source[columns[margins.left + width :]]
    return whole


def put_out_of_focus(
    whole: NDArray[Any], place: Rect, cancelled: Callable[[], bool] = never
) -> None:
    """Blur in place what lies outside of ``place``, the more, the further it is from it.

    Each level of a pyramid is half as sharp as the one before. From the coarsest on, each is
    enlarged and gives way to the next finer one near the old picture, so that at every distance the
    blur is as wide as a share of that distance, without a step anywhere.

    Args:
        whole: The larger picture, with pixels everywhere; shape (height, width, channels), uint8 or
            uint16.
        place: Where the old picture lies; nothing is written there.
        cancelled: Asked between tiles.

    Raises:
        Cancelled: Told to stop.

    Source:
        Burt & Adelson, "The Laplacian Pyramid as a Compact Image Code", IEEE Transactions on
        Communications 31, 1983 (reduce and expand).
    """
    import cv2  # noqa: PLC0415 - takes half a second to load

    levels = [whole]
    reach = _farthest(Size(whole.shape[1], whole.shape[0]), place)
    while _begin(len(levels) - 1) < reach and min(levels[-1].shape[:2]) >= 2 * _LEAST_EDGE_PX:
        check(cancelled)
        levels.append(_with_channels(cv2.pyrDown(levels[-1])))
    if len(levels) == 1:
        return
    coarse = levels[-1]
    for level in range(len(levels) - 2, 0, -1):
        check(cancelled)
        coarse = _joined(levels[level], coarse, _Scaled(place, level), level)
    for tile in _outside(Size(whole.shape[1], whole.shape[0]), place):
        check(cancelled)
        _finish_tile(whole, coarse, tile, place)


def _reflected(places: NDArray[Any], length: int) -> NDArray[Any]:
    period = places % (2 * length)
    return np.where(period < length, period, 2 * length - 1 - period)


@dataclass(frozen=True, slots=True)
class _Scaled:
    """The old picture's place as a level of the pyramid has it."""

    place: Rect
    level: int

    def distance(self, top: int, left: int, shape: tuple[int, ...]) -> NDArray[np.float32]:
        """Pixels of the full picture from each pixel of a part to the old picture."""
        step = 2**self.level
        rows = _gap(np.arange(top, top + shape[0]) * step, self.place.top, self.place.bottom)
        columns = _gap(np.arange(left, left + shape[1]) * step, self.place.left, self.place.right)
        return np.asarray(np.hypot(rows[:, None], columns[None, :]), np.float32)


def _gap(places: NDArray[Any], first: int, end: int) -> NDArray[np.float32]:
    return np.asarray(np.maximum(np.maximum(first - places, places - (end - 1)), 0), np.float32)


def _begin(level: int) -> float:
    """The distance at which a level is all that is seen; sharper ones are behind it."""
    return float(_BLUR_BY_PX * (2**level - 1))


def _sharpness(distance: NDArray[np.float32], level: int) -> NDArray[np.float32]:
    """How much of a level is seen beside coarser ones: 1 near the old picture, 0 far from it."""
    first, last = _begin(level), _begin(level + 1)
    share = np.clip((distance - np.float32(first)) / np.float32(last - first), 0, 1)
    return np.asarray(1 - share * share * (3 - 2 * share), np.float32)


def _joined(fine: NDArray[Any], coarse: NDArray[Any], scaled: _Scaled, level: int) -> NDArray[Any]:
    """One level with the coarser ones behind it, in bands of rows."""
    import cv2  # noqa: PLC0415 - as above

    height, width = fine.shape[:2]
    enlarged = _with_channels(cv2.pyrUp(coarse, dstsize=(width, height)))
    rows = max(1, _TILE_PX * _TILE_PX // width)
    for top in range(0, height, rows):
        band = slice(top, min(top + rows, height))
        share = _sharpness(scaled.distance(top, 0, enlarged[band].shape), level)[..., None]
        enlarged[band] = _mixed(enlarged[band], fine[band], share)
    return enlarged


def _finish_tile(whole: NDArray[Any], coarse: NDArray[Any], tile: Rect, place: Rect) -> None:
    """Write a tile of the new area, from the second level enlarged and the sharp pixels."""
    import cv2  # noqa: PLC0415 - as above

    # Two pixels around: as far as the filter that enlarges looks.
    top, left = max(0, tile.top // 2 - 2), max(0, tile.left // 2 - 2)
    bottom = min(coarse.shape[0], -(-tile.bottom // 2) + 2)
    right = min(coarse.shape[1], -(-tile.right // 2) + 2)
    part = np.ascontiguousarray(coarse[top:bottom, left:right])
    enlarged = _with_channels(cv2.pyrUp(part))
    inner = enlarged[
        tile.top - 2 * top : tile.bottom - 2 * top, tile.left - 2 * left : tile.right - 2 * left
    ]
    here = slice(tile.top, tile.bottom), slice(tile.left, tile.right)
    distance = _Scaled(place, 0).distance(tile.top, tile.left, (tile.height, tile.width))
    whole[here] = _mixed(inner, whole[here], _sharpness(distance, 0)[..., None])


def _mixed(coarse: NDArray[Any], fine: NDArray[Any], share: NDArray[np.float32]) -> NDArray[Any]:
    behind = coarse.astype(np.float32)
    behind += share * (fine.astype(np.float32) - behind)
    return np.rint(behind).astype(fine.dtype)


def _with_channels(pixels: ArrayLike) -> NDArray[Any]:
    """A single channel loses its axis in OpenCV."""
    array = np.asarray(pixels)
    return array if array.ndim == 3 else array[..., None]


def _farthest(size: Size, place: Rect) -> float:
    across = max(place.left, size.width - place.right)
    down = max(place.top, size.height - place.bottom)
    return float(np.hypot(across, down))


def _outside(size: Size, place: Rect) -> Iterator[Rect]:
    """Tiles that together cover everything but ``place``."""
    parts = (
        (0, 0, size.width, place.top),
        (0, place.bottom, size.width, size.height),
        (0, place.top, place.left, place.bottom),
        (place.right, place.top, size.width, place.bottom),
    )
    for left, top, right, bottom in parts:
        for y in range(top, bottom, _TILE_PX):
            for x in range(left, right, _TILE_PX):
                width, height = min(_TILE_PX, right - x), min(_TILE_PX, bottom - y)
                yield Rect(x, y, width, height)
