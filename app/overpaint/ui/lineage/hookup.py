"""Connect the lineage with the rest of the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QDockWidget, QMainWindow

from overpaint.domain.errors import OverpaintError
from overpaint.domain.family import Kin
from overpaint.ui.notices import error_notice
from overpaint.ui.panels import Panels
from overpaint.ui.queue.bottom import Page
from overpaint.ui.widgets.toast import ToastAction

_TREE_PX = 340
_MOST_SHARE = 0.4
_SLACK_PX = 8


class LineageHookup(QObject):
    """Connects; see `overpaint.ui.wiring` for the rest of the window.

    Args:
        window: Owner.
        panels: The parts.
    """

    def __init__(self, window: QMainWindow, panels: Panels) -> None:
        super().__init__(window)
        self._panels = panels
        self._window = window
        self._height: tuple[int, int] | None = None
        family = panels.family
        family.told.connect(panels.area.toast.say)
        family.tree_wanted.connect(self._show_tree)
        family.compare_wanted.connect(self._compare)
        panels.results.command_requested.connect(self._obey)
        panels.finder.given.connect(self._say_given)
        panels.finder.failed.connect(self._show_error)

    @Slot(str)
    def _obey(self, command: str) -> None:
        """Do what the menu of a tile offers."""
        family = self._panels.family
        {"jump_lineage": family.focus, "star_result": family.star_selected}[command]()

    @Slot(bool)
    def _show_tree(self, on: bool) -> None:  # noqa: FBT001 - a slot
        bottom = self._panels.bottom
        self._panels.results_column.show_tree(on)
        dock = bottom.parentWidget()
        if isinstance(dock, QDockWidget):
            self._make_room(dock, on=on)
        if on:
            bottom.show_page(Page.RESULTS)

    def _make_room(self, dock: QDockWidget, *, on: bool) -> None:
        """A tree is higher than a row of tiles; afterwards all is as it was left."""
        before, vertical = dock.height(), Qt.Orientation.Vertical
        if on:
            dock.show()
            wanted = min(_TREE_PX, round(_MOST_SHARE * self._window.height()))
            if before < wanted and self._height is None and not dock.isFloating():
                self._height = before, wanted
                self._window.resizeDocks([dock], [wanted], vertical)
        elif self._height is not None:
            former, grown = self._height
            self._height = None
            if abs(before - grown) <= _SLACK_PX:
                self._window.resizeDocks([dock], [former], vertical)

    @Slot(object, object)
    def _compare(self, before: Kin | Path, after: Kin) -> None:
        compare, title_of = self._panels.compare, self._panels.family.title_of
        first = (
            compare.side_of(before, title_of(before))
            if isinstance(before, Kin)
            else compare.side_of_original(before)
        )
        compare.compare(first, compare.side_of(after, title_of(after)))

    @Slot(str, object)
    def _say_given(self, told: str, undo: Callable[[], None]) -> None:
        self._panels.area.toast.say(told, action=ToastAction(self.tr("Undo"), undo))

    @Slot(object)
    def _show_error(self, error: OverpaintError) -> None:
        self._panels.area.banner.present(error_notice(error))
