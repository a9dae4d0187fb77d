"""What one tile of the results strip stands for."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from pathlib import Path

from overpaint.domain.errors import OverpaintError
from overpaint.domain.events import JobId, Result
from overpaint.domain.frame import ContextFrame
from overpaint.domain.programs import EXTERNAL_KEY
from overpaint.domain.sizes import Size
from overpaint.domain.text import Message
from overpaint.domain.usual_time import UsualTime, shown_share
from overpaint.ui.money import Bill

ORIGINAL_KEY = "original"


class ResultState(Enum):
    """How far the picture of a tile has come."""

    ORIGINAL = "original"
    QUEUED = "queued"
    PAUSED = "paused"
    SENDING = "sending"
    WAITING = "waiting"
    PREVIEW = "preview"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


_RUNNING = {
    ResultState.QUEUED,
    ResultState.PAUSED,
    ResultState.SENDING,
    ResultState.WAITING,
    ResultState.PREVIEW,
}


@dataclass(frozen=True, slots=True)
class TileMarks:
    """What a person thinks of a result.

    Attributes:
        rating: 0 (none) to 5 stars.
        favourite: Whether it is a favourite.
    """

    rating: int = 0
    favourite: bool = False


@dataclass(frozen=True, slots=True)
class ResultItem:
    """One tile: the original, a job on its way, or what became of it.

    Attributes:
        key: Unique in the strip, stays while the tile lives.
        state: How far it has come.
        job: The job it belongs to; None for the original.
        variant: 1-based number among the variants of one edit.
        answers: How many results the job is to bring.
        prompt: What was asked for.
        previews_expected: Partial images asked for.
        previews_received: Partial images that came.
        picture: The file to show: original, newest preview or answer; None while there is none.
        size: Pixel size of the original or of the answer.
        position: How many jobs of its server go before it while it is queued.
        held: Whether the queue is paused while it is queued.
        sent_bytes: Upload progress.
        total_bytes: 0 until sending begins.
        elapsed_s: Since sending began; the server's answer stops it.
        pause_s: Seconds until a paused job goes on.
        pause_reason: Why it is paused.
        error: Why it failed.
        warning: What to know although it succeeded.
        maybe_billed: Whether a cancelled or failed job may still cost something.
        frame: The part of the target that was sent; None for all of it.
        result: What a finished tile was made from; None before, and for the original.
        is_mix: Whether it is painted together from several variants.
        request_id: What the server calls the request; ``""`` when it says nothing.
        bill: What it is expected to cost; None where nothing is charged.
        cost_usd: What it did cost by the server's count, US dollars; None while that is unknown.
        usual: How long such a job usually takes; None while too little is known.
    """

    key: str
    state: ResultState
    job: JobId | None = None
    variant: int = 1
    answers: int = 1
    prompt: str = ""
    previews_expected: int = 0
    previews_received: int = 0
    picture: Path | None = None
    size: Size | None = None
    position: int = 0
    held: bool = False
    sent_bytes: int = 0
    total_bytes: int = 0
    elapsed_s: float = 0.0
    pause_s: float = 0.0
    pause_reason: Message | None = None
    error: OverpaintError | None = None
    warning: OverpaintError | None = None
    maybe_billed: bool = False
    frame: ContextFrame | None = None
    result: Result | None = None
    is_mix: bool = False
    request_id: str = ""
    bill: Bill | None = None
    cost_usd: Decimal | None = None
    usual: UsualTime | None = None

    @property
    def running(self) -> bool:
        """Whether more is to come."""
        return self.state in _RUNNING

    @property
    def is_external(self) -> bool:
        """Whether another program made it: ``prompt`` says which."""
        return self.key.startswith(EXTERNAL_KEY)

    @property
    def file(self) -> Path | None:
        """The finished file that can be copied, saved and dragged; None when there is none."""
        finished = self.state in {ResultState.ORIGINAL, ResultState.DONE}
        return self.picture if finished else None

    @property
    def sent_share(self) -> float:
        """Share of the upload that is through, 0 to 1."""
        return min(self.sent_bytes / self.total_bytes, 1.0) if self.total_bytes else 0.0

    @property
    def work_share(self) -> float | None:
        """How far a bar has come that follows the usual time, never 1; None without one."""
        at_work = self.state in {ResultState.WAITING, ResultState.PREVIEW}
        if self.usual is None or not at_work:
            return None
        return shown_share(self.elapsed_s, self.usual)
