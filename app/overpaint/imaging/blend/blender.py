"""Make results from an answer; what is measured is kept, so a recipe is quick to change."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from overpaint.domain.blend import BlendRecipe
from overpaint.domain.drift import Drift
from overpaint.domain.frame import Rect
from overpaint.imaging.blend.areas import RING_PX, request_coverage, ring, seen_coverage
from overpaint.imaging.blend.methods import FULL_DETAIL, Detail, blended
from overpaint.imaging.blend.registration import Alignment, register
from overpaint.imaging.blend.tone import ToneMatch, match_tone
from overpaint.imaging.drift import measure_drift
from overpaint.imaging.pixels import Bytes2D, Bytes3D

REQUEST_GROW_PX = 8
"""By how much the request mask is larger than the painted one, pixels of the target: the model then
paints the seam, and the blend lies inside of what it painted."""

_KEPT = 2
"""Prepared answers that are kept: one switch can be turned off and on for nothing."""


@dataclass(slots=True, eq=False)
class Blender:
    """The target inside the frame, the answer on it, and everything measured between them.

    Attributes:
        source: Shape (height, width, 3), uint8, in the colours in which the answer came.
        answer: The same shape, as received.
        coverage: The mask inside the frame, shape (height, width).
        protect: What never changes; None for nothing.
        detail: At which size the planes are, and how exactly they are blended.
    """

    source: Bytes3D
    answer: Bytes3D
    coverage: Bytes2D
    protect: Bytes2D | None = None
    detail: Detail = FULL_DETAIL
    _alignment: Alignment | None = field(default=None, init=False)
    _moved: Bytes3D | None = field(default=None, init=False)
    _prepared: dict[tuple[bool, bool], Bytes3D] = field(default_factory=dict, init=False)

    @property
    def keep(self) -> Bytes2D:
        """255 where the model was told to change nothing, with room for the seam."""
        return 255 - request_coverage(self.coverage, REQUEST_GROW_PX * self.detail.scale)

    def align(self, alignment: Alignment) -> None:
        """Take over what was measured before."""
        self._alignment = alignment

    @property
    def alignment(self) -> Alignment:
        """How the answer lies on the source."""
        if self._alignment is None:
            self._alignment = register(self.source, self.answer, self.keep)
        return self._alignment

    def drift(self) -> Drift | None:
        """What the model changed outside of the mask; None when all of the frame was mask."""
        return measure_drift(self.source, self.answer, self.keep, self.alignment)

    def prepared(self, recipe: BlendRecipe) -> Bytes3D:
        """The answer, registered and colour-matched as the recipe wants it."""
        key = recipe.register, recipe.match_colour
        if key not in self._prepared:
            answer = self._registered if recipe.register else self.answer
            if recipe.match_colour:
                answer = self._tone(answer).applied(answer)
            if len(self._prepared) >= _KEPT:
                self._prepared.pop(next(iter(self._prepared)), None)
            self._prepared[key] = answer
            return answer
        return self._prepared[key]

    def alpha(self, recipe: BlendRecipe) -> Bytes2D:
        """How much of the answer is seen where; 0 leaves a pixel exactly as it was."""
        return seen_coverage(self.coverage, self.protect, recipe, self.detail.scale)

    def render(self, recipe: BlendRecipe) -> Bytes3D:
        """The result inside the frame, shape (height, width, 3), uint8."""
        if not recipe.keep_outside:
            return self.answer
        alpha, answer = self.alpha(recipe), self.prepared(recipe)
        rows, columns = _support(alpha)
        result = self.source.copy()
        if rows.stop > rows.start:
            here = (rows, columns)
            mixed = blended(
                self.source[here].astype(np.float32),
                answer[here].astype(np.float32),
                alpha[here],
                recipe.method,
                self.detail,
            )
            changed = alpha[here] > 0
            result[here][changed] = np.rint(np.clip(mixed[changed], 0, 255)).astype(np.uint8)
        return result

    def part(self, window: Rect, factor: float = 1.0, *, is_fast: bool = False) -> Blender:
        """Return a blender for a part of the planes, smaller when wanted, that shares nothing.

        It renders what this one renders there, as long as the mask lies inside the window with
        all that grow, feather and ring reach around it. Its `drift` means nothing.

        Args:
            window: The part, pixels of these planes, inside of them.
            factor: Pixels of the part for one pixel here, above 0 up to 1.
            is_fast: Whether speed counts more than the last bit.
        """
        here = (slice(window.top, window.bottom), slice(window.left, window.right))
        size = (max(1, round(window.width * factor)), max(1, round(window.height * factor)))
        protect = None if self.protect is None else _resized(self.protect[here], size)
        part = Blender(
            _resized(self.source[here], size),
            _resized(self.answer[here], size),
            _resized(self.coverage[here], size),
            protect,
            Detail(self.detail.scale * factor, is_fast),
        )
        part._alignment = self.alignment
        if self.alignment.helps:
            part._moved = _resized(self.alignment.applied(self.answer, window), size)
        return part

    @property
    def _registered(self) -> Bytes3D:
        if not self.alignment.helps:
            return self.answer
        if self._moved is None:
            self._moved = self.alignment.applied(self.answer)
        return self._moved

    def _tone(self, answer: Bytes3D) -> ToneMatch:
        around = np.minimum(ring(self.coverage, RING_PX * self.detail.scale), self.keep)
        if not around.any():
            around = self.keep
        return match_tone(self.source, answer, around)


def _support(alpha: Bytes2D) -> tuple[slice, slice]:
    """The smallest rows and columns around everything above 0, with a pixel of frame around."""
    rows, columns = np.flatnonzero(alpha.any(axis=1)), np.flatnonzero(alpha.any(axis=0))
    if rows.size == 0:
        return slice(0, 0), slice(0, 0)
    height, width = alpha.shape
    return (
        slice(max(0, int(rows[0]) - 1), min(height, int(rows[-1]) + 2)),
        slice(max(0, int(columns[0]) - 1), min(width, int(columns[-1]) + 2)),
    )


def _resized(plane: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
    """A smaller copy, each pixel the mean of what it stands for."""
    if (plane.shape[1], plane.shape[0]) == size:
        return plane.copy()
    import cv2  # noqa: PLC0415 - half a second to load

    return np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), np.uint8)
