"""Look at the files of a row: is the picture there, what is its mask, what do the rules know of it.

Its methods block, and may be called from several threads.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from overpaint.domain.batch import BatchRow, MaskPlan, MaskRule
from overpaint.domain.batch_check import RowFacts
from overpaint.domain.draft import InputImage, MaskFacts
from overpaint.domain.errors import Action, ImageError, OverpaintError
from overpaint.domain.frame import Rect
from overpaint.domain.sizes import Size
from overpaint.domain.text import say

if TYPE_CHECKING:
    # numpy and Pillow: only workers touch them.
    from overpaint.imaging.pixels import Bytes2D
    from overpaint.imaging.placement import Masking


@dataclass(frozen=True, slots=True, eq=False)
class Looked:
    """What was found.

    Attributes:
        facts: For the rules.
        masking: The mask itself, at the picture's size; None for the whole picture, or when
            nothing can be sent.
    """

    facts: RowFacts
    masking: Masking | None = None


class Looker:
    """Knows where masks come from.

    Args:
        masks: The rule.
    """

    def __init__(self, masks: MaskPlan) -> None:
        self._masks = masks
        self._lock = Lock()
        self._shared: Bytes2D | None = None

    def facts(self, row: BatchRow) -> RowFacts:
        """What the rules need to know, without keeping pixels."""
        target: InputImage | None = None
        try:
            target = _target(row)
            return RowFacts(target, self._mask_facts(row, target))
        except OverpaintError as error:
            return RowFacts(target, trouble=error.sentences())

    def look(self, row: BatchRow) -> Looked:
        """What the rules need to know, and the mask, for a row that is about to be sent."""
        from overpaint.imaging.placement import Masking  # noqa: PLC0415 - numpy and Pillow
        from overpaint.imaging.prepare import mask_facts  # noqa: PLC0415 - as above

        try:
            target = _target(row)
            coverage = self._coverage(row, target)
        except OverpaintError as error:
            return Looked(RowFacts(trouble=error.sentences()))
        if coverage is None:
            return Looked(RowFacts(target))
        return Looked(RowFacts(target, mask_facts(coverage)), Masking(coverage))

    def _mask_facts(self, row: BatchRow, target: InputImage) -> MaskFacts | None:
        from overpaint.imaging.prepare import mask_facts  # noqa: PLC0415 - numpy and Pillow

        if row.mask is None and self._masks.rule is MaskRule.ONE:
            # Scaling it to hundreds of large pictures for a price would take minutes.
            return _scaled_facts(mask_facts(self._one()), target.size)
        coverage = self._coverage(row, target)
        return None if coverage is None else mask_facts(coverage)

    def _coverage(self, row: BatchRow, target: InputImage) -> Bytes2D | None:
        """The mask of a row at its picture's size; None for the whole picture.

        Raises:
            ImageError: There is none, it cannot be read, it does not fit, or it is empty.
        """
        from overpaint.imaging.mask.imported import Fit, fitted  # noqa: PLC0415 - numpy and Pillow

        rule, picture = self._masks.rule, target.path
        if row.mask is not None:
            return _fitting(_read(row.mask), row.mask.name, target)
        if rule is MaskRule.NONE:
            return None
        if rule is MaskRule.ONE:
            return fitted(self._one(), target.size, Fit.SCALE)
        if rule is MaskRule.ALPHA:
            return _transparent(target)
        path = self._masks.beside(picture)
        if not path.exists():
            raise _missing(path.name, target.name)
        return _fitting(_read(path), path.name, target)

    def _one(self) -> Bytes2D:
        """The mask for every picture, read once."""
        with self._lock:
            if self._shared is None:
                path = self._masks.path
                if path is None:
                    raise ImageError(
                        say("batch", "No mask has been chosen yet."),
                        remedy=say("batch", "Choose one, or another rule for masks."),
                    )
                self._shared = _read(path)
            return self._shared


def _target(row: BatchRow) -> InputImage:
    from overpaint.imaging.load import probe_input  # noqa: PLC0415 - numpy and Pillow

    if row.picture is None:
        raise ImageError(
            say("batch", "This line names no picture."),
            remedy=say("batch", "Give its file in the column “image”."),
        )
    return probe_input(row.picture)


def _read(path: Path) -> Bytes2D:
    from overpaint.imaging.load import load_mask  # noqa: PLC0415 - numpy and Pillow

    coverage = load_mask(path)
    if not bool((coverage > 127).any()):
        raise ImageError(
            say("batch", "The mask “{name}” is empty: nothing would change.", name=path.name),
            remedy=say("batch", "White or transparent parts of a mask change."),
            action=Action.EDIT_MASK,
        )
    return coverage


def _fitting(coverage: Bytes2D, name: str, target: InputImage) -> Bytes2D:
    size = Size(coverage.shape[1], coverage.shape[0])
    if size == target.size:
        return coverage
    raise ImageError(
        say("batch", "The mask “{name}” is {mask} and the picture is {target}.", name=name,
            mask=str(size), target=str(target.size)),
        remedy=say("batch", "Make it as large as its picture."),
        action=Action.EDIT_MASK,
    )  # fmt: skip


def _transparent(target: InputImage) -> Bytes2D:
    """What is transparent in a picture, as a mask."""
    from overpaint.imaging.load import load_upright  # noqa: PLC0415 - numpy and Pillow
    from overpaint.imaging.mask.imported import MaskSource, coverage_from_image  # noqa: PLC0415

    if target.has_alpha:
        read = coverage_from_image(load_upright(target.path, target.frame))
        if read.source is MaskSource.ALPHA and bool((read.coverage > 127).any()):
            return read.coverage
    raise ImageError(
        say("batch", "Nothing in “{name}” is transparent.", name=target.name),
        remedy=say("batch", "Erase what should change, or choose another rule for masks."),
        action=Action.EDIT_MASK,
    )


def _scaled_facts(facts: MaskFacts, size: Size) -> MaskFacts:
    """The facts of a mask that is scaled to another size; its box may be a pixel too large."""
    box = facts.bounds
    if box is None:
        return MaskFacts(size, facts.coverage)
    across, down = size.width / facts.size.width, size.height / facts.size.height
    left, top = math.floor(box.left * across), math.floor(box.top * down)
    right, bottom = math.ceil(box.right * across), math.ceil(box.bottom * down)
    scaled = Rect(left, top, max(right - left, 1), max(bottom - top, 1))
    return MaskFacts(size, facts.coverage, scaled.within(size))


def _missing(mask: str, picture: str) -> ImageError:
    return ImageError(
        say("batch", "There is no mask “{mask}” for “{picture}”.", mask=mask, picture=picture),
        remedy=say("batch", "Put it there, or choose another rule for masks."),
        action=Action.EDIT_MASK,
    )
