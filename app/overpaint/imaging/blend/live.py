"""A result while its recipe is being changed: at view size at once, in full when that rests.

Only the box around the mask is worked on, with all that grow and feather can reach around it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from overpaint.domain.blend import BlendRecipe
from overpaint.domain.frame import Rect
from overpaint.domain.sizes import Size
from overpaint.imaging.blend.areas import RING_PX
from overpaint.imaging.blend.blender import Blender
from overpaint.imaging.blend.mixing import mixed_bytes
from overpaint.imaging.pixels import Bytes2D, Bytes3D, Picture

QUICK_PIXELS = 400_000
"""So many are blended in a few hundredths of a second, by any method."""

_SCALE_STEP = 1.2


@dataclass(slots=True, eq=False)
class LivePart:
    """The variants of a result inside the box, at one size.

    Attributes:
        rect: The box, pixels of the target and inside of it.
        blenders: The base and what is laid over it, in order.
        covers: How much of each layer is seen, shape (height, width); one less than blenders.
    """

    rect: Rect
    blenders: Sequence[Blender]
    covers: Sequence[Bytes2D]

    def render(self, recipe: BlendRecipe) -> Bytes3D:
        """The result inside the box, shape (height, width, 3), RGB."""
        base, *layers = (blender.render(recipe) for blender in self.blenders)
        return mixed_bytes(base, list(zip(layers, self.covers, strict=True)))

    def shown(self, recipe: BlendRecipe) -> Bytes2D:
        """255 where the result differs from the target, else 0; shape (height, width)."""
        alpha = np.zeros(self.blenders[0].coverage.shape, np.uint8)
        for blender in self.blenders:
            alpha |= blender.alpha(recipe)
        return np.where(alpha > 0, np.uint8(255), np.uint8(0))


@dataclass(slots=True, eq=False)
class LiveBlend:
    """One result, ready to be blended by any recipe.

    Attributes:
        frame: The part of the target that was sent; may reach out of it.
        target: Size of the target.
        blenders: Target and answer of each variant inside the frame: the base first.
        covers: How much of each further one is seen, shape of the frame.
        is_opaque: Whether the target has no transparency.
        backdrop: The whole target made small, shape (height, width, 3), RGB.
        box: What can change by any recipe, pixels of the target and inside of it.
    """

    frame: Rect
    target: Size
    blenders: Sequence[Blender]
    covers: Sequence[Bytes2D] = ()
    is_opaque: bool = True
    backdrop: Bytes3D | None = None
    box: Rect = field(init=False)
    _parts: dict[float, LivePart] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self.box = self._found_box()

    def quick(self, recipe: BlendRecipe, view_scale: float) -> tuple[Picture, Rect]:
        """The box as it will look, at about the size at which it is seen.

        Args:
            recipe: How target and answer meet.
            view_scale: Screen pixels for one pixel of the target.

        Returns:
            A picture, smaller than what it shows, and what that is in pixels of the target.
        """
        return self._shown(recipe, self._quick_factor(view_scale), is_fast=True)

    def exact(self, recipe: BlendRecipe) -> tuple[Picture, Rect]:
        """The box as it will be, pixel by pixel, for a target of 8-bit sRGB."""
        return self._shown(recipe, 1.0, is_fast=False)

    def part(self, factor: float, *, is_fast: bool) -> LivePart:
        """The variants inside the box at a size; the same ones as long as they are asked for.

        Args:
            factor: Pixels of it for one pixel of the target, above 0 up to 1.
            is_fast: Whether speed counts more than the last bit.
        """
        key = factor if is_fast else -factor
        found = self._parts.get(key)
        if found is None:
            # One quick size at a time: another zoom, another size.
            for old in [old for old in self._parts if (old > 0) == is_fast]:
                del self._parts[old]
            found = self._parts[key] = self._cut(factor, is_fast=is_fast)
        return found

    def _cut(self, factor: float, *, is_fast: bool) -> LivePart:
        window = Rect(
            self.box.left - self.frame.left, self.box.top - self.frame.top,
            self.box.width, self.box.height,
        )  # fmt: skip
        parts = [blender.part(window, factor, is_fast=is_fast) for blender in self.blenders]
        here = (slice(window.top, window.bottom), slice(window.left, window.right))
        shape = parts[0].coverage.shape
        covers = [_cover_at(cover[here], shape) for cover in self.covers]
        return LivePart(self.box, parts, covers)

    def _shown(self, recipe: BlendRecipe, factor: float, *, is_fast: bool) -> tuple[Picture, Rect]:
        if not recipe.keep_outside:
            return self._as_received(factor)
        part = self.part(factor, is_fast=is_fast)
        colours = part.render(recipe)
        if self.is_opaque:
            return _picture(colours), self.box
        return _picture(colours, part.shown(recipe)), self.box

    def _as_received(self, factor: float) -> tuple[Picture, Rect]:
        inside = self.frame.within(self.target)
        window = Rect(inside.left - self.frame.left, inside.top - self.frame.top,
                      inside.width, inside.height)  # fmt: skip
        here = (slice(window.top, window.bottom), slice(window.left, window.right))
        shape = (max(1, round(inside.height * factor)), max(1, round(inside.width * factor)))
        return _picture(_at(self.blenders[0].answer[here], shape)), inside

    def _quick_factor(self, view_scale: float) -> float:
        wanted = min(1.0, view_scale, math.sqrt(QUICK_PIXELS / self.box.size.pixels))
        # Steps, so that a little zooming cuts nothing anew.
        steps = math.ceil(math.log(1 / wanted, _SCALE_STEP) - 1e-9)
        return float(_SCALE_STEP**-steps)

    def _found_box(self) -> Rect:
        inside = self.frame.within(self.target)
        bounds: Rect | None = None
        for blender in self.blenders:
            rows = np.flatnonzero(blender.coverage.any(axis=1))
            columns = np.flatnonzero(blender.coverage.any(axis=0))
            if rows.size:
                here = Rect(int(columns[0]), int(rows[0]), int(columns[-1] - columns[0]) + 1,
                            int(rows[-1] - rows[0]) + 1)  # fmt: skip
                bounds = here if bounds is None else _united(bounds, here)
        if bounds is None:
            return inside
        moved = Rect(bounds.left + self.frame.left, bounds.top + self.frame.top,
                     bounds.width, bounds.height)  # fmt: skip
        return _common(moved.grown(REACH_PX), inside)


REACH_PX = 256 + RING_PX
"""How far around the mask anything depends on it: what the widest soft edge and the ring take."""


def _united(a: Rect, b: Rect) -> Rect:
    left, top = min(a.left, b.left), min(a.top, b.top)
    return Rect(left, top, max(a.right, b.right) - left, max(a.bottom, b.bottom) - top)


def _common(a: Rect, b: Rect) -> Rect:
    left, top = max(a.left, b.left), max(a.top, b.top)
    right, bottom = min(a.right, b.right), min(a.bottom, b.bottom)
    return Rect(left, top, right - left, bottom - top) if right > left and bottom > top else b


def _cover_at(cover: Bytes2D, shape: tuple[int, ...]) -> Bytes2D:
    return np.ascontiguousarray(_at(cover, shape))


def _at(plane: Bytes3D, shape: tuple[int, ...]) -> Bytes3D:
    if plane.shape[:2] == shape[:2]:
        return plane
    import cv2  # noqa: PLC0415 - half a second to load

    size = (shape[1], shape[0])
    return np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), np.uint8)


def _picture(rgb: Bytes3D, alpha: Bytes2D | None = None) -> Picture:
    """RGB for the canvas; where ``alpha``, 0 or 255, is 0, the target shows."""
    import cv2  # noqa: PLC0415 - as above

    bgra = np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2BGRA), np.uint8)
    if alpha is not None:
        bgra[alpha == 0] = 0
    return Picture(np.ascontiguousarray(bgra), opaque=alpha is None)
