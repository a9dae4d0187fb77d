"""The part of the canvas that tools and input talk to: strokes, view, brush and cursor."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtWidgets import QWidget

from overpaint.imaging.mask.brush import Brush, StrokePoint
from overpaint.ui.canvas import brush_steps
from overpaint.ui.canvas.adornments import BrushRing, ring_bounds
from overpaint.ui.canvas.editor import MaskEditor
from overpaint.ui.canvas.input import CanvasInput
from overpaint.ui.canvas.stage import Stage
from overpaint.ui.canvas.tools import PointerSample, ToolKind

if TYPE_CHECKING:
    from overpaint.ui.canvas.transform import Position, ViewTransform


class CanvasHost(QWidget):
    """Holds mask, stage and input, and does what the tools ask for.

    Signals:
        zoom_changed: Screen pixels for one picture pixel (float).
        angle_changed: How far the view is turned, degrees clockwise (float).
        mirrored_changed: Whether left and right are swapped in the view (bool).
        brush_changed: The new `Brush`.
        pointer_moved: (x, y) of the picture pixel under the pointer, or None.
        hint_changed: One line on what the tool in hand does.
    """

    zoom_changed = Signal(float)
    angle_changed = Signal(float)
    mirrored_changed = Signal(bool)
    brush_changed = Signal(object)
    pointer_moved = Signal(object)
    hint_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = MaskEditor(self)
        self._stage = Stage(self._editor, self)
        self._input = CanvasInput(self)
        self._brush = Brush()
        self._brush_is_own = False
        self._brush_ring = BrushRing()
        self._pointer: Position | None = None
        self._last_point: StrokePoint | None = None

    def begin_stroke(self, sample: PointerSample, *, erase: bool) -> None:
        """Start a stroke at a sample."""
        point = self._stroke_point(sample)
        if point is None or self._stage.is_comparing:
            return
        before = [self._last_point] if sample.straight and self._last_point else []
        self._stage.begin_stroke(replace(self._brush, erase=erase), [*before, point])

    def extend_stroke(self, sample: PointerSample) -> None:
        """Lead the stroke on to a sample."""
        point = self._stroke_point(sample)
        if point is not None:
            self._stage.extend_stroke(point)

    def end_stroke(self) -> None:
        """Put the stroke on the mask, as one undo step."""
        stroke = self._stage.take_stroke()
        if stroke is not None:
            self._last_point = stroke.points[-1]._replace(scale=1.0)
            name = self.tr("Erase") if stroke.brush.erase else self.tr("Brush stroke")
            self._editor.commit_stroke(stroke, name)

    def cancel_stroke(self) -> None:
        """Take back the stroke under way; nothing of it was on the mask."""
        self._stage.drop_stroke()

    def pan_by(self, dx_px: float, dy_px: float) -> None:
        """Move the picture by logical pixels."""
        if self._stage.transform is not None:
            self._move_to(self._stage.transform.panned(dx_px, dy_px))

    def zoom_by(self, factor: float, view_pos: Position | None = None) -> None:
        """Multiply the scale around a point of the widget."""
        if self._stage.transform is not None:
            self._move_to(self._stage.transform.zoomed(factor, view_pos))

    def rotate_by(self, angle_deg: float, view_pos: Position | None = None) -> None:
        """Turn the view clockwise around a point of the widget (default: its middle)."""
        if self._stage.transform is not None:
            self._move_to(self._stage.transform.turned(angle_deg, view_pos))

    def hover(self, view_pos: Position | None) -> None:
        """Move the brush ring and report the pixel under the pointer."""
        if view_pos != self._pointer:
            self._update_ring()
            self._pointer = view_pos
            self._update_ring()
            self.pointer_moved.emit(self._pixel_under_pointer())

    def step_brush(self, direction: int) -> None:
        """Make the brush a tenth larger or smaller, at least a pixel."""
        self._choose_brush(brush_steps.stepped(self._brush, direction))

    def scale_brush(self, factor: float) -> None:
        """Make the brush larger or smaller."""
        self._choose_brush(brush_steps.scaled(self._brush, factor))

    def drag_brush(self, dx_px: float, hardness: float) -> None:
        """Let the edge of the brush follow the pointer."""
        transform = self._stage.transform
        if transform is not None:
            grown = 2 * dx_px * transform.pixel_ratio / transform.scale
            brush = brush_steps.resized(self._brush, self._brush.diameter_px + grown)
            self._choose_brush(brush_steps.hardened(brush, hardness))

    def add_hardness(self, amount: float) -> None:
        """Make the brush harder or softer."""
        self._choose_brush(brush_steps.hardened(self._brush, amount))

    def hold_original(self, *, on: bool) -> None:
        """Show the original while a key is down."""
        self._stage.set_comparing(on=on)

    def tool_changed(self) -> None:
        """Show the cursor and the hint of the tool in hand."""
        tool = self._input.tool_in_hand
        grabbing = tool.kind is ToolKind.PAN and self._input.is_pressed
        cursor = Qt.CursorShape.ClosedHandCursor if grabbing else tool.cursor
        self.setCursor(cursor if self._stage.has_picture else Qt.CursorShape.ArrowCursor)
        self._update_ring()
        self.hint_changed.emit(self._hint())

    # Inside

    def _hint(self) -> str:
        return self._input.tool_in_hand.hint() if self._stage.has_picture else ""

    def _view_size(self) -> tuple[int, int]:
        return max(1, self.width()), max(1, self.height())

    def _device_size(self) -> tuple[int, int]:
        ratio = self.devicePixelRatioF()
        return math.ceil(self.width() * ratio), math.ceil(self.height() * ratio)

    def _move_to(self, transform: ViewTransform) -> None:
        before = self._stage.transform
        self._stage.set_transform(transform)
        self._tell_view(before, transform)

    def _tell_view(self, before: ViewTransform | None, now: ViewTransform) -> None:
        if before is None or before.scale != now.scale:
            self.zoom_changed.emit(now.scale)
        if before is None or before.angle_deg != now.angle_deg:
            self.angle_changed.emit(now.angle_deg)
        if before is None or before.mirrored != now.mirrored:
            self.mirrored_changed.emit(now.mirrored)

    def _choose_brush(self, brush: Brush) -> None:
        """Take the person's choice; no default replaces it."""
        self._brush_is_own = True
        self._change_brush(brush)

    def _change_brush(self, brush: Brush) -> None:
        if brush != self._brush:
            self._update_ring()
            self._brush = brush
            self._update_ring()
            self._stage.prepare_brush(brush)
            self.brush_changed.emit(brush)

    def _stroke_point(self, sample: PointerSample) -> StrokePoint | None:
        transform = self._stage.transform
        if transform is None:
            return None
        return StrokePoint(*transform.to_image(sample.view_pos), sample.pressure)

    def _pixel_under_pointer(self) -> tuple[int, int] | None:
        transform = self._stage.transform
        if transform is None or self._pointer is None:
            return None
        x, y = (math.floor(value) for value in transform.to_image(self._pointer))
        inside = 0 <= x < transform.image_size[0] and 0 <= y < transform.image_size[1]
        return (x, y) if inside else None

    def _ring(self) -> tuple[Position, float] | None:
        """Centre and diameter of the brush ring in screen pixels; None when it is not shown."""
        transform, pos = self._stage.transform, self._input.sizing_pos or self._pointer
        if transform is None or pos is None or not self._input.tool_in_hand.shows_ring:
            return None
        ratio = transform.pixel_ratio
        return (pos[0] * ratio, pos[1] * ratio), self._brush.diameter_px * transform.scale

    def _update_ring(self) -> None:
        ring = self._ring()
        if ring is not None:
            self._update_device(ring_bounds(*ring, self.devicePixelRatioF()))

    def _update_device(self, area: QRectF) -> None:
        ratio = self.devicePixelRatioF()
        logical = QRectF(
            area.x() / ratio, area.y() / ratio, area.width() / ratio, area.height() / ratio
        )
        self.update(logical.toAlignedRect())
