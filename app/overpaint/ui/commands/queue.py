"""The commands of the queue: before all others, once more, pause, call off."""

from __future__ import annotations

from collections.abc import Callable

from overpaint.ui.panels import Panels
from overpaint.ui.queue.bottom import Page


class QueueCommands:
    """Sends and calls off; see `Commands`."""

    def __init__(self, panels: Panels) -> None:
        self._panels = panels

    def handlers(self) -> dict[str, Callable[[], None]]:
        """One function for every command id."""
        queue = self._panels.queue
        return {
            "generate_front": self._panels.inspector.submit_front,
            "generate_again": self._again,
            "pause_queue": queue.toggle_pause,
            "cancel_job": queue.cancel_selected,
            "cancel_all": queue.cancel_all,
            "show_queue": self._show,
        }

    def _again(self) -> None:
        """Send what the selected result came from, or what was sent last, or the draft."""
        panels = self._panels
        item = panels.results.selected_item()
        if not panels.runs.again(None if item is None else item.job):
            panels.inspector.submit()

    def _show(self) -> None:
        """Bring the queue into view and let the keyboard in."""
        bottom = self._panels.bottom
        dock = bottom.parentWidget()
        if dock is not None:
            dock.show()
        bottom.show_page(Page.QUEUE)
        self._panels.queue.panel.view.setFocus()
