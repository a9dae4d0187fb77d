"""The widget under the canvas: paints the caches, and turns events into strokes and views."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QPinchGesture, QWidget

from overpaint.imaging.mask.brush import Brush, StrokePoint
from overpaint.ui.canvas import brush_steps
from overpaint.ui.canvas.adornments import (
    BrushRing,
    draw_focus_frame,
    ring_bounds,
    surround_colour,
)
from overpaint.ui.canvas.editor import MaskEditor
from overpaint.ui.canvas.input import CanvasInput
from overpaint.ui.canvas.stage import Stage
from overpaint.ui.canvas.tools import PointerSample, ToolKind

if TYPE_CHECKING:
    from PySide6.QtGui import (
        QFocusEvent,
        QKeyEvent,
        QMouseEvent,
        QPaintEvent,
        QResizeEvent,
        QTabletEvent,
        QWheelEvent,
    )

    from overpaint.imaging.mask.area import Area
    from overpaint.ui.canvas.transform import Position, ViewTransform

_FOCUS_BY_KEY = {
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
}


class CanvasSurface(QWidget):
    """Shows what the stage has cached, and is the host of tools and input.

    Signals:
        mask_changed: A stroke, an undo, a fill … is on the mask.
        zoom_changed: Screen pixels for one picture pixel (float).
        brush_changed: The new `Brush`.
        pointer_moved: (x, y) of the picture pixel under the pointer, or None.
        hint_changed: One line on what the tool in hand does.
    """

    mask_changed = Signal()
    zoom_changed = Signal(float)
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
        self._overlay_visible = True
        self._mask_aside = False
        self._pointer: Position | None = None
        self._last_point: StrokePoint | None = None
        self._focus_frame = False
        self._stage.damaged.connect(self._on_damaged)
        self._editor.changed.connect(self._on_mask_changed)
        self._set_up()

    def _set_up(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setTabletTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(160, 120)
        self.grabGesture(Qt.GestureType.PinchGesture)
        self.setAccessibleName(self.tr("Canvas"))
        self._describe()
        self._stage.set_surround(surround_colour(self.palette()))

    # What tools and input call

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

    # What Qt calls

    def sizeHint(self) -> QSize:
        """Ask for a useful size where nothing else decides."""
        return QSize(800, 600)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Copy the caches to the screen, then draw ring and focus frame."""
        painter = QPainter(self)
        ratio = self.devicePixelRatioF()
        # From here on in screen pixels: the caches are copied, never scaled.
        painter.scale(1 / ratio, 1 / ratio)
        exposed = [self._device_rect(rect) for rect in event.region()]  # type: ignore[attr-defined]  # QRegion iterates, its stub does not say so
        self._adapt_to_screen()
        if not self._stage.has_picture:
            surround = surround_colour(self.palette())
            for area in exposed:
                painter.fillRect(area, surround)
        else:
            self._stage.refresh()
            for area in exposed:
                painter.drawImage(area.topLeft(), self._stage.picture_image, area)
                if self._shows_overlay():
                    painter.drawImage(area.topLeft(), self._stage.overlay_image, area)
            self._paint_over(painter, exposed)
            self._draw_ring(painter)
        if self._focus_frame:
            size = self._device_size()
            colour = self.palette().color(QPalette.ColorRole.Highlight)
            draw_focus_frame(painter, size, colour, ratio)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again, or keep the middle in the middle."""
        super().resizeEvent(event)
        self._adapt_to_screen()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._stage.set_surround(surround_colour(self.palette()))

    def event(self, event: QEvent) -> bool:
        """Take keys before shortcuts do, and pinches."""
        kind = event.type()
        if kind == QEvent.Type.ShortcutOverride and self._input.wants(event):  # type: ignore[arg-type]  # Qt sends a QKeyEvent for it
            event.accept()
            return True
        if kind == QEvent.Type.NativeGesture and self._input.native_gesture(event):  # type: ignore[arg-type]  # Qt sends a QNativeGestureEvent for it
            return True
        if kind == QEvent.Type.Gesture:
            pinch = event.gesture(Qt.GestureType.PinchGesture)  # type: ignore[attr-defined]  # a QGestureEvent
            if isinstance(pinch, QPinchGesture):
                centre = self.mapFromGlobal(pinch.centerPoint())
                self.zoom_by(pinch.scaleFactor(), (centre.x(), centre.y()))
                return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Start a gesture."""
        self._input.mouse_press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Lead it on."""
        self._input.mouse_move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End it."""
        self._input.mouse_release(event)

    def tabletEvent(self, event: QTabletEvent) -> None:
        """Paint with a pen."""
        self._input.tablet(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom, pan or change the brush."""
        self._input.wheel(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle the canvas's own keys."""
        if not self._input.key_press(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """End what a held key did."""
        if not self._input.key_release(event):
            super().keyReleaseEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Hide the ring."""
        super().leaveEvent(event)
        self.hover(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus when it came by key."""
        super().focusInEvent(event)
        self._focus_frame = event.reason() in _FOCUS_BY_KEY
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let go of held keys."""
        super().focusOutEvent(event)
        self._focus_frame = False
        self._input.release_keys()
        self.update()

    # Inside

    def _paint_over(self, painter: QPainter, exposed: list[QRect]) -> None:
        """Paint what lies between the mask and the brush ring; nothing here."""

    def _hint(self) -> str:
        return self._input.tool_in_hand.hint() if self._stage.has_picture else ""

    def _view_size(self) -> tuple[int, int]:
        return max(1, self.width()), max(1, self.height())

    def _device_size(self) -> tuple[int, int]:
        ratio = self.devicePixelRatioF()
        return math.ceil(self.width() * ratio), math.ceil(self.height() * ratio)

    def _adapt_to_screen(self) -> None:
        transform = self._stage.transform
        size, ratio = self._view_size(), self.devicePixelRatioF()
        if transform and (transform.view_size, transform.pixel_ratio) != (size, ratio):
            self._move_to(transform.resized(size, ratio))

    def _move_to(self, transform: ViewTransform) -> None:
        before = self._stage.transform
        self._stage.set_transform(transform)
        if before is None or before.scale != transform.scale:
            self.zoom_changed.emit(transform.scale)

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

    def _shows_overlay(self) -> bool:
        if self._stage.is_painting:
            return True
        covered = self._stage.is_comparing or (self._stage.has_preview and self._mask_aside)
        return self._overlay_visible and not covered

    def _ring(self) -> tuple[Position, float] | None:
        """Centre and diameter of the brush ring in screen pixels; None when it is not shown."""
        transform, pos = self._stage.transform, self._input.sizing_pos or self._pointer
        if transform is None or pos is None or not self._input.tool_in_hand.shows_ring:
            return None
        ratio = transform.pixel_ratio
        return (pos[0] * ratio, pos[1] * ratio), self._brush.diameter_px * transform.scale

    def _draw_ring(self, painter: QPainter) -> None:
        ring = self._ring()
        if ring is not None:
            erase = self._input.tool_in_hand.kind is ToolKind.ERASER
            self._brush_ring.draw(painter, *ring, self.devicePixelRatioF(), erase=erase)

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

    def _device_rect(self, rect: QRect) -> QRect:
        ratio = self.devicePixelRatioF()
        x, y = rect.x() * ratio, rect.y() * ratio
        device = QRectF(x, y, rect.width() * ratio, rect.height() * ratio).toAlignedRect()
        return device.intersected(QRect(0, 0, *self._device_size()))

    def _on_damaged(self, area: Area | None) -> None:
        if area is None:
            self.update()
        else:
            self._update_device(QRectF(area.left, area.top, area.width, area.height))

    def _on_mask_changed(self) -> None:
        if self._mask_aside:
            self._mask_aside = False
            self.update()
        self._describe()
        self.mask_changed.emit()

    def _describe(self) -> None:
        """Tell in words what a screen reader cannot see."""
        self.setAccessibleDescription(self._description())

    def _description(self) -> str:
        plane = self._editor.plane
        if plane is None:
            return self.tr("No picture is open")
        share = plane.coverage_fraction() * 100
        if plane.is_empty:
            return self.tr("The mask is empty")
        if share < 1:
            return self.tr("Mask covers less than 1 % of the picture")
        return self.tr("Mask covers {percent} % of the picture").format(percent=round(share))
