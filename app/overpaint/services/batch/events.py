"""What a batch tells while it runs, and how a run ends."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from overpaint.domain.batch import RowRecord
from overpaint.domain.errors import OverpaintError
from overpaint.domain.events import Completed, JobEvent


@dataclass(frozen=True, slots=True)
class RowChanged:
    """Something became of a row; it is on disk already.

    Attributes:
        row: Its number.
        record: What is known of it now.
        completed: The end of its job, when that brought a result.
        error: The failure, when it failed in this run.
    """

    row: int
    record: RowRecord
    completed: Completed | None = None
    error: OverpaintError | None = None


@dataclass(frozen=True, slots=True)
class RowProgress:
    """A row's job told something on its way.

    Attributes:
        row: Its number.
        event: What its job told.
    """

    row: int
    event: JobEvent


BatchEvent = RowChanged | RowProgress


class EndKind(Enum):
    """Why a run ended."""

    FINISHED = "finished"
    """Every row has been tried."""
    PAUSED = "paused"
    STOPPED = "stopped"
    """What was under way has been called off."""
    CAP_REACHED = "cap reached"
    LIMIT_REACHED = "limit reached"
    """A limit of spending stands in the way of the next row."""
    HALTED = "halted"
    """Something went wrong that would go wrong with every further row."""


@dataclass(frozen=True, slots=True)
class RunEnd:
    """How a run ended.

    Attributes:
        kind: Why.
        error: What went wrong; None unless it was halted.
    """

    kind: EndKind
    error: OverpaintError | None = None
