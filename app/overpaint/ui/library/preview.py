"""A picture of a result, whole and sharp; read on a worker, with the thumbnail until then."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRect, QSize, Slot
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from overpaint.ui.cards import checker
from overpaint.ui.icons import Icons
from overpaint.ui.library.cell_painter import fitted
from overpaint.ui.theme.draw import rounded
from overpaint.ui.thumbnails import ThumbnailLoader

_STEP_PX = 128


class PicturePreview(QWidget):
    """Shows one file as large as there is room.

    Args:
        icons: The theme.
        loader: Reads the file.
        parent: Owner.
    """

    def __init__(
        self, icons: Icons, loader: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icons = icons
        self._loader = loader
        self._file: Path | None = None
        self._shape = QSize(1, 1)
        self._thumbnail: QImage | None = None
        self._last: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        loader.ready.connect(self._on_ready)
        loader.failed.connect(self._on_ready)
        icons.theme.changed.connect(self.update)

    def show_file(self, file: Path | None, shape: QSize, thumbnail: QImage | None) -> None:
        """Show another file.

        Args:
            file: None for nothing.
            shape: Its pixel size.
            thumbnail: What is at hand; None for nothing.
        """
        if file != self._file:
            self._last = None
        self._file, self._shape, self._thumbnail = file, shape, thumbnail
        self.update()

    @property
    def is_missing(self) -> bool:
        """Whether the file cannot be read any more."""
        return self._file is not None and self._loader.is_broken(self._file, self._edge_px())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The best that there is; the rest is fetched."""
        if self._file is None:
            return
        edge_px = self._edge_px()
        picture = self._loader.find(self._file, edge_px)
        if picture is None:
            self._loader.request(self._file, edge_px)
        picture = picture or self._last or self._thumbnail
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        area = self._area()
        if picture is None or picture.isNull():
            rounded(painter, area, radius=4, fill=self._icons.theme.tokens.hover)
            return
        self._last = picture
        if picture.hasAlphaChannel():
            scale = self.devicePixelRatioF()
            painter.fillRect(area, checker(self._icons.theme.tokens, scale))
        painter.drawImage(area, picture)

    def _area(self) -> QRect:
        shape, room = self._shape, self.rect()
        if shape.width() <= room.width() and shape.height() <= room.height():
            # A small picture is not blown up.
            size = shape.expandedTo(QSize(1, 1))
            area = QRect(room.topLeft(), size)
            area.moveCenter(room.center())
            return area
        return fitted(room, shape)

    def _edge_px(self) -> int:
        """In steps, so that dragging an edge of the window does not read the file each time."""
        longer = max(self._area().width(), self._area().height()) * self.devicePixelRatioF()
        return (int(longer) // _STEP_PX + 1) * _STEP_PX

    @Slot(object, int)
    def _on_ready(self, path: Path, _edge_px: int) -> None:
        if path == self._file:
            self.update()
