"""Fixtures of window tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from helpers.preferences import MemoryKeyring, PreferencesDesk


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
