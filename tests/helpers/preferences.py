"""The preferences in a test, with a keyring in memory and everything else real."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import keyring.backend
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from overpaint.domain.profiles import ServerProfile
from overpaint.services.connections import Connection, Connections, LocalServer
from overpaint.services.credentials import Credentials, KeyPlace
from overpaint.services.engine import Engine
from overpaint.services.settings import Settings, SettingsFile
from overpaint.ui.background import Background
from overpaint.ui.dialogs.preferences import PreferencesDialog
from overpaint.ui.dialogs.server_editor import ServerEditor
from overpaint.ui.icons import Icons
from overpaint.ui.keyboard import Keyboard
from overpaint.ui.settings_store import SettingsStore
from overpaint.ui.spending.ledger import SpendLedger
from overpaint.ui.theme import Theme, ThemeChoice

PATIENCE_MS = 10_000


class MemoryKeyring(keyring.backend.KeyringBackend):
    """A keyring as the library knows it, without a system behind it."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring's own
        self.kept: dict[str, str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[username]


class PreferencesDesk:
    """The dialog, shown, and what it works with."""

    def __init__(
        self,
        app: QApplication,
        qtbot: QtBot,
        home: Path,
        settings: Settings | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        self.qtbot = qtbot
        self.home = home
        self._owner = QObject()
        self._file = SettingsFile(home / "settings.json")
        self._worker = Background(self._owner, workers=1)
        self._engine = Engine(lambda _event: None)
        self.keys = Credentials(environ or {})
        self._connections = Connections(_no_endpoint, self._find_key)
        self.theme = Theme(app, ThemeChoice.LIGHT, self._owner)
        self.icons = Icons(self.theme)
        self.store = SettingsStore(settings or Settings(), self._file, self._worker, self._owner)
        self.keyboard = Keyboard(self.store, self._owner)
        self.window = QWidget()
        self.ledger = SpendLedger(home / "library.sqlite3", self.store, self._worker, self._owner)
        self.dialog = PreferencesDialog(
            self.store, self.keys, home / "pictures", self._worker, self.icons,
            self._engine, self._open, self.window, keyboard=self.keyboard,
            ledger=self.ledger,
        )  # fmt: skip
        self.dialog.show()
        self.settle()

    @property
    def editor(self) -> ServerEditor:
        """The settings of the server that is looked at."""
        return self.dialog.servers.editor

    def add(self, *profiles: ServerProfile) -> None:
        """Put servers into the settings, and look at the first of them."""
        self.store.set(servers=(*self.store.settings.servers, *profiles))
        self.look_at(profiles[0].name)

    def look_at(self, name: str) -> None:
        """Look at a server and wait until it is known where its key is."""
        self.dialog.servers.look_at(name)
        self.settle()

    def settle(self) -> None:
        """Wait until the worker has done and told everything."""
        done: list[None] = []
        self._worker.run(lambda: None, done.append, lambda _error: None)
        self.qtbot.waitUntil(lambda: bool(done), timeout=PATIENCE_MS)

    def saved(self) -> Settings:
        """What the file says now."""
        self.settle()
        return self._file.load()

    def place_of_key(self, name: str) -> KeyPlace | None:
        """Where the key of a server is."""
        found = self.keys.find(self.store.settings.profile(name))
        return None if found is None else found.place

    def close(self) -> None:
        """Close the dialog and end its threads."""
        self.dialog.close()
        self._engine.close()
        self._worker.close()
        self._connections.close()
        self.window.deleteLater()

    def _open(self, profile: ServerProfile) -> Connection:
        return self._connections.open(profile)

    def _find_key(self, profile: ServerProfile) -> str | None:
        found = self.keys.find(profile)
        return None if found is None else found.text


def _no_endpoint() -> LocalServer:
    raise AssertionError("no test of the preferences needs the built-in endpoint")
