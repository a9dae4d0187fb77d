"""The Library page with a real library: finding, choosing, changing and taking back."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from helpers.samples import Samples
from helpers.shelves import fill
from overpaint.domain.library import (
    LibraryChange,
    LibraryEvent,
    LibraryOrder,
    LibraryQuery,
    LibraryResult,
    ResultKey,
)
from overpaint.services.library.library import Library
from overpaint.ui.bridge import LibraryBridge
from overpaint.ui.icons import Icons
from overpaint.ui.library.actions import LibraryAction
from overpaint.ui.library.cell_painter import star_rect
from overpaint.ui.library.desk import LibraryDesk
from overpaint.ui.library.grid import LibraryGrid
from overpaint.ui.library.view_state import Place, PlaceKind, ViewState
from overpaint.ui.results.mime import DragMime
from overpaint.ui.theme import Theme, ThemeChoice
from overpaint.ui.thumbnails import ThumbnailLoader

COUNT = 20
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@dataclass(frozen=True)
class Shelf:
    """A filled library, and the files of its results; every test gets a copy."""

    library: Path
    files: list[Path]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory, samples: Samples) -> Shelf:
    folder = tmp_path_factory.mktemp("shelf")
    library = Library(folder / "library.sqlite3")
    files = fill(library, folder, (samples.coffee, samples.chelsea, samples.rocket), COUNT)
    library.close()
    return Shelf(library.path, files)


class Room:
    """A desk that is shown, on a library of its own."""

    def __init__(self, app: QApplication, qtbot: QtBot, folder: Path, shelf: Shelf) -> None:
        self._qtbot = qtbot
        self._owner = QObject()
        bridge = LibraryBridge(self._owner)
        copy = shutil.copy(shelf.library, folder / "library.sqlite3")
        self.library = Library(Path(copy), bridge.pass_on)
        self.files = shelf.files
        self.loader = ThumbnailLoader(parent=self._owner)
        icons = Icons(Theme(app, ThemeChoice.DARK))
        self.layout_file = folder / "window.ini"
        self.desk = LibraryDesk(self.library, icons, self.loader, self.layout_file, self._owner)
        bridge.changed.connect(self.desk.follow_change, Qt.ConnectionType.QueuedConnection)
        self.used: list[tuple[LibraryAction, list[LibraryResult]]] = []
        self.desk.used.connect(lambda action, rows: self.used.append((action, rows)))
        self.desk.page.resize(1200, 700)
        self.desk.page.show()
        self.desk.shown()
        self.until(lambda: len(self.shown) == COUNT and all(map(self.row, self.shown[:4])))

    @property
    def grid(self) -> LibraryGrid:
        return self.desk.page.grid

    @property
    def shown(self) -> list[int]:
        return list(self.grid.selection.ids)

    def row(self, rowid: int) -> LibraryResult | None:
        return self.desk._supply.rows.find(rowid)

    def until(self, holds: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(holds, timeout=10_000)

    def point(self, place: int) -> QPoint:
        """The middle of a cell, which is brought into sight."""
        self.grid.reveal(place)
        return self.grid.layout_now.rect_of(place).center() - QPoint(0, self.grid.offset)

    def click(self, place: int, modifiers: Qt.KeyboardModifier = NONE) -> None:
        QTest.mouseClick(self.grid.viewport(), LEFT, modifiers, self.point(place))

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self.grid, key, modifiers)

    def chosen(self) -> list[int]:
        return [place for place, rowid in enumerate(self.shown) if self.is_chosen(rowid)]

    def is_chosen(self, rowid: int) -> bool:
        return rowid in self.grid.selection.chosen

    def stored(self, place: int) -> LibraryResult:
        return self.library.page([self.shown[place]])[0]

    def close(self) -> None:
        self.desk.close()
        self.loader.close()
        self.library.close()
        self.desk.page.close()


@pytest.fixture
def room(qapp: QApplication, qtbot: QtBot, tmp_path: Path, shelf: Shelf) -> Iterator[Room]:
    room = Room(qapp, qtbot, tmp_path, shelf)
    yield room
    room.close()


def test_everything_is_there_by_day_with_its_picture(room: Room) -> None:
    titles = [group.title for group in room.grid._groups]
    counts = [group.count for group in room.grid._groups]

    room.until(lambda: room.desk._supply.pictures.find(room.shown[0]) is not None)

    assert sum(counts) == COUNT
    assert len(titles) == len(set(titles)) > 3
    picture = room.desk._supply.pictures.find(room.shown[0])
    assert picture is not None
    assert max(picture.width(), picture.height()) == room.grid.layout_now.edge
    assert room.desk.page.filters.count.text() == "20 results"


def test_clicks_and_keys_select(room: Room) -> None:
    room.click(3)
    assert room.chosen() == [3]
    room.click(5, CONTROL)
    assert room.chosen() == [3, 5]
    room.click(7, SHIFT)
    assert room.chosen() == [5, 6, 7]

    room.key(Qt.Key.Key_Home)
    assert room.chosen() == [0]
    room.key(Qt.Key.Key_Right, SHIFT)
    assert room.chosen() == [0, 1]
    room.key(Qt.Key.Key_End)
    assert room.chosen() == [COUNT - 1]
    assert room.grid.offset == room.grid.verticalScrollBar().maximum()
    room.key(Qt.Key.Key_A, CONTROL)
    assert len(room.chosen()) == COUNT
    room.key(Qt.Key.Key_Escape)
    assert room.chosen() == []


def test_a_rubber_band_selects_what_it_meets(room: Room) -> None:
    grid = room.grid
    day = next(group for group in range(9) if len(grid.layout_now.members(group)) > 2)
    first, *_, last = grid.layout_now.members(day)
    grid.reveal(last)
    grid.reveal(first)
    shift = QPoint(0, grid.offset)
    start = QPoint(2, grid.layout_now.rect_of(first).center().y()) - shift
    end = grid.layout_now.rect_of(first + 1).center() - shift

    QTest.mousePress(grid.viewport(), LEFT, NONE, start)
    for pos in (start + QPoint(40, 4), end):
        QTest.mouseMove(grid.viewport(), pos)
    QTest.mouseRelease(grid.viewport(), LEFT, NONE, end)

    assert room.chosen() == [first, first + 1]


def test_a_click_on_a_header_selects_its_day(room: Room) -> None:
    header = next(room.grid.layout_now.headers(0, 100))

    QTest.mouseClick(room.grid.viewport(), LEFT, NONE, header.rect.center())

    assert room.chosen() == list(room.grid.layout_now.members(0))


def test_words_narrow_the_results_down_as_they_are_typed(room: Room) -> None:
    QTest.keyClicks(room.desk.page.search, "marb")
    room.until(lambda: len(room.shown) == COUNT // 5)

    QTest.keyClick(room.desk.page.search, Qt.Key.Key_Down)
    assert room.grid.hasFocus() or room.desk.page.window().focusWidget() is room.grid
    QTest.keyClick(room.desk.page.search, Qt.Key.Key_Escape)
    room.until(lambda: len(room.shown) == COUNT)

    room.desk.page.search.setText("nothing like it")
    room.until(lambda: room.shown == [])

    assert room.desk.page.nothing.isVisible()
    room.desk.page.nothing.button.click()
    room.until(lambda: len(room.shown) == COUNT)
    assert room.desk.page.search.text() == ""


def test_filters_tell_counts_and_are_taken_back(room: Room) -> None:
    bar = room.desk.page.filters
    chip = bar.chips["models"]
    room.until(lambda: bool(bar._facets.models))

    chip.opening.emit()
    texts = [action.text() for action in chip.menu.actions()]
    assert sorted(texts) == ["gpt-image-2\t10", "gpt-image-2.5\t10"]
    next(one for one in chip.menu.actions() if one.text().startswith("gpt-image-2\t")).trigger()
    room.until(lambda: len(room.shown) == COUNT // 2)
    assert chip.value == "gpt-image-2"

    chip.cleared.emit()
    room.until(lambda: len(room.shown) == COUNT)


def test_stars_are_given_by_keys_and_shown_at_once(room: Room) -> None:
    room.click(1)
    room.click(2, CONTROL)

    room.key(Qt.Key.Key_4)

    assert [room.row(rowid).rating for rowid in room.shown[1:3]] == [4, 4]  # type: ignore[union-attr]
    assert room.desk.page.details.rating.rating == 4
    room.until(lambda: room.stored(2).rating == 4)
    room.key(Qt.Key.Key_Z, CONTROL)
    room.until(lambda: room.stored(2).rating == 0)


def test_a_click_on_the_star_makes_a_favourite(room: Room) -> None:
    place = star_rect(room.grid.layout_now.rect_of(1)).center()

    QTest.mouseClick(room.grid.viewport(), LEFT, NONE, place)

    room.until(lambda: room.stored(1).favourite)
    assert room.chosen() == []
    room.desk.show_state(ViewState(place=Place(PlaceKind.FAVOURITES)))
    room.until(lambda: len(room.shown) == 1)


def test_the_bin_takes_and_gives_back(room: Room) -> None:
    room.click(0)
    gone = room.shown[0]

    room.key(Qt.Key.Key_Delete)

    room.until(lambda: gone not in room.shown)
    assert room.chosen() == [0]
    toast = room.desk.page.toast
    assert "bin" in toast.text
    toast.button.click()
    room.until(lambda: room.shown[0] == gone)


def test_what_is_in_the_bin_can_be_put_back_and_forgotten(room: Room) -> None:
    room.click(0)
    room.key(Qt.Key.Key_Delete)
    room.until(lambda: len(room.shown) == COUNT - 1)
    room.desk.show_state(ViewState(place=Place(PlaceKind.BIN)))
    room.until(lambda: len(room.shown) == 1)

    room.click(0)
    room.until(lambda: room.desk.results != ())
    room.key(Qt.Key.Key_Delete)
    banner = room.desk.page.banner
    assert banner.notice is not None
    banner.action_chosen.emit(banner.notice.actions[0].id)

    room.until(lambda: room.shown == [])
    assert len(room.library.ids()) == COUNT - 1
    assert len(room.library.ids(LibraryQuery(binned=True))) == 0


def test_results_dropped_on_a_collection_are_in_it(room: Room) -> None:
    made = room.library.make_collection("Client")
    room.desk._asker.refresh()
    side = room.desk.page.side
    place = Place(PlaceKind.COLLECTION, str(made.id))
    room.until(lambda: side._item_of(place) is not None)
    room.click(0)
    room.click(1, CONTROL)

    item = side._item_of(place)
    assert item is not None
    side._drop_row = side.row(item)
    mime = DragMime([room.files[0]])
    drop = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, LEFT, NONE)
    side.dropEvent(drop)

    room.until(lambda: room.library.collections()[0].count == 2)
    side.chosen.emit(place)
    room.until(lambda: len(room.shown) == 2)


def test_a_collection_is_made_and_named(room: Room) -> None:
    side = room.desk.page.side
    assert side.add_button is not None

    side.add_button.click()
    room.until(lambda: side.state() == side.State.EditingState)
    number = str(room.library.collections()[0].id)
    item = side._item_of(Place(PlaceKind.COLLECTION, number))
    assert item is not None
    item.setText("Posters")

    room.until(lambda: room.library.collections()[0].name == "Posters")


def test_a_name_that_is_taken_is_not_given(room: Room) -> None:
    for name in ("Client", "Posters"):
        made = room.library.make_collection(name)
    side, place = room.desk.page.side, Place(PlaceKind.COLLECTION, str(made.id))
    room.desk._asker.refresh()
    room.until(lambda: side._item_of(place) is not None)
    item = side._item_of(place)
    assert item is not None

    item.setText("Client")

    room.until(lambda: room.desk.page.banner.notice is not None)
    room.until(lambda: (item := side._item_of(place)) is not None and item.text() == "Posters")


def test_tags_are_typed_and_taken_away(room: Room) -> None:
    room.click(0)
    room.until(lambda: room.desk.results != ())
    field = room.desk.page.details.tags

    QTest.keyClicks(field.line, "poster, final")
    QTest.keyClick(field.line, Qt.Key.Key_Return)
    room.until(lambda: room.stored(0).tags == ("final", "poster"))
    room.until(lambda: field._tags == ("final", "poster"))
    field.removed.emit("final")

    room.until(lambda: room.stored(0).tags == ("poster",))


def test_details_tell_of_one_and_of_several(room: Room) -> None:
    details = room.desk.page.details
    room.click(0)
    room.until(lambda: details.values["cost"].text == "$0.20")
    assert details.values["file"].text == str(room.files[-1])
    assert details.prompt.text() == "Dusk instead of night"

    room.click(1, CONTROL)

    assert details.prompt.text() == "2 selected"
    assert details.values["total"].text == "$0.39"
    assert details.values["models"].text == "gpt-image-2, gpt-image-2.5"


def test_quick_look_follows_the_arrow_keys(room: Room) -> None:
    look = room.desk.page.quick_look
    room.click(0)

    room.key(Qt.Key.Key_Space)
    room.until(look.isVisible)
    assert look.preview._file == room.files[-1]
    QTest.keyClick(look, Qt.Key.Key_Right)
    room.until(lambda: look.preview._file == room.files[-2])
    QTest.keyClick(look, Qt.Key.Key_5)
    room.until(lambda: room.stored(1).rating == 5)

    QTest.keyClick(look, Qt.Key.Key_Space)
    assert not look.isVisible()
    assert room.chosen() == [1]


def test_the_window_is_asked_for_what_concerns_it(room: Room) -> None:
    room.click(2)
    room.until(lambda: room.desk.results != ())

    room.key(Qt.Key.Key_Return)
    room.key(Qt.Key.Key_T)
    room.key(Qt.Key.Key_U)

    wanted = [LibraryAction.OPEN, LibraryAction.USE_AS_TARGET, LibraryAction.USE_SETTINGS]
    assert [action for action, _ in room.used] == wanted
    assert {row.rowid for _, rows in room.used for row in rows} == {room.shown[2]}


def test_the_menu_offers_what_can_be_done(room: Room) -> None:
    room.click(0)
    room.click(1, CONTROL)

    menu = room.desk.menu.menu_for(room.desk.results, 2, None)
    two = [action.text() for action in menu.actions() if action.text()]
    assert "Compare the two" in two
    assert "Open" not in two
    binned = [replace(row, binned=datetime.now(UTC)) for row in room.desk.results]
    menu = room.desk.menu.menu_for(binned, 2, None)
    assert "Put back" in [action.text() for action in menu.actions()]


def test_new_results_come_in_without_moving_what_is_seen(room: Room) -> None:
    room.grid.verticalScrollBar().setValue(300)
    first = room.shown[room.grid.visible().start]
    top = room.grid.layout_now.rect_of(room.grid.visible().start).top() - room.grid.offset
    old = room.library.page([room.shown[0]])[0]

    room.library.add([replace(old, key=ResultKey("newer"), rowid=0)])

    room.until(lambda: len(room.shown) == COUNT + 1)
    place = room.shown.index(first)
    assert abs(room.grid.layout_now.rect_of(place).top() - room.grid.offset - top) <= 1


def test_the_size_of_pictures_follows_the_wheel_and_is_kept(room: Room) -> None:
    grid, before = room.grid, room.grid.edge
    none = QPoint()
    event = QWheelEvent(
        QPointF(50, 50), QPointF(50, 50), none, QPoint(0, 240), Qt.MouseButton.NoButton,
        CONTROL, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(grid.viewport(), event)
    assert grid.edge > before
    assert room.desk.page.zoom.value() == grid.edge

    room.desk.show_state(ViewState(order=LibraryOrder.BEST, min_rating=2))
    room.desk.close()

    left = room.desk._memory.read()
    assert (left.edge, left.state.order, left.state.min_rating) == (grid.edge, LibraryOrder.BEST, 2)


def test_a_library_that_cannot_be_read_says_so(room: Room) -> None:
    asker, supply = room.desk._asker, room.desk._supply
    lanes = (asker._asking, asker._counting, asker._looking, supply._page, supply._decoding)
    room.until(lambda: not any(lane.busy for lane in lanes))
    room.library.close()
    for path in room.library.path.parent.glob("library.sqlite3*"):
        path.unlink()
    room.library.path.mkdir()

    room.desk.shown()

    banner = room.desk.page.banner
    room.until(lambda: banner.notice is not None)
    assert banner.notice is not None
    assert banner.notice.text


def test_the_current_result_is_told_to_assistive_tools(room: Room) -> None:
    room.click(0)

    told = room.grid.accessibleDescription()

    assert told.startswith("Dusk instead of night, gpt-image-2.5")
    assert told.endswith("1 of 20")
    assert room.grid.accessibleName()


def test_a_change_elsewhere_is_followed(room: Room) -> None:
    other = Library(room.library.path)
    key = room.stored(0).key
    other.set_rating([key], 3)
    other.close()

    room.desk.shown()
    room.desk.follow_change(LibraryChange(LibraryEvent.CHANGED, (key,)))

    room.until(lambda: (row := room.row(room.shown[0])) is not None and row.rating == 3)


def test_pictures_dropped_on_the_page_come_in(room: Room, samples: Samples, tmp_path: Path) -> None:
    page = room.desk.page
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no picture")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in (samples.astronaut, broken)])
    flag = Qt.DropAction.CopyAction

    QApplication.sendEvent(page, QDragEnterEvent(QPoint(400, 300), flag, mime, LEFT, NONE))
    QApplication.sendEvent(page, QDropEvent(QPointF(400, 300), flag, mime, LEFT, NONE))

    room.until(lambda: len(room.shown) == COUNT + 1)
    room.until(lambda: page.toast.text == "Added 1 result; 1 file is no picture")
    found = room.library.by_file(samples.astronaut)
    assert found is not None
    assert found.prompt == ""
    own = DragMime([room.files[0]])
    QApplication.sendEvent(page, QDragEnterEvent(QPoint(400, 300), flag, own, LEFT, NONE))
    drop = QDropEvent(QPointF(400, 300), flag, own, LEFT, NONE)
    QApplication.sendEvent(page, drop)
    is_kept = drop.isAccepted()
    assert is_kept
    assert page.toast.text == "Added 1 result; 1 file is no picture"
    page.dropped.emit([samples.astronaut])
    room.until(lambda: page.toast.text == "Nothing new was found there")
