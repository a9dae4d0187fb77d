"""The commands of the view menu."""

from __future__ import annotations

from collections.abc import Callable

from overpaint.services.settings import Theme
from overpaint.ui.canvas.view import CanvasView
from overpaint.ui.compare.view import CompareView
from overpaint.ui.panels import Panels
from overpaint.ui.window_parts import WindowParts
from overpaint.ui.workspaces import Workspace

_View = CanvasView | CompareView


class ViewCommands:
    """Zooms, turns the view and chooses the theme; see `Commands`."""

    def __init__(self, panels: Panels, parts: WindowParts) -> None:
        self._panels = panels
        self._parts = parts

    def handlers(self) -> dict[str, Callable[[], None]]:
        """One function for every command id."""
        settings = self._parts.settings
        return {
            "zoom_fit": self._looking(lambda view: view.fit()),
            "zoom_actual": self._looking(lambda view: view.zoom_to(1.0)),
            "zoom_double": self._looking(lambda view: view.zoom_to(2.0)),
            "zoom_mask": self._looking(lambda view: view.zoom_to_mask()),
            "zoom_in": self._looking(lambda view: view.zoom_in()),
            "zoom_out": self._looking(lambda view: view.zoom_out()),
            "reset_rotation": self._looking(lambda view: view.reset_rotation()),
            "mirror_view": self._looking(lambda view: view.set_mirrored(not view.mirrored)),
            "theme_system": lambda: settings.set(theme=Theme.SYSTEM),
            "theme_light": lambda: settings.set(theme=Theme.LIGHT),
            "theme_dark": lambda: settings.set(theme=Theme.DARK),
        }

    def _looking(self, change: Callable[[_View], None]) -> Callable[[], None]:
        """Change how that is seen which is looked at when the command is given."""

        def carry_out() -> None:
            compares = self._panels.workspaces.current is Workspace.COMPARE
            change(self._panels.compare.view if compares else self._panels.canvas)

        return carry_out
