"""Bring the answer's colours to those of the target, judged on the ring around the mask."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from overpaint.imaging.pixels import Bytes2D, Bytes3D

_SAMPLES = 40_000
_ROUNDS = 6
_TUKEY = 4.685
_RIDGE = 60.0
"""Strength of the wish to change nothing, in grey levels squared: decides where the ring shows one
colour only and any matrix would fit."""


@dataclass(frozen=True, slots=True, eq=False)
class ToneMatch:
    """A linear change of colour.

    Attributes:
        matrix: Shape (3, 4): new R G B from R G B 1, all 0 to 255.
    """

    matrix: NDArray[np.float32]

    def applied(self, answer: Bytes3D) -> Bytes3D:
        """Return the answer in the colours of the source, shape (height, width, 3)."""
        import cv2  # noqa: PLC0415 - takes half a second to load

        return np.asarray(cv2.transform(answer, self.matrix), np.uint8)


def match_tone(source: Bytes3D, answer: Bytes3D, where: Bytes2D) -> ToneMatch:
    """Fit the colours of the answer to the source, by iterated least squares with Tukey's weights.

    Args:
        source: Shape (height, width, 3).
        answer: The registered answer, same shape.
        where: Shape (height, width); above 0 where both should be equal.

    Returns:
        The change; none where there is nothing to judge by.
    """
    rows, columns = np.nonzero(where)
    if rows.size < 16:
        return ToneMatch(np.eye(3, 4, dtype=np.float32))
    step = max(1, rows.size // _SAMPLES)
    wanted = source[rows[::step], columns[::step], :3].astype(np.float64)
    given = answer[rows[::step], columns[::step], :3].astype(np.float64)
    middle = np.asarray(np.mean(given, axis=0), np.float64)
    # A clipped channel tells nothing of what it was.
    usable = ((given > 2) & (given < 253) & (wanted > 2) & (wanted < 253)).all(axis=1)
    base = np.asarray(usable if usable.sum() > 64 else np.ones(len(given)), np.float64)
    basis = np.column_stack((given - middle, np.ones(len(given))))
    solution = _robust_fit(basis, wanted, base, np.vstack((np.eye(3), middle)))
    linear = solution[:3].T
    offset = solution[3] - linear @ middle
    return ToneMatch(np.column_stack((linear, offset)).astype(np.float32))


def _robust_fit(
    basis: NDArray[np.float64],
    wanted: NDArray[np.float64],
    base: NDArray[np.float64],
    unchanged: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Solve ``basis @ x = wanted``, near ``unchanged`` where the samples leave that open."""
    solution, weight = unchanged, base
    for _ in range(_ROUNDS):
        weighted = basis * weight[:, None]
        ridge = np.diag([_RIDGE * weight.sum() / 100] * 3 + [1e-9])
        normal = weighted.T @ basis + ridge
        solution = np.asarray(np.linalg.solve(normal, weighted.T @ wanted + ridge @ unchanged))
        residual = np.abs(wanted - basis @ solution).max(axis=1)
        spread = 1.4826 * float(np.median(residual[base > 0])) + 0.5
        share = np.clip(residual / (_TUKEY * spread), 0, 1)
        weight = base * (1 - share**2) ** 2
    return solution
