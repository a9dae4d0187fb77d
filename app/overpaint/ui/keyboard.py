"""The keys that hold now: the chosen set, with a person's changes, as everybody follows them."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from overpaint.domain.keymap import Keymap, given, laid_over
from overpaint.services.keymaps import KeyFile, KeySet, built_in
from overpaint.services.settings import Settings
from overpaint.ui.actions.listing import PLACES
from overpaint.ui.actions.own_keys import CANVAS_KEYS
from overpaint.ui.key_tips import key_tips
from overpaint.ui.settings_store import SettingsStore


class Keyboard(QObject):
    """The one owner of the keys; what is changed is a setting and saved with the settings.

    Attributes:
        changed: Some command has other keys now.
    """

    changed = Signal()

    def __init__(self, store: SettingsStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._sets: dict[KeySet, Keymap] = {}
        self._take(store.settings)
        store.changed.connect(self._on_settings_changed)

    @property
    def base(self) -> Keymap:
        """The chosen set as it comes with the program."""
        return self._base

    @property
    def keymap(self) -> Keymap:
        """The keys with a person's changes, those that are switched off among them."""
        return self._keymap

    @property
    def active(self) -> Keymap:
        """The keys that work now."""
        return self._active

    def keys(self, command: str) -> tuple[str, ...]:
        """The keys of a command that work now, as portable text."""
        return self._active.of(command)

    def set_keys(self, command: str, keys: Iterable[str]) -> None:
        """Give a command other keys; whatever has one of them in the same place loses it."""
        self._keep(given(self._keymap, PLACES, command, keys))

    def reset(self, command: str) -> None:
        """Give a command the keys of the set back."""
        self.set_keys(command, self._base.of(command))

    def reset_all(self) -> None:
        """Forget every change."""
        self._store.set(keys=())

    def choose_set(self, chosen: KeySet) -> None:
        """Take another set; a person's changes stay, and go before its keys."""
        self._store.set(key_set=chosen)

    def take_over(self, file: KeyFile) -> None:
        """Take the keys of a file in place of all that hold now."""
        base = self._set(file.base)
        changes = file.on(base).changes_from(base)
        self._store.set(key_set=file.base, keys=changes)

    def _keep(self, keymap: Keymap) -> None:
        # What another version knows stays in the file.
        strange = {name: keys for name, keys in self._store.settings.keys if name not in PLACES}
        changes = dict(keymap.changes_from(self._base)) | strange
        self._store.set(keys=tuple(sorted(changes.items())))

    def _on_settings_changed(self, old: Settings, new: Settings) -> None:
        if _concern(old) != _concern(new):
            self._take(new)
            self.changed.emit()

    def _take(self, settings: Settings) -> None:
        self._base = self._set(settings.key_set)
        changes = tuple((name, keys) for name, keys in settings.keys if name in PLACES)
        self._keymap = laid_over(self._base, PLACES, changes)
        self._active = self._keymap
        if not settings.letter_keys:
            self._active = self._keymap.without_characters(spared=CANVAS_KEYS)
        key_tips().tell(self._active.keys)

    def _set(self, wanted: KeySet) -> Keymap:
        if wanted not in self._sets:
            self._sets[wanted] = built_in(wanted, sys.platform)
        return self._sets[wanted]


def _concern(settings: Settings) -> tuple[object, ...]:
    return settings.key_set, settings.keys, settings.letter_keys
