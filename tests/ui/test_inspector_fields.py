"""The fields that are no choice from a list, the models' menu, and what exclusions say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QStyle
from pytestqt.qtbot import QtBot

from helpers.drafts import CATALOGUE
from overpaint.domain.choices import Background, Complexity, Field, OutputFormat, SvgEffort
from overpaint.domain.draft import Draft, InputImage, MaskFacts
from overpaint.domain.rules import Rules
from overpaint.domain.sizes import Size
from overpaint.ui.draft_store import DraftStore
from overpaint.ui.icons import Icons
from overpaint.ui.inspector import Inspector
from overpaint.ui.inspector.advanced_options import advanced_summary
from overpaint.ui.inspector.extra_fields import ExtraFields
from overpaint.ui.inspector.optional_number import OptionalNumber
from overpaint.ui.inspector.problem_list import ProblemRow
from overpaint.ui.messages import render_all
from overpaint.ui.theme import Theme, ThemeChoice
from overpaint.ui.widgets.pill import Pill

LEFT = Qt.MouseButton.LeftButton
TARGET = InputImage("t", Path("t.png"), "t.png", Size(640, 480), "image/png", 1000)
RICH = "gpt-image-2.6-flare"


@pytest.fixture
def store(qapp: QApplication) -> DraftStore:
    return DraftStore(Rules(CATALOGUE, today=date(2026, 11, 22), serves_ended=True))


@pytest.fixture
def inspector(qtbot: QtBot, qapp: QApplication, store: DraftStore) -> Inspector:
    inspector = Inspector(store, Icons(Theme(qapp, ThemeChoice.DARK)))
    qtbot.addWidget(inspector)
    inspector.resize(312, 1200)
    inspector.parameters.output.set_expanded(True)
    inspector.parameters.advanced.set_expanded(True)
    inspector.show()
    qtbot.waitActive(inspector)
    return inspector


def number(inspector: Inspector, field: Field) -> OptionalNumber:
    widget = inspector.parameters.widget(field)
    assert isinstance(widget, OptionalNumber)
    return widget


def entry(inspector: Inspector, field: Field) -> QLineEdit:
    widget = inspector.parameters.widget(field)
    assert isinstance(widget, QLineEdit)
    return widget


def test_every_field_of_a_request_has_its_control(inspector: Inspector) -> None:
    elsewhere = {Field.IMAGE, Field.MASK, Field.MARKUP, Field.PROMPT}

    missing = [field for field in Field if inspector.parameters.widget(field) is None]

    assert set(missing) == elsewhere


def test_each_format_brings_its_own_fields(inspector: Inspector, store: DraftStore) -> None:
    animation = (Field.FRAME_COUNT, Field.FRAME_DURATION)
    drawing = (Field.SVG_MODEL, Field.SVG_EFFORT)

    def shown() -> tuple[Field, ...]:
        each = (*animation, *drawing)
        return tuple(field for field in each if inspector.parameters.widget(field).isVisible())

    store.set(model=RICH)
    assert shown() == ()
    store.set(output_format=OutputFormat.GIF)
    assert shown() == animation
    store.set(output_format=OutputFormat.SVG)
    assert shown() == drawing


def test_frames_are_written_and_left_to_the_service_again(
    inspector: Inspector, store: DraftStore, qtbot: QtBot
) -> None:
    store.set(model=RICH, output_format=OutputFormat.GIF)
    frames, duration = number(inspector, Field.FRAME_COUNT), number(inspector, Field.FRAME_DURATION)
    assert (frames.text(), duration.text()) == ("Auto", "Auto")

    qtbot.keyClick(frames, Qt.Key.Key_Up)
    qtbot.keyClick(duration, Qt.Key.Key_Up)
    assert (store.draft.frame_count, store.draft.frame_duration_ms) == (2, 10)

    frames.setValue(99)
    assert store.draft.frame_count == 16
    qtbot.keyClick(duration, Qt.Key.Key_Down)
    assert store.draft.frame_duration_ms is None
    assert Field.FRAME_COUNT not in {problem.field for problem in store.problems()}


def test_what_belongs_to_a_format_leaves_with_it(store: DraftStore) -> None:
    store.set(model=RICH, output_format=OutputFormat.GIF, frame_count=5, frame_duration_ms=70)
    store.set(output_format=OutputFormat.SVG, svg_model="gpt-5", svg_effort=SvgEffort.LOW)
    assert (store.draft.frame_count, store.draft.frame_duration_ms) == (None, None)

    store.set(output_format=OutputFormat.PNG)

    assert (store.draft.svg_model, store.draft.svg_effort) == ("", None)
    fields = {problem.field for problem in store.problems() if problem.blocking}
    assert fields == {Field.IMAGE, Field.PROMPT}


def test_texts_reach_the_draft_and_the_cursor_stays(
    inspector: Inspector, store: DraftStore, qtbot: QtBot
) -> None:
    user = entry(inspector, Field.USER)
    user.setFocus()

    qtbot.keyClicks(user, "ab cd")
    user.setCursorPosition(2)
    qtbot.keyClicks(user, "x")
    qtbot.keyClicks(entry(inspector, Field.SAFETY_IDENTIFIER), "hash")

    assert (store.draft.user, store.draft.safety_identifier) == ("abx cd", "hash")
    assert user.cursorPosition() == 3


def test_further_fields_are_rows_that_come_and_go(
    inspector: Inspector, store: DraftStore, qtbot: QtBot
) -> None:
    extra = inspector.parameters.widget(Field.EXTRA)
    assert isinstance(extra, ExtraFields)

    qtbot.mouseClick(extra.add_button, LEFT)
    qtbot.mouseClick(extra.add_button, LEFT)
    name, value = extra.findChildren(QLineEdit)
    assert name.hasFocus()
    qtbot.keyClicks(value, "7")
    assert store.draft.extra_fields == ()
    qtbot.keyClicks(name, "seed")
    assert store.draft.extra_fields == (("seed", "7"),)

    away = next(b for b in extra.findChildren(QAbstractButton) if "Remove" in b.accessibleName())
    qtbot.keyClick(away, Qt.Key.Key_Space)
    assert store.draft.extra_fields == ()


def test_tab_walks_through_the_rows_before_the_button_below_them(
    inspector: Inspector, store: DraftStore, qtbot: QtBot
) -> None:
    store.set(extra_fields=(("seed", "1"), ("steps", "2")))
    extra = inspector.parameters.widget(Field.EXTRA)
    assert isinstance(extra, ExtraFields)
    entry(inspector, Field.USER).setFocus()
    walked = []

    for _ in range(7):
        qtbot.keyClick(inspector.focusWidget(), Qt.Key.Key_Tab)
        focused = inspector.focusWidget()
        walked.append(focused.text() if isinstance(focused, QLineEdit) else None)

    assert walked == ["seed", "1", None, "steps", "2", None, None]
    assert inspector.focusWidget() is extra.add_button


def test_a_further_field_with_a_name_of_ours_is_a_problem(
    inspector: Inspector, store: DraftStore, qtbot: QtBot
) -> None:
    store.set(extra_fields=(("model", "x"),))

    (row,) = inspector.problems.findChildren(ProblemRow)
    inspector.setFocus()
    qtbot.mouseClick(row, LEFT)

    assert inspector.parameters.widget(Field.EXTRA).isAncestorOf(inspector.focusWidget())


def test_delivery_is_there_only_for_models_that_know_it(
    inspector: Inspector, store: DraftStore
) -> None:
    delivery = inspector.parameters.controls[Field.RESPONSE_FORMAT]
    assert not delivery.isVisible()

    store.set(model="dall-e-2")

    assert delivery.isVisible()


def test_streaming_without_previews_can_be_had(
    inspector: Inspector, store: DraftStore, qtbot: QtBot
) -> None:
    previews = inspector.parameters.controls[Field.PARTIAL_IMAGES]
    streaming = inspector.parameters.controls[Field.STREAM]

    def press(control: object, text: str) -> None:
        found = [b for b in control.findChildren(QAbstractButton) if b.text() == text]
        qtbot.mouseClick(found[0], LEFT)

    press(previews, "Off")
    assert streaming.value is False
    press(streaming, "On")
    assert (store.draft.stream, store.draft.partial_images) == (True, 0)
    assert previews.value == 0
    press(previews, "3")
    assert (store.draft.stream, store.draft.partial_images) == (True, 3)


def test_a_server_that_cannot_stream_is_said(
    inspector: Inspector, store: DraftStore, qtbot: QtBot
) -> None:
    previews = inspector.parameters.controls[Field.PARTIAL_IMAGES]

    with qtbot.waitSignal(store.adapted) as adapted:
        store.set_rules(replace(store.rules, streams=False))

    assert "The chosen server does not stream: streaming is now off." in render_all(adapted.args[0])
    buttons = {button.text(): button for button in previews.findChildren(QAbstractButton)}
    assert previews.value == 0
    assert not buttons["2"].isEnabled()
    assert buttons["2"].toolTip() == "The chosen server does not stream previews."


def test_a_number_that_was_not_confirmed_counts_when_it_is_sent(
    inspector: Inspector, store: DraftStore, qtbot: QtBot
) -> None:
    inspector.parameters.count.setFocus()
    inspector.parameters.count.selectAll()
    qtbot.keyClicks(inspector.parameters.count, "6")

    inspector.submit()

    assert store.draft.variants == 6


@pytest.mark.parametrize(
    ("before", "changes", "said"),
    [
        (Draft(model=RICH, output_format=OutputFormat.GIF),
         {"mask": MaskFacts(Size(640, 480), 0.5)},
         "A GIF takes no mask: output format is now png."),
        (Draft(model=RICH, output_format=OutputFormat.JPEG),
         {"background": Background.TRANSPARENT},
         "A transparent background needs PNG or WebP: output format is now png."),
        (Draft(model=RICH, variants=4), {"output_format": OutputFormat.SVG},
         "SVGs come one at a time: number of variants is now 1."),
        (Draft(model=RICH, background=Background.TRANSPARENT), {"model": "gpt-image-2"},
         "background is now auto"),
        (Draft(model=RICH, complexity=Complexity.HIGH), {"model": "gpt-image-2"},
         "complexity is now auto"),
        (Draft(model=RICH, output_format=OutputFormat.SVG, svg_effort=SvgEffort.LOW),
         {"model": "gpt-image-2"}, "GPT Image 2: output format is now png."),
        (Draft(model=RICH), {"model": "dall-e-2"}, "E 2: streaming is now off."),
    ],
)  # fmt: skip
def test_what_excludes_each_other_is_settled_and_said(
    store: DraftStore, qtbot: QtBot, before: Draft, changes: dict[str, object], said: str
) -> None:
    store.replace_draft(before)

    with qtbot.waitSignal(store.adapted) as adapted:
        store.replace_draft(replace(store.draft, **changes))

    assert said in render_all(adapted.args[0])


def test_any_model_by_its_id_and_escape_leaves_everything(
    inspector: Inspector, store: DraftStore, qtbot: QtBot
) -> None:
    field = inspector.parameters.model
    field.other.trigger()
    assert field.entry.hasFocus()
    qtbot.keyClicks(field.entry, "my-model")
    qtbot.keyClick(field.entry, Qt.Key.Key_Escape)
    assert store.draft.model == "gpt-image-2"
    assert not field.entry.isVisible()

    field.other.trigger()
    qtbot.keyClicks(field.entry, "my-model")
    qtbot.keyClick(field.entry, Qt.Key.Key_Return)

    assert store.draft.model == "my-model"
    pills = [pill.text for pill in field.findChildren(Pill) if pill.isVisible()]
    assert pills == ["unverified"]
    assert not [p for p in store.problems() if p.field is Field.MODEL and p.blocking]


def test_retired_models_are_asked_for_by_the_menu(inspector: Inspector, qtbot: QtBot) -> None:
    box = inspector.parameters.controls[Field.MODEL]
    assert box.findText("DALL·E 2") == -1

    with qtbot.waitSignal(inspector.retired_toggled) as toggled:
        inspector.parameters.model.show_retired.trigger()
    assert toggled.args == [True]
    inspector.parameters.set_models(show_retired=True, served=None)

    assert box.findText("DALL·E 2") >= 0


def test_the_folded_section_tells_what_differs(qapp: QApplication) -> None:
    draft = Draft(complexity=Complexity.HIGH, user="u", extra_fields=(("seed", "1"),))

    assert advanced_summary(Draft()) == ""
    assert advanced_summary(draft) == "high complexity, user id, 1 more fields"
    assert advanced_summary(replace(Draft(), stream=False)) == "no streaming"


@pytest.mark.parametrize("model", [RICH, "dall-e-2", "of-tomorrow"])
@pytest.mark.parametrize("kind", [OutputFormat.GIF, OutputFormat.SVG])
def test_nothing_is_wider_than_the_narrowest_panel(
    inspector: Inspector, store: DraftStore, model: str, kind: OutputFormat
) -> None:
    store.set(model=model)
    store.set(output_format=kind, svg_effort=SvgEffort.MINIMAL, extra_fields=(("seed", "1"),))

    assert inspector.minimumSizeHint().width() <= 312
    bar = inspector.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
    assert inspector.parameters.minimumSizeHint().width() <= 312 - 24 - bar
