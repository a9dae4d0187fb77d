"""Put both pictures into the view, each where it belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize

from overpaint.domain.comparison import CompareMode
from overpaint.ui.canvas.sheet_painter import paint_sheet

if TYPE_CHECKING:
    from PySide6.QtGui import QImage, QPainter

    from overpaint.ui.compare.panes import Division
    from overpaint.ui.compare.signs import Signs
    from overpaint.ui.compare.stage import CompareStage

_FIRST, _SECOND = 0, 1
_LETTERS = ("A", "B")


class ViewPainter:
    """Paints for the view.

    Args:
        stage: Has the pictures at view size.
        signs: Paints what lies over them.
    """

    def __init__(self, stage: CompareStage, signs: Signs) -> None:
        self._stage = stage
        self.says = signs

    def pictures(
        self, painter: QPainter, division: Division, size: QSize, ratio: float, *, held: bool
    ) -> None:
        """Paint the pictures in screen pixels: caches are copied, never scaled.

        Args:
            painter: Maps to logical pixels of the view.
            division: How the view is divided.
            size: Of the view, logical pixels.
            ratio: Screen pixels for one logical pixel.
            held: Whether the first picture is shown in the place of the second.
        """
        painter.save()
        painter.scale(1 / ratio, 1 / ratio)
        panes = [_device(pane, ratio) for pane in division.panes(size)]
        halves = [_device(half, ratio) for half in division.halves(size)]
        match division.mode:
            case CompareMode.SLIDER if not held:
                self._sheet(painter, self._stage.image(_FIRST), panes[0], halves[0])
                self._sheet(painter, self._stage.image(_SECOND), panes[0], halves[1])
            case CompareMode.SIDE_BY_SIDE:
                for side, pane in enumerate(panes):
                    shown = _FIRST if held else side
                    self._sheet(painter, self._stage.image(shown), pane, pane)
            case CompareMode.DIFFERENCE if not held:
                image = self._stage.difference_image()
                shown_image = self._stage.image(_FIRST) if image is None else image
                self._sheet(painter, shown_image, panes[0], panes[0])
            case _:
                shown = _FIRST if held else _SECOND
                self._sheet(painter, self._stage.image(shown), panes[0], panes[0])
        painter.restore()

    def signs(
        self, painter: QPainter, division: Division, size: QSize, titles: tuple[str, str], *,
        held: bool, focused: bool, hot: bool,
    ) -> None:  # fmt: skip
        """Paint the names of the pictures, and the slider.

        Args:
            painter: Maps to logical pixels of the view.
            division: How the view is divided.
            size: Of the view.
            titles: What the pictures are.
            held: Whether the first picture is shown in the place of the second.
            focused: Whether the keyboard moves the slider.
            hot: Whether it is being dragged.
        """
        first, second = division.halves(size)
        if division.mode is CompareMode.DIFFERENCE:
            return
        if held or division.mode is CompareMode.FLIP:
            side = _FIRST if held else _SECOND
            whole = QRect(0, 0, size.width(), size.height())
            self.says.chip(painter, whole, _LETTERS[side], titles[side], lit=held)
            return
        beside = division.mode is CompareMode.SLIDER and not division.stacked
        self.says.chip(painter, first, _LETTERS[_FIRST], titles[_FIRST])
        self.says.chip(painter, second, _LETTERS[_SECOND], titles[_SECOND], right=beside)
        if division.mode is CompareMode.SLIDER:
            self.says.slider(painter, division, size, focused=focused, hot=hot)
        else:
            self.says.gap(painter, division, size)

    def _sheet(self, painter: QPainter, image: QImage, pane: QRect, seen: QRect) -> None:
        """Paint a sheet as large as a pane, as far as it is seen; both in screen pixels."""
        transform = self._stage.transform
        if transform is None or seen.isEmpty():
            return
        painter.save()
        painter.translate(pane.topLeft())
        exposed = [seen.translated(-pane.topLeft())]
        paint_sheet(painter, [image], transform, exposed, smooth=not self._stage.is_moving)
        painter.restore()


def _device(area: QRect, ratio: float) -> QRect:
    """Screen pixels of an area; two that touch touch again."""
    box = QRectF(area.x() * ratio, area.y() * ratio, area.width() * ratio, area.height() * ratio)
    left, top = round(box.left()), round(box.top())
    return QRect(left, top, round(box.right()) - left, round(box.bottom()) - top)
