"""The draft store: one owner, one direction, nothing lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from helpers.drafts import OPENAI_RULES, draft, picture
from overpaint.domain.catalogue import parse_catalogue
from overpaint.domain.choices import Background, Field, OutputFormat, Quality
from overpaint.domain.draft import InputImage
from overpaint.domain.rules import Rules
from overpaint.domain.sizes import Size
from overpaint.domain.text import say
from overpaint.paths import resource
from overpaint.ui.draft_store import DraftStore
from overpaint.ui.messages import render, render_all


@pytest.fixture
def rules() -> Rules:
    catalogue = parse_catalogue(resource("models.toml").read_text(encoding="utf-8"))
    return Rules(catalogue, today=date(2026, 11, 22), serves_ended=False)


@pytest.fixture
def store(qapp: QApplication, rules: Rules) -> DraftStore:
    return DraftStore(rules)


def image(number: int) -> InputImage:
    path = Path(f"picture{number}.png")
    return InputImage(f"id{number}", path, path.name, Size(640, 480), "image/png", 1000)


def test_an_equal_draft_tells_nobody(store: DraftStore, qtbot: QtBot) -> None:
    store.set(prompt="a cup")

    with qtbot.assertNotEmitted(store.changed), qtbot.assertNotEmitted(store.adapted):
        store.set(prompt="a cup")


def test_a_change_brings_the_old_and_the_new_draft(store: DraftStore, qtbot: QtBot) -> None:
    before = store.draft

    with qtbot.waitSignal(store.changed) as told:
        store.set(prompt="a cup")

    assert told.args == [before, store.draft]
    assert store.draft.prompt == "a cup"


def test_what_the_model_refuses_moves_along_and_is_said(store: DraftStore, qtbot: QtBot) -> None:
    store.set(model="gpt-image-2.6-flare", quality=Quality.MAX)

    with qtbot.waitSignal(store.adapted) as told:
        store.set(model="gpt-image-1-mini")

    assert store.draft.quality is Quality.AUTO
    assert [render(message) for message in told.args[0]] == [
        "GPT Image 1 Mini: quality is now auto."
    ]


def test_a_draft_that_is_reconciled_back_is_said_but_not_changed(
    store: DraftStore, qtbot: QtBot
) -> None:
    store.set(model="gpt-image-1-mini")

    with qtbot.assertNotEmitted(store.changed), qtbot.waitSignal(store.adapted):
        store.set(quality=Quality.MAX)


def test_transparent_jpeg_becomes_png(store: DraftStore) -> None:
    store.set(model="gpt-image-1.5", output_format=OutputFormat.JPEG, output_compression=80)

    store.set(background=Background.TRANSPARENT)

    assert store.draft.output_format is OutputFormat.PNG
    assert store.draft.output_compression is None


def test_a_receiver_that_changes_the_draft_again_comes_to_rest(store: DraftStore) -> None:
    store.changed.connect(lambda _old, _new: store.set(variants=3))

    store.set(prompt="a cup")

    assert (store.draft.prompt, store.draft.variants) == ("a cup", 3)


def test_other_rules_offer_other_choices_and_reconcile(
    store: DraftStore, rules: Rules, qtbot: QtBot
) -> None:
    store.set(model="dall-e-2", prompt="a cup")
    assert Field.MODEL in {problem.field for problem in store.problems()}

    with qtbot.waitSignal(store.rules_changed):
        store.set_rules(replace(rules, serves_ended=True))

    assert Field.MODEL not in {problem.field for problem in store.problems()}


def test_the_same_rules_tell_nobody(store: DraftStore, rules: Rules, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(store.rules_changed):
        store.set_rules(replace(rules))


def test_the_seventeenth_picture_is_refused_and_comes_back(store: DraftStore) -> None:
    outcome = store.add_inputs([image(n) for n in range(17)])

    assert len(store.draft.inputs) == 16
    assert outcome.refused == (image(16),)
    assert outcome.problem is not None
    assert render_all([outcome.problem.reason]) == (
        "There is no room for “picture16.png”: GPT Image 2 takes 16."
    )


def test_added_pictures_join_at_their_place(store: DraftStore) -> None:
    store.add_inputs([image(1), image(2)])

    store.add_inputs([image(3), image(4)], at=1)

    assert [item.id for item in store.draft.inputs] == ["id1", "id3", "id4", "id2"]


def test_position_one_is_the_target(store: DraftStore) -> None:
    store.add_inputs([image(1), image(2), image(3)])

    store.move_input("id3", 1)

    assert store.draft.target == image(3)
    assert [item.id for item in store.draft.inputs] == ["id3", "id1", "id2"]
    assert store.position_of("id1") == 2


def test_moving_past_the_ends_stops_there(store: DraftStore) -> None:
    store.add_inputs([image(1), image(2), image(3)])

    store.move_input("id1", 99)
    store.move_input("id3", -5)
    store.move_input("nobody", 1)

    assert [item.id for item in store.draft.inputs] == ["id3", "id2", "id1"]


def test_remove_and_replace(store: DraftStore) -> None:
    store.add_inputs([image(1), image(2)])

    store.replace_input("id2", image(5))
    store.remove_input("id1")

    assert store.draft.inputs == (image(5),)


def test_a_translation_with_a_foreign_placeholder_falls_back(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, rules: Rules
) -> None:
    monkeypatch.setattr(QCoreApplication, "translate", lambda context, text: "kaputt {nix}")

    assert render(say("rules", "Ends on {day}.", day="Monday")) == "Ends on Monday."


def test_the_keep_list_follows_its_pictures_too() -> None:
    store = DraftStore(OPENAI_RULES, draft(inputs=(picture(1), picture(2), picture(3))))
    store.set(keep=("the cup of @3", "the lamp of @2"))

    store.remove_input("id-2")

    assert store.draft.keep == ("the cup of @2", "the lamp of @?")
