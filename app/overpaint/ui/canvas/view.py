"""The canvas for the window: one target, its mask, and everything that can be done to them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from overpaint.ui.canvas.tool_surface import ToolSurface
from overpaint.ui.canvas.transform import ViewTransform

if TYPE_CHECKING:
    from PySide6.QtGui import QColor

    from overpaint.domain.marks import Mark
    from overpaint.imaging.mask.area import Area
    from overpaint.imaging.mask.layers import MaskLayers
    from overpaint.imaging.pixels import Picture
    from overpaint.ui.canvas.markup_layer import MarkupLayer

_ZOOM_STEPS = (
    *(0.01, 0.02, 0.03, 0.05, 0.0667, 0.1, 0.125, 0.1667, 0.25, 0.3333, 0.5, 0.6667),
    *(1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 24.0, 32.0),
)


class CanvasView(ToolSurface):
    """Shows one picture with its mask and lets a person paint on the mask.

    The signals are those of `CanvasSurface`; marks are changed through `markup`. Everything runs on
    the GUI thread; strokes reach the mask on a worker, in order, so read `mask` for export in a
    `when_idle` callback.
    """

    @property
    def markup(self) -> MarkupLayer:
        """The marks over the picture, and the look of the next one."""
        return self._markup

    @property
    def transform(self) -> ViewTransform | None:
        """How picture and widget relate; None without a target."""
        return self._stage.transform

    @property
    def hint(self) -> str:
        """One line on what the tool in hand does."""
        return self._hint()

    def set_target(
        self,
        picture: Picture | None,
        layers: MaskLayers | None = None,
        marks: tuple[Mark, ...] = (),
    ) -> None:
        """Show another picture and paint on other layers (new, empty ones by default).

        Raises:
            ValueError: The layers have another size than the picture.
        """
        from overpaint.imaging.mask.layers import MaskLayers  # noqa: PLC0415 - loads numpy

        self._input.drop()
        self.finish_typing()
        self._last_point = None
        transform = None
        if picture is not None:
            size = picture.width, picture.height
            layers = layers or MaskLayers(*size)
            if (layers.width, layers.height) != size:
                raise ValueError("the mask and the picture differ in size")
            transform = ViewTransform(size, self._view_size(), self.devicePixelRatioF()).fit()
        self._editor.set_layers(None if picture is None else layers)
        self._selector.set_picture(picture)
        self._guides.follow(transform)
        self._stage.set_picture(picture, transform)
        self._markup.load(() if picture is None else marks)
        if transform is not None:
            self._markup.suit(transform.image_size)
        if picture is not None and not self._brush_is_own:
            self._suit_brush()
        self._describe()
        self.tool_changed()
        if transform is not None:
            self._tell_view(None, transform)

    def zoom_in(self) -> None:
        """Go to the next larger round scale."""
        self._zoom_step(+1)

    def zoom_out(self) -> None:
        """Go to the next smaller round scale."""
        self._zoom_step(-1)

    def zoom_to(self, scale: float) -> None:
        """Show ``scale`` screen pixels for a picture pixel, 0.01 to 32, around the middle."""
        if self._stage.transform is not None:
            self._move_to(self._stage.transform.zoomed_to(scale))

    def fit(self) -> None:
        """Show the whole picture, also after the window is resized."""
        if self._stage.transform is not None:
            self._move_to(self._stage.transform.fit())

    def zoom_to_mask(self) -> None:
        """Show what is masked as large as it fits; the whole picture when nothing is."""
        plane = self._editor.plane
        if plane is not None:
            self._editor.worker.submit(plane.bounds, self._show_area)

    def set_angle(self, angle_deg: float) -> None:
        """Turn the view around its middle until it stands at this angle, clockwise."""
        if self._stage.transform is not None:
            self._move_to(self._stage.transform.turned_to(angle_deg))

    def reset_rotation(self) -> None:
        """Show the picture upright."""
        self.set_angle(0.0)

    @property
    def mirrored(self) -> bool:
        """Whether left and right are swapped in the view."""
        return self._stage.transform is not None and self._stage.transform.mirrored

    def set_mirrored(self, on: bool) -> None:  # noqa: FBT001 - a slot
        """Swap left and right in the view, not in the picture."""
        if self._stage.transform is not None:
            self._move_to(self._stage.transform.mirrored_to(on))

    def set_preview(self, picture: Picture | None) -> None:
        """Show a partial or a result over the target's rectangle, or the target again.

        Mask and marks step aside until something is painted or drawn, so that the result can be
        judged.
        """
        self._steps_aside = self._mask_aside = picture is not None
        self._selector.set_shown(picture)
        self._stage.set_preview(picture)

    def set_compare_original(self, on: bool) -> None:  # noqa: FBT001 - a slot
        """Show the untouched target while ``on``."""
        self._stage.set_comparing(on=on)

    def set_overlay_visible(self, visible: bool) -> None:  # noqa: FBT001 - a slot
        """Show or hide the mask."""
        self._overlay_visible = visible
        self._mask_aside = False
        self.update()

    def set_overlay_opacity(self, opacity: float) -> None:
        """Set how strongly the mask tints, 0 to 1."""
        self._stage.set_style(replace(self._stage.style, opacity=min(max(opacity, 0.0), 1.0)))

    def set_overlay_colour(self, colour: QColor) -> None:
        """Set the tint of the mask."""
        self._stage.set_style(replace(self._stage.style, colour=colour))

    def close_workers(self) -> None:
        """Finish the strokes under way and end the worker threads."""
        self._input.cancel()
        self._editor.close()

    def _show_area(self, area: Area) -> None:
        transform = self._stage.transform
        if transform is not None and area.is_empty:
            self._move_to(transform.fit())
        elif transform is not None:
            left, top, right, bottom = (float(edge) for edge in area)
            self._move_to(transform.fit_area((left, top, right, bottom)))

    def _zoom_step(self, direction: int) -> None:
        transform = self._stage.transform
        if transform is None:
            return
        near = transform.scale * 1.01**direction
        if direction > 0:
            steps = [step for step in _ZOOM_STEPS if step > near]
        else:
            steps = [step for step in reversed(_ZOOM_STEPS) if step < near]
        if steps:
            self.zoom_to(steps[0])
