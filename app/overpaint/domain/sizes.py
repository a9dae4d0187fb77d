"""Pixel sizes and the two kinds of rule that models have for them.

Source of the flexible rule: https://developers.openai.com/api/docs/guides/image-generation,
read 2026-11-22 (edges in multiples of 16, long:short at most 3:1, edge and pixel limits).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from overpaint.domain.text import Message, say

_SIZE = re.compile(r"([1-9][0-9]{0,5})x([1-9][0-9]{0,5})")


@dataclass(frozen=True, slots=True, order=True)
class Size:
    """Width and height in pixels, both at least 1."""

    width: int
    height: int

    @property
    def pixels(self) -> int:
        """Number of pixels."""
        return self.width * self.height

    @property
    def is_square(self) -> bool:
        """Whether both edges are equal."""
        return self.width == self.height

    @property
    def ratio(self) -> float:
        """Long edge divided by short edge, at least 1."""
        return max(self.width, self.height) / min(self.width, self.height)

    def __str__(self) -> str:
        return f"{self.width}x{self.height}"

    @classmethod
    def parse(cls, text: str) -> Size:
        """Read ``"1536x1024"``.

        Raises:
            ValueError: The text is not two positive numbers joined by ``x``.
        """
        match = _SIZE.fullmatch(text)
        if match is None:
            raise ValueError(text)
        return cls(int(match[1]), int(match[2]))


@dataclass(frozen=True, slots=True)
class FixedSizes:
    """A model that takes a few sizes only.

    Attributes:
        values: The sizes, most useful first.
        auto: Whether the model may choose the size itself.
    """

    values: tuple[Size, ...]
    auto: bool = True

    def refusal(self, size: Size) -> Message | None:
        """Why the size is not taken; None when it is."""
        if size in self.values:
            return None
        offered = ", ".join(str(value) for value in self.values)
        return say("rules", "This model takes only the sizes {sizes}.", sizes=offered)

    def nearest(self, size: Size) -> Size:
        """The offered size whose shape is closest, the larger one among equals."""
        wanted = math.log(size.width / size.height)
        return min(
            self.values,
            key=lambda value: (abs(math.log(value.width / value.height) - wanted), -value.pixels),
        )


@dataclass(frozen=True, slots=True)
class FlexibleSizes:
    """A model that takes any size within limits.

    Attributes:
        values: The sizes offered by name, most useful first.
        auto: Whether the model may choose the size itself.
        step: Both edges are multiples of it, pixels.
        max_ratio: Largest long:short ratio.
        max_edge: Longest edge, pixels.
        min_pixels: Fewest pixels.
        max_pixels: Most pixels.
    """

    values: tuple[Size, ...]
    auto: bool
    step: int
    max_ratio: float
    max_edge: int
    min_pixels: int
    max_pixels: int

    def refusal(self, size: Size) -> Message | None:
        """Why the size is not taken; None when it is."""
        if size.width % self.step or size.height % self.step:
            return say("rules", "Both edges must be multiples of {step} pixels.", step=self.step)
        if size.ratio > self.max_ratio:
            return say(
                "rules",
                "The long edge may be {ratio:g} times the short one at most.",
                ratio=self.max_ratio,
            )
        if max(size.width, size.height) > self.max_edge:
            return say("rules", "No edge may be longer than {edge} pixels.", edge=self.max_edge)
        if not self.min_pixels <= size.pixels <= self.max_pixels:
            return say(
                "rules",
                "The picture must have between {least:,} and {most:,} pixels.",
                least=self.min_pixels,
                most=self.max_pixels,
            )
        return None

    def nearest(self, size: Size) -> Size:
        """The legal size closest in shape to ``size``, at its own scale where that is legal."""
        ratio = min(max(size.width / size.height, 1 / self.max_ratio), self.max_ratio)
        # A size at the longest edge has fewer pixels than the limit, the narrower the fewer.
        most = min(self.max_pixels, self.max_edge**2 / max(ratio, 1 / ratio))
        pixels = min(max(size.pixels, self.min_pixels), most)
        height = math.sqrt(pixels / ratio)
        centre = (height * ratio, height)
        candidates = [
            candidate
            for dx in range(-2, 3)
            for dy in range(-2, 3)
            if self.refusal(candidate := self._snapped(centre, dx, dy)) is None
        ]
        return min(candidates, key=lambda candidate: self._distance(candidate, centre))

    def _snapped(self, centre: tuple[float, float], dx: int, dy: int) -> Size:
        edges = (
            min(max(round(edge / self.step) + offset, 1), self.max_edge // self.step) * self.step
            for edge, offset in zip(centre, (dx, dy), strict=True)
        )
        return Size(*edges)

    @staticmethod
    def _distance(size: Size, centre: tuple[float, float]) -> float:
        return abs(math.log(size.width / centre[0])) + abs(math.log(size.height / centre[1]))


SizeRule = FixedSizes | FlexibleSizes
