"""Bring results into the library whose files lie somewhere: from another computer, a backup."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QMainWindow

from overpaint.domain.errors import OverpaintError
from overpaint.ui.commands.choosers import PictureChooser
from overpaint.ui.panels import Panels
from overpaint.ui.window_parts import WindowParts
from overpaint.ui.workspaces import Workspace

if TYPE_CHECKING:
    from overpaint.services.library.rebuilding import Rebuilt


class CollectingCommands(QObject):
    """Looks through folders; see `Commands`."""

    def __init__(self, window: QMainWindow, panels: Panels, parts: WindowParts) -> None:
        super().__init__(window)
        self._panels = panels
        self._parts = parts
        self._chooser = PictureChooser(window)
        self._is_looking = False

    def handlers(self) -> dict[str, Callable[[], None]]:
        """One function for every command id."""
        return {"find_results": self.ask}

    @Slot()
    def ask(self) -> None:
        """Ask for the folder, unless one is being looked through."""
        if self._is_looking:
            self._say(self.tr("A folder is being looked through"))
            return
        self._chooser.ask_folder(self.tr("Find results in a folder"), self.look_in)

    def look_in(self, folder: Path) -> None:
        """Add what is missing, and follow what has moved there."""
        self._is_looking = True
        self._panels.workspaces.show_workspace(Workspace.LIBRARY)
        text = self.tr("Looking through “{name}”…").format(name=folder.name or str(folder))
        self._say(text)
        self._parts.background.run(
            lambda: self._parts.library.rebuild([folder]), self._say_found, self._say_failed
        )

    def _say_found(self, rebuilt: Rebuilt) -> None:
        self._is_looking = False
        if not rebuilt.added and not rebuilt.moved:
            text = self.tr("Nothing new there; files looked at: {count}")
            self._say(text.format(count=rebuilt.files))
            return
        text = self.tr("Results added: {added}, found again: {moved}")
        self._say(text.format(added=len(rebuilt.added), moved=len(rebuilt.moved)))

    def _say(self, text: str) -> None:
        # Shown by whichever page is in view.
        self._panels.files.done.emit(text)

    def _say_failed(self, error: OverpaintError) -> None:
        self._is_looking = False
        self._panels.files.failed.emit(error)
