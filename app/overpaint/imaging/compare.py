"""Where two pictures differ, and how far; ready to be drawn at any size.

Everything runs in bands, so that pictures of a hundred megapixels need little more than themselves
and no call holds the interpreter for long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from overpaint.domain.blend import BlendRecipe
from overpaint.domain.comparison import STEPS_PER_DELTA_E, Common, Differences
from overpaint.domain.frame import Rect
from overpaint.domain.putting_back import PackedPlacement
from overpaint.domain.recipe import RecipeMask
from overpaint.imaging.blend.areas import seen_coverage
from overpaint.imaging.pixels import Bytes2D, Bytes3D, Picture, bands
from overpaint.imaging.placement import Placement
from overpaint.imaging.recipes.mask_pieces import unpacked_piece

_STEPS = 256
_SMALLEST_LEVEL = 1 << 18
_WHITE = 255


@dataclass(frozen=True, slots=True, eq=False)
class MayChange:
    """Where a result may differ from its target.

    Attributes:
        rect: The part that was sent, pixels of the target; may reach out of it.
        plane: Shape (height, width) of ``rect``; above 0 where a pixel may differ.
    """

    rect: Rect
    plane: Bytes2D

    @classmethod
    def of(cls, packed: PackedPlacement, recipe: BlendRecipe) -> MayChange:
        """Tell it from the mask and how the answer was blended in; not on the window's thread."""
        placement = Placement.unpacked(packed)
        return cls(
            placement.frame.rect, seen_coverage(placement.coverage, placement.protect, recipe)
        )

    @classmethod
    def of_recipe(cls, mask: RecipeMask, recipe: BlendRecipe) -> MayChange | None:
        """Tell it from what a result's recipe remembers of the mask; not on the window's thread.

        Returns:
            None when the recipe describes the mask and does not hold it.

        Raises:
            RecipeError: What it holds is damaged.
        """
        if mask.painted is None:
            return None
        size = mask.facts.size
        protect = None if mask.protected is None else unpacked_piece(mask.protected, size)
        coverage = unpacked_piece(mask.painted, size)
        return cls(Rect.of(size), seen_coverage(coverage, protect, recipe))

    def keeps(self, rows: slice, columns: slice) -> NDArray[np.bool_]:
        """Return True where nothing may differ, for a part of the target."""
        keeps = np.ones((rows.stop - rows.start, columns.stop - columns.start), np.bool_)
        top, bottom = max(rows.start, self.rect.top), min(rows.stop, self.rect.bottom)
        left, right = max(columns.start, self.rect.left), min(columns.stop, self.rect.right)
        if top < bottom and left < right:
            part = self.plane[
                top - self.rect.top : bottom - self.rect.top,
                left - self.rect.left : right - self.rect.left,
            ]
            keeps[
                top - rows.start : bottom - rows.start,
                left - columns.start : right - columns.start,
            ] = part == 0
        return keeps


@dataclass(frozen=True, slots=True, eq=False)
class DifferenceMap:
    """The differences of two pictures as planes.

    Attributes:
        common: How the pictures lie on each other.
        found: The figures.
        levels: Steps of ΔE, shape (height, width) of the common plane, then half of it and so on;
            a pixel of a smaller plane has the largest difference of what it stands for, so that
            not one pixel is lost from view.
        ground: The first picture in greys, in the same sizes.
    """

    common: Common
    found: Differences
    levels: tuple[Bytes2D, ...]
    ground: tuple[Bytes2D, ...]

    def bounds(self, least_step: int) -> Rect | None:
        """The box around everything from a step on; None for nothing.

        It is as exact as the smallest plane.
        """
        smallest = self.levels[-1]
        rows = np.flatnonzero((smallest >= least_step).any(axis=1))
        columns = np.flatnonzero((smallest >= least_step).any(axis=0))
        if rows.size == 0:
            return None
        scale = 1 << (len(self.levels) - 1)
        width, height = self.common.size.width, self.common.size.height
        left, top = int(columns[0]) * scale, int(rows[0]) * scale
        right = min(width, (int(columns[-1]) + 1) * scale)
        bottom = min(height, (int(rows[-1]) + 1) * scale)
        return Rect(left, top, right - left, bottom - top)


def _always() -> bool:
    return True


def differences(
    first: Picture,
    second: Picture,
    common: Common,
    may_change: Sequence[MayChange] = (),
    is_wanted: Callable[[], bool] = _always,
) -> DifferenceMap | None:
    """Compare two pictures; takes about as long as decoding one of them.

    Colours are compared as CIE 1976 ΔE in CIELAB. What is transparent counts by what it looks like
    on black and on white, whichever differs more.

    Args:
        first: What was there before; its greys are the ground.
        second: What became of it.
        common: How they lie on each other; the smaller one is scaled on the way.
        may_change: Where they may differ: in any of these; nothing is said without one, or when
            the pictures have other sizes.
        is_wanted: Asked between bands: False stops the work.

    Returns:
        None when it was stopped.
    """
    width, height = common.size.width, common.size.height
    # Pixels that were scaled are others: nothing can be said of them one by one.
    is_scaled = (first.width, first.height) != (second.width, second.height)
    count = _Count(_has_alpha(first, second), () if is_scaled else may_change)
    plane, grey = np.zeros((height, width), np.uint8), np.zeros((height, width), np.uint8)
    shared = common.shared
    for top, bottom in bands(width, height):
        if not is_wanted():
            return None
        grey[top:bottom] = _grey_rows(first, common.rects[0], common, top, bottom)
        first_row, last_row = max(top, shared.top), min(bottom, shared.bottom)
        if first_row < last_row:
            rows = slice(first_row, last_row)
            here = rows, slice(shared.left, shared.right)
            plane[here] = count.band(
                _part(first, common.rects[0], shared, rows),
                _part(second, common.rects[1], shared, rows),
                here,
            )
    return DifferenceMap(common, count.told(), tuple(_halved(plane, _most)),
                         tuple(_halved(grey, _mean)))  # fmt: skip


class _Count:
    """Adds up what the bands bring.

    Args:
        has_alpha: Whether either picture has transparency.
        may_change: Where they may differ; empty where that is not known.
    """

    def __init__(self, has_alpha: bool, may_change: Sequence[MayChange]) -> None:  # noqa: FBT001 - private
        self._has_alpha = has_alpha
        self._may_change = may_change
        self._counts = np.zeros(_STEPS, np.int64)
        self._sums = np.zeros(_STEPS, np.float64)
        self._worst = 0.0
        self._outside = 0

    def band(self, first: Bytes3D, second: Bytes3D, here: tuple[slice, slice]) -> Bytes2D:
        """Compare two parts of the same shape, BGRA; returns their steps, shape (height, width)."""
        import cv2  # noqa: PLC0415 - takes half a second to load

        steps = np.zeros(first.shape[:2], np.uint8)
        differs = np.asarray(cv2.absdiff(first, second)).max(axis=2) > 0
        rows, columns = np.flatnonzero(differs.any(axis=1)), np.flatnonzero(differs.any(axis=0))
        self._counts[0] += differs.size - int(np.count_nonzero(differs))
        if rows.size == 0:
            return steps
        if self._may_change:
            outside = differs.copy()
            for may_change in self._may_change:
                outside &= may_change.keeps(*here)
            self._outside += int(np.count_nonzero(outside))
        # Most results are their target but for a part of it: only that is converted.
        box = slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)
        seen = differs[box]
        delta_e = _delta_e(first[box], second[box], has_alpha=self._has_alpha)[seen]
        found = np.clip(np.ceil(delta_e * STEPS_PER_DELTA_E), 1, _STEPS - 1).astype(np.uint8)
        steps[box][seen] = found
        self._counts += np.bincount(found, minlength=_STEPS)
        self._sums += np.bincount(found, weights=delta_e, minlength=_STEPS)
        self._worst = max(self._worst, float(delta_e.max()))
        return steps

    def told(self) -> Differences:
        """The figures."""
        counts, sums = tuple(map(int, self._counts)), tuple(map(float, self._sums))
        outside = self._outside if self._may_change else None
        return Differences(counts, sums, self._worst, outside)


def _delta_e(first: Bytes3D, second: Bytes3D, *, has_alpha: bool) -> NDArray[np.float32]:
    """CIE 1976 differences of premultiplied BGRA, shape (height, width)."""
    on_black = _lab_distance(first[..., :3], second[..., :3])
    if not has_alpha:
        return on_black
    on_white = (pixels[..., :3] + (_WHITE - pixels[..., 3:]) for pixels in (first, second))
    return np.maximum(on_black, _lab_distance(*on_white))


def _lab_distance(first: Bytes3D, second: Bytes3D) -> NDArray[np.float32]:
    import cv2  # noqa: PLC0415 - as above

    one, other = (
        cv2.cvtColor(pixels.astype(np.float32) * np.float32(1 / 255), cv2.COLOR_BGR2LAB)
        for pixels in (first, second)
    )
    distance: NDArray[np.float32] = np.sqrt(np.square(one - other).sum(axis=2))
    return distance


def _has_alpha(first: Picture, second: Picture) -> bool:
    return not (first.opaque and second.opaque)


def _part(picture: Picture, rect: Rect, shared: Rect, rows: slice) -> Bytes3D:
    """The pixels of some rows of the common plane inside what both pictures share, BGRA."""
    left, top = shared.left - rect.left, rows.start - rect.top
    wanted = shared.width, rows.stop - rows.start
    return _scaled(picture, rect, (left, top), wanted)


def _grey_rows(picture: Picture, rect: Rect, common: Common, top: int, bottom: int) -> Bytes2D:
    import cv2  # noqa: PLC0415 - as above

    grey = np.zeros((bottom - top, common.size.width), np.uint8)
    first, last = max(top, rect.top), min(bottom, rect.bottom)
    if first < last:
        pixels = _scaled(picture, rect, (0, first - rect.top), (rect.width, last - first))
        grey[first - top : last - top, rect.left : rect.right] = cv2.cvtColor(
            pixels, cv2.COLOR_BGRA2GRAY
        )
    return grey


def _scaled(
    picture: Picture, rect: Rect, corner: tuple[int, int], size: tuple[int, int]
) -> Bytes3D:
    """A part of a picture as large as it lies in its rectangle.

    Args:
        picture: Of any size.
        rect: Where it lies.
        corner: Left and top of the part inside the rectangle.
        size: Width and height of the part.
    """
    import cv2  # noqa: PLC0415 - as above

    (left, top), (width, height) = corner, size
    if (picture.width, picture.height) == (rect.width, rect.height):
        return picture.bgra[top : top + height, left : left + width]
    across, down = picture.width / rect.width, picture.height / rect.height
    # Middles of pixels lie on middles of pixels, whatever the band.
    back = np.array(
        [[across, 0, (left + 0.5) * across - 0.5], [0, down, (top + 0.5) * down - 0.5]], np.float64
    )
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    border = cv2.BORDER_REPLICATE
    return np.asarray(cv2.warpAffine(picture.bgra, back, size, flags=flags, borderMode=border))


def _halved(plane: Bytes2D, smaller: Callable[[Bytes2D], Bytes2D]) -> Iterator[Bytes2D]:
    """The plane, and again and again half of it, until it is smaller than any window."""
    yield plane
    while plane.size > _SMALLEST_LEVEL and min(plane.shape) > 1:
        height, width = plane.shape
        half = np.empty(((height + 1) // 2, (width + 1) // 2), np.uint8)
        for top, bottom in bands(width, half.shape[0]):
            half[top:bottom] = smaller(plane[2 * top : 2 * bottom])
        plane = half
        yield plane


def _quarters(rows: Bytes2D) -> tuple[Bytes2D, ...]:
    """The four pixels of every square; the last row and column stand in for what is missing."""
    height, width = rows.shape
    if height % 2 or width % 2:
        rows = np.pad(rows, ((0, height % 2), (0, width % 2)), mode="edge")
    return rows[::2, ::2], rows[1::2, ::2], rows[::2, 1::2], rows[1::2, 1::2]


def _most(rows: Bytes2D) -> Bytes2D:
    a, b, c, d = _quarters(rows)
    return np.maximum(np.maximum(a, b), np.maximum(c, d))


def _mean(rows: Bytes2D) -> Bytes2D:
    total = sum(part.astype(np.uint16) for part in _quarters(rows))
    return ((np.asarray(total, np.uint16) + 2) >> 2).astype(np.uint8)
