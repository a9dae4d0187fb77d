"""The commands of the image menu."""

from __future__ import annotations

from collections.abc import Callable

from overpaint.ui.panels import Panels


class ImageCommands:
    """Changes the target as a whole; see `Commands`."""

    def __init__(self, panels: Panels) -> None:
        self._panels = panels

    def handlers(self) -> dict[str, Callable[[], None]]:
        """One function for every command id."""
        return {"extend_canvas": self._panels.extender.open_bar}
