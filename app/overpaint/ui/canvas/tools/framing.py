"""Move and resize the context frame; whatever is asked for, it stays legal and holds the mask."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QCoreApplication, Qt

from overpaint.domain.extension import Margins
from overpaint.domain.frame_drag import Grip, moved, resized
from overpaint.domain.sizes import FlexibleSizes
from overpaint.ui.canvas.tools.base import CanvasTool, ToolHost, ToolKind

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from overpaint.domain.frame import ContextFrame, Rect
    from overpaint.domain.frame_drag import Dragged
    from overpaint.ui.canvas.frame_layer import FrameLayer
    from overpaint.ui.canvas.tools.base import Held, PointerSample
    from overpaint.ui.canvas.transform import Position

_REACH_PX = 9.0  # how near to an edge a press takes it, logical pixels
_CLICK_PX = 2.0
_BEYOND_PX = 24.0  # how far out of the picture an edge is dragged to extend it
_STEP_PX = 16
_FAR = 4
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_CURSORS = (
    Qt.CursorShape.SizeHorCursor,
    Qt.CursorShape.SizeFDiagCursor,
    Qt.CursorShape.SizeVerCursor,
    Qt.CursorShape.SizeBDiagCursor,
)
_INSIDE = Grip(0, 0)


class FrameHost(ToolHost, Protocol):
    """What the frame tool can have done beside what every tool can."""

    def view_pos(self, image_pos: Position) -> Position:
        """The point of the widget that shows a place in the picture."""


class FrameTool(CanvasTool):
    """Drag inside moves the frame, its edges and corners change its size."""

    kind = ToolKind.FRAME
    cursor = Qt.CursorShape.ArrowCursor

    def __init__(self, host: FrameHost, layer: FrameLayer) -> None:
        super().__init__(host)
        self._frames = host
        self._layer = layer
        self._grip: Grip | None = None
        self._start: tuple[ContextFrame, Position, Position] | None = None

    def press(self, sample: PointerSample) -> None:
        """Take what lies under the pointer."""
        sight = self._layer.sight
        self._grip = self._grip_at(sample.view_pos)
        if sight is not None and self._grip is not None:
            pos = self._host.image_pos(sample.view_pos)
            self._start = sight.frame, pos, sample.view_pos

    def move(self, sample: PointerSample) -> None:
        """Show the nearest frame that is legal."""
        sight = self._layer.sight
        if self._start is None or self._grip is None or sight is None:
            return
        frame, start, start_view = self._start
        if self._layer.shown is sight.frame and _near(start_view, sample.view_pos):
            return
        x, y = self._host.image_pos(sample.view_pos)
        by = x - start[0], y - start[1]
        if self._grip == _INSIDE:
            dragged: Dragged = moved(frame, *by, sight.limits)
        else:
            dragged = resized(
                frame, self._grip, *by, sight.limits,
                keep_shape=sample.straight, from_centre=sample.opposite,
            )  # fmt: skip
        self._layer.hold(dragged)

    def release(self, sample: PointerSample) -> None:
        """Leave the frame there, or extend the picture where an edge was dragged out of it."""
        beyond = self._beyond(sample)
        self._start = None
        if beyond.is_empty:
            self._layer.keep()
        else:
            self._layer.drop()
            self._layer.extend_wanted.emit(beyond)
        self.hover(sample)

    def _beyond(self, sample: PointerSample) -> Margins:
        """How far sides that lay on the picture's edge already were dragged out of it."""
        sight, grip = self._layer.sight, self._grip
        if self._start is None or sight is None or grip is None or grip == _INSIDE:
            return Margins()
        rect, size = self._start[0].rect, sight.limits.target
        x, y = self._host.image_pos(sample.view_pos)
        least = self._host.image_px(_BEYOND_PX)

        def out(by: float, *, held: bool) -> int:
            return round(by) if held and by >= least else 0

        return Margins(
            out(-x, held=grip.x < 0 and rect.left <= 0),
            out(-y, held=grip.y < 0 and rect.top <= 0),
            out(x - size.width, held=grip.x > 0 and rect.right >= size.width),
            out(y - size.height, held=grip.y > 0 and rect.bottom >= size.height),
        )

    def cancel(self) -> None:
        """Put the frame back."""
        self._start = None
        self._layer.drop()

    def hover(self, sample: PointerSample) -> None:
        """Show by the pointer what a press would take."""
        grip = self._grip_at(sample.view_pos)
        if grip != self._grip:
            self._grip = grip
            self._host.tool_changed()

    def double_click(self, sample: PointerSample) -> None:
        """Let the frame follow the mask again."""
        if self._grip_at(sample.view_pos) is not None:
            self._layer.reset()

    def wants_key(self, event: QKeyEvent) -> bool:
        """Arrows move the frame, Enter lets it follow the mask again."""
        if self._layer.sight is None:
            return False
        return event.key() in _ARROWS or (event.key() in _ENTER and not self._layer.is_automatic)

    def key_press(self, event: QKeyEvent) -> bool:
        """Handle such a key."""
        sight = self._layer.sight
        if sight is None or not self.wants_key(event):
            return False
        if event.key() in _ENTER:
            self._layer.reset()
            return True
        rule = sight.limits.rule
        step = rule.step if isinstance(rule, FlexibleSizes) else _STEP_PX
        far = _FAR if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        x, y = _ARROWS[Qt.Key(event.key())]
        self._layer.nudge(moved(sight.frame, x * step * far, y * step * far, sight.limits))
        return True

    def cursor_with(self, held: Held) -> Qt.CursorShape:  # noqa: ARG002 - always the same
        """Arrows along the direction in which the edge goes on the screen."""
        grip, sight = self._grip, self._layer.sight
        if grip is None or sight is None:
            return self.cursor
        if grip == _INSIDE:
            return Qt.CursorShape.SizeAllCursor
        middle = _middle(sight.frame.rect)
        x, y = self._frames.view_pos(middle)
        there = self._frames.view_pos((middle[0] + grip.x, middle[1] + grip.y))
        angle = math.degrees(math.atan2(there[1] - y, there[0] - x))
        return _CURSORS[round(angle / 45.0) % 4]

    def hint(self) -> str:
        """Say what it does, why there is no frame, or what holds it back."""
        if self._layer.sight is None:
            return self._layer.reason
        if self._layer.is_stopped:
            return QCoreApplication.translate(
                "CanvasTool", "The frame holds all of the mask, so it stops here"
            )
        return QCoreApplication.translate(
            "CanvasTool",
            "Drag the frame or its edges · Shift keeps the shape, Alt the middle · double click "
            "lets it follow the mask again",
        )

    def _grip_at(self, view_pos: Position) -> Grip | None:
        """What of the frame lies there; None for nothing."""
        sight = self._layer.sight
        if sight is None:
            return None
        rect = sight.frame.rect
        x, y = self._host.image_pos(view_pos)
        reach = self._host.image_px(_REACH_PX)
        across = _end_at(x, rect.left, rect.right, reach)
        down = _end_at(y, rect.top, rect.bottom, reach)
        return None if across is None or down is None else Grip(across, down)


def _end_at(value: float, start: int, end: int, reach: float) -> int | None:
    """-1 near the start, 1 near the end, 0 in between, None outside of both."""
    if not start - reach <= value <= end + reach:
        return None
    inner = min(reach, (end - start) / 4)  # a small frame has an inside, too
    if value < start + inner:
        return -1
    return 1 if value > end - inner else 0


def _near(a: Position, b: Position) -> bool:
    return max(abs(a[0] - b[0]), abs(a[1] - b[1])) <= _CLICK_PX


def _middle(rect: Rect) -> Position:
    return rect.left + rect.width / 2, rect.top + rect.height / 2
