"""Hold the settings for the window; every change is saved and told at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TypedDict, Unpack

from PySide6.QtCore import QObject, Signal

from overpaint.domain.choices import Quality
from overpaint.domain.export import ExportChoice
from overpaint.domain.keymap import KeyChanges
from overpaint.domain.overlay import OverlayStyle
from overpaint.domain.profiles import ServerProfile
from overpaint.services.keymaps import KeySet
from overpaint.services.settings import Settings, SettingsFile, Theme, Wheel
from overpaint.ui.background import Background


class SettingsChanges(TypedDict, total=False):
    """The fields of `Settings`, any of them."""

    server: str
    openai: ServerProfile
    servers: tuple[ServerProfile, ...]
    results_folder: Path | None
    result_name: str
    export: ExportChoice
    theme: Theme
    model: str
    quality: Quality
    show_retired: bool
    key_set: KeySet
    keys: KeyChanges
    letter_keys: bool
    wheel: Wheel
    overlay: OverlayStyle
    show_rulers: bool
    show_pixel_grid: bool
    show_frame: bool


class SettingsStore(QObject):
    """The one owner of the settings.

    Attributes:
        changed: ``(old, new)`` settings, only when they differ.
        failed: An `OverpaintError`: they could not be saved; they hold until the program ends.
    """

    changed = Signal(object, object)
    failed = Signal(object)

    def __init__(
        self, settings: Settings, file: SettingsFile, background: Background, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._file = file
        self._background = background

    @property
    def settings(self) -> Settings:
        """The settings that hold now."""
        return self._settings

    def set(self, **changes: Unpack[SettingsChanges]) -> None:
        """Change settings."""
        old, new = self._settings, replace(self._settings, **changes)
        if new == old:
            return
        self._settings = new
        self._background.run(lambda: self._file.save(new), _nothing, self.failed.emit)
        self.changed.emit(old, new)


def _nothing(_result: None) -> None:
    pass
