"""Make results from an answer; what is measured is kept, so a recipe is quick to change."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from overpaint.domain.blend import BlendRecipe
from overpaint.domain.drift import Drift
from overpaint.imaging.blend.areas import blend_coverage, request_coverage, ring
from overpaint.imaging.blend.methods import blended
from overpaint.imaging.blend.registration import Alignment, register
from overpaint.imaging.blend.tone import ToneMatch, match_tone
from overpaint.imaging.drift import measure_drift
from overpaint.imaging.pixels import Bytes2D, Bytes3D

REQUEST_GROW_PX = 8
"""By how much the request mask is larger than the painted one, pixels of the target: the model then
paints the seam, and the blend lies inside of what it painted."""


@dataclass(slots=True, eq=False)
class Blender:
    """The target inside the frame, the answer on it, and everything measured between them.

    Attributes:
        source: Shape (height, width, 3), uint8, in the colours in which the answer came.
        answer: The same shape, as received.
        coverage: The mask inside the frame, shape (height, width).
        protect: What never changes; None for nothing.
    """

    source: Bytes3D
    answer: Bytes3D
    coverage: Bytes2D
    protect: Bytes2D | None = None
    _alignment: Alignment | None = field(default=None, init=False)
    _prepared: dict[tuple[bool, bool], Bytes3D] = field(default_factory=dict, init=False)

    @property
    def keep(self) -> Bytes2D:
        """255 where the model was told to change nothing, with room for the seam."""
        return 255 - request_coverage(self.coverage, REQUEST_GROW_PX)

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
            answer = self.answer
            if recipe.register and self.alignment.helps:
                answer = self.alignment.applied(answer)
            if recipe.match_colour:
                answer = self._tone(answer).applied(answer)
            self._prepared[key] = answer
        return self._prepared[key]

    def alpha(self, recipe: BlendRecipe) -> Bytes2D:
        """How much of the answer is seen where; 0 leaves a pixel exactly as it was."""
        alpha = blend_coverage(self.coverage, self.protect, recipe)
        if recipe.opacity < 1:
            alpha = np.rint(alpha * np.float32(recipe.opacity)).astype(np.uint8)
        return alpha

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
            )
            changed = alpha[here] > 0
            result[here][changed] = np.rint(np.clip(mixed[changed], 0, 255)).astype(np.uint8)
        return result

    def _tone(self, answer: Bytes3D) -> ToneMatch:
        around = np.minimum(ring(self.coverage), self.keep)
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
