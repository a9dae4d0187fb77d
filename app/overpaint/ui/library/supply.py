"""Fetches what the grid shows: rows and pictures, on workers, the seen ones first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader

from overpaint.domain.errors import OverpaintError
from overpaint.domain.library import LibraryChange, LibraryEvent, LibraryResult
from overpaint.services.library.library import Library
from overpaint.ui.background import Background
from overpaint.ui.library.caches import Look, PictureCache, RowCache
from overpaint.ui.library.lane import Lane

_PAGE = 120
_PICTURES_AT_ONCE = 6
"""Few: what is scrolled out of sight meanwhile is not decoded any more."""

_OTHER_PICTURES = {LibraryEvent.REBUILT}
_Pictures = list[tuple[int, QImage]]


class Supply(QObject):
    """Answers at once with what is there, and fetches the rest.

    Args:
        library: The service; called on workers only.
        parent: Owner.

    Attributes:
        rows: What is known of results.
        pictures: Their thumbnails.
        arrived: ``list[int]``: rowids of which there is something new to paint.
        failed: An `OverpaintError`.
    """

    arrived = Signal(list)
    failed = Signal(object)

    def __init__(self, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._readers = Background(self, workers=1)
        self._decoders = Background(self, workers=1)
        self._page = Lane(self._readers, self._on_failed)
        self._decoding = Lane(self._decoders, self._on_failed)
        self.rows = RowCache()
        self.pictures = PictureCache()
        self._wanted: tuple[int, ...] = ()
        self._look: Look = (0, 1.0)

    def want(self, rowids: Sequence[int], look: Look) -> None:
        """Have these fetched, the first ones first; what was wanted before is not any more.

        Args:
            rowids: What is seen, then what will be seen soon.
            look: How large the pictures are drawn.
        """
        self._wanted = tuple(rowids)
        self._look = look
        self.pictures.make_room(len(self._wanted), look)
        if not self._page.busy:
            self._read_rows()
        if not self._decoding.busy:
            self._decode()

    def forget(self, change: LibraryChange) -> None:
        """Read anew what may be another one now."""
        self.rows.distrust()
        if change.event in _OTHER_PICTURES:
            self.pictures.clear()

    def close(self) -> None:
        """End the workers."""
        self._readers.close()
        self._decoders.close()

    def _read_rows(self) -> None:
        missing = self.rows.missing(self._wanted)[:_PAGE]
        if missing:
            self._page.ask(lambda: self._library.page(missing), self._on_rows)

    def _on_rows(self, rows: tuple[LibraryResult, ...]) -> None:
        self.rows.keep(rows)
        self.arrived.emit([row.rowid for row in rows])
        if rows:
            self._read_rows()

    def _decode(self) -> None:
        missing = self.pictures.missing(self._wanted, self._look)[:_PICTURES_AT_ONCE]
        if not missing:
            return
        library, look = self._library, self._look
        self._decoding.ask(
            lambda: decode(library.thumbnails(missing), missing, look),
            lambda pictures: self._on_pictures(pictures, look),
        )

    def _on_pictures(self, pictures: _Pictures, look: Look) -> None:
        for rowid, picture in pictures:
            self.pictures.keep(rowid, look, picture)
        self.arrived.emit([rowid for rowid, _ in pictures])
        self._decode()

    def _on_failed(self, error: OverpaintError) -> None:
        self._wanted = ()
        self.failed.emit(error)


def decode(blobs: dict[int, bytes], rowids: Sequence[int], look: Look) -> _Pictures:
    """Decode thumbnails to the size at which they are drawn; null where one cannot be. Blocks."""
    return [(rowid, _picture(blobs.get(rowid, b""), look)) for rowid in rowids]


def _picture(blob: bytes, look: Look) -> QImage:
    if not blob:
        return QImage()
    buffer = QBuffer()
    buffer.setData(QByteArray(blob))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    # QImage.fromData would keep the window waiting while it decodes; the reader does not.
    reader = QImageReader(buffer)
    size = reader.size()
    if size.isValid():
        edge, scale = look
        fitted = size.scaled(QSize(edge, edge), Qt.AspectRatioMode.KeepAspectRatio)
        # Whole device-independent pixels first: so it is copied and not scaled when it is drawn.
        reader.setScaledSize((fitted * scale).expandedTo(QSize(1, 1)))
    picture = reader.read()
    if picture.hasAlphaChannel():
        picture.convertTo(QImage.Format.Format_ARGB32_Premultiplied)
    return picture
