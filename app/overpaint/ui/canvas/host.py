"""The part of the canvas that tools and input talk to: strokes, view, brush and cursor."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtWidgets import QWidget

from overpaint.imaging.mask.brush import Brush, Layer, StrokePoint
from overpaint.imaging.mask.modes import Combine
from overpaint.ui.canvas import brush_steps
from overpaint.ui.canvas.adornments import BrushRing, ring_bounds
from overpaint.ui.canvas.cursors import select_cursor
from overpaint.ui.canvas.editor import MaskEditor
from overpaint.ui.canvas.guides import Guides
from overpaint.ui.canvas.input import CanvasInput
from overpaint.ui.canvas.reveal import Reveal
from overpaint.ui.canvas.selector import Selector
from overpaint.ui.canvas.stage import Stage
from overpaint.ui.canvas.tool_options import PressureUse
from overpaint.ui.canvas.tools import Held, PointerSample, ToolKind

if TYPE_CHECKING:
    from PySide6.QtGui import QCursor

    from overpaint.imaging.mask.brush import Stroke
    from overpaint.ui.canvas.transform import Position, ViewTransform


class CanvasHost(QWidget):
    """Holds mask, stage and input, and does what the tools ask for.

    Signals:
        view_changed: Pan, zoom, turn or another target: the picture lies elsewhere.
        zoom_changed: Screen pixels for one picture pixel (float).
        angle_changed: How far the view is turned, degrees clockwise (float).
        mirrored_changed: Whether left and right are swapped in the view (bool).
        brush_changed: The new `Brush`.
        pointer_moved: (x, y) of the picture pixel under the pointer, or None.
        hint_changed: One line on what the tool in hand does.
        tool_chosen: The `ToolKind` that is in hand now.
        gesture: Whether a stroke or another drag is under way now.
    """

    view_changed = Signal()
    zoom_changed = Signal(float)
    angle_changed = Signal(float)
    mirrored_changed = Signal(bool)
    brush_changed = Signal(object)
    pointer_moved = Signal(object)
    hint_changed = Signal(str)
    tool_chosen = Signal(object)
    gesture = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = MaskEditor(self)
        self._stage = Stage(self._editor, self)
        self._selector = Selector(self._editor, self)
        self._guides = Guides(self)
        self._reveal = Reveal(
            self,
            lambda: self._brush,
            lambda: self._stage.transform,
            lambda: self._editor.stamps,
            self,
        )
        self._input = CanvasInput(self)
        self._pressure_use = PressureUse.SIZE
        self._told_tool = self._input.kind
        self._told_gesture = False
        self._told_hint = ""
        self._brush = Brush()
        self._brush_is_own = False
        self._brush_ring = BrushRing()
        self._ring_area: QRectF | None = None
        self._pointer: Position | None = None
        self._pressure = 1.0
        self._last_point: StrokePoint | None = None
        self._guides.damaged.connect(self._on_guides_damaged)
        self._editor.thinker.busy_changed.connect(self.tool_changed)
        self._selector.options_changed.connect(self.tool_changed)

    @property
    def selector(self) -> Selector:
        """Puts selections on the mask."""
        return self._selector

    @property
    def guides(self) -> Guides:
        """Shows outlines over the picture."""
        return self._guides

    @property
    def reveal(self) -> Reveal:
        """Shows what is painted in from another variant."""
        return self._reveal

    @property
    def held(self) -> Held:
        """The modifiers that are down."""
        return self._input.held

    @property
    def is_precise(self) -> bool:
        """Caps Lock is on: brush and tools show a bare cross."""
        return self._input.keys.is_precise

    @property
    def is_thinking(self) -> bool:
        """Whether a selection is being worked out."""
        return self._editor.thinker.is_thinking

    def call_off(self) -> bool:
        """Give up the selection that is being worked out; False when none is."""
        return self._editor.thinker.call_off()

    def begin_stroke(
        self, sample: PointerSample, *, erase: bool, layer: Layer = Layer.MASK
    ) -> None:
        """Start a stroke at a sample."""
        point = self.stroke_point(sample)
        if point is None or self._stage.is_comparing:
            return
        # Only now: what comes on the mask while it is painted on would hide the stroke.
        self._editor.accept()
        before = [self._last_point] if sample.straight and self._last_point else []
        self._stage.begin_stroke(replace(self._brush, erase=erase), [*before, point], layer)

    def extend_stroke(self, sample: PointerSample) -> None:
        """Lead the stroke on to a sample."""
        point = self.stroke_point(sample)
        if point is not None:
            self._stage.extend_stroke(point)

    def end_stroke(self) -> None:
        """Put the stroke on its layer, as one undo step."""
        stroke = self._stage.take_stroke()
        if stroke is not None:
            self._last_point = stroke.points[-1]._replace(scale=1.0, flow=1.0)
            self._editor.commit_stroke(stroke, self._stroke_name(stroke))

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

    def angle_of_view(self) -> float:
        """How far the view is turned clockwise, degrees."""
        return 0.0 if self._stage.transform is None else self._stage.transform.angle_deg

    def turn_to(self, angle_deg: float) -> None:
        """Turn the view around its middle until it stands at this angle, clockwise."""
        if self._stage.transform is not None:
            self._move_to(self._stage.transform.turned_to(angle_deg))

    def view_centre(self) -> Position:
        """The middle of the widget, logical pixels."""
        return self.width() / 2, self.height() / 2

    def image_pos(self, view_pos: Position) -> Position:
        """The place in the picture under a point of the widget."""
        transform = self._stage.transform
        return view_pos if transform is None else transform.to_image(view_pos)

    def view_pos(self, image_pos: Position) -> Position:
        """The point of the widget that shows a place in the picture."""
        transform = self._stage.transform
        return image_pos if transform is None else transform.to_view(image_pos)

    def image_px(self, view_px: float) -> float:
        """How many picture pixels a length on the widget covers."""
        transform = self._stage.transform
        return view_px if transform is None else view_px * transform.pixel_ratio / transform.scale

    def hover(self, view_pos: Position | None, pressure: float = 1.0) -> None:
        """Move the brush ring and report the pixel under the pointer."""
        if (view_pos, pressure) != (self._pointer, self._pressure):
            self._pointer, self._pressure = view_pos, pressure
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

    def set_overlay_opacity(self, opacity: float) -> None:
        """Set how strongly the mask tints, 0 to 1."""
        opacity = min(max(opacity, 0.0), 1.0)
        self._stage.set_style(replace(self._stage.style, opacity=opacity))

    def hold_original(self, *, on: bool) -> None:
        """Show the original while a key is down."""
        self._stage.set_comparing(on=on)

    def tool_changed(self) -> None:
        """Show cursor, ring and hint of the tool in hand, and tell when it is another one."""
        self._update_ring()
        self.setCursor(self._cursor())
        if self._input.kind is not self._told_tool:
            self._told_tool = self._input.kind
            self.tool_chosen.emit(self._told_tool)
        if self._input.is_pressed != self._told_gesture:
            self._told_gesture = self._input.is_pressed
            self.gesture.emit(self._told_gesture)
        self._tell_hint()

    # Inside

    def _cursor(self) -> Qt.CursorShape | QCursor:
        tool = self._input.tool_in_hand
        if not self._stage.has_picture:
            return Qt.CursorShape.ArrowCursor
        if self._editor.thinker.is_busy:
            return Qt.CursorShape.BusyCursor
        if tool.kind is ToolKind.PAN and self._input.is_pressed:
            return Qt.CursorShape.ClosedHandCursor
        if tool.shows_ring and self.is_precise:
            return select_cursor(Combine.ADD, precise=True)
        return tool.cursor_with(self._input.held)

    def _hint(self) -> str:
        if not self._stage.has_picture:
            return ""
        if self._editor.thinker.is_busy:
            return self.tr("Selecting … · Esc calls it off")
        if self._input.keys.pointer.pos is not None:
            return self.tr(
                "Arrow keys move the pointer, Shift farther · Space uses the tool, held it draws · "
                "Esc ends"
            )
        return self._input.tool_in_hand.hint()

    def _tell_hint(self) -> None:
        hint = self._hint()
        if hint != self._told_hint:
            self._told_hint = hint
            self.hint_changed.emit(hint)

    def _stroke_name(self, stroke: Stroke) -> str:
        if stroke.layer is Layer.PROTECT:
            return self.tr("Unprotect") if stroke.brush.erase else self.tr("Protect")
        return self.tr("Erase") if stroke.brush.erase else self.tr("Brush stroke")

    def _view_size(self) -> tuple[int, int]:
        return max(1, self.width()), max(1, self.height())

    def _device_size(self) -> tuple[int, int]:
        ratio = self.devicePixelRatioF()
        return math.ceil(self.width() * ratio), math.ceil(self.height() * ratio)

    def _move_to(self, transform: ViewTransform) -> None:
        before = self._stage.transform
        self._stage.set_transform(transform)
        self._guides.follow(transform)
        self._tell_view(before, transform)

    def _tell_view(self, before: ViewTransform | None, now: ViewTransform) -> None:
        self.view_changed.emit()
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
            self._brush = brush
            self._update_ring()
            self._stage.prepare_brush(brush)
            self.brush_changed.emit(brush)

    def stroke_point(self, sample: PointerSample) -> StrokePoint | None:
        """Where a sample lies in the picture; None without a picture."""
        transform = self._stage.transform
        if transform is None:
            return None
        use, pressure = self._pressure_use, sample.pressure
        scale = pressure if use is PressureUse.SIZE else 1.0
        flow = pressure if use is PressureUse.FLOW else 1.0
        return StrokePoint(*transform.to_image(sample.view_pos), scale, flow)

    def _pixel_under_pointer(self) -> tuple[int, int] | None:
        transform = self._stage.transform
        if transform is None or self._pointer is None:
            return None
        x, y = (math.floor(value) for value in transform.to_image(self._pointer))
        inside = 0 <= x < transform.image_size[0] and 0 <= y < transform.image_size[1]
        return (x, y) if inside else None

    def _ring(self) -> tuple[Position, float] | None:
        """Centre and diameter of the brush ring in screen pixels; None when it is not shown."""
        by_keys = self._input.keys.pointer.pos
        transform, pos = self._stage.transform, self._input.sizing_pos or by_keys or self._pointer
        if transform is None or pos is None:
            return None
        ratio = transform.pixel_ratio
        if self.is_precise or not self._input.tool_in_hand.shows_ring:
            # So small a ring is a cross; no cursor of the system shows where keys point to.
            return ((pos[0] * ratio, pos[1] * ratio), 1.0) if by_keys else None
        pressed = self._stage.is_painting and self._pressure_use is PressureUse.SIZE
        diameter = self._brush.diameter_px * (self._pressure if pressed else 1.0)
        return (pos[0] * ratio, pos[1] * ratio), max(1.0, diameter) * transform.scale

    def _update_ring(self) -> None:
        """Have the ring painted where it is now, and taken away where it was."""
        ring = self._ring()
        before = self._ring_area
        self._ring_area = ring_bounds(*ring, self.devicePixelRatioF()) if ring else None
        for area in (before, self._ring_area):
            if area is not None:
                self._update_device(area)

    def _on_guides_damaged(self, areas: list[QRectF]) -> None:
        for area in areas:
            self._update_device(area)

    def _update_device(self, area: QRectF) -> None:
        ratio = self.devicePixelRatioF()
        logical = QRectF(
            area.x() / ratio, area.y() / ratio, area.width() / ratio, area.height() / ratio
        )
        self.update(logical.toAlignedRect())
