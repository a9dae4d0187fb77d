"""Asks the library for what the page shows, and again whenever something has changed."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from overpaint.domain.errors import OverpaintError
from overpaint.domain.library import LibraryCollection, LibraryFacets, LibraryOrder, LibraryQuery
from overpaint.services.library.library import Library
from overpaint.ui.background import Background
from overpaint.ui.library import texts
from overpaint.ui.library.grid import Group
from overpaint.ui.library.lane import Lane
from overpaint.ui.library.view_state import ViewState

_Read = TypeVar("_Read")
_BY_TIME = {LibraryOrder.NEWEST, LibraryOrder.OLDEST}
_GATHERED_MS = 60
_RESTED_MS = 250
"""Results of one edit come one after the other: they are shown together."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The results that the state of the page stands for.

    Attributes:
        state: What was asked.
        ids: Their rowids in order.
        groups: One for each day when they are in order of time.
        is_news: Whether the same was asked before, and something has changed since.
    """

    state: ViewState
    ids: array[int]
    groups: tuple[Group, ...]
    is_news: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """What the list at the side tells.

    Attributes:
        facets: Of everything that is not in the bin.
        binned: How many results are in the bin.
        collections: In their order.
    """

    facets: LibraryFacets
    binned: int
    collections: tuple[LibraryCollection, ...]


class LibraryAsker(QObject):
    """Keeps answers in step with the state and with the library.

    Args:
        library: The service; called on a worker only.
        parent: Owner.

    Attributes:
        answered: An `Answer`.
        facets_known: `LibraryFacets` of what is shown.
        overviewed: An `Overview`.
        failed: An `OverpaintError`.
    """

    answered = Signal(object)
    facets_known = Signal(object)
    overviewed = Signal(object)
    failed = Signal(object)

    def __init__(self, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._background = Background(self, workers=1)
        self._calculator = Background(self, workers=1)
        self._asking = Lane(self._background, self._on_failed)
        self._counting = Lane(self._background, self._on_failed)
        self._looking = Lane(self._background, self._on_failed)
        self._state = ViewState()
        self._asked_before: ViewState | None = None
        self._resting = QTimer(self, singleShot=True, interval=_RESTED_MS)
        self._resting.timeout.connect(self._count)
        self._gathering = QTimer(self, singleShot=True, interval=_GATHERED_MS)
        self._gathering.timeout.connect(self.refresh)

    @property
    def state(self) -> ViewState:
        """What is shown, or will be as soon as the answer is there."""
        return self._state

    def show_state(self, state: ViewState) -> None:
        """Ask for something else."""
        self._state = state
        self._ask()

    @Slot()
    def refresh(self) -> None:
        """Ask for the same again, and for everything that the list at the side tells."""
        self._ask()
        library = self._library

        def look() -> Overview:
            binned = len(library.ids(LibraryQuery(binned=True)))
            return Overview(library.facets(LibraryQuery()), binned, library.collections())

        self._looking.ask(look, self.overviewed.emit)

    @Slot()
    def refresh_soon(self) -> None:
        """Something has changed, and more of it may follow."""
        self._gathering.start()

    def read(self, work: Callable[[], _Read], done: Callable[[_Read], None]) -> None:
        """Read something that takes long, beside the answers."""
        self._calculator.run(work, done, self._on_failed)

    def close(self) -> None:
        """End the worker."""
        self._gathering.stop()
        self._resting.stop()
        self._background.close()
        self._calculator.close()

    def _ask(self) -> None:
        library, state = self._library, self._state
        today = datetime.now().astimezone().date()
        self._asking.ask(lambda: _answer(library, state, today), self._on_answer)
        self._resting.start()

    @Slot()
    def _count(self) -> None:
        """Takes longer than the answer itself: so not while somebody types."""
        library, state = self._library, self._state
        today = datetime.now().astimezone().date()
        self._counting.ask(lambda: library.facets(state.query(today)), self.facets_known.emit)

    def _on_answer(self, answer: tuple[ViewState, array[int], tuple[Group, ...]]) -> None:
        state, ids, groups = answer
        if state != self._state:
            return
        is_news = state == self._asked_before
        self._asked_before = state
        self.answered.emit(Answer(state, ids, groups, is_news))

    def _on_failed(self, error: OverpaintError) -> None:
        self.failed.emit(error)


def _answer(
    library: Library, state: ViewState, today: date
) -> tuple[ViewState, array[int], tuple[Group, ...]]:
    """Blocks: for a worker."""
    query = state.query(today)
    if state.order not in _BY_TIME:
        ids = library.ids(query)
        return state, ids, (Group("", len(ids)),)
    ids, days = library.days(query)
    groups = tuple(Group(texts.day_text(day, today), count) for day, count in days)
    return state, ids, groups
