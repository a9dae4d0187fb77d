"""Saving by itself: soon, in order, told once when it fails, and tried again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from helpers.edit_documents import EDIT, empty_document
from overpaint.domain.edit_document import EditDocument, EditId
from overpaint.domain.errors import OverpaintError
from overpaint.services.edits.store import EditStore
from overpaint.ui.background import Background
from overpaint.ui.edits.saver import Autosaver, Collected, EditsDisk


class Desk(QObject):
    """One edit, and its saver."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        self.document: EditDocument = empty_document()
        self.worker = Background(self, workers=1)
        self.saver = Autosaver(EditsDisk(folder), self.worker, self._collect, self)
        self.failures: list[OverpaintError] = []
        self.saver.failed.connect(self.failures.append)

    def write(self, prompt: str) -> None:
        """Change the edit."""
        draft = replace(self.document.draft, prompt=prompt)
        self.document = replace(self.document, draft=draft)
        self.saver.note(EDIT)

    def on_disk(self) -> str:
        """The prompt that another start would find."""
        return EditStore(self.folder).load(EDIT).document.draft.prompt

    def _collect(self, _edit: EditId) -> Collected:
        return Collected(self.document)


@pytest.fixture
def desk(qapp: object, tmp_path: Path) -> Iterator[Desk]:
    """An edit in a folder that takes files."""
    desk = Desk(tmp_path / "edits")
    yield desk
    desk.worker.close(finish=True)


def test_later_changes_do_not_put_a_save_off(desk: Desk, qtbot: QtBot) -> None:
    desk.write("one")
    begun = desk.saver._timer.timerId()
    desk.write("two")

    assert desk.saver._timer.timerId() == begun
    with qtbot.waitSignal(desk.saver.settled):
        pass
    assert desk.on_disk() == "two"


def test_what_changes_while_a_save_is_under_way_is_saved_next(desk: Desk, qtbot: QtBot) -> None:
    desk.write("one")
    desk.saver.flush()
    desk.write("two")
    assert not desk.saver.is_settled

    with qtbot.waitSignal(desk.saver.settled):
        pass

    assert desk.on_disk() == "two"


def test_a_change_that_changes_nothing_writes_nothing(desk: Desk, qtbot: QtBot) -> None:
    desk.write("one")
    with qtbot.waitSignal(desk.saver.settled):
        desk.saver.flush()
    saved: list[object] = []
    desk.saver.saved.connect(lambda edit, _time: saved.append(edit))
    desk.saver.note(EDIT)

    with qtbot.waitSignal(desk.saver.settled):
        desk.saver.flush()

    assert saved == []


def test_a_disk_that_takes_nothing_is_told_once_and_tried_again(desk: Desk, qtbot: QtBot) -> None:
    desk.folder.write_text("a file where the folder should be")
    for prompt in ("one", "two"):
        desk.write(prompt)
        desk.saver.flush()
        qtbot.waitUntil(desk.saver._timer.isActive)
    assert [str(error.what) for error in desk.failures] == ["The edit could not be saved."]
    desk.folder.unlink()

    with qtbot.waitSignal(desk.saver.settled):
        desk.saver.flush()

    assert desk.on_disk() == "two"


def test_what_is_not_saved_yet_is_saved_at_the_end(desk: Desk) -> None:
    desk.write("last words")

    desk.saver.close()
    desk.worker.close(finish=True)

    assert desk.on_disk() == "last words"
