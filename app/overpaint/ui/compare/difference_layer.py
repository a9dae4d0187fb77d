"""The differences as they are seen: colours over a picture in greys, at view size."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QRegion, qRgb, qRgba

from overpaint.domain.comparison import STEPS_PER_DELTA_E, Amplifier
from overpaint.domain.heat import HEAT_COLOURS

if TYPE_CHECKING:
    from overpaint.imaging.compare import DifferenceMap
    from overpaint.imaging.pixels import Bytes2D
    from overpaint.ui.canvas.sheet import Sheet

_STEPS = 256
_LEAST_SHARE, _MOST_SHARE = 0.6, 0.88
_DIMMED = 0.62
"""How light the greys are: colours stand out on them, whatever the picture."""


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
        self._draw(painter, self.image.rect())
        painter.end()

    def scroll_from(self, older: DifferenceLayer) -> bool:
        """Take over what an older layer showed at the same scale, and draw only what is new.

        Returns:
            False when it shows something else, and nothing was drawn.
        """
        same = older._found is self._found and older._amplifier == self._amplifier
        alike = older.image.size() == self.image.size() and older._surround == self._surround
        if not (same and alike and older.sheet.scale == self.sheet.scale):
            return False
        (x, y), (old_x, old_y) = self.sheet.origin, older.sheet.origin
        shift = QPoint(x - old_x, y - old_y)
        kept = self.image.rect().translated(shift).intersected(self.image.rect())
        painter = QPainter(self.image)
        painter.drawImage(shift, older.image)
        for area in QRegion(self.image.rect()) - QRegion(kept):  # type: ignore[attr-defined]  # QRegion iterates, its stub does not say so
            painter.setClipRect(area)
            self._draw(painter, area)
        painter.end()
        return True

    def _draw(self, painter: QPainter, area: QRect) -> None:
        painter.fillRect(area, self._surround)
        (x, y), (across, down) = self.sheet.origin, self.sheet.shown_size
        whole = QRect(x, y, across, down)
        seen = whole.intersected(area)
        if seen.isEmpty():
            return
        ground = self._level(self._found.ground, finer=self.is_smooth)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self.is_smooth)
        _draw(painter, _indexed(ground, _GREYS), ground, whole, seen)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
        steps = self._level(self._found.levels, finer=False)
        _draw(painter, _indexed(steps, heat_colours(self._amplifier)), steps, whole, seen)

    def _level(self, levels: tuple[Bytes2D, ...], *, finer: bool) -> Bytes2D:
        """The plane of about the size in which it is shown: the finer or the coarser one."""
        number, scale = 0, self.sheet.scale
        while scale < 1 and number < len(levels) - 1:
            if finer and scale * 2 > 1:
                break
            number, scale = number + 1, scale * 2
        return levels[number]


@lru_cache(maxsize=4)
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


def _dimmed(grey: int) -> int:
    level = round(grey * _DIMMED)
    return qRgb(level, level, level)


_GREYS = [_dimmed(grey) for grey in range(_STEPS)]


def _indexed(plane: Bytes2D, colours: list[int]) -> QImage:
    """The bytes of a plane in colours, without copying them."""
    height, width = plane.shape
    image = QImage(plane.data, width, height, width, QImage.Format.Format_Indexed8)
    image.setColorTable(colours)
    return image


def _draw(painter: QPainter, image: QImage, plane: Bytes2D, whole: QRect, seen: QRect) -> None:
    """Draw the part in view of an image that covers ``whole``; the plane has its pixels."""
    height, width = plane.shape
    across, down = width / whole.width(), height / whole.height()
    left, top = seen.x() - whole.x(), seen.y() - whole.y()
    box = QRectF(left * across, top * down, seen.width() * across, seen.height() * down)
    painter.drawImage(QRectF(seen), image, box)
