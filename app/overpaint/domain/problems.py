"""One thing that is wrong with a draft, with the way to put it right."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from overpaint.domain.choices import Field
from overpaint.domain.text import Message


class Severity(Enum):
    """Whether a problem stops the edit or only deserves a glance."""

    BLOCKING = "blocking"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """A broken rule: the field, the reason, and what to do about it."""

    field: Field
    reason: Message
    remedy: Message
    severity: Severity = Severity.BLOCKING

    @property
    def blocking(self) -> bool:
        """Whether the edit cannot be sent as it is."""
        return self.severity is Severity.BLOCKING
