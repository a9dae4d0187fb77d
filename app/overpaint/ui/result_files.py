"""What can be done with a finished file: copy, save elsewhere, show it."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QClipboard, QDesktopServices, QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from overpaint.domain.errors import Action, StorageError
from overpaint.domain.marks import Mark
from overpaint.domain.sizes import Size
from overpaint.domain.text import say
from overpaint.services.kept_pictures import free_name, safe_stem
from overpaint.services.new_files import write_new
from overpaint.ui.background import Background
from overpaint.ui.results.mime import clipboard_mime, flattened, png_of, read_image

if TYPE_CHECKING:
    from overpaint.ui.canvas.view import Seen


class ResultFiles(QObject):
    """Runs what touches files on a worker; outcomes come by signal.

    Args:
        background: The worker.
        clipboard: Where copies go.
        window: Owner of the save dialog.

    Attributes:
        done: A sentence that confirms it.
        failed: An `OverpaintError`.
    """

    done = Signal(str)
    failed = Signal(object)

    def __init__(self, background: Background, clipboard: QClipboard, window: QWidget) -> None:
        super().__init__(window)
        self._background = background
        self._clipboard = clipboard
        self._window = window
        self._last_folder = Path.home()

    def copy(self, path: Path) -> None:
        """Put a result on the clipboard: its file, a PNG with alpha, and a flat bitmap."""
        self.copy_all([path])

    def copy_all(self, paths: Sequence[Path]) -> None:
        """Put files on the clipboard, and the pixels of the first of them."""
        chosen = tuple(paths)

        def place(read: tuple[QImage, bytes]) -> None:
            self._clipboard.setMimeData(clipboard_mime(chosen, *read))
            self.done.emit(self._copied(chosen))

        self._background.run(lambda: _read(chosen[0]), place, self.failed.emit)

    def copy_seen(self, seen: Seen, name: str, folder: Path) -> None:
        """Put the canvas as it is seen on the clipboard, as a file and as pixels.

        Args:
            seen: What is shown.
            name: What the file is called, without its ending.
            folder: Where it lies until the next copy; for nothing else.
        """
        self._background.run(lambda: _write_seen(seen, name, folder), self.copy, self.failed.emit)

    def copy_path(self, path: Path) -> None:
        """Put the address of a result on the clipboard."""
        self.copy_paths([path])

    def copy_paths(self, paths: Sequence[Path]) -> None:
        """Put the addresses of files on the clipboard, one a line."""
        self._clipboard.setText("\n".join(map(str, paths)))
        one = self.tr("Copied the path")
        many = self.tr("Copied {count} paths").format(count=len(paths))
        self.done.emit(one if len(paths) == 1 else many)

    def save_copies(self, paths: Sequence[Path]) -> None:
        """Ask for a folder and copy files there under names that are free."""
        chooser = QFileDialog(self._window, self.tr("Save copies"), str(self._last_folder))
        chooser.setFileMode(QFileDialog.FileMode.Directory)
        chooser.fileSelected.connect(lambda name: self.copy_into(paths, Path(name)))
        chooser.open()

    def copy_into(self, paths: Sequence[Path], folder: Path) -> None:
        """Copy files into a folder; nothing there is overwritten."""
        self._last_folder = folder
        chosen = tuple(paths)

        def saved(_none: None) -> None:
            text = self.tr("Saved {count} copies to {folder}")
            self.done.emit(text.format(count=len(chosen), folder=folder.name or folder))

        self._background.run(lambda: _copy_into(chosen, folder), saved, self.failed.emit)

    def _copied(self, paths: Sequence[Path]) -> str:
        if len(paths) == 1:
            return self.tr("Copied “{name}”").format(name=paths[0].name)
        return self.tr("Copied {count} files").format(count=len(paths))

    def save_copy(self, path: Path) -> None:
        """Ask for a place and copy the file there, byte for byte."""
        chooser = QFileDialog(self._window, self.tr("Save a copy"), str(self._last_folder))
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix(path.suffix.lstrip("."))
        chooser.selectFile(path.name)
        chooser.fileSelected.connect(lambda name: self.copy_to(path, Path(name)))
        chooser.open()

    def copy_to(self, path: Path, place: Path) -> None:
        """Copy a file; the dialog has asked before about overwriting."""
        self._last_folder = place.parent

        def saved(_none: None) -> None:
            self.done.emit(self.tr("Saved “{name}”").format(name=place.name))

        self._background.run(lambda: _copy(path, place), saved, self.failed.emit)

    def save_unsaved(self, images: tuple[bytes, ...], stem: str) -> None:
        """Ask for a folder for answers that could be written nowhere else."""
        chooser = QFileDialog(self._window, self.tr("Save the result"), str(self._last_folder))
        chooser.setFileMode(QFileDialog.FileMode.Directory)
        chooser.fileSelected.connect(lambda name: self._write(images, Path(name), stem))
        chooser.open()

    def export_markup(self, marks: tuple[Mark, ...], size: Size, place: Path) -> None:
        """Write the very file that would be sent for these marks."""

        def saved(_none: None) -> None:
            self.done.emit(self.tr("Saved “{name}”").format(name=place.name))

        self._background.run(lambda: _export_markup(marks, size, place), saved, self.failed.emit)

    def reveal(self, path: Path) -> None:
        """Show the file in the system's file manager, selected where that can be asked for."""
        self._background.run(lambda: _reveal(path), _open_folder, self.failed.emit)

    def _write(self, images: tuple[bytes, ...], folder: Path, stem: str) -> None:
        def saved(_none: None) -> None:
            self.done.emit(self.tr("Saved to {folder}").format(folder=folder))

        self._background.run(lambda: _write_all(images, folder, stem), saved, self.failed.emit)


def _read(path: Path) -> tuple[QImage, bytes]:
    """The picture without transparency, and as a PNG with it."""
    image = read_image(path)
    if image.isNull():
        raise StorageError(
            say("results", "“{name}” cannot be read any more.", name=path.name),
            remedy=say("results", "Look whether the file was moved or deleted."),
        )
    data = path.read_bytes() if path.suffix.lower() == ".png" else b""
    is_png = data.startswith(b"\x89PNG")
    # Before the picture loses its transparency.
    png = data if is_png else bytes(png_of(image).data())
    return flattened(image), png


def _write_seen(seen: Seen, name: str, folder: Path) -> Path:
    from overpaint.imaging.export.merged import Cover, merge  # noqa: PLC0415 - loads numpy

    over = None if seen.over is None else Cover(*seen.over)
    data = merge(seen.picture, over, seen.marks)
    stem = safe_stem(name)
    try:
        for old in folder.glob("*.png"):
            old.unlink(missing_ok=True)
        return write_new(
            folder, (stem if n == 1 else f"{stem}-{n}" for n in count(1)), ".png", data
        )
    except OSError as error:
        raise _not_saved(folder / f"{stem}.png", error) from error


def _copy_into(paths: Sequence[Path], folder: Path) -> None:
    for path in paths:
        try:
            place = free_name(folder, path.stem, path.suffix)
        except OSError as error:
            raise _not_saved(folder / path.name, error) from error
        _copy(path, place)


def _copy(path: Path, place: Path) -> None:
    try:
        handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}-")
        os.close(handle)
        try:
            shutil.copyfile(path, name)
            Path(name).replace(place)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise _not_saved(place, error) from error


def _export_markup(marks: tuple[Mark, ...], size: Size, place: Path) -> None:
    from overpaint.imaging.markup import encode_markup  # noqa: PLC0415 - loads numpy

    data = encode_markup(marks, size)
    try:
        place.write_bytes(data)
    except OSError as error:
        raise _not_saved(place, error) from error


def _write_all(images: tuple[bytes, ...], folder: Path, stem: str) -> None:
    from overpaint.services.result_folder import ResultFolder  # noqa: PLC0415 - on a worker

    target = ResultFolder(folder, folder)
    for data in images:
        target.save(data, stem)


def _not_saved(place: Path, error: OSError) -> StorageError:
    return StorageError(
        say("results", "“{name}” could not be saved in {folder}.", name=place.name,
            folder=str(place.parent)),
        why=say("results", "The system says: {reason}.", reason=error.strerror or str(error)),
        remedy=say("results", "Choose another folder or make room; the result itself is safe."),
        action=Action.CHOOSE_FOLDER,
    )  # fmt: skip


def _reveal(path: Path) -> Path | None:
    """Select the file where the system has a command for it; else name the folder to open."""
    command = {"win32": ["explorer", f"/select,{path}"], "darwin": ["open", "-R", str(path)]}
    if sys.platform in command:
        import subprocess  # noqa: PLC0415 - not needed before somebody asks for the folder

        subprocess.run(command[sys.platform], check=False)  # noqa: S603 - a fixed program
        return None
    return path.parent


def _open_folder(folder: Path | None) -> None:
    if folder is not None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
