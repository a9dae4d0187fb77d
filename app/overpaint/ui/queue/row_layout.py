"""Where the parts of a row of the queue lie, in device-independent pixels."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect

from overpaint.ui.queue.actions import QueueAction, buttons
from overpaint.ui.queue.entry import QueueEntry

ROW_HEIGHT = 48
WELL_WIDTH, WELL_HEIGHT = 48, 36

_MARGIN = 8
_GAP = 12
_LINE = 18
_BUTTON = 28
_PRICE = 96
_STATE_SHARE = 0.34
_STATE_LEAST, _STATE_MOST = 176, 288
_WITH_PRICE = 560
"""Narrower rows leave the price to the tooltip."""

_NARROW = 460
"""Narrower rows have two buttons at most, and no usual time: menu and tooltip have the rest."""

_NARROW_STATE = 136

_ICON = 16


@dataclass(frozen=True, slots=True)
class RowLayout:
    """The parts of a row.

    Attributes:
        cell: All of it.
        well: The picture.
        title: First line: the prompt.
        detail: Second line: server and model.
        icon: What says in which state it is.
        state: The state in words, and the time.
        below: The bar or the reason under it.
        price: Empty where there is no room.
        most_buttons: So many buttons have room.
    """

    cell: QRect
    well: QRect
    title: QRect
    detail: QRect
    icon: QRect
    state: QRect
    below: QRect
    price: QRect
    most_buttons: int

    @classmethod
    def at(cls, cell: QRect) -> RowLayout:
        """The layout of the row in a cell of the view."""
        top = cell.top() + (cell.height() - 1 - WELL_HEIGHT) // 2
        well = QRect(cell.left() + _MARGIN, top, WELL_WIDTH, WELL_HEIGHT)
        narrow = cell.width() < _NARROW
        most = 2 if narrow else 3
        right = cell.right() - _MARGIN - most * (_BUTTON + 4) + 4 - _GAP
        price = QRect()
        if cell.width() >= _WITH_PRICE:
            price = QRect(right - _PRICE, top, _PRICE, WELL_HEIGHT)
            right = price.left() - _GAP
        width = min(max(round(cell.width() * _STATE_SHARE), _STATE_LEAST), _STATE_MOST)
        width = _NARROW_STATE if narrow else width
        state = QRect(right - width + _ICON + 8, top, width - _ICON - 8, _LINE)
        icon = QRect(right - width, top + 1, _ICON, _ICON)
        left = well.right() + _GAP
        title = QRect(left, top, max(icon.left() - _GAP - left, 0), _LINE)
        return cls(
            cell, well, title, title.translated(0, _LINE), icon, state,
            state.translated(0, _LINE), price, most,
        )  # fmt: skip

    @property
    def is_narrow(self) -> bool:
        """Whether there is room for the most important only."""
        return self.cell.width() < _NARROW

    def controls(self, entry: QueueEntry) -> list[tuple[QueueAction, QRect]]:
        """The buttons, from left to right."""
        places = buttons(entry)
        if len(places) > self.most_buttons:
            places = places[-1:]
        top = self.cell.top() + (self.cell.height() - 1 - _BUTTON) // 2
        right = self.cell.right() - _MARGIN + 1
        found = []
        for back, action in enumerate(reversed(places)):
            left = right - (back + 1) * _BUTTON - back * 4
            found.append((action, QRect(left, top, _BUTTON, _BUTTON)))
        return list(reversed(found))

    def control_at(self, entry: QueueEntry, position: QPoint) -> QueueAction | None:
        """What would be clicked there."""
        return next((act for act, area in self.controls(entry) if area.contains(position)), None)
