"""The pages in the middle of the window, and which panels stand around each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from overpaint.ui.widgets.page_stack import PageStack


class Workspace(Enum):
    """What is done in the window."""

    EDIT = "edit"
    """One picture on the canvas."""
    COMPARE = "compare"
    """Two pictures beside each other."""
    BATCH = "batch"
    """Many pictures in a sheet."""
    LIBRARY = "library"
    """Every result ever made."""


class Workspaces(PageStack):
    """Shows one page at a time; panels that mean nothing to it are away meanwhile.

    Attributes:
        changed: The `Workspace` that is shown now.
    """

    changed = Signal(object)

    def __init__(self, pages: Mapping[Workspace, QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._order = tuple(pages)
        self._away: dict[Workspace, tuple[QWidget, ...]] = {}
        self._hidden: tuple[QWidget, ...] = ()
        for page in pages.values():
            self.addWidget(page)

    @property
    def current(self) -> Workspace:
        """The workspace that is shown."""
        return self._order[self.currentIndex()]

    def set_away(self, workspace: Workspace, panels: Sequence[QWidget]) -> None:
        """Name the panels that mean nothing to a workspace."""
        self._away[workspace] = tuple(panels)

    def show_workspace(self, workspace: Workspace) -> None:
        """Show a page; what was around the canvas comes back with it."""
        if workspace is self.current:
            return
        for panel in self._hidden:
            panel.show()
        away = self._away.get(workspace, ())
        self._hidden = tuple(panel for panel in away if not panel.isHidden())
        for panel in self._hidden:
            panel.hide()
        self.setCurrentIndex(self._order.index(workspace))
        self.changed.emit(workspace)

    def step(self, by: int) -> None:
        """Show the next page, or the one before."""
        place = (self.currentIndex() + by) % len(self._order)
        self.show_workspace(self._order[place])
