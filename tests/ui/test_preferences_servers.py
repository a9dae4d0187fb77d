"""The servers of the preferences: choose, add, change, rename, duplicate, remove, bring back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from helpers.preferences import MemoryKeyring, PreferencesDesk
from overpaint.domain.profiles import (
    BUILT_IN,
    OPENAI,
    AuthStyle,
    AzurePath,
    MaskForm,
    ProxyUse,
    Region,
    ServerKind,
    ServerProfile,
)
from overpaint.services.presets import load_presets
from overpaint.ui.dialogs.setting_fields import SettingField, SwitchField

STUDIO = ServerProfile("studio", ServerKind.COMPATIBLE, "http://127.0.0.1:8000/v1")
ATTIC = ServerProfile("attic", ServerKind.COMPATIBLE, "https://attic.example/v1")


def names(desk: PreferencesDesk) -> list[str]:
    rows = desk.dialog.servers.list.rows
    return [rows.item(place).text() for place in range(rows.count())]


def write(field: SettingField, text: str) -> None:
    """Type a text in place of the present one, and leave the field."""
    control = field.control
    if isinstance(control, QPlainTextEdit):
        control.setFocus()
        control.setPlainText(text)
        control.clearFocus()
        return
    assert isinstance(control, QLineEdit)
    control.setFocus()
    control.selectAll()
    QTest.keyClicks(control, text) if text else QTest.keyClick(control, Qt.Key.Key_Delete)
    QTest.keyClick(control, Qt.Key.Key_Return)


def choose(field: SettingField, label: str) -> None:
    """Choose from a box by what it says."""
    control = field.control
    assert isinstance(control, QComboBox)
    place = control.findText(label, Qt.MatchFlag.MatchStartsWith)
    assert place >= 0
    control.setCurrentIndex(place)
    control.activated.emit(place)


def test_every_server_is_listed_and_the_one_in_use_has_a_check(desk: PreferencesDesk) -> None:
    desk.add(STUDIO)

    assert names(desk) == ["Built-in endpoint", "OpenAI", "studio"]
    item = desk.dialog.servers.list.rows.item(0)
    assert item.data(Qt.ItemDataRole.AccessibleTextRole) == "Built-in endpoint, in use"


def test_a_server_is_used_by_one_press_that_says_what_it_means(desk: PreferencesDesk) -> None:
    desk.look_at(OPENAI.name)

    assert "every edit is billed" in desk.editor._destination.text()
    desk.editor._use.click()

    assert desk.saved().server == OPENAI.name
    assert not desk.editor._use.isVisible()


def test_what_is_right_holds_at_once(desk: PreferencesDesk) -> None:
    desk.look_at(OPENAI.name)

    choose(desk.editor.field("base_url"), "Europe")
    write(desk.editor.field("organization"), "org-abc")
    write(desk.editor.field("images_per_minute"), "5")
    desk.editor.field("streams").control.click()

    openai = desk.saved().openai
    assert openai.base_url == Region.EUROPE.base_url
    assert (openai.organization, openai.images_per_minute, openai.streams) == ("org-abc", 5, False)


@pytest.mark.parametrize(
    ("attribute", "wrong", "right"),
    [
        ("name", "openai", "openai at home"),
        ("base_url", "studio.example", "https://studio.example/v1"),
        ("read_timeout_s", "soon", "30"),
        ("images_per_minute", "0", "12"),
        ("parallel", "0", "3"),
        ("extra_fields", "seed", "seed=7"),
        ("omitted_fields", "prompt", "quality"),
        ("edits_path", "edits", "/edits"),
        ("ca_file", "ca.pem", "/etc/ca.pem"),
    ],
)
def test_what_is_wrong_says_so_and_keeps_its_text(
    desk: PreferencesDesk, attribute: str, wrong: str, right: str
) -> None:
    desk.add(STUDIO)
    field = desk.editor.field(attribute)
    before = desk.store.settings.servers

    write(field, wrong)

    control = field.control
    assert isinstance(control, QLineEdit | QPlainTextEdit)
    shown = control.text() if isinstance(control, QLineEdit) else control.toPlainText()
    assert shown == wrong
    assert field.problem
    assert field.problem in control.accessibleDescription()
    assert desk.store.settings.servers == before
    write(field, right)
    assert field.problem == ""
    assert desk.saved().servers != before


def test_one_wrong_field_does_not_hold_up_the_others(desk: PreferencesDesk) -> None:
    desk.add(STUDIO)
    write(desk.editor.field("base_url"), "nowhere")

    choose(desk.editor.field("mask_form"), "Grey picture, white")

    (server,) = desk.store.settings.servers
    assert server.mask_form is MaskForm.WHITE
    assert server.base_url == STUDIO.base_url
    assert desk.editor.field("base_url").problem
    assert desk.editor.field("base_url").value == "nowhere"


def test_a_proxy_address_is_asked_for_only_where_it_matters(desk: PreferencesDesk) -> None:
    desk.add(STUDIO)
    editor = desk.editor
    assert editor._advanced is not None
    editor._advanced.header.click()
    assert not editor.field("proxy_url").isVisible()

    choose(editor.field("proxy"), "This one")

    assert editor.field("proxy_url").isVisible()
    write(editor.field("proxy_url"), "http://proxy.example:8080")
    (server,) = desk.saved().servers
    assert (server.proxy, server.proxy_url) == (ProxyUse.CUSTOM, "http://proxy.example:8080")


def test_a_new_server_is_saved_once_it_is_complete(desk: PreferencesDesk) -> None:
    page = desk.dialog.servers
    page.list.add_menu.actions()[0].trigger()

    assert names(desk)[-1] == "My server"
    assert desk.store.settings.servers == ()
    assert not desk.editor._use.isEnabled()
    assert not desk.editor.test._begin.isEnabled()
    write(desk.editor.field("base_url"), " https://example.com/v1/ ")

    (server,) = desk.saved().servers
    assert (server.name, server.base_url) == ("My server", "https://example.com/v1")
    assert desk.editor._use.isEnabled()


def test_an_incomplete_server_keeps_what_was_typed(desk: PreferencesDesk) -> None:
    desk.dialog.servers.list.add_menu.actions()[1].trigger()
    write(desk.editor.field("base_url"), "https://house.openai.azure.com")

    desk.look_at(BUILT_IN.name)
    desk.look_at("Azure")

    assert desk.editor.field("base_url").value == "https://house.openai.azure.com"
    write(desk.editor.field("deployment"), "pictures")
    choose(desk.editor.field("azure_path"), "By version")
    (server,) = desk.saved().servers
    assert (server.kind, server.auth) == (ServerKind.AZURE, AuthStyle.API_KEY)
    assert (server.deployment, server.azure_path) == ("pictures", AzurePath.V1)


def test_every_known_server_can_be_added(desk: PreferencesDesk) -> None:
    menu = desk.dialog.servers.list.add_menu
    known = {action.data(): action for action in menu.actions() if action.data()}

    for action in known.values():
        action.trigger()

    assert list(known) == [preset.id for preset in load_presets()]
    assert desk.saved().servers == tuple(preset.profile for preset in load_presets())
    assert all(action.toolTip() for action in known.values())


def test_a_copy_has_its_own_name_and_no_key(desk: PreferencesDesk, ring: MemoryKeyring) -> None:
    ring.kept["studio"] = "sk-one"
    desk.add(STUDIO)

    desk.dialog.servers.list.copy.click()
    desk.settle()

    assert [server.name for server in desk.saved().servers] == ["studio", "studio 2"]
    assert desk.dialog.servers.current == "studio 2"
    assert ring.kept == {"studio": "sk-one"}


def test_a_new_name_takes_use_and_key_along(desk: PreferencesDesk, ring: MemoryKeyring) -> None:
    ring.kept["studio"] = "sk-one"
    desk.add(STUDIO)
    desk.store.set(server="studio")

    write(desk.editor.field("name"), "atelier")

    settings = desk.saved()
    assert [server.name for server in settings.servers] == ["atelier"]
    assert settings.server == "atelier"
    assert desk.dialog.servers.current == "atelier"
    assert ring.kept == {"atelier": "sk-one"}


def test_a_removed_server_comes_back_with_its_key(
    desk: PreferencesDesk, ring: MemoryKeyring
) -> None:
    ring.kept["studio"] = "sk-one"
    desk.add(STUDIO, ATTIC)
    desk.store.set(server="studio")

    desk.dialog.servers.list.remove.click()
    settings = desk.saved()
    assert [server.name for server in settings.servers] == ["attic"]
    assert settings.server == BUILT_IN.name
    assert ring.kept == {}
    undo = desk.dialog.servers.list.undo
    assert undo.isVisible()
    assert undo.text == "Removed studio"
    undo.button.click()

    settings = desk.saved()
    assert [server.name for server in settings.servers] == ["studio", "attic"]
    assert settings.server == "studio"
    assert ring.kept == {"studio": "sk-one"}


def test_an_undo_that_is_quicker_than_the_keyring_loses_nothing(
    desk: PreferencesDesk, ring: MemoryKeyring
) -> None:
    ring.kept["studio"] = "sk-one"
    desk.add(STUDIO)

    desk.dialog.servers.list.remove.click()
    desk.dialog.servers.list.undo.button.click()
    desk.settle()

    assert ring.kept == {"studio": "sk-one"}


def test_own_servers_can_go_and_others_say_why_not(desk: PreferencesDesk) -> None:
    remove = desk.dialog.servers.list.remove
    desk.look_at(OPENAI.name)

    assert not remove.isEnabled()
    assert "Only servers that you added" in remove.toolTip()
    desk.add(STUDIO)
    assert remove.isEnabled()


@pytest.mark.parametrize(
    ("url", "auth", "warned"),
    [
        ("http://images.example/v1", AuthStyle.BEARER, "key and pictures"),
        ("http://images.example/v1", AuthStyle.NONE, "pictures can be read"),
        ("https://images.example/v1", AuthStyle.BEARER, ""),
        ("http://127.0.0.1:8000/v1", AuthStyle.BEARER, ""),
        ("http://[::1]:8000/v1", AuthStyle.BEARER, ""),
        ("http://127.0.0.1.example/v1", AuthStyle.BEARER, "key and pictures"),
    ],
)
def test_an_unencrypted_way_is_warned_of(
    desk: PreferencesDesk, url: str, auth: AuthStyle, warned: str
) -> None:
    desk.add(ServerProfile("odd", ServerKind.COMPATIBLE, url, auth=auth))

    warning = desk.editor._warning
    assert warned in warning.text
    assert warning.isVisible() == bool(warned)


def test_what_is_being_typed_holds_when_the_window_closes(desk: PreferencesDesk) -> None:
    desk.add(STUDIO)
    control = desk.editor.field("base_url").control
    assert isinstance(control, QLineEdit)
    control.setText("https://new.example/v1")

    QTest.keyClick(desk.dialog, Qt.Key.Key_Escape)

    assert not desk.dialog.isVisible()
    assert desk.saved().servers[0].base_url == "https://new.example/v1"


def test_a_change_from_elsewhere_is_shown_but_not_over_what_is_being_typed(
    desk: PreferencesDesk, qtbot: QtBot
) -> None:
    desk.add(STUDIO)
    address, path = desk.editor.field("base_url"), desk.editor.field("edits_path")
    desk.dialog.activateWindow()
    address.control.setFocus()
    qtbot.waitUntil(address.control.hasFocus)
    assert isinstance(address.control, QLineEdit)
    address.control.setText("https://half")

    changed = ServerProfile("studio", ServerKind.COMPATIBLE, STUDIO.base_url, edits_path="/e")
    desk.store.set(servers=(changed,))

    assert path.value == "/e"
    assert address.control.text() == "https://half"


def test_looking_at_the_same_server_again_keeps_what_is_wrong(desk: PreferencesDesk) -> None:
    desk.add(STUDIO)
    write(desk.editor.field("base_url"), "nowhere")

    desk.look_at("studio")

    assert desk.editor.field("base_url").value == "nowhere"
    assert desk.editor.field("base_url").problem


def test_a_choice_keeps_its_explanation(desk: PreferencesDesk) -> None:
    desk.look_at(OPENAI.name)
    region = desk.editor.field("base_url")
    explanation = region.control.toolTip()

    choose(region, "Japan")

    assert "Where OpenAI works" in explanation
    assert region.control.toolTip() == explanation


def test_a_switch_is_a_switch_and_every_field_explains_itself(desk: PreferencesDesk) -> None:
    for profile in (
        OPENAI,
        STUDIO,
        ServerProfile("cloud", ServerKind.AZURE, "https://a.openai.azure.com", deployment="d"),
    ):
        if profile is not OPENAI:
            desk.add(profile)
        desk.look_at(profile.name)
        for line in desk.editor._lines:
            control = line.field.control
            assert control.accessibleName()
            assert control.toolTip() or control.accessibleDescription()
            assert control.focusPolicy() & Qt.FocusPolicy.TabFocus
            assert isinstance(line.field, SwitchField) or "&" not in control.accessibleName()
