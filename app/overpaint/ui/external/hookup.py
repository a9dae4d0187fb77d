"""Connect “Edit in …” with the rest of the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QMainWindow, QMenu

from overpaint.domain.edit_document import EditId
from overpaint.domain.errors import OverpaintError
from overpaint.domain.library import LibraryResult
from overpaint.domain.programs import EXTERNAL_KEY, Program, Source
from overpaint.ui.actions import Actions
from overpaint.ui.external.desk import ExternalDesk
from overpaint.ui.external.menu import COMMAND, fill_menu
from overpaint.ui.lineage.kinship import key_of
from overpaint.ui.notices import error_notice
from overpaint.ui.panels import Panels
from overpaint.ui.results.item import ORIGINAL_KEY, ResultItem, ResultState
from overpaint.ui.widgets.banner import Notice, NoticeAction, NoticeKind
from overpaint.ui.widgets.toast import ToastAction
from overpaint.ui.window_parts import WindowParts
from overpaint.ui.workspaces import Workspace

if TYPE_CHECKING:
    from overpaint.services.external.handing import Handed
    from overpaint.services.external.taking import Edited

_TAKE, _LEAVE = "external_take", "external_leave"
_SHOWN_MS = 6000


class ExternalHookup(QObject):
    """Connects; see `overpaint.ui.wiring` for the rest of the window.

    Args:
        window: Owner.
        panels: The parts.
        parts: Draft, settings, paths and what else outlives the window.

    Attributes:
        desk: The programs, and the copies that they have.
    """

    def __init__(self, window: QMainWindow, panels: Panels, parts: WindowParts) -> None:
        super().__init__(window)
        self._window = window
        self._panels = panels
        self._store = parts.store
        self._icons = parts.icons
        self._waiting: list[Handed] = []
        self.desk = ExternalDesk(
            parts.settings, parts.background, parts.paths, panels.runs.recorder, self
        )
        self.desk.came_back.connect(self._show_result)
        self.desk.waiting.connect(self._ask)
        self.desk.opened.connect(self._say_opened)
        self.desk.failed.connect(self._show_error)
        panels.area.banner.action_chosen.connect(self._answer)
        panels.results.edit_in_menu = self._add_for_tile
        panels.library.edit_in_menu = self._add_for_row

    def handlers(self) -> dict[str, Callable[[], None]]:
        """The command of the window."""
        return {COMMAND: self._edit}

    def follow(self, actions: Actions, results: QMenu) -> None:
        """Put the programs into the menu of the results, below the command."""
        rows = results.actions()
        below = rows.index(actions[COMMAND]) + 1
        menu = QMenu(self.tr("&Edit in"), results)
        menu.setIcon(self._icons.icon("external"))
        menu.aboutToShow.connect(lambda: self._fill(menu, self._source))
        self._fill(menu, self._source)
        results.insertMenu(rows[below], menu)

    def choose(self, source: Source | None) -> None:
        """Ask for a program, and open a picture in it."""
        chooser = QFileDialog(self._window, self.tr("Program to edit pictures in"))
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)

        def chosen(name: str) -> None:
            program = self.desk.add(Path(name))
            if source is not None:
                self.desk.edit_in(program, source)

        chooser.fileSelected.connect(chosen)
        chooser.open()

    @Slot()
    def _edit(self) -> None:
        source, usual = self._source(), self.desk.usual
        if source is None:
            self._say(self.tr("There is no picture to edit yet"), icon="info")
        elif usual is None:
            self.choose(source)
        else:
            self.desk.edit_in(usual, source)

    def _source(self) -> Source | None:
        """What is selected where the person is; the target when no result is."""
        if self._in_library:
            rows = self._panels.library.results
            return _source_of_row(rows[0]) if rows else None
        item = self._panels.results.selected_item()
        return self._source_of(item) if item is not None and item.file else self._target()

    def _source_of(self, item: ResultItem) -> Source | None:
        target = self._store.draft.target
        if item.state is not ResultState.DONE or item.file is None:
            return self._target()
        name = item.file.stem if target is None else Path(target.name).stem
        return Source(item.file, name, key_of(item), item.key, self._panels.edits.current.id)

    def _target(self) -> Source | None:
        target, edit = self._store.draft.target, self._panels.edits.current.id
        if target is None:
            return None
        return Source(target.path, Path(target.name).stem, "", ORIGINAL_KEY, edit)

    def _add_for_tile(self, menu: QMenu, item: ResultItem) -> None:
        self._add(menu, lambda: self._source_of(item))

    def _add_for_row(self, menu: QMenu, row: LibraryResult) -> None:
        self._add(menu, lambda: _source_of_row(row))

    def _add(self, menu: QMenu, source: Callable[[], Source | None]) -> None:
        part = menu.addMenu(self._icons.icon("external"), self.tr("Edit in"))
        self._fill(part, source)

    def _fill(self, menu: QMenu, source: Callable[[], Source | None]) -> None:
        def edit_in(program: Program) -> None:
            picture = source()
            if picture is None:
                self._say(self.tr("There is no picture to edit yet"), icon="info")
            else:
                self.desk.edit_in(program, picture)

        desk = self.desk
        fill_menu(menu, desk.programs, desk.usual, edit_in, lambda: self.choose(source()))

    @Slot(object)
    def _show_result(self, edited: Edited) -> None:
        """Put a tile behind the one that was edited, and say so."""
        source, result, key = edited.handed.source, edited.result, edited.step.key
        item = ResultItem(
            key, ResultState.DONE, prompt=edited.title, picture=result.path, size=result.size,
            result=result, warning=edited.warning,
        )  # fmt: skip
        panels, edit = self._panels, source.document
        if panels.edits.find(edit) is not None:
            panels.lineage.put(edit, panels.lineage.lineage_of(edit).with_step(edited.step))
        if edit == panels.edits.current.id:
            known = panels.lineage.lineage.steps
            later = [one.key for one in known if one.parent == source.path and one.key != key
                     and one.key.startswith(EXTERNAL_KEY)]  # fmt: skip
            panels.tiles.insert_after([source.tile, *later], item)
        elif panels.edits.find(edit) is not None:
            panels.tiles.put_aside(edit, (*panels.tiles.items_of(edit), item))
            panels.tiles.elsewhere_changed.emit(edit, item)
        self._say(edited.title, action=self._use(result.path, edit))
        if edited.warning is not None:
            self._show_error(edited.warning)

    def _use(self, file: Path, edit: str) -> ToastAction:
        panels = self._panels

        def use() -> None:
            panels.workspaces.show_workspace(Workspace.EDIT)
            panels.session.open_target([file])

        def show() -> None:
            panels.workspaces.show_workspace(Workspace.EDIT)
            panels.edits.open(EditId(edit))

        if edit in {"", panels.edits.current.id} or panels.edits.find(edit) is None:
            return ToastAction(self.tr("Use as target"), use)
        return ToastAction(self.tr("Show its edit"), show)

    @Slot(list)
    def _ask(self, waiting: list[Handed]) -> None:
        """Offer what was saved elsewhere while nobody watched."""
        self._waiting = waiting
        one = self.tr("“{name}” was changed in {program} while Overpaint was closed.")
        many = self.tr("{count} pictures were changed elsewhere while Overpaint was closed.")
        first = waiting[0]
        title = one.format(name=first.file.name, program=first.program)
        self._panels.area.banner.present(
            Notice(
                NoticeKind.INFO,
                title if len(waiting) == 1 else many.format(count=len(waiting)),
                self.tr("They can be taken in as results; nothing is overwritten."),
                (
                    NoticeAction(_TAKE, self.tr("Take in")),
                    NoticeAction(_LEAVE, self.tr("Leave them")),
                ),
            )
        )

    @Slot(str)
    def _answer(self, action: str) -> None:
        if action not in {_TAKE, _LEAVE}:
            return
        self._panels.area.banner.clear()
        waiting, self._waiting = self._waiting, []
        for handed in waiting:
            (self.desk.bring if action == _TAKE else self.desk.leave)(handed)

    @Slot(str)
    def _say_opened(self, program: str) -> None:
        text = self.tr("Opened in {program}. What you save there comes back as a result.")
        self._say(text.format(program=program), icon="external")

    def _say(self, text: str, *, icon: str = "check", action: ToastAction | None = None) -> None:
        toast = self._panels.library.desk.page.toast if self._in_library else None
        toast = toast or self._panels.area.toast
        toast.say(text, icon=icon, shown_ms=_SHOWN_MS, action=action)

    @Slot(object)
    def _show_error(self, error: OverpaintError) -> None:
        if self._in_library:
            self._panels.library.show_error(error)
        else:
            self._panels.area.banner.present(error_notice(error))

    @property
    def _in_library(self) -> bool:
        return self._panels.workspaces.current is Workspace.LIBRARY


def _source_of_row(row: LibraryResult) -> Source:
    name = row.file.stem if row.target is None else row.target.stem
    tile = str(row.key)
    return Source(row.file, name, tile, tile, row.document)
