"""The Library workspace as the window holds it: nothing of it is made before it is first seen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from overpaint.domain.errors import OverpaintError
from overpaint.domain.library import LibraryChange, LibraryResult
from overpaint.services.library.library import Library
from overpaint.ui.icons import Icons
from overpaint.ui.notices import error_notice
from overpaint.ui.thumbnails import ThumbnailLoader

if TYPE_CHECKING:
    from overpaint.ui.library.desk import LibraryDesk


class LibraryWorkspace(QObject):
    """Makes the page with its workers when somebody looks at it.

    Args:
        library: The service.
        icons: Icons and theme.
        loader: Reads pictures at full size.
        layout_file: Where the window keeps its layout.
        parent: Owner.

    Attributes:
        page: What the window shows; empty at first.
        shown_requested: The page should come to the front.
        used: ``(LibraryAction, list[LibraryResult])``: the window is to do something with
            results, the current one first.
        selection_changed: Other results are selected.
        export_spending_requested: The sums of the statistics are wanted as a table file.
        limits_requested: The limits of spending are to be seen.
        start_requested: What an empty library is to be filled with: ``"add"`` for pictures,
            ``"find"`` for earlier results in a folder.
        nobody_took: What was dragged out of the window was taken by nobody.
        edit_in_menu: Adds the programs that a result can be edited in to its menu; None for nobody.
    """

    shown_requested = Signal()
    used = Signal(object, list)
    selection_changed = Signal()
    nobody_took = Signal()
    export_spending_requested = Signal()
    limits_requested = Signal()
    start_requested = Signal(str)

    def __init__(
        self,
        library: Library,
        icons: Icons,
        loader: ThumbnailLoader,
        layout_file: Path,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.edit_in_menu: Callable[[QMenu, LibraryResult], None] | None = None
        self._library = library
        self._icons = icons
        self._loader = loader
        self._layout_file = layout_file
        self._desk: LibraryDesk | None = None
        self.page = QWidget()
        column = QVBoxLayout(self.page)
        column.setContentsMargins(0, 0, 0, 0)

    @property
    def desk(self) -> LibraryDesk:
        """What is on the page; made now if it was not."""
        if self._desk is None:
            self._desk = self._make()
        return self._desk

    @property
    def results(self) -> tuple[LibraryResult, ...]:
        """The selected results, the current one first; none before the page was seen."""
        return () if self._desk is None else self._desk.results

    def shown(self) -> None:
        """The page is seen."""
        self.desk.shown()

    def find(self) -> None:
        """Come to the front, ready to type what is searched for."""
        desk = self.desk
        self.shown_requested.emit()
        desk.find()

    def show_statistics(self) -> None:
        """Come to the front with what was spent and what models change."""
        desk = self.desk
        self.shown_requested.emit()
        desk.show_statistics()

    def command(self, command: str) -> None:
        """Do what a command of the menus stands for with the selected results."""
        if self._desk is not None:
            self._desk.command(command)

    def bring_in(self, files: list[Path]) -> None:
        """Come to the front, and add pictures."""
        desk = self.desk
        self.shown_requested.emit()
        desk.page.dropped.emit(files)

    def say(self, text: str, *, icon: str = "check") -> None:
        """Say something over the page."""
        self.desk.page.toast.say(text, icon=icon)

    def show_error(self, error: OverpaintError) -> None:
        """Tell what went wrong, above the grid."""
        self.desk.page.banner.present(error_notice(error))

    @Slot(object)
    def follow_change(self, change: LibraryChange) -> None:
        """The library is another one."""
        if self._desk is not None:
            self._desk.follow_change(change)

    def close(self) -> None:
        """End the workers."""
        if self._desk is not None:
            self._desk.close()

    def _make(self) -> LibraryDesk:
        # Twenty modules that the first paint of the window does not need.
        from overpaint.ui.library.desk import LibraryDesk  # noqa: PLC0415

        desk = LibraryDesk(self._library, self._icons, self._loader, self._layout_file, self)
        desk.menu.edit_in_menu = self.edit_in_menu
        desk.used.connect(self.used)
        desk.selection_changed.connect(self.selection_changed)
        desk.nobody_took.connect(self.nobody_took)
        desk.page.export_spending_requested.connect(self.export_spending_requested)
        desk.page.limits_requested.connect(self.limits_requested)
        desk.page.empty.action_chosen.connect(self.start_requested)
        column = self.page.layout()
        assert column is not None  # noqa: S101 - made above
        column.addWidget(desk.page)
        self.page.setFocusProxy(desk.page.grid)
        return desk
