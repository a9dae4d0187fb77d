"""What the canvas draws around and over the picture: surround, checkerboard, brush ring."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPalette, QPen, QPixmap, qGray

if TYPE_CHECKING:
    from overpaint.ui.canvas.sheet import Sheet

_CHECK_PX = 8
_CHECK_LIGHT, _CHECK_DARK = QColor(204, 204, 204), QColor(153, 153, 153)
_RING_DARK, _RING_LIGHT = QColor(0, 0, 0, 190), QColor(255, 255, 255, 235)
_CROSS_BELOW_PX = 7.0
_CACHED_RING_PX = 1024.0
_FOCUS_PX = 2
_GRID_DARK, _GRID_LIGHT = QColor(0, 0, 0, 60), QColor(255, 255, 255, 60)


def surround_colour(palette: QPalette) -> QColor:
    """Return the grey around the picture: the theme's brightness, never its tint.

    A tint beside a picture shifts how its colours are seen.
    """
    grey = qGray(palette.color(QPalette.ColorRole.Window).rgb())
    grey = round(grey * 0.8) if grey > 127 else round(grey * 0.75)
    return QColor(grey, grey, grey)


def draw_checkerboard(
    painter: QPainter, area: QRect, origin: tuple[int, int], ratio: float
) -> None:
    """Fill an area (screen pixels) with the pattern that stands for transparency."""
    side = max(2, round(_CHECK_PX * ratio))
    tile = QPixmap(2 * side, 2 * side)
    tile.fill(_CHECK_LIGHT)
    inner = QPainter(tile)
    inner.fillRect(side, 0, side, side, _CHECK_DARK)
    inner.fillRect(0, side, side, side, _CHECK_DARK)
    inner.end()
    painter.drawTiledPixmap(area, tile, area.topLeft() - QRect(*origin, 1, 1).topLeft())


def draw_pixel_grid(painter: QPainter, area: QRect, sheet: Sheet) -> None:
    """Draw a line in the first row and column of every picture pixel inside an area (sheet).

    Lines are dotted dark and light: one of both shows on any pixel, and neither is loud.
    """
    width = max(1, round(sheet.pixel_ratio))
    (x, y), (across, down) = sheet.origin, sheet.image_size
    painter.setBrushOrigin(x, y)
    dots = QBrush(_dots(width))
    for column in _pixels_in(area.left() - x, area.right() + 1 - x, sheet.scale, across):
        left = x + round(column * sheet.scale)
        painter.fillRect(QRect(left, area.top(), width, area.height()), dots)
    for row in _pixels_in(area.top() - y, area.bottom() + 1 - y, sheet.scale, down):
        top = y + round(row * sheet.scale)
        painter.fillRect(QRect(area.left(), top, area.width(), width), dots)


def _dots(side_px: int) -> QImage:
    """Four dots, dark and light in turns."""
    tile = QImage(2 * side_px, 2 * side_px, QImage.Format.Format_ARGB32_Premultiplied)
    tile.fill(_GRID_DARK)
    inner = QPainter(tile)
    inner.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
    inner.fillRect(side_px, 0, side_px, side_px, _GRID_LIGHT)
    inner.fillRect(0, side_px, side_px, side_px, _GRID_LIGHT)
    inner.end()
    return tile


def _pixels_in(start_px: float, stop_px: float, scale: float, count: int) -> range:
    """Return the picture pixels, but the first, that may begin between two places."""
    return range(max(1, math.floor(start_px / scale)), min(count, math.ceil(stop_px / scale) + 1))


def ring_bounds(centre: tuple[float, float], diameter_px: float, ratio: float) -> QRectF:
    """Return all that `draw_ring` may touch, screen pixels."""
    reach = max(diameter_px / 2, _CROSS_BELOW_PX * ratio) + 2 * ratio + 2
    return QRectF(centre[0] - reach, centre[1] - reach, 2 * reach, 2 * reach)


class BrushRing:
    """The outline of the brush, drawn once for a size and then copied.

    Copying transparent pixels is nearly free; outlining 500 pixels takes a third of a millisecond,
    which is more than all the rest of a pointer event.
    """

    def __init__(self) -> None:
        self._key: tuple[float, float, bool] | None = None
        self._image = QImage()

    def draw(
        self,
        painter: QPainter,
        centre: tuple[float, float],
        diameter_px: float,
        ratio: float,
        *,
        erase: bool,
    ) -> None:
        """Draw it; the arguments are those of `draw_ring`."""
        if diameter_px > _CACHED_RING_PX:
            draw_ring(painter, centre, diameter_px, ratio, erase=erase)
            return
        bounds = ring_bounds((0.0, 0.0), diameter_px, ratio)
        reach = math.ceil(bounds.width() / 2)
        if self._key != (diameter_px, ratio, erase):
            self._key = (diameter_px, ratio, erase)
            kind = QImage.Format.Format_ARGB32_Premultiplied
            self._image = QImage(2 * reach, 2 * reach, kind)
            self._image.fill(Qt.GlobalColor.transparent)
            inner = QPainter(self._image)
            draw_ring(inner, (reach, reach), diameter_px, ratio, erase=erase)
            inner.end()
        corner = QPoint(round(centre[0]) - reach, round(centre[1]) - reach)
        painter.drawImage(corner, self._image)


def draw_ring(
    painter: QPainter,
    centre: tuple[float, float],
    diameter_px: float,
    ratio: float,
    *,
    erase: bool,
) -> None:
    """Draw the outline of the brush: dark inside light, so one of them shows on any picture.

    Args:
        painter: Maps to screen pixels.
        centre: Of the brush, screen pixels.
        diameter_px: Of the brush, screen pixels.
        ratio: Screen pixels for one logical pixel.
        erase: Marks the middle with a minus.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    middle = QPointF(*centre)
    radius = diameter_px / 2
    for colour, grow in ((_RING_DARK, 0.0), (_RING_LIGHT, ratio)):
        pen = QPen(colour, ratio)
        pen.setCosmetic(True)  # lets Qt draw a thin line directly instead of filling its outline
        painter.setPen(pen)
        painter.drawEllipse(middle, radius + grow, radius + grow)
    if erase or diameter_px < _CROSS_BELOW_PX * ratio:
        arm = 3.5 * ratio if erase else _CROSS_BELOW_PX * ratio
        gap = 0.0 if erase else radius + 2 * ratio
        for colour, width in ((_RING_DARK, 3 * ratio), (_RING_LIGHT, ratio)):
            painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
            _draw_arms(painter, middle, gap, arm, upright=not erase)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)


def _draw_arms(
    painter: QPainter, middle: QPointF, gap: float, arm: float, *, upright: bool
) -> None:
    for side in (-1, 1):
        near, far = QPointF(side * gap, 0), QPointF(side * arm, 0)
        painter.drawLine(middle + near, middle + far)
        if upright:
            painter.drawLine(middle + near.transposed(), middle + far.transposed())


def draw_focus_frame(
    painter: QPainter, size: tuple[int, int], colour: QColor, ratio: float
) -> None:
    """Draw the frame that shows keyboard focus, inside the viewport (screen pixels)."""
    width = max(1, round(_FOCUS_PX * ratio))
    for left, top, right, bottom in (
        (0, 0, size[0], width),
        (0, size[1] - width, size[0], size[1]),
        (0, 0, width, size[1]),
        (size[0] - width, 0, size[0], size[1]),
    ):
        painter.fillRect(left, top, right - left, bottom - top, colour)
