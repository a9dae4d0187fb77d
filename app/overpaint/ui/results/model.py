"""The results of the current edit as a list model; engine events change it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from enum import IntEnum
from pathlib import Path

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

from overpaint.domain.draft import InputImage
from overpaint.domain.events import JobEvent, JobId, Queued, Result, Waiting
from overpaint.domain.frame import ContextFrame
from overpaint.domain.usual_time import UsualTime
from overpaint.ui.money import Bill
from overpaint.ui.results import texts
from overpaint.ui.results.aside import Elsewhere, TilesAside
from overpaint.ui.results.item import ORIGINAL_KEY, ResultItem, ResultState
from overpaint.ui.results.progress import advance
from overpaint.ui.thumbnails import ThumbnailLoader

_TICK_MS = 1000
_TOP = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


class ResultRole(IntEnum):
    """What a delegate reads beside Qt's own roles."""

    ITEM = Qt.ItemDataRole.UserRole + 1
    PICTURE = Qt.ItemDataRole.UserRole + 2


class ResultsModel(QAbstractListModel):
    """The original first, then one tile per job and variant, in the order they were asked for.

    The tiles are those of the edit at hand. Those of other open edits are kept aside, and what
    happens to their jobs is told apart from what happens here.

    Attributes:
        running_changed: How many jobs of this edit are under way now.
        item_changed: A `ResultItem` that is another one now: the window refreshes what it shows.
        elsewhere_changed: ``(edit id, ResultItem)``: the same in an edit that is not at hand.
    """

    running_changed = Signal(int)
    item_changed = Signal(object)
    elsewhere_changed = Signal(str, object)

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
        self._items: list[ResultItem] = []
        self._edit = ""
        self._aside = TilesAside()
        self._started: dict[JobId, float] = {}
        self._shown: dict[str, QImage] = {}
        self._edge_px = 256
        self._running = 0
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._tick)
        loader.ready.connect(self._on_picture_ready)

    def show_edit(self, edit: str) -> None:
        """Show the tiles of another edit; those that were shown are kept aside."""
        if edit == self._edit:
            return
        self.beginResetModel()
        self._aside.keep(self._edit, self._items)
        self._edit = edit
        self._items = self._aside.take(edit)
        self._shown.pop(ORIGINAL_KEY, None)
        self.endResetModel()
        self._watch()

    def name_edit(self, edit: str) -> None:
        """Tell which edit the tiles that are shown belong to; they stay."""
        self._edit = edit

    def put_aside(self, edit: str, items: Iterable[ResultItem]) -> None:
        """Take over the tiles of an edit that is not at hand, in the place of what it had."""
        self._aside.keep(edit, items)

    def forget_edit(self, edit: str) -> None:
        """Drop the tiles of an edit that is not at hand; their files stay."""
        for item in self._aside.take(edit):
            self._shown.pop(item.key, None)

    def items_of(self, edit: str) -> tuple[ResultItem, ...]:
        """The tiles of an open edit, at hand or not."""
        return tuple(self._items) if edit == self._edit else self._aside.of(edit)

    def set_original(self, image: InputImage | None) -> None:
        """Show the target as the first tile; None takes it away."""
        has_one = bool(self._items) and self._items[0].state is ResultState.ORIGINAL
        if image is None:
            if has_one:
                self._remove_row(0)
            return
        item = ResultItem(ORIGINAL_KEY, ResultState.ORIGINAL, picture=image.path, size=image.size)
        if not has_one:
            self._insert(0, [item])
        elif item != self._items[0]:
            self._shown.pop(ORIGINAL_KEY, None)
            self._store(0, item)

    def expect(
        self,
        job: JobId,
        *,
        variant: int = 1,
        answers: int = 1,
        previews: int = 0,
        prompt: str = "",
        frame: ContextFrame | None = None,
        bill: Bill | None = None,
        replaces: JobId | None = None,
        edit: str | None = None,
        usual: UsualTime | None = None,
    ) -> None:
        """Announce a job: what its events do not tell.

        Args:
            job: The job, before or after its first event.
            variant: 1-based number among the jobs of one edit.
            answers: Results that this one job brings.
            previews: Partial images asked for.
            prompt: What was asked for.
            frame: The part of the target that is sent; None for all of it.
            bill: What each result is expected to cost; None where nothing is charged.
            replaces: A failed or cancelled job that is tried again: its tile is used.
            edit: The edit that it belongs to; the one at hand unless told.
            usual: How long such a job usually takes; None while too little is known.
        """
        row = self._row_of(job)
        if row is None and replaces is not None:
            row = self._row_of(replaces)
        facts = ResultItem(
            str(job), ResultState.QUEUED, job=job, variant=variant, answers=answers,
            previews_expected=previews, prompt=prompt, frame=frame, bill=bill, usual=usual,
        )  # fmt: skip
        if edit is not None and edit != self._edit:
            self._aside.expect(edit, facts, replaces)
            self.elsewhere_changed.emit(edit, facts)
        elif row is None:
            self._insert(len(self._items), [facts])
        elif self._items[row].job == job:
            known = replace(
                self._items[row], variant=variant, answers=answers, previews_expected=previews,
                prompt=prompt, frame=frame, bill=bill, usual=usual,
            )  # fmt: skip
            self._store(row, known)
        else:
            self._shown.pop(self._items[row].key, None)
            self._store(row, facts)
        self._watch()

    def apply(self, event: JobEvent) -> None:
        """Take in what happened to a job; called on the GUI thread. The only way in for events."""
        row = self._row_of(event.job)
        if row is None and self._apply_elsewhere(event):
            return
        if row is None:
            self._insert(
                len(self._items), [ResultItem(str(event.job), ResultState.QUEUED, job=event.job)]
            )
            row = len(self._items) - 1
        item = self._items[row]
        if not item.running:
            return
        first, *more = self._advanced(item, event)
        self._store(row, first)
        if more:
            self._insert(row + 1, more)
        self._watch()

    def put_result(self, key: str, result: Result, *, rewritten: bool = True) -> None:
        """Take over another state of a result; a tile that is gone stays gone.

        Args:
            key: The tile.
            result: What it is now.
            rewritten: Whether its file has other content.
        """
        row = self.row_of_key(key)
        if row is not None:
            self._store(row, self._remade(self._items[row], result, rewritten=rewritten))
            return
        self._tell_elsewhere(
            self._aside.change(
                lambda item: item.key == key,
                lambda item: [self._remade(item, result, rewritten=rewritten)],
            )
        )

    def insert_after(self, keys: Iterable[str], item: ResultItem) -> None:
        """Put a finished tile behind the last of some others; at the end when they are gone."""
        rows = [row for row in map(self.row_of_key, keys) if row is not None]
        self._insert(max(rows) + 1 if rows else len(self._items), [item])

    def remove(self, key: str) -> None:
        """Take a tile away; its file stays. Running jobs keep theirs."""
        row = next((row for row, item in enumerate(self._items) if item.key == key), None)
        if row is not None and not self._items[row].running and key != ORIGINAL_KEY:
            self._remove_row(row)

    def clear(self) -> None:
        """Start over with an empty strip."""
        self.beginResetModel()
        self._items.clear()
        self._shown.clear()
        self._started.clear()
        self.endResetModel()
        self._watch()

    def item(self, row: int) -> ResultItem:
        """The tile in that row."""
        return self._items[row]

    def row_of_key(self, key: str) -> int | None:
        """Where a tile is."""
        return next((row for row, item in enumerate(self._items) if item.key == key), None)

    def shows_job(self, job: JobId) -> bool:
        """Whether a job belongs to the edit at hand."""
        return self._row_of(job) is not None

    def running_jobs(self) -> tuple[JobId, ...]:
        """The jobs under way, in their order."""
        return tuple(item.job for item in self._items if item.running and item.job is not None)

    def set_edge_px(self, edge_px: int) -> None:
        """How large the pictures of the tiles are to be, device pixels."""
        if edge_px != self._edge_px:
            self._edge_px = edge_px
            self._tell(0, len(self._items) - 1, [ResultRole.PICTURE])

    def rowCount(self, parent: _Index = _TOP) -> int:
        """How many tiles there are."""
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What the delegate, screen readers and the drag need."""
        if not index.isValid() or index.row() >= len(self._items):
            return None
        item = self._items[index.row()]
        if role == ResultRole.PICTURE:
            return self._picture(item)
        if role == ResultRole.ITEM:
            return item
        text = _TEXTS.get(role)
        return None if text is None else text(item)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Tiles with a file can be dragged."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        flags |= Qt.ItemFlag.ItemNeverHasChildren
        if self._items[index.row()].file is not None:
            flags |= Qt.ItemFlag.ItemIsDragEnabled
        return flags

    def _picture(self, item: ResultItem) -> QImage | None:
        """The newest picture at hand; the one before it until then, so that nothing flickers."""
        if item.picture is None:
            return None
        found = self._loader.find(item.picture, self._edge_px)
        if found is None:
            self._loader.request(item.picture, self._edge_px)
            return self._shown.get(item.key)
        self._shown[item.key] = found
        return found

    @Slot(object, int)
    def _on_picture_ready(self, path: Path, _edge_px: int) -> None:
        for row, item in enumerate(self._items):
            if item.picture == path:
                self._tell(row, row, [ResultRole.PICTURE])

    def _elapsed_s(self, job: JobId) -> float:
        """Seconds since the job was first heard of after queueing."""
        return self._clock() - self._started.setdefault(job, self._clock())

    @Slot()
    def _tick(self) -> None:
        for row, item in enumerate(self._items):
            if item.running and item.job is not None and item.state not in _STILL:
                self._store(row, replace(item, elapsed_s=self._elapsed_s(item.job)))

    def _watch(self) -> None:
        """Let the clock run while something runs, and tell how many there are."""
        running = len(self.running_jobs())
        if running and not self._timer.isActive():
            self._timer.start()
        elif not running:
            self._timer.stop()
        if running != self._running:
            self._running = running
            self.running_changed.emit(running)

    def _remade(self, item: ResultItem, result: Result, *, rewritten: bool) -> ResultItem:
        if rewritten:
            self._loader.forget(result.path)
            has_file = not item.is_mix or result.path != result.answer.path
            picture = result.path if has_file else None
            item = replace(item, picture=picture, size=result.size, warning=None)
        return replace(item, result=result)

    def _apply_elsewhere(self, event: JobEvent) -> bool:
        """Take in what happened to a job of an edit that is not at hand; False for no such job."""
        found = self._aside.change(
            lambda item: item.job == event.job,
            lambda item: self._advanced(item, event) if item.running else [],
        )
        self._tell_elsewhere(found)
        return found is not None

    def _tell_elsewhere(self, found: Elsewhere | None) -> None:
        if found is not None:
            for item in found.items:
                self.elsewhere_changed.emit(found.edit, item)

    def _advanced(self, item: ResultItem, event: JobEvent) -> list[ResultItem]:
        """What becomes of a running tile."""
        waits = isinstance(event, Queued | Waiting)
        if waits:
            # The time that is shown begins with the attempt that is under way.
            self._started.pop(event.job, None)
        fresh = advance(item, event, 0.0 if waits else self._elapsed_s(event.job))
        if item.picture is not None and item.picture != fresh[0].picture:
            self._loader.forget(item.picture)
        return fresh

    def _row_of(self, job: JobId) -> int | None:
        return next((row for row, item in enumerate(self._items) if item.job == job), None)

    def _insert(self, row: int, items: list[ResultItem]) -> None:
        self.beginInsertRows(_TOP, row, row + len(items) - 1)
        self._items[row:row] = items
        self.endInsertRows()

    def _remove_row(self, row: int) -> None:
        self.beginRemoveRows(_TOP, row, row)
        item = self._items.pop(row)
        self._shown.pop(item.key, None)
        self.endRemoveRows()

    def _store(self, row: int, item: ResultItem) -> None:
        self._items[row] = item
        self._tell(row, row, [])
        self.item_changed.emit(item)

    def _tell(self, first: int, last: int, roles: list[int]) -> None:
        if 0 <= first <= last:
            self.dataChanged.emit(self.index(first), self.index(last), roles)


_STILL = {ResultState.QUEUED, ResultState.PAUSED}
_TEXTS: dict[int, Callable[[ResultItem], str]] = {
    Qt.ItemDataRole.DisplayRole: texts.title,
    Qt.ItemDataRole.ToolTipRole: texts.tooltip,
    Qt.ItemDataRole.AccessibleTextRole: texts.spoken,
}
