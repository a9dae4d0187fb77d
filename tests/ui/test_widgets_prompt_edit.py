"""The prompt field: counting, submitting, pasting, growing, moving on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QImage, QKeySequence, QPalette, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from overpaint.ui.theme import Theme, ThemeChoice
from overpaint.ui.widgets.prompt_edit import PromptEdit


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return Theme(qapp, ThemeChoice.LIGHT)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    widget.resize(320, 400)
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def prompt(qtbot: QtBot, window: QWidget, theme: Theme) -> PromptEdit:
    edit = PromptEdit(theme, name="Prompt", placeholder="Describe", limit=100)
    column = QVBoxLayout(window)
    column.addWidget(edit)
    column.addWidget(QPushButton("Next"))
    column.addStretch(1)
    window.show()
    qtbot.waitActive(window)
    edit.setFocus()
    return edit


def counter(prompt: PromptEdit) -> QLabel:
    return prompt.findChild(QLabel)


def counter_colour(prompt: PromptEdit) -> str:
    return counter(prompt).palette().color(QPalette.ColorRole.WindowText).name()


def test_counter_follows_the_typing(prompt: PromptEdit) -> None:
    QTest.keyClicks(prompt.editor, "a cup")

    assert counter(prompt).text() == "5 / 100"


@pytest.mark.parametrize(("length", "tone"), [(50, "muted"), (95, "warning"), (101, "danger")])
def test_counter_warns_near_the_limit(
    prompt: PromptEdit, theme: Theme, length: int, tone: str
) -> None:
    prompt.set_text("x" * length)

    assert counter_colour(prompt) == getattr(theme.tokens, tone).name()


def test_counter_says_how_many_are_too_many(prompt: PromptEdit) -> None:
    prompt.set_text("x" * 103)

    assert "3 too many" in counter(prompt).text()


def test_another_model_brings_another_limit(prompt: PromptEdit, theme: Theme) -> None:
    prompt.set_text("x" * 103)

    prompt.set_limit(1000)

    assert counter(prompt).text() == "103 / 1000"
    assert counter_colour(prompt) == theme.tokens.muted.name()


def test_counter_is_repainted_in_the_new_theme(prompt: PromptEdit, theme: Theme) -> None:
    theme.choose(ThemeChoice.DARK)

    assert counter_colour(prompt) == theme.tokens.muted.name()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_ctrl_enter_submits_and_leaves_the_text(
    qtbot: QtBot, prompt: PromptEdit, key: Qt.Key
) -> None:
    prompt.set_text("a cup")

    with qtbot.waitSignal(prompt.submitted):
        QTest.keyClick(prompt.editor, key, Qt.KeyboardModifier.ControlModifier)

    assert prompt.text == "a cup"


def test_with_shift_it_goes_before_all_that_waits(qtbot: QtBot, prompt: PromptEdit) -> None:
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier

    with qtbot.waitSignal(prompt.submitted_front), qtbot.assertNotEmitted(prompt.submitted):
        QTest.keyClick(prompt.editor, Qt.Key.Key_Return, both)


def test_enter_breaks_the_line(prompt: PromptEdit) -> None:
    QTest.keyClick(prompt.editor, Qt.Key.Key_Return)

    assert prompt.text == "\n"


def test_tab_moves_the_focus_on(prompt: PromptEdit) -> None:
    QTest.keyClick(prompt.editor, Qt.Key.Key_Tab)

    assert isinstance(QApplication.focusWidget(), QPushButton)
    assert prompt.text == ""


def test_paste_takes_plain_text_only(prompt: PromptEdit) -> None:
    data = QMimeData()
    data.setHtml("<b>bold</b> move")
    data.setText("bold move")
    QApplication.clipboard().setMimeData(data)

    QTest.keySequence(prompt.editor, QKeySequence.StandardKey.Paste)

    assert prompt.text == "bold move"


def test_picture_on_the_clipboard_is_left_to_the_window(
    qtbot: QtBot, window: QWidget, prompt: PromptEdit
) -> None:
    shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), window)
    QApplication.clipboard().setImage(QImage(4, 4, QImage.Format.Format_RGB32))

    with qtbot.waitSignal(shortcut.activated):
        QTest.keySequence(prompt.editor, QKeySequence.StandardKey.Paste)

    assert prompt.text == ""


def test_dragged_files_are_left_to_the_window(prompt: PromptEdit) -> None:
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile("/pictures/cup.png")])
    files.setText("file:///pictures/cup.png")

    assert not prompt.editor.canInsertFromMimeData(files)


def test_field_grows_with_its_lines_up_to_a_limit(qtbot: QtBot, prompt: PromptEdit) -> None:
    empty = prompt.editor.height()

    prompt.set_text("\n".join("line" for _ in range(8)))
    eight_lines = prompt.editor.height()
    prompt.set_text("\n".join("line" for _ in range(200)))

    assert empty < eight_lines < prompt.editor.height() < 16 * prompt.fontMetrics().lineSpacing()


def test_setting_the_same_text_keeps_cursor_and_silence(qtbot: QtBot, prompt: PromptEdit) -> None:
    prompt.set_text("a cup")
    prompt.editor.moveCursor(prompt.editor.textCursor().MoveOperation.Start)

    with qtbot.assertNotEmitted(prompt.text_changed):
        prompt.set_text("a cup")

    assert prompt.editor.textCursor().position() == 0


def test_replaced_text_comes_back_by_undo(prompt: PromptEdit) -> None:
    QTest.keyClicks(prompt.editor, "mine")
    prompt.set_text("from history")

    prompt.editor.undo()

    assert prompt.text == "mine"


def test_it_is_named(prompt: PromptEdit) -> None:
    assert prompt.editor.accessibleName() == "Prompt"
