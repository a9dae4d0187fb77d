"""What was spent, known to the window without asking the disk each time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from overpaint.domain.limits import Limits, LimitVerdict, judge
from overpaint.domain.spending import (
    Certainty,
    Grouping,
    Spend,
    Spent,
    Total,
    spent_by,
    start_of_month,
    totals,
)
from overpaint.ui.background import Background
from overpaint.ui.settings_store import SettingsStore

_LOOK_EVERY_MS = 60_000
_SETTLED_AFTER_MS = 400


@dataclass(frozen=True, slots=True)
class _Books:
    """What the library says, added up on the worker: thousands of sums are felt while typing.

    Attributes:
        spent: What counts against the limits.
        by_model: This month, the dearest model first.
        jobs: Whose sums are among them.
    """

    spent: Spent
    by_model: tuple[tuple[str, Total], ...]
    jobs: frozenset[str]

    @classmethod
    def of(cls, spends: Sequence[Spend], now: datetime) -> _Books:
        """Add up the sums of this month."""
        jobs = frozenset(spend.job for spend in spends if spend.job)
        return cls(spent_by(spends, now), totals(spends, Grouping.MODEL), jobs)


class SpendLedger(QObject):
    """Reads the library on a worker; jobs that it does not know yet count by their estimate.

    Args:
        path: The library's file.
        settings: The limits.
        background: The worker.

    Attributes:
        changed: Another sum, another limit, or another day.
        failed: An `OverpaintError`: the library could not be read. Told once until it can be.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(
        self, path: Path, settings: SettingsStore, background: Background, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._path = path
        self._settings = settings
        self._background = background
        self._books = _Books.of((), datetime.now(UTC))
        self._held: dict[str, Spend] = {}
        self._waiting: list[Callable[[], None]] = []
        self._is_reading = False
        self._again = False
        self._told = False
        self._timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.refresh)
        self._soon = QTimer(self, interval=_SETTLED_AFTER_MS, singleShot=True)
        self._soon.timeout.connect(self.refresh)
        settings.changed.connect(self._on_settings)

    @property
    def limits(self) -> Limits:
        """The limits that hold now."""
        return self._settings.settings.limits

    @property
    def by_model(self) -> tuple[tuple[str, Total], ...]:
        """What was spent this month on each model, the dearest first."""
        return self._books.by_model

    def spent(self) -> Spent:
        """What counts against the limits now, as far as it is known."""
        spent = self._books.spent.on(datetime.now(UTC).astimezone().date())
        for job, held in self._held.items():
            if job not in self._books.jobs:
                spent = spent.plus(held)
        return spent

    def verdict(self, next_usd: Decimal | None) -> LimitVerdict:
        """What the limits say to an edit that costs at most so much; see `limits.judge`."""
        return judge(self.limits, self.spent(), next_usd)

    def check(self, next_usd: Decimal | None, then: Callable[[LimitVerdict], None]) -> None:
        """Judge an edit by what is on disk, where other processes may have spent something, too.

        Without limits, and for an edit that is free, the answer comes at once.
        """
        if self.limits == Limits() or next_usd == 0:
            then(self.verdict(next_usd))
            return
        self._waiting.append(lambda: then(self.verdict(next_usd)))
        self.refresh()

    def hold(self, jobs: Sequence[str], model: str, server: str, most_usd: Decimal | None) -> None:
        """Count jobs that have just been begun and may cost so much together."""
        if not most_usd:
            return
        now, each = datetime.now(UTC), most_usd / len(jobs)
        for job in jobs:
            self._held[job] = Spend(now, model, server, each, Certainty.UNDER_WAY, job=job)
        self.changed.emit()

    @Slot(object)
    def settle(self, job: object) -> None:
        """A job has ended: what it did cost is in the library, or will be in a moment."""
        if self._held.pop(str(job), None) is not None:
            self.refresh()
        self.refresh_soon()

    @Slot()
    def refresh_soon(self) -> None:
        """Read in a moment: when the window is there, or a job's end is written down."""
        self._soon.start()

    @Slot()
    def refresh(self) -> None:
        """Read anew; several calls at once read twice at most."""
        self._timer.start()
        if self._is_reading:
            self._again = True
            return
        self._is_reading, path = True, self._path

        def read() -> _Books:
            from overpaint.services.library.spending import (  # noqa: PLC0415 - loads SQLite
                read_spends,
            )

            now = datetime.now(UTC)
            return _Books.of(read_spends(path, start_of_month(now)), now)

        self._background.run(read, self._on_read, self._on_failed)

    def _on_read(self, books: _Books) -> None:
        self._told = False
        self._books = books
        self._conclude()

    def _on_failed(self, error: object) -> None:
        if not self._told:
            self._told = True
            self.failed.emit(error)
        self._conclude()

    def _conclude(self) -> None:
        self._is_reading = False
        if self._again:
            self._again = False
            self.refresh()
            return
        self.changed.emit()
        waiting, self._waiting = self._waiting, []
        for ask in waiting:
            ask()

    @Slot(object, object)
    def _on_settings(self, old: object, new: object) -> None:
        if getattr(old, "limits", None) != getattr(new, "limits", None):
            self.changed.emit()
