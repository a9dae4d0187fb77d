"""Mouse, pen, wheel, touch and keys of the canvas, made into gestures of the tools."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice

from overpaint.ui.canvas.tools import (
    TOOLS,
    CanvasTool,
    PointerSample,
    ToolHost,
    ToolKind,
)

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QNativeGestureEvent, QTabletEvent, QWheelEvent

    from overpaint.ui.canvas.transform import Position

_Mod = Qt.KeyboardModifier
_Button = Qt.MouseButton

_WHEEL_STEP = 120.0  # Qt's unit for one notch
_ZOOM_PER_NOTCH = 1.2
_SIZE_PER_NOTCH = 1.1
_HARDNESS_PER_NOTCH = 0.05
_ARROW_PX = 48.0
_HARDNESS_DRAG_PX = 200.0
_MIN_PRESSURE = 0.05

# Layouts without bracket keys have other letters there: X11, Windows (scan codes).
_BRACKET_SCAN_CODES = {34: -1, 35: 1} if sys.platform.startswith("linux") else {0x1A: -1, 0x1B: 1}
# macOS reports no scan codes, its virtual keys are positions.
_BRACKET_MAC_KEYS = {0x21: -1, 0x1E: 1}

_SIZE_KEYS = {Qt.Key.Key_BracketLeft: -1, Qt.Key.Key_BracketRight: 1}
_HARDNESS_KEYS = {Qt.Key.Key_BraceLeft: -1, Qt.Key.Key_BraceRight: 1}
_ARROWS = {
    Qt.Key.Key_Left: (1, 0),
    Qt.Key.Key_Right: (-1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
_ZOOM_KEYS = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}


class InputHost(ToolHost, Protocol):
    """What input can have done beside what tools can."""

    def hover(self, view_pos: Position | None) -> None:
        """The pointer is there now, or has left."""

    def scale_brush(self, factor: float) -> None:
        """Make the brush larger or smaller."""

    def step_brush(self, direction: int) -> None:
        """Make the brush one step larger (1) or smaller (-1)."""

    def add_hardness(self, amount: float) -> None:
        """Make the brush harder or softer."""

    def drag_brush(self, dx_px: float, hardness: float) -> None:
        """Widen the brush by logical pixels at each side, and change its hardness."""

    def hold_original(self, *, on: bool) -> None:
        """Show the original while a key is down."""

    def tool_changed(self) -> None:
        """Another tool is in hand: cursor and ring may differ."""


class CanvasInput:
    """Knows which tool is in hand, and which gesture is under way.

    Attributes:
        pen_pressure: Whether a pen's pressure sets the size of the brush.
    """

    def __init__(self, host: InputHost) -> None:
        self._host = host
        self._tools: dict[ToolKind, CanvasTool] = {make.kind: make(host) for make in TOOLS}
        self._chosen: CanvasTool = self._tools[ToolKind.BRUSH]
        self._active: CanvasTool | None = None
        self._button = _Button.NoButton
        self._space = False
        self._sizing: Position | None = None
        self._sizing_start: Position = (0.0, 0.0)
        self.pen_pressure = True

    def add(self, tool: CanvasTool) -> None:
        """Offer one more tool."""
        self._tools[tool.kind] = tool

    @property
    def kind(self) -> ToolKind:
        """The tool that the person has chosen."""
        return self._chosen.kind

    @property
    def tool_in_hand(self) -> CanvasTool:
        """The tool that a press would use, or that is pressed."""
        if self._active is not None:
            return self._active
        return self._tools[ToolKind.PAN] if self._space else self._chosen

    @property
    def is_pressed(self) -> bool:
        """True while a gesture is under way."""
        return self._active is not None

    @property
    def sizing_pos(self) -> Position | None:
        """Where the brush stands while a drag changes its size."""
        return self._sizing_start if self._sizing is not None else None

    def choose(self, kind: ToolKind) -> None:
        """Take another tool; a gesture under way is given up."""
        self.cancel()
        self._chosen = self._tools[kind]
        self._host.tool_changed()

    def cancel(self) -> bool:
        """Give up the gesture under way; False when there was none."""
        active, self._active = self._active, None
        self._button = _Button.NoButton
        if active is None:
            return False
        active.cancel()
        self._host.tool_changed()
        return True

    def release_keys(self) -> None:
        """Forget held keys: the focus has gone and their release will not be seen."""
        self._space = False
        self._host.hold_original(on=False)
        self._host.tool_changed()

    def mouse_press(self, event: QMouseEvent) -> None:
        """Start a gesture, unless one is under way."""
        if self._active is not None or self._sizing is not None:
            return
        pos = _position(event.position())
        if _starts_sizing(event):
            self._sizing = self._sizing_start = pos
            self._button = event.button()
            return
        tool = self._tool_for(event)
        if tool is not None:
            self._button = event.button()
            self._start(tool, _sample(pos, event.modifiers()))

    def mouse_move(self, event: QMouseEvent) -> None:
        """Lead the gesture on."""
        pos = _position(event.position())
        if self._sizing is not None:
            dx, dy = pos[0] - self._sizing[0], pos[1] - self._sizing[1]
            self._sizing = pos
            self._host.drag_brush(dx, -dy / _HARDNESS_DRAG_PX)
            return
        if self._active is not None:
            self._active.move(_sample(pos, event.modifiers()))
        self._host.hover(pos)

    def mouse_release(self, event: QMouseEvent) -> None:
        """End the gesture of this button."""
        if event.button() != self._button:
            return
        pos = _position(event.position())
        if self._sizing is not None:
            self._sizing = None
            self._button = _Button.NoButton
            self._host.hover(pos)
            return
        self._end(_sample(pos, event.modifiers()))

    def tablet(self, event: QTabletEvent) -> None:
        """Paint with a pen: its eraser end erases, its pressure can set the size."""
        erase = event.pointerType() == QPointingDevice.PointerType.Eraser
        pressure = max(_MIN_PRESSURE, event.pressure()) if self.pen_pressure else 1.0
        sample = _sample(
            _position(event.position()), event.modifiers(), erase=erase, pressure=pressure
        )
        kind = event.type()
        if kind == QEvent.Type.TabletPress and self._active is None:
            barrel = event.button() in {_Button.RightButton, _Button.MiddleButton}
            self._button = event.button()
            self._start(self._tools[ToolKind.PAN] if barrel else self.tool_in_hand, sample)
        elif kind == QEvent.Type.TabletRelease:
            self._end(sample)
        else:
            if self._active is not None:
                self._active.move(sample)
            self._host.hover(sample.view_pos)
        event.accept()

    def wheel(self, event: QWheelEvent) -> None:
        """Zoom at the pointer; modifiers pan sideways or change the brush."""
        modifiers = event.modifiers()
        delta = event.angleDelta()
        # Qt turns the wheel sideways for Alt, macOS for Shift.
        notches = (delta.y() or delta.x()) / _WHEEL_STEP
        alt, shift = bool(modifiers & _Mod.AltModifier), bool(modifiers & _Mod.ShiftModifier)
        touch = event.device().type() == QInputDevice.DeviceType.TouchPad
        if alt and shift:
            self._host.add_hardness(notches * _HARDNESS_PER_NOTCH)
        elif alt:
            self._host.scale_brush(_SIZE_PER_NOTCH**notches)
        elif shift:
            self._host.pan_by(notches * _ARROW_PX, 0.0)
        elif touch and not event.pixelDelta().isNull() and not modifiers & _Mod.ControlModifier:
            self._host.pan_by(event.pixelDelta().x(), event.pixelDelta().y())
        else:
            self._host.zoom_by(_ZOOM_PER_NOTCH**notches, _position(event.position()))
        event.accept()

    def native_gesture(self, event: QNativeGestureEvent) -> bool:
        """Zoom by a pinch on a touch pad; False for gestures that mean nothing here."""
        if event.gestureType() != Qt.NativeGestureType.ZoomNativeGesture:
            return False
        self._host.zoom_by(max(0.1, 1.0 + event.value()), _position(event.position()))
        return True

    def wants(self, event: QKeyEvent) -> bool:
        """Say whether a key belongs to the canvas before any shortcut of the window."""
        if event.key() == Qt.Key.Key_Escape:
            return self.is_pressed or self.tool_in_hand.wants_key(event)
        if _plain(event) and self.tool_in_hand.wants_key(event):
            return True
        if _plain(event) and (event.key() in {Qt.Key.Key_Space, Qt.Key.Key_O}):
            return not event.modifiers() & _Mod.ShiftModifier
        return self._bracket(event) is not None or (_plain(event) and event.key() in _ARROWS)

    def key_press(self, event: QKeyEvent) -> bool:
        """Handle a key; False when it is not the canvas's."""
        key = event.key()
        if key == Qt.Key.Key_Escape:
            return self.cancel() or self.tool_in_hand.key_press(event)
        if _plain(event) and not self.is_pressed and self.tool_in_hand.key_press(event):
            return True
        if key == Qt.Key.Key_Space:
            if not event.isAutoRepeat() and not self._space:
                self._space = True
                self._host.tool_changed()
            return True
        bracket = self._bracket(event)
        if bracket is not None:
            direction, hardness = bracket
            if hardness:
                self._host.add_hardness(direction * 0.1)
            else:
                self._host.step_brush(direction)
            return True
        return _plain(event) and self._plain_key(event)

    def key_release(self, event: QKeyEvent) -> bool:
        """Handle the end of a held key; False when it is not the canvas's."""
        if event.isAutoRepeat():
            return event.key() in {Qt.Key.Key_Space, Qt.Key.Key_O}
        if event.key() == Qt.Key.Key_Space:
            self._space = False
            self._host.tool_changed()
            return True
        if event.key() == Qt.Key.Key_O:
            self._host.hold_original(on=False)
            return True
        return False

    def _plain_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_O and not event.modifiers() & _Mod.ShiftModifier:
            if not event.isAutoRepeat():
                self._host.hold_original(on=True)
        elif key in _ARROWS:
            right, down = _ARROWS[key]
            far = 4.0 if event.modifiers() & _Mod.ShiftModifier else 1.0
            self._host.pan_by(right * _ARROW_PX * far, down * _ARROW_PX * far)
        elif key in _ZOOM_KEYS:
            self._host.zoom_by(_ZOOM_PER_NOTCH ** _ZOOM_KEYS[key])
        else:
            return False
        return True

    def _bracket(self, event: QKeyEvent) -> tuple[int, bool] | None:
        """Return the direction and whether hardness is meant, by character or by place."""
        if not _plain(event):
            return None
        key = event.key()
        if key in _SIZE_KEYS:
            return _SIZE_KEYS[Qt.Key(key)], bool(event.modifiers() & _Mod.ShiftModifier)
        if key in _HARDNESS_KEYS:
            return _HARDNESS_KEYS[Qt.Key(key)], True
        if sys.platform == "darwin":
            direction = _BRACKET_MAC_KEYS.get(event.nativeVirtualKey())
        else:
            direction = _BRACKET_SCAN_CODES.get(event.nativeScanCode())
        if direction is None:
            return None
        return direction, bool(event.modifiers() & _Mod.ShiftModifier)

    def _tool_for(self, event: QMouseEvent) -> CanvasTool | None:
        if event.button() == _Button.MiddleButton:
            return self._tools[ToolKind.PAN]
        if event.button() != _Button.LeftButton:
            return None
        if self._space and event.modifiers() & _Mod.ControlModifier:
            return self._tools[ToolKind.ZOOM]
        return self.tool_in_hand

    def _start(self, tool: CanvasTool, sample: PointerSample) -> None:
        self._active = tool
        self._host.tool_changed()
        tool.press(sample)
        self._host.hover(sample.view_pos)

    def _end(self, sample: PointerSample) -> None:
        active, self._active = self._active, None
        self._button = _Button.NoButton
        if active is not None:
            active.release(sample)
            self._host.tool_changed()
        self._host.hover(sample.view_pos)


def _starts_sizing(event: QMouseEvent) -> bool:
    """Tell the drag that changes the brush; each system has one that it leaves to programs."""
    held = event.modifiers()
    if sys.platform == "darwin":
        # Qt calls the Control key Meta there; with it, the system reports the right button.
        both = _Mod.MetaModifier | _Mod.AltModifier
        return held & both == both
    wanted = _Mod.AltModifier if sys.platform == "win32" else _Mod.ShiftModifier
    return event.button() == _Button.RightButton and bool(held & wanted)


def _plain(event: QKeyEvent) -> bool:
    """True without the modifiers that make shortcuts."""
    makes_shortcuts = _Mod.ControlModifier | _Mod.AltModifier | _Mod.MetaModifier
    return not event.modifiers() & makes_shortcuts


def _position(point: QPointF) -> Position:
    return point.x(), point.y()


def _sample(
    pos: Position, held: Qt.KeyboardModifier, *, erase: bool = False, pressure: float = 1.0
) -> PointerSample:
    opposite = bool(held & _Mod.AltModifier)
    if sys.platform.startswith("linux"):
        # Window managers there move windows by Alt and drag.
        opposite = opposite or bool(held & _Mod.ControlModifier)
    straight = bool(held & _Mod.ShiftModifier)
    return PointerSample(pos, straight, opposite, erase, pressure)
