"""How the view is divided between two pictures; whole logical pixels, no painting."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize

from overpaint.domain.comparison import CompareMode

GAP_PX = 2
"""Between two panes, logical pixels."""


@dataclass(frozen=True, slots=True)
class Division:
    """How the view is divided.

    Attributes:
        mode: How the pictures are looked at.
        stacked: Whether one lies above the other, and not beside it.
        place: Where the slider stands, 0 (left or top) to 1.
    """

    mode: CompareMode = CompareMode.SLIDER
    stacked: bool = False
    place: float = 0.5

    def panes(self, size: QSize) -> tuple[QRect, ...]:
        """Where pictures are shown: one pane for both, or one for each."""
        whole = QRect(QPoint(), size)
        if self.mode is not CompareMode.SIDE_BY_SIDE:
            return (whole,)
        if self.stacked:
            half = (size.height() - GAP_PX) // 2
            return (
                QRect(0, 0, size.width(), half),
                QRect(0, half + GAP_PX, size.width(), half),
            )
        half = (size.width() - GAP_PX) // 2
        return QRect(0, 0, half, size.height()), QRect(half + GAP_PX, 0, half, size.height())

    def pane_at(self, pos: QPoint, size: QSize) -> QRect:
        """The pane under a place, the nearest one between panes."""
        panes = self.panes(size)
        return next((pane for pane in reversed(panes) if _reaches(pane, pos)), panes[0])

    def line(self, size: QSize) -> int:
        """Where the slider stands: logical pixels from the left, or from the top."""
        return round(self.place * (size.height() if self.stacked else size.width()))

    def halves(self, size: QSize) -> tuple[QRect, QRect]:
        """What of the view belongs to the first picture and to the second."""
        if self.mode is CompareMode.SIDE_BY_SIDE:
            first, second = self.panes(size)
            return first, second
        at = self.line(size)
        if self.mode is not CompareMode.SLIDER:
            at = (size.height() if self.stacked else size.width()) // 2
        if self.stacked:
            return (
                QRect(0, 0, size.width(), at),
                QRect(0, at, size.width(), size.height() - at),
            )
        return QRect(0, 0, at, size.height()), QRect(at, 0, size.width() - at, size.height())


def _reaches(pane: QRect, pos: QPoint) -> bool:
    return pos.x() >= pane.left() and pos.y() >= pane.top()
