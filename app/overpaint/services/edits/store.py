"""All edits on disk: a folder for each, saved, read, listed and thrown away. Blocks."""

from __future__ import annotations

import itertools
import logging
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from overpaint.domain.edit_document import EditCard, EditDocument, EditId
from overpaint.domain.errors import StorageError
from overpaint.domain.text import say
from overpaint.services.edits.document_file import (
    DocumentFile,
    StoredEdit,
    Written,
    change_card,
    read_card,
)
from overpaint.services.edits.open_tabs import OpenTabs, is_edit_id, write_open_tabs
from overpaint.services.edits.tiles import PlaneSource, StoredPlane

FILE_NAME = "edit.sqlite3"
"""The file in the folder of an edit."""

_DAMAGED = "damaged-"
_DAMAGE = (sqlite3.Error, KeyError, TypeError, ValueError, IndexError, AttributeError)
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """What is to be saved of an edit.

    Attributes:
        document: Everything but its masks, as it is now.
        sources: Where its masks are read from, and the input that each belongs to; live ones are
            read while it is saved.
    """

    document: EditDocument
    sources: tuple[tuple[str, PlaneSource], ...] = ()


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a save.

    Attributes:
        written: What was put on disk.
        is_whole: False when a mask was being changed for so long that it is not in it yet.
    """

    written: Written
    is_whole: bool = True


class EditStore:
    """Keeps the files of open edits open. One thread uses it.

    Args:
        folder: Has a folder for each edit.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._files: dict[EditId, DocumentFile] = {}
        self._planes: dict[EditId, Mapping[str, StoredPlane]] = {}

    def load(self, edit: EditId) -> StoredEdit:
        """Read an edit.

        Raises:
            StorageError: It cannot be read. A damaged one was put aside first, so that it is in
                nobody's way; one of a newer program stays.
        """
        file = self._file(edit)
        try:
            stored = file.read()
        except FileNotFoundError as error:
            self.release(edit)
            raise _gone(edit) from error
        except StorageError:
            self.release(edit)
            raise
        except (sqlite3.OperationalError, OSError) as error:
            # Locked, or a disk that cannot be read now: not damage.
            self.release(edit)
            raise _not_read(self._path(edit), error) from error
        except _DAMAGE as error:
            self.release(edit)
            raise self._put_aside(edit, error) from error
        self._planes[edit] = stored.planes
        return stored

    def save(self, snapshot: Snapshot) -> Saved:
        """Bring an edit on disk up to date; all of it is there when this returns, or nothing.

        Raises:
            StorageError: It cannot be written; what was there before is still there.
        """
        edit = snapshot.document.id
        known = self._planes.get(edit, {})
        planes: dict[str, StoredPlane] = {}
        is_whole = True
        for owner, source in snapshot.sources:
            found = source.planes(owner)
            if found is None:
                # An operation is half done: the tiles from before it stay.
                is_whole = False
                found = {n: p for n, p in known.items() if n.startswith(f"{owner}/")}
            planes.update(found)
        try:
            written = self._file(edit).write(snapshot.document, planes)
        except (sqlite3.Error, OSError) as error:
            self._files.pop(edit).close()
            self._planes.pop(edit, None)
            raise _not_saved(self._path(edit), error) from error
        self._planes[edit] = planes
        return Saved(written, is_whole)

    def release(self, edit: EditId) -> None:
        """Close the file of an edit that is not open any more."""
        self._planes.pop(edit, None)
        file = self._files.pop(edit, None)
        if file is not None:
            file.close()

    def mark_closed(self, edit: EditId, closed: datetime | None) -> None:
        """Note when the tab of an edit was closed; None for one that is open again.

        Raises:
            StorageError: It cannot be written.
        """
        self._change_card(edit, lambda card: replace(card, closed=closed))

    def set_listed(self, edit: EditId, *, listed: bool) -> None:
        """Let an edit stand in the list of recent ones, or not; nothing of it is lost.

        Raises:
            StorageError: It cannot be written.
        """
        self._change_card(edit, lambda card: replace(card, is_listed=listed))

    def _change_card(self, edit: EditId, change: Callable[[EditCard], EditCard]) -> None:
        self.release(edit)
        try:
            change_card(edit, self._path(edit), change)
        except (*_DAMAGE, OSError) as error:
            raise _not_saved(self._path(edit), error) from error

    def set_tabs(self, tabs: OpenTabs) -> None:
        """Write which edits are open.

        Raises:
            StorageError: It cannot be written.
        """
        try:
            write_open_tabs(self.folder, tabs)
        except OSError as error:
            raise _not_saved(self.folder, error) from error

    def card(self, edit: EditId) -> EditCard:
        """What a list of edits shows of one, without reading all of it.

        Raises:
            StorageError: As `load`; a damaged one was put aside, too.
        """
        try:
            return read_card(edit, self._path(edit))
        except (*_DAMAGE, OSError) as error:
            if self._path(edit).exists() and not isinstance(error, sqlite3.OperationalError):
                raise self._put_aside(edit, error) from error
            raise _gone(edit) from error

    def cards(self, limit: int = 20) -> tuple[EditCard, ...]:
        """The listed edits that were changed last, the latest first, without damaged ones."""
        listed = (card for card in self._all_cards() if card.is_listed)
        found = itertools.islice(listed, limit)
        return tuple(sorted(found, key=lambda card: card.changed, reverse=True))

    def forget(self, edit: EditId) -> None:
        """Throw an edit away; its results and pictures are files of their own and stay.

        Raises:
            StorageError: It cannot be taken away.
        """
        self.release(edit)
        try:
            shutil.rmtree(self.folder / edit)
        except FileNotFoundError:
            return
        except OSError as error:
            raise _not_read(self.folder / edit, error) from error

    def purge(self, before: datetime) -> int:
        """Throw away what was closed before a time; returns how many edits went.

        Nothing goes when nothing was changed since: then nobody was here for so long, or the clock
        has leapt.
        """
        cards = list(self._all_cards())
        if all(card.changed < before for card in cards):
            return 0
        old = [card.id for card in cards if card.closed is not None and card.closed < before]
        for edit in old:
            self.forget(edit)
        return len(old)

    def close(self) -> None:
        """Close every file."""
        for edit in tuple(self._files):
            self.release(edit)

    def _all_cards(self) -> Iterator[EditCard]:
        """Every edit that can be read, the one written last first."""
        for edit in self._latest():
            try:
                yield read_card(edit, self._path(edit))
            except (*_DAMAGE, StorageError, OSError) as error:
                _logger.warning("edit %s: no card (%s)", edit, type(error).__name__)

    def _file(self, edit: EditId) -> DocumentFile:
        if not is_edit_id(edit):
            raise _gone(edit)
        if edit not in self._files:
            self._files[edit] = DocumentFile(edit, self._path(edit))
        return self._files[edit]

    def _path(self, edit: EditId) -> Path:
        return self.folder / edit / FILE_NAME

    def _latest(self) -> list[EditId]:
        """Every edit that has a file, the one written last first."""
        try:
            names = [entry.name for entry in self.folder.iterdir() if is_edit_id(entry.name)]
        except FileNotFoundError:
            return []
        timed = [(_written_ns(self.folder / name), EditId(name)) for name in names]
        return [edit for written_ns, edit in sorted(timed, reverse=True) if written_ns]

    def _put_aside(self, edit: EditId, error: Exception) -> StorageError:
        now = datetime.now(UTC)
        aside = self.folder / f"{_DAMAGED}{now:%Y%m%d-%H%M%S}-{edit}"
        try:
            (self.folder / edit).replace(aside)
        except OSError as refused:
            _logger.warning("edit %s: cannot be put aside (%s)", edit, refused)
            aside = self.folder / edit
        _logger.warning("edit %s is damaged: %s: %s", edit, type(error).__name__, error)
        return StorageError(
            say("edits", "An edit is damaged and cannot be opened."),
            why=say("edits", "Its file cannot be understood: {reason}.", reason=str(error)),
            remedy=say("edits", "It was put aside as {path}; its results and pictures are where "
                       "they were.", path=str(aside)),
            details=type(error).__name__,
        )  # fmt: skip


def _written_ns(folder: Path) -> int:
    """When an edit was written last, nanoseconds since 1970; 0 for no edit."""
    newest = 0
    for name in (FILE_NAME, f"{FILE_NAME}-wal"):
        try:
            newest = max(newest, (folder / name).stat().st_mtime_ns)
        except OSError:
            continue
    return newest


def _not_saved(path: Path, error: Exception) -> StorageError:
    return StorageError(
        say("edits", "The edit could not be saved."),
        why=say("edits", "{path}: {reason}.", path=str(path), reason=str(error)),
        remedy=say("edits", "Make room on the disk, or see that the folder can be written to: it "
                   "is tried again."),
        details=type(error).__name__,
    )  # fmt: skip


def _not_read(path: Path, error: Exception) -> StorageError:
    return StorageError(
        say("edits", "An edit cannot be opened."),
        why=say("edits", "{path}: {reason}.", path=str(path), reason=str(error)),
        remedy=say("edits", "See that the folder can be read, and start Overpaint again."),
        details=type(error).__name__,
    )


def _gone(edit: EditId) -> StorageError:
    return StorageError(
        say("edits", "An edit is not there any more."),
        why=say("edits", "Its folder was taken away."),
        remedy=say("edits", "Open its pictures again; results are in the results folder."),
        details=str(edit),
    )
