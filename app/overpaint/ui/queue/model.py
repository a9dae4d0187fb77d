"""The queue as a list model: engine events change its rows, the engine's order sorts them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from enum import IntEnum

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QImage

from overpaint.domain.events import Completed, JobEvent, JobId, Queued, TerminalEvent, Waiting
from overpaint.domain.usual_time import UsualTime
from overpaint.services.queue import QueueOrder
from overpaint.ui.queue import texts
from overpaint.ui.queue.entry import QueueEntry, Section
from overpaint.ui.results.item import ResultState
from overpaint.ui.results.progress import advance
from overpaint.ui.thumbnails import ThumbnailLoader

_TICK_MS = 1000
_MOST_ENDED = 50
_STILL = {ResultState.QUEUED, ResultState.PAUSED}
_TOP = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


class QueueRole(IntEnum):
    """What the delegate reads beside Qt's own roles."""

    ENTRY = Qt.ItemDataRole.UserRole + 1
    PICTURE = Qt.ItemDataRole.UserRole + 2


class QueueModel(QAbstractListModel):
    """Running jobs first, then those that wait, then those that came to nothing, the last first.

    Attributes:
        counts_changed: ``(running, waiting)``.
        ended: ``(QueueEntry, TerminalEvent)``: a job has ended, and how.
    """

    counts_changed = Signal(int, int)
    ended = Signal(object, object)

    def __init__(
        self,
        loader: ThumbnailLoader,
        *,
        clock: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._loader = loader
        self._clock = clock
        self._entries: list[QueueEntry] = []
        self._rows: dict[JobId, int] = {}
        self._started: dict[JobId, float] = {}
        self._order = QueueOrder()
        self._ends = 0
        self._ended: dict[JobId, int] = {}
        self._counts = (0, 0)
        self._edge_px = 96
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._tick)
        loader.ready.connect(self._on_picture_ready)

    @property
    def entries(self) -> tuple[QueueEntry, ...]:
        """All rows, from top to bottom."""
        return tuple(self._entries)

    def section(self, section: Section) -> tuple[QueueEntry, ...]:
        """The rows of one section."""
        return tuple(entry for entry in self._entries if entry.section is section)

    def entry(self, job: JobId) -> QueueEntry | None:
        """The row of a job; None when it is not there."""
        row = self._rows.get(job)
        return None if row is None else self._entries[row]

    def row_of(self, job: JobId) -> int | None:
        """Where a job stands."""
        return self._rows.get(job)

    def set_edge_px(self, edge_px: int) -> None:
        """How long the longer edge of a picture is, device pixels."""
        self._edge_px = edge_px

    def add(self, entry: QueueEntry, replaces: JobId | None = None) -> None:
        """Take a job in that was submitted, in place of one that is tried again."""
        if replaces is not None:
            self.remove([replaces])
        row = sum(one.section <= entry.section for one in self._entries)
        self.beginInsertRows(_TOP, row, row)
        self._entries.insert(row, entry)
        self._number()
        self.endInsertRows()
        self._sort()
        self._watch()

    def apply(self, event: JobEvent) -> None:
        """Take in what happened to a job; of jobs that are not here nothing."""
        row = self._rows.get(event.job)
        if row is None or self._entries[row].section is Section.ENDED:
            return
        waits = isinstance(event, Queued | Waiting)
        if waits:
            self._started.pop(event.job, None)
        elapsed_s = 0.0 if waits else self._elapsed_s(event.job)
        old = self._entries[row]
        entry = replace(old, item=advance(old.item, event, elapsed_s)[0])
        if isinstance(event, TerminalEvent):
            self._end(row, entry, event)
        else:
            self._store(row, entry)
        self._watch()

    def set_order(self, order: QueueOrder) -> None:
        """Take over who runs and who waits, as the engine says."""
        self._order = order
        running, waiting = set(order.running), set(order.waiting)
        for row, entry in enumerate(self._entries):
            section = entry.section
            if entry.job in running:
                section = Section.RUNNING
            elif entry.job in waiting:
                section = Section.WAITING
            if section is not entry.section:
                self._store(row, replace(entry, section=section))
        self._sort()
        self._watch()

    def set_usual(self, usual: Callable[[QueueEntry], UsualTime | None]) -> None:
        """Ask for every job that has not ended how long it usually takes."""
        for row, entry in enumerate(self._entries):
            known = usual(entry)
            if entry.section is not Section.ENDED and known != entry.item.usual:
                self._store(row, replace(entry, item=replace(entry.item, usual=known)))

    def remove(self, jobs: Iterable[JobId]) -> None:
        """Take rows away that have ended; others stay."""
        for job in jobs:
            row = self._rows.get(job)
            if row is not None and self._entries[row].section is Section.ENDED:
                self._take_out(row)

    def clear_ended(self) -> None:
        """Take every row away that has ended."""
        self.remove([entry.job for entry in self.section(Section.ENDED)])

    def rowCount(self, parent: _Index = _TOP) -> int:
        """How many rows there are."""
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What the delegate and screen readers need."""
        if not index.isValid() or index.row() >= len(self._entries):
            return None
        entry = self._entries[index.row()]
        if role == QueueRole.ENTRY:
            return entry
        if role == QueueRole.PICTURE:
            return self._picture(entry)
        text = _TEXTS.get(role)
        return None if text is None else text(entry)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Rows that wait can be dragged."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        flags |= Qt.ItemFlag.ItemNeverHasChildren
        if self._entries[index.row()].section is Section.WAITING:
            flags |= Qt.ItemFlag.ItemIsDragEnabled
        return flags

    def _end(self, row: int, entry: QueueEntry, event: TerminalEvent) -> None:
        self._started.pop(entry.job, None)
        if isinstance(event, Completed):
            self._take_out(row)
        else:
            self._ends += 1
            self._ended[entry.job] = -self._ends
            entry = replace(entry, section=Section.ENDED)
            self._store(row, entry)
            self._sort()
            self.remove(extra.job for extra in self.section(Section.ENDED)[_MOST_ENDED:])
        self.ended.emit(entry, event)

    def _picture(self, entry: QueueEntry) -> QImage | None:
        """The newest preview while there is one, else the target."""
        item = entry.item
        path = item.picture if item.picture is not None else entry.target
        if path is None:
            return None
        found = self._loader.find(path, self._edge_px)
        if found is None:
            self._loader.request(path, self._edge_px)
            before = entry.target if path != entry.target else None
            return None if before is None else self._loader.find(before, self._edge_px)
        return found

    @Slot(object, int)
    def _on_picture_ready(self, path: object, _edge_px: int) -> None:
        for row, entry in enumerate(self._entries):
            if path in (entry.item.picture, entry.target):
                index = self.index(row)
                self.dataChanged.emit(index, index, [QueueRole.PICTURE])

    def _elapsed_s(self, job: JobId) -> float:
        return self._clock() - self._started.setdefault(job, self._clock())

    @Slot()
    def _tick(self) -> None:
        for row, entry in enumerate(self._entries):
            if entry.section is Section.RUNNING and entry.item.state not in _STILL:
                item = replace(entry.item, elapsed_s=self._elapsed_s(entry.job))
                self._store(row, replace(entry, item=item))

    def _watch(self) -> None:
        counts = tuple(len(self.section(part)) for part in (Section.RUNNING, Section.WAITING))
        if counts[0] and not self._timer.isActive():
            self._timer.start()
        elif not counts[0]:
            self._timer.stop()
        if counts != self._counts:
            self._counts = (counts[0], counts[1])
            self.counts_changed.emit(*counts)

    def _sort(self) -> None:
        """Bring the rows into the engine's order, the latest ends first of those that have ended.

        Views keep what is selected.
        """
        places = {job: n for n, job in enumerate((*self._order.running, *self._order.waiting))}
        last = len(places)
        wanted = sorted(
            self._entries,
            key=lambda one: (
                one.section,
                self._ended.get(one.job, places.get(one.job, last)),
            ),
        )
        if wanted == self._entries:
            return
        self.layoutAboutToBeChanged.emit()
        kept = self.persistentIndexList()
        jobs = [self._entries[index.row()].job for index in kept]
        self._entries = wanted
        self._number()
        self.changePersistentIndexList(kept, [self.index(self._rows[job]) for job in jobs])
        self.layoutChanged.emit()

    def _take_out(self, row: int) -> None:
        self.beginRemoveRows(_TOP, row, row)
        self._ended.pop(self._entries.pop(row).job, None)
        self._number()
        self.endRemoveRows()

    def _store(self, row: int, entry: QueueEntry) -> None:
        self._entries[row] = entry
        index = self.index(row)
        self.dataChanged.emit(index, index, [])

    def _number(self) -> None:
        self._rows = {entry.job: row for row, entry in enumerate(self._entries)}


_TEXTS: dict[int, Callable[[QueueEntry], str]] = {
    Qt.ItemDataRole.DisplayRole: texts.prompt,
    Qt.ItemDataRole.ToolTipRole: texts.tooltip,
    Qt.ItemDataRole.AccessibleTextRole: texts.spoken,
}
