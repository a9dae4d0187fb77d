"""What was pressed Generate on, and what the queue is told of its jobs."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from overpaint.domain.charges import expected_charge
from overpaint.domain.choices import Quality
from overpaint.domain.draft import Draft
from overpaint.domain.events import JobId
from overpaint.domain.frame import ContextFrame
from overpaint.domain.framing import frame_of
from overpaint.domain.marks import Mark
from overpaint.domain.profiles import ServerProfile
from overpaint.domain.rules import Rules
from overpaint.domain.usual_time import UsualTime

if TYPE_CHECKING:
    # Pixel libraries are loaded by the workers that need them.
    from overpaint.imaging.placement import Masking


@dataclass(frozen=True, slots=True, eq=False)
class Submission:
    """Everything that was pressed Generate on, so that it can be tried again as it was.

    Attributes:
        draft: The draft of that moment.
        rules: The rules of that moment.
        masking: The mask of that moment; None when there was none.
        marks: The marks of that moment.
        profile: Where it went.
        edit: Id of the edit that it belongs to.
        name: Names it: its variants share it, now and after a restart.
        is_whole: Whether it could be sent again; False for what an earlier start has sent.
        front: Whether its jobs go before all that wait.
        final: In which quality one of its results is to be made anew; None unless it is sketches.
    """

    draft: Draft
    rules: Rules
    masking: Masking | None
    marks: tuple[Mark, ...]
    profile: ServerProfile
    edit: str = ""
    name: str = field(default_factory=lambda: uuid.uuid4().hex)
    is_whole: bool = True
    front: bool = False
    final: Quality | None = None

    @property
    def frame(self) -> ContextFrame | None:
        """The part of the target that is sent; None for all of it."""
        return frame_of(self.draft, self.rules.model(self.draft))

    @property
    def most_usd(self) -> Decimal | None:
        """What it may cost, US dollars; None where that is not known."""
        return expected_charge(self.draft, self.rules.model(self.draft), self.profile).most_usd


@dataclass(frozen=True, slots=True)
class QueuedFacts:
    """What is known of a job when it is handed to the engine.

    Attributes:
        submission: What it is about.
        number: 1-based, among the jobs of the submission.
        usual: How long such a job usually takes; None while too little is known.
        replaces: The failed or cancelled job that is tried again.
    """

    submission: Submission
    number: int
    usual: UsualTime | None = None
    replaces: JobId | None = None
