"""The commands of the help menu."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow, QMessageBox

from overpaint import __version__
from overpaint.ui.dialogs.key_sheet import KeySheet


class HelpCommands(QObject):
    """Shows the shortcuts and what the program is; see `Commands`."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._key_sheet: KeySheet | None = None

    def handlers(self) -> dict[str, Callable[[], None]]:
        """One function for every command id."""
        return {"about": self._about}

    def show_key_sheet(self, sheet: Callable[[], KeySheet]) -> None:
        """Show the shortcuts; the page is made anew, so that it names what Undo would undo."""
        if self._key_sheet is not None:
            self._key_sheet.close()
            self._key_sheet.deleteLater()
        self._key_sheet = sheet()
        self._key_sheet.show()
        self._key_sheet.raise_()

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
