"""How far a picture is extended on each side: by pixels, to a size, or to a shape."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from enum import Enum

from overpaint.domain.draft import Draft, MaskFacts
from overpaint.domain.frame import FrameChoice, FramePlan, Rect
from overpaint.domain.sizes import FlexibleSizes, Size, SizeRule
from overpaint.domain.text import Message, say

MAX_PIXELS = 400_000_000
"""As many as a picture may have to be opened."""

_RATIO = re.compile(r"([1-9][0-9]{0,4})(?:\.([0-9]{1,4}))?:([1-9][0-9]{0,4})(?:\.([0-9]{1,4}))?")


class Anchor(Enum):
    """Where the picture lies in the larger one: which of its edges or corners stays.

    The value is the share of the new columns that go to the left, and of the new rows that go
    above it.
    """

    TOP_LEFT = (0.0, 0.0)
    TOP = (0.5, 0.0)
    TOP_RIGHT = (1.0, 0.0)
    LEFT = (0.0, 0.5)
    CENTRE = (0.5, 0.5)
    RIGHT = (1.0, 0.5)
    BOTTOM_LEFT = (0.0, 1.0)
    BOTTOM = (0.5, 1.0)
    BOTTOM_RIGHT = (1.0, 1.0)

    @property
    def word(self) -> str:
        """As it is written on the command line: ``"top-left"``."""
        return self.name.lower().replace("_", "-")


@dataclass(frozen=True, slots=True)
class Margins:
    """Pixels that a picture gains on each side, each 0 or more."""

    left: int = 0
    top: int = 0
    right: int = 0
    bottom: int = 0

    def __post_init__(self) -> None:
        if min(self.left, self.top, self.right, self.bottom) < 0:
            raise ValueError("a picture is extended, not cut")

    @property
    def is_empty(self) -> bool:
        """Whether nothing is added."""
        return not (self.left or self.top or self.right or self.bottom)

    def size_of(self, size: Size) -> Size:
        """The size that a picture of ``size`` gets."""
        width, height = size.width, size.height
        return Size(self.left + width + self.right, self.top + height + self.bottom)

    def place_of(self, size: Size) -> Rect:
        """Where a picture of ``size`` lies in the larger one."""
        return Rect(self.left, self.top, size.width, size.height)


class Side(Enum):
    """An edge of a picture."""

    LEFT = "left"
    TOP = "top"
    RIGHT = "right"
    BOTTOM = "bottom"

    def margins(self, size: Size, beside: Size | None = None) -> Margins:
        """Room on this side alone.

        Args:
            size: Of the picture that grows.
            beside: A picture for which there is to be room, as long as this edge; not more than the
                picture itself has. A quarter of the picture unless told.
        """
        is_across = self in {Side.LEFT, Side.RIGHT}
        most, edge = (size.width, size.height) if is_across else (size.height, size.width)
        amount = _TOWARDS * most
        if beside is not None:
            shape = beside.width / beside.height
            amount = edge * shape if is_across else edge / shape
        return Margins(**{self.value: min(max(1, round(amount)), most)})


_TOWARDS = 0.25


@dataclass(frozen=True, slots=True)
class Aspect:
    """A shape to extend to.

    Attributes:
        text: How people write it: ``"16:9"``, ``"A4"``.
        width: In any unit, above 0.
        height: In the same unit.
    """

    text: str
    width: float
    height: float

    @classmethod
    def parse(cls, text: str) -> Aspect:
        """Read ``"16:9"``, ``"1.91:1"`` or one of the named shapes.

        Raises:
            ValueError: The text is neither.
        """
        named = next((one for one in ASPECTS if one.text.lower() == text.lower()), None)
        if named is not None:
            return named
        if _RATIO.fullmatch(text) is None:
            raise ValueError(text)
        width, height = (float(part) for part in text.split(":"))
        return cls(text, width, height)

    def turned_like(self, size: Size) -> Aspect:
        """A sheet of paper lies as the picture does; every other shape is as it is written."""
        if self.text == _A4 and size.width > size.height:
            return Aspect(self.text, self.height, self.width)
        return self


_A4 = "A4"

ASPECTS = (
    Aspect("1:1", 1, 1),
    Aspect("4:5", 4, 5),
    Aspect("3:2", 3, 2),
    Aspect("16:9", 16, 9),
    Aspect("9:16", 9, 16),
    Aspect(_A4, 210, 297),
)
"""The shapes that are offered by name."""


def to_size(size: Size, wanted: Size, anchor: Anchor = Anchor.CENTRE) -> Margins:
    """Return the margins that make a picture at least as large as wanted.

    Args:
        size: What it has.
        wanted: Where an edge is shorter than the picture's, nothing is added along it.
        anchor: Where the picture lies.
    """
    across = max(0, wanted.width - size.width)
    down = max(0, wanted.height - size.height)
    left, top = (math.floor(space * share) for space, share in
                 zip((across, down), anchor.value, strict=True))  # fmt: skip
    return Margins(left, top, across - left, down - top)


def to_aspect(size: Size, aspect: Aspect, anchor: Anchor = Anchor.CENTRE) -> Margins:
    """Return the margins that bring a picture to a shape, with the fewest pixels added."""
    shape = aspect.turned_like(size)
    width = max(size.width, round(size.height * shape.width / shape.height))
    height = max(size.height, round(size.width * shape.height / shape.width))
    return to_size(size, Size(width, height), anchor)


def refusal(size: Size, margins: Margins) -> Message | None:
    """Why a picture of ``size`` cannot be extended so; None when it can."""
    if margins.is_empty:
        return say("extend", "Nothing is added yet.")
    pixels = margins.size_of(size).pixels
    if pixels > MAX_PIXELS:
        return say(
            "extend",
            "That would be {pixels:.0f} million pixels; the limit is {limit}.",
            pixels=pixels / 1e6,
            limit=MAX_PIXELS // 1_000_000,
        )
    return None


def advice(size: Size, margins: Margins, rule: SizeRule) -> Message | None:
    """What to know of the new size before an edit with a model; None for nothing.

    Args:
        size: Of the picture.
        margins: What is added.
        rule: The sizes that the model paints.
    """
    whole = margins.size_of(size)
    if not isinstance(rule, FlexibleSizes):
        return None
    if whole.ratio > rule.max_ratio:
        return say(
            "extend",
            "Longer than {ratio:g}:1: the model sees the new area in a frame of that shape.",
            ratio=rule.max_ratio,
        )
    return None


def new_bounds(size: Size, margins: Margins) -> Rect | None:
    """The box around everything that is new, in the larger picture; None for nothing."""
    if margins.is_empty:
        return None
    whole, place = margins.size_of(size), margins.place_of(size)
    left, top, right, bottom = whole.width, whole.height, 0, 0
    for added, box in (
        (margins.left, (0, 0, place.left, whole.height)),
        (margins.top, (0, 0, whole.width, place.top)),
        (margins.right, (place.right, 0, whole.width, whole.height)),
        (margins.bottom, (0, place.bottom, whole.width, whole.height)),
    ):
        if added:
            left, top = min(left, box[0]), min(top, box[1])
            right, bottom = max(right, box[2]), max(bottom, box[3])
    return Rect(left, top, right - left, bottom - top)


def extended_draft(draft: Draft, margins: Margins) -> Draft:
    """The draft as it will be once its target is extended: for sizes, prices and hints.

    A frame that was placed by hand is given up: it would not hold the new area.
    """
    target = draft.target
    if target is None or margins.is_empty:
        return draft
    whole = margins.size_of(target.size)
    larger = replace(target, size=whole)
    frame = draft.frame
    if frame.choice is FrameChoice.PLACED:
        frame = FramePlan(context=frame.context)
    return replace(
        draft, inputs=(larger, *draft.inputs[1:]), mask=_mask(draft, margins), frame=frame
    )


def _mask(draft: Draft, margins: Margins) -> MaskFacts:
    assert draft.target is not None  # noqa: S101 - asked by the caller
    size = draft.target.size
    whole, bounds = margins.size_of(size), new_bounds(size, margins)
    covered = whole.pixels - size.pixels
    if draft.mask is not None:
        covered += round(draft.mask.coverage * size.pixels)
        painted = draft.mask.bounds
        if painted is not None and bounds is not None:
            bounds = _around(bounds, _shifted(painted, margins))
    return MaskFacts(whole, covered / whole.pixels, bounds)


def _shifted(rect: Rect, margins: Margins) -> Rect:
    return replace(rect, left=rect.left + margins.left, top=rect.top + margins.top)


def _around(one: Rect, other: Rect) -> Rect:
    left, top = min(one.left, other.left), min(one.top, other.top)
    right, bottom = max(one.right, other.right), max(one.bottom, other.bottom)
    return Rect(left, top, right - left, bottom - top)
