"""Connects the Library page with the library: what is shown, selected, changed and asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Qt, Signal, Slot

from overpaint.domain.errors import OverpaintError
from overpaint.domain.library import CollectionId, LibraryChange, LibraryOrder, LibraryResult
from overpaint.services.library.library import Library
from overpaint.ui.icons import Icons
from overpaint.ui.library.actions import RATING_COMMANDS, LibraryAction, available
from overpaint.ui.library.asking import Answer, LibraryAsker
from overpaint.ui.library.changing import LibraryChanger
from overpaint.ui.library.chosen import Chosen
from overpaint.ui.library.figures import figures_of
from overpaint.ui.library.memory import Left, ViewMemory
from overpaint.ui.library.menu import LibraryMenu
from overpaint.ui.library.page import LibraryPage
from overpaint.ui.library.places import EMPTY_BIN, PlacesDesk
from overpaint.ui.library.supply import Supply
from overpaint.ui.library.view_state import ALL, Place, PlaceKind, ViewState
from overpaint.ui.notices import error_notice
from overpaint.ui.results.dragging import carry_out
from overpaint.ui.thumbnails import ThumbnailLoader
from overpaint.ui.widgets.banner import NoticeAction

_RETRY = "library-retry"
_FEW = 24
_Action = LibraryAction


class LibraryDesk(QObject):
    """Everything of the Library workspace but what concerns other parts of the window.

    Args:
        library: The service; called on workers only.
        icons: Icons and theme.
        loader: Reads pictures at full size.
        layout_file: Where the window keeps its layout.
        parent: Owner.

    Attributes:
        page: The widgets.
        menu: What can be done with what is selected.
        used: ``(LibraryAction, list[LibraryResult])``: the window is to do something with
            results, the current one first.
        selection_changed: Other results are selected.
        nobody_took: What was dragged out of the window was taken by nobody.
    """

    used = Signal(object, list)
    selection_changed = Signal()
    nobody_took = Signal()

    def __init__(
        self,
        library: Library,
        icons: Icons,
        loader: ThumbnailLoader,
        layout_file: Path,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._icons = icons
        self._library = library
        self._memory = ViewMemory(layout_file)
        self._supply = Supply(library, self)
        self._asker = LibraryAsker(library, self)
        self.page = LibraryPage(self._supply, icons, loader)
        self._changer = LibraryChanger(library, self.page.toast)
        self._chosen = Chosen(library, self._supply.rows.find, self)
        self.menu = LibraryMenu(icons, self.page.grid)
        self._places = PlacesDesk(self.page, self._asker, self._changer, self.menu)
        self._last_results = ALL
        self._connect_library()
        self._connect_page()
        self._connect_marks()
        left = self._memory.read()
        self.page.grid.set_edge(left.edge)
        splitters = (self.page.splitter, self.page.inner_splitter)
        for splitter, state in zip(splitters, left.columns, strict=False):
            splitter.restoreState(state)
        self.show_state(left.state)

    @property
    def results(self) -> tuple[LibraryResult, ...]:
        """The selected results, the current one first."""
        return self._chosen.rows

    def close(self) -> None:
        """Remember how it was left, and end the workers."""
        columns = (self.page.splitter.saveState(), self.page.inner_splitter.saveState())
        state = self._asker.state
        self._memory.write(Left(replace(state, text=""), self.page.grid.edge, columns))
        for part in (self._asker, self._supply, self._changer, self._chosen):
            part.close()

    @Slot()
    def shown(self) -> None:
        """The page is seen: another program may have changed the library meanwhile."""
        self._asker.refresh()
        if self.page.shows_statistics:
            self._read_figures()
        else:
            self.page.grid.setFocus()

    @Slot()
    def find(self) -> None:
        """Let a person type what is searched for."""
        if self.page.shows_statistics:
            self.show_state(replace(self._asker.state, place=self._last_results))
        self.page.search.take_focus()

    def show_statistics(self) -> None:
        """Show what was spent and what models change."""
        self._choose_place(Place(PlaceKind.STATISTICS))
        self.page.side.choose(Place(PlaceKind.STATISTICS))

    def show_state(self, state: ViewState) -> None:
        """Show other results."""
        if state.place.kind is PlaceKind.STATISTICS:
            self._choose_place(state.place)
            state = replace(state, place=ALL)
        else:
            self._last_results = state.place
            if self.page.shows_statistics:
                self.page.show_grid()
        self.page.quick_look.leave()
        self.page.show_state(state)
        if self.page.search.text() != state.text:
            self.page.search.setText(state.text)
        self._asker.show_state(state)

    def perform(self, action: LibraryAction) -> None:
        """Do something with the selected results; nothing where it cannot be."""
        if action not in available(self.results, self._chosen.count):
            return
        rowids = self.page.grid.selection.in_order()
        if action is _Action.QUICK_LOOK:
            self._toggle_quick_look()
        elif action is _Action.STAR:
            self._star(not all(row.favourite for row in self.results))
        elif action is _Action.TAGS:
            self.page.details.tags.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif action is _Action.BIN:
            self._changer.bin(rowids)
        elif action is _Action.RESTORE:
            self._changer.restore(rowids)
        else:
            self.used.emit(action, list(self.results))

    def _connect_library(self) -> None:
        self._asker.answered.connect(self._show_answer)
        self._asker.facets_known.connect(self.page.filters.show_facets)
        for part in (self._asker, self._supply, self._changer, self._chosen):
            part.failed.connect(self._show_error)
        self._supply.arrived.connect(self._on_arrived)
        self._chosen.changed.connect(self._show_chosen)

    def _connect_page(self) -> None:
        page, grid = self.page, self.page.grid
        page.side.chosen.connect(self._choose_place)
        page.search.textChanged.connect(self._on_text)
        page.search.returnPressed.connect(grid.setFocus)
        page.filters.changed.connect(self.show_state)
        page.nothing.clear_requested.connect(page.filters.clear)
        page.order_chosen.connect(self._on_order)
        page.dropped.connect(self._changer.bring_in)
        page.banner.action_chosen.connect(self._act)
        grid.selection_changed.connect(self._follow_selection)
        grid.activated.connect(lambda _rowid: self.perform(_Action.OPEN))
        grid.commanded.connect(self.command)
        grid.star_clicked.connect(self._on_star_clicked)
        grid.menu_requested.connect(self._open_menu)
        grid.drag_wanted.connect(self._drag_out)

    def _connect_marks(self) -> None:
        details, menu, changer = self.page.details, self.menu, self._changer
        details.rated.connect(self._rate)
        details.starred.connect(self._star)
        details.tags_added.connect(lambda tags: changer.add_tags(self._rowids(), tags))
        details.tag_removed.connect(lambda tag: changer.remove_tag(self._rowids(), tag))
        details.action_chosen.connect(self.perform)
        menu.chosen.connect(self.perform)
        menu.rated.connect(self._rate)
        self._places.starred.connect(lambda: self._star(on=True))
        self._places.left.connect(lambda: self._choose_place(ALL))

    def _rowids(self) -> list[int]:
        return self.page.grid.selection.in_order()

    @Slot(object)
    def _show_answer(self, answer: Answer) -> None:
        page = self.page
        page.grid.show_answer(answer.ids, answer.groups, stay=answer.is_news)
        page.filters.show_count(len(answer.ids))
        if page.shows_statistics:
            return
        if len(answer.ids):
            page.show_grid()
        elif answer.state == ViewState(order=answer.state.order):
            page.show_empty()
        else:
            filtered = answer.state.is_filtered
            page.show_nothing(self._nothing_text(answer.state), filtered=filtered)

    def _nothing_text(self, state: ViewState) -> str:
        if state.is_filtered:
            return self.tr("Nothing was found")
        return {
            PlaceKind.FAVOURITES: self.tr("No favourites yet"),
            PlaceKind.COLLECTION: self.tr("This collection is empty"),
            PlaceKind.BIN: self.tr("The bin is empty"),
        }.get(state.place.kind, self.tr("There is nothing here"))

    @Slot(object)
    def follow_change(self, change: LibraryChange) -> None:
        """The library is another one: told by whoever changed it, on the GUI thread."""
        self._supply.forget(change)
        self._asker.refresh_soon()

    @Slot(list)
    def _on_arrived(self, rowids: list[int]) -> None:
        chosen = self.page.grid.selection.chosen
        # Of many, what was read when they were selected is enough while somebody scrolls.
        if len(chosen) <= _FEW and not chosen.isdisjoint(rowids):
            self._follow_selection()

    @Slot()
    def _follow_selection(self) -> None:
        self._chosen.follow(self._rowids())

    @Slot()
    def _show_chosen(self) -> None:
        details, rows, count = self.page.details, self._chosen.rows, self._chosen.count
        if not count or not rows:
            details.show_nothing()
        elif count == 1:
            details.show_one(rows[0], self._supply.pictures.find(rows[0].rowid))
        else:
            details.show_several(rows, count)
        if self.page.quick_look.isVisible():
            self._show_quick_look()
        self.selection_changed.emit()

    def _toggle_quick_look(self) -> None:
        if self.page.quick_look.isVisible():
            self.page.quick_look.leave()
        else:
            self._show_quick_look()

    def _show_quick_look(self) -> None:
        row = self.page.grid.current_row
        if row is not None:
            self.page.quick_look.show_result(row, self._supply.pictures.find(row.rowid))

    @Slot(object)
    def _choose_place(self, place: Place) -> None:
        if place.kind is PlaceKind.STATISTICS:
            self.page.show_statistics()
            self._read_figures()
            return
        self.page.show_grid()
        state = self._asker.state
        self.show_state(ViewState(place=place, order=state.order))

    @Slot(str)
    def _on_text(self, text: str) -> None:
        if text != self._asker.state.text:
            self.show_state(replace(self._asker.state, text=text))

    @Slot(object)
    def _on_order(self, order: LibraryOrder) -> None:
        self.show_state(replace(self._asker.state, order=order))

    @Slot(str)
    def command(self, command: str) -> None:
        """Do what a command of the menus or a key stands for with the selected results."""
        if command in RATING_COMMANDS:
            self._rate(RATING_COMMANDS[command])
        elif command == "undo":
            self._changer.undo()
        elif command == _Action.BIN.value and self.results and self.results[0].binned:
            self._places.ask_to_empty()
        else:
            self.perform(LibraryAction(command))

    @Slot(int)
    def _rate(self, stars: int) -> None:
        rowids = self._rowids()
        if rowids:
            self._foresee(rowids, rating=stars)
            self._changer.rate(rowids, stars)

    @Slot(bool)
    def _star(self, on: bool) -> None:  # noqa: FBT001 - a Qt slot
        rowids = self._rowids()
        if rowids:
            self._foresee(rowids, favourite=on)
            self._changer.star(rowids, on=on)

    @Slot(object)
    def _on_star_clicked(self, rowid: int) -> None:
        row = self._supply.rows.find(rowid)
        if row is not None:
            self._foresee([rowid], favourite=not row.favourite)
            self._changer.star([rowid], on=not row.favourite)

    def _foresee(self, rowids: Sequence[int], **values: object) -> None:
        """Show at once what is being written; what comes of it is read afterwards."""
        rows = [row for rowid in rowids if (row := self._supply.rows.find(rowid)) is not None]
        self._supply.rows.keep(replace(row, **values) for row in rows)  # type: ignore[arg-type]
        self.page.grid.tell_selection()

    @Slot(QPoint)
    def _open_menu(self, position: QPoint) -> None:
        place = self._asker.state.place
        inside = CollectionId(int(place.value)) if place.kind is PlaceKind.COLLECTION else None
        self.menu.open_for(self.results, self._chosen.count, position, inside)

    @Slot()
    def _drag_out(self) -> None:
        rows = self.results
        if rows:
            grid, paths = self.page.grid, [row.file for row in rows]
            picture = self._supply.pictures.find(rows[0].rowid)
            if not carry_out(grid, paths, picture, self._icons.theme):
                self.nobody_took.emit()

    @Slot(str)
    def _act(self, identifier: str) -> None:
        self.page.banner.clear()
        if identifier == EMPTY_BIN:
            self._changer.empty_bin()
        elif identifier == _RETRY:
            self._asker.refresh()

    @Slot(object)
    def _show_error(self, error: OverpaintError) -> None:
        notice = error_notice(error)
        again = NoticeAction(_RETRY, self.tr("Try again"))
        self.page.banner.present(replace(notice, actions=(again,)))

    def _read_figures(self) -> None:
        path = self._library.path
        self._asker.read(lambda: figures_of(path), self.page.statistics.show_figures)
