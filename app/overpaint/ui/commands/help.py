"""The commands of the help menu."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow, QMessageBox

from overpaint import __version__
from overpaint.ui.panels import Panels


class HelpCommands(QObject):
    """Says what the program is; see `Commands`."""

    def __init__(self, window: QMainWindow, panels: Panels) -> None:
        super().__init__(window)
        self._window = window
        self._panels = panels

    def handlers(self) -> dict[str, Callable[[], None]]:
        """One function for every command id."""
        return {"about": self._about, "check_updates": self._panels.updates.look_now}

    def _about(self) -> None:
        box = QMessageBox(self._window)
        box.setWindowModality(box.windowModality().NonModal)
        box.setIconPixmap(QGuiApplication.windowIcon().pixmap(64, 64))
        box.setWindowTitle(self.tr("About Overpaint"))
        box.setText(f"<b>Overpaint {__version__}</b>")
        box.setInformativeText(
            self.tr("Paint over what should change, keep every other pixel.")
            + "<br><br>"
            + self.tr("Free under the MIT licence; uses Qt under the LGPL.")
        )
        box.show()
