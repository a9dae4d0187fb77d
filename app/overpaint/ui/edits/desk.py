"""The open edits: which there are, which is at hand, and that all of them are on disk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from overpaint.domain.draft import Draft
from overpaint.domain.edit_document import EditId, new_edit_id, title_of
from overpaint.domain.errors import OverpaintError
from overpaint.ui.background import Background
from overpaint.ui.edits.exchange import Exchange, running_in
from overpaint.ui.edits.open_edit import OpenEdit
from overpaint.ui.edits.reading import ReadEdit, ReadTabs, read_edit, read_tabs
from overpaint.ui.edits.saver import Autosaver, Collected, EditsDisk, now_here
from overpaint.ui.window_parts import WindowParts
from overpaint.ui.workspaces import Workspace

if TYPE_CHECKING:
    # It is made of these parts, and has one of these.
    from overpaint.ui.panels import Panels

_Answer = TypeVar("_Answer")

EDITS_NAME = "edits"
"""The folder in the data folder."""


class EditsDesk(QObject):
    """Opens, exchanges, closes and saves edits.

    There is always one at hand; before anything was done it is an empty one, which is not saved.

    Args:
        panels: What belongs to the edit at hand.
        parts: The draft, and where data is.

    Attributes:
        saver: Saves what changes.
        exchange: Puts one edit in the place of another.
        changed: There are other edits, in another order, or other things are known of them.
        switched: Another edit is at hand.
        restored: What was open when the program ended last is open again.
        closed: ``(EditId, str)``: a tab was closed; id and title.
        put_away: An edit without a tab was saved as it is.
        failed: An `OverpaintError`.
    """

    changed = Signal()
    switched = Signal()
    restored = Signal()
    closed = Signal(str, str)
    put_away = Signal()
    failed = Signal(object)

    def __init__(self, panels: Panels, parts: WindowParts, parent: QObject) -> None:
        super().__init__(parent)
        self._panels = panels
        self._parts = parts
        # One thread: SQLite's files belong to it, and saves are made in their order.
        self._worker = Background(self, workers=1)
        self._disk = EditsDisk(parts.paths.data / EDITS_NAME)
        self.exchange = Exchange(panels, parts, self)
        self.saver = Autosaver(self._disk, self._worker, self._collect, self)
        self._current = self._blank()
        self._edits = [self._current]
        self._closed: list[EditId] = []
        self._leaving: dict[EditId, OpenEdit] = {}
        self._reading: EditId | None = None
        self._told_tabs: tuple[EditId, ...] | None = None
        self.is_restoring = False
        self.exchange.begin(self._current)
        self.saver.failed.connect(self.failed)
        self.changed.connect(self._tell_tabs)

    @property
    def edits(self) -> tuple[OpenEdit, ...]:
        """The open edits, from left to right."""
        return tuple(self._edits)

    @property
    def current(self) -> OpenEdit:
        """The edit at hand."""
        return self._current

    @property
    def can_reopen(self) -> bool:
        """Whether a tab was closed that can come back."""
        return bool(self._closed)

    @property
    def is_blank(self) -> bool:
        """Whether nothing is in the edit at hand that anybody would miss."""
        draft = self._parts.store.draft
        waits = self._panels.cards.is_waiting
        has_results = any(item.job or item.result for item in
                          self._panels.tiles.items_of(self._current.id))  # fmt: skip
        return not (draft.inputs or draft.prompt.strip() or waits or has_results)

    def find(self, edit: str) -> OpenEdit | None:
        """The open edit of that id; None when there is none."""
        return next((one for one in self._edits if one.id == edit), None)

    def words_of(self, edit: OpenEdit) -> tuple[str, str]:
        """Title and prompt of an open edit, as they are now."""
        if edit is self._current:
            draft = self._parts.store.draft
            return title_of(draft), draft.prompt
        return edit.title, edit.prompt

    def restore(self, then: Callable[[], None]) -> None:
        """Open what was open when the program ended; ``then`` is called when it is."""
        if not self._disk.folder.is_dir():
            self.restored.emit()
            then()
            return
        self.is_restoring = True
        self._panels.area.set_waiting(True)

        def done(read: ReadTabs) -> None:
            self._take_tabs(read)
            self._end_restoring(then)

        def failed(error: OverpaintError) -> None:
            self.failed.emit(error)
            self._end_restoring(then)

        self._worker.run(lambda: read_tabs(self._disk), done, failed)

    def new(self) -> OpenEdit:
        """Bring an empty edit to hand: the present one stays open, unless it is empty, too."""
        self._panels.workspaces.show_workspace(Workspace.EDIT)
        if not self.is_blank:
            blank = self._blank(self._parts.store.draft)
            self._edits.insert(self._place(self._current.id) + 1, blank)
            self._show(blank)
            self.changed.emit()
        return self._current

    def show(self, edit: EditId) -> None:
        """Bring an open edit to hand; one that was not read yet follows when it is."""
        self._panels.workspaces.show_workspace(Workspace.EDIT)
        wanted = self.find(edit)
        if wanted is None or wanted is self._current:
            return
        if wanted.is_read:
            self._show(wanted)
        else:
            self._read(edit)

    def step(self, by: int) -> None:
        """Bring the next edit to hand (+1), or the one before (-1), around the ends."""
        place = (self._place(self._current.id) + by) % len(self._edits)
        self.show(self._edits[place].id)

    def move(self, edit: EditId, place: int) -> None:
        """Put a tab in another place, counted from 0."""
        moved = self.find(edit)
        if moved is not None:
            self._edits.remove(moved)
            self._edits.insert(min(max(place, 0), len(self._edits)), moved)
            self.changed.emit()

    def close_edit(self, edit: EditId | None = None) -> None:
        """Close a tab, the one at hand unless told: its edit stays among the recent ones.

        Jobs that are under way go on, and what they bring is kept with it.
        """
        if edit is None and self._panels.workspaces.current is not Workspace.EDIT:
            # Nobody closes what cannot be seen.
            self._panels.workspaces.show_workspace(Workspace.EDIT)
            return
        going = self._current if edit is None else self.find(edit)
        is_blank = going is self._current and self.is_blank
        if going is None or (is_blank and len(self._edits) == 1):
            return
        if going is self._current:
            self._leave()
        self._edits = [one for one in self._edits if one is not going]
        if not is_blank:
            self._closed = [*(one for one in self._closed if one != going.id), going.id]
            self._put_away(going)
            self.closed.emit(going.id, going.title)
        self.changed.emit()

    def reopen(self) -> None:
        """Open the tab again that was closed last."""
        if self._closed:
            self.open(self._closed.pop())

    def open(self, edit: EditId) -> None:
        """Open an edit from disk in a tab of its own, or bring it to hand if it is open."""
        leaving = self._leaving.pop(edit, None)
        if leaving is not None:
            # Its jobs are still under way, so it is still in memory.
            self._edits.insert(self._place(self._current.id) + 1, leaving)
            self._closed = [one for one in self._closed if one != edit]
            self.saver.note(edit, painted=True)
        if self.find(edit) is not None:
            self.show(edit)
        else:
            self._panels.workspaces.show_workspace(Workspace.EDIT)
            self._read(edit)

    def settle(self) -> None:
        """Keep a text that is being typed, and take back what is only tried out: it is the end."""
        self._panels.canvas.finish_typing()
        self._panels.masks.trials.cancel()

    def close(self) -> None:
        """Save everything, and end the worker."""
        self.exchange.look(self._current)
        self.saver.note(self._current.id, painted=True)
        self.saver.close()
        self._tell_tabs()
        self._worker.run(self._disk.close, _ignore, _ignore)
        self._worker.close(finish=True)

    def ask_disk(
        self, work: Callable[[EditsDisk], _Answer], done: Callable[[_Answer], None]
    ) -> None:
        """Do something with the edits on disk, after everything that was asked for before."""
        self._worker.run(lambda: work(self._disk), done, self.failed.emit)

    def note_painted(self, edit: EditId) -> None:
        """Something was painted in an edit."""
        if self.find(edit) is not None:
            self.saver.note(edit, painted=True)

    def note_ended(self, edit: EditId) -> None:
        """A job of an edit that is not at hand has ended."""
        going = self._leaving.get(edit)
        if going is not None:
            self._put_away(going)
        elif self.find(edit) is not None:
            self.saver.note(edit)

    # Inside

    def _blank(self, like: Draft | None = None) -> OpenEdit:
        """An empty edit with the parameters of another one."""
        draft = self._parts.store.draft if like is None else like
        empty = replace(draft, inputs=(), mask=None, markup=None, prompt="", keep=())
        return OpenEdit(empty, now_here(), new_edit_id())

    def _place(self, edit: EditId) -> int:
        return next(n for n, one in enumerate(self._edits) if one.id == edit)

    def _show(self, wanted: OpenEdit) -> None:
        left = self._current
        was_blank = self.is_blank
        self.exchange.leave(left)
        # What is still being painted there is saved when it is on its mask.
        self._panels.canvas.when_idle(lambda: self.note_painted(left.id))
        self._current = wanted
        self._reading = None  # whoever chose another one meanwhile wants that
        if was_blank and left in self._edits:
            self._edits.remove(left)
        wanted.has_news = False
        self.exchange.enter(wanted)
        self.switched.emit()
        self.changed.emit()

    def _leave(self) -> None:
        """Bring a neighbour of the edit at hand to hand, or an empty one where there is none."""
        place = self._place(self._current.id)
        rest = [*self._edits[place + 1 :], *reversed(self._edits[:place])]
        if rest and rest[0].is_read:
            self._show(rest[0])
            return
        blank = self._blank(self._parts.store.draft)
        self._edits.insert(place, blank)
        self._show(blank)
        if rest:
            # The empty one goes when this has been read.
            self._read(rest[0].id)

    def _put_away(self, going: OpenEdit) -> None:
        """Save an edit that has no tab any more, and drop it as soon as its jobs have ended."""
        edit, now = going.id, datetime.now(UTC)
        self.saver.forget(edit)
        if going.is_read:
            self.saver.save_now(self.exchange.collect(going))
        self._worker.run(lambda: self._disk.store.mark_closed(edit, now), _ignore, self.failed.emit)
        if running_in(self._panels, edit):
            self._leaving[edit] = going
        else:
            self._leaving.pop(edit, None)
            self.exchange.forget(going)
        self.put_away.emit()

    def _read(self, edit: EditId) -> None:
        self._reading = edit

        def done(read: ReadEdit) -> None:
            self._take_read(read)

        def failed(error: OverpaintError) -> None:
            self._edits = [one for one in self._edits if one.id != edit]
            self.failed.emit(error)
            self.changed.emit()

        self._worker.run(lambda: read_edit(self._disk, edit), done, failed)

    def _take_read(self, read: ReadEdit) -> None:
        document = replace(read.document, closed=None)
        known = self.find(document.id)
        if known is not None and known.is_read:
            return
        opened = self.exchange.install(read)
        self.saver.know(read.document)
        if known is None:
            place = self._place(self._current.id) + 1
            self._edits.insert(place, opened)
            if read.document.closed is not None:
                self.saver.note(opened.id, painted=True)
        else:
            self._edits[self._place(document.id)] = opened
        self._closed = [one for one in self._closed if one != document.id]
        if self._reading == document.id:
            self._reading = None
            self._show(opened)
        self.changed.emit()

    def _take_tabs(self, read: ReadTabs) -> None:
        for error in read.errors:
            self.failed.emit(error)
        if read.current is None:
            return
        opened = self.exchange.install(read.current)
        self.saver.know(read.current.document)
        draft = self._parts.store.draft
        tabs = [
            opened if card.id == opened.id else OpenEdit(draft, card.changed, card.id, card=card)
            for card in read.cards
        ]
        was_blank = self.is_blank
        self._edits = [*tabs, *self._edits]
        if was_blank:
            self._edits.remove(self._current)
            self._current = opened
            self.exchange.enter(opened, with_tool=True)
            self.switched.emit()

    def _end_restoring(self, then: Callable[[], None]) -> None:
        self.is_restoring = False
        self._panels.area.set_waiting(False)
        self.restored.emit()
        self.changed.emit()
        then()

    def _collect(self, edit: EditId) -> Collected | None:
        found = self.find(edit)
        if found is None or not found.is_read:
            return None
        if found is self._current:
            if self.is_blank:
                return None
            self.exchange.look(found)
        return self.exchange.collect(found)

    @Slot()
    def _tell_tabs(self) -> None:
        """Write which edits are open; an empty one is not."""
        blank = self._current.id if self.is_blank else None
        edits = tuple(one.id for one in self._edits if one.id != blank)
        current = self._current.id
        told = (*edits, current)
        if told == self._told_tabs or self.is_restoring:
            return
        if self._told_tabs is None and not edits:
            return  # nothing was open before, and nothing is
        self._told_tabs = told
        self._worker.run(lambda: _write_tabs(self._disk, edits, current), _ignore, self.failed.emit)


def _write_tabs(disk: EditsDisk, edits: tuple[EditId, ...], current: EditId) -> None:
    from overpaint.services.edits.open_tabs import NO_EDIT, OpenTabs  # noqa: PLC0415 - on a worker

    disk.store.set_tabs(OpenTabs(edits, current if current in edits else NO_EDIT))


def _ignore(_outcome: object) -> None:
    """Nothing follows from it."""
