"""Note every finished result in the library; what goes wrong there never costs a result."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from overpaint.domain.charges import bill_for
from overpaint.domain.draft import Draft
from overpaint.domain.errors import OverpaintError
from overpaint.domain.events import Completed
from overpaint.domain.models import Model
from overpaint.domain.profiles import ServerProfile
from overpaint.domain.tallies import ResultRow

LIBRARY_NAME = "library.sqlite3"
"""The file in the data folder."""

_logger = logging.getLogger(__name__)


class Recorder:
    """Writes rows on whatever worker it is called; may be called from several at once.

    Args:
        path: The library's file.
        on_trouble: Is told once, on the thread of the worker, that the library takes no rows.
    """

    def __init__(self, path: Path, on_trouble: Callable[[OverpaintError], None]) -> None:
        self._path = path
        self._on_trouble = on_trouble
        self._told = threading.Lock()

    def note(self, draft: Draft, model: Model, profile: ServerProfile, event: Completed) -> None:
        """Add the results of a finished job; blocks until they are on disk.

        Args:
            draft: What was sent.
            model: Its row of the catalogue.
            profile: Where it was sent.
            event: What came of it.
        """
        # SQLite is loaded when the first result is there, not at the start.
        from overpaint.services.library.statistics import add_rows  # noqa: PLC0415

        now, bill = datetime.now(UTC), bill_for(draft, model, profile)
        count = len(event.results)
        spent = None if bill is None else bill.cost_usd(event.usage, count)
        rows = [
            ResultRow(
                time=now,
                model=draft.model,
                server=profile.name,
                drift=result.drift,
                pixels=result.answer.size.pixels,
                elapsed_s=event.elapsed_s,
                cost_usd=spent,
                quality=draft.quality.value,
                first_preview_s=event.first_preview_s,
            )
            for result in event.results
        ]
        try:
            add_rows(self._path, rows)
        except OverpaintError as error:
            _logger.warning("results not noted: %s %s", error, error.details)
            # The lock is taken for good by whoever is first.
            if self._told.acquire(blocking=False):
                self._on_trouble(error)
