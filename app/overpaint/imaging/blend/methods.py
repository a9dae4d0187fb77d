"""Three ways in which answer and source meet; pixels of coverage 0 stay exactly as they were."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from overpaint.domain.blend import BlendMethod
from overpaint.imaging.pixels import Bytes2D

Floats3D = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Detail:
    """At which size, and how exactly, something is blended.

    Attributes:
        scale: Pixels here for one pixel of the target; what fades wide there fades wide here.
        is_fast: Whether it is only looked at while a slider moves.
    """

    scale: float = 1.0
    is_fast: bool = False


FULL_DETAIL = Detail()
"""Every pixel of the target, exactly."""

_LEVELS = 5
_LEAST_PX = 16


def mixed(source: Floats3D, answer: Floats3D, alpha: Bytes2D) -> Floats3D:
    """Return source and answer mixed by coverage; shape (height, width, 3)."""
    share = (alpha.astype(np.float32) / np.float32(255))[..., None]
    return np.asarray(source + share * (answer - source), np.float32)


def _alpha(_source: Floats3D, answer: Floats3D, _alpha: Bytes2D, _detail: Detail) -> Floats3D:
    return answer


def _multi_band(source: Floats3D, answer: Floats3D, alpha: Bytes2D, detail: Detail) -> Floats3D:
    """Coarse differences fade slowly, fine detail changes at once.

    Burt & Adelson, "A Multiresolution Spline with Application to Image Mosaics", ACM
    Transactions on Graphics 2, 1983. Outside the coverage the source stands in for the answer, so
    nothing is drawn in from there.
    """
    import cv2  # noqa: PLC0415 - takes half a second to load

    share = alpha.astype(np.float32) / np.float32(255)
    inner = np.where((alpha > 0)[..., None], answer, source)
    levels = _level_count(alpha.shape, detail.scale)
    shares = [share]
    for _ in range(levels):
        shares.append(np.asarray(cv2.pyrDown(shares[-1]), np.float32))
    here, there = source, np.asarray(inner, np.float32)
    bands: list[Floats3D] = []
    for level in range(levels):
        size = (here.shape[1], here.shape[0])
        smaller = [_halved(plane) for plane in (here, there)]
        fine = [
            plane - _enlarged(small, size)
            for plane, small in zip((here, there), smaller, strict=True)
        ]
        part = shares[level][..., None]
        bands.append(fine[0] + part * (fine[1] - fine[0]))
        here, there = smaller[0], smaller[1]
    part = shares[-1][..., None]
    blended = here + part * (there - here)
    for band in reversed(bands):
        size = (band.shape[1], band.shape[0])
        blended = _enlarged(blended, size) + band
    return np.asarray(blended, np.float32)


def _halved(plane: Floats3D) -> Floats3D:
    import cv2  # noqa: PLC0415 - as above

    # A single channel loses its axis there.
    smaller = np.asarray(cv2.pyrDown(plane), np.float32)
    return smaller.reshape(*smaller.shape[:2], -1)


def _enlarged(plane: Floats3D, size: tuple[int, int]) -> Floats3D:
    import cv2  # noqa: PLC0415 - as above

    return np.asarray(cv2.pyrUp(plane, dstsize=size), np.float32).reshape(size[1], size[0], -1)


def _gradient(source: Floats3D, answer: Floats3D, alpha: Bytes2D, detail: Detail) -> Floats3D:
    """Keep the answer's gradients and take the colours at the edge from the source.

    Pérez, Gangnet & Blake, "Poisson Image Editing", SIGGRAPH 2003: the difference along the edge
    continues into the area as a membrane.
    """
    from overpaint.imaging.treatments.membrane import membrane  # noqa: PLC0415 - seldom used

    hole, reach_px = alpha > 0, float("inf")
    difference = np.asarray(source - answer, np.float32)
    if not detail.is_fast or min(hole.shape) < 2 * _LEAST_PX:
        return answer + membrane(difference, hole, reach_px=reach_px)
    # The membrane is smooth: half of the size shows nearly the same in a quarter of the time.
    import cv2  # noqa: PLC0415 - as above

    size = (hole.shape[1] // 2, hole.shape[0] // 2)
    small = np.asarray(cv2.resize(difference, size, interpolation=cv2.INTER_AREA), np.float32)
    covered = cv2.resize(hole.view(np.uint8), size, interpolation=cv2.INTER_NEAREST)
    smooth = membrane(small, np.asarray(covered) > 0, reach_px=reach_px)
    return answer + np.asarray(cv2.resize(smooth, hole.shape[::-1]), np.float32)


_METHODS: Mapping[BlendMethod, Callable[[Floats3D, Floats3D, Bytes2D, Detail], Floats3D]] = {
    BlendMethod.ALPHA: _alpha,
    BlendMethod.MULTI_BAND: _multi_band,
    BlendMethod.GRADIENT: _gradient,
}


def blended(
    source: Floats3D,
    answer: Floats3D,
    alpha: Bytes2D,
    method: BlendMethod,
    detail: Detail = FULL_DETAIL,
) -> Floats3D:
    """Return the result, shape (height, width, 3); where ``alpha`` is 0 it is ``source`` itself.

    Args:
        source: The untouched target, values 0 to 255.
        answer: The registered and colour-matched answer.
        alpha: How much of the answer is seen, shape (height, width).
        method: How both meet.
        detail: At which size, and how exactly.
    """
    return mixed(source, painted(source, answer, alpha, method, detail), alpha)


def painted(
    source: Floats3D,
    answer: Floats3D,
    alpha: Bytes2D,
    method: BlendMethod,
    detail: Detail = FULL_DETAIL,
) -> Floats3D:
    """Return what lies above the source and is seen by its coverage; arguments as `blended`."""
    return _METHODS[method](source, answer, alpha, detail)


def _level_count(shape: tuple[int, ...], scale: float) -> int:
    most = max(1, _LEVELS + round(math.log2(scale)))
    levels, edge = 0, min(shape[:2])
    while levels < most and edge >= 2 * _LEAST_PX:
        levels, edge = levels + 1, edge // 2
    return levels
