"""What leads into the comparison from other parts of the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QMainWindow

from overpaint.domain.comparison import CompareMode
from overpaint.services.settings import Settings, Wheel
from overpaint.ui.commands.choosers import PictureChooser
from overpaint.ui.key_tips import key_text
from overpaint.ui.panels import Panels
from overpaint.ui.settings_store import SettingsStore
from overpaint.ui.workspaces import Workspace


class CompareHookup(QObject):
    """Connects; see `overpaint.ui.wiring` for the rest of the window.

    Args:
        window: Owner.
        panels: The parts.
        settings: What the wheel does.
    """

    def __init__(self, window: QMainWindow, panels: Panels, settings: SettingsStore) -> None:
        super().__init__(window)
        self._panels = panels
        self._chooser = PictureChooser(window)
        panels.compare.file_wanted.connect(self._ask)
        panels.results.compare_requested.connect(self._compare)
        panels.results.compare_files_requested.connect(self._compare_files)
        panels.compare.view.pointer_moved.connect(self._show_pointer)
        panels.compare.view.division_changed.connect(self._tell_hint)
        panels.workspaces.changed.connect(self._tell_hint)
        panels.workspaces.changed.connect(self._rest)
        panels.results.use_as_target.connect(self._back_to_edit)
        settings.changed.connect(self._tell_wheel)
        self._tell_wheel(settings.settings, settings.settings)

    @Slot(int)
    def _ask(self, place: int) -> None:
        def use(files: list[Path]) -> None:
            self._panels.compare.take_files(place, files)

        self._chooser.ask(self.tr("Compare with"), use)

    @Slot(list)
    def _compare(self, keys: list[str]) -> None:
        self._panels.compare.compare_keys(keys)

    @Slot(object, object)
    def _compare_files(self, first: Path, second: Path) -> None:
        self._panels.compare.compare_files(first, second)

    @Slot(object)
    def _show_pointer(self, place: tuple[int, int] | None) -> None:
        """Which pixel it is, and how far it differs."""
        delta_e = None if place is None else self._panels.compare.view.stage.delta_e_at(*place)
        note = "" if delta_e is None else f"ΔE {delta_e:.1f}"
        self._panels.status.show_pointer(place, note)

    @Slot(object)
    def _rest(self, workspace: Workspace) -> None:
        """Large pictures take much memory: nobody looks at them now."""
        if workspace is not Workspace.COMPARE:
            self._panels.compare.rest()

    @Slot()
    def _back_to_edit(self) -> None:
        """What becomes the target is seen on the canvas."""
        if self._panels.workspaces.current is Workspace.COMPARE:
            self._panels.workspaces.show_workspace(Workspace.EDIT)

    @Slot()
    def _tell_hint(self) -> None:
        """What the pointer does, in the line at the bottom."""
        panels = self._panels
        if panels.workspaces.current is not Workspace.COMPARE:
            panels.status.show_hint(panels.canvas.hint)
            return
        hints = {
            CompareMode.SLIDER: self.tr("Drag the line, or click where it should be"),
            CompareMode.FLIP: self.tr("Press and hold to see A, let go to see B"),
            CompareMode.SIDE_BY_SIDE: self.tr("Both pictures move together"),
            CompareMode.DIFFERENCE: self.tr("The lighter the colour, the larger the difference"),
        }
        parts = [hints[panels.compare.view.mode], self.tr("drag to move"), self.tr("wheel to zoom")]
        held = key_text("hold_other")
        if held and panels.compare.view.mode is not CompareMode.FLIP:
            parts.append(self.tr("hold {key} to see A").format(key=held))
        panels.status.show_hint(" · ".join(parts))

    @Slot(object, object)
    def _tell_wheel(self, _old: Settings, new: Settings) -> None:
        self._panels.compare.view.gestures.wheel_scrolls = new.wheel is Wheel.SCROLL
