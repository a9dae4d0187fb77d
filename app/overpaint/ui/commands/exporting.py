"""The commands that export, and that copy what the canvas shows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from overpaint.ui.panels import Panels
from overpaint.ui.window_parts import WindowParts


class ExportCommands(QObject):
    """Exports and copies; see `Commands`."""

    def __init__(self, window: QObject, panels: Panels, parts: WindowParts) -> None:
        super().__init__(window)
        self._panels = panels
        self._parts = parts

    def handlers(self) -> dict[str, Callable[[], None]]:
        """One function for every command id."""
        exports = self._panels.exports
        return {
            "export": exports.show,
            "export_again": exports.again,
            "copy_merged": self._copy_merged,
        }

    def _copy_merged(self) -> None:
        seen, target = self._panels.canvas.seen(), self._parts.store.draft.target
        if seen is None or target is None:
            return
        name = self.tr("{name} as seen").format(name=Path(target.name).stem)
        self._panels.files.copy_seen(seen, name, self._parts.paths.cache / "clipboard")
