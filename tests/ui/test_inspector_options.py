"""For every model and field the inspector offers exactly what the rules allow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from overpaint.domain.catalogue import parse_catalogue
from overpaint.domain.choices import Background, Field, OutputFormat
from overpaint.domain.draft import Draft, InputImage
from overpaint.domain.models import Model
from overpaint.domain.rules import Rules
from overpaint.domain.sizes import Size
from overpaint.domain.violations import blocking
from overpaint.paths import resource
from overpaint.ui.draft_store import DraftStore
from overpaint.ui.icons import Icons
from overpaint.ui.inspector import Inspector, options, output_options
from overpaint.ui.inspector.choice_fields import CHOICE_FIELDS
from overpaint.ui.inspector.model_options import facts, models
from overpaint.ui.messages import render
from overpaint.ui.theme import Theme, ThemeChoice
from overpaint.ui.widgets.choice_box import ChoiceBox
from overpaint.ui.widgets.segmented import SegmentedControl

CATALOGUE = parse_catalogue(resource("models.toml").read_text(encoding="utf-8"))
MODELS = [*(model.id for model in CATALOGUE.models), "a-model-of-tomorrow"]
ALLOWED = {
    Field.MODEL: lambda rules, draft: rules.models(),
    Field.SIZE: Rules.sizes,
    Field.QUALITY: Rules.qualities,
    Field.PARTIAL_IMAGES: Rules.previews,
    Field.OUTPUT_FORMAT: Rules.formats,
    Field.SVG_EFFORT: Rules.svg_efforts,
    Field.BACKGROUND: Rules.backgrounds,
    Field.INPUT_FIDELITY: Rules.fidelities,
    Field.COMPLEXITY: Rules.complexities,
    Field.MODERATION: Rules.moderations,
    Field.RESPONSE_FORMAT: Rules.response_formats,
}
NAMED: dict[Field, Callable[[Model], set[object]]] = {
    Field.SIZE: lambda row: {*row.sizes.values, *([None] if row.sizes.auto else [])},
    Field.QUALITY: lambda row: set(row.qualities),
    Field.VARIANTS: lambda row: set(range(1, min(row.max_variants, 4) + 1)),
    Field.PARTIAL_IMAGES: lambda row: {0, *range(1, row.max_partial_images + 1)},
    Field.OUTPUT_FORMAT: lambda row: set(row.formats) or {OutputFormat.PNG},
    Field.SVG_EFFORT: lambda row: {None, *row.svg_efforts},
    Field.BACKGROUND: lambda row: set(row.backgrounds) or {Background.AUTO},
    Field.INPUT_FIDELITY: lambda row: {None, *row.fidelities},
    Field.STREAM: lambda row: {True, False} if row.streaming else {False},
    Field.COMPLEXITY: lambda row: {None, *row.complexities},
    Field.MODERATION: lambda row: {None, *row.moderations},
    Field.RESPONSE_FORMAT: lambda row: {None, *row.response_formats},
}
"""What the catalogue names for each field, read from its rows and not by the rules."""

SQUARE = InputImage("s", Path("s.png"), "s.png", Size(640, 640), "image/png", 1000)
TARGET = InputImage("t", Path("t.png"), "t.png", Size(1600, 900), "image/png", 1000)


def rules_of(*, serves_ended: bool) -> Rules:
    return Rules(CATALOGUE, today=date(2026, 11, 22), serves_ended=serves_ended)


@pytest.fixture
def store(qapp: QApplication) -> DraftStore:
    return DraftStore(rules_of(serves_ended=True))


@pytest.fixture
def inspector(qtbot: QtBot, qapp: QApplication, store: DraftStore) -> Inspector:
    inspector = Inspector(store, Icons(Theme(qapp, ThemeChoice.DARK)))
    qtbot.addWidget(inspector)
    inspector.resize(336, 1200)
    inspector.show()
    return inspector


def model_id(value: object) -> object:
    return getattr(value, "id", value)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("serves_ended", [True, False])
def test_offers_exactly_what_the_rules_allow(
    qapp: QApplication, model: str, serves_ended: bool
) -> None:
    rules = rules_of(serves_ended=serves_ended)
    for field, kind, ground in product(ALLOWED, OutputFormat, Background):
        draft = rules.reconcile(
            replace(Draft(model=model), output_format=kind, background=ground)
        ).draft
        offered = CHOICE_FIELDS[field].offer(rules, draft)
        choices = {model_id(choice.value): choice for choice in ALLOWED[field](rules, draft)}

        assert {option.value for option in offered if option.enabled} - {model} == {
            value for value, choice in choices.items() if choice.allowed
        } - {model}, field
        for option in offered:
            choice = choices.get(option.value)
            if choice is not None and choice.refusal is not None:
                assert option.hint == render(choice.refusal)


@pytest.mark.parametrize("field", [field for field in CHOICE_FIELDS if field is not Field.MODEL])
def test_offers_exactly_what_the_catalogue_names(qapp: QApplication, field: Field) -> None:
    rules = rules_of(serves_ended=True)
    for row in CATALOGUE.models:
        draft = rules.reconcile(Draft(model=row.id)).draft
        offered = CHOICE_FIELDS[field].offer(rules, draft)

        assert {option.value for option in offered if option.enabled} == NAMED[field](row)
        assert all(option.reason for option in offered if not option.enabled)


@pytest.mark.parametrize("model", MODELS)
def test_no_choice_that_is_offered_makes_a_request_that_is_refused(
    qapp: QApplication, model: str
) -> None:
    rules = rules_of(serves_ended=True)

    def chosen(draft: Draft) -> Iterator[tuple[Field, object, Draft]]:
        for field, choice in CHOICE_FIELDS.items():
            for option in choice.offer(rules, draft):
                if option.enabled and field is not Field.MODEL:
                    yield field, option.value, choice.write(draft, option.value)

    complete = rules.reconcile(Draft((SQUARE,), prompt="a cat", model=model)).draft
    for _, _, first in chosen(complete):
        settled = rules.reconcile(first).draft
        for field, value, second in chosen(settled):
            problems = blocking(rules.reconcile(second).draft, rules)
            assert problems == (), (model, first, field, value)


@pytest.mark.parametrize("model", MODELS)
def test_the_controls_show_the_draft_for_every_model(
    inspector: Inspector, store: DraftStore, model: str
) -> None:
    store.set(model=model)
    draft, controls = store.draft, inspector.parameters.controls

    assert controls[Field.MODEL].value == draft.model
    assert controls[Field.SIZE].value == draft.size
    assert controls[Field.QUALITY].value == draft.quality
    assert controls[Field.VARIANTS].value == draft.variants
    assert controls[Field.PARTIAL_IMAGES].value == (draft.partial_images if draft.stream else 0)
    assert controls[Field.OUTPUT_FORMAT].value == draft.output_format
    assert controls[Field.BACKGROUND].value == draft.background
    assert controls[Field.INPUT_FIDELITY].value == draft.input_fidelity
    assert controls[Field.STREAM].value == draft.streams
    assert inspector.parameters.count.maximum() == store.model.max_variants


@pytest.mark.parametrize("model", MODELS)
def test_every_offered_choice_can_be_clicked_and_every_refused_one_cannot(
    inspector: Inspector, store: DraftStore, model: str, qtbot: QtBot
) -> None:
    inspector.parameters.output.set_expanded(True)
    inspector.parameters.advanced.set_expanded(True)
    for field, control in inspector.parameters.controls.items():
        if not isinstance(control, SegmentedControl):
            continue
        store.replace_draft(Draft(model=model))
        offer = CHOICE_FIELDS[field].offer(store.rules, store.draft)
        offered = [option.label for option in offer if option.enabled]
        enabled = []
        for button in control.findChildren(QAbstractButton):
            if button.isHidden():
                continue
            if button.isEnabled():
                enabled.append(button.text())
                qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
                assert button.isChecked()
                store.replace_draft(Draft(model=model))
            else:
                assert button.toolTip()
        assert enabled == offered


@pytest.mark.parametrize("model", MODELS)
def test_every_offered_size_is_taken_as_it_is(
    inspector: Inspector, store: DraftStore, model: str
) -> None:
    store.add_inputs([TARGET])
    store.set(model=model)
    box = inspector.parameters.controls[Field.SIZE]
    assert isinstance(box, ChoiceBox)
    for row in range(box.count()):
        if box.model().index(row, 0).flags() & Qt.ItemFlag.ItemIsEnabled:
            box.setCurrentIndex(row)
            wanted = box.value
            box.activated.emit(row)

            assert store.draft.size == wanted


def test_the_size_that_matches_the_picture_is_marked(store: DraftStore) -> None:
    store.add_inputs([TARGET])

    offered = options.sizes(store.rules, store.draft)

    marked = [option.label for option in offered if option.badge]
    assert marked == ["1600 × 896 landscape"]
    store.set(model="gpt-image-1.5")
    marked = [option.label for option in options.sizes(store.rules, store.draft) if option.badge]
    assert marked == ["1536 × 1024 landscape"]


def test_models_that_end_say_when(qapp: QApplication) -> None:
    rules = rules_of(serves_ended=False)

    offered = {option.value: option for option in models(rules, Draft())}

    assert offered["gpt-image-1.5"].badge == "until 2026-12-01"
    retired = offered["dall-e-2"]
    assert (retired.enabled, retired.badge) == (False, "ended 2026-05-12")
    assert retired.hint == "OpenAI ended it on 2026-05-12."
    assert list(offered)[-2:] == ["gpt-image-1", "dall-e-2"]
    assert models(rules_of(serves_ended=True), Draft())[-1].enabled


@pytest.mark.parametrize("serves_ended", [True, False])
def test_ended_models_are_listed_on_demand_only(qapp: QApplication, serves_ended: bool) -> None:
    rules = rules_of(serves_ended=serves_ended)
    later = replace(rules, today=date(2026, 12, 1))

    def listed(rules: Rules, draft: Draft) -> set[object]:
        return {option.value for option in models(rules, draft, show_retired=False)}

    assert {"gpt-image-1", "dall-e-2"} & listed(rules, Draft()) == set()
    assert "gpt-image-1.5" in listed(rules, Draft())
    assert "gpt-image-1.5" not in listed(later, Draft())
    assert "dall-e-2" in listed(rules, Draft(model="dall-e-2"))


def test_what_the_server_does_not_name_is_marked_and_stays_open(qapp: QApplication) -> None:
    served = frozenset({"gpt-image-2"})

    offered = {
        option.value: option
        for option in models(rules_of(serves_ended=False), Draft(), served=served)
    }

    assert offered["gpt-image-2"].badge == ""
    assert offered["gpt-image-2.6-flare"].badge == "not offered"
    assert offered["gpt-image-2.6-flare"].enabled
    assert "did not list it" in offered["gpt-image-2.6-flare"].hint
    assert offered["gpt-image-1.5"].badge == "until 2026-12-01"


def test_the_badges_of_a_model_say_what_is_to_know(qapp: QApplication) -> None:
    rules = rules_of(serves_ended=True)

    def badges(model: str, served: frozenset[str] | None = None) -> list[str]:
        return [fact.text for fact in facts(rules, Draft(model=model), served)]

    assert badges("gpt-image-2") == []
    assert badges("gpt-image-1.5") == ["until 2026-12-01"]
    assert badges("dall-e-2") == ["ended 2026-05-12"]
    assert badges("of-tomorrow", frozenset()) == ["unverified", "not offered by this server"]
    assert badges("of-tomorrow", frozenset({"of-tomorrow"})) == ["unverified"]


def test_the_folded_output_tells_what_differs(qapp: QApplication) -> None:
    draft = Draft(
        output_format=OutputFormat.WEBP, output_compression=80, background=Background.OPAQUE
    )

    assert output_options.output_summary(draft) == "WebP 80 %, opaque"
    assert output_options.output_summary(Draft()) == "PNG"
