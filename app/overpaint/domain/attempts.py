"""What is written down of every try of a job, so that nothing paid is lost or repeated unseen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path

from overpaint.domain.errors import Billing
from overpaint.domain.events import JobId, Usage


class AttemptState(Enum):
    """How far an attempt has come.

    The first four are those of attempts under way; the others are ends.
    """

    WAITING = "waiting"
    """Its job is in the queue; nothing was sent."""
    SENDING = "sending"
    """Written and synced before the first byte leaves."""
    SENT = "sent"
    """All of it left, or the server has begun to answer."""
    ANSWERED = "answered"
    """The answer's bytes are on disk."""
    KEPT = "kept"
    """Its results are made, and remembered."""
    REFUSED = "refused"
    """It failed, and nothing was billed."""
    FAILED = "failed"
    """It failed, and may have been billed."""
    CANCELLED = "cancelled"
    """It was called off, or its program ended before anything was sent."""
    UNKNOWN = "unknown"
    """Its program ended while it was under way: it may have been billed."""
    SETTLED = "settled"
    """It was unknown, and a person has looked."""


UNDER_WAY = frozenset(
    {AttemptState.WAITING, AttemptState.SENDING, AttemptState.SENT, AttemptState.ANSWERED}
)
"""What an attempt of a program that runs may be in."""


@dataclass(frozen=True, slots=True)
class AttemptFacts:
    """What is known of an attempt before it is sent; the same for all jobs of an edit.

    Attributes:
        edit: Names what Generate was pressed for: variants share it.
        server: Name of the server profile.
        model: The model id.
        prompt: What is asked for.
        bills: Whether somebody may be charged.
        estimate_usd: What one job may cost at most, US dollars; None when that is not known.
        document: Names the edit that it belongs to, ``""`` where there is none to open.
    """

    edit: str
    server: str
    model: str
    prompt: str
    bills: bool
    estimate_usd: Decimal | None = None
    document: str = ""


@dataclass(frozen=True, slots=True)
class ArrivedAnswer:
    """One picture of an answer, from its arrival on.

    Attributes:
        variant: 1-based number among the variants of the edit.
        byte_count: How many bytes were received.
        sha256: Their digest, 64 hexadecimal digits.
        file: Where they are; None until they are on disk.
        result: The file that was made of them; None until it is.
    """

    variant: int
    byte_count: int
    sha256: str
    file: Path | None = None
    result: Path | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try of a job.

    Attributes:
        id: Its number in the journal.
        job: The job; one that is tried again for free has several attempts.
        number: 1-based, among the attempts of the job.
        facts: What was known before it was sent.
        state: How far it came.
        started: When it was written down, with its time zone.
        sent: When it was synced before its first byte left; None when none ever did.
        ended: When its end was written down; None before.
        billing: Whether it may have cost money although there is no answer.
        request_id: The service's id of the request, ``""`` while there is none.
        cost_usd: What it did cost, US dollars; None while that is unknown.
        usage: What the server counted; None when it did not say.
        error: Why it failed, as sentences; ``""`` when it did not.
        answers: What arrived.
        process: Names the run of the program that it belongs to.
    """

    id: int
    job: JobId
    number: int
    facts: AttemptFacts
    state: AttemptState
    started: datetime
    sent: datetime | None = None
    ended: datetime | None = None
    billing: Billing = Billing.NO
    request_id: str = ""
    cost_usd: Decimal | None = None
    usage: Usage | None = None
    error: str = ""
    answers: tuple[ArrivedAnswer, ...] = ()
    process: str = ""

    @property
    def was_sent(self) -> bool:
        """Whether a byte of it may have left this machine."""
        return self.sent is not None

    @property
    def is_open(self) -> bool:
        """Whether a person should look whether it was billed."""
        return self.state is AttemptState.UNKNOWN


@dataclass(frozen=True, slots=True)
class AttemptChange:
    """What is to be written down of an attempt; what is None stays as it is.

    Attributes:
        state: How far it has come; an end is never taken back.
        billing: Whether it may have cost money.
        request_id: The service's id.
        cost_usd: What it did cost.
        usage: What the server counted.
        error: Why it failed.
        answers: What arrived.
    """

    state: AttemptState | None = None
    billing: Billing | None = None
    request_id: str | None = None
    cost_usd: Decimal | None = None
    usage: Usage | None = None
    error: str | None = None
    answers: tuple[ArrivedAnswer, ...] | None = None
