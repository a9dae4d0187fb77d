"""Everything that leaves the window for other programs: drags, and several files at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QMainWindow

from overpaint.ui.drag_handle import DragHandle
from overpaint.ui.panels import Panels
from overpaint.ui.results.actions import ResultAction
from overpaint.ui.window_parts import WindowParts


class Departures(QObject):
    """Connects the results with what carries them away.

    Args:
        window: Owner.
        panels: The results and the canvas.
        parts: Icons and small pictures.

    Attributes:
        handle: Carries the result that is shown on the canvas.
    """

    def __init__(self, window: QMainWindow, panels: Panels, parts: WindowParts) -> None:
        super().__init__(window)
        self._panels = panels
        self.handle = DragHandle(parts.icons, parts.loader, panels.results, panels.area)
        panels.inputs.copy_requested.connect(panels.files.copy)
        panels.results.selected.connect(self.handle.show_for)
        panels.ladder.bar_changed.connect(self.handle.stay_above)
        panels.ladder.bar_changed.connect(panels.area.toast.stay_above)
        panels.session.target_shown.connect(lambda _target: self.handle.show_for(None))
        panels.results.several_requested.connect(self._on_several)
        panels.results.drag_refused.connect(self._say_refused)
        self.handle.drag_refused.connect(self._say_refused)

    @Slot(object, list)
    def _on_several(self, action: ResultAction, paths: Sequence[Path]) -> None:
        files = self._panels.files
        ways: dict[ResultAction, Callable[[Sequence[Path]], None]] = {
            ResultAction.COPY: files.copy_all,
            ResultAction.COPY_PATH: files.copy_paths,
            ResultAction.SAVE_COPY: files.save_copies,
            ResultAction.ADD_AS_REFERENCE: self._panels.intake.add,
        }
        ways[action](paths)

    @Slot()
    def _say_refused(self) -> None:
        """A program in a sandbox may take no files; the clipboard is another way."""
        text = self.tr("Nothing was taken there. “Copy” or “Copy file path” may work instead.")
        self._panels.area.toast.say(text, icon="info", shown_ms=6000)
