"""Mouse, pen, wheel and touch of the canvas, made into gestures of the tools."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice

from overpaint.ui.canvas.choice import ToolChoice
from overpaint.ui.canvas.keys import CanvasKeys, held_in
from overpaint.ui.canvas.tools.base import CanvasTool, Held, PointerSample, ToolHost, ToolKind
from overpaint.ui.canvas.tools.groups import TOOLS

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent, QNativeGestureEvent, QTabletEvent, QWheelEvent

    from overpaint.ui.canvas.transform import Position

_Mod = Qt.KeyboardModifier
_Button = Qt.MouseButton

_WHEEL_STEP = 120.0  # Qt's unit for one notch
_ZOOM_PER_NOTCH = 1.2
_SIZE_PER_NOTCH = 1.1
_HARDNESS_PER_NOTCH = 0.05
_SIDEWAYS_PX = 48.0
_HARDNESS_DRAG_PX = 200.0
_MIN_PRESSURE = 0.05


class InputHost(ToolHost, Protocol):
    """What input can have done beside what tools can."""

    @property
    def is_thinking(self) -> bool:
        """Whether a selection is being worked out."""

    def call_off(self) -> bool:
        """Give up what is being worked out; False when nothing is."""

    def hover(self, view_pos: Position | None, pressure: float = 1.0) -> None:
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

    def set_overlay_opacity(self, opacity: float) -> None:
        """Set how strongly the mask tints, 0 to 1."""


class CanvasInput:
    """Knows which tool is in hand, and which gesture is under way.

    Attributes:
        choice: Which tool is chosen.
        keys: The keys of the canvas.
        held: The modifiers that are down.
        wheel_scrolls: The wheel moves the picture, and zooms only with Ctrl.
    """

    def __init__(self, host: InputHost) -> None:
        self._host = host
        self._tools: dict[ToolKind, CanvasTool] = {make.kind: make(host) for make in TOOLS}
        self.choice = ToolChoice(self._tools)
        self.keys = CanvasKeys(self, host)
        self.held = Held()
        self.wheel_scrolls = False
        self._active: CanvasTool | None = None
        self._button = _Button.NoButton
        self._grabs = False
        self._control = False
        self._sizing: Position | None = None
        self._sizing_start: Position = (0.0, 0.0)

    def add(self, tool: CanvasTool) -> None:
        """Offer one more tool."""
        self._tools[tool.kind] = tool

    @property
    def kind(self) -> ToolKind:
        """The tool that the person has chosen, or holds by its key."""
        return self.choice.kind

    @property
    def tool_in_hand(self) -> CanvasTool:
        """The tool that a press would use, or that is pressed."""
        if self._active is not None:
            return self._active
        if self._grabs:
            return self._tools[ToolKind.ZOOM if self._control else ToolKind.PAN]
        return self.choice.tool

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
        self.choice.choose(kind)
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

    def drop(self) -> None:
        """Give up everything that is under way or open: another picture comes."""
        self.cancel()
        for tool in self._tools.values():
            if tool.is_open:
                tool.cancel()

    def grab(self, *, on: bool) -> None:
        """Pan, or with Ctrl zoom, with whatever tool while a key is down."""
        self._grabs = on
        self._host.tool_changed()

    def hold(self, held: Held, *, control: bool | None = None) -> None:
        """Follow the modifiers: cursor and hint tell what they would do."""
        control = self._control if control is None else control
        if (held, control) != (self.held, self._control):
            self.held, self._control = held, control
            self._host.tool_changed()

    def press_at(self, view_pos: Position) -> None:
        """Start a gesture without mouse or pen."""
        self._start(self.tool_in_hand, PointerSample(view_pos))

    def lead_to(self, view_pos: Position) -> None:
        """Lead it on, or move the pointer."""
        self._lead(PointerSample(view_pos))

    def release_at(self, view_pos: Position) -> None:
        """End it."""
        self._end(PointerSample(view_pos))

    def mouse_press(self, event: QMouseEvent, *, double: bool = False) -> None:
        """Start a gesture, unless one is under way."""
        self.keys.pointer.stop()
        if self._active is not None or self._sizing is not None:
            return
        pos = _position(event.position())
        self._follow(event.modifiers())
        if _starts_sizing(event):
            self._sizing = self._sizing_start = pos
            self._button = event.button()
            return
        tool = self._tool_for(event)
        if tool is not None:
            self._button = event.button()
            self._start(tool, self._sample(event), double=double)

    def mouse_move(self, event: QMouseEvent) -> None:
        """Lead the gesture on."""
        self.keys.pointer.stop()
        pos = _position(event.position())
        self._follow(event.modifiers())
        if self._sizing is not None:
            dx, dy = pos[0] - self._sizing[0], pos[1] - self._sizing[1]
            self._sizing = pos
            self._host.drag_brush(dx, -dy / _HARDNESS_DRAG_PX)
            return
        self._lead(self._sample(event))

    def mouse_release(self, event: QMouseEvent) -> None:
        """End the gesture of this button."""
        if event.button() != self._button:
            return
        if self._sizing is not None:
            self._sizing = None
            self._button = _Button.NoButton
            self._host.hover(_position(event.position()))
            return
        self._end(self._sample(event))

    def tablet(self, event: QTabletEvent) -> None:
        """Work with a pen: its eraser end takes away, its lower button pans."""
        self.keys.pointer.stop()
        held = held_in(event.modifiers())
        sample = PointerSample(
            _position(event.position()),
            *held,
            erase=event.pointerType() == QPointingDevice.PointerType.Eraser,
            pressure=max(_MIN_PRESSURE, event.pressure()),
        )
        kind = event.type()
        if kind == QEvent.Type.TabletPress and self._active is None:
            barrel = event.button() in {_Button.RightButton, _Button.MiddleButton}
            self._button = event.button()
            self._start(self._tools[ToolKind.PAN] if barrel else self.tool_in_hand, sample)
        elif kind == QEvent.Type.TabletRelease:
            self._end(sample)
        else:
            self._lead(sample)
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
            self._host.pan_by(notches * _SIDEWAYS_PX, 0.0)
        elif touch and not event.pixelDelta().isNull() and not modifiers & _Mod.ControlModifier:
            self._host.pan_by(event.pixelDelta().x(), event.pixelDelta().y())
        elif self.wheel_scrolls and not modifiers & _Mod.ControlModifier:
            self._host.pan_by(
                delta.x() / _WHEEL_STEP * _SIDEWAYS_PX, delta.y() / _WHEEL_STEP * _SIDEWAYS_PX
            )
        else:
            self._host.zoom_by(_ZOOM_PER_NOTCH**notches, _position(event.position()))
        event.accept()

    def native_gesture(self, event: QNativeGestureEvent) -> bool:
        """Zoom by a pinch on a touch pad; False for gestures that mean nothing here."""
        if event.gestureType() != Qt.NativeGestureType.ZoomNativeGesture:
            return False
        self._host.zoom_by(max(0.1, 1.0 + event.value()), _position(event.position()))
        return True

    def _follow(self, modifiers: Qt.KeyboardModifier) -> None:
        self.hold(held_in(modifiers), control=bool(modifiers & _Mod.ControlModifier))

    def _sample(self, event: QMouseEvent) -> PointerSample:
        held = held_in(event.modifiers())
        secondary = _Button.RightButton in (event.button(), self._button)
        return PointerSample(_position(event.position()), *held, secondary=secondary)

    def _tool_for(self, event: QMouseEvent) -> CanvasTool | None:
        tool = self.tool_in_hand
        if event.button() == _Button.MiddleButton:
            return self._tools[ToolKind.PAN]
        if event.button() == _Button.RightButton:
            return tool if tool.takes_secondary else None
        return tool if event.button() == _Button.LeftButton else None

    def _start(self, tool: CanvasTool, sample: PointerSample, *, double: bool = False) -> None:
        self._active = tool
        self._host.tool_changed()
        if double:
            tool.double_click(sample)
        else:
            tool.press(sample)
        self._host.hover(sample.view_pos, sample.pressure)

    def _lead(self, sample: PointerSample) -> None:
        if self._active is not None:
            self._active.move(sample)
        else:
            self.tool_in_hand.hover(sample)
        self._host.hover(sample.view_pos, sample.pressure)

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


def _position(point: QPointF) -> Position:
    return point.x(), point.y()
