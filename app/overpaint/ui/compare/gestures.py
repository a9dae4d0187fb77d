"""Mouse, wheel and keys of the comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice

from overpaint.domain.comparison import CompareMode
from overpaint.ui.key_tips import key_tips

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent

_GRIP_PX = 14
_CLICK_PX = 3
_NOTCH = 120.0
_ZOOM_PER_NOTCH = 1.2
_TURN_PER_NOTCH_DEG = 5.0
_SIDEWAYS_PX = 48.0
_STEP, _LARGE_STEP = 0.01, 0.1
_PAN_PX, _LARGE_PAN_PX = 48.0, 240.0
_Button, _Key, _Mod = Qt.MouseButton, Qt.Key, Qt.KeyboardModifier
_PANS = {_Button.LeftButton, _Button.MiddleButton, _Button.RightButton}
_ARROWS = {
    _Key.Key_Left: (-1, 0), _Key.Key_Right: (1, 0), _Key.Key_Up: (0, -1), _Key.Key_Down: (0, 1),
}  # fmt: skip
_ZOOMS = {_Key.Key_Plus: 1, _Key.Key_Equal: 1, _Key.Key_Minus: -1}
_ENDS = {_Key.Key_Home: 0.0, _Key.Key_End: 1.0}
_HELD = "hold_other"
_COMMANDS = (
    "compare_flip", "compare_difference", "compare_swap", "compare_stacked", "compare_turn",
)  # fmt: skip


class GestureHost(Protocol):
    """What gestures can have done."""

    @property
    def mode(self) -> CompareMode:
        """How the pictures are looked at."""

    @property
    def stacked(self) -> bool:
        """Whether the slider moves up and down."""

    @property
    def slider_px(self) -> int:
        """Where it stands, logical pixels from the left, or from the top."""

    @property
    def slider_place(self) -> float:
        """Where it stands, 0 to 1."""

    def move_slider(self, place: float) -> None:
        """Put it somewhere, 0 to 1."""

    def move_slider_to(self, pos: QPoint) -> None:
        """Put it under the pointer."""

    def hold(self, *, on: bool) -> None:
        """Show the other picture while something is held."""

    def pan_by(self, dx_px: float, dy_px: float) -> None:
        """Move both pictures by logical pixels."""

    def zoom_by(self, factor: float, pos: QPointF | None = None) -> None:
        """Multiply the scale around a place of the view."""

    def zoom_step(self, direction: int) -> None:
        """Go to the next round scale."""

    def turn_by(self, angle_deg: float) -> None:
        """Turn both pictures clockwise."""

    def toggle_fit(self, pos: QPointF) -> None:
        """Show all of it, or one picture pixel on one screen pixel."""

    def leave(self) -> None:
        """The person is done here."""

    def ask(self, command: str) -> None:
        """Have one of the view's own commands carried out."""


class Gestures:
    """Knows what is under way.

    Attributes:
        wheel_scrolls: The wheel moves the pictures, and zooms only with Ctrl.
    """

    def __init__(self, host: GestureHost) -> None:
        self._host = host
        self.wheel_scrolls = False
        self._button = _Button.NoButton
        self._sliding = False
        self._start = self._last = QPointF()
        self._moved = False
        self._held_key = 0

    @property
    def is_sliding(self) -> bool:
        """Whether the slider is being dragged."""
        return self._sliding

    @property
    def is_panning(self) -> bool:
        """Whether the pictures are being moved."""
        return self._button is not _Button.NoButton and not self._sliding and self._moved

    def is_on_slider(self, pos: QPointF) -> bool:
        """Whether a press there takes the slider."""
        if self._host.mode is not CompareMode.SLIDER:
            return False
        along = pos.y() if self._host.stacked else pos.x()
        return abs(along - self._host.slider_px) <= _GRIP_PX

    def press(self, event: QMouseEvent) -> None:
        """Begin."""
        if self._button is not _Button.NoButton or event.button() not in _PANS:
            return
        self._button = event.button()
        self._start = self._last = event.position()
        self._moved = False
        left = event.button() is _Button.LeftButton
        self._sliding = left and self.is_on_slider(event.position())
        if left and self._host.mode is CompareMode.FLIP:
            self._host.hold(on=True)

    def move(self, event: QMouseEvent) -> None:
        """Go on."""
        if self._button is _Button.NoButton:
            return
        way = event.position() - self._start
        self._moved = self._moved or max(abs(way.x()), abs(way.y())) > _CLICK_PX
        if self._sliding:
            self._host.move_slider_to(event.position().toPoint())
        elif self._moved:
            step = event.position() - self._last
            self._host.pan_by(step.x(), step.y())
            self._last = event.position()

    def release(self, event: QMouseEvent) -> None:
        """End; a click puts the slider there."""
        if event.button() is not self._button:
            return
        left = self._button is _Button.LeftButton
        if left and not self._moved and self._host.mode is CompareMode.SLIDER:
            self._host.move_slider_to(event.position().toPoint())
        if left and self._host.mode is CompareMode.FLIP:
            self._host.hold(on=False)
        self._button, self._sliding = _Button.NoButton, False

    def wheel(self, event: QWheelEvent) -> None:
        """Zoom at the pointer; Shift pans sideways, Alt turns."""
        modifiers, delta = event.modifiers(), event.angleDelta()
        # Qt turns the wheel sideways for Alt, macOS for Shift.
        notches = (delta.y() or delta.x()) / _NOTCH
        touch = event.device().type() == QInputDevice.DeviceType.TouchPad
        control = bool(modifiers & _Mod.ControlModifier)
        if modifiers & _Mod.AltModifier:
            self._host.turn_by(notches * _TURN_PER_NOTCH_DEG)
        elif modifiers & _Mod.ShiftModifier:
            self._host.pan_by(notches * _SIDEWAYS_PX, 0)
        elif touch and not event.pixelDelta().isNull() and not control:
            self._host.pan_by(event.pixelDelta().x(), event.pixelDelta().y())
        elif self.wheel_scrolls and not control:
            step = _SIDEWAYS_PX / _NOTCH
            self._host.pan_by(delta.x() * step, delta.y() * step)
        else:
            self._host.zoom_by(_ZOOM_PER_NOTCH**notches, event.position())
        event.accept()

    def wants(self, event: QKeyEvent) -> bool:
        """Whether a key is meant for the view and for no command."""
        own = {*_ARROWS, *_ENDS, *_ZOOMS, _Key.Key_Escape}
        plain = not event.modifiers() & ~(
            _Mod.ShiftModifier | _Mod.AltModifier | _Mod.KeypadModifier
        )
        return (plain and event.key() in own) or _means(event, _HELD, *_COMMANDS)

    def key(self, event: QKeyEvent) -> bool:
        """Do what a key stands for; tells whether it stands for anything."""
        if _means(event, _HELD):
            if not event.isAutoRepeat():
                self._held_key = event.key()
                self._host.hold(on=True)
            return True
        command = key_tips().command_of(event, _COMMANDS)
        if command is not None:
            self._host.ask(command)
            return True
        if not self.wants(event):
            return False
        key = Qt.Key(event.key())
        if key in _ARROWS:
            self._arrow(event, *_ARROWS[key])
        elif key in _ENDS:
            self._host.move_slider(_ENDS[key])
        elif key in _ZOOMS:
            self._host.zoom_step(_ZOOMS[key])
        else:
            self._host.leave()
        return True

    def key_up(self, event: QKeyEvent) -> bool:
        """Let go of what was held."""
        # Whatever else is down by now: it is the same key that comes up.
        if not self._held_key or event.key() != self._held_key:
            return False
        if not event.isAutoRepeat():
            self.let_go()
        return True

    def let_go(self) -> None:
        """The view has lost the keyboard: nothing is held any more."""
        self._held_key = 0
        self._host.hold(on=False)

    def _arrow(self, event: QKeyEvent, across: int, down: int) -> None:
        large = bool(event.modifiers() & _Mod.ShiftModifier)
        along = down if self._host.stacked else across
        slides = self._host.mode is CompareMode.SLIDER and along
        if slides and not event.modifiers() & _Mod.AltModifier:
            step = _LARGE_STEP if large else _STEP
            self._host.move_slider(self._host.slider_place + along * step)
        else:
            step = _LARGE_PAN_PX if large else _PAN_PX
            self._host.pan_by(-across * step, -down * step)


def _means(event: QKeyEvent, *commands: str) -> bool:
    return key_tips().command_of(event, commands) is not None
