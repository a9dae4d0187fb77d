"""A membrane over a hole: values that are given around it continue smoothly into it.

Pasting with such a correction is the same as copying gradients instead of colours: Pérez,
Gangnet, Blake, "Poisson Image Editing", SIGGRAPH 2003, in the form of Farbman et al., "Coordinates
for Instant Image Cloning", SIGGRAPH 2009. The equation is solved from coarse to fine: a coarse
solution is nearly right everywhere, so that a few sweeps on each finer level finish it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from overpaint.imaging.treatments.oklab import Floats3D

Flags2D = NDArray[np.bool_]
"""Shape (height, width), bool."""

_COARSE_SWEEPS, _FINE_SWEEPS = 24, 6
_FINE_PX = 20_000
"""From this many pixels of hole on a level is fine: what the coarser one left wrong is wrong in
small, and near the edge only."""

_BAND_PX = 12

_COARSEST_PX = 3
_OVERRELAXATION = 1.6


def membrane(values: Floats3D, hole: Flags2D, *, reach_px: float) -> Floats3D:
    """Continue values into a hole.

    Args:
        values: Shape (height, width, channels); what stands in the hole does not count.
        hole: Shape (height, width). Along the edges of the plane nothing is given.
        reach_px: How far a value reaches into the hole before it has faded to 0 by about two
            thirds; infinity for not at all.

    Returns:
        The values with the hole filled; all 0 when the whole plane is hole.
    """
    if not hole.any() or hole.all():
        return np.where(hole[..., None], np.float32(0), values).astype(np.float32)
    start = _from_coarser(values, hole, reach_px)
    pull = 1 / reach_px**2
    return _relaxed(np.where(hole[..., None], start, values), hole, pull)


def _from_coarser(values: Floats3D, hole: Flags2D, reach_px: float) -> Floats3D:
    """A first guess at half the resolution, enlarged."""
    height, width = hole.shape
    if min(height, width) <= _COARSEST_PX:
        mean = values[~hole].mean(axis=0)
        return np.broadcast_to(mean, values.shape).astype(np.float32)
    small, small_hole = _halved(values, hole)
    solved = membrane(small, small_hole, reach_px=reach_px / 2)
    return _doubled(solved, height, width)


def _halved(values: Floats3D, hole: Flags2D) -> tuple[Floats3D, Flags2D]:
    """Means of two by two pixels, of those that are given; a block without any is hole."""
    height, width = hole.shape
    pad = ((0, height % 2), (0, width % 2))
    given = np.pad(~hole, pad).astype(np.float32)
    weighted = np.pad(values, (*pad, (0, 0))) * given[..., None]
    counts = given[0::2, 0::2] + given[1::2, 0::2] + given[0::2, 1::2] + given[1::2, 1::2]
    sums = weighted[0::2, 0::2] + weighted[1::2, 0::2] + weighted[0::2, 1::2] + weighted[1::2, 1::2]
    return sums / np.maximum(counts, 1)[..., None], counts == 0


def _doubled(values: Floats3D, height: int, width: int) -> Floats3D:
    """Enlarge to twice the size by linear interpolation between block centres."""
    padded = np.pad(values, ((1, 1), (1, 1), (0, 0)), mode="edge")
    rows = np.empty((2 * values.shape[0], *padded.shape[1:]), np.float32)
    rows[0::2] = 0.75 * padded[1:-1] + 0.25 * padded[:-2]
    rows[1::2] = 0.75 * padded[1:-1] + 0.25 * padded[2:]
    whole = np.empty((rows.shape[0], 2 * values.shape[1], values.shape[2]), np.float32)
    whole[:, 0::2] = 0.75 * rows[:, 1:-1] + 0.25 * rows[:, :-2]
    whole[:, 1::2] = 0.75 * rows[:, 1:-1] + 0.25 * rows[:, 2:]
    return whole[:height, :width]


def _relaxed(values: Floats3D, hole: Flags2D, pull: float) -> Floats3D:
    """Sweep over the pixels of the hole, the two colours of a chessboard in turn."""
    height, width = hole.shape
    is_fine = np.count_nonzero(hole) >= _FINE_PX
    rows, columns = np.nonzero(_band(hole) if is_fine else hole)
    flat = values.reshape(-1, values.shape[2]).copy()
    boards = []
    for colour in (0, 1):
        on = (rows + columns) % 2 == colour
        boards.append(_neighbourhood(rows[on], columns[on], height, width))
    for _ in range(_FINE_SWEEPS if is_fine else _COARSE_SWEEPS):
        for here, up, down, left, right in boards:
            old = flat[here]
            mean = (flat[up] + flat[down] + flat[left] + flat[right]) / (4 + pull)
            flat[here] = old + _OVERRELAXATION * (mean - old)
    return flat.reshape(values.shape)


def _band(hole: Flags2D) -> Flags2D:
    """The pixels of the hole that are close to its edge."""
    near = Image.fromarray(hole.astype(np.uint8) * 255).filter(ImageFilter.BoxBlur(_BAND_PX))
    band: Flags2D = hole & (np.asarray(near) < 255)
    return band


def _neighbourhood(
    rows: NDArray[np.intp], columns: NDArray[np.intp], height: int, width: int
) -> tuple[NDArray[np.intp], ...]:
    """Flat indices of pixels and their four neighbours; at the edge a pixel is its own."""
    here = rows * width + columns
    up = np.where(rows > 0, here - width, here)
    down = np.where(rows < height - 1, here + width, here)
    left = np.where(columns > 0, here - 1, here)
    right = np.where(columns < width - 1, here + 1, here)
    return here, up, down, left, right
