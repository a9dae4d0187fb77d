"""The preferences as a window: pages, keyboard, general settings, both themes."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QWidget,
)

from helpers.preferences import PreferencesDesk
from overpaint.domain.profiles import BUILT_IN, OPENAI, ServerKind, ServerProfile
from overpaint.services.settings import Theme
from overpaint.ui.dialogs.general_page import GeneralPage
from overpaint.ui.dialogs.preferences import PreferencesDialog
from overpaint.ui.theme import ThemeChoice

STUDIO = ServerProfile("studio", ServerKind.COMPATIBLE, "http://127.0.0.1:8000/v1")
CONTROLS = (
    QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit, QAbstractSpinBox, QListWidget,
)  # fmt: skip


def page(desk: PreferencesDesk, row: int) -> QWidget:
    desk.dialog._sidebar.setCurrentRow(row)
    shown = desk.dialog._pages.currentWidget()
    assert shown is not None
    return shown


def press_button(root: QWidget, name: str) -> None:
    for button in root.findChildren(QAbstractButton):
        if button.isVisible() and name in (button.text(), button.accessibleName()):
            button.click()
            return
    raise AssertionError(f"no button “{name}”")


def test_it_is_not_modal_and_begins_with_the_server_in_use(desk: PreferencesDesk) -> None:
    assert not desk.dialog.isModal()
    assert desk.dialog.servers.isVisible()
    assert desk.dialog.servers.current == BUILT_IN.name
    assert "Nothing leaves this computer" in desk.editor._destination.text()


def test_escape_closes_and_enter_does_not(desk: PreferencesDesk) -> None:
    desk.look_at(OPENAI.name)
    QTest.keyClick(desk.editor.field("project").control, Qt.Key.Key_Return)
    assert desk.dialog.isVisible()

    QTest.keyClick(desk.dialog, Qt.Key.Key_Escape)

    assert not desk.dialog.isVisible()


def test_it_can_open_with_the_key_ready_to_type(desk: PreferencesDesk) -> None:
    desk.dialog.close()
    desk.store.set(server=OPENAI.name)

    desk.dialog.show_key()

    assert desk.dialog.servers.current == OPENAI.name
    assert desk.dialog.focusWidget() is desk.editor.key.control


def test_the_theme_holds_at_once(desk: PreferencesDesk) -> None:
    press_button(page(desk, 0), "Dark")

    assert desk.saved().theme is Theme.DARK


def test_closed_edits_are_kept_ninety_days_unless_told(desk: PreferencesDesk) -> None:
    assert desk.saved().keep_closed_days == 90

    press_button(page(desk, 0), "Always")

    assert desk.saved().keep_closed_days == 0


def test_the_results_folder_can_be_chosen_and_reset(desk: PreferencesDesk, tmp_path: Path) -> None:
    general = page(desk, 0)
    assert desk.dialog.general.folder.text() == str(desk.home / "pictures")

    press_button(general, "Choose results folder")
    (chooser,) = desk.dialog.findChildren(QFileDialog)
    chooser.fileSelected.emit(str(tmp_path))
    chooser.close()

    assert desk.saved().results_folder == tmp_path
    assert desk.dialog.general.folder.text() == str(tmp_path)
    press_button(general, "Reset results folder")
    assert desk.saved().results_folder is None


def test_results_of_each_edit_can_have_a_folder_and_the_example_shows_it(
    desk: PreferencesDesk,
) -> None:
    general = desk.dialog.general
    page(desk, 0)
    assert general.name.example.text == "poster-1.png"

    general.apart.click()

    assert desk.store.settings.folder_per_edit
    assert Path(general.name.example.text) == Path("poster", "poster-1.png")
    general.apart.click()
    assert not desk.store.settings.folder_per_edit
    assert general.name.example.text == "poster-1.png"


def test_the_keyboard_page_leads_to_the_shortcuts(desk: PreferencesDesk) -> None:
    keyboard = page(desk, 2)

    with desk.qtbot.waitSignal(desk.dialog.sheet_requested):
        press_button(keyboard, "Show keyboard shortcuts")


def test_pages_are_made_only_when_they_are_first_shown(desk: PreferencesDesk) -> None:
    unseen = PreferencesDialog(
        desk.store, desk.keys, desk.home, desk._worker, desk.icons, desk._engine, desk._open,
        desk.window, keyboard=desk.keyboard, ledger=desk.ledger,
    )  # fmt: skip

    assert len(unseen.findChildren(QAbstractButton)) == 0


def test_everything_has_a_name_and_can_be_reached_with_the_keyboard(desk: PreferencesDesk) -> None:
    desk.add(STUDIO)
    assert desk.editor._advanced is not None
    desk.editor._advanced.header.click()
    for row in range(4):
        for widget in page(desk, row).findChildren(QWidget):
            if not isinstance(widget, CONTROLS) or not widget.isVisible():
                continue
            named = widget.accessibleName() or (
                widget.text() if isinstance(widget, QAbstractButton) else ""
            )
            assert named, widget
            assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus, named


@pytest.mark.parametrize("choice", [ThemeChoice.LIGHT, ThemeChoice.DARK])
def test_wrong_input_is_marked_in_the_colours_of_the_theme(
    desk: PreferencesDesk, choice: ThemeChoice
) -> None:
    desk.add(STUDIO)
    field = desk.editor.field("base_url")
    assert isinstance(field.control, QLineEdit)
    field.control.setText("nowhere")
    field.edited.emit()

    desk.theme.choose(choice)

    ink = field._problem.palette().color(field._problem.foregroundRole())
    assert ink == desk.theme.tokens.danger


def test_looking_for_newer_versions_is_off_until_it_is_switched_on(desk: PreferencesDesk) -> None:
    general = page(desk, 0)
    assert isinstance(general, GeneralPage)
    assert not general.updates.isChecked()

    general.updates.click()

    assert desk.saved().look_for_updates


def test_news_on_the_desktop_can_be_switched_off(desk: PreferencesDesk) -> None:
    general = page(desk, 0)
    assert isinstance(general, GeneralPage)
    assert general.notify.isChecked()

    general.notify.click()

    assert not desk.saved().notify
