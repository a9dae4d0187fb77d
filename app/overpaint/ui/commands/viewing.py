"""The commands of the view menu."""

from __future__ import annotations

from collections.abc import Callable

from overpaint.services.settings import Theme
from overpaint.ui.panels import Panels
from overpaint.ui.window_parts import WindowParts


class ViewCommands:
    """Zooms, turns the view and chooses the theme; see `Commands`."""

    def __init__(self, panels: Panels, parts: WindowParts) -> None:
        self._panels = panels
        self._parts = parts

    def handlers(self) -> dict[str, Callable[[], None]]:
        """One function for every command id."""
        canvas, settings = self._panels.canvas, self._parts.settings
        return {
            "zoom_fit": canvas.fit,
            "zoom_actual": lambda: canvas.zoom_to(1.0),
            "zoom_double": lambda: canvas.zoom_to(2.0),
            "zoom_mask": canvas.zoom_to_mask,
            "zoom_in": canvas.zoom_in,
            "zoom_out": canvas.zoom_out,
            "reset_rotation": canvas.reset_rotation,
            "mirror_view": lambda: canvas.set_mirrored(not canvas.mirrored),
            "theme_system": lambda: settings.set(theme=Theme.SYSTEM),
            "theme_light": lambda: settings.set(theme=Theme.LIGHT),
            "theme_dark": lambda: settings.set(theme=Theme.DARK),
        }
