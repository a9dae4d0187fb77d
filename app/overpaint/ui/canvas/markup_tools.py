"""What the pointer and the keys do with marks: one small class for each kind."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt

from overpaint.domain.marks import Arrow, Box, Ellipse, Pen, Text, handles_of, moved, reshaped
from overpaint.domain.text import say
from overpaint.ui.canvas.key_hints import with_size_keys
from overpaint.ui.canvas.markup_layer import MarkKind
from overpaint.ui.canvas.tools import CanvasTool, ToolHost, ToolKind
from overpaint.ui.messages import render

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from overpaint.domain.marks import Mark, Point
    from overpaint.ui.canvas.markup_layer import MarkupLayer
    from overpaint.ui.canvas.tools import PointerSample

_Key = Qt.Key
_SHORTEST_PX = 4.0  # a shorter drag was a click; logical pixels
_REACH_PX = 6.0
_HANDLE_REACH_PX = 10.0
_PEN_STEP_PX = 1.5
_NUDGES = {_Key.Key_Left: (-1, 0), _Key.Key_Right: (1, 0), _Key.Key_Up: (0, -1),
           _Key.Key_Down: (0, 1)}  # fmt: skip
_FAR = 10
_ENTER = {_Key.Key_Return, _Key.Key_Enter}


class MarkupHost(ToolHost, Protocol):
    """What the markup tool needs beside what every tool can have done."""

    def image_pos(self, view_pos: Point) -> Point:
        """The place in the picture under a point of the widget."""

    def image_px(self, view_px: float) -> float:
        """How many picture pixels a length on the widget covers."""

    def view_middle(self) -> Point:
        """The middle of what can be seen of the picture, picture coordinates."""

    def write_text(self, image_pos: Point, index: int | None = None) -> None:
        """Let the person type a text there, or change the text of a mark."""


class _Gesture(ABC):
    """One kind's press, moves and release; positions are in the picture."""

    def __init__(self, host: MarkupHost, layer: MarkupLayer) -> None:
        self._host = host
        self._layer = layer

    @abstractmethod
    def press(self, pos: Point, sample: PointerSample) -> None:
        """The button has gone down."""

    @abstractmethod
    def move(self, pos: Point, sample: PointerSample) -> None:
        """The pointer has moved with the button down."""

    @abstractmethod
    def release(self) -> None:
        """The button has come up."""

    def cancel(self) -> None:
        """The gesture is given up."""
        self._layer.show_ghost(None)


class _PenGesture(_Gesture):
    """Draws a line by hand."""

    _points: list[Point]

    def press(self, pos: Point, sample: PointerSample) -> None:  # noqa: ARG002 - as the others
        """Begin."""
        self._points = [pos]
        self._show()

    def move(self, pos: Point, sample: PointerSample) -> None:
        """Go on; with Shift as one straight line."""
        if sample.straight:
            self._points = [self._points[0], pos]
            self._show()
        elif math.dist(pos, self._points[-1]) >= self._host.image_px(_PEN_STEP_PX):
            self._points.append(pos)
            self._layer.extend_ghost(self._mark())

    def release(self) -> None:
        """Keep the line; a click is a dot."""
        self._layer.add(self._mark(), render(say("MarkupLayer", "Draw line")))

    def _show(self) -> None:
        self._layer.show_ghost(self._mark())

    def _mark(self) -> Pen:
        style = self._layer.style
        return Pen(tuple(self._points), style.colour, style.width_px)


class _ShapeGesture(_Gesture):
    """Draws an arrow, a box or an ellipse from where the button goes down to where it comes up."""

    _start: Point
    _end: Point

    def press(self, pos: Point, sample: PointerSample) -> None:  # noqa: ARG002 - as the others
        """Begin."""
        self._start = self._end = pos

    def move(self, pos: Point, sample: PointerSample) -> None:
        """Show the shape; Shift makes squares and circles, and arrows of every 45 degrees."""
        self._end = self._constrained(pos) if sample.straight else pos
        self._layer.show_ghost(self._mark() if self._is_drag() else None)

    def release(self) -> None:
        """Keep the shape; a click draws nothing."""
        if self._is_drag():
            self._layer.add(self._mark(), shape_step(self._layer.kind))
        else:
            self.cancel()

    def _is_drag(self) -> bool:
        return math.dist(self._start, self._end) >= self._host.image_px(_SHORTEST_PX)

    def _mark(self) -> Mark:
        return shape(self._layer, self._start, self._end)

    def _constrained(self, pos: Point) -> Point:
        dx, dy = pos[0] - self._start[0], pos[1] - self._start[1]
        if self._layer.kind is MarkKind.ARROW:
            turn = round(math.atan2(dy, dx) / (math.pi / 4)) * (math.pi / 4)
            length = math.hypot(dx, dy)
            dx, dy = length * math.cos(turn), length * math.sin(turn)
        else:
            side = max(abs(dx), abs(dy))
            dx, dy = math.copysign(side, dx), math.copysign(side, dy)
        return self._start[0] + dx, self._start[1] + dy


class _TextGesture(_Gesture):
    """Opens the text entry, or the text under the pointer."""

    _pos: Point

    def press(self, pos: Point, sample: PointerSample) -> None:  # noqa: ARG002 - as the others
        """Remember where."""
        self._pos = pos

    def move(self, pos: Point, sample: PointerSample) -> None:
        """A text begins where the button went down."""

    def release(self) -> None:
        """Let the person type."""
        index = self._layer.at(self._pos, self._host.image_px(_REACH_PX))
        is_text = index is not None and isinstance(self._layer.marks[index], Text)
        # The pointer is where the middle of the first line will be.
        x, y = self._pos
        self._host.write_text((x, y - self._layer.style.text_px * 0.6), index if is_text else None)


class _SelectGesture(_Gesture):
    """Selects, moves and reshapes; a second click on a text opens it."""

    _index: int | None = None
    _handle: int | None = None
    _start: Point
    _again: bool = False

    def press(self, pos: Point, sample: PointerSample) -> None:  # noqa: ARG002 - as the others
        """Take a handle of the selected mark, or the mark under the pointer."""
        layer, before = self._layer, self._layer.selected
        self._start = pos
        self._handle = self._handle_at(pos)
        self._index = before
        if self._handle is None:
            self._index = layer.at(pos, self._host.image_px(_REACH_PX))
            layer.select(self._index)
        self._again = self._index is not None and self._index == before and self._handle is None

    def move(self, pos: Point, sample: PointerSample) -> None:  # noqa: ARG002 - as the others
        """Show it where it would be."""
        if self._index is None:
            return
        far = math.dist(pos, self._start) >= self._host.image_px(_SHORTEST_PX)
        if not far and self._layer.ghost is None:
            return
        mark = self._layer.marks[self._index]
        if self._handle is not None:
            ghost = reshaped(mark, self._handle, pos)
        else:
            ghost = moved(mark, pos[0] - self._start[0], pos[1] - self._start[1])
        self._layer.show_ghost(ghost, hidden=self._index)

    def release(self) -> None:
        """Keep it there."""
        index, ghost = self._index, self._layer.ghost
        if index is None:
            return
        if ghost is not None:
            name = _CHANGE if self._handle is not None else _MOVE
            self._layer.put(index, ghost, render(name))
            self._layer.show_ghost(None)
        elif self._again and isinstance(self._layer.marks[index], Text):
            self._host.write_text((0.0, 0.0), index)

    def _handle_at(self, pos: Point) -> int | None:
        index = self._layer.selected
        if index is None:
            return None
        reach = self._host.image_px(_HANDLE_REACH_PX)
        for number, handle in enumerate(handles_of(self._layer.marks[index])):
            if math.dist(handle, pos) <= reach:
                return number
        return None


class MarkupTool(CanvasTool):
    """Draws marks, or selects them, as the layer's kind says."""

    kind = ToolKind.MARKUP

    def __init__(self, host: MarkupHost, layer: MarkupLayer) -> None:
        super().__init__(host)
        self._marks_host = host
        self._layer = layer
        shapes = _ShapeGesture(host, layer)
        self._gestures: dict[MarkKind, _Gesture] = {
            MarkKind.SELECT: _SelectGesture(host, layer),
            MarkKind.PEN: _PenGesture(host, layer),
            MarkKind.ARROW: shapes,
            MarkKind.BOX: shapes,
            MarkKind.ELLIPSE: shapes,
            MarkKind.TEXT: _TextGesture(host, layer),
        }
        self._running = self._gestures[MarkKind.SELECT]
        self._take_cursor()
        layer.style_changed.connect(self._take_cursor)

    def press(self, sample: PointerSample) -> None:
        """Begin; with the modifier for the opposite, select whatever the kind is."""
        self._running = self._gestures[self._layer.kind]
        if sample.opposite:
            self._layer.set_kind(MarkKind.SELECT)
            self._running = self._gestures[MarkKind.SELECT]
        self._running.press(self._marks_host.image_pos(sample.view_pos), sample)

    def move(self, sample: PointerSample) -> None:
        """Go on."""
        self._running.move(self._marks_host.image_pos(sample.view_pos), sample)

    def release(self, sample: PointerSample) -> None:
        """End."""
        self._running.move(self._marks_host.image_pos(sample.view_pos), sample)
        self._running.release()

    def cancel(self) -> None:
        """Give up."""
        self._running.cancel()

    def wants_key(self, event: QKeyEvent) -> bool:
        """Keys of the selected mark, and Enter to draw without a pointer."""
        key = _Key(event.key())
        if key in _ENTER:
            return True
        selected = self._layer.selected is not None
        return selected and key in {*_NUDGES, _Key.Key_Delete, _Key.Key_Backspace, _Key.Key_Escape}

    def key_press(self, event: QKeyEvent) -> bool:
        """Handle them; False for the others."""
        key, layer = _Key(event.key()), self._layer
        if not self.wants_key(event):
            return False
        if key in _NUDGES:
            far = _FAR if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            return layer.nudge(_NUDGES[key][0] * far, _NUDGES[key][1] * far)
        if key in _ENTER:
            self._enter()
        elif key == _Key.Key_Escape:
            layer.select(None)
        else:
            layer.remove_selected()
        return True

    def hint(self) -> str:
        """Say what it does."""
        hint = render(_HINTS[self._layer.kind])
        return with_size_keys(hint) if self._layer.kind in _SIZED else hint

    def _take_cursor(self) -> None:
        self.cursor = _CURSORS.get(self._layer.kind, Qt.CursorShape.CrossCursor)

    def _enter(self) -> None:
        """Open the selected text, or put a mark in the middle that the arrow keys can move."""
        layer, host = self._layer, self._marks_host
        index = layer.selected
        if index is not None:
            if isinstance(layer.marks[index], Text):
                host.write_text((0.0, 0.0), index)
            return
        x, y = host.view_middle()
        if layer.kind is MarkKind.TEXT:
            host.write_text((x, y))
            return
        if layer.kind in {MarkKind.ARROW, MarkKind.BOX, MarkKind.ELLIPSE}:
            reach = host.image_px(60)
            layer.add(
                shape(layer, (x - reach, y - reach), (x + reach, y + reach)), shape_step(layer.kind)
            )
            layer.set_kind(MarkKind.SELECT)
            layer.select(len(layer.marks) - 1)


def shape(layer: MarkupLayer, start: Point, end: Point) -> Mark:
    """The arrow, box or ellipse of the style in hand."""
    look = layer.style.colour, layer.style.width_px
    if layer.kind is MarkKind.BOX:
        return Box(start, end, *look)
    if layer.kind is MarkKind.ELLIPSE:
        return Ellipse(start, end, *look)
    return Arrow(start, end, *look)


def shape_step(kind: MarkKind) -> str:
    """What the undo step of a shape is called."""
    return render(_STEPS[kind])


_MOVE, _CHANGE = say("MarkupLayer", "Move mark"), say("MarkupLayer", "Change mark")
_STEPS = {
    MarkKind.ARROW: say("MarkupLayer", "Draw arrow"),
    MarkKind.BOX: say("MarkupLayer", "Draw box"),
    MarkKind.ELLIPSE: say("MarkupLayer", "Draw ellipse"),
}
_CURSORS = {
    MarkKind.SELECT: Qt.CursorShape.ArrowCursor,
    MarkKind.TEXT: Qt.CursorShape.IBeamCursor,
}
_SIZED = frozenset((MarkKind.PEN, MarkKind.ARROW, MarkKind.BOX, MarkKind.ELLIPSE))
_HINTS = {
    MarkKind.SELECT: say(
        "CanvasTool",
        "Click to select · drag to move · arrow keys nudge · Delete removes · "
        "a second click edits text",
    ),
    MarkKind.PEN: say(
        "CanvasTool",
        "Drag to draw · Shift draws a straight line · Alt+click selects",
    ),
    MarkKind.ARROW: say(
        "CanvasTool",
        "Drag to where the arrow points · Shift keeps to 45° · Alt+click selects",
    ),
    MarkKind.BOX: say(
        "CanvasTool",
        "Drag from corner to corner · Shift makes a square · Alt+click selects",
    ),
    MarkKind.ELLIPSE: say(
        "CanvasTool",
        "Drag from corner to corner · Shift makes a circle · Alt+click selects",
    ),
    MarkKind.TEXT: say(
        "CanvasTool",
        "Click to write · Enter ends, Shift+Enter starts a new line, Esc cancels · "
        "click a text to change it",
    ),
}
