"""Tell the open edits of everything that changes in the window."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QMenu

from overpaint.domain.choices import Field
from overpaint.domain.draft import InputImage
from overpaint.domain.edit_document import EditCard, EditId
from overpaint.domain.errors import OverpaintError
from overpaint.domain.problems import Problem
from overpaint.domain.text import say
from overpaint.ui.actions import Actions, Need, that_need
from overpaint.ui.commands.choosers import PictureChooser
from overpaint.ui.edits.desk import EditsDesk
from overpaint.ui.edits.exchange import is_news, running_in
from overpaint.ui.edits.missing import MissingCard, MissingInputs
from overpaint.ui.edits.recent import RecentEdits, RecentMenu, title_of_card
from overpaint.ui.edits.recent_row import RecentRow
from overpaint.ui.edits.saver import now_here
from overpaint.ui.notices import error_notice
from overpaint.ui.results.item import ResultItem
from overpaint.ui.widgets.toast import ToastAction
from overpaint.ui.window_parts import WindowParts

if TYPE_CHECKING:
    # It is made of these parts, and has one of these.
    from overpaint.ui.panels import Panels


class EditsWatch(QObject):
    """Listens to the parts of the window; what they tell belongs to the edit at hand.

    Args:
        desk: Is told.
        panels: The parts.
        parts: Has the draft.

    Attributes:
        card: Stands for a target whose file is gone.
        missing: Inputs whose files are gone.
        recent: The edits that are not open.
        row: Shows them on the empty canvas.
    """

    def __init__(self, desk: EditsDesk, panels: Panels, parts: WindowParts) -> None:
        super().__init__(desk)
        self._desk = desk
        self._panels = panels
        self._settings = parts.settings
        self.card = MissingCard(parts.icons, panels.area)
        self.missing = MissingInputs(
            parts.store, panels.inputs.history, parts.background, self.card,
            PictureChooser(panels.area.window()),
        )  # fmt: skip
        self.recent = RecentEdits(desk)
        self.row = RecentRow(parts.icons, parts.loader, panels.area)
        self.row.follow(self.recent)
        panels.area.set_below(self.row)
        self._connect(parts)
        self._connect_missing()
        self._connect_recent()
        panels.runs.obstacle = self._obstacle
        desk.failed.connect(self._show_error)

    def follow(self, actions: Actions, files: QMenu) -> None:
        """Put the recent edits into the file menu, and switch what is possible.

        Args:
            actions: The commands.
            files: The file menu.
        """
        menu = QMenu(self.tr("Open &recent"), files)
        rows = files.actions()
        below = rows.index(actions["reopen_edit"])
        files.insertMenu(rows[below], menu)
        self._menu = RecentMenu(self.recent, menu)

        def enable() -> None:
            actions.enable(that_need(Need.CLOSED), enabled=self._desk.can_reopen)

        self._desk.changed.connect(enable)
        enable()

    def _connect(self, parts: WindowParts) -> None:
        panels, note = self._panels, self._note
        panels.canvas.mask_changed.connect(self._note_painted)
        panels.masks.session.other_changed.connect(self._note_painted)
        panels.masks.shelf.changed.connect(note)
        parts.store.changed.connect(note)
        parts.store.changed.connect(self._desk.changed)
        panels.canvas.markup.changed.connect(note)
        panels.canvas.view_changed.connect(note)
        panels.canvas.tool_chosen.connect(note)
        panels.tiles.item_changed.connect(self._on_item)
        panels.tiles.rowsInserted.connect(note)
        panels.tiles.rowsRemoved.connect(note)
        panels.tiles.elsewhere_changed.connect(self._on_item_elsewhere)
        panels.results.selected.connect(note)
        panels.inputs.view.selectionModel().currentChanged.connect(note)
        panels.session.came_late.connect(self._on_late)
        # After the preview has heard of the target, which it then shows the result over.
        panels.session.target_shown.connect(self._desk.exchange.select_wanted)

    def _connect_missing(self) -> None:
        inputs, missing = self._panels.inputs, self.missing
        inputs.find_requested.connect(missing.find)
        inputs.look_again_requested.connect(missing.look_again)
        missing.failed.connect(self._show_error)
        missing.told.connect(self._panels.area.toast.say)

    def _connect_recent(self) -> None:
        toast = self._panels.area.toast

        def closed(edit: str, title: str) -> None:
            text = self.tr("Closed “{title}”").format(title=title or self.tr("New edit"))
            again = ToastAction(self.tr("Reopen"), lambda: self._desk.open(EditId(edit)))
            toast.say(text, icon="info", action=again)

        def removed(card: EditCard) -> None:
            back = ToastAction(self.tr("Undo"), lambda: self.recent.put_back(card.id))
            text = self.tr("Removed “{title}” from the recent edits")
            toast.say(text.format(title=title_of_card(card)), icon="info", action=back)

        self._desk.restored.connect(self._purge)
        self._desk.closed.connect(closed)
        self.recent.removed.connect(removed)
        self._desk.saver.saved.connect(self._show_saved)
        self._desk.switched.connect(lambda: self._panels.status.show_saved(None))

    @Slot()
    def _purge(self) -> None:
        """Throw away what was closed so long ago that nobody wants it back."""
        days = self._settings.settings.keep_closed_days
        if days > 0:
            before = now_here() - timedelta(days=days)
            self._desk.ask_disk(lambda disk: disk.store.purge(before), lambda _: None)

    @Slot(str, object)
    def _show_saved(self, edit: str, time: datetime) -> None:
        if edit == self._desk.current.id:
            self._panels.status.show_saved(time)

    @Slot()
    def _note(self) -> None:
        self._desk.saver.note(self._desk.current.id)

    @Slot()
    def _note_painted(self) -> None:
        self._desk.note_painted(self._desk.current.id)

    @Slot(object)
    def _on_item(self, item: ResultItem) -> None:
        current = self._desk.current
        running = running_in(self._panels, current.id)
        if running != current.running:
            current.running = running
            self._desk.changed.emit()
        if not item.running:
            self._note()

    @Slot(str, object)
    def _on_item_elsewhere(self, edit: str, item: ResultItem) -> None:
        found = self._desk.find(edit)
        if found is not None:
            running = running_in(self._panels, edit)
            news = found.has_news or is_news(item.state)
            if (running, news) != (found.running, found.has_news):
                found.running, found.has_news = running, news
                self._desk.changed.emit()
        if not item.running:
            self._desk.note_ended(EditId(edit))

    @Slot(str, object, bool)
    def _on_late(self, edit: str, images: Iterable[InputImage], as_target: bool) -> None:  # noqa: FBT001 - a slot
        found = self._desk.find(edit)
        if found is not None:
            self._desk.exchange.take_late(found, images, as_target=as_target)
            self._desk.saver.note(found.id)
            self._desk.changed.emit()

    @Slot(object)
    def _show_error(self, error: OverpaintError) -> None:
        self._panels.area.banner.present(error_notice(error))

    def _obstacle(self) -> Problem | None:
        """The mask comes with the picture: nothing is sent before it is there."""
        if not (self._panels.session.is_reading or self._desk.is_restoring):
            return None
        return Problem(
            Field.IMAGE,
            say("rules", "The picture is still being read."),
            say("rules", "Wait until it is on the canvas; its mask comes with it."),
        )
