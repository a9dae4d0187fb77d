"""The dialogs that ask for files; they remember the folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from overpaint.imaging.files.kinds import SUFFIXES

_PICTURES = " ".join(f"*.{suffix}" for suffix in SUFFIXES)


class PictureChooser(QObject):
    """Asks for pictures to open.

    Args:
        window: Owner of the dialog.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._folder = str(Path.home())

    def ask(self, title: str, use: Callable[[list[Path]], None]) -> None:
        """Show the dialog; what is chosen goes to ``use``, at least one file."""
        chooser = QFileDialog(self._window, title, self._folder)
        chooser.setFileMode(QFileDialog.FileMode.ExistingFiles)
        chooser.setNameFilters(
            [f"{self.tr('Pictures')} ({_PICTURES})", f"{self.tr('All files')} (*)"]
        )

        def chosen(names: list[str]) -> None:
            self._folder = str(Path(names[0]).parent)
            use([Path(name) for name in names])

        chooser.filesSelected.connect(chosen)
        chooser.open()

    def ask_folder(self, title: str, use: Callable[[Path], None]) -> None:
        """Show the dialog for a folder; what is chosen goes to ``use``."""
        chooser = QFileDialog(self._window, title, self._folder)
        chooser.setFileMode(QFileDialog.FileMode.Directory)

        def chosen(name: str) -> None:
            self._folder = name
            use(Path(name))

        chooser.fileSelected.connect(chosen)
        chooser.open()


def ask_where_to_save(
    window: QWidget, title: str, name: str, use: Callable[[Path], None], *, suffix: str = "png"
) -> None:
    """Ask for the place of a new file.

    Args:
        window: Owner of the dialog.
        title: What is saved.
        name: The name that is offered.
        use: Gets the path.
        suffix: Put behind a name that has none.
    """
    chooser = QFileDialog(window, title)
    chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    chooser.setDefaultSuffix(suffix)
    chooser.selectFile(name)
    chooser.fileSelected.connect(lambda chosen: use(Path(chosen)))
    chooser.open()
