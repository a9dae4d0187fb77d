"""Results for drags and for the clipboard: their files, a PNG with alpha, and a flat bitmap."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMetaType, QMimeData, Qt, QUrl
from PySide6.QtGui import QImage, QImageReader, QImageWriter, QPainter

from overpaint.domain.errors import OverpaintError
from overpaint.ui.payload import RESULT_TYPE

_IMAGE = "application/x-qt-image"
_PNG = "image/png"
_WINDOWS_PNG = 'application/x-qt-windows-mime;value="PNG"'
"""What Windows programs look for; without it a PNG goes by a name that none of them knows."""

_COPIED_FILES = "x-special/gnome-copied-files"
"""What the file managers of GNOME and its kin paste."""

_TYPES = {
    ".png": _PNG, ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp",
    ".gif": "image/gif", ".svg": "image/svg+xml",
}  # fmt: skip
_BAND_ROWS = 64


def clipboard_mime(paths: Sequence[Path], image: QImage, png: bytes) -> QMimeData:
    """The addresses of finished files and the pixels of the first, for the clipboard.

    Args:
        paths: The files, the first one has the pixels.
        image: The whole picture without transparency, decoded on a worker: the clipboard outlives
            the moment, and may outlive the program's Python objects, so nothing can be left for
            later.
        png: The same picture with its transparency, as a PNG.
    """
    mime = QMimeData()
    urls = [QUrl.fromLocalFile(str(path)) for path in paths]
    mime.setUrls(urls)
    mime.setData(_PNG, QByteArray(png))
    if sys.platform == "win32":
        mime.setData(_WINDOWS_PNG, QByteArray(png))
    elif sys.platform.startswith("linux"):
        lines = ["copy", *(bytes(url.toEncoded().data()).decode("ascii") for url in urls)]
        mime.setData(_COPIED_FILES, QByteArray("\n".join(lines).encode("ascii")))
    mime.setImageData(image)
    return mime


class DragMime(QMimeData):
    """The addresses of finished files, and the picture of the first for programs without files.

    Decoding a large picture takes longer than a frame, and most programs take the file: so the
    pixels are read at the moment a program asks for them, and not when a drag begins.

    Args:
        paths: The files, in their order.
        is_result: Whether they are results, and not the original.
    """

    def __init__(self, paths: Sequence[Path], *, is_result: bool = True) -> None:
        super().__init__()
        self._path = paths[0]
        self._own_type = _TYPES.get(self._path.suffix.lower(), "")
        self.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        if is_result:
            self.setData(RESULT_TYPE, QByteArray(b"1"))

    def formats(self) -> list[str]:
        """The files' addresses first, then the bytes of the first, then its pixels."""
        own = [self._own_type] if self._own_type not in {"", _PNG} else []
        return [*super().formats(), *own, _PNG, _IMAGE]

    def hasFormat(self, mimetype: str) -> bool:
        """Whether the picture can be had in that form."""
        return mimetype in self.formats()

    def retrieveData(self, mimetype: str, preferred_type: QMetaType | QMetaType.Type) -> object:
        """Called by Qt when the receiving program wants the data."""
        if mimetype == self._own_type:
            try:
                return QByteArray(self._path.read_bytes())
            except OSError:
                # The file went away between copying and pasting: then there is nothing to paste.
                return QByteArray()
        if mimetype == _IMAGE:
            return flattened(read_image(self._path))
        if mimetype == _PNG:
            return png_of(read_image(self._path))
        return super().retrieveData(mimetype, preferred_type)


def read_image(path: Path) -> QImage:
    """Decode a file, upright; null when it cannot be read. Fit for a worker."""
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    image = reader.read()
    return _read_with_loader(path) if image.isNull() else image


def _read_with_loader(path: Path) -> QImage:
    """What Qt cannot read may be a picture all the same: inputs can be of many formats."""
    from overpaint.imaging.load import load_upright  # noqa: PLC0415 - loads numpy, seldom needed

    packed = io.BytesIO()
    try:
        load_upright(path).save(packed, "PNG", compress_level=1)
    except (OverpaintError, OSError):
        return QImage()
    buffer = QBuffer()
    buffer.setData(packed.getvalue())
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    return QImageReader(buffer, QByteArray(b"png")).read()


def png_of(image: QImage) -> QByteArray:
    """A picture as PNG; empty for none. Fit for a worker."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.isNull():
        QImageWriter(buffer, QByteArray(b"png")).write(image)
    buffer.close()
    return data


def flattened(image: QImage) -> QImage:
    """The same picture on white, for programs that would show what is transparent as black.

    The system of macOS hands pixels on with their transparency, so there they keep it.
    """
    if not image.hasAlphaChannel() or sys.platform == "darwin":
        return image
    if image.depth() != 32:
        image.convertTo(QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(image)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationOver)
    # In bands: a longer call would keep the window's thread waiting.
    for top in range(0, image.height(), _BAND_ROWS):
        painter.fillRect(0, top, image.width(), _BAND_ROWS, Qt.GlobalColor.white)
    painter.end()
    return image
