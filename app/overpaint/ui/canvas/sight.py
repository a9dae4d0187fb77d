"""The part of the canvas that decides how picture and mask are looked at."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from overpaint.domain.overlay import Look
from overpaint.ui.canvas.tool_surface import ToolSurface

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from overpaint.domain.overlay import OverlayStyle
    from overpaint.imaging.mask.area import Area
    from overpaint.imaging.mask.plane import MaskPlane
    from overpaint.ui.canvas.transform import Box, ViewTransform

_ZOOM_STEPS = (
    *(0.01, 0.02, 0.03, 0.05, 0.0667, 0.1, 0.125, 0.1667, 0.25, 0.3333, 0.5, 0.6667),
    *(1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 24.0, 32.0),
)
_LOOKS = tuple(Look)


class Sight(ToolSurface):
    """Adds zoom, turning and mirroring of the view, and the looks of the mask.

    Signals:
        overlay_style_changed: The mask is shown with another `OverlayStyle`.
    """

    overlay_style_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look_before = Look.COLOUR
        self._stage.style_changed.connect(self.overlay_style_changed)

    @property
    def transform(self) -> ViewTransform | None:
        """How picture and widget relate; None without a target."""
        return self._stage.transform

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
            self._editor.worker.submit(plane.bounds, lambda area: self._show_area(plane, area))

    def zoom_to_box(self, box: Box) -> None:
        """Show left, top, right, bottom of the picture, or of what lies around it, with room."""
        if self._stage.transform is not None:
            self._move_to(self._stage.transform.fit_area(box))

    def set_angle(self, angle_deg: float) -> None:
        """Turn the view around its middle until it stands at this angle, clockwise."""
        self.turn_to(angle_deg)

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

    def set_overlay_visible(self, visible: bool) -> None:  # noqa: FBT001 - a slot
        """Show or hide the mask."""
        self._overlay_visible = visible
        self._mask_aside = False
        self.update()

    @property
    def overlay_style(self) -> OverlayStyle:
        """How mask and protected parts are shown."""
        return self._stage.style

    def set_overlay_style(self, style: OverlayStyle) -> None:
        """Show mask and protected parts in another way."""
        self._stage.set_style(style)

    def next_overlay_look(self) -> None:
        """Go to the next look of the mask, from the last to the first."""
        style = self._stage.style
        following = _LOOKS[(_LOOKS.index(style.look) + 1) % len(_LOOKS)]
        self._stage.set_style(replace(style, look=following))

    def toggle_outline(self) -> None:
        """Show the outline of the mask, or the look from before again."""
        style = self._stage.style
        if style.look is Look.OUTLINE:
            self._stage.set_style(replace(style, look=self._look_before))
        else:
            self._look_before = style.look
            self._stage.set_style(replace(style, look=Look.OUTLINE))

    def set_pixel_grid_visible(self, on: bool) -> None:  # noqa: FBT001 - a slot
        """Part picture pixels by lines where they are shown large."""
        self._stage.set_pixel_grid(on=on)

    def _show_area(self, plane: MaskPlane, area: Area) -> None:
        transform = self._stage.transform
        if transform is None or plane is not self._editor.plane:
            return
        if area.is_empty:
            self._move_to(transform.fit())
        else:
            left, top, right, bottom = (float(edge) for edge in area)
            self._move_to(transform.fit_area((left, top, right, bottom)))

    def _zoom_step(self, direction: int) -> None:
        if self._stage.transform is not None:
            self.zoom_to(zoom_stepped(self._stage.transform.scale, direction))


def zoom_stepped(scale: float, direction: int) -> float:
    """Return the next round scale, larger (1) or smaller (-1); the same at the end."""
    near = scale * 1.01**direction
    if direction > 0:
        return next((step for step in _ZOOM_STEPS if step > near), scale)
    return next((step for step in reversed(_ZOOM_STEPS) if step < near), scale)
