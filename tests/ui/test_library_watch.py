"""What another process does to the library is noticed when the window is at hand again."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from helpers.library import made
from overpaint.domain.library import LibraryChange, LibraryEvent
from overpaint.services.library.library import Library
from overpaint.ui.background import Background
from overpaint.ui.library_watch import LibraryWatch


def test_results_of_another_process_are_noticed(
    qtbot: QtBot, qapp: QGuiApplication, tmp_path: Path
) -> None:
    library, owner, told = Library(tmp_path / "library.sqlite3"), QObject(), list[LibraryChange]()
    other = Library(library.path)
    other.add([made(1)])
    library.is_written()
    background = Background(owner, workers=1)
    watch = LibraryWatch(qapp, library, background, told.append, owner)
    other.add([made(2)])

    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    qtbot.waitUntil(lambda: bool(told))
    watch.look()
    looked: list[None] = []
    background.run(lambda: None, looked.append, lambda _error: None)
    qtbot.waitUntil(lambda: bool(looked))
    background.close(finish=True)
    library.close()
    other.close()

    assert told == [LibraryChange(LibraryEvent.REBUILT)]
