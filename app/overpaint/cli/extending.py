"""Extend the first picture of an edit: the options, and what they amount to."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from overpaint.domain.blend import BlendRecipe
from overpaint.domain.choices import Field
from overpaint.domain.draft import InputImage
from overpaint.domain.extension import (
    ASPECTS,
    Anchor,
    Aspect,
    Margins,
    refusal,
    to_aspect,
    to_size,
)
from overpaint.domain.problems import Problem
from overpaint.domain.sizes import Size
from overpaint.domain.text import Message, say

if TYPE_CHECKING:
    from overpaint.imaging.pixels import Bytes2D

_ANCHORS = {anchor.word: anchor for anchor in Anchor}


@dataclass(frozen=True, slots=True)
class Extension:
    """How the target is to be extended.

    Attributes:
        target: The picture as it is.
        margins: What is added.
    """

    target: InputImage
    margins: Margins

    def unfit(self, coverage: Bytes2D | None) -> tuple[Problem, ...]:
        """What is wrong with a mask, which is one of the picture as it is."""
        size = self.target.size
        if coverage is None or coverage.shape == (size.height, size.width):
            return ()
        height, width = coverage.shape
        reason = say("rules", "The mask has {mask} pixels, the picture {size}.",
                     mask=str(Size(width, height)), size=str(size))  # fmt: skip
        remedy = say("rules", "Give a mask of the picture as it is before it is extended.")
        return (Problem(Field.MASK, reason, remedy),)

    def foreseen(
        self, inputs: Sequence[InputImage], coverage: Bytes2D | None, blend: BlendRecipe
    ) -> tuple[tuple[InputImage, ...], Bytes2D | None, Bytes2D | None]:
        """Inputs, mask and protection as they will be; nothing is written yet.

        The soft edge of the blend lies in the new area. Without a mask of its own, the old picture
        is protected, however far that edge reaches.
        """
        from overpaint.imaging.extend import extended_coverage, new_area  # noqa: PLC0415 - numpy

        size, margins = self.target.size, self.margins
        if self.unfit(coverage):
            return tuple(inputs), None, None
        larger = replace(self.target, size=margins.size_of(size))
        protect = None if coverage is not None else 255 - new_area(size, margins)
        grown = extended_coverage(coverage, size, margins, blend.reach_px)
        return (larger, *inputs[1:]), grown, protect

    def made(self, folder: Path) -> InputImage:
        """Write the larger picture; blocks.

        Raises:
            OverpaintError: It cannot be read or written.
        """
        from overpaint.services.extending import extended_input  # noqa: PLC0415 - numpy

        return extended_input(self.target, self.margins, folder)


def add_extend_options(parser: argparse.ArgumentParser) -> None:
    """Offer to extend the first picture; the texts are read by `read_extension`."""
    group = parser.add_argument_group(
        "extend the first picture (the new area is the mask, and what --mask covers)"
    )
    ways = group.add_mutually_exclusive_group()
    ways.add_argument("--extend", metavar="L,T,R,B",
                      help="by so many pixels on the left, top, right and bottom")  # fmt: skip
    ways.add_argument("--extend-to", metavar="WxH[@ANCHOR]",
                      help=f"to a size; where the picture lies then: {', '.join(_ANCHORS)}"
                           " (default centre)")  # fmt: skip
    ways.add_argument("--extend-aspect", metavar="W:H[@ANCHOR]",
                      help=f"to a shape, such as {', '.join(a.text for a in ASPECTS)}")  # fmt: skip


def read_extension(
    arguments: argparse.Namespace, inputs: Sequence[InputImage]
) -> tuple[Extension | None, tuple[Problem, ...]]:
    """Find out what is wanted of the first picture; None for nothing, or for what is wrong."""
    for flag, read in _WAYS.items():
        text = getattr(arguments, flag[2:].replace("-", "_"), None)
        if text is None:
            continue
        if not inputs:
            return None, ()
        return _margins(flag, text, read, inputs[0])
    return None, ()


_Read = Callable[[str, Size], Margins]


def _margins(
    flag: str, text: str, read: _Read, target: InputImage
) -> tuple[Extension | None, tuple[Problem, ...]]:
    try:
        margins = read(text, target.size)
    except ValueError:
        reason = say("rules", "“{text}” is not a value of {flag}.", text=text, flag=flag)
        return None, (Problem(Field.IMAGE, reason, _WANTED[flag]),)
    why = refusal(target.size, margins)
    if why is None:
        return Extension(target, margins), ()
    if margins.is_empty:
        why = say("rules", "{flag} adds nothing: the picture has {size} pixels already.",
                  flag=flag, size=str(target.size))  # fmt: skip
    return None, (Problem(Field.IMAGE, why, say("rules", "Choose another size.")),)


def _by_pixels(text: str, _size: Size) -> Margins:
    parts = text.split(",")
    if len(parts) != 4 or not all(p.isascii() and p.isdigit() and len(p) < 7 for p in parts):
        raise ValueError(text)
    return Margins(*map(int, parts))


def _to_size(text: str, size: Size) -> Margins:
    wanted, anchor = _anchored(text)
    return to_size(size, Size.parse(wanted), anchor)


def _to_aspect(text: str, size: Size) -> Margins:
    wanted, anchor = _anchored(text)
    return to_aspect(size, Aspect.parse(wanted), anchor)


def _anchored(text: str) -> tuple[str, Anchor]:
    value, sign, word = text.partition("@")
    if not sign:
        return value, Anchor.CENTRE
    if word not in _ANCHORS:
        raise ValueError(word)
    return value, _ANCHORS[word]


_WAYS: dict[str, _Read] = {
    "--extend": _by_pixels, "--extend-to": _to_size, "--extend-aspect": _to_aspect,
}  # fmt: skip
_WANTED: dict[str, Message] = {
    "--extend": say("rules", "Give four whole numbers of pixels, such as 0,0,320,0."),
    "--extend-to": say("rules", "Give WIDTHxHEIGHT, such as 1920x1080 or 1920x1080@left."),
    "--extend-aspect": say("rules", "Give WIDTH:HEIGHT or A4, such as 16:9 or 4:5@bottom."),
}
