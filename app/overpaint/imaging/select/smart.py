"""Objects cut out by a box around them, or by a few strokes on them and beside them.

The object is found on a small picture in several ways, the most convincing answer is worked out
on a larger one near its edge, and the edge is brought to full size. Takes half a second to two
seconds on a slow machine, whatever the size of the picture; the same input gives the same mask.
"""

from __future__ import annotations

import operator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from overpaint.imaging.mask.area import Area
from overpaint.imaging.mask.cancel import never
from overpaint.imaging.mask.patch import Patch
from overpaint.imaging.select.grabcut import BACKGROUND, OBJECT, cut, judged, narrowed, started
from overpaint.imaging.select.lab import LIGHTNESS_STEP
from overpaint.imaging.select.matte import matted
from overpaint.imaging.select.scribbles import supposed
from overpaint.imaging.select.tidy import tidied
from overpaint.imaging.select.window import Reduced, bounds_of, grown, reduced

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from overpaint.imaging.mask.brush import Stroke
    from overpaint.imaging.pixels import Bytes2D, Bytes3D

_COARSE_PX, _FINE_PX = 224, 640
_BOX_MARGIN, _STROKE_MARGIN = 0.12, 1.5
_OVAL = 0.95
_GRAIN = 20.0
_BAND_PX = 2
_REACH, _LEAST_REACH_PX = 0.012, 3
_FINE_ROUNDS = 2
_CORE = 0.5
_GREY = np.float32(128)
_VIVID = np.array([0.5, 2, 2], np.float32)
_UNITS = np.array([LIGHTNESS_STEP, 1, 1], np.float32)
_LEAST_MERIT = 2.0
"""Below, the two sides of the edge hardly differ: there is no object."""


def cut_box(bgra: Bytes3D, box: Area, *, cancelled: Callable[[], bool] = never) -> Patch:
    """Cut out the object that a box was drawn around.

    Everything outside the box is taken for background, so it should be drawn a little larger than
    the object; on sides where it lies against the picture's edge, the object may go on.

    Args:
        bgra: Shape (height, width, 4), uint8, premultiplied.
        box: May reach over the edges of the picture.
        cancelled: Asked several times a second.

    Returns:
        The object, with soft edges where the picture has them. Where the box holds one flat colour
        or nothing that differs from its surroundings: the box itself.

    Raises:
        ValueError: The box has no pixel in the picture.
        Cancelled: As asked for.
    """
    return _boxed(bgra, box, _Strokes((), ()), cancelled)


def cut_scribbles(
    bgra: Bytes3D,
    keep: Sequence[Stroke],
    drop: Sequence[Stroke],
    box: Area | None = None,
    *,
    cancelled: Callable[[], bool] = never,
) -> Patch:
    """Cut out the object that strokes were drawn on.

    Args:
        bgra: Shape (height, width, 4), uint8, premultiplied.
        keep: Strokes on the object. Half of their width counts, so that one may slip over the
            edge a little. Only pieces that one of them touches are selected.
        drop: Strokes beside it, where too much was selected.
        box: Around the object, as for `cut_box`, whose answer the strokes then correct.
        cancelled: Asked several times a second.

    Returns:
        The object, with soft edges where the picture has them.

    Raises:
        ValueError: There is neither a stroke on the object nor a box, or it lies outside.
        Cancelled: As asked for.
    """
    strokes = _Strokes(tuple(keep), tuple(drop))
    if box is not None:
        return _boxed(bgra, box, strokes, cancelled)
    if not keep:
        raise ValueError("there is no stroke on the object, and no box around it")
    whole = _whole(bgra)
    marked = bounds_of(keep).intersected(whole)
    if marked.is_empty:
        raise ValueError("no stroke on the object lies in the picture")
    margin = round(_STROKE_MARGIN * max(marked.width, marked.height))
    near = grown(marked.united(bounds_of(drop)), margin, whole)
    found = _scribbled(bgra, near, strokes, cancelled)
    if near != whole and _goes_on(found, near, whole):
        return _scribbled(bgra, whole, strokes, cancelled)
    return found


@dataclass(frozen=True, slots=True)
class _Strokes:
    """What a person said about the object."""

    keep: tuple[Stroke, ...]
    drop: tuple[Stroke, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """What is certain about the pixels of a reduced picture; planes of 0 and 1."""

    keep: Bytes2D
    drop: Bytes2D
    outside: Bytes2D

    def forced(self, state: Bytes2D) -> Bytes2D:
        """Put what is certain over what is supposed."""
        state[(self.outside | self.drop) > 0] = BACKGROUND
        state[self.keep > 0] = OBJECT
        return state

    def tidied(self, inside: Bytes2D) -> Bytes2D:
        """Take out crumbs and pinholes that nobody marked."""
        return tidied(
            inside,
            self.keep if self.keep.any() else None,
            self.drop if self.drop.any() else None,
        )


def _known(small: Reduced, strokes: _Strokes, box: Area) -> _Known:
    outside = np.ones(small.shape, np.uint8)
    outside[small.place(box).slices()] = small.clear[small.place(box).slices()]
    keep = small.drawn(strokes.keep, _CORE)
    drop = small.drawn(strokes.drop, _CORE)
    keep[drop > 0] = 0
    return _Known(keep, drop, outside)


def _boxed(bgra: Bytes3D, box: Area, strokes: _Strokes, cancelled: Callable[[], bool]) -> Patch:
    whole = _whole(bgra)
    box = box.intersected(whole)
    if box.is_empty:
        raise ValueError("the box has no pixel in the picture")
    area = grown(box, round(_BOX_MARGIN * max(box.width, box.height)) + 2, whole)
    small = reduced(bgra, area, _COARSE_PX)
    known = _known(small, strokes, box)
    inner = small.place(box)
    calm = _calm(small.bgr)
    lab = _lab(calm)
    full, oval = started(small.shape, inner, 0.0), started(small.shape, inner, _OVAL)
    # Colour, lightness and hue tell other objects apart; the oval finds those that do not fill the
    # box, and where it is wrong the others win.
    starts = [(calm, full), (calm, oval), (lab, full), (_vivid(lab), full)]
    merit, best = _best(small, known, starts, inner, cancelled)
    if merit < _LEAST_MERIT:
        return Patch(box, np.full((box.height, box.width), 255, np.uint8))
    return _worked_out(bgra, area, best, strokes, box, cancelled)


def _scribbled(
    bgra: Bytes3D, area: Area, strokes: _Strokes, cancelled: Callable[[], bool]
) -> Patch:
    small = reduced(bgra, area, _COARSE_PX)
    known = _known(small, strokes, area)
    calm = _calm(small.bgr)
    lab = _lab(calm)
    guess = supposed(lab, known.keep, known.drop)
    starts = [(calm, guess), (_vivid(lab), guess)]
    _, best = _best(small, known, starts, None, cancelled)
    return _worked_out(bgra, area, best, strokes, area, cancelled)


def _best(
    small: Reduced,
    known: _Known,
    starts: list[tuple[Bytes3D, Bytes2D]],
    box: Area | None,
    cancelled: Callable[[], bool],
) -> tuple[float, Bytes2D]:
    """Cut from several starts, each on a thread, and take the most convincing answer."""
    measured = _lab(small.bgr).astype(np.float32) * _UNITS

    def tried(start: tuple[Bytes3D, Bytes2D]) -> tuple[float, Bytes2D]:
        colours, state = start
        inside = known.tidied(cut(colours, known.forced(state.copy()), cancelled))
        return judged(inside, measured, box), inside

    with ThreadPoolExecutor(len(starts)) as pool:
        return max(pool.map(tried, starts), key=operator.itemgetter(0))


def _worked_out(
    bgra: Bytes3D,
    area: Area,
    coarse: Bytes2D,
    strokes: _Strokes,
    box: Area,
    cancelled: Callable[[], bool],
) -> Patch:
    """Bring a coarse cut to full size, and trim what is empty around it."""
    import cv2  # noqa: PLC0415 - half a second of loading, only when it is needed

    fine = reduced(bgra, area, _FINE_PX)
    known = _known(fine, strokes, box)
    start = known.forced(narrowed(coarse, fine.shape, _BAND_PX))
    inside = known.tidied(cut(fine.bgr, start, cancelled, _FINE_ROUNDS))
    reach = max(_LEAST_REACH_PX, round(max(fine.shape) * _REACH))
    cover = matted(bgra[area.slices()], fine.bgr, inside, reach, cancelled)
    left, top, width, height = cv2.boundingRect(cover)
    part = cover[top : top + height, left : left + width].copy()
    left, top = left + area.left, top + area.top
    return Patch(Area(left, top, left + width, top + height), part)


def _goes_on(patch: Patch, near: Area, whole: Area) -> bool:
    """Whether an object reaches a side of the window that is not one of the picture."""
    pairs = zip(patch.area, near, whole, strict=True)
    return any(side == limit != edge for side, limit, edge in pairs)


def _whole(bgra: Bytes3D) -> Area:
    return Area(0, 0, int(bgra.shape[1]), int(bgra.shape[0]))


def _calm(bgr: Bytes3D) -> Bytes3D:
    """Even out texture, of fur and cloth for example, and keep edges."""
    import cv2  # noqa: PLC0415

    return np.asarray(cv2.bilateralFilter(bgr, 0, _GRAIN, 2), np.uint8)


def _lab(bgr: Bytes3D) -> Bytes3D:
    import cv2  # noqa: PLC0415

    return np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2Lab), np.uint8)


def _vivid(lab: Bytes3D) -> Bytes3D:
    """Count colour for more and light for less, so that shadows on the object stay with it."""
    away = (lab.astype(np.float32) - _GREY) * _VIVID + _GREY
    vivid: Bytes3D = np.clip(np.rint(away), 0, 255).astype(np.uint8)
    return vivid
