"""The journal of paid requests as one edit writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from overpaint.domain.attempts import AttemptFacts
from overpaint.domain.events import JobId, Usage
from overpaint.services.library.journal import Journal


def _no_keepsake() -> None:
    """Nothing is needed to finish it but the answer."""


def _no_cost(_usage: Usage | None) -> None:
    """It is not known what a POST did cost."""


@dataclass(frozen=True, slots=True)
class EditJournal:
    """The journal as one edit writes it.

    Attributes:
        journal: All attempts on this machine.
        facts: What is the same for all jobs of the edit.
        keepsake: What it takes to finish an answer in another run of the program; called on a
            worker once the request is prepared.
        cost: What a POST did cost by what the server counted, US dollars; None when unknown.
    """

    journal: Journal
    facts: AttemptFacts
    keepsake: Callable[[], bytes | None] = _no_keepsake
    cost: Callable[[Usage | None], Decimal | None] = _no_cost

    def wait(self, jobs: Iterable[JobId]) -> None:
        """Write down jobs that wait for their turn; once is enough. Blocks.

        Raises:
            StorageError: They cannot be written down, so they must not be sent.
        """
        self.journal.wait(jobs, self.facts)
