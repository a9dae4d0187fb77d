"""A library that was found damaged is told of once, in sentences."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from helpers.library import made
from overpaint.services.library.library import Library
from overpaint.ui.background import Background
from overpaint.ui.library_rescue import LibraryRescue
from overpaint.ui.widgets.banner import Notice, NoticeKind


def test_a_damaged_library_is_told_of_once(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite3"
    path.write_bytes(b"this is no database" * 100)
    library, owner, told = Library(path), QObject(), list[Notice]()
    library.add([made(1)])
    background = Background(owner, workers=1)
    rescue = LibraryRescue(library, background, [tmp_path], told.append, owner)

    rescue.begin()
    qtbot.waitUntil(lambda: bool(told))
    rescue.begin()
    background.close(finish=True)
    library.close()

    (notice,) = told
    assert notice.title == "The library was damaged; it was mended."
    assert notice.kind is NoticeKind.WARNING
    assert str(tmp_path) in notice.text
    assert "“Find results in a folder”" in notice.text
    assert library.rescues() == ()
    library.close()


def test_a_first_start_makes_no_library(qtbot: QtBot, tmp_path: Path) -> None:
    library, owner, told = Library(tmp_path / "library.sqlite3"), QObject(), list[Notice]()
    background = Background(owner, workers=1)

    LibraryRescue(library, background, [tmp_path], told.append, owner).begin()
    background.close(finish=True)

    assert told == []
    assert not library.path.exists()
