"""The commands of the help menu."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow, QMessageBox

from overpaint import __version__
from overpaint.ui.panels import Panels
from overpaint.ui.window_parts import WindowParts

if TYPE_CHECKING:
    from overpaint.ui.dialogs.licences import LicencesDialog


class HelpCommands(QObject):
    """Says what the program is; see `Commands`."""

    def __init__(self, window: QMainWindow, panels: Panels, parts: WindowParts) -> None:
        super().__init__(window)
        self._window = window
        self._panels = panels
        self._background = parts.background
        self._licences: LicencesDialog | None = None

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
        texts = box.addButton(self.tr("&Licences"), QMessageBox.ButtonRole.ActionRole)
        texts.clicked.connect(self._show_licences)
        box.addButton(QMessageBox.StandardButton.Close)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.show()

    def _show_licences(self) -> None:
        # It reads what packages tell of themselves, which takes long to load.
        from overpaint.ui.dialogs.licences import LicencesDialog  # noqa: PLC0415 - as above

        if self._licences is None:
            self._licences = LicencesDialog(self._background, self._window)
        self._licences.open_list()
