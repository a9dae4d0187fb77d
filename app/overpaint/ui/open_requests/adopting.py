"""Brings results that were finished after a crash back into the edit that they were sent from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from overpaint.domain.events import Completed
from overpaint.ui.edits.desk import EditsDesk
from overpaint.ui.open_requests.desk import OpenRequests
from overpaint.ui.results.model import ResultsModel

if TYPE_CHECKING:
    # SQLite and pixels: only the worker that looks needs them.
    from overpaint.services.recovery import FinishedAttempt


class Adoption(QObject):
    """Adds a tile for each of them, as soon as their edit has been read.

    Args:
        requests: Tells of them.
        edits: The open edits.
        tiles: Shows the results of all of them.
    """

    def __init__(self, requests: OpenRequests, edits: EditsDesk, tiles: ResultsModel) -> None:
        super().__init__(requests)
        self._requests = requests
        self._edits = edits
        self._tiles = tiles
        self._homeless: list[FinishedAttempt] = []
        requests.finished.connect(self._take)
        edits.changed.connect(self._look_again)

    @Slot(object)
    def _take(self, finished: FinishedAttempt) -> None:
        self._homeless.append(finished)
        self._look_again()

    @Slot()
    def _look_again(self) -> None:
        waiting, self._homeless = self._homeless, []
        self._homeless = [one for one in waiting if not self._is_at_home(one)]

    def _is_at_home(self, finished: FinishedAttempt) -> bool:
        """Whether its edit has it now."""
        attempt = finished.attempt
        edit = self._edits.find(attempt.facts.document)
        if edit is None or not edit.is_read:
            return False
        keys = {item.job for item in self._tiles.items_of(edit.id)}
        self._requests.placed(finished)
        if attempt.job in keys:
            return True
        variant, _ = finished.results[0]
        self._tiles.expect(
            attempt.job,
            variant=variant,
            answers=len(finished.results),
            prompt=attempt.facts.prompt,
            edit=edit.id,
        )
        results = tuple(result for _, result in finished.results)
        self._tiles.apply(
            Completed(attempt.job, results, attempt.request_id, attempt.usage, elapsed_s=0.0)
        )
        return True
