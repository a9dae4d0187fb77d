"""The inputs strip: order by keys and by dragging, removal with a way back, dropped files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDrag, QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from helpers.samples import Samples
from overpaint.domain.catalogue import parse_catalogue
from overpaint.domain.errors import ImageError
from overpaint.domain.rules import Rules
from overpaint.domain.text import say
from overpaint.imaging.load import probe_input
from overpaint.paths import resource
from overpaint.ui.draft_store import DraftStore
from overpaint.ui.icons import Icons
from overpaint.ui.inputs import InputsModel, InputsStrip
from overpaint.ui.inputs.commands import InputsCommand
from overpaint.ui.inputs.delegate import CardDelegate
from overpaint.ui.payload import DropRole, Use
from overpaint.ui.theme import Theme, ThemeChoice
from overpaint.ui.thumbnails import ThumbnailLoader

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def store(qapp: QApplication, samples: Samples) -> DraftStore:
    catalogue = parse_catalogue(resource("models.toml").read_text(encoding="utf-8"))
    store = DraftStore(Rules(catalogue, today=date(2026, 11, 22), serves_ended=False))
    store.add_inputs([probe_input(path) for path in (
        samples.rocket, samples.coffee, samples.raccoon, samples.chelsea)])  # fmt: skip
    return store


@pytest.fixture
def strip(qtbot: QtBot, qapp: QApplication, store: DraftStore) -> Iterator[InputsStrip]:
    loader = ThumbnailLoader()
    model = InputsModel(store, loader)
    strip = InputsStrip(model, store, Icons(Theme(qapp, ThemeChoice.LIGHT)))
    qtbot.addWidget(strip)
    strip.resize(210, 700)
    strip.show()
    strip.view.setFocus()
    yield strip
    loader.close()


def names(store: DraftStore) -> list[str]:
    return [image.name.removesuffix(".png") for image in store.draft.inputs]


def choose(strip: InputsStrip, row: int) -> None:
    strip.view.setCurrentIndex(strip.view.model().index(row))


def centre(strip: InputsStrip, row: int) -> QPoint:
    return strip.view.visualRect(strip.view.model().index(row)).center()


def drag(strip: InputsStrip, mime: QMimeData, position: QPoint, *, drop: bool = True) -> bool:
    """Send what Qt sends while something from outside is dragged over the cards and let go."""
    view = strip.view.viewport()
    actions = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    rest = (actions, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(position, *rest)
    QApplication.sendEvent(view, enter)
    QApplication.sendEvent(view, QDragMoveEvent(position, *rest))
    if not (drop and enter.isAccepted()):
        return enter.isAccepted()
    QApplication.sendEvent(view, QDropEvent(QPointF(position), *rest))
    return True


def files(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def test_two_references_stand_side_by_side_below_the_target(strip: InputsStrip) -> None:
    cells = [strip.view.visualRect(strip.view.model().index(row)) for row in range(4)]

    assert cells[0].bottom() < cells[1].top()
    assert cells[1].top() == cells[2].top()
    assert cells[1].right() < cells[2].left()
    assert cells[3].top() > cells[2].top()


@pytest.mark.parametrize("width", range(180, 260, 7))
def test_the_columns_hold_at_every_width(strip: InputsStrip, width: int, qtbot: QtBot) -> None:
    strip.resize(width, 700)
    index = strip.view.model().index
    qtbot.waitUntil(
        lambda: strip.view.visualRect(index(1)).top() == strip.view.visualRect(index(2)).top()
    )
    assert strip.view.visualRect(index(2)).right() <= strip.view.viewport().width()


def test_keys_move_a_card_and_the_selection_goes_with_it(
    strip: InputsStrip, store: DraftStore, qtbot: QtBot
) -> None:
    choose(strip, 2)

    qtbot.keyClick(strip.view, Qt.Key.Key_Left, CTRL)
    qtbot.keyClick(strip.view, Qt.Key.Key_Left, CTRL)
    qtbot.keyClick(strip.view, Qt.Key.Key_Left, CTRL)

    assert names(store) == ["raccoon", "rocket", "coffee", "chelsea"]
    qtbot.keyClick(strip.view, Qt.Key.Key_Right, CTRL)
    assert names(store) == ["rocket", "raccoon", "coffee", "chelsea"]
    assert strip.view.currentIndex().row() == 1


def test_removal_can_be_taken_back_by_key(
    strip: InputsStrip, store: DraftStore, qtbot: QtBot
) -> None:
    choose(strip, 1)
    qtbot.keyClick(strip.view, Qt.Key.Key_Delete)
    assert names(store) == ["rocket", "raccoon", "chelsea"]
    assert strip.notice.isVisible()
    assert strip.notice.text == "Removed coffee.png"

    qtbot.keyClick(strip.view, Qt.Key.Key_Z, CTRL)

    assert names(store) == ["rocket", "coffee", "raccoon", "chelsea"]
    assert not strip.notice.isVisible()
    qtbot.keyClick(strip.view, Qt.Key.Key_Z, CTRL | SHIFT)
    assert names(store) == ["rocket", "raccoon", "chelsea"]


def test_removal_can_be_taken_back_by_the_button(
    strip: InputsStrip, store: DraftStore, qtbot: QtBot
) -> None:
    choose(strip, 0)
    qtbot.keyClick(strip.view, Qt.Key.Key_Backspace)

    qtbot.mouseClick(strip.notice.findChild(QPushButton), Qt.MouseButton.LeftButton)

    assert names(store) == ["rocket", "coffee", "raccoon", "chelsea"]


def test_taking_back_a_removal_without_room_changes_nothing(
    strip: InputsStrip, store: DraftStore, samples: Samples
) -> None:
    strip.perform(InputsCommand.REMOVE, strip.view.model().card(1))
    store.add_inputs([probe_input(samples.astronaut) for _ in range(13)])

    strip.undo_stack.undo()

    assert len(store.draft.inputs) == 16
    assert "coffee" not in names(store)


def test_the_remove_button_of_a_card(strip: InputsStrip, store: DraftStore, qtbot: QtBot) -> None:
    delegate = strip.view.itemDelegate()
    assert isinstance(delegate, CardDelegate)
    index = strip.view.model().index(1)
    layout = delegate.layout_of(strip.view.visualRect(index), strip.view.model().card(1))

    qtbot.mouseClick(strip.view.viewport(), Qt.MouseButton.LeftButton, pos=layout.remove.center())

    assert names(store) == ["rocket", "raccoon", "chelsea"]


def test_the_card_to_add_asks_by_click_and_by_enter(strip: InputsStrip, qtbot: QtBot) -> None:
    with qtbot.waitSignal(strip.add_requested):
        qtbot.mouseClick(strip.view.viewport(), Qt.MouseButton.LeftButton, pos=centre(strip, 4))
    choose(strip, 4)
    with qtbot.waitSignal(strip.add_requested):
        qtbot.keyClick(strip.view, Qt.Key.Key_Return)


def test_files_are_dropped_at_the_line(strip: InputsStrip, samples: Samples, qtbot: QtBot) -> None:
    cell = strip.view.visualRect(strip.view.model().index(2))

    with qtbot.waitSignal(strip.dropped) as told:
        drag(strip, files(samples.astronaut, samples.coffee), cell.topLeft() + QPoint(8, 40))

    use, payload = told.args
    assert payload.files == (samples.astronaut, samples.coffee)
    assert use == Use(DropRole.REFERENCE, at=2)


def test_one_file_on_a_card_replaces_it(
    strip: InputsStrip, store: DraftStore, samples: Samples, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(strip.dropped) as told:
        drag(strip, files(samples.astronaut), centre(strip, 1))

    use, payload = told.args
    assert payload.files == (samples.astronaut,)
    assert use.instead_of == store.draft.inputs[1].id


def test_text_is_not_taken(strip: InputsStrip) -> None:
    mime = QMimeData()
    mime.setText("hello")

    assert not drag(strip, mime, centre(strip, 1))


def test_the_line_goes_away_when_the_drag_leaves(strip: InputsStrip, samples: Samples) -> None:
    drag(strip, files(samples.astronaut, samples.coffee), centre(strip, 1), drop=False)
    shown = strip.view._landing

    QApplication.sendEvent(strip.view.viewport(), QDragLeaveEvent())

    assert shown is not None
    assert strip.view._landing is None
    assert strip.counter_text == "4 of 16 · 2.2 MB"


@pytest.mark.parametrize(
    ("row", "index", "order"),
    [
        (3, 0, ["chelsea", "rocket", "coffee", "raccoon"]),
        (0, 3, ["coffee", "raccoon", "chelsea", "rocket"]),
        (1, 1, ["rocket", "coffee", "raccoon", "chelsea"]),
    ],
)
def test_a_dragged_card_moves(
    strip: InputsStrip, store: DraftStore, row: int, index: int, order: list[str]
) -> None:
    strip.view.moved.emit(store.draft.inputs[row].id, index)

    assert names(store) == order


def test_a_card_that_is_let_go_between_others_moves_there(
    strip: InputsStrip, store: DraftStore, samples: Samples
) -> None:
    mime = files(samples.chelsea)
    mime.setData("application/x-overpaint-input", store.draft.inputs[3].id.encode())
    cell = strip.view.visualRect(strip.view.model().index(1))

    drag(strip, mime, cell.topLeft() + QPoint(8, 40), drop=False)
    assert strip.counter_text == "Becomes @2"
    drag(strip, mime, cell.topLeft() + QPoint(8, 40))

    assert names(store) == ["rocket", "chelsea", "coffee", "raccoon"]


def test_a_card_is_dragged_out_as_a_copy_with_its_pixels(
    strip: InputsStrip, samples: Samples, monkeypatch: pytest.MonkeyPatch
) -> None:
    carried: list[tuple[QMimeData, Qt.DropAction]] = []
    monkeypatch.setattr(
        QDrag, "exec", lambda drag, actions: carried.append((drag.mimeData(), actions)) or actions
    )
    choose(strip, 1)

    strip.view.startDrag(Qt.DropAction.CopyAction)

    ((mime, actions),) = carried
    assert actions == Qt.DropAction.CopyAction
    assert mime.urls()[0].toLocalFile() == str(samples.coffee)
    assert bytes(mime.data("image/png").data()) == samples.coffee.read_bytes()


def test_the_counter_follows(strip: InputsStrip, store: DraftStore) -> None:
    assert strip.counter_text == "4 of 16 · 2.2 MB"

    store.set(inputs=())

    assert strip.counter_text == "0 of 16"


def test_the_menu_of_a_picture(strip: InputsStrip, store: DraftStore, qtbot: QtBot) -> None:
    menu = strip.menu_for(strip.view.model().card(0))
    entries = {a.text(): a for a in menu.actions() if not a.isSeparator()}

    assert list(entries) == [
        "Make target", "Move earlier", "Move later", "Name it in the prompt",
        "Use as mask of the target", "Replace…", "Copy", "Show in folder", "Remove",
    ]  # fmt: skip
    assert not entries["Make target"].isEnabled()
    with qtbot.waitSignal(strip.replace_requested) as told:
        entries["Replace…"].trigger()
    assert told.args == [store.draft.inputs[0].id]
    with qtbot.waitSignal(strip.show_in_folder_requested) as told:
        entries["Show in folder"].trigger()
    assert told.args == [store.draft.inputs[0].path]


def test_a_card_is_copied_by_key(strip: InputsStrip, store: DraftStore, qtbot: QtBot) -> None:
    choose(strip, 1)

    with qtbot.waitSignal(strip.copy_requested) as told:
        qtbot.keyClick(strip.view, Qt.Key.Key_C, CTRL)

    assert told.args == [store.draft.inputs[1].path]


def test_enter_does_what_the_button_of_the_card_says(
    strip: InputsStrip, store: DraftStore, qtbot: QtBot
) -> None:
    image = replace(store.draft.inputs[1], byte_count=60_000_000)
    store.replace_input(image.id, image)
    choose(strip, 1)

    with qtbot.waitSignal(strip.shrink_requested) as told:
        qtbot.keyClick(strip.view, Qt.Key.Key_Return)

    assert told.args == [image.id]


def test_make_target_by_menu(strip: InputsStrip, store: DraftStore) -> None:
    menu = strip.menu_for(strip.view.model().card(2))

    next(a for a in menu.actions() if a.text() == "Make target").trigger()

    assert names(store)[0] == "raccoon"


def test_an_error_card_goes_by_delete(strip: InputsStrip, qtbot: QtBot) -> None:
    model = strip.view.model()
    (token,) = model.begin_reading(["x.png"], at=0)
    model.fail_reading(token, ImageError(say("i", "Broken."), remedy=say("i", "Copy it again.")))
    choose(strip, 0)

    qtbot.keyClick(strip.view, Qt.Key.Key_Delete)

    assert model.rowCount() == 5


def test_the_selected_picture_is_told(strip: InputsStrip, store: DraftStore, qtbot: QtBot) -> None:
    with qtbot.waitSignal(strip.selected) as told:
        qtbot.mouseClick(
            strip.view.viewport(), Qt.MouseButton.LeftButton,
            pos=centre(strip, 1) + QPoint(0, 30),
        )  # fmt: skip

    assert told.args == [store.draft.inputs[1]]
