"""The widget under the canvas: paints the caches, and hands Qt's events on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QPinchGesture, QWidget

from overpaint.ui.canvas.adornments import draw_focus_frame, surround_colour
from overpaint.ui.canvas.host import CanvasHost
from overpaint.ui.canvas.sheet_painter import exposed_rects, paint_sheet

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

_FOCUS_BY_KEY = {
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
}


class CanvasSurface(CanvasHost):
    """Shows what the stage has cached, and is what Qt sends events to.

    Signals:
        mask_changed: A stroke, an undo, a fill … is on the mask.
    """

    mask_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._overlay_visible = True
        self._mask_aside = False
        self._focus_frame = False
        self._stage.damaged.connect(self._on_damaged)
        self._reveal.damaged.connect(self._on_damaged)
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
        exposed = [self._device_rect(rect) for rect in exposed_rects(event.region())]
        self._adapt_to_screen()
        if not self._stage.has_picture:
            surround = surround_colour(self.palette())
            for area in exposed:
                painter.fillRect(area, surround)
        else:
            self._stage.refresh()
            self._paint_sheet(painter, exposed)
            self._paint_over(painter, exposed)
            self._guides.paint(painter, exposed)
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
        if kind == QEvent.Type.ShortcutOverride and self._input.keys.wants(event):  # type: ignore[arg-type]  # Qt sends a QKeyEvent for it
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

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Start a gesture, or end one of several clicks."""
        self._input.mouse_press(event, double=True)

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
        if not self._input.keys.press(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """End what a held key did."""
        if not self._input.keys.release(event):
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
        self._input.keys.let_go()
        self.update()

    # Inside

    def _paint_sheet(self, painter: QPainter, exposed: list[QRect]) -> None:
        stage = self._stage
        images = [stage.picture_image]
        if self._shows_overlay():
            images.append(stage.overlay_image)
        if not stage.is_comparing:
            images += self._reveal.images()
        if stage.transform is not None:
            smooth = not stage.is_moving
            paint_sheet(painter, images, stage.transform, exposed, smooth=smooth)

    def _paint_over(self, painter: QPainter, exposed: list[QRect]) -> None:
        """Paint what lies between the mask and the brush ring; nothing here."""

    def _adapt_to_screen(self) -> None:
        transform = self._stage.transform
        size, ratio = self._view_size(), self.devicePixelRatioF()
        if transform and (transform.view_size, transform.pixel_ratio) != (size, ratio):
            self._move_to(transform.resized(size, ratio))

    def _shows_overlay(self) -> bool:
        if self._stage.is_painting:
            return True
        covered = self._stage.is_comparing or (self._stage.has_preview and self._mask_aside)
        return self._overlay_visible and not covered

    def _draw_ring(self, painter: QPainter) -> None:
        ring = self._ring()
        if ring is not None:
            erase = self._input.tool_in_hand.takes_away(self._input.held)
            self._brush_ring.draw(painter, *ring, self.devicePixelRatioF(), erase=erase)

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
        layers = self._editor.layers
        if layers is None:
            return self.tr("No picture is open")
        share = layers.effective_fraction() * 100
        if layers.is_effectively_empty:
            return self.tr("The mask is empty")
        if share < 1:
            return self.tr("Mask covers less than 1 % of the picture")
        return self.tr("Mask covers {percent} % of the picture").format(percent=round(share))
