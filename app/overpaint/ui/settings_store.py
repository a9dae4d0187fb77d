"""Hold the settings for the window; every change is saved and told at once."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path
from typing import TypedDict, Unpack

from PySide6.QtCore import QObject, Signal

from overpaint.domain.choices import Quality
from overpaint.domain.errors import OverpaintError
from overpaint.domain.export import ExportChoice
from overpaint.domain.keymap import KeyChanges
from overpaint.domain.limits import Limits
from overpaint.domain.overlay import OverlayStyle
from overpaint.domain.profiles import ServerProfile
from overpaint.domain.programs import Program
from overpaint.services.keymaps import KeySet
from overpaint.services.settings import Settings, SettingsFile, Theme, Wheel
from overpaint.ui.background import Background

_logger = logging.getLogger(__name__)


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
    keep_closed_days: int
    limits: Limits
    tells_recipe: bool
    folder_per_edit: bool
    programs: tuple[Program, ...]
    program: str
    queue_paused: bool
    notify: bool
    look_for_updates: bool


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
        self._kept = settings
        self._saving = False

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
        self._save()
        self.changed.emit(old, new)

    def finish(self) -> None:
        """Save what no worker got to; for the end of the program, when none runs any more."""
        if self._kept == self._settings:
            return
        try:
            self._file.save(self._settings)
        except OverpaintError:
            _logger.exception("the settings could not be saved at the end")

    def _save(self) -> None:
        """Save one state after the other: several workers could end in another order."""
        if self._saving:
            return
        self._saving, saved = True, self._settings

        def ended() -> None:
            self._saving, self._kept = False, saved
            if self._settings != saved:
                self._save()

        def failed(error: OverpaintError) -> None:
            self.failed.emit(error)
            ended()

        self._background.run(lambda: self._file.save(saved), lambda _: ended(), failed)
