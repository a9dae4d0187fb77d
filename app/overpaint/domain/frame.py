"""The context frame: which part of the target is sent, and at how many pixels.

A model paints pictures of its own sizes. Sending the whole of a large photograph would shrink it,
so only a rectangle around the mask travels, chosen so that one pixel of it is one pixel of the
answer wherever the model's rule for sizes allows that.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from overpaint.domain.sizes import FixedSizes, FlexibleSizes, Size, SizeRule

USUAL_CONTEXT = 0.5
"""Surroundings on each side of the mask, as a share of the mask's longer side."""

MIN_CONTEXT_PX = 64
"""A model has to see what it continues, however small the mask is."""

_LEAST_SCALE = 0.98  # of the best: so much detail a better shape may cost


@dataclass(frozen=True, slots=True)
class Rect:
    """Whole pixels ``left`` to ``left + width`` and ``top`` to ``top + height`` of the target.

    Attributes:
        left: May be negative: the rectangle reaches out of the picture.
        top: As ``left``.
        width: At least 1.
        height: At least 1.
    """

    left: int
    top: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The first column behind it."""
        return self.left + self.width

    @property
    def bottom(self) -> int:
        """The first row below it."""
        return self.top + self.height

    @property
    def size(self) -> Size:
        """Width and height."""
        return Size(self.width, self.height)

    @classmethod
    def of(cls, size: Size) -> Rect:
        """The whole of a picture."""
        return cls(0, 0, size.width, size.height)

    def grown(self, margin_px: int) -> Rect:
        """The rectangle with a margin on each side."""
        return Rect(
            self.left - margin_px,
            self.top - margin_px,
            self.width + 2 * margin_px,
            self.height + 2 * margin_px,
        )

    def united(self, other: Rect) -> Rect:
        """The smallest rectangle around both."""
        left, top = min(self.left, other.left), min(self.top, other.top)
        right, bottom = max(self.right, other.right), max(self.bottom, other.bottom)
        return Rect(left, top, right - left, bottom - top)

    def holds(self, other: Rect) -> bool:
        """Whether all of another rectangle lies in it."""
        return self.united(other) == self

    def within(self, size: Size) -> Rect:
        """The part that lies in a picture; at least one pixel, the nearest one."""
        left = min(max(self.left, 0), size.width - 1)
        top = min(max(self.top, 0), size.height - 1)
        right = min(max(self.right, left + 1), size.width)
        bottom = min(max(self.bottom, top + 1), size.height)
        return Rect(left, top, right - left, bottom - top)


class FrameChoice(Enum):
    """How the context frame is found."""

    AUTO = "auto"
    WHOLE = "whole"
    PLACED = "placed"


@dataclass(frozen=True, slots=True)
class FramePlan:
    """What a person decided about the frame.

    Attributes:
        choice: Around the mask, the whole picture, or where it was placed.
        context: Surroundings on each side for `FrameChoice.AUTO`, as a share of the mask's longer
            side, 0 to 4.
        placed: The rectangle for `FrameChoice.PLACED`; None otherwise.
    """

    choice: FrameChoice = FrameChoice.AUTO
    context: float = USUAL_CONTEXT
    placed: Rect | None = None


@dataclass(frozen=True, slots=True)
class ContextFrame:
    """A rectangle of the target and the size at which it is sent.

    Attributes:
        rect: What is sent; where it reaches out of the target, the edge is continued.
        sent: Pixel size of the picture in the request, legal for the model.
    """

    rect: Rect
    sent: Size

    @property
    def scale(self) -> float:
        """Sent pixels for one pixel of the target; below 1 detail is lost."""
        return math.sqrt(self.sent.pixels / self.rect.size.pixels)

    @property
    def uploaded(self) -> Size:
        """Pixel size of the picture that travels: never enlarged, the server does that as well."""
        return self.rect.size if self.scale > 1 else self.sent

    @property
    def is_exact(self) -> bool:
        """Whether every pixel of the target is one pixel of the request."""
        return self.sent == self.rect.size


@lru_cache(maxsize=64)  # inspector, canvas and prices all ask for the same frame
def context_frame(plan: FramePlan, target: Size, mask: Rect | None, rule: SizeRule) -> ContextFrame:
    """Find the frame for an edit.

    Args:
        plan: What the person decided.
        target: Pixel size of the target, upright.
        mask: The box around everything that may change; None for no mask.
        rule: The sizes that the model takes.
    """
    return snapped(wanted_part(plan, target, mask), target, rule)


def wanted_part(plan: FramePlan, target: Size, mask: Rect | None) -> Rect:
    """Return the part of the target that a frame has to hold; arguments as `context_frame`."""
    if plan.choice is FrameChoice.PLACED and plan.placed is not None:
        # Whatever is painted after it was placed is sent as well.
        placed = plan.placed.within(target)
        return placed if mask is None else placed.united(mask.within(target))
    if plan.choice is FrameChoice.WHOLE or mask is None:
        return Rect.of(target)
    margin = max(MIN_CONTEXT_PX, round(plan.context * max(mask.width, mask.height)))
    return mask.within(target).grown(margin).within(target)


def snapped(wanted: Rect, target: Size, rule: SizeRule) -> ContextFrame:
    """Return the legal frame that holds ``wanted``, a rectangle inside the target."""
    if isinstance(rule, FixedSizes):
        return _best_of(wanted, target, rule)
    return _exact(wanted, target, rule) or _resampled(wanted, target, rule)


def _exact(wanted: Rect, target: Size, rule: FlexibleSizes) -> ContextFrame | None:
    """A frame of legal size at 1:1; None when the rule has none for this part of the picture."""
    step = rule.step
    # A picture need not be a multiple of the step: up to one step is continued beyond its edge.
    most = Size(_up(target.width, step), _up(target.height, step))
    width, height = _up(wanted.width, step), _up(wanted.height, step)
    width = max(width, _up(math.ceil(height / rule.max_ratio), step))
    height = max(height, _up(math.ceil(width / rule.max_ratio), step))
    width, height = _filled(width, height, most, rule)
    size = Size(width, height)
    if width > most.width or height > most.height or rule.refusal(size) is not None:
        return None
    return ContextFrame(_around(wanted, size, target), size)


def _filled(width: int, height: int, most: Size, rule: FlexibleSizes) -> tuple[int, int]:
    """Grow a size to the fewest pixels that the rule allows, evenly as far as there is picture."""
    while width * height < rule.min_pixels:
        room = [
            (edge, axis)
            for axis, (edge, other, limit) in enumerate(
                ((width, height, most.width), (height, width, most.height))
            )
            if edge < limit and edge + rule.step <= other * rule.max_ratio
        ]
        if not room:
            break
        _, axis = min(room)
        width, height = (width + rule.step, height) if axis == 0 else (width, height + rule.step)
    return width, height


def _resampled(wanted: Rect, target: Size, rule: FlexibleSizes) -> ContextFrame:
    """A frame that has to be made smaller, or larger, to become legal."""
    ratio = wanted.width / wanted.height
    shape = wanted.size
    if ratio > rule.max_ratio:
        shape = Size(wanted.width, math.ceil(wanted.width / rule.max_ratio))
    elif ratio < 1 / rule.max_ratio:
        shape = Size(math.ceil(wanted.height / rule.max_ratio), wanted.height)
    nearest = rule.nearest(shape)
    frames = [
        ContextFrame(_around(wanted, _with_ratio(shape, sent), target), sent)
        for sent in _beside(nearest, rule)
    ]
    best = min(1.0, max(frame.scale for frame in frames))

    def loss(frame: ContextFrame) -> tuple[bool, int, int, int]:
        # A shape that fits is worth a little detail: nothing has to be made up beyond the edge.
        reduced = frame.scale < _LEAST_SCALE * best
        extra = frame.rect.size.pixels, frame.sent.pixels
        return reduced, _outside(frame, target), *extra

    return min(frames, key=loss)


def _beside(size: Size, rule: FlexibleSizes) -> list[Size]:
    """A legal size and its legal neighbours."""
    steps = range(-2 * rule.step, 2 * rule.step + 1, rule.step)
    found = (
        Size(size.width + across, size.height + down)
        for across in steps
        for down in steps
        if size.width + across > 0 and size.height + down > 0
    )
    return [near for near in found if rule.refusal(near) is None]


def _outside(frame: ContextFrame, target: Size) -> int:
    """How many pixels of a frame show no target."""
    return frame.rect.size.pixels - frame.rect.within(target).size.pixels


def _best_of(wanted: Rect, target: Size, rule: FixedSizes) -> ContextFrame:
    """The fixed size that keeps most detail; among those that keep all, the nearest shape."""
    frames = [
        ContextFrame(_around(wanted, _covering(wanted.size, sent, target), target), sent)
        for sent in rule.values
    ]

    def loss(frame: ContextFrame) -> tuple[float, float, int]:
        return (
            max(0.0, -math.log(frame.scale)) + _outside(frame, target) / frame.rect.size.pixels,
            abs(math.log(frame.scale)),
            frame.sent.pixels,
        )

    return min(frames, key=loss)


def _covering(wanted: Size, sent: Size, target: Size) -> Size:
    """Return the size of the shape of ``sent`` that covers ``wanted``; 1:1 when there is room."""
    if wanted.width <= sent.width <= target.width and wanted.height <= sent.height <= target.height:
        return sent
    return _with_ratio(wanted, sent)


def _with_ratio(size: Size, like: Size) -> Size:
    """Grow one edge so that the shape becomes that of ``like``."""
    if abs(size.width * like.height - size.height * like.width) < max(like.width, like.height):
        return size  # to the pixel; a frame that is placed once more must not grow by it
    width = max(size.width, math.ceil(size.height * like.width / like.height))
    height = max(size.height, math.ceil(width * like.height / like.width))
    return Size(width, height)


def _around(wanted: Rect, size: Size, target: Size) -> Rect:
    """Place a rectangle of a size around the wanted one, inside the target if it fits."""
    left = _placed(wanted.left, wanted.width, size.width, target.width)
    top = _placed(wanted.top, wanted.height, size.height, target.height)
    return Rect(left, top, size.width, size.height)


def _placed(start: int, length: int, wanted: int, whole: int) -> int:
    if wanted >= whole:
        return -((wanted - whole) // 2)
    centred = start - (wanted - length) // 2
    return min(max(centred, 0), whole - wanted)


def _up(value: int, step: int) -> int:
    return -(-value // step) * step
