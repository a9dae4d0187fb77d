"""What one row of the queue stands for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from overpaint.domain.choices import Quality
from overpaint.domain.events import JobId
from overpaint.domain.pricing import Estimate
from overpaint.domain.usual_time import JobKind
from overpaint.ui.results.item import ResultItem, ResultState


class Section(IntEnum):
    """The parts of the queue, from top to bottom."""

    RUNNING = 0
    WAITING = 1
    ENDED = 2
    """Failed or called off."""


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """One job on its way, or one that came to nothing.

    Attributes:
        job: Names it.
        item: How far it has come, as its tile shows it too.
        section: Where it stands.
        target: The picture that is edited; None for none.
        server: What people call the server.
        model: What people call the model.
        quality: As it was asked for.
        kind: What decides how long it takes.
        bills: Whether somebody may be charged.
        price: What it is expected to cost, all its results together; None where that is unknown
            or nothing.
    """

    job: JobId
    item: ResultItem
    section: Section
    target: Path | None
    server: str
    model: str
    quality: Quality
    kind: JobKind
    bills: bool
    price: Estimate | None = None

    @property
    def maybe_billed_now(self) -> bool:
        """Whether calling it off now may cost something: it may have reached the server."""
        state = self.item.state
        sent = state in {ResultState.SENDING, ResultState.WAITING, ResultState.PREVIEW}
        return self.bills and sent
