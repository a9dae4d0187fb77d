"""Connect the lineage with the rest of the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QDockWidget, QMainWindow

from overpaint.domain.errors import OverpaintError
from overpaint.domain.family import Kin
from overpaint.ui.notices import error_notice
from overpaint.ui.panels import Panels
from overpaint.ui.queue.bottom import Page


class LineageHookup(QObject):
    """Connects; see `overpaint.ui.wiring` for the rest of the window.

    Args:
        window: Owner.
        panels: The parts.
    """

    def __init__(self, window: QMainWindow, panels: Panels) -> None:
        super().__init__(window)
        self._panels = panels
        family = panels.family
        family.told.connect(panels.area.toast.say)
        family.tree_wanted.connect(self._show_tree)
        family.compare_wanted.connect(self._compare)
        panels.finder.failed.connect(self._show_error)

    @Slot(bool)
    def _show_tree(self, on: bool) -> None:  # noqa: FBT001 - a slot
        bottom = self._panels.bottom
        self._panels.results_column.show_tree(on)
        if not on:
            return
        bottom.show_page(Page.RESULTS)
        dock = bottom.parentWidget()
        if isinstance(dock, QDockWidget):
            dock.show()

    @Slot(object, object)
    def _compare(self, before: Kin | Path, after: Kin) -> None:
        compare, title_of = self._panels.compare, self._panels.family.title_of
        first = (
            compare.side_of(before, title_of(before))
            if isinstance(before, Kin)
            else compare.side_of_original(before)
        )
        compare.compare(first, compare.side_of(after, title_of(after)))

    @Slot(object)
    def _show_error(self, error: OverpaintError) -> None:
        self._panels.area.banner.present(error_notice(error))
