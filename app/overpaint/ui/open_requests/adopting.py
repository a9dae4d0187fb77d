"""Brings results that were finished after a crash back into the edit that they were sent from."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from overpaint.domain.attempts import Attempt
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
        self._finished: list[FinishedAttempt] = []
        self._homeless: list[Attempt] = []
        requests.finished.connect(self._take)
        requests.homeless.connect(self._take_homeless)
        edits.changed.connect(self._look_again)

    @Slot(object)
    def _take(self, finished: FinishedAttempt) -> None:
        self._finished.append(finished)
        self._look_again()

    @Slot(object)
    def _take_homeless(self, attempt: Attempt) -> None:
        self._homeless.append(attempt)
        self._look_again()

    @Slot()
    def _look_again(self) -> None:
        finished = [one for one in self._finished if self._is_read(one.attempt)]
        homeless = [one for one in self._homeless if self._is_read(one)]
        # Placing one tells of a change, which leads here again.
        self._finished = [one for one in self._finished if one not in finished]
        self._homeless = [one for one in self._homeless if one not in homeless]
        for one in finished:
            self._place(one)
        for attempt in homeless:
            if self._has(attempt):
                self._requests.placed(attempt)
            else:
                self._requests.fetch(attempt, partial(self._on_fetched, attempt))

    def _on_fetched(self, attempt: Attempt, finished: FinishedAttempt | None) -> None:
        if finished is None:
            self._requests.placed(attempt)
        else:
            self._take(finished)

    def _is_read(self, attempt: Attempt) -> bool:
        edit = self._edits.find(attempt.facts.document)
        return edit is not None and edit.is_read

    def _has(self, attempt: Attempt) -> bool:
        tiles = self._tiles.items_of(attempt.facts.document)
        return any(item.job == attempt.job for item in tiles)

    def _place(self, finished: FinishedAttempt) -> None:
        attempt = finished.attempt
        self._requests.placed(attempt)
        if self._has(attempt):
            return
        variant, _ = finished.results[0]
        self._tiles.expect(
            attempt.job,
            variant=variant,
            answers=len(finished.results),
            prompt=attempt.facts.prompt,
            edit=attempt.facts.document,
        )
        results = tuple(result for _, result in finished.results)
        self._tiles.apply(
            Completed(attempt.job, results, attempt.request_id, attempt.usage, elapsed_s=0.0)
        )
