"""“Edit in …” in the real window, with a real other program that saves in place and by renaming."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from helpers.edits_driver import EditsDriver
from helpers.other_program import OtherProgram
from helpers.preferences import PreferencesDesk
from helpers.samples import Samples
from helpers.shelves import fill
from overpaint.domain.programs import Program
from overpaint.paths import AppPaths
from overpaint.services.external import finding, starting
from overpaint.services.external.handing import handed_before
from overpaint.services.library.library import Library
from overpaint.services.library.prompts import read_sent
from overpaint.services.library.recording import LIBRARY_NAME
from overpaint.ui.dialogs import programs_field
from overpaint.ui.external.watcher import CopyWatcher
from overpaint.ui.library.actions import LibraryAction
from overpaint.ui.results.item import ResultItem


@pytest.fixture(autouse=True)
def no_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever this computer has is not started by tests."""
    for module in (finding, programs_field):
        monkeypatch.setattr(module, "installed_programs", lambda: ())


@pytest.fixture
def other(tmp_path: Path) -> OtherProgram:
    return OtherProgram(tmp_path / "other")


class Room(EditsDriver):
    """The window, and the other program."""

    def edited(self) -> list[ResultItem]:
        return [item for item in self.results() if item.is_external]

    def wait_for_edited(self, count: int) -> list[ResultItem]:
        self.wait(lambda: len(self.edited()) >= count)
        return self.edited()

    def wait_for_copies(self, count: int) -> list[Path]:
        folder = self.home / "data" / "external"
        self.wait(lambda: len(self.window._external.desk._handed) >= count)
        return [one.file for one in handed_before(folder)]

    def use(self, *programs: Program) -> None:
        self.program.settings.set(programs=programs, program=programs[0].name)


def library_path(room: Room) -> Path:
    return room.home / "data" / LIBRARY_NAME


def library_of(room: Room) -> Library:
    return Library(library_path(room))


@pytest.fixture
def room(qapp: QApplication, qtbot: QtBot, own_home: Path) -> Iterator[Room]:
    room = Room(qapp, qtbot, own_home)
    yield room
    room.close()


def entries(menu: QMenu) -> list[str]:
    return [entry.text() for entry in menu.actions() if not entry.isSeparator()]


def edit_in(menu: QMenu) -> QMenu:
    (part,) = (one for one in menu.findChildren(QMenu) if "dit in" in one.title())
    return part


@pytest.mark.slow
@pytest.mark.parametrize("how", ["in place", "rename"])
def test_what_the_other_program_saves_comes_back_as_a_tile(
    room: Room, other: OtherProgram, samples: Samples, how: str
) -> None:
    before = samples.coffee.read_bytes()
    room.open(samples.coffee)
    room.use(Program("GIMP", other.command(how)))

    room.press("edit_external")
    (item,) = room.wait_for_edited(1)

    assert samples.coffee.read_bytes() == before
    assert [Path(name).name for name in other.given] == ["coffee.png"]
    assert item.picture is not None
    assert item.picture.name == "coffee-1.png"
    assert room.panels.area.toast.text == "Edited in GIMP"
    assert room.panels.area.toast.button.text() == "Use as target"
    row = library_of(room).by_file(item.picture)
    assert row is not None
    assert row.key == item.key
    assert row.target == samples.coffee

    room.panels.area.toast.button.click()
    room.wait(lambda: room.store.draft.target is not None
              and room.store.draft.target.path == item.picture)  # fmt: skip
    chain = room.panels.lineage.lineage.chain(item.key)
    assert [step.parent for step in chain] == [samples.coffee]


@pytest.mark.slow
def test_tiles_come_back_after_a_restart_and_later_saves_are_offered(
    room: Room, qapp: QApplication, qtbot: QtBot, other: OtherProgram, samples: Samples
) -> None:
    room.open(samples.coffee)
    room.use(Program("GIMP", other.command("rename")))
    room.press("edit_external")
    room.wait_for_edited(1)
    (copy,) = room.wait_for_copies(1)
    room.saved()
    room.close()
    copy.write_bytes(samples.rocket.read_bytes())

    again = Room(qapp, qtbot, room.home)
    try:
        again.restore()
        assert [item.prompt for item in again.edited()] == ["Edited in GIMP"]
        again.window._external.desk.look_back()
        assert "coffee.png” was changed in GIMP while" in again.wait_for_banner()
        again.panels.area.banner.action_chosen.emit("external_take")

        first, second = again.wait_for_edited(2)
        assert first.picture != second.picture
        assert second.picture is not None
        assert second.picture.read_bytes() == samples.rocket.read_bytes()
    finally:
        again.close()


@pytest.mark.slow
def test_it_works_in_the_library_too_and_no_prompt_is_made_of_it(
    qapp: QApplication, qtbot: QtBot, own_home: Path, other: OtherProgram, samples: Samples
) -> None:
    library = Library(AppPaths.find().data / LIBRARY_NAME)
    fill(library, own_home, (samples.chelsea,), 2)
    library.close()
    room = Room(qapp, qtbot, own_home)
    try:
        room.use(Program("GIMP", other.command("in place")))
        room.press("workspace_library")
        desk = room.panels.library.desk
        room.wait(lambda: len(desk.page.grid.selection.ids) == 2)
        QTest.keyClick(desk.page.grid, Qt.Key.Key_Home)
        room.wait(lambda: len(desk.results) == 1)
        parent = desk.results[0]

        menu = desk.menu.menu_for(desk.results, 1, None)
        (gimp, *_) = edit_in(menu).actions()
        assert gimp.text() == "GIMP"
        gimp.trigger()
        room.wait(lambda: len(desk.page.grid.selection.ids) == 3)

        assert desk.page.toast.text == "Edited in GIMP"
        (row,) = library_of(room).children(parent.key)
        assert row.file.parent == room.home / "pictures"
        assert "Edited in GIMP" not in [one.text for one in read_sent(library_path(room))]
        desk.used.emit(LibraryAction.USE_PROMPT, [row])
        assert room.store.draft.prompt == ""
        assert "without a prompt" in desk.page.toast.text
        menu.deleteLater()
    finally:
        room.close()


@pytest.mark.slow
def test_a_save_comes_back_to_its_edit_while_another_one_is_at_hand(
    room: Room, other: OtherProgram, samples: Samples
) -> None:
    room.open(samples.coffee)
    room.use(Program("Viewer", other.command("open")))
    room.press("edit_external")
    (copy,) = room.wait_for_copies(1)
    first = room.edits.current.id
    room.open_beside(samples.rocket)

    copy.write_bytes(samples.rocket.read_bytes())
    room.wait(lambda: len(room.panels.tiles.items_of(first)) == 2)

    assert room.edited() == []
    assert room.panels.area.toast.button.text() == "Show its edit"
    room.panels.area.toast.button.click()
    (item,) = room.wait_for_edited(1)
    assert room.edits.current.id == first
    room.panels.results.select(item.key)
    room.press("use_prompt")
    assert room.store.draft.prompt == ""


@pytest.mark.slow
def test_a_missing_program_and_a_broken_save_are_told(room: Room, samples: Samples) -> None:
    room.open(samples.coffee)
    room.use(Program("Paint", (str(room.home / "gone"),)))
    room.press("edit_external")
    assert "“Paint” could not be started." in room.wait_for_banner()
    room.panels.area.banner.clear()
    assert list((room.home / "data" / "external").iterdir()) == []

    menu = room.panels.results.menu_for(room.tiles()[0])
    assert entries(edit_in(menu)) == ["Paint", "Choose a program…"]
    menu.deleteLater()


@pytest.mark.slow
def test_without_a_program_one_is_asked_for_and_then_known(
    room: Room, other: OtherProgram, samples: Samples
) -> None:
    room.open(samples.coffee)
    room.press("edit_external")
    (chooser,) = room.window.findChildren(QFileDialog)

    chooser.fileSelected.emit(str(other.path))
    chooser.close()

    room.wait_for_copies(1)
    starting._running[-1].wait(timeout=30)
    assert [one.name for one in room.program.settings.settings.programs] == [other.path.stem]
    assert room.window._external.desk.usual is not None
    assert "Opened in" in room.panels.area.toast.text


def test_the_watcher_waits_for_the_end_of_a_save(qtbot: QtBot, tmp_path: Path) -> None:
    owner = QMenu()
    qtbot.addWidget(owner)
    now = [0.0]
    watcher = CopyWatcher(owner, clock=lambda: now[0])
    seen: list[Path] = []
    watcher.saved.connect(lambda path, _sight: seen.append(path))
    file = tmp_path / "a.png"
    file.write_bytes(b"one")
    watcher.watch(file, None)
    assert seen == []

    for seconds, data in ((0.3, b"two!"), (0.6, b"three")):
        now[0] = seconds
        file.write_bytes(data)
        watcher.look_again()
    assert seen == []
    now[0] = 1.2
    watcher.look_again()
    now[0] = 9.0
    watcher.look_again()

    assert seen == [file]


def test_programs_are_added_named_and_removed_in_the_preferences(
    desk: PreferencesDesk, other: OtherProgram
) -> None:
    desk.dialog._sidebar.setCurrentRow(0)
    field = desk.dialog.general.programs
    assert not field.choice.isEnabled()
    field._add.click()
    (chooser,) = field.findChildren(QFileDialog)
    chooser.fileSelected.emit(str(other.path))
    chooser.close()
    assert field.choice.currentText() == other.path.stem

    field.name.setText("Étude")
    field.command.setText(f"'{other.path}' --new %f")
    field.name.editingFinished.emit()

    assert desk.store.settings.programs == (Program("Étude", (str(other.path), "--new", "%f")),)
    assert desk.store.settings.program == "Étude"
    field.name.setText(" ")
    field.name.editingFinished.emit()
    assert field.name.text() == "Étude"
    field._remove.click()
    assert desk.store.settings.programs == ()
