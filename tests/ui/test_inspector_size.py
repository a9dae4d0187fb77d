"""The editor of sizes: it snaps, keeps the shape, and says what became of a number."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSpinBox
from pytestqt.qtbot import QtBot

from helpers.drafts import CATALOGUE
from overpaint.domain.draft import InputImage
from overpaint.domain.rules import Rules
from overpaint.domain.sizes import Size
from overpaint.ui.draft_store import DraftStore
from overpaint.ui.icons import Icons
from overpaint.ui.inspector.size_editor import SizeEditor
from overpaint.ui.inspector.size_notes import scale_note, snapped
from overpaint.ui.theme import Theme, ThemeChoice

TARGET = InputImage("t", Path("t.png"), "t.png", Size(1600, 1000), "image/png", 1000)


@pytest.fixture
def store(qapp: QApplication) -> DraftStore:
    store = DraftStore(Rules(CATALOGUE, today=date(2026, 11, 22), serves_ended=True))
    store.add_inputs([TARGET])
    return store


@pytest.fixture
def editor(qtbot: QtBot, qapp: QApplication, store: DraftStore) -> SizeEditor:
    editor = SizeEditor(store, Icons(Theme(qapp, ThemeChoice.DARK)))
    qtbot.addWidget(editor)
    store.changed.connect(lambda _old, _new: editor.refresh())
    editor.resize(312, 80)
    editor.show()
    qtbot.waitActive(editor)
    return editor


def write(qtbot: QtBot, field: QSpinBox, digits: str, *, confirm: bool = True) -> None:
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, digits)
    if confirm:
        qtbot.keyClick(field, Qt.Key.Key_Return)


def test_scrolling_over_an_edge_leaves_the_size_alone(
    editor: SizeEditor, store: DraftStore, qtbot: QtBot
) -> None:
    def turn(notches: int) -> None:
        field = editor.height_field
        place = field.mapTo(editor, field.rect().center())
        QTest.wheelEvent(editor.windowHandle(), place, QPoint(0, 120 * notches))

    editor.width_field.setFocus()
    turn(1)
    untouched = store.draft.size
    editor.height_field.setFocus()
    turn(1)

    assert untouched is None
    assert store.draft.size is not None


def test_a_number_snaps_when_it_is_confirmed_and_the_note_says_why(
    editor: SizeEditor, store: DraftStore, qtbot: QtBot
) -> None:
    store.set(size=Size(1504, 1008))

    write(qtbot, editor.height_field, "1001")

    assert store.draft.size == Size(1504, 1008)
    assert editor.height_field.value() == 1008
    assert editor.note.text() == (
        "1504 × 1001 became 1504 × 1008. Both edges must be multiples of 16 pixels."
    )


def test_while_it_is_typed_the_note_foretells_and_the_draft_waits(
    editor: SizeEditor, store: DraftStore, qtbot: QtBot
) -> None:
    store.set(size=Size(1504, 1008))

    write(qtbot, editor.width_field, "1999", confirm=False)

    assert editor.note.text() == "→ 2000 × 1008"
    assert store.draft.size == Size(1504, 1008)


def test_the_lock_keeps_the_shape_over_many_steps(
    editor: SizeEditor, store: DraftStore, qtbot: QtBot
) -> None:
    store.set(size=Size(1536, 1024))
    qtbot.mouseClick(editor.lock, Qt.MouseButton.LeftButton)

    for digits in ("1200", "2000", "3008"):
        write(qtbot, editor.width_field, digits)

    assert store.draft.size == Size(3008, 2000)


def test_a_size_from_elsewhere_is_the_shape_that_is_kept(
    editor: SizeEditor, store: DraftStore, qtbot: QtBot
) -> None:
    editor.lock.setChecked(True)
    store.set(size=Size(1024, 1024))

    write(qtbot, editor.width_field, "2048")

    assert store.draft.size == Size(2048, 2048)


def test_one_edge_alone_takes_the_other_from_the_picture(
    editor: SizeEditor, store: DraftStore, qtbot: QtBot
) -> None:
    write(qtbot, editor.width_field, "1600")

    assert store.draft.size == Size(1600, 1008)


def test_arrows_step_and_zero_is_auto(editor: SizeEditor, store: DraftStore, qtbot: QtBot) -> None:
    store.set(size=Size(1536, 1024))
    editor.width_field.setFocus()

    qtbot.keyClick(editor.width_field, Qt.Key.Key_Up)
    assert store.draft.size == Size(1552, 1024)

    write(qtbot, editor.width_field, "0")
    assert store.draft.size is None
    assert editor.width_field.text() == "W auto"


def test_swap_and_match_by_keyboard(editor: SizeEditor, store: DraftStore, qtbot: QtBot) -> None:
    qtbot.keyClick(editor.match, Qt.Key.Key_Space)
    assert store.draft.size == Size(1600, 1008)

    qtbot.keyClick(editor.swap, Qt.Key.Key_Space)
    assert store.draft.size == Size(1008, 1600)
    assert editor.note.text() == "0.63× of the target · another shape"


def test_models_with_a_list_have_no_editor(editor: SizeEditor, store: DraftStore) -> None:
    store.set(model="gpt-image-1.5", size=Size(1536, 1024))

    assert not editor.width_field.isVisible()
    assert editor.note.text() == "0.96× of the target · another shape"


def test_without_a_picture_matching_says_why_not(editor: SizeEditor, store: DraftStore) -> None:
    store.set(inputs=())

    assert not editor.match.isEnabled()
    assert "There is no picture yet." in editor.match.toolTip()


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [(Size(5000, 1000), "3 times"), (Size(100, 100), "pixels"), (Size(3839, 3839), "pixels")],
)
def test_the_reason_is_the_limit_that_was_broken(
    qapp: QApplication, wanted: Size, reason: str
) -> None:
    rule = CATALOGUE.model("gpt-image-2").sizes

    size, told = snapped(rule, wanted)

    assert rule.refusal(size) is None
    assert reason in told
    assert "multiples" not in told


def test_the_scale_is_told_in_words(qapp: QApplication) -> None:
    target = Size(1600, 1000)

    assert scale_note(Size(1600, 1000), target) == "As large as the target"
    assert scale_note(Size(2400, 1500), target) == "1.5× larger than the target"
    assert scale_note(Size(1328, 832), target) == "0.83× of the target"
    assert scale_note(None, target) == scale_note(Size(16, 16), None) == ""
