"""What keys do in the grid: moving, selecting, and the commands of results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from overpaint.ui.key_tips import key_tips
from overpaint.ui.library.actions import KEYED

if TYPE_CHECKING:
    from overpaint.ui.library.grid import LibraryGrid

_Key = Qt.Key
_ARROWS = {
    _Key.Key_Left: (-1, 0),
    _Key.Key_Right: (1, 0),
    _Key.Key_Up: (0, -1),
    _Key.Key_Down: (0, 1),
}
_JUMPS = {_Key.Key_Home, _Key.Key_End, _Key.Key_PageUp, _Key.Key_PageDown}
_OPENING = {_Key.Key_Return, _Key.Key_Enter}
_IGNORED = Qt.KeyboardModifier.KeypadModifier
_ZOOM = {"zoom_in": 1, "zoom_out": -1}


class GridKeys:
    """Follows the keyboard for a grid.

    Args:
        grid: Has the focus.
    """

    def __init__(self, grid: LibraryGrid) -> None:
        self._grid = grid

    def means_something(self, event: QKeyEvent) -> bool:
        """Whether the key is ours, and not a shortcut of the window."""
        if self._command(event) is not None or event.matches(QKeySequence.StandardKey.SelectAll):
            return True
        plain = not event.modifiers() & ~(_IGNORED | Qt.KeyboardModifier.ShiftModifier)
        return plain and (event.key() in _ARROWS or event.key() in _JUMPS | _OPENING)

    def press(self, event: QKeyEvent) -> bool:
        """Do what the key means; tells whether it means anything."""
        selection = self._grid.selection
        if event.matches(QKeySequence.StandardKey.SelectAll):
            selection.all()
        elif event.key() == _Key.Key_Escape and selection.chosen:
            selection.none()
        elif (command := self._command(event)) is not None:
            self._perform(command)
            return True
        elif event.key() in _OPENING and selection.current_place is not None:
            self._grid.activated.emit(selection.current)
            return True
        elif not self._move(event):
            return False
        self._grid.tell_selection()
        return True

    def _perform(self, command: str) -> None:
        if command in _ZOOM:
            self._grid.zoom_by(_ZOOM[command])
        else:
            self._grid.commanded.emit(command)

    def _command(self, event: QKeyEvent) -> str | None:
        return key_tips().command_of(event, (*KEYED, *_ZOOM, "undo"))

    def _move(self, event: QKeyEvent) -> bool:
        selection, count = self._grid.selection, self._grid.layout_now.count
        modifiers = event.modifiers()
        control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        if event.key() == _Key.Key_Space and control and selection.current_place is not None:
            selection.toggle(selection.current_place)
            return True
        if not count or event.key() not in _ARROWS.keys() | _JUMPS:
            return False
        place = self._goal(Qt.Key(event.key()))
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            selection.reach(place)
        elif control:
            selection.move_to(place)
        else:
            selection.only(place)
        self._grid.reveal(place)
        return True

    def _goal(self, key: Qt.Key) -> int:
        grid, layout = self._grid, self._grid.layout_now
        now = grid.selection.current_place
        if key == _Key.Key_Home:
            return 0
        if key == _Key.Key_End:
            return layout.count - 1
        if now is None:
            return max(grid.visible().start, 0)
        if key in _ARROWS:
            return layout.step(now, *_ARROWS[key])
        rows = max(grid.viewport().height() // layout.pitch, 1)
        return layout.step(now, 0, rows if key == _Key.Key_PageDown else -rows)
