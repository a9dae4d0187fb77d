"""What the canvas shows: caches at view size, kept up to date by the worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QColor, QImage

from overpaint.domain.overlay import DEFAULT_STYLE
from overpaint.imaging.mask.brush import Layer
from overpaint.ui.canvas.sheet_painter import on_screen

if TYPE_CHECKING:
    from overpaint.domain.frame import Rect
    from overpaint.domain.overlay import OverlayStyle
    from overpaint.imaging.mask.area import Area
    from overpaint.imaging.mask.brush import Brush, Stroke, StrokePoint
    from overpaint.imaging.pixels import Bytes2D, Bytes3D, Picture
    from overpaint.ui.canvas.editor import MaskEditor
    from overpaint.ui.canvas.overlay import Overlay
    from overpaint.ui.canvas.picture import PictureLayer, Source
    from overpaint.ui.canvas.resample import Window
    from overpaint.ui.canvas.transform import ViewTransform

_REST_MS = 120  # how long the view stands still before it is rendered smoothly


class Stage(QObject):
    """The picture, the mask overlay and the stroke being painted, at view size.

    Pan and zoom mark it stale; the next `refresh` draws with cheap filters, and after a rest the
    worker renders smoothly. A committed stroke is rendered smoothly where it changed something.

    Attributes:
        damaged: Pixels have changed; carries their `Area` in screen pixels (turned as the view
            is), or None for all.
        style_changed: The mask is shown with another `OverlayStyle`.
    """

    damaged = Signal(object)
    style_changed = Signal(object)

    def __init__(self, editor: MaskEditor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self._transform: ViewTransform | None = None
        self._picture: Source | None = None
        self._preview: Source | None = None
        self._comparing = False
        self._layer: PictureLayer | None = None
        self._overlay: Overlay | None = None
        self._style = DEFAULT_STYLE
        self._surround = QColor(128, 128, 128)
        self._shows_grid = True
        self._stale = True
        self._pending: Area | None = None
        self._running: tuple[Brush, list[StrokePoint], Layer] | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._render_smooth)
        editor.changed.connect(self._on_mask_changed)

    @property
    def has_picture(self) -> bool:
        """True when there is something to show."""
        return self._picture is not None

    @property
    def has_preview(self) -> bool:
        """True while a preview covers the picture."""
        return self._preview is not None

    @property
    def is_comparing(self) -> bool:
        """True while the untouched original is shown."""
        return self._comparing

    @property
    def sources(self) -> tuple[Source, ...]:
        """What is shown now, the lowest first; empty without a picture."""
        return self._shown_sources()

    @property
    def is_painting(self) -> bool:
        """True while a stroke is under way."""
        return self._running is not None

    @property
    def is_moving(self) -> bool:
        """True until the view has stood still for a moment."""
        return self._rest.isActive()

    @property
    def transform(self) -> ViewTransform | None:
        """Where the picture is shown; None without a picture."""
        return self._transform

    @property
    def picture_image(self) -> QImage:
        """The cached picture with its surround, on the sheet; call `refresh` first."""
        assert self._layer is not None  # noqa: S101 - refresh has been called
        return self._layer.image

    @property
    def overlay_image(self) -> QImage:
        """The cached mask overlay, on the sheet, premultiplied; call `refresh` first."""
        assert self._overlay is not None  # noqa: S101 - refresh has been called
        return self._overlay.image

    def set_picture(self, picture: Picture | None, transform: ViewTransform | None) -> None:
        """Show another picture, or none."""
        # The layers load numpy: not before there is a picture.
        from overpaint.ui.canvas.picture import Source  # noqa: PLC0415

        self.drop_stroke()
        self._picture = None if picture is None else Source.from_picture(picture)
        self._preview = None
        self._comparing = False
        self._layer = self._overlay = None
        self._transform = transform
        self._invalidate(rest_ms=0)

    def set_preview(self, picture: Picture | None, rect: Rect | None = None) -> None:
        """Show a picture of any size over the target or a part of it, or the target again."""
        from overpaint.ui.canvas.picture import Source  # noqa: PLC0415 - loads numpy

        self._preview = None if picture is None else Source.from_picture(picture, rect)
        self._layer = None
        self._invalidate(rest_ms=0)

    def set_comparing(self, *, on: bool) -> None:
        """Show the untouched original for a while."""
        if on != self._comparing:
            self._comparing = on
            self._layer = None
            self._invalidate(rest_ms=0)

    def set_transform(self, transform: ViewTransform) -> None:
        """Pan, zoom or resize."""
        if transform != self._transform:
            self._transform = transform
            self._invalidate(rest_ms=_REST_MS)

    def set_surround(self, colour: QColor) -> None:
        """Take the theme's grey."""
        if colour != self._surround:
            self._surround = colour
            self._layer = None
            self._invalidate(rest_ms=0)

    def set_pixel_grid(self, *, on: bool) -> None:
        """Part large picture pixels by lines, or not."""
        if on != self._shows_grid:
            self._shows_grid = on
            self._layer = None
            self._invalidate(rest_ms=0)

    @property
    def style(self) -> OverlayStyle:
        """How the mask is shown."""
        return self._style

    def set_style(self, style: OverlayStyle) -> None:
        """Show the mask in another way."""
        if style == self._style:
            return
        self._style = style
        if self._overlay is not None:
            self._overlay.set_style(style)
        self.damaged.emit(None)
        self.style_changed.emit(style)

    def refresh(self) -> None:
        """Bring the caches up to date with the transform, cheaply. Needs a picture."""
        transform, sources = self._transform, self._shown_sources()
        if not self._stale or transform is None or not sources:
            return
        from overpaint.ui.canvas.overlay import Overlay  # noqa: PLC0415 - loads numpy
        from overpaint.ui.canvas.picture import PictureLayer  # noqa: PLC0415

        self._stale = False
        sheet, older = transform.sheet, self._layer
        if older is None or older.sheet != sheet:
            self._layer = PictureLayer(sheet, sources, self._surround, grid=self._shows_grid)
            if older is None or not self._layer.scroll_from(older):
                self._layer.draw_fast()
        if self._overlay is None or self._overlay.sheet != sheet:
            self._overlay = Overlay(sheet, self.style)
            self._load_overlay(self._overlay)

    def begin_stroke(
        self, brush: Brush, points: list[StrokePoint], layer: Layer = Layer.MASK
    ) -> None:
        """Start to show a stroke on a layer that has these points already."""
        self.refresh()
        if self._overlay is not None:
            self._running = (brush, [], layer)
            self._overlay.begin(brush, layer)
            for point in points:
                self.extend_stroke(point)

    def extend_stroke(self, point: StrokePoint) -> None:
        """Show the stroke up to a point (picture coordinates)."""
        if self._running is None:
            return
        self.refresh()
        self._running[1].append(point)
        if self._overlay is not None:
            self._damage(self._overlay.extend(point, self._editor.stamps))

    def take_stroke(self) -> Stroke | None:
        """End the stroke; it stays in view, and it is the caller's to commit."""
        from overpaint.imaging.mask.brush import Stroke  # noqa: PLC0415 - only when painting

        if self._running is None:
            return None
        brush, points, layer = self._running
        if self._overlay is not None:
            self._damage(self._overlay.finish(self._editor.stamps))
        self._running = None
        return Stroke(brush, tuple(points), layer)

    def drop_stroke(self) -> None:
        """End the stroke and show the mask as it was before."""
        if self._running is not None and self._overlay is not None:
            self._damage(self._overlay.cancel())
        self._running = None

    def prepare_brush(self, brush: Brush) -> None:
        """Have the worker make the stamp, so that the first press finds it."""
        overlay, stamps = self._overlay, self._editor.stamps
        if overlay is not None:
            self._editor.worker.submit(lambda: overlay.prepare(brush, stamps), lambda _: None)

    def _shown_sources(self) -> tuple[Source, ...]:
        """What is shown, the lowest first."""
        picture, preview = self._picture, self._preview
        if picture is None:
            return ()
        if self._comparing or preview is None:
            return (picture,)
        return (preview,) if preview.rect is None else (picture, preview)

    def _invalidate(self, *, rest_ms: int) -> None:
        self._stale = True
        self._rest.start(rest_ms)
        self.damaged.emit(None)

    def _damage(self, area: Area) -> None:
        """Tell which part of the sheet has changed."""
        if not area.is_empty and self._transform is not None:
            self.damaged.emit(on_screen(area, self._transform))

    def _load_overlay(self, overlay: Overlay) -> None:
        layers, stamps = self._editor.layers, self._editor.stamps
        if layers is not None:
            overlay.load_fast(layers)
        for stroke in self._editor.strokes_under_way:
            overlay.replay(stroke, stamps)
        if self._running is not None:
            brush, points, layer = self._running
            overlay.begin(brush, layer)
            for point in points:
                overlay.extend(point, stamps)

    def _on_mask_changed(self, dirty: Area) -> None:
        self._pending = dirty if self._pending is None else self._pending.united(dirty)
        if self._editor.is_settled and self._overlay is not None:
            self._render_mask(self._overlay.window_of(self._pending))
            self._pending = None

    def _render_smooth(self) -> None:
        self.refresh()
        layer, overlay, layers = self._layer, self._overlay, self._editor.layers
        if layer is None or overlay is None:
            return
        if self._transform is not None and not self._transform.turn.keeps_pixels:
            self.damaged.emit(None)  # turned fast while it moved, smoothly from here on
        if layers is not None:
            used = layers.mask.used_area().united(layers.protect.used_area())
            self._render_mask(overlay.window_of(used))
        wanted = layer.smoothed
        if wanted:
            self._editor.worker.submit(
                lambda: self._smooth_picture(layer, wanted),
                lambda pixels: self._put_picture(layer, pixels),
            )

    def _smooth_picture(
        self, layer: PictureLayer, wanted: list[tuple[Bytes3D, Window]]
    ) -> list[Bytes3D | None] | None:
        """Render on the worker, unless the view has moved on."""
        from overpaint.ui.canvas.resample import smooth_picture  # noqa: PLC0415 - loads Pillow

        if layer is not self._layer or self._stale:
            return None
        return [
            None if window.area.is_empty else smooth_picture(bgra, window)
            for bgra, window in wanted
        ]

    def _put_picture(self, layer: PictureLayer, pixels: list[Bytes3D | None] | None) -> None:
        if pixels is not None and layer is self._layer:
            layer.put(pixels)
            self.damaged.emit(None)

    def _render_mask(self, window: Window) -> None:
        overlay, layers = self._overlay, self._editor.layers
        if overlay is None or layers is None or window.area.is_empty:
            return
        for layer in Layer:
            plane = layers.plane(layer)
            if overlay.shows(layer) or not plane.is_empty:
                self._render_layer(overlay, plane.coverage, layer, window)

    def _render_layer(
        self, overlay: Overlay, coverage: Bytes2D, layer: Layer, window: Window
    ) -> None:
        self._editor.worker.submit(
            lambda: self._smooth_mask(overlay, coverage, window),
            lambda cover: self._put_mask(overlay, cover, layer, window),
        )

    def _smooth_mask(self, overlay: Overlay, coverage: Bytes2D, window: Window) -> Bytes2D | None:
        from overpaint.ui.canvas.resample import smooth_cover  # noqa: PLC0415 - loads Pillow

        return smooth_cover(coverage, window) if overlay is self._overlay else None

    def _put_mask(
        self, overlay: Overlay, cover: Bytes2D | None, layer: Layer, window: Window
    ) -> None:
        # A stroke that came in between is in view but not in this rendering: its own will follow.
        if cover is not None and overlay is self._overlay:
            if self._editor.is_settled:
                self._damage(overlay.put(cover, window.area, layer))
            else:
                self._rest.start(_REST_MS)
