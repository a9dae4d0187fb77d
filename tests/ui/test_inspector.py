"""The inspector: widgets to store, store to widgets, problems in words, the button."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QDoubleSpinBox
from pytestqt.qtbot import QtBot

from helpers.samples import Samples
from overpaint.domain.catalogue import parse_catalogue
from overpaint.domain.choices import Field, OutputFormat, Quality
from overpaint.domain.rules import Rules
from overpaint.imaging.load import probe_input
from overpaint.paths import resource
from overpaint.ui.draft_store import DraftStore
from overpaint.ui.icons import Icons
from overpaint.ui.inspector import Inspector
from overpaint.ui.inspector.problem_list import ProblemRow
from overpaint.ui.theme import Theme, ThemeChoice

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def store(qapp: QApplication) -> DraftStore:
    catalogue = parse_catalogue(resource("models.toml").read_text(encoding="utf-8"))
    return DraftStore(Rules(catalogue, today=date(2026, 11, 22), serves_ended=False))


@pytest.fixture
def inspector(qtbot: QtBot, qapp: QApplication, store: DraftStore) -> Inspector:
    inspector = Inspector(store, Icons(Theme(qapp, ThemeChoice.DARK)))
    qtbot.addWidget(inspector)
    inspector.resize(336, 800)
    inspector.show()
    qtbot.waitActive(inspector)
    return inspector


def told(inspector: Inspector) -> list[Field]:
    return [problem.field for problem in inspector.problems.problems]


def segment(inspector: Inspector, field: Field, text: str) -> QAbstractButton:
    control = inspector.parameters.controls[field]
    return next(b for b in control.findChildren(QAbstractButton) if b.text() == text)


def test_typing_reaches_the_draft_without_an_echo(
    inspector: Inspector, store: DraftStore, qtbot: QtBot
) -> None:
    changes = []
    store.changed.connect(lambda _old, new: changes.append(new.prompt))

    qtbot.keyClicks(inspector.prompt.editor, "cat")

    assert changes == ["c", "ca", "cat"]
    assert inspector.prompt.editor.textCursor().position() == 3


def test_the_draft_reaches_every_widget_without_a_signal_back(
    inspector: Inspector, store: DraftStore, qtbot: QtBot
) -> None:
    changes = []
    store.changed.connect(lambda _old, new: changes.append(new))

    store.set(
        prompt="a cat", model="gpt-image-2.6-flare", quality=Quality.MAX, variants=7,
        output_format=OutputFormat.JPEG, output_compression=40,
    )  # fmt: skip

    assert len(changes) == 1
    assert inspector.prompt.text == "a cat"
    assert inspector.parameters.controls[Field.QUALITY].value is Quality.MAX
    assert inspector.parameters.controls[Field.VARIANTS].value is None
    assert inspector.parameters.count.value() == 7
    assert inspector.parameters.output.compression.value == 40


def test_previews_off_means_no_streaming(
    inspector: Inspector, store: DraftStore, qtbot: QtBot
) -> None:
    qtbot.mouseClick(segment(inspector, Field.PARTIAL_IMAGES, "Off"), LEFT)
    assert (store.draft.stream, store.draft.partial_images) == (False, 0)

    qtbot.mouseClick(segment(inspector, Field.PARTIAL_IMAGES, "3"), LEFT)

    assert (store.draft.stream, store.draft.partial_images) == (True, 3)


def test_any_number_of_variants_by_the_field(
    inspector: Inspector, store: DraftStore, qtbot: QtBot
) -> None:
    inspector.parameters.count.setFocus()
    inspector.parameters.count.selectAll()
    qtbot.keyClicks(inspector.parameters.count, "8")
    qtbot.keyClick(inspector.parameters.count, Qt.Key.Key_Return)

    assert store.draft.variants == 8


def test_compression_is_there_only_for_formats_that_take_it(
    inspector: Inspector, store: DraftStore
) -> None:
    inspector.parameters.output.set_expanded(True)
    assert not inspector.parameters.output.compression.isVisible()

    store.set(output_format=OutputFormat.WEBP)
    assert inspector.parameters.output.compression.isVisible()
    inspector.parameters.output.compression.findChild(QDoubleSpinBox).setValue(60)
    assert store.draft.output_compression == 60

    store.set(output_format=OutputFormat.PNG)
    assert not inspector.parameters.output.compression.isVisible()
    assert store.draft.output_compression is None


def test_quiet_until_touched(inspector: Inspector, store: DraftStore, qtbot: QtBot) -> None:
    assert told(inspector) == []

    qtbot.keyClicks(inspector.prompt.editor, "a")
    qtbot.keyClick(inspector.prompt.editor, Qt.Key.Key_Backspace)

    assert told(inspector) == [Field.PROMPT]
    qtbot.keyClicks(inspector.prompt.editor, "a cat")
    assert told(inspector) == []


def test_the_button_shows_what_is_missing_and_leads_there(
    inspector: Inspector, store: DraftStore, samples: Samples, qtbot: QtBot
) -> None:
    store.add_inputs([probe_input(samples.rocket)])
    inspector.generate_button.setFocus()

    with (
        qtbot.waitSignal(inspector.problem_activated) as activated,
        qtbot.assertNotEmitted(inspector.generate_requested),
    ):
        qtbot.mouseClick(inspector.generate_button, LEFT)

    assert activated.args == [Field.PROMPT]
    assert told(inspector) == [Field.PROMPT]
    assert inspector.prompt.editor.hasFocus()
    assert inspector.generate_button.isEnabled()


def test_what_the_inspector_does_not_hold_is_left_to_the_window(
    inspector: Inspector, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(inspector.problem_activated) as activated:
        inspector.submit()

    assert activated.args == [Field.IMAGE]
    assert told(inspector) == [Field.IMAGE, Field.PROMPT]


def test_a_complete_draft_is_asked_for_by_button_and_by_key(
    inspector: Inspector, store: DraftStore, samples: Samples, qtbot: QtBot
) -> None:
    store.add_inputs([probe_input(samples.rocket)])
    store.set(prompt="a cat")

    with qtbot.waitSignal(inspector.generate_requested):
        qtbot.mouseClick(inspector.generate_button, LEFT)
    with qtbot.waitSignal(inspector.generate_requested):
        qtbot.keyClick(
            inspector.prompt.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
        )


def test_a_problem_leads_to_its_field_by_click_and_by_key(
    inspector: Inspector, store: DraftStore, qtbot: QtBot
) -> None:
    inspector.submit()
    row = inspector.problems.findChildren(ProblemRow)[1]
    inspector.generate_button.setFocus()

    with qtbot.waitSignal(inspector.problem_activated) as activated:
        qtbot.mouseClick(row, LEFT)
    assert activated.args == [Field.PROMPT]
    assert inspector.prompt.editor.hasFocus()

    with qtbot.waitSignal(inspector.problem_activated):
        qtbot.keyClick(row, Qt.Key.Key_Return)


def test_after_everything_is_solved_it_is_quiet_again(
    inspector: Inspector, store: DraftStore, samples: Samples
) -> None:
    inspector.submit()
    store.add_inputs([probe_input(samples.rocket)])
    store.set(prompt="a cat")
    assert told(inspector) == []

    inspector.forget_touched()
    store.replace_draft(replace(store.draft, inputs=()))

    assert told(inspector) == [Field.IMAGE]


def test_long_problems_are_shown_whole(
    inspector: Inspector, store: DraftStore, qtbot: QtBot
) -> None:
    store.set(model="a-model-with-quite-a-long-name-of-its-own")
    (row,) = inspector.problems.findChildren(ProblemRow)

    qtbot.waitUntil(lambda: row.height() >= row.heightForWidth(row.width()))


def test_other_rules_change_what_is_offered(inspector: Inspector, store: DraftStore) -> None:
    store.set(model="gpt-image-1.5")

    store.set_rules(replace(store.rules, today=date(2026, 12, 2)))

    assert inspector.parameters.controls[Field.MODEL].toolTip() == "OpenAI ended it on 2026-12-01."


def test_cancel_is_there_while_something_runs(inspector: Inspector, qtbot: QtBot) -> None:
    assert not inspector.cancel_button.isVisible()

    inspector.set_running(2)

    assert inspector.cancel_button.text() == "Cancel 2 jobs"
    with qtbot.waitSignal(inspector.cancel_requested):
        qtbot.mouseClick(inspector.cancel_button, LEFT)
    assert inspector.generate_button.isEnabled()
    inspector.set_running(0)
    assert not inspector.cancel_button.isVisible()


def test_a_hidden_field_is_unfolded_when_it_is_wanted(inspector: Inspector, qtbot: QtBot) -> None:
    inspector.focus_field(Field.BACKGROUND)

    assert inspector.parameters.output.is_expanded
    control = inspector.parameters.controls[Field.BACKGROUND]
    assert control.isAncestorOf(inspector.focusWidget())


def test_the_limit_of_the_prompt_is_that_of_the_model(
    inspector: Inspector, store: DraftStore
) -> None:
    store.set_rules(replace(store.rules, serves_ended=True))
    store.set(model="dall-e-2", prompt="x" * 1001)

    assert told(inspector).count(Field.PROMPT) == 1


def test_everything_has_a_name_for_screen_readers(inspector: Inspector) -> None:
    for control in inspector.parameters.controls.values():
        assert control.accessibleName()
    assert inspector.prompt.editor.accessibleName()
    assert inspector.parameters.count.accessibleName()
