"""The key row: saved on the worker, said where, never shown again, nowhere to be found."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import keyring.backends.null
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from helpers.preferences import MemoryKeyring, PreferencesDesk
from overpaint.domain.profiles import OPENAI, AuthStyle, ServerKind, ServerProfile
from overpaint.services.credentials import KEY_VARIABLE, KeyPlace

SECRET = "sk-proj-doNotShowThis0123456789"
STUDIO = ServerProfile("studio", ServerKind.COMPATIBLE, "http://127.0.0.1:8000/v1")


@pytest.fixture
def in_environment(
    qapp: QApplication, qtbot: QtBot, own_home: Path, ring: MemoryKeyring
) -> Iterator[PreferencesDesk]:
    desk = PreferencesDesk(qapp, qtbot, own_home, environ={KEY_VARIABLE: SECRET})
    yield desk
    desk.close()


def key_field(desk: PreferencesDesk) -> QLineEdit:
    control = desk.editor.key.control
    assert isinstance(control, QLineEdit)
    return control


def enter_key(desk: PreferencesDesk, key: str = SECRET) -> None:
    QTest.keyClicks(key_field(desk), key)
    desk.editor.key._save.click()
    desk.settle()
    desk.settle()  # the answer to saving is a question where the key is


def texts_of(root: QWidget) -> str:
    """Everything that the window shows or tells to assistive tools."""
    told = []
    for widget in [root, *root.findChildren(QWidget)]:
        told += [widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()]
        told += [str(widget.property(name)) for name in ("text", "displayText", "placeholderText")]
        interface = QAccessible.queryAccessibleInterface(widget)
        if interface is not None:
            told += [interface.text(kind) for kind in QAccessible.Text if kind.value < 5]
    return "\n".join(told)


def test_a_saved_key_is_in_the_keyring_and_out_of_the_field(
    desk: PreferencesDesk, ring: MemoryKeyring
) -> None:
    desk.look_at(OPENAI.name)
    assert desk.editor.key.told == "No key yet."

    enter_key(desk)

    assert ring.kept == {OPENAI.name: SECRET}
    assert key_field(desk).text() == ""
    assert "kept in the system keyring" in desk.editor.key.told
    assert not desk.editor.key._save.isEnabled()


def test_no_undo_brings_a_saved_key_back(desk: PreferencesDesk) -> None:
    desk.look_at(OPENAI.name)
    enter_key(desk)

    key_field(desk).undo()
    QTest.keySequence(key_field(desk), QKeySequence(QKeySequence.StandardKey.Undo))

    assert key_field(desk).text() == ""


def test_the_key_is_found_nowhere(desk: PreferencesDesk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    desk.look_at(OPENAI.name)

    QTest.keyClicks(key_field(desk), SECRET)
    typed = texts_of(desk.dialog).replace(f"\n{SECRET}\n", "\n", 1)  # the field itself has it
    desk.editor.key._save.click()
    desk.settle()
    desk.settle()
    desk.store.set(server=OPENAI.name)
    desk.saved()

    assert SECRET not in typed
    assert SECRET not in texts_of(desk.dialog)
    assert SECRET not in caplog.text
    assert SECRET not in desk.editor.test.report
    for path in desk.home.rglob("*"):
        assert not path.is_file() or SECRET.encode() not in path.read_bytes()
    assert set(key_field(desk).displayText()) <= {"●", "•", "*"}


def test_without_a_keyring_it_says_that_the_key_goes_with_the_session(
    desk: PreferencesDesk,
) -> None:
    keyring.set_keyring(keyring.backends.null.Keyring())
    desk.look_at(OPENAI.name)

    enter_key(desk)

    assert desk.place_of_key(OPENAI.name) is KeyPlace.SESSION
    assert "only until Overpaint is closed" in desk.editor.key.told


def test_forgetting_takes_the_key_out_of_the_keyring(
    desk: PreferencesDesk, ring: MemoryKeyring
) -> None:
    ring.kept[OPENAI.name] = SECRET
    desk.look_at(OPENAI.name)

    desk.editor.key._forget.click()
    desk.settle()
    desk.settle()

    assert ring.kept == {}
    assert desk.editor.key.told == "No key yet."
    assert not desk.editor.key._forget.isEnabled()


def test_pasted_spaces_and_line_ends_are_trimmed(
    desk: PreferencesDesk, ring: MemoryKeyring, qapp: QApplication
) -> None:
    desk.look_at(OPENAI.name)
    qapp.clipboard().setText(f"  {SECRET} \n")

    key_field(desk).paste()
    QTest.keyClick(key_field(desk), Qt.Key.Key_Return)
    desk.settle()

    assert ring.kept == {OPENAI.name: SECRET}
    assert desk.dialog.isVisible()


def test_what_cannot_be_a_key_says_so_and_stays(
    desk: PreferencesDesk, ring: MemoryKeyring, qapp: QApplication
) -> None:
    desk.look_at(OPENAI.name)

    qapp.clipboard().setText("sk one")
    key_field(desk).paste()
    desk.editor.key._save.click()
    desk.settle()

    assert ring.kept == {}
    assert "cannot be an API key" in desk.editor.key.problem
    assert key_field(desk).text() == "sk one"
    QTest.keyClick(key_field(desk), Qt.Key.Key_Backspace)
    assert desk.editor.key.problem == ""


def test_a_foreign_server_that_would_get_the_key_of_the_environment_is_told(
    in_environment: PreferencesDesk,
) -> None:
    in_environment.add(STUDIO)

    told = in_environment.editor.key.told
    assert "OPENAI_API_KEY" in told
    assert "it would get that one" in told
    assert not in_environment.editor.key._forget.isEnabled()
    in_environment.look_at(OPENAI.name)
    assert in_environment.editor.key.told.startswith("The key comes from the environment")
    assert "it would get that one" not in in_environment.editor.key.told


def test_that_the_key_of_the_environment_stays_off_an_unencrypted_way_is_told(
    in_environment: PreferencesDesk,
) -> None:
    in_environment.add(replace(STUDIO, base_url="https://images.example/v1"))
    assert "not sent" not in in_environment.editor.key.told

    (studio,) = in_environment.store.settings.servers
    in_environment.store.set(servers=(replace(studio, base_url="http://images.example/v1"),))
    in_environment.settle()

    assert "It is not sent to this server" in in_environment.editor.key.told


def test_a_server_without_keys_gets_none_and_says_so(in_environment: PreferencesDesk) -> None:
    in_environment.add(
        ServerProfile("open", ServerKind.COMPATIBLE, STUDIO.base_url, auth=AuthStyle.NONE)
    )

    assert in_environment.editor.key.told == "No key is sent to this server."
    assert not key_field(in_environment).isEnabled()


def test_the_keyring_is_never_asked_on_the_thread_of_the_window(
    desk: PreferencesDesk, ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[threading.Thread] = []
    find = ring.get_password

    def noted(service: str, username: str) -> str | None:
        threads.append(threading.current_thread())
        return find(service, username)

    monkeypatch.setattr(ring, "get_password", noted)

    desk.add(STUDIO)
    enter_key(desk)
    desk.dialog.servers.list.remove.click()
    desk.settle()

    assert threads
    assert threading.main_thread() not in threads


def test_an_answer_about_a_server_that_was_left_is_dropped(desk: PreferencesDesk) -> None:
    desk.dialog.servers.look_at(OPENAI.name)
    left = desk.editor.key

    with desk.qtbot.waitSignal(left.destroyed):
        desk.add(STUDIO)
    desk.settle()

    assert desk.editor.key.told == "No key yet."
