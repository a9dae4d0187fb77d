"""Everything about one edit that is still there after the program was closed, or died."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import NewType

from overpaint.domain.draft import Draft
from overpaint.domain.errors import OverpaintError
from overpaint.domain.events import Result
from overpaint.domain.frame import ContextFrame
from overpaint.domain.lineage import Lineage
from overpaint.domain.marks import Mark
from overpaint.domain.pricing import Estimate
from overpaint.domain.sizes import Size

EditId = NewType("EditId", str)
"""Names an edit: a tab, and its folder on disk. Letters, digits and hyphens only."""

_LONGEST_TITLE = 40
_NO_LINEAGE = Lineage()


def new_edit_id() -> EditId:
    """An id that no edit has."""
    return EditId(uuid.uuid4().hex)


@dataclass(frozen=True, slots=True)
class ViewPlace:
    """How the target is looked at, whatever the size of the window.

    Attributes:
        scale: Logical pixels of the screen for one picture pixel.
        centre: What is in the middle of the view, picture pixels.
        angle_deg: How far the view is turned, clockwise, above -180 up to 180.
        mirrored: Whether left and right are swapped.
        fitted: Whether the whole picture is fitted into the view; scale and centre follow then.
    """

    scale: float
    centre: tuple[float, float]
    angle_deg: float = 0.0
    mirrored: bool = False
    fitted: bool = False


@dataclass(frozen=True, slots=True)
class SentEdit:
    """What jobs were about, so that their settings can be taken over later.

    Attributes:
        draft: The draft that was sent.
        marks: What was drawn over its target.
        server: Name of the server profile that it was sent to.
        name: Names it: its variants share it.
    """

    draft: Draft
    marks: tuple[Mark, ...]
    server: str
    name: str


@dataclass(frozen=True, slots=True)
class KeptResult:
    """A finished result of the edit, with what it takes to show and blend it anew.

    Attributes:
        key: Names it among the results; `LineageStep.key`.
        result: The answer, its file, and where it belongs.
        job: The job that brought it; ``""`` for what was made of others.
        variant: 1-based number among the variants.
        prompt: What was asked for.
        picture: The file to show; None for a mix that has none yet.
        size: Pixel size; None when unknown.
        frame: The part of the target that was sent; None for all of it.
        is_mix: Whether it is painted together from several variants.
        elapsed_s: From the start of sending to the last byte, seconds.
        previews: Partial images that came.
        request_id: The service's id of the request; ``""`` when it gave none.
        is_charged: Whether its server charges by published prices.
        estimate: What it was expected to cost; None when that is not known.
        cost_usd: What it did cost, US dollars; None when unknown.
        warning: What is to be known although it succeeded.
    """

    key: str
    result: Result
    job: str = ""
    variant: int = 1
    prompt: str = ""
    picture: Path | None = None
    size: Size | None = None
    frame: ContextFrame | None = None
    is_mix: bool = False
    elapsed_s: float = 0.0
    previews: int = 0
    request_id: str = ""
    is_charged: bool = False
    estimate: Estimate | None = None
    cost_usd: Decimal | None = None
    warning: OverpaintError | None = None


@dataclass(frozen=True, slots=True)
class SavedMaskFacts:
    """A named mask beside the one in work; its coverage is kept as a plane.

    Attributes:
        id: Names it, and its plane.
        owner: Id of the input that it belongs to.
        name: What a person calls it.
        size: Of the picture that it fits.
        share: Of the picture that it covers, 0 to 1.
    """

    id: str
    owner: str
    name: str
    size: Size
    share: float


@dataclass(frozen=True, slots=True)
class EditDocument:
    """One edit but its masks, whose tiles are kept beside it.

    Attributes:
        id: Names it.
        began: When it was begun, with its time zone.
        changed: When it was changed last.
        draft: Inputs, prompt, all parameters, frame plan and blend recipe.
        marks: What is drawn over inputs, by their id.
        view: How the target is looked at; None before that was known.
        tool: Name of the tool in hand; ``""`` when that does not matter.
        selected_result: Key of the result that is selected; ``""`` for none.
        selected_input: Id of the input that is selected; ``""`` for none.
        results: The finished results, in their order.
        sent: What jobs of `results` were about, by their id.
        lineage: Which result came from which.
        shelf: The named masks.
        closed: When its tab was closed; None while it is open.
    """

    id: EditId
    began: datetime
    changed: datetime
    draft: Draft
    marks: tuple[tuple[str, tuple[Mark, ...]], ...] = ()
    view: ViewPlace | None = None
    tool: str = ""
    selected_result: str = ""
    selected_input: str = ""
    results: tuple[KeptResult, ...] = ()
    sent: tuple[tuple[str, SentEdit], ...] = ()
    lineage: Lineage = _NO_LINEAGE
    shelf: tuple[SavedMaskFacts, ...] = ()
    closed: datetime | None = None

    @property
    def is_blank(self) -> bool:
        """Whether nothing is in it that anybody would miss."""
        return not (self.draft.inputs or self.draft.prompt.strip() or self.results)

    @property
    def title(self) -> str:
        """What people call it, see `title_of`."""
        return title_of(self.draft)

    @property
    def face(self) -> Path | None:
        """The file that shows best what it is: the selected or newest result, else the target."""
        chosen = next((one for one in self.results if one.key == self.selected_result), None)
        if chosen is None and self.results:
            chosen = self.results[-1]
        if chosen is not None and chosen.picture is not None:
            return chosen.picture
        return None if self.draft.target is None else self.draft.target.path

    def at(self, changed: datetime) -> EditDocument:
        """The same at another time."""
        return replace(self, changed=changed)


@dataclass(frozen=True, slots=True)
class EditCard:
    """What a list of edits shows of one.

    Attributes:
        id: Names it.
        title: What people call it; ``""`` for one without picture and prompt.
        prompt: What was asked for last.
        changed: When it was changed last.
        closed: When its tab was closed; None while it is open.
        face: The file that shows best what it is; may be gone. None when there never was one.
        result_count: How many results it has.
        is_listed: Whether it stands in the list of recent edits.
    """

    id: EditId
    title: str
    prompt: str
    changed: datetime
    closed: datetime | None = None
    face: Path | None = None
    result_count: int = 0
    is_listed: bool = True


def title_of(draft: Draft) -> str:
    """Name of the target, else the beginning of the prompt; ``""`` when there is neither."""
    if draft.target is not None:
        return draft.target.name
    words = " ".join(draft.prompt.split())
    return words if len(words) <= _LONGEST_TITLE else f"{words[: _LONGEST_TITLE - 1].rstrip()}…"
