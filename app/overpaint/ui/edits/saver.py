"""Save edits as they are made: what changes is on disk a moment later, and nobody waits for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from overpaint.domain.edit_document import EditDocument, EditId
from overpaint.domain.errors import OverpaintError, StorageError
from overpaint.ui.background import Background

if TYPE_CHECKING:
    # SQLite and numpy are loaded by the worker.
    from overpaint.imaging.mask.layers import MaskLayers
    from overpaint.imaging.mask.shelf import PackedMask
    from overpaint.services.edits.store import EditStore, Snapshot
    from overpaint.services.edits.tiles import PlaneSource

PAUSE_MS = 400
"""From the first change to its save: with the save itself well under a second."""

_AGAIN_MS = 5000


@dataclass(frozen=True, slots=True, eq=False)
class Collected:
    """What is to be saved of an edit: values and references, nothing is copied.

    Attributes:
        document: Everything but its masks.
        layers: The live masks, with the ids of their inputs.
        kept: Masks that are kept aside: id of the input, name, mask.
    """

    document: EditDocument
    layers: tuple[tuple[str, MaskLayers], ...] = ()
    kept: tuple[tuple[str, str, PackedMask], ...] = ()


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of one save.

    Attributes:
        edit: The edit.
        saved: As it was saved; None when it was not.
        is_whole: Whether its masks are in it, too.
        error: Why it was not saved.
    """

    edit: EditId
    saved: EditDocument | None = None
    is_whole: bool = True
    error: OverpaintError | None = None


class EditsDisk:
    """The store, made by the worker that uses it.

    Args:
        folder: Has a folder for each edit.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._store: EditStore | None = None

    @property
    def store(self) -> EditStore:
        """The edits on disk; for the worker only."""
        if self._store is None:
            from overpaint.services.edits.store import EditStore  # noqa: PLC0415 - on the worker

            self._store = EditStore(self.folder)
        return self._store

    def close(self) -> None:
        """Let go of every file; on the worker."""
        if self._store is not None:
            self._store.close()


class Autosaver(QObject):
    """Saves every edit that has changed, all of them at most `PAUSE_MS` after the first change.

    A later change does not put the save off. On the window's thread it only collects references;
    the worker compares, packs and writes, each edit in one transaction.

    Args:
        disk: The edits on disk.
        worker: Has one thread, which alone touches `disk`.
        collect: Gives what is to be saved of an edit; None when there is nothing to save.

    Attributes:
        saved: ``(edit id, datetime)``: the edit is on disk as it was at that time.
        settled: Everything that was noted is on disk.
        failed: An `OverpaintError`, once until a save succeeds; it is tried again.
    """

    saved = Signal(str, object)
    settled = Signal()
    failed = Signal(object)

    def __init__(
        self,
        disk: EditsDisk,
        worker: Background,
        collect: Callable[[EditId], Collected | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._disk = disk
        self._worker = worker
        self._collect = collect
        self._dirty: dict[EditId, None] = {}
        self._last: dict[EditId, EditDocument] = {}
        self._painted: set[EditId] = set()
        self._is_busy = False
        self._told = False
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self._save)

    @property
    def is_settled(self) -> bool:
        """Whether everything that was noted is on disk."""
        return not (self._dirty or self._is_busy)

    def note(self, edit: EditId, *, painted: bool = False) -> None:
        """An edit has changed.

        Args:
            edit: Its id.
            painted: Whether a mask has, which cannot be seen from the document.
        """
        self._dirty[edit] = None
        if painted:
            self._painted.add(edit)
        if not (self._is_busy or self._timer.isActive()):
            self._timer.start(PAUSE_MS)

    def know(self, document: EditDocument) -> None:
        """An edit is on disk like this."""
        self._last[document.id] = document

    def forget(self, edit: EditId) -> None:
        """An edit is to be saved no more."""
        self._dirty.pop(edit, None)
        self._painted.discard(edit)
        self._last.pop(edit, None)

    def saved_document(self, edit: EditId) -> EditDocument | None:
        """The edit as it is on disk; None when it is not."""
        return self._last.get(edit)

    def flush(self) -> None:
        """Begin to save now what has not been saved yet."""
        self._timer.stop()
        if not self._is_busy:
            self._save()

    def save_now(self, collected: Collected) -> None:
        """Save an edit as it is, whatever was saved of it before: its tab is closed."""
        self._worker.run(lambda: _save_all(self._disk, [collected]), self._on_left, self._tell)

    def close(self) -> None:
        """Hand everything to the worker, whoever closes that waits for it."""
        self._timer.stop()
        batch = [self._as_of_its_change(one) for one in self._collected()]
        if batch:
            self._worker.run(lambda: _save_all(self._disk, batch), _ignore, _ignore)

    @Slot()
    def _save(self) -> None:
        batch = self._collected()
        if not batch:
            self.settled.emit()
            return
        self._is_busy = True
        self._worker.run(lambda: _save_all(self._disk, batch), self._on_saved, self._on_broken)

    def _collected(self) -> list[Collected]:
        dirty, self._dirty = list(self._dirty), {}
        painted, self._painted = self._painted, set()
        found = [one for edit in dirty if (one := self._collect(edit)) is not None]
        return [one for one in found if self._is_news(one.document, painted)]

    def _as_of_its_change(self, collected: Collected) -> Collected:
        """Leave the time as it was where nothing else is another one."""
        last = self._last.get(collected.document.id)
        if last is None or last.at(collected.document.changed) != collected.document:
            return collected
        return replace(collected, document=last)

    def _is_news(self, document: EditDocument, painted: set[EditId]) -> bool:
        last = self._last.get(document.id)
        return document.id in painted or last is None or last.at(document.changed) != document

    def _on_saved(self, outcomes: Iterable[_Outcome]) -> None:
        self._is_busy = False
        errors = []
        for outcome in outcomes:
            if outcome.saved is not None:
                self._last[outcome.edit] = outcome.saved
                self.saved.emit(outcome.edit, outcome.saved.changed)
            if not outcome.is_whole or outcome.error is not None:
                self._dirty[outcome.edit] = None
                self._painted.add(outcome.edit)
            if outcome.error is not None:
                errors.append(outcome.error)
        self._go_on(errors)

    def _on_left(self, outcomes: Iterable[_Outcome]) -> None:
        for outcome in outcomes:
            if outcome.error is not None:
                self._tell(outcome.error)

    def _tell(self, error: OverpaintError) -> None:
        self.failed.emit(error)

    def _on_broken(self, error: OverpaintError) -> None:
        self._is_busy = False
        self._go_on([error])

    def _go_on(self, errors: list[OverpaintError]) -> None:
        if errors and not self._told:
            self.failed.emit(errors[0])
        self._told = bool(errors)
        if self._dirty:
            self._timer.start(_AGAIN_MS if errors else PAUSE_MS)
        elif not errors:
            self.settled.emit()


def _save_all(disk: EditsDisk, batch: Iterable[Collected]) -> list[_Outcome]:
    outcomes = []
    for one in batch:
        edit = one.document.id
        try:
            saved = disk.store.save(_snapshot(one))
        except StorageError as error:
            outcomes.append(_Outcome(edit, error=error))
        else:
            outcomes.append(_Outcome(edit, one.document, saved.is_whole))
    return outcomes


def _snapshot(collected: Collected) -> Snapshot:
    from overpaint.services.edits.store import Snapshot  # noqa: PLC0415 - on the worker
    from overpaint.services.edits.tiles import LayersSource, PackedSource  # noqa: PLC0415

    sources: list[tuple[str, PlaneSource]] = []
    sources += [(owner, LayersSource(layers)) for owner, layers in collected.layers]
    sources += [(owner, PackedSource(name, mask)) for owner, name, mask in collected.kept]
    return Snapshot(collected.document, tuple(sources))


def now_here() -> datetime:
    """This moment, in the time zone of the person."""
    return datetime.now().astimezone()


def _ignore(_outcome: object) -> None:
    """The program ends: the log has what went wrong."""
