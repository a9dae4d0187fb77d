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
    from collections.abc import Sequence

    from overpaint.domain.frame import Rect
    from overpaint.imaging.pixels import Bytes3D, Picture
    from overpaint.ui.canvas.sheet import Sheet

_FAST_SMOOTH_FROM = 0.5  # Qt's bilinear filter aliases below: nearest is as good and 4 times faster


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """Pixels to show over the target's rectangle, or over a part of it.

    Attributes:
        bgra: Shape (height, width, 4), premultiplied.
        image: A view of the same bytes for Qt; alive as long as this object.
        opaque: True when nothing can show through.
        rect: What it covers, pixels of the target, and may reach out of it; None for all of it.
    """

    bgra: Bytes3D
    image: QImage
    opaque: bool
    rect: Rect | None = None

    @classmethod
    def from_picture(cls, picture: Picture, rect: Rect | None = None) -> Source:
        """Wrap a decoded picture without copying it."""
        bgra = picture.bgra
        opaque, formats = picture.opaque, QImage.Format
        kind = formats.Format_RGB32 if opaque else formats.Format_ARGB32_Premultiplied
        image = QImage(bgra.data, picture.width, picture.height, 4 * picture.width, kind)
        return cls(bgra, image, opaque, rect)


@dataclass(frozen=True, slots=True, eq=False)
class _Place:
    """Where a source lies on the sheet.

    Attributes:
        source: What is shown there.
        frame: All of it, which may reach out of sheet and target.
        shown: The part that is in view.
    """

    source: Source
    frame: QRect
    shown: QRect

    @property
    def steps(self) -> tuple[float, float]:
        """Pixels of the source for one of the sheet, across and down."""
        image = self.source.image
        return image.width() / self.frame.width(), image.height() / self.frame.height()

    @property
    def window(self) -> Window:
        """The part of the scaled source that is in view."""
        whole = self.frame.width(), self.frame.height()
        if self.shown.isEmpty():
            return Window(NOWHERE, whole)
        left, top = self.shown.x() - self.frame.x(), self.shown.y() - self.frame.y()
        area = Area(left, top, left + self.shown.width(), top + self.shown.height())
        return Window(area, whole)

    def box(self, part: QRect) -> QRectF:
        """Return the pixels of the source that a part of the sheet shows."""
        across, down = self.steps
        left, top = part.x() - self.frame.x(), part.y() - self.frame.y()
        return QRectF(left * across, top * down, part.width() * across, part.height() * down)


class PictureLayer:
    """Caches what lies under the mask overlay, on the sheet.

    Args:
        sheet: Where the target lies.
        sources: What is shown, the lowest first; the first one covers all of the target.
        surround: The colour around it.
        grid: Whether picture pixels may be parted by lines.
    """

    def __init__(
        self, sheet: Sheet, sources: tuple[Source, ...], surround: QColor, *, grid: bool = True
    ) -> None:
        self.sheet = sheet
        self._has_grid = grid and sheet.has_room_for_lines
        self._sources = sources
        self._surround = surround
        width, height = (max(1, side) for side in sheet.size)
        self.image = QImage(width, height, QImage.Format.Format_RGB32)
        (x, y), (across, down) = sheet.origin, sheet.shown_size
        self._shown = QRect(x, y, across, down).intersected(self.image.rect())
        self._places = [self._place(source) for source in sources]

    @property
    def smoothed(self) -> list[tuple[Bytes3D, Window]]:
        """What `put` needs smooth: pixels and their window; empty when the fast drawing is exact.

        A window that is empty stands for what can be drawn fast.
        """
        windows = [
            place.window if self._needs_smoothing(place) else Window(NOWHERE, (1, 1))
            for place in self._places
        ]
        if all(window.area.is_empty for window in windows):
            return []
        bgras = [place.source.bgra for place in self._places]
        return list(zip(bgras, windows, strict=True))

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

    def put(self, smooth: Sequence[Bytes3D | None]) -> None:
        """Take over the pixels of `smoothed`, each (rows, columns, 4), or None for an empty one."""
        painter = QPainter(self.image)
        self._draw_ground(painter, self._shown)
        for place, pixels in zip(self._places, smooth, strict=True):
            if pixels is None:
                self._draw_place(painter, place, place.shown)
                continue
            packed = np.ascontiguousarray(pixels)
            height, width = packed.shape[:2]
            kind = place.source.image.format()
            image = QImage(packed.data, width, height, 4 * width, kind)
            painter.drawImage(place.shown.topLeft(), image)
        painter.end()

    def _place(self, source: Source) -> _Place:
        return _placed(source, self.sheet, self._shown)

    def _needs_smoothing(self, place: _Place) -> bool:
        """Whether the fast drawing is not exact yet."""
        return not self.sheet.shows_pixels and place.steps != (1.0, 1.0)

    def _continues(self, older: PictureLayer) -> bool:
        return (
            older._sources == self._sources
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
        for place in self._places:
            self._draw_place(painter, place, place.shown.intersected(area))
        if self._has_grid:
            draw_pixel_grid(painter, shown, self.sheet)

    def _draw_place(self, painter: QPainter, place: _Place, part: QRect) -> None:
        if part.isEmpty():
            return
        _draw_part(painter, place, part, self.sheet)

    def _draw_ground(self, painter: QPainter, area: QRect) -> None:
        if not self._sources[0].opaque:
            draw_checkerboard(painter, area, self.sheet.origin, self.sheet.pixel_ratio)


def alone_on_sheet(source: Source, sheet: Sheet) -> QImage:
    """Return a source in its place on a sheet, premultiplied, and nothing around it."""
    width, height = (max(1, side) for side in sheet.size)
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    (x, y), (across, down) = sheet.origin, sheet.shown_size
    place = _placed(source, sheet, QRect(x, y, across, down).intersected(image.rect()))
    if not place.shown.isEmpty():
        painter = QPainter(image)
        _draw_part(painter, place, place.shown, sheet)
        painter.end()
    return image


def _placed(source: Source, sheet: Sheet, shown: QRect) -> _Place:
    """Where a source lies, of which the part inside ``shown`` is in view."""
    rect, (x, y), scale = source.rect, sheet.origin, sheet.scale
    if rect is None:
        return _Place(source, QRect(x, y, *sheet.shown_size), shown)
    left, top = round(rect.left * scale), round(rect.top * scale)
    width = max(1, round(rect.right * scale) - left)
    height = max(1, round(rect.bottom * scale) - top)
    frame = QRect(x + left, y + top, width, height)
    return _Place(source, frame, frame.intersected(shown))


def _draw_part(painter: QPainter, place: _Place, part: QRect, sheet: Sheet) -> None:
    smooth = not sheet.shows_pixels and max(place.steps) <= 1 / _FAST_SMOOTH_FROM
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
    painter.drawImage(QRectF(part), place.source.image, place.box(part))


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
