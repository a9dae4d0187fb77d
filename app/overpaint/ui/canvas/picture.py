"""The picture as it is seen: surround, checkerboard and pixels at view size, ready to blit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from overpaint.imaging.mask.area import NOWHERE, Area
from overpaint.ui.canvas.adornments import draw_checkerboard, draw_pixel_grid
from overpaint.ui.canvas.resample import Window

if TYPE_CHECKING:
    from overpaint.imaging.pixels import Bytes3D, Picture
    from overpaint.ui.canvas.sheet import Sheet

_FAST_SMOOTH_FROM = 0.5  # Qt's bilinear filter aliases below: nearest is as good and 4 times faster


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """Pixels to show over the whole of the picture's rectangle.

    Attributes:
        bgra: Shape (height, width, 4), premultiplied.
        image: A view of the same bytes for Qt; alive as long as this object.
        opaque: True when no checkerboard can show through.
    """

    bgra: Bytes3D
    image: QImage
    opaque: bool

    @classmethod
    def from_picture(cls, picture: Picture) -> Source:
        """Wrap a decoded picture without copying it."""
        bgra = picture.bgra
        opaque, formats = picture.opaque, QImage.Format
        kind = formats.Format_RGB32 if opaque else formats.Format_ARGB32_Premultiplied
        image = QImage(bgra.data, picture.width, picture.height, 4 * picture.width, kind)
        return cls(bgra, image, opaque)


class PictureLayer:
    """Caches what lies under the mask overlay, on the sheet."""

    def __init__(
        self, sheet: Sheet, source: Source, surround: QColor, *, grid: bool = True
    ) -> None:
        self.sheet = sheet
        self._has_grid = grid and sheet.has_room_for_lines
        self._source = source
        self._surround = surround
        width, height = (max(1, side) for side in sheet.size)
        self.image = QImage(width, height, QImage.Format.Format_RGB32)
        (x, y), (across, down) = sheet.origin, sheet.shown_size
        self._frame = QRect(x, y, across, down)
        self._shown = self._frame.intersected(self.image.rect())

    @property
    def window(self) -> Window:
        """The part of the scaled picture that is in view."""
        shown, frame = self._shown, self._frame
        if shown.isEmpty():
            return Window(NOWHERE, self.sheet.shown_size)
        left, top = shown.x() - frame.x(), shown.y() - frame.y()
        area = Area(left, top, left + shown.width(), top + shown.height())
        return Window(area, self.sheet.shown_size)

    @property
    def needs_smoothing(self) -> bool:
        """False when the fast drawing is already exact."""
        return not self.sheet.shows_pixels and self.sheet.scale != 1.0

    def draw_fast(self) -> None:
        """Draw everything with a cheap filter: 1 to 5 ms at any picture size."""
        painter = QPainter(self.image)
        self._draw_fast(painter, self.image.rect())
        painter.end()

    def scroll_from(self, older: PictureLayer) -> bool:
        """Take over what an older layer showed at the same scale, and draw only what is new.

        Returns:
            False when it shows something else, and nothing was drawn.
        """
        if not self._continues(older):
            return False
        (x, y), (old_x, old_y) = self.sheet.origin, older.sheet.origin
        shift = QPoint(x - old_x, y - old_y)
        painter = QPainter(self.image)
        kept = self.image.rect().translated(shift).intersected(self.image.rect())
        painter.drawImage(shift, older.image)
        for area in _rest(self.image.rect(), kept):
            painter.setClipRect(area)
            self._draw_fast(painter, area)
        painter.end()
        return True

    def put(self, pixels: Bytes3D) -> None:
        """Take over the smooth pixels of `window`, shape (rows, columns, 4)."""
        pixels = np.ascontiguousarray(pixels)
        height, width = pixels.shape[:2]
        image = QImage(pixels.data, width, height, 4 * width, self._source.image.format())
        painter = QPainter(self.image)
        self._draw_ground(painter, self._shown)
        painter.drawImage(self._shown.topLeft(), image)
        painter.end()

    def _continues(self, older: PictureLayer) -> bool:
        return (
            older._source is self._source
            and older._has_grid == self._has_grid
            and older._surround == self._surround
            and older.sheet.scale == self.sheet.scale
            and older.image.size() == self.image.size()
        )

    def _draw_fast(self, painter: QPainter, area: QRect) -> None:
        painter.fillRect(area, self._surround)
        shown = self._shown.intersected(area)
        if shown.isEmpty():
            return
        self._draw_ground(painter, shown)
        source = self._source.image
        across = source.width() / self._frame.width()
        down = source.height() / self._frame.height()
        box = QRectF(
            (shown.x() - self._frame.x()) * across,
            (shown.y() - self._frame.y()) * down,
            shown.width() * across,
            shown.height() * down,
        )
        smooth = not self.sheet.shows_pixels and max(across, down) <= 1 / _FAST_SMOOTH_FROM
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        painter.drawImage(QRectF(shown), source, box)
        if self._has_grid:
            draw_pixel_grid(painter, shown, self.sheet)

    def _draw_ground(self, painter: QPainter, area: QRect) -> None:
        if not self._source.opaque:
            origin = self._frame.x(), self._frame.y()
            draw_checkerboard(painter, area, origin, self.sheet.pixel_ratio)


def _rest(whole: QRect, kept: QRect) -> list[QRect]:
    """Return up to two strips that cover ``whole`` without ``kept``, which touches two edges."""
    if kept.isEmpty():
        return [whole]
    strips = []
    if kept.height() < whole.height():
        top = 0 if kept.top() > 0 else kept.bottom() + 1
        strips.append(QRect(0, top, whole.width(), whole.height() - kept.height()))
    if kept.width() < whole.width():
        left = 0 if kept.left() > 0 else kept.right() + 1
        strips.append(QRect(left, 0, whole.width() - kept.width(), whole.height()))
    return strips
