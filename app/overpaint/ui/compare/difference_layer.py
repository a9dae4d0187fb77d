"""The differences as they are seen: colours over a picture in greys, at view size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, qRgba

from overpaint.domain.comparison import STEPS_PER_DELTA_E, Amplifier
from overpaint.domain.heat import HEAT_COLOURS

if TYPE_CHECKING:
    from overpaint.imaging.compare import DifferenceMap
    from overpaint.imaging.pixels import Bytes2D
    from overpaint.ui.canvas.sheet import Sheet

_STEPS = 256
_LEAST_SHARE, _MOST_SHARE = 0.6, 0.88
_DIMMED = 96
"""Opacity of the veil over the greys, of 255: colours stand out on them, light or dark."""


class DifferenceLayer:
    """Draws a map onto a sheet; fast enough to be drawn anew for every pan.

    Args:
        sheet: Where the pictures lie.
        found: What is drawn.
        amplifier: What of it, and how strongly.
        surround: The colour around it.
    """

    def __init__(
        self, sheet: Sheet, found: DifferenceMap, amplifier: Amplifier, surround: QColor
    ) -> None:
        self.sheet = sheet
        self.is_smooth = False
        width, height = (max(1, side) for side in sheet.size)
        self.image = QImage(width, height, QImage.Format.Format_RGB32)
        self._found = found
        self._amplifier = amplifier
        self._surround = surround

    def draw(self, *, smooth: bool) -> None:
        """Draw everything.

        Args:
            smooth: Whether the greys are filtered; colours never are, they would fade.
        """
        self.is_smooth = smooth
        painter = QPainter(self.image)
        painter.fillRect(self.image.rect(), self._surround)
        (x, y), (across, down) = self.sheet.origin, self.sheet.shown_size
        whole = QRect(x, y, across, down)
        seen = whole.intersected(self.image.rect())
        if not seen.isEmpty():
            ground = self._level(self._found.ground, finer=True)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
            _draw(painter, _grey(ground), ground, whole, seen)
            painter.fillRect(seen, QColor(0, 0, 0, _DIMMED))
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
            steps = self._level(self._found.levels, finer=False)
            _draw(painter, _coloured(steps, self._amplifier), steps, whole, seen)
        painter.end()

    def _level(self, levels: tuple[Bytes2D, ...], *, finer: bool) -> Bytes2D:
        """The plane of about the size in which it is shown: the finer or the coarser one."""
        number, scale = 0, self.sheet.scale
        while scale < 1 and number < len(levels) - 1:
            if finer and scale * 2 > 1:
                break
            number, scale = number + 1, scale * 2
        return levels[number]


def heat_colours(amplifier: Amplifier) -> list[int]:
    """The colour of every step, as Qt packs it; clear up to the threshold."""
    table = [0] * _STEPS
    for step in range(amplifier.steps + 1, _STEPS):
        share = min(1.0, (step / STEPS_PER_DELTA_E) / amplifier.hottest)
        red, green, blue = _on_ramp(share)
        opacity = _LEAST_SHARE + (_MOST_SHARE - _LEAST_SHARE) * share
        table[step] = qRgba(red, green, blue, round(255 * opacity))
    table[0] = 0
    return table


def _on_ramp(share: float) -> tuple[int, int, int]:
    place = share * (len(HEAT_COLOURS) - 1)
    lower = min(int(place), len(HEAT_COLOURS) - 2)
    rest = place - lower
    red, green, blue = (
        round(a + (b - a) * rest)
        for a, b in zip(HEAT_COLOURS[lower], HEAT_COLOURS[lower + 1], strict=True)
    )
    return red, green, blue


def _grey(plane: Bytes2D) -> QImage:
    height, width = plane.shape
    return QImage(plane.data, width, height, width, QImage.Format.Format_Grayscale8)


def _coloured(plane: Bytes2D, amplifier: Amplifier) -> QImage:
    height, width = plane.shape
    image = QImage(plane.data, width, height, width, QImage.Format.Format_Indexed8)
    image.setColorTable(heat_colours(amplifier))
    return image


def _draw(painter: QPainter, image: QImage, plane: Bytes2D, whole: QRect, seen: QRect) -> None:
    """Draw the part in view of an image that covers ``whole``; the plane has its pixels."""
    height, width = plane.shape
    across, down = width / whole.width(), height / whole.height()
    left, top = seen.x() - whole.x(), seen.y() - whole.y()
    box = QRectF(left * across, top * down, seen.width() * across, seen.height() * down)
    painter.drawImage(QRectF(seen), image, box)
