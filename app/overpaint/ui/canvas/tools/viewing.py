"""Tools that change how the picture is looked at: pan, zoom and rotate."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt

from overpaint.ui.canvas.cursors import tool_cursor
from overpaint.ui.canvas.tools.base import CanvasTool, ToolKind

if TYPE_CHECKING:
    from PySide6.QtGui import QCursor

    from overpaint.ui.canvas.tools.base import Held, PointerSample
    from overpaint.ui.canvas.transform import Position

_ZOOM_CLICK = 1.5
_ZOOM_DRAG_PX = 100.0  # a drag of this length doubles the scale
_CLICK_PX = 3.0
_SNAP_DEG = 15.0
_DEAD_PX = 8.0  # so near to the middle, a pixel turns the view by more than anybody means


class PanTool(CanvasTool):
    """Moves the picture."""

    kind = ToolKind.PAN
    cursor = Qt.CursorShape.OpenHandCursor
    _last: Position = (0.0, 0.0)

    def press(self, sample: PointerSample) -> None:
        """Begin."""
        self._last = sample.view_pos

    def move(self, sample: PointerSample) -> None:
        """Go on."""
        x, y = sample.view_pos
        self._host.pan_by(x - self._last[0], y - self._last[1])
        self._last = sample.view_pos

    def hint(self) -> str:
        """Say what it does."""
        return QCoreApplication.translate(
            "CanvasTool", "Drag to move the picture · with every tool: hold Space and drag"
        )


class ZoomTool(CanvasTool):
    """Zooms by click or by dragging sideways."""

    kind = ToolKind.ZOOM
    cursor = Qt.CursorShape.CrossCursor
    _start: Position = (0.0, 0.0)
    _last: Position = (0.0, 0.0)

    def press(self, sample: PointerSample) -> None:
        """Begin."""
        self._start = self._last = sample.view_pos

    def move(self, sample: PointerSample) -> None:
        """Go on."""
        if self._is_click(sample):
            return
        factor = 2 ** ((sample.view_pos[0] - self._last[0]) / _ZOOM_DRAG_PX)
        self._last = sample.view_pos
        self._host.zoom_by(factor, self._start)

    def release(self, sample: PointerSample) -> None:
        """End."""
        if self._is_click(sample):
            factor = 1 / _ZOOM_CLICK if sample.opposite else _ZOOM_CLICK
            self._host.zoom_by(factor, self._start)

    def cursor_with(self, held: Held) -> QCursor:
        """A glass with a plus, or a minus with the modifier for the opposite."""
        return tool_cursor("zoom-out" if held.opposite else "zoom-in")

    def hint(self) -> str:
        """Say what it does."""
        return QCoreApplication.translate(
            "CanvasTool", "Click to zoom in, Alt+click to zoom out · or drag sideways"
        )

    def _is_click(self, sample: PointerSample) -> bool:
        if self._last != self._start:
            return False
        dx, dy = (a - b for a, b in zip(sample.view_pos, self._start, strict=True))
        return max(abs(dx), abs(dy)) <= _CLICK_PX


class RotateTool(CanvasTool):
    """Turns the view around the middle of the canvas; the picture itself stays as it is."""

    kind = ToolKind.ROTATE
    cursor = Qt.CursorShape.CrossCursor
    _angle_deg = 0.0
    _before_deg = 0.0
    _heading_deg: float | None = None

    def press(self, sample: PointerSample) -> None:
        """Begin."""
        self._angle_deg = self._before_deg = self._host.angle_of_view()
        self._heading_deg = self._heading(sample)

    def move(self, sample: PointerSample) -> None:
        """Turn with the pointer; with Shift in steps of 15 degrees."""
        heading = self._heading(sample)
        if heading is not None and self._heading_deg is not None:
            # The shorter way round, also where the heading jumps from 180 to -180.
            self._angle_deg += (heading - self._heading_deg + 180.0) % 360.0 - 180.0
            snapped = round(self._angle_deg / _SNAP_DEG) * _SNAP_DEG
            self._host.turn_to(snapped if sample.straight else self._angle_deg)
        self._heading_deg = heading if heading is not None else self._heading_deg

    def cancel(self) -> None:
        """Turn back to where it was."""
        self._host.turn_to(self._before_deg)

    def cursor_with(self, held: Held) -> QCursor:  # noqa: ARG002 - always the same
        """A turning arrow."""
        return tool_cursor("rotate")

    def hint(self) -> str:
        """Say what it does."""
        return QCoreApplication.translate(
            "CanvasTool",
            "Drag around the middle to turn the view · Shift keeps to 15° · Shift+R turns it back",
        )

    def _heading(self, sample: PointerSample) -> float | None:
        (x, y), (cx, cy) = sample.view_pos, self._host.view_centre()
        if math.hypot(x - cx, y - cy) < _DEAD_PX:
            return None
        return math.degrees(math.atan2(y - cy, x - cx))
