"""GrabCut, started in several ways, and the choice between what comes out.

Sources: Rother, Kolmogorov, Blake, "GrabCut: interactive foreground extraction using iterated
graph cuts", SIGGRAPH 2004, as OpenCV has it; that an object reaches to the sides of a box drawn
around it: Lempitsky et al., "Image segmentation with a bounding box prior", ICCV 2009.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from overpaint.imaging.mask.area import Area
from overpaint.imaging.mask.cancel import check

if TYPE_CHECKING:
    from collections.abc import Callable

    from overpaint.imaging.pixels import Bytes2D, Bytes3D

BACKGROUND, OBJECT, PERHAPS_BACKGROUND, PERHAPS_OBJECT = 0, 1, 2, 3
"""What a pixel is known or supposed to be, in the numbers of ``cv2.grabCut``."""

_ROUNDS = 4
_SEED = 1
_MODEL_SHAPE = (1, 65)
_NO_BOX = (0, 0, 1, 1)  # is not looked at
_GRAIN = 1.5
_FRAME_PX = 2
_STRIP_PX = 9
_ENOUGH_CONTRAST = 40.0
_AREA_POWER, _TIGHT_POWER = 0.25, 0.5

Floats3D = NDArray[np.float32]


def started(shape: tuple[int, int], box: Area, share: float) -> Bytes2D:
    """Suppose an object somewhere in a box.

    Args:
        shape: Height and width of the picture.
        box: Around the object, inside the picture; outside is background for certain.
        share: 0: the whole box may be object. Else: an ellipse in it of this share of its size.
            On sides where the box lies against the picture's edge, the object goes on.
    """
    import cv2  # noqa: PLC0415 - half a second of loading, only when it is needed

    state = np.zeros(shape, np.uint8)
    state[box.slices()] = PERHAPS_BACKGROUND if share else PERHAPS_OBJECT
    if share:
        oval = np.zeros(shape, np.uint8)
        around = _opened(box, shape)
        middle = ((around.left + around.right) // 2, (around.top + around.bottom) // 2)
        axes = (
            max(1, round(around.width / 2 * share)),
            max(1, round(around.height / 2 * share)),
        )
        cv2.ellipse(oval, middle, axes, 0, 0, 360, 1, -1)
        state[(oval > 0) & (state == PERHAPS_BACKGROUND)] = PERHAPS_OBJECT
    return state


def _opened(box: Area, shape: tuple[int, int]) -> Area:
    """Move sides that lie on the picture's edge outwards, unless the opposite one does as well."""
    height, width = shape
    left, right = box.left <= 0, box.right >= width
    top, bottom = box.top <= 0, box.bottom >= height
    return Area(
        box.left - box.width if left and not right else box.left,
        box.top - box.height if top and not bottom else box.top,
        box.right + box.width if right and not left else box.right,
        box.bottom + box.height if bottom and not top else box.bottom,
    )


def cut(
    colours: Bytes3D,
    state: Bytes2D,
    cancelled: Callable[[], bool],
    rounds: int = _ROUNDS,
) -> Bytes2D:
    """Run GrabCut; the same input gives the same answer.

    Args:
        colours: Three channels of any colour space, uint8.
        state: What each pixel is supposed to be; where there is no object or no background at all
            the frame of the picture is taken for the one that is missing. Not changed.
        cancelled: Asked between rounds.
        rounds: How many times colours are learned and the edge is found anew.

    Returns:
        1 on the object, else 0.
    """
    import cv2  # noqa: PLC0415

    state = _with_both(state)
    if not _has_both(state):
        return _object(state)
    colours = _grained(colours)
    back, front = np.zeros(_MODEL_SHAPE), np.zeros(_MODEL_SHAPE)
    mode = cv2.GC_INIT_WITH_MASK
    cv2.setRNGSeed(_SEED)
    for _ in range(rounds):
        check(cancelled)
        cv2.grabCut(colours, state, _NO_BOX, back, front, 1, mode)
        mode = cv2.GC_EVAL
        if not _has_both(state):
            break
    return _object(state)


def _grained(colours: Bytes3D) -> Bytes3D:
    """Add a little grain, always the same.

    In flat graphics the colours that are learned would otherwise be so narrow that two shades of
    white are told apart; and without any difference between pixels the cut takes half a minute.
    """
    grain = np.random.default_rng(_SEED).normal(0, _GRAIN, colours.shape)
    return np.clip(np.rint(colours + grain), 0, 255).astype(np.uint8)


def _object(state: Bytes2D) -> Bytes2D:
    """1 where object is known or supposed, else 0."""
    return np.bitwise_and(state, np.uint8(1))


def _has_both(state: Bytes2D) -> bool:
    inside = _object(state)
    return bool(inside.any()) and not bool(inside.all())


def _with_both(state: Bytes2D) -> Bytes2D:
    if _has_both(state):
        return state.copy()
    frame = np.full_like(state, PERHAPS_OBJECT)
    edge = min(_FRAME_PX, (min(state.shape) + 2) // 3)
    frame[:edge], frame[-edge:] = PERHAPS_BACKGROUND, PERHAPS_BACKGROUND
    frame[:, :edge], frame[:, -edge:] = PERHAPS_BACKGROUND, PERHAPS_BACKGROUND
    certain = state < PERHAPS_BACKGROUND
    return np.where(certain & certain.any() & ~certain.all(), state, frame).astype(np.uint8)


def judged(inside: Bytes2D, lab: Floats3D, box: Area | None) -> float:
    """Tell how convincing a cut is.

    Good is an edge along which the two sides differ in colour, an object that fills the box, and
    one that reaches to its sides.

    Args:
        inside: 1 on the object.
        lab: L*, a*, b* of the picture, float32.
        box: In which the object was looked for, if it was.
    """
    import cv2  # noqa: PLC0415

    if not inside.any():
        return 0.0
    contrast = _edge_contrast(inside, lab)
    if box is None:
        return contrast
    _, _, width, height = cv2.boundingRect(inside)
    tight = (width / box.width) * (height / box.height)
    filled = float(inside[box.slices()].mean())
    return float(contrast * min(1.0, tight) ** _TIGHT_POWER * filled**_AREA_POWER)


def _edge_contrast(inside: Bytes2D, lab: Floats3D) -> float:
    """Mean difference of colour between the strips on both sides of the edge, CIE 1976 units."""
    import cv2  # noqa: PLC0415

    kernel = np.ones((3, 3), np.uint8)
    core = np.asarray(cv2.erode(inside, kernel, borderValue=(1,)), np.uint8)
    wide = np.asarray(cv2.dilate(inside, kernel), np.uint8)
    near, near_count = _local_mean(lab, core)
    far, far_count = _local_mean(lab, 1 - wide)
    edge = (inside > core) & (near_count > 0.5) & (far_count > 0.5)
    if not edge.any():
        return 0.0
    difference = np.sqrt(np.square(near[edge] - far[edge]).sum(axis=1))
    return float(np.minimum(difference, _ENOUGH_CONTRAST).mean())


def _local_mean(lab: Floats3D, where: Bytes2D) -> tuple[Floats3D, NDArray[np.float32]]:
    """Mean colour of the pixels around each pixel that are marked, and how many there are."""
    import cv2  # noqa: PLC0415

    size = (_STRIP_PX, _STRIP_PX)
    weight = where.astype(np.float32)
    count = np.asarray(cv2.boxFilter(weight, -1, size, normalize=False), np.float32)
    sums = np.asarray(cv2.boxFilter(lab * weight[..., None], -1, size, normalize=False), np.float32)
    sums /= np.maximum(count, np.float32(1))[..., None]
    return sums, count


def narrowed(inside: Bytes2D, shape: tuple[int, int], band_px: int) -> Bytes2D:
    """Turn a cut of a small picture into a start for a larger one, open only near the edge.

    Args:
        inside: 1 on the object.
        shape: Height and width of the larger picture.
        band_px: How far from the edge the answer may change, in pixels of the small one.
    """
    import cv2  # noqa: PLC0415

    side = 2 * band_px + 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    core = cv2.erode(inside, kernel, borderValue=(1,))
    wide = cv2.dilate(inside, kernel)
    state = np.where(inside > 0, PERHAPS_OBJECT, PERHAPS_BACKGROUND)
    state = np.where(np.asarray(core) > 0, OBJECT, state)
    state = np.where(np.asarray(wide) == 0, BACKGROUND, state).astype(np.uint8)
    size = (shape[1], shape[0])
    return np.asarray(cv2.resize(state, size, interpolation=cv2.INTER_NEAREST), np.uint8)
