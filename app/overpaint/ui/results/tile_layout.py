"""Where the parts of a result tile lie, in device-independent pixels."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize

from overpaint.ui.results.actions import ResultAction, buttons
from overpaint.ui.results.item import ResultItem, ResultState

TILE = QSize(176, 164)
"""One tile."""

SPACING = 8
"""Between tiles, and around them."""

_MARGIN = 4
_WELL_HEIGHT = 112
_LINE = 18
_BUTTON = 28
_RETRY = QSize(88, 28)


@dataclass(frozen=True, slots=True)
class TileLayout:
    """The parts of a tile whose top left corner is somewhere in the view.

    Attributes:
        card: The whole tile.
        well: The picture.
        title: First line of the caption.
        detail: Second line of the caption.
        retry: The button of a failed tile, inside the well.
        message: The sentence of a failed tile, inside the well.
    """

    card: QRect
    well: QRect
    title: QRect
    detail: QRect
    retry: QRect
    message: QRect

    @classmethod
    def at(cls, cell: QRect) -> TileLayout:
        """The layout of the tile in a cell of the view, which may be higher than the tile."""
        card = QRect(cell.topLeft(), TILE)
        inner = card.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        well = QRect(inner.topLeft(), QSize(inner.width(), _WELL_HEIGHT))
        title = QRect(inner.left() + _MARGIN, well.bottom() + 5, inner.width() - 8, _LINE)
        retry = QRect(QPoint(), _RETRY)
        retry.moveCenter(QPoint(well.center().x(), 0))
        retry.moveBottom(well.bottom() - 6)
        return cls(
            card=card,
            well=well,
            title=title,
            detail=title.translated(0, _LINE),
            retry=retry,
            message=QRect(well.left() + 6, well.top() + 27, well.width() - 12, 48),
        )

    def button(self, place: int) -> QRect:
        """The round button in that place, counted from the right corner of the well."""
        corner = self.well.topRight() - QPoint(_BUTTON + 3 + place * (_BUTTON + 4), -4)
        return QRect(corner, QSize(_BUTTON, _BUTTON))

    def controls(self, item: ResultItem) -> list[tuple[ResultAction, QRect]]:
        """Everything on the tile that can be clicked."""
        places = reversed(buttons(item))
        found = [(action, self.button(place)) for place, action in enumerate(places)]
        if item.state in {ResultState.FAILED, ResultState.CANCELLED}:
            found.append((ResultAction.RETRY, self.retry))
        return found

    def control_at(self, item: ResultItem, position: QPoint) -> ResultAction | None:
        """What would be clicked there."""
        return next(
            (action for action, area in self.controls(item) if area.contains(position)), None
        )
