"""Input cards follow the draft and show files on their way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from helpers.samples import Samples
from overpaint.domain.catalogue import parse_catalogue
from overpaint.domain.draft import InputImage
from overpaint.domain.errors import ImageError
from overpaint.domain.rules import Rules
from overpaint.domain.sizes import Size
from overpaint.domain.text import say
from overpaint.paths import resource
from overpaint.ui.draft_store import DraftStore
from overpaint.ui.inputs.drop_place import DropPlace, caret, index_for_moved, place_at
from overpaint.ui.inputs.model import CardRole, InputsModel
from overpaint.ui.inputs.rows import CardKind
from overpaint.ui.thumbnails import ThumbnailLoader


@pytest.fixture
def store(qapp: QApplication) -> DraftStore:
    catalogue = parse_catalogue(resource("models.toml").read_text(encoding="utf-8"))
    return DraftStore(Rules(catalogue, today=date(2026, 11, 22), serves_ended=True))


@pytest.fixture
def model(store: DraftStore, qtmodeltester: ModelTester) -> Iterator[InputsModel]:
    loader = ThumbnailLoader()
    model = InputsModel(store, loader)
    qtmodeltester.check(model)
    yield model
    loader.close()


def image(number: int, path: Path | None = None) -> InputImage:
    path = path or Path(f"p{number}.png")
    return InputImage(f"id{number}", path, path.name, Size(640, 427), "image/png", 2_100_000)


def kinds(model: InputsModel) -> list[CardKind]:
    return [model.card(row).kind for row in range(model.rowCount())]


def names(model: InputsModel) -> list[str]:
    return [model.card(row).name for row in range(model.rowCount())]


def test_an_empty_draft_has_one_large_card_to_add_a_picture(model: InputsModel) -> None:
    assert kinds(model) == [CardKind.ADD]
    assert model.card(0).is_large
    assert model.data(model.index(0)) == "Add a picture"


def test_the_first_picture_is_the_target_and_the_others_are_references(
    model: InputsModel, store: DraftStore
) -> None:
    store.add_inputs([image(1), image(2)])

    assert kinds(model) == [CardKind.PICTURE, CardKind.PICTURE, CardKind.ADD]
    assert (model.card(0).is_target, model.card(1).is_target) == (True, False)
    spoken = [model.data(model.index(n), Qt.ItemDataRole.AccessibleTextRole) for n in range(2)]
    assert spoken == ["Target, p1.png, 640 × 427 · PNG", "@2, p2.png, 640 × 427 · PNG"]


def test_a_full_draft_has_no_card_to_add(model: InputsModel, store: DraftStore) -> None:
    store.add_inputs([image(n) for n in range(16)])

    assert kinds(model) == [CardKind.PICTURE] * 16


def test_a_model_that_takes_one_picture_takes_the_card_away(
    model: InputsModel, store: DraftStore
) -> None:
    store.add_inputs([image(1)])
    assert kinds(model)[-1] is CardKind.ADD

    store.set(model="dall-e-2")

    assert kinds(model) == [CardKind.PICTURE]


def test_moving_keeps_the_selected_card(model: InputsModel, store: DraftStore) -> None:
    store.add_inputs([image(1), image(2), image(3)])
    selection = QItemSelectionModel(model)
    selection.setCurrentIndex(model.index(2), QItemSelectionModel.SelectionFlag.SelectCurrent)

    store.move_input("id3", 1)

    assert names(model)[:3] == ["p3.png", "p1.png", "p2.png"]
    assert selection.currentIndex().row() == 0


def test_cards_that_change_places_are_told_their_new_names(
    model: InputsModel, store: DraftStore, qtbot: QtBot
) -> None:
    store.add_inputs([image(1), image(2), image(3)])
    rows: list[int] = []
    model.dataChanged.connect(lambda first, _last: rows.append(first.row()))

    store.remove_input("id1")

    assert set(rows) >= {0, 1}
    assert model.card(1).position == 2


def test_a_placeholder_stands_where_the_picture_will_be(
    model: InputsModel, store: DraftStore
) -> None:
    store.add_inputs([image(1), image(2)])

    first, second = model.begin_reading(["a.png", "b.png"], at=1)

    assert names(model)[:4] == ["p1.png", "a.png", "b.png", "p2.png"]
    assert model.card(3).position == 2
    model.end_reading(first)
    model.end_reading(second)
    store.add_inputs([image(3), image(4)], at=1)
    assert names(model)[:4] == ["p1.png", "p3.png", "p4.png", "p2.png"]


def test_a_file_that_cannot_be_read_says_why_and_goes_when_told(model: InputsModel) -> None:
    (token,) = model.begin_reading(["notes.txt"])
    error = ImageError(
        say("images", "“{name}” is not a picture.", name="notes.txt"),
        remedy=say("images", "Use PNG."),
    )

    model.fail_reading(token, error)

    assert kinds(model) == [CardKind.FAILED, CardKind.ADD]
    tip = model.data(model.index(0), Qt.ItemDataRole.ToolTipRole)
    assert tip == "“notes.txt” is not a picture.\nUse PNG."
    model.end_reading(token)
    assert kinds(model) == [CardKind.ADD]


def test_placeholders_by_number(model: InputsModel) -> None:
    model.set_reading(2)
    assert kinds(model) == [CardKind.READING, CardKind.READING, CardKind.ADD]

    model.set_reading(0)

    assert kinds(model) == [CardKind.ADD]


def test_thumbnails_come_from_the_files(
    model: InputsModel, store: DraftStore, samples: Samples, qtbot: QtBot
) -> None:
    store.add_inputs([image(1, samples.rocket)])
    index = model.index(0)

    qtbot.waitUntil(lambda: model.data(index, CardRole.PICTURE) is not None)

    assert model.data(index, CardRole.PICTURE).width() == 256


def test_a_picture_stays_while_a_larger_one_is_made(
    model: InputsModel, store: DraftStore, samples: Samples, qtbot: QtBot
) -> None:
    store.add_inputs([image(1, samples.rocket)])
    index = model.index(0)
    qtbot.waitUntil(lambda: model.data(index, CardRole.PICTURE) is not None)

    model.set_edge_px(320)

    assert model.data(index, CardRole.PICTURE).width() == 256
    qtbot.waitUntil(lambda: model.data(index, CardRole.PICTURE).width() == 320)


def test_a_picture_that_cannot_be_shown_is_told(
    model: InputsModel, store: DraftStore, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "broken.png"
    path.write_bytes(b"no")
    store.add_inputs([image(1, path)])
    index = model.index(0)
    model.data(index, CardRole.PICTURE)

    qtbot.waitUntil(lambda: bool(model.data(index, CardRole.BROKEN)))

    assert "cannot be shown" in model.data(index, Qt.ItemDataRole.ToolTipRole)


def test_other_rules_are_followed(model: InputsModel, store: DraftStore) -> None:
    store.add_inputs([image(1)])

    store.set_rules(replace(store.rules, serves_ended=False))

    assert kinds(model) == [CardKind.PICTURE, CardKind.ADD]


CARDS = [QRect(4, 4, 180, 160), QRect(4, 172, 86, 86), QRect(98, 172, 86, 86),
         QRect(4, 266, 86, 86)]  # fmt: skip


@pytest.mark.parametrize(
    ("position", "index"),
    [
        (QPoint(90, 10), 0),
        (QPoint(90, 150), 1),
        (QPoint(10, 200), 1),
        (QPoint(80, 200), 2),
        (QPoint(170, 200), 3),
        (QPoint(10, 300), 3),
        (QPoint(80, 300), 4),
        (QPoint(90, 900), 4),
    ],
)
def test_the_insertion_line_is_between_the_nearest_cards(position: QPoint, index: int) -> None:
    assert place_at(CARDS, position, may_replace=False) == DropPlace(index)


def test_one_file_over_the_middle_of_a_card_replaces_it() -> None:
    assert place_at(CARDS, CARDS[2].center(), may_replace=True) == DropPlace(2, on=2)


def test_the_line_never_lies_across_a_card() -> None:
    for index in range(len(CARDS) + 1):
        line = caret(CARDS, index)
        assert not line.isEmpty()
        assert not any(card.intersects(line) for card in CARDS), index


def test_without_cards_there_is_no_line() -> None:
    assert place_at([], QPoint(5, 5), may_replace=True) == DropPlace(0)
    assert caret([], 0).isNull()


@pytest.mark.parametrize(
    ("row", "line", "index"), [(0, 3, 2), (3, 0, 0), (1, 1, 1), (1, 2, 1), (0, 4, 3)]
)
def test_a_moved_card_leaves_its_own_place(row: int, line: int, index: int) -> None:
    assert index_for_moved(DropPlace(line), row) == index


def test_files_that_cannot_be_used_stay_behind_pictures_that_came_with_them(
    model: InputsModel, store: DraftStore
) -> None:
    broken, good = model.begin_reading(["broken.png", "p1.png"])
    error = ImageError(say("images", "It is cut off."), remedy=say("images", "Copy it again."))
    model.fail_reading(broken, error)
    model.end_reading(good)

    store.add_inputs([image(1)])

    assert kinds(model) == [CardKind.PICTURE, CardKind.FAILED, CardKind.ADD]
    assert model.card(0).is_large
    assert model.card(0).is_target
