"""A pointer that the arrow keys move: every tool can be used without mouse and pen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from overpaint.ui.canvas.input import CanvasInput, InputHost
    from overpaint.ui.canvas.transform import Position

_Key = Qt.Key
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_STEP_PX = 8.0
_FAR_PX = 40.0
_MARGIN_PX = 24.0
_ARROWS = {
    _Key.Key_Left: (-1, 0),
    _Key.Key_Right: (1, 0),
    _Key.Key_Up: (0, -1),
    _Key.Key_Down: (0, 1),
}


class KeyPointer:
    """Arrow keys move it, the space bar presses and lets go; at the edges the view follows it.

    Attributes:
        pos: Where it stands, logical pixels of the widget; None while it is off.
    """

    def __init__(self, pointer: CanvasInput, host: InputHost) -> None:
        self._input = pointer
        self._host = host
        self.pos: Position | None = None
        self._presses = False

    def toggle(self) -> None:
        """Begin in the middle of the view, or end."""
        if self.pos is not None:
            self.stop()
            return
        self.pos = self._host.view_centre()
        self._input.lead_to(self.pos)
        self._host.tool_changed()

    def stop(self) -> None:
        """End; what is being drawn stays as far as it has come."""
        if self.pos is None:
            return
        self._let_go()
        self.pos = None
        self._host.tool_changed()

    def wants(self, event: QKeyEvent) -> bool:
        """Whether a key without Ctrl or Alt is for the pointer."""
        return self.pos is not None and (
            event.key() in _ARROWS or event.key() in {_Key.Key_Space, _Key.Key_Escape}
        )

    def press(self, event: QKeyEvent) -> bool:
        """Handle such a key; False when something open has to be left first."""
        if self.pos is None:
            return False
        if event.key() == _Key.Key_Escape:
            if self._input.is_pressed or self._input.tool_in_hand.is_open:
                return False
            self.stop()
        elif event.key() == _Key.Key_Space:
            if not event.isAutoRepeat() and not self._input.is_pressed:
                self._presses = True
                self._input.press_at(self.pos)
        else:
            self._move(_Key(event.key()), far=event.modifiers() == _SHIFT)
        return True

    def release(self, event: QKeyEvent) -> bool:
        """Let go with the space bar; False for other keys."""
        if self.pos is None or event.key() != _Key.Key_Space:
            return False
        self._let_go()
        return True

    def _let_go(self) -> None:
        if self._presses and self.pos is not None:
            self._presses = False
            self._input.release_at(self.pos)

    def _move(self, key: Qt.Key, *, far: bool) -> None:
        if self.pos is None:
            return
        wanted = tuple(
            place + way * (_FAR_PX if far else _STEP_PX)
            for place, way in zip(self.pos, _ARROWS[key], strict=True)
        )
        x, y = (
            min(max(place, _MARGIN_PX), 2 * middle - _MARGIN_PX)
            for place, middle in zip(wanted, self._host.view_centre(), strict=True)
        )
        if (x, y) != wanted:
            self._host.pan_by(x - wanted[0], y - wanted[1])
        self.pos = x, y
        self._input.lead_to(self.pos)
