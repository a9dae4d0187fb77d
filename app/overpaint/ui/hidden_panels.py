"""Panels out of the way, with one key, and back as they were; with another, all of the screen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QMainWindow, QWidget


class HiddenPanels:
    """Hides every panel around the canvas, and shows those again that were there.

    Args:
        panels: Docks and tool bars.
    """

    def __init__(self, panels: Sequence[QWidget]) -> None:
        self._panels = tuple(panels)
        self._hidden: tuple[QWidget, ...] = ()

    @property
    def are_away(self) -> bool:
        """Whether something is hidden that `restore` would show."""
        return bool(self._hidden)

    def toggle(self) -> None:
        """Hide what can be seen; when that is nothing, show what was hidden, or everything."""
        seen = tuple(panel for panel in self._panels if not panel.isHidden())
        if not seen:
            self._show(self._hidden or self._panels)
            return
        for panel in seen:
            panel.hide()
        self._hidden = tuple({*self._hidden, *seen})

    def restore(self) -> None:
        """Show what this has hidden: before the layout is stored."""
        self._show(self._hidden)

    def _show(self, panels: Sequence[QWidget]) -> None:
        for panel in panels:
            panel.show()
        self._hidden = ()


def next_screen_mode(window: QMainWindow, panels: HiddenPanels) -> None:
    """Everything, then the canvas without panels, then that over the full screen, and again."""
    if window.isFullScreen():
        window.showNormal()
        panels.restore()
    elif panels.are_away:
        window.showFullScreen()
    else:
        panels.toggle()
