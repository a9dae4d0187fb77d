"""Make small pictures of files in the background, the latest wish first."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt, QThreadPool, Signal, Slot
from PySide6.QtGui import QColorSpace, QImage, QImageReader

from overpaint.domain.errors import OverpaintError

_logger = logging.getLogger(__name__)

Decode = Callable[[Path, int, int], QImage]
"""Reads a frame of a file, counted from 0, as a picture whose longer edge has at most so many
pixels: called with path, edge and frame on a worker. A null image or an `OverpaintError` says that
it cannot."""

_WORKERS = 2
_CACHE_BYTES = 96 * 1024 * 1024
_ALLOCATION_LIMIT_MIB = 1024  # Qt's own, 256, refuses photographs of 64 megapixels
_QT_FORMATS = {b"png", b"jpeg", b"webp", b"bmp", b"gif"}
_OTHER_PIXELS = {
    QImage.Format.Format_CMYK8888,
    QImage.Format.Format_Grayscale16,
    QImage.Format.Format_RGBX64,
    QImage.Format.Format_RGBA64,
    QImage.Format.Format_RGBA64_Premultiplied,
}
_Key = tuple[Path, int, int]


class ThumbnailLoader(QObject):
    """A small pool of workers and a cache of what they made.

    Ask with `request` and draw what `find` returns; `ready` says when to look again. Whoever makes
    a loader closes it: `close` waits for the picture being decoded and drops the others.

    Attributes:
        ready: ``(path, edge_px)``: the picture is in the cache.
        failed: ``(path, edge_px)``: the file cannot be shown.
    """

    ready = Signal(object, int)
    failed = Signal(object, int)
    _decoded = Signal(object, object)

    def __init__(self, decode: Decode | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        QImageReader.setAllocationLimit(_ALLOCATION_LIMIT_MIB)
        self._decode = decode if decode is not None else read_thumbnail
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(_WORKERS)
        self._waiting: list[_Key] = []
        self._running: set[_Key] = set()
        self._broken: set[_Key] = set()
        self._cache: OrderedDict[_Key, QImage] = OrderedDict()
        self._cached_bytes = 0
        self._closed = False
        self._decoded.connect(self._on_decoded, Qt.ConnectionType.QueuedConnection)

    def find(self, path: Path, edge_px: int, frame: int = 0) -> QImage | None:
        """The picture if it has been made; never waits."""
        key = (path, edge_px, frame)
        image = self._cache.get(key)
        if image is not None:
            self._cache.move_to_end(key)
        return image

    def is_broken(self, path: Path, edge_px: int, frame: int = 0) -> bool:
        """Whether the file could not be shown."""
        return (path, edge_px, frame) in self._broken

    def request(self, path: Path, edge_px: int, frame: int = 0) -> None:
        """Have a picture made, before everything asked for earlier. Once is enough."""
        key = (path, edge_px, frame)
        if self._closed or key in self._cache or key in self._running or key in self._broken:
            return
        if key in self._waiting:
            self._waiting.remove(key)
        self._waiting.append(key)
        self._start()

    def forget(self, path: Path) -> None:
        """Nobody wants to see this file any more, or it has changed."""
        self._waiting = [key for key in self._waiting if key[0] != path]
        self._broken = {key for key in self._broken if key[0] != path}
        for key in [key for key in self._cache if key[0] == path]:
            self._cached_bytes -= self._cache.pop(key).sizeInBytes()

    def close(self) -> None:
        """Stop: wait for the workers, deliver nothing more."""
        self._closed = True
        self._waiting.clear()
        self._pool.clear()
        self._pool.waitForDone()

    def _start(self) -> None:
        while self._waiting and len(self._running) < _WORKERS:
            key = self._waiting.pop()
            self._running.add(key)
            self._pool.start(lambda key=key: self._work(key))

    def _work(self, key: _Key) -> None:
        path, edge_px, frame = key
        try:
            image = self._decode(path, edge_px, frame)
        except (OverpaintError, OSError) as error:
            _logger.info("no thumbnail of %s: %s", path.name, type(error).__name__)
            image = QImage()
        self._decoded.emit(key, image)

    @Slot(object, object)
    def _on_decoded(self, key: _Key, image: QImage) -> None:
        self._running.discard(key)
        if self._closed:
            return
        self._start()
        if image.isNull():
            self._broken.add(key)
            self.failed.emit(*key[:2])
            return
        self._keep(key, image)
        self.ready.emit(*key[:2])

    def _keep(self, key: _Key, image: QImage) -> None:
        self._cache[key] = image
        self._cached_bytes += image.sizeInBytes()
        while self._cached_bytes > _CACHE_BYTES and len(self._cache) > 1:
            _, dropped = self._cache.popitem(last=False)
            self._cached_bytes -= dropped.sizeInBytes()


def read_thumbnail(path: Path, edge_px: int, frame: int = 0) -> QImage:
    """Decode a file at thumbnail size: upright, sRGB, ready to draw; called on a worker.

    `QImageReader` lets other threads run while it decodes, which ``QImage.fromData`` does not.
    What Qt cannot read, reads with other colours or in twice the memory goes through the loader
    that reads the pictures to be sent.

    Raises:
        OverpaintError: Neither of them can read the file.
    """
    image = _read_with_qt(path, edge_px) if frame == 0 else QImage()
    if image.isNull():
        image = _read_with_pillow(path, edge_px, frame)
    return _drawable(image)


def _read_with_qt(path: Path, edge_px: int) -> QImage:
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    if bytes(reader.format().data()) not in _QT_FORMATS or reader.imageFormat() in _OTHER_PIXELS:
        return QImage()
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > edge_px:
        reader.setScaledSize(_fitted(size, edge_px))
    image = reader.read()
    if max(image.width(), image.height()) > edge_px:
        image = image.scaled(
            _fitted(image.size(), edge_px),
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    return image


def _fitted(size: QSize, edge_px: int) -> QSize:
    box = QSize(edge_px, edge_px)
    return size.scaled(box, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))


def _drawable(image: QImage) -> QImage:
    space = image.colorSpace()
    srgb = QColorSpace(QColorSpace.NamedColorSpace.SRgb)
    if space.isValid() and space != srgb:
        image.convertToColorSpace(srgb)
    wanted = (
        QImage.Format.Format_ARGB32_Premultiplied
        if image.hasAlphaChannel()
        else QImage.Format.Format_RGB32
    )
    return image.convertToFormat(wanted)


def _read_with_pillow(path: Path, edge_px: int, frame: int) -> QImage:
    # numpy and Pillow are not needed for the first paint, and seldom here.
    from overpaint.imaging.load import load_reduced  # noqa: PLC0415 - start-up time

    picture = load_reduced(path, edge_px, frame)
    size = (picture.width, picture.height, picture.width * 4)
    opaque = QImage.Format.Format_RGB32
    kind = opaque if picture.opaque else QImage.Format.Format_ARGB32_Premultiplied
    # The copy owns its pixels; those of the array end with this function.
    return QImage(picture.bgra.data, *size, kind).copy()
