"""Fixtures of window tests."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from helpers.closing import delete_what_was_closed
from helpers.edits_driver import EditsDriver, Start
from helpers.preferences import MemoryKeyring, PreferencesDesk
from overpaint.services.keymaps import KeySet, built_in
from overpaint.services.settings import Settings, SettingsFile
from overpaint.ui.background import Background
from overpaint.ui.key_tips import key_tips
from overpaint.ui.keyboard import Keyboard
from overpaint.ui.settings_store import SettingsStore


@pytest.fixture(autouse=True)
def keys_of_a_new_installation(qapp: QApplication) -> None:
    """Widgets find the keys that they show and hear."""
    key_tips().tell(built_in(KeySet.PHOTOSHOP).keys)


@pytest.fixture
def keyboard(qapp: QApplication, own_home: Path) -> Iterator[Keyboard]:
    """The keys of a new installation, told to everybody, and settings that are really saved."""
    owner = QObject()
    worker = Background(owner, workers=1)
    store = SettingsStore(Settings(), SettingsFile(own_home / "settings.json"), worker, owner)
    yield Keyboard(store, owner)
    worker.close()


_MUCH_GARBAGE = 20_000


@pytest.fixture(autouse=True, scope="session")
def lasting_things_are_set_aside(qapp: QApplication) -> Iterator[None]:
    """What all tests share is no garbage: no collection has to walk through it."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture(autouse=True)
def collected_here(qapp: QApplication) -> Iterator[None]:
    """Garbage is collected on this thread only: a worker must not destroy a widget of some test."""
    gc.disable()
    yield
    delete_what_was_closed()
    if gc.get_count()[0] > _MUCH_GARBAGE:
        gc.collect()


@pytest.fixture(autouse=True, scope="module")
def no_window_outlives_its_module(qapp: QApplication) -> Iterator[None]:
    """Windows that nobody closed would be painted, and listened to, in every later test."""
    before = set(qapp.topLevelWidgets())
    yield
    for window in set(qapp.topLevelWidgets()) - before:
        if window.parentWidget() is None:
            window.close()
            window.deleteLater()
    delete_what_was_closed()


@pytest.fixture
def ring() -> Iterator[MemoryKeyring]:
    """A system keyring that works."""
    before, ring = keyring.get_keyring(), MemoryKeyring()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


@pytest.fixture
def desk(
    qapp: QApplication, qtbot: QtBot, own_home: Path, ring: MemoryKeyring
) -> Iterator[PreferencesDesk]:
    """The preferences, shown."""
    desk = PreferencesDesk(qapp, qtbot, own_home)
    yield desk
    desk.close()


@pytest.fixture
def start(qapp: QApplication, qtbot: QtBot, own_home: Path) -> Iterator[Start]:
    """Start the program; as often as wanted, on the same home."""
    started: list[EditsDriver] = []

    def begin(*, is_killed: bool = False, waits: bool = True) -> EditsDriver:
        if started and not is_killed:
            started.pop().close()
        started.append(EditsDriver(qapp, qtbot, own_home))
        started[-1].restore(waits=waits)
        return started[-1]

    yield begin
    for driver in started:
        if not driver.is_closed:
            driver.close()
