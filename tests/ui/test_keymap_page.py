"""The page of keys: recording, conflicts, resetting, sets, files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QPushButton

from helpers.preferences import PreferencesDesk
from overpaint.services.keymaps import KeySet
from overpaint.services.settings import Wheel
from overpaint.ui.dialogs.keyboard_page import KeyboardPage
from overpaint.ui.key_tips import key_text

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def page(desk: PreferencesDesk) -> KeyboardPage:
    desk.dialog.activateWindow()
    desk.dialog.show_keyboard()
    desk.qtbot.waitUntil(desk.dialog.keyboard.isVisible)
    return desk.dialog.keyboard


def press(page: KeyboardPage, command: str, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
    """Choose a row, press Change and then the key, as a person would."""
    page.table.look_at(command)
    page.editor.change.click()
    assert page.editor.recorder.hasFocus()
    QTest.keyClick(page.editor.recorder, key, held)


def answer(page: KeyboardPage, text: str) -> None:
    for button in page.question.findChildren(QAbstractButton):
        if button.isVisible() and button.text().startswith(text):
            button.click()
            return
    raise AssertionError(f"nothing to press that says “{text}”")


def question(page: KeyboardPage) -> str:
    return "" if page.question.notice is None else page.question.notice.title


def test_a_pressed_key_holds_at_once_and_is_saved(
    desk: PreferencesDesk, page: KeyboardPage
) -> None:
    press(page, "tool_brush", Qt.Key.Key_V)

    assert desk.keyboard.keys("tool_brush") == ("V",)
    assert page.table.keys_shown("tool_brush") == ("V",)
    assert key_text("tool_brush") == "V"
    assert desk.saved().keys == (("tool_brush", ("V",)),)


@pytest.mark.parametrize(
    ("key", "held", "form"),
    [
        (Qt.Key.Key_J, CTRL | SHIFT, "Ctrl+Shift+J"),
        (Qt.Key.Key_F4, NONE, "F4"),
        (Qt.Key.Key_Tab, CTRL, "Ctrl+Tab"),
        (Qt.Key.Key_Backtab, CTRL | SHIFT, "Ctrl+Shift+Tab"),
        (Qt.Key.Key_BraceLeft, SHIFT | CTRL, "Ctrl+{"),
        (Qt.Key.Key_5, Qt.KeyboardModifier.KeypadModifier, "5"),
        (Qt.Key.Key_Space, CTRL, "Ctrl+Space"),
        (Qt.Key.Key_Escape, CTRL | SHIFT, "Ctrl+Shift+Esc"),
    ],
)
def test_any_key_can_be_pressed(
    desk: PreferencesDesk, page: KeyboardPage, key: Qt.Key, held: Qt.KeyboardModifier, form: str
) -> None:
    heard: list[str] = []
    page.editor.recorded.connect(lambda text, _adds: heard.append(text))

    press(page, "zoom_fit", key, held)

    assert heard == [form]


def test_escape_ends_recording_and_changes_nothing(
    desk: PreferencesDesk, page: KeyboardPage
) -> None:
    press(page, "tool_brush", Qt.Key.Key_Escape)

    assert not page.editor.recorder.isVisible()
    assert page.editor.change.hasFocus()
    assert desk.dialog.isVisible()
    assert desk.saved().keys == ()


@pytest.mark.parametrize(
    "key", [Qt.Key.Key_Control, Qt.Key.Key_AltGr, Qt.Key.Key_Super_L, Qt.Key.Key_CapsLock]
)
def test_modifiers_and_locks_alone_are_no_key(
    desk: PreferencesDesk, page: KeyboardPage, key: Qt.Key
) -> None:
    press(page, "tool_brush", key)

    assert page.editor.recorder.isVisible()
    QTest.keyClick(page.editor.recorder, Qt.Key.Key_V)
    assert desk.keyboard.keys("tool_brush") == ("V",)


def test_a_conflict_is_told_in_words_and_can_be_called_off(
    desk: PreferencesDesk, page: KeyboardPage
) -> None:
    press(page, "tool_brush", Qt.Key.Key_E)

    assert question(page) == "E belongs to “Eraser” (outside text)."
    answer(page, "Cancel")
    assert question(page) == ""
    assert desk.saved().keys == ()


def test_a_key_can_be_taken_from_another_command(desk: PreferencesDesk, page: KeyboardPage) -> None:
    press(page, "tool_brush", Qt.Key.Key_E)

    answer(page, "Use here anyway (takes it from “Eraser”)")

    assert desk.keyboard.keys("tool_brush") == ("E",)
    assert desk.keyboard.keys("tool_eraser") == ()
    assert desk.saved().keys == (("tool_brush", ("E",)), ("tool_eraser", ()))


def test_a_key_that_works_everywhere_clashes_with_one_of_the_canvas(
    desk: PreferencesDesk, page: KeyboardPage
) -> None:
    press(page, "zoom_fit", Qt.Key.Key_D, CTRL)

    assert question(page) == "Ctrl+D belongs to “Clear mask” (canvas)."


def test_one_key_in_two_places_is_no_conflict(desk: PreferencesDesk, page: KeyboardPage) -> None:
    press(page, "remove_input", Qt.Key.Key_F6, CTRL)
    press(page, "remove_result", Qt.Key.Key_F6, CTRL)

    assert question(page) == ""
    assert desk.keyboard.keys("remove_input") == desk.keyboard.keys("remove_result") == ("Ctrl+F6",)


@pytest.mark.parametrize(
    ("command", "key"),
    [
        ("clear_mask", Qt.Key.Key_Left),
        ("fill_mask", Qt.Key.Key_7),
        ("invert_mask", Qt.Key.Key_Return),
        ("zoom_fit", Qt.Key.Key_Tab),
        ("next_region", Qt.Key.Key_Space),
        ("remove_result", Qt.Key.Key_Right),
    ],
)
def test_a_key_that_a_place_needs_cannot_be_taken(
    desk: PreferencesDesk, page: KeyboardPage, command: str, key: Qt.Key
) -> None:
    press(page, command, key)

    assert "is needed there" in question(page) or "belongs to" in question(page)
    answer(page, "Cancel")
    assert desk.saved().keys == ()


def test_a_key_that_is_needed_leaves_no_way_on(page: KeyboardPage) -> None:
    press(page, "clear_mask", Qt.Key.Key_Left)

    assert question(page) == "Left is needed there: Pan in steps."
    assert [b.text() for b in page.question.findChildren(QPushButton) if b.isVisible()] == [
        "Cancel"
    ]


def test_a_key_of_the_system_and_one_that_opens_a_menu_are_told(
    desk: PreferencesDesk, page: KeyboardPage
) -> None:
    press(page, "zoom_fit", Qt.Key.Key_F4, ALT)
    assert "system keeps this key" in question(page)

    press(page, "zoom_fit", Qt.Key.Key_F, ALT)
    assert question(page) == "Alt+F opens the menu File."
    answer(page, "Use here anyway")

    assert desk.keyboard.keys("zoom_fit") == ("Alt+F",)


def test_a_key_can_be_added_and_taken_away(desk: PreferencesDesk, page: KeyboardPage) -> None:
    page.table.look_at("tool_brush")
    page.editor.add.click()
    QTest.keyClick(page.editor.recorder, Qt.Key.Key_V)
    assert desk.keyboard.keys("tool_brush") == ("B", "V")

    for button in page.editor.findChildren(QPushButton):
        if button.accessibleName() == "Take B away":
            button.click()

    assert desk.keyboard.keys("tool_brush") == ("V",)


def test_one_command_can_be_reset(desk: PreferencesDesk, page: KeyboardPage) -> None:
    press(page, "tool_brush", Qt.Key.Key_V)
    assert page.editor.reset_button.isEnabled()

    page.editor.reset_button.click()

    assert desk.saved().keys == ()
    assert not page.editor.reset_button.isEnabled()


def test_a_reset_that_would_take_a_key_asks(desk: PreferencesDesk, page: KeyboardPage) -> None:
    press(page, "tool_brush", Qt.Key.Key_V)
    press(page, "tool_pan", Qt.Key.Key_B)
    page.table.look_at("tool_brush")

    page.editor.reset_button.click()

    assert question(page) == "B belongs to “Pan” (outside text)."
    answer(page, "Use here anyway")
    assert desk.keyboard.keys("tool_brush") == ("B",)
    assert desk.keyboard.keys("tool_pan") == ()


def test_everything_can_be_reset_after_a_question(
    desk: PreferencesDesk, page: KeyboardPage
) -> None:
    assert not page._reset_all.isEnabled()
    press(page, "tool_brush", Qt.Key.Key_V)
    press(page, "tool_pan", Qt.Key.Key_F4)

    page._reset_all.click()
    assert question(page) == "Forget the keys of 2 commands that you have changed?"
    answer(page, "Reset all")

    assert desk.saved().keys == ()


def test_another_set_can_be_chosen_and_changes_stay(
    desk: PreferencesDesk, page: KeyboardPage
) -> None:
    desk.keyboard.set_keys("tool_brush", ("M",))
    page.set.chosen.emit(KeySet.KRITA)

    assert desk.saved().key_set is KeySet.KRITA
    assert desk.keyboard.keys("clear_mask")[0] == "Ctrl+Shift+A"
    assert desk.keyboard.keys("tool_brush") == ("M",)
    assert "M" not in desk.keyboard.keys("mirror_view")
    assert page.table.keys_shown("clear_mask")[0] == "Ctrl+Shift+A"


def test_the_table_is_searched_by_name_key_and_place(page: KeyboardPage) -> None:
    QTest.keyClicks(page.search, "ctrl+shift+i")
    assert page.table.shown == ["invert_mask"]

    page.search.setText("inputs remove")
    assert page.table.shown == ["remove_input"]

    page.search.setText("")
    assert len(page.table.shown) > 60


def test_letters_alone_can_be_switched_off_as_a_group(
    desk: PreferencesDesk, page: KeyboardPage
) -> None:
    page.letters.click()

    assert desk.keyboard.keys("tool_brush") == ()
    assert desk.keyboard.keys("key_sheet") == ("Ctrl+/", "F1")
    assert desk.keyboard.keys("brush_smaller") == ("[",)
    assert page.table.keys_shown("tool_brush") == ("B",)
    assert desk.saved().letter_keys is False


def test_the_wheel_is_a_setting(desk: PreferencesDesk, page: KeyboardPage) -> None:
    page.wheel.chosen.emit(Wheel.SCROLL)

    assert desk.saved().wheel is Wheel.SCROLL


def test_keys_are_exported_and_imported(
    desk: PreferencesDesk, page: KeyboardPage, tmp_path: Path
) -> None:
    file = tmp_path / "mine.json"
    desk.keyboard.choose_set(KeySet.KRITA)
    press(page, "tool_brush", Qt.Key.Key_V)
    page.export_keys(str(file))
    desk.settle()
    before = dict(desk.keyboard.keymap.keys)
    desk.keyboard.reset_all()
    desk.keyboard.choose_set(KeySet.PHOTOSHOP)

    page.import_keys(str(file))
    desk.settle()

    assert dict(desk.keyboard.keymap.keys) == before
    assert desk.saved().key_set is KeySet.KRITA
    assert desk.saved().keys == (("tool_brush", ("V",)),)
    assert question(page) == "Keys imported"


def test_what_an_import_leaves_out_is_told(
    desk: PreferencesDesk, page: KeyboardPage, tmp_path: Path
) -> None:
    file = tmp_path / "newer.json"
    file.write_text(json.dumps({"keys": {"teleport": ["T"], "tool_brush": ["V", "Nonsense"]}}))

    page.import_keys(str(file))
    desk.settle()

    assert page.question.notice is not None
    assert page.question.notice.text.endswith("teleport, Nonsense")
    assert desk.keyboard.keys("tool_brush") == ("V",)


def test_a_broken_file_changes_nothing_and_says_what_to_do(
    desk: PreferencesDesk, page: KeyboardPage, tmp_path: Path
) -> None:
    file = tmp_path / "broken.json"
    file.write_text("{")

    page.import_keys(str(file))
    desk.settle()

    assert page.question.notice is not None
    assert page.question.notice.text.endswith("Choose a file that Overpaint has exported.")
    assert desk.saved().keys == ()


def test_keys_of_another_version_stay_in_the_settings(
    desk: PreferencesDesk, page: KeyboardPage
) -> None:
    desk.store.set(keys=(("teleport", ("Ctrl+J",)),))

    press(page, "tool_brush", Qt.Key.Key_V)

    assert desk.saved().keys == (("teleport", ("Ctrl+J",)), ("tool_brush", ("V",)))
