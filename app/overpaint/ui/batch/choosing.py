"""The dialogs that ask for what a batch is made of; they remember the folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from overpaint.domain.batch_table import SUFFIXES as TABLES
from overpaint.imaging.files.kinds import SUFFIXES as PICTURES

_Mode = QFileDialog.FileMode


class BatchChooser(QObject):
    """Asks without blocking; what is chosen goes to whoever asked.

    Args:
        window: Owner of the dialogs.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._folder = str(Path.home())

    def ask(self, what: str, use: Callable[[list[Path]], None]) -> None:
        """Ask for a ``"folder"``, for ``"pictures"`` or for a ``"table"``."""
        mode = {"folder": _Mode.Directory, "pictures": _Mode.ExistingFiles}.get(what)
        title = (
            self.tr("Table for the batch") if mode is None else self.tr("Pictures for the batch")
        )
        dialog = self._dialog(title, mode or _Mode.ExistingFile, use)
        if what == "table":
            dialog.setNameFilters([_filter(self.tr("Tables"), TABLES), self.tr("All files (*)")])
        elif what == "pictures":
            dialog.setNameFilters([_pictures(self.tr("Pictures")), self.tr("All files (*)")])
        dialog.open()

    def ask_mask(self, use: Callable[[Path], None]) -> None:
        """Ask for the mask of all pictures."""
        title = self.tr("Mask for all pictures")
        dialog = self._dialog(title, _Mode.ExistingFile, lambda paths: use(paths[0]))
        dialog.setNameFilters([_pictures(self.tr("Pictures")), self.tr("All files (*)")])
        dialog.open()

    def _dialog(
        self, title: str, mode: QFileDialog.FileMode, use: Callable[[list[Path]], None]
    ) -> QFileDialog:
        dialog = QFileDialog(self._window, title, self._folder)
        dialog.setFileMode(mode)

        def chosen(names: list[str]) -> None:
            paths = [Path(name) for name in names]
            self._folder = str(paths[0].parent)
            use(paths)

        dialog.filesSelected.connect(chosen)
        dialog.finished.connect(dialog.deleteLater)
        return dialog


def _pictures(name: str) -> str:
    return _filter(name, [f".{suffix}" for suffix in PICTURES])


def _filter(name: str, suffixes: list[str] | frozenset[str]) -> str:
    return f"{name} ({' '.join(sorted(f'*{suffix}' for suffix in suffixes))})"
