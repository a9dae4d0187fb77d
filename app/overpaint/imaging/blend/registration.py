"""Find by how much a model shifted and scaled the picture, from what it should have left alone.

Gauss-Newton on the pixels themselves, from coarse to fine, after Lucas & Kanade, "An Iterative
Image Registration Technique with an Application to Stereo Vision", IJCAI 1981. Brightness and
contrast are estimated along, since models change them too, and outliers lose their weight (Tukey's
biweight; Beaton & Tukey, Technometrics 16, 1974), since models repaint some of the surroundings.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from overpaint.domain.drift import Drift
from overpaint.domain.frame import Rect
from overpaint.imaging.pixels import Bytes2D, Bytes3D

Floats2D: TypeAlias = NDArray[np.float32]
"""Shape (height, width), float32."""

_COARSEST_PX = 48
_FINEST_PIXELS = 1_500_000
_STEPS = 12
_STILL_PX = 0.01
_TUKEY = 4.685
_MAX_SCALE = 1.08
_MAX_SHIFT = 0.08
"""As shares of the longer edge: what is further away is another picture, not a shifted one."""

_GAIN_AT_LEAST = 0.03
"""By which share the error has to fall; less is noise and not worth a resampling."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """How the answer lies on the source.

    Attributes:
        scale: Size of things in the answer, as a factor of their size in the source.
        shift_x: How far right things lie in the answer, pixels, measured at the centre.
        shift_y: How far down, pixels.
        error_before: Mean absolute difference of brightness around the mask as received, 0 to 255.
        error_after: The same once aligned.
    """

    scale: float = 1.0
    shift_x: float = 0.0
    shift_y: float = 0.0
    error_before: float = 0.0
    error_after: float = 0.0

    @classmethod
    def of(cls, drift: Drift) -> Alignment:
        """The alignment that was measured along with a drift."""
        return cls(drift.scale, drift.shift_x, drift.shift_y, 1.0, 0.0 if drift.is_moved else 1.0)

    @property
    def helps(self) -> bool:
        """Whether aligning lowers the error by more than chance would."""
        moved = abs(self.shift_x) + abs(self.shift_y) + abs(self.scale - 1) > 0
        return moved and self.error_after < self.error_before * (1 - _GAIN_AT_LEAST)

    def applied(self, answer: Bytes3D, window: Rect | None = None) -> Bytes3D:
        """Return the answer moved onto the source; shape (height, width, channels).

        Args:
            answer: All of it.
            window: The part that is wanted; None for all.
        """
        import cv2  # noqa: PLC0415 - takes half a second to load

        height, width = answer.shape[:2]
        flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
        matrix = self.matrix(width, height)
        if window is not None:
            matrix[:, 2] += self.scale * np.array((window.left, window.top))
            width, height = window.width, window.height
        moved = cv2.warpAffine(
            answer,
            matrix,
            (width, height),
            flags=flags,
            borderMode=cv2.BORDER_REPLICATE,
        )
        return np.asarray(moved, np.uint8)

    def matrix(self, width: int, height: int) -> NDArray[np.float64]:
        """Map a position of the source to that of the answer, shape (2, 3)."""
        x, y = (width - 1) / 2, (height - 1) / 2
        s = self.scale
        return np.array(
            [[s, 0.0, x - s * x + self.shift_x], [0.0, s, y - s * y + self.shift_y]], np.float64
        )


def register(source: Bytes3D, answer: Bytes3D, keep: Bytes2D) -> Alignment:
    """Measure shift and scale of an answer.

    Args:
        source: What was sent, shape (height, width, 3).
        answer: What came back, of the same shape.
        keep: Shape (height, width); above 0 where both should show the same.

    Returns:
        The alignment found; ask `Alignment.helps` whether to use it.
    """
    levels = _pyramid(_grey(source), _grey(answer), keep)
    found = Alignment()
    for number, (here, there, weight) in enumerate(levels):
        if number:
            found = _doubled(found)
        found = _refined(here, there, weight, found)
    finest = levels[-1]
    factor = source.shape[1] / finest[0].shape[1]
    before, after = _errors(finest, Alignment()), _errors(finest, found)
    aligned = Alignment(found.scale, found.shift_x * factor, found.shift_y * factor, before, after)
    return (
        aligned
        if _is_plausible(aligned, source.shape)
        else Alignment(error_before=before, error_after=before)
    )


def _is_plausible(found: Alignment, shape: tuple[int, ...]) -> bool:
    most = _MAX_SHIFT * max(shape[:2])
    scaled = 1 / _MAX_SCALE <= found.scale <= _MAX_SCALE
    return scaled and max(abs(found.shift_x), abs(found.shift_y)) <= most


def _grey(pixels: Bytes3D) -> Floats2D:
    import cv2  # noqa: PLC0415 - as above

    grey = cv2.cvtColor(np.ascontiguousarray(pixels[..., :3]), cv2.COLOR_RGB2GRAY)
    return np.asarray(grey, np.float32)


_Level = tuple[Floats2D, Floats2D, Floats2D]


def _pyramid(source: Floats2D, answer: Floats2D, keep: Bytes2D) -> list[_Level]:
    """Levels from coarse to fine; the finest has at most `_FINEST_PIXELS`."""
    import cv2  # noqa: PLC0415 - as above

    weight = (keep > 0).astype(np.float32)
    levels = [(source, answer, weight)]
    while min(levels[-1][0].shape) >= 2 * _COARSEST_PX:
        size = tuple(max(1, side // 2) for side in levels[-1][0].shape[::-1])
        smaller = tuple(
            np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), np.float32)
            for plane in levels[-1]
        )
        levels.append((smaller[0], smaller[1], (smaller[2] > 0.99).astype(np.float32)))
    fine = [level for level in levels if level[0].size <= _FINEST_PIXELS] or levels[-1:]
    usable = [level for level in fine if np.count_nonzero(level[2]) >= _COARSEST_PX**2 // 4]
    return (usable or fine[:1])[::-1]


def _doubled(found: Alignment) -> Alignment:
    return Alignment(found.scale, 2 * found.shift_x, 2 * found.shift_y)


def _warped(there: Floats2D, found: Alignment) -> Floats2D:
    import cv2  # noqa: PLC0415 - as above

    height, width = there.shape
    matrix = found.matrix(width, height)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    moved = cv2.warpAffine(
        there, matrix, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(moved, np.float32)


def _inside(shape: tuple[int, ...], found: Alignment) -> Floats2D:
    """1 where the answer has a pixel for the source, 0 where it only has its border."""
    height, width = shape
    (s, _, x), (_, _, y) = found.matrix(width, height)
    columns = np.arange(width) * s + x
    rows = np.arange(height) * s + y
    across = (columns >= 0) & (columns <= width - 1)
    down = (rows >= 0) & (rows <= height - 1)
    return np.asarray(down[:, None] & across[None, :], np.float32)


def _refined(here: Floats2D, there: Floats2D, weight: Floats2D, found: Alignment) -> Alignment:
    """Improve an alignment on one level."""
    height, width = here.shape
    x = (np.arange(width, dtype=np.float32) - (width - 1) / 2)[None, :]
    y = (np.arange(height, dtype=np.float32) - (height - 1) / 2)[:, None]
    for _ in range(_STEPS):
        moved = _warped(there, found)
        inside = weight * _inside(here.shape, found)
        if not inside.any():
            return found
        down, across = (np.asarray(slope, np.float32) for slope in np.gradient(moved))
        growth = np.asarray(across * x + down * y, np.float32)
        columns = (growth, across, down, moved, np.ones_like(moved))
        step = _solved(columns, here, moved, inside)
        if step is None:
            return found
        found = Alignment(found.scale + step[0], found.shift_x + step[1], found.shift_y + step[2])
        if abs(step[0]) * max(width, height) / 2 + abs(step[1]) + abs(step[2]) < _STILL_PX:
            break
    return found


def _solved(
    columns: tuple[Floats2D, ...], here: Floats2D, moved: Floats2D, weight: Floats2D
) -> tuple[float, float, float] | None:
    """One robust least-squares step: changes of scale and shift; None when nothing can be told."""
    gain, offset = _tone(here, moved, weight)
    residual = here - (gain * moved + offset)
    robust = weight * _biweight(residual, weight)
    matrix = np.empty((len(columns), len(columns)))
    vector = np.empty(len(columns))
    for i, column in enumerate(columns):
        weighted = robust * column
        vector[i] = float(np.vdot(weighted, residual))
        for j in range(i, len(columns)):
            matrix[i, j] = matrix[j, i] = float(np.vdot(weighted, columns[j]))
    matrix[np.diag_indices(len(columns))] += 1e-6 * np.trace(matrix) / len(columns)
    try:
        solution = np.linalg.solve(matrix, vector)
    except np.linalg.LinAlgError:
        return None
    # The gradients were those of the answer itself, its tone is the source's: undo the contrast.
    scale, right, down = (float(value) / gain for value in solution[:3])
    return (scale, right, down) if all(map(math.isfinite, (scale, right, down))) else None


def _tone(here: Floats2D, moved: Floats2D, weight: Floats2D) -> tuple[float, float]:
    """Contrast and brightness that bring the answer nearest to the source."""
    total = float(weight.sum())
    mean_here, mean_moved = (float((weight * plane).sum()) / total for plane in (here, moved))
    centred = moved - mean_moved
    spread = float((weight * centred * centred).sum())
    if spread <= 1e-3 * total:
        return 1.0, mean_here - mean_moved
    gain = float((weight * centred * (here - mean_here)).sum()) / spread
    gain = min(max(gain, 0.25), 4.0)
    return gain, mean_here - gain * mean_moved


def _biweight(residual: Floats2D, weight: Floats2D) -> Floats2D:
    spread = 1.4826 * float(np.median(np.abs(residual[weight > 0]))) + 0.5
    share = np.clip(np.abs(residual) / np.float32(_TUKEY * spread), 0, 1)
    return np.asarray((1 - share * share) ** 2, np.float32)


def _errors(level: _Level, found: Alignment) -> float:
    """Mean absolute difference once brightness and contrast are taken out."""
    here, there, weight = level
    moved = _warped(there, found)
    inside = weight * _inside(here.shape, found)
    if not inside.any():
        return 0.0
    gain, offset = _tone(here, moved, inside)
    return float((inside * np.abs(here - (gain * moved + offset))).sum() / inside.sum())
