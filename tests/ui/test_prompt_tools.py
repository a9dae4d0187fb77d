"""Around the prompt: what was sent before, templates with values, and the keep list."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from helpers.program import PATIENCE_MS, Driver
from overpaint.domain.attempts import AttemptFacts
from overpaint.domain.events import JobId
from overpaint.domain.templates import PromptTemplate
from overpaint.services.library import prompts
from overpaint.services.library.journal import Journal
from overpaint.services.library.recording import LIBRARY_NAME
from overpaint.ui.inspector import Inspector
from overpaint.ui.prompts.desk import PromptDesk

LEFT = Qt.MouseButton.LeftButton
ALT = Qt.KeyboardModifier.AltModifier
SENT = ("make it night", "remove the tower", "an empty beach")
CHAIR = PromptTemplate("Chair", "A {colour} chair of {material}")
SKY = PromptTemplate("Sky", "Evening sky")


@pytest.fixture
def driver(qapp: QApplication, qtbot: QtBot, own_home: Path) -> Iterator[Driver]:
    """The program with three prompts that were sent and two templates."""
    library = own_home / "data" / LIBRARY_NAME
    journal = Journal(library)
    for number, prompt in enumerate(reversed(SENT)):
        facts = AttemptFacts("edit", "built-in", "gpt-image-2", prompt, bills=False)
        journal.begin(JobId(str(number)), 1, facts)
    journal.close()
    prompts.add_templates(library, [CHAIR, SKY])
    driver = Driver(qapp, qtbot, own_home)
    driver.window.activateWindow()
    qtbot.waitActive(driver.window)
    driver.panels.inspector.prompt.setFocus()
    yield driver
    driver.close()


@pytest.fixture
def desk(driver: Driver) -> PromptDesk:
    return driver.panels.prompts


@pytest.fixture
def inspector(driver: Driver) -> Inspector:
    return driver.panels.inspector


def select(inspector: Inspector, words: str) -> None:
    cursor = inspector.prompt.editor.textCursor()
    start = inspector.prompt.text.index(words)
    cursor.setPosition(start)
    cursor.setPosition(start + len(words), QTextCursor.MoveMode.KeepAnchor)
    inspector.prompt.editor.setTextCursor(cursor)


def test_keys_walk_through_sent_prompts_and_back_to_what_was_typed(
    driver: Driver, inspector: Inspector, qtbot: QtBot
) -> None:
    editor, prompt = inspector.prompt.editor, inspector.prompt
    qtbot.keyClicks(editor, "a cat")

    QTest.keyClick(editor, Qt.Key.Key_Up, ALT)
    qtbot.waitUntil(lambda: prompt.text == SENT[0], timeout=PATIENCE_MS)
    QTest.keyClick(editor, Qt.Key.Key_Up, ALT)
    QTest.keyClick(editor, Qt.Key.Key_Up, ALT)
    QTest.keyClick(editor, Qt.Key.Key_Up, ALT)
    assert prompt.text == SENT[2]
    assert driver.store.draft.prompt == SENT[2]

    for expected in (SENT[1], SENT[0], "a cat", "a cat"):
        QTest.keyClick(editor, Qt.Key.Key_Down, ALT)
        assert prompt.text == expected


def test_a_change_by_hand_is_what_comes_back(
    driver: Driver, desk: PromptDesk, inspector: Inspector, qtbot: QtBot
) -> None:
    editor, prompt = inspector.prompt.editor, inspector.prompt
    driver.press("older_prompt")
    qtbot.waitUntil(lambda: prompt.text == SENT[0], timeout=PATIENCE_MS)

    qtbot.keyClicks(editor, "!")
    desk.older()
    desk.older()
    desk.newer()
    desk.newer()

    assert prompt.text == f"{SENT[0]}!"


def test_the_list_of_sent_prompts_is_searched_and_used(
    driver: Driver, desk: PromptDesk, inspector: Inspector, qtbot: QtBot
) -> None:
    qtbot.mouseClick(inspector.history_button, LEFT)
    qtbot.waitUntil(lambda: len(desk.history.shown) == 3, timeout=PATIENCE_MS)
    assert desk.history.isVisible()

    qtbot.keyClicks(desk.history.search, "tower REMOVE")
    assert [entry.text for entry in desk.history.shown] == [SENT[1]]
    qtbot.keyClick(desk.history.search, Qt.Key.Key_Return)

    assert not desk.history.isVisible()
    assert driver.store.draft.prompt == SENT[1]
    inspector.prompt.editor.undo()
    assert driver.store.draft.prompt == ""


def test_arrows_choose_in_the_list_and_words_without_a_match_say_so(
    driver: Driver, desk: PromptDesk, qtbot: QtBot
) -> None:
    driver.press("prompt_history")
    qtbot.waitUntil(lambda: len(desk.history.shown) == 3, timeout=PATIENCE_MS)

    qtbot.keyClicks(desk.history.search, "zebra")
    assert desk.history.nothing.isVisible()
    desk.history.search.clear()
    qtbot.keyClick(desk.history.search, Qt.Key.Key_Down)
    qtbot.keyClick(desk.history.search, Qt.Key.Key_Return)

    assert driver.store.draft.prompt == SENT[1]


def test_a_template_asks_for_its_values_and_goes_where_the_caret_is(
    driver: Driver, desk: PromptDesk, inspector: Inspector, qtbot: QtBot
) -> None:
    inspector.prompt.set_text("Add: .")
    cursor = inspector.prompt.editor.textCursor()
    cursor.setPosition(5)
    inspector.prompt.editor.setTextCursor(cursor)

    desk.use_template(CHAIR)
    form = inspector.template_form
    assert form.isVisible()
    assert list(form.fields) == ["colour", "material"]
    colour, material = form.fields.values()
    assert colour.hasFocus()
    qtbot.keyClicks(colour, "red")
    qtbot.keyClick(colour, Qt.Key.Key_Tab)
    assert material.hasFocus()
    qtbot.keyClicks(material, "oak")
    qtbot.keyClick(material, Qt.Key.Key_Return)

    assert not form.isVisible()
    assert driver.store.draft.prompt == "Add: A red chair of oak."
    assert inspector.prompt.editor.hasFocus()
    desk.use_template(CHAIR)
    assert [field.text() for field in form.fields.values()] == ["red", "oak"]


def test_leaving_the_form_changes_nothing_and_variables_can_stay(
    driver: Driver, desk: PromptDesk, inspector: Inspector, qtbot: QtBot
) -> None:
    desk.use_template(CHAIR)
    form = inspector.template_form
    qtbot.keyClicks(next(iter(form.fields.values())), "red")
    qtbot.keyClick(next(iter(form.fields.values())), Qt.Key.Key_Escape)
    assert not form.isVisible()
    assert driver.store.draft.prompt == ""

    desk.use_template(CHAIR)
    qtbot.mouseClick(form.raw_button, LEFT)

    assert driver.store.draft.prompt == CHAIR.text


def test_a_prompt_becomes_a_template(
    driver: Driver, desk: PromptDesk, inspector: Inspector, qtbot: QtBot
) -> None:
    inspector.prompt.set_text("Replace {thing} by a lamp.")

    driver.press("save_template")
    assert inspector.save_form.isVisible()
    assert inspector.save_form.field.text() == "Replace {thing} by a lamp"
    qtbot.keyClicks(inspector.save_form.field, "Lamp")
    qtbot.keyClick(inspector.save_form.field, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: not inspector.save_form.isVisible(), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: len(desk.templates.list.model().entries) == 3,  # type: ignore[attr-defined]
                    timeout=PATIENCE_MS)  # fmt: skip
    saved = prompts.read_templates(driver.home / "data" / LIBRARY_NAME)
    assert saved[-1] == PromptTemplate("Lamp", "Replace {thing} by a lamp.")


def test_templates_are_managed_and_a_removed_one_comes_back(
    driver: Driver, desk: PromptDesk, qtbot: QtBot
) -> None:
    library = driver.home / "data" / LIBRARY_NAME
    names = lambda: [one.name for one in prompts.read_templates(library)]  # noqa: E731 - asked often
    desk.manage()
    manager = desk._manager
    assert manager is not None
    qtbot.waitUntil(lambda: manager.rows.count() == 2, timeout=PATIENCE_MS)

    qtbot.mouseClick(manager.down, LEFT)
    qtbot.waitUntil(lambda: names() == ["Sky", "Chair"], timeout=PATIENCE_MS)
    assert manager.name.text() == "Chair"

    manager.name.setFocus()
    manager.name.selectAll()
    qtbot.keyClicks(manager.name, "Seat")
    qtbot.keyClick(manager.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: names() == ["Sky", "Seat"], timeout=PATIENCE_MS)

    qtbot.mouseClick(manager.remove, LEFT)
    qtbot.waitUntil(lambda: names() == ["Sky"], timeout=PATIENCE_MS)
    qtbot.mouseClick(manager.undo.button, LEFT)
    qtbot.waitUntil(lambda: names() == ["Sky", "Seat"], timeout=PATIENCE_MS)
    manager.close()


def test_selected_words_are_kept_and_a_chip_takes_them_off(
    driver: Driver, inspector: Inspector, qtbot: QtBot
) -> None:
    inspector.prompt.set_text("Change the sky but not the logo.")
    select(inspector, "the logo")
    control = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier

    QTest.keyClick(inspector.prompt.editor, Qt.Key.Key_K, control)
    assert driver.store.draft.keep == ("the logo",)

    inspector.keep.ask()
    qtbot.keyClicks(inspector.keep.field, "her face, the hat")
    qtbot.keyClick(inspector.keep.field, Qt.Key.Key_Return)
    assert inspector.keep.things == ("the logo", "her face", "the hat")
    assert "her face, the hat." in inspector.keep.accessibleDescription()

    first = inspector.keep.chips[0]
    qtbot.mouseClick(first, LEFT, pos=QPoint(4, first.height() // 2))
    assert len(driver.store.draft.keep) == 3
    qtbot.mouseClick(first, LEFT, pos=first.cross.center())
    assert driver.store.draft.keep == ("her face", "the hat")
    QTest.keyClick(inspector.keep.chips[-1], Qt.Key.Key_Delete)
    assert driver.store.draft.keep == ("her face",)


def test_without_a_selection_the_key_asks_and_escape_takes_the_question_back(
    driver: Driver, inspector: Inspector, qtbot: QtBot
) -> None:
    driver.press("keep_words")
    assert inspector.keep.field.hasFocus()

    qtbot.keyClicks(inspector.keep.field, "nothing")
    qtbot.keyClick(inspector.keep.field, Qt.Key.Key_Escape)

    assert not inspector.keep.field.isVisible()
    assert driver.store.draft.keep == ()
    assert inspector.prompt.editor.hasFocus()
