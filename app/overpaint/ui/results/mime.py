"""A result for drags and for the clipboard: its file, its bytes and its pixels."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QMetaType, QMimeData, QUrl
from PySide6.QtGui import QImage, QImageReader

_IMAGE = "application/x-qt-image"
_TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp"}


def clipboard_mime(path: Path, image: QImage) -> QMimeData:
    """The address of a finished file and its pixels with alpha, for the clipboard.

    Args:
        path: The file.
        image: The whole picture, decoded on a worker: the clipboard outlives the moment, and
            may outlive the program's Python objects, so nothing can be left for later.
    """
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    mime.setImageData(image)
    return mime


class DragMime(QMimeData):
    """The address of a finished file, and its picture for programs that take no files.

    Decoding a large picture takes longer than a frame, and most programs take the file: so the
    pixels are read at the moment a program asks for them, and not when a drag begins.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._own_type = _TYPES.get(path.suffix.lower(), "")
        self.setUrls([QUrl.fromLocalFile(str(path))])

    def formats(self) -> list[str]:
        """The file's address first, then its bytes, then its pixels."""
        own = [self._own_type] if self._own_type else []
        return [*super().formats(), *own, _IMAGE]

    def hasFormat(self, mimetype: str) -> bool:
        """Whether the picture can be had in that form."""
        return mimetype in self.formats()

    def retrieveData(self, mimetype: str, preferred_type: QMetaType | QMetaType.Type) -> object:
        """Called by Qt when the receiving program wants the data."""
        if mimetype == _IMAGE:
            reader = QImageReader(str(self._path))
            reader.setAutoTransform(True)
            return reader.read()
        if mimetype == self._own_type:
            try:
                return QByteArray(self._path.read_bytes())
            except OSError:
                # The file went away between copying and pasting: then there is nothing to paste.
                return QByteArray()
        return super().retrieveData(mimetype, preferred_type)
