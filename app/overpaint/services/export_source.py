"""What there is to export of one result, and why a part of it may be missing."""

from __future__ import annotations

from dataclasses import dataclass

from overpaint.domain.draft import InputImage
from overpaint.domain.errors import ImageError
from overpaint.domain.export import ExportPart, Variant
from overpaint.domain.file_names import NameFacts
from overpaint.domain.sizes import Size
from overpaint.domain.text import Message, say

_NO_TARGET = say("export", "There is no picture yet.")
_NO_RESULT = say("export", "No finished result is selected.")
_NO_PATCH = say("export", "Only an edit with a mask makes a patch; this result is a whole picture.")
_NO_ANSWER = say("export", "The result is the answer as it was received.")


@dataclass(frozen=True, slots=True, eq=False)
class ExportSource:
    """All that can be exported of one result.

    Attributes:
        facts: What its names are made of.
        target: The picture that was edited; None when there is none.
        chosen: The result; None when only the original can be exported.
        variants: All results of the target from the bottom to the top, the chosen one included.
        size: Pixel size of the result, or of the target without one.
    """

    facts: NameFacts
    target: InputImage | None
    chosen: Variant | None = None
    variants: tuple[Variant, ...] = ()
    size: Size | None = None

    def objection(self, part: ExportPart) -> Message | None:
        """Why a part cannot be exported; None when it can."""
        if part is ExportPart.ORIGINAL:
            return _NO_TARGET if self.target is None else None
        chosen = self.chosen
        if chosen is None:
            return _NO_RESULT
        if part is ExportPart.PATCH:
            return None if chosen.is_part and self.target is not None else _NO_PATCH
        if part is ExportPart.LAYERED:
            return _NO_TARGET if self.target is None else None
        if part is ExportPart.ANSWER:
            return _NO_ANSWER if chosen.result.answer.path == chosen.result.path else None
        return None

    def require(self, part: ExportPart) -> None:
        """Find out that a part can be exported.

        Raises:
            ImageError: It cannot.
        """
        objection = self.objection(part)
        if objection is not None:
            raise ImageError(objection, remedy=say("export", "Choose something else to export."))
