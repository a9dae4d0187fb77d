"""Move and resize a context frame so that it stays legal and always holds the mask."""

from __future__ import annotations

from dataclasses import dataclass

from overpaint.domain.frame import ContextFrame, Rect, snapped
from overpaint.domain.sizes import Size, SizeRule

_ROUNDS = 8


@dataclass(frozen=True, slots=True)
class FrameLimits:
    """What a frame keeps to.

    Attributes:
        target: Pixel size of the target.
        mask: The box around everything that may change, inside the target.
        rule: The sizes that the model takes.
    """

    target: Size
    mask: Rect
    rule: SizeRule


@dataclass(frozen=True, slots=True)
class Grip:
    """What of a frame is dragged.

    Attributes:
        x: -1 for the left side, 1 for the right, 0 for none of them.
        y: -1 for the upper side, 1 for the lower, 0 for none of them.
    """

    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Dragged:
    """A frame after a drag.

    Attributes:
        frame: Legal, and with all of the mask inside.
        stopped: Whether the drag would have cut the mask, and was held back.
    """

    frame: ContextFrame
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class _Side:
    """One axis of a drag: where it starts, and what it must hold.

    Attributes:
        start: First pixel of the frame.
        length: Of the frame.
        grip: -1, 0 or 1: which end is dragged.
        keep_from: First pixel of the mask.
        keep_to: The pixel behind the mask.
        whole: Length of the target.
        centred: Whether the middle stays where it is.
    """

    start: int
    length: int
    grip: int
    keep_from: int
    keep_to: int
    whole: int
    centred: bool

    @property
    def anchor(self) -> float:
        """What stays in its place: the other end, or the middle."""
        if self.centred or self.grip == 0:
            return self.start + self.length / 2
        return float(self.start if self.grip > 0 else self.start + self.length)

    @property
    def least(self) -> float:
        """The shortest length that holds the mask."""
        if self.grip == 0:
            return float(self.keep_to - self.keep_from)
        before, after = self.anchor - self.keep_from, self.keep_to - self.anchor
        if self.centred:
            return 2 * max(before, after)
        return after if self.grip > 0 else before

    @property
    def most(self) -> float:
        """The longest length that the target has room for."""
        if self.grip == 0:
            return float(self.whole)
        before = max(0.0, self.anchor)
        after = max(0.0, self.whole - self.anchor)
        if self.centred:
            return 2 * min(before, after)
        return after if self.grip > 0 else before

    def asked(self, by_px: float) -> float:
        """The length that a drag asks for."""
        return self.length + self.grip * by_px * (2 if self.centred else 1)

    def bounded(self, length: float) -> float:
        """A length as near to the one asked for as possible."""
        return max(min(length, self.most), self.least, 1.0)

    def placed(self, length: int) -> int:
        """The first pixel of a frame of this length around the anchor."""
        start = self.anchor - length / 2
        if not self.centred and self.grip:
            start = self.anchor if self.grip > 0 else self.anchor - length
        return _kept(round(start), length, self.keep_from, self.keep_to, self.whole)


def moved(frame: ContextFrame, dx_px: float, dy_px: float, limits: FrameLimits) -> Dragged:
    """Move a frame by target pixels; it stays in the target and around the mask."""
    rect, mask, target = frame.rect, limits.mask, limits.target
    asked = rect.left + round(dx_px), rect.top + round(dy_px)
    left = _kept(asked[0], rect.width, mask.left, mask.right, target.width)
    top = _kept(asked[1], rect.height, mask.top, mask.bottom, target.height)
    there = Rect(left, top, rect.width, rect.height)
    cuts = not Rect(*asked, rect.width, rect.height).holds(mask)
    return Dragged(_settled(there, limits), cuts)


def resized(
    frame: ContextFrame,
    grip: Grip,
    dx_px: float,
    dy_px: float,
    limits: FrameLimits,
    *,
    keep_shape: bool = False,
    from_centre: bool = False,
) -> Dragged:
    """Drag sides of a frame by target pixels to the nearest size that the model takes.

    Args:
        frame: As it was when the drag began.
        grip: What is dragged; the opposite sides stay, as far as the legal size allows.
        dx_px: How far, to the right.
        dy_px: How far, downwards.
        limits: What it keeps to.
        keep_shape: Keep the shape that it had.
        from_centre: Keep its middle in place.
    """
    rect, mask, target = frame.rect, limits.mask, limits.target
    across = _Side(rect.left, rect.width, grip.x, mask.left, mask.right, target.width, from_centre)
    down = _Side(rect.top, rect.height, grip.y, mask.top, mask.bottom, target.height, from_centre)
    width, height = across.asked(dx_px), down.asked(dy_px)
    stopped = (grip.x != 0 and width < across.least) or (grip.y != 0 and height < down.least)
    if keep_shape:
        width, height = _in_shape(across, down, width, height)
    size = Size(round(across.bounded(width)), round(down.bounded(height)))
    wanted = Rect(across.placed(size.width), down.placed(size.height), size.width, size.height)
    legal = snapped(wanted.within(target), target, limits.rule).rect.size
    there = Rect(across.placed(legal.width), down.placed(legal.height), legal.width, legal.height)
    return Dragged(_settled(there, limits), stopped)


def _settled(rect: Rect, limits: FrameLimits) -> ContextFrame:
    """Return the legal frame that a draft finds again when it is placed there.

    Where a shape is rounded to whole pixels, or the frame reaches out of the target, that takes a
    few rounds; each is at least as good as the one before.
    """
    target = limits.target
    frame = snapped(rect.within(target), target, limits.rule)
    for _ in range(_ROUNDS):
        again = snapped(frame.rect.within(target), target, limits.rule)
        if again == frame:
            break
        frame = again
    return frame


def _in_shape(across: _Side, down: _Side, width: float, height: float) -> tuple[float, float]:
    """Scale both sides by the larger of both drags, within what both have room for."""
    scales = [
        length / side.length for side, length in ((across, width), (down, height)) if side.grip
    ]
    scale = max(scales, default=1.0)
    scale = min(scale, across.most / across.length, down.most / down.length)
    scale = max(scale, across.least / across.length, down.least / down.length)
    return across.length * scale, down.length * scale


def _kept(start: int, length: int, keep_from: int, keep_to: int, whole: int) -> int:
    """Move a start so that the mask is held and, where there is room, the target is not left."""
    if length >= whole:
        return -((length - whole) // 2)
    low, high = max(0, keep_to - length), min(whole - length, keep_from)
    return min(max(start, low), high)
