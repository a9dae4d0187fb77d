"""Pictures that are brought into the library."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers.samples import Samples
from helpers.shelves import result
from overpaint.domain.library import ResultKey
from overpaint.domain.sizes import Size
from overpaint.services.library.importing import import_pictures
from overpaint.services.library.library import Library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library(tmp_path / "data" / "library.sqlite3")
    yield library
    library.close()


@pytest.fixture
def folder(tmp_path: Path, samples: Samples) -> Path:
    folder = tmp_path / "pictures"
    (folder / "below").mkdir(parents=True)
    shutil.copy(samples.coffee, folder / "coffee.png")
    shutil.copy(samples.chelsea, folder / "below" / "cat.png")
    (folder / "notes.txt").write_text("no picture", encoding="utf-8")
    return folder


def test_a_folder_comes_in_with_all_that_is_below_it(library: Library, folder: Path) -> None:
    imported = import_pictures(library, [folder])

    rows = library.page(library.ids())
    assert {row.file.name for row in rows} == {"coffee.png", "cat.png"}
    assert {row.size for row in rows} == {Size(600, 400), Size(451, 300)}
    assert all(library.thumbnails([row.rowid])[row.rowid] for row in rows)
    assert (len(imported.added), imported.known, imported.refused) == (2, 0, ())


def test_the_same_picture_is_not_there_twice(library: Library, folder: Path) -> None:
    import_pictures(library, [folder])
    library.set_rating([row.key for row in library.page(library.ids())], 4)
    elsewhere = folder.parent / "copy.png"
    shutil.copy(folder / "coffee.png", elsewhere)

    imported = import_pictures(library, [folder, elsewhere])

    assert imported.added == ()
    assert imported.known == 3
    assert [row.rating for row in library.page(library.ids())] == [4, 4]


def test_a_known_result_stays_what_it_is(library: Library, folder: Path) -> None:
    library.add([result(1, folder / "coffee.png", Size(600, 400), prompt="A blue cup")])

    import_pictures(library, [folder / "coffee.png"])

    kept = library.find(ResultKey("key-1"))
    assert kept is not None
    assert kept.prompt == "A blue cup"
    assert len(library.ids()) == 1


def test_what_is_no_picture_is_told(library: Library, folder: Path) -> None:
    gone = folder / "gone.png"

    imported = import_pictures(library, [folder / "notes.txt", gone])

    assert imported.refused == (folder / "notes.txt", gone)
    assert len(library.ids()) == 0
