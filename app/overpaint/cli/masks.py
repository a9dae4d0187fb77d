"""What of the first picture may change, and what never does: mask, protection and extension."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from overpaint.cli.extending import Extension, read_extension
from overpaint.cli.pipeline import useless
from overpaint.domain.blend import BlendRecipe
from overpaint.domain.choices import Field
from overpaint.domain.draft import USUAL_BLEND, InputImage
from overpaint.domain.errors import ImageError
from overpaint.domain.problems import Problem
from overpaint.domain.sizes import Size
from overpaint.domain.text import say

if TYPE_CHECKING:
    from overpaint.imaging.pixels import Bytes2D


@dataclass(frozen=True, slots=True)
class Masks:
    """Both masks; where the picture is extended, of the larger picture.

    Attributes:
        inputs: The pictures, the first as large as it will be.
        coverage: What may change, shape (height, width); None for no mask.
        protect: What never changes, the same shape; None for nothing.
        extension: What is still to be done to the first picture; None for nothing.
        files: Problems with files.
        problems: All others.
    """

    inputs: tuple[InputImage, ...]
    coverage: Bytes2D | None
    protect: Bytes2D | None
    extension: Extension | None
    files: tuple[Problem, ...]
    problems: tuple[Problem, ...]


def read_masks(
    arguments: argparse.Namespace, inputs: tuple[InputImage, ...], blend: object
) -> Masks:
    """Read the files and bring them together. Blocks.

    Args:
        arguments: What was given.
        inputs: The pictures as they are.
        blend: The `BlendRecipe`; its reach decides on the edge of an extension.
    """
    coverage, no_mask = _mask(arguments.mask)
    protect, no_protect = _mask(arguments.protect)
    extension, wrong = read_extension(arguments, inputs)
    target = inputs[0].size if inputs else None
    masked = arguments.mask is not None or extension is not None
    problems = [*wrong, *useless(arguments, target, masked=masked)]
    if protect is not None and target is not None and protect.shape != _shape(target):
        problems.append(_other_size(protect, target))
        protect = None
    files = (*no_mask, *no_protect)
    if extension is not None:
        unfit = extension.unfit(coverage)
        files = (*files, *unfit)
        recipe = blend if isinstance(blend, BlendRecipe) else USUAL_BLEND
        inputs, coverage, kept = extension.foreseen(inputs, coverage, recipe)
        protect = None if unfit or protect is None else _padded(protect, extension)
    else:
        kept = None
    if protect is not None and coverage is not None and protect.shape == coverage.shape:
        coverage = _without(coverage, protect, problems)
        kept = _both(kept, protect)
    return Masks(inputs, coverage, kept, extension, files, tuple(problems))


def _mask(path: Path | None) -> tuple[Bytes2D | None, tuple[Problem, ...]]:
    from overpaint.imaging.load import load_mask  # noqa: PLC0415 - numpy and Pillow

    if path is None:
        return None, ()
    try:
        return load_mask(path), ()
    except ImageError as error:
        return None, (Problem(Field.MASK, error.what, error.remedy),)


def _shape(size: Size) -> tuple[int, int]:
    return size.height, size.width


def _padded(protect: Bytes2D, extension: Extension) -> Bytes2D:
    """Return what is protected in the larger picture: nothing of the new area."""
    import numpy as np  # noqa: PLC0415 - as above

    margins = extension.margins
    return np.pad(protect, ((margins.top, margins.bottom), (margins.left, margins.right)))


def _without(coverage: Bytes2D, protect: Bytes2D, problems: list[Problem]) -> Bytes2D:
    """Take what is protected out of the mask."""
    import numpy as np  # noqa: PLC0415 - as above

    left = np.minimum(coverage, 255 - protect)
    # An empty mask would let the whole picture change.
    if bool((coverage > 127).any()) and not bool((left > 127).any()):
        reason = say("rules", "Everything that the mask covers is protected.")
        remedy = say("rules", "Use another mask, or leave out --protect.")
        problems.append(Problem(Field.MASK, reason, remedy))
    return left


def _both(one: Bytes2D | None, other: Bytes2D) -> Bytes2D:
    import numpy as np  # noqa: PLC0415 - as above

    return other if one is None else np.maximum(one, other)


def _other_size(protect: Bytes2D, target: Size) -> Problem:
    height, width = protect.shape
    return Problem(
        Field.MASK,
        say("rules", "What is protected has {protect} pixels, picture 1 has {size}.",
            protect=str(Size(width, height)), size=str(target)),
        say("rules", "Give a file made for this picture."),
    )  # fmt: skip
