"""Emptying the bin forgets results and deletes no file."""

from __future__ import annotations

import stat
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from helpers.library import made
from overpaint.domain.blend import BlendRecipe
from overpaint.domain.library import LibraryQuery, LibraryResult, ResultKey
from overpaint.domain.lineage import LineageStep
from overpaint.services.library.library import Library
from overpaint.services.library.statistics import read_rows
from overpaint.services.lineage_files import write_step
from overpaint.services.own_files import stamp_of
from overpaint.services.trash import move_to_trash

needs_trash = pytest.mark.skipif(sys.platform != "linux", reason="the trash is a folder here only")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library(tmp_path / "library.sqlite3")
    yield opened
    opened.close()


def on_disk(folder: Path, number: int) -> LibraryResult:
    """A result with its files, its answer's note of where it came from among them."""
    file, answer = folder / f"r{number}.png", folder / f"a{number}.png"
    for path in (file, answer):
        path.write_bytes(b"picture %d" % number)
    result = made(number, file=file, answer=answer, stamp=stamp_of(file, file.read_bytes()))
    write_step(
        folder,
        LineageStep(
            key=result.key, edit="e", result=file, parent=Path("p.png"), prompt="", model="m",
            server="s", time=result.time, variant=1, blend=BlendRecipe(),
        ),
        answer,
    )  # fmt: skip
    return result


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_files_go_to_the_trash_and_the_figures_stay(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    library.add([on_disk(folder, 1), on_disk(folder, 2)])
    library.add_tags([ResultKey("job1/1")], "red")
    library.bin([ResultKey("job1/1")])
    trash: list[Path] = []

    emptied = library.empty_bin(lambda path: trash.append(path) or True)

    assert emptied.removed == (ResultKey("job1/1"),)
    assert sorted(path.name for path in emptied.trashed) == ["a1.json", "a1.png", "r1.png"]
    assert emptied.kept == ()
    assert list(emptied.trashed) == trash
    assert [row.job for row in library.page(library.ids())] == ["job2"]
    assert library.facets().tags == {}
    assert len(library.ids(LibraryQuery(text="vase"))) == 1
    assert len(read_rows(library.path)) == 2


def test_a_file_that_somebody_changed_stays_where_it_is(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    library.add([on_disk(folder, 1)])
    (folder / "r1.png").write_bytes(b"retouched by hand")
    library.bin([ResultKey("job1/1")])

    emptied = library.empty_bin(lambda _path: True)

    assert [path.name for path in emptied.kept] == ["r1.png"]


def test_without_a_trash_everything_stays_and_is_told(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    library.add([on_disk(folder, 1)])
    library.bin([ResultKey("job1/1")])
    before = names(folder)

    emptied = library.empty_bin(lambda _path: False)

    assert {path.name for path in emptied.kept} == before == names(folder)
    assert emptied.trashed == ()


def test_files_of_results_that_stay_are_left_alone(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    first = on_disk(folder, 1)
    library.add([first, replace(on_disk(folder, 2), answer=first.answer)])
    library.bin([first.key])

    emptied = library.empty_bin(lambda _path: True)

    assert [path.name for path in emptied.trashed] == ["r1.png"]


@needs_trash
def test_a_file_in_the_trash_can_be_brought_back_by_the_desktop(tmp_path: Path) -> None:
    environ = {"XDG_DATA_HOME": str(tmp_path / "share")}
    folder = tmp_path / "Größe 50%"
    for _ in range(2):
        folder.mkdir(exist_ok=True)
        (folder / "r.png").write_bytes(b"x")
        assert move_to_trash(folder / "r.png", environ)

    trash = tmp_path / "share" / "Trash"
    assert names(trash / "files") == {"r.png", "r.2.png"}
    note = (trash / "info" / "r.2.png.trashinfo").read_text().splitlines()
    assert note[0] == "[Trash Info]"
    assert note[1].endswith("/Gr%C3%B6%C3%9Fe%2050%25/r.png")
    assert note[2].startswith("DeletionDate=20")
    assert stat.S_IMODE((trash / "files").stat().st_mode) & 0o077 == 0
    assert names(folder) == set()


@needs_trash
def test_a_trash_that_takes_nothing_leaves_the_file(tmp_path: Path) -> None:
    share = tmp_path / "share"
    share.mkdir()
    (share / "Trash").write_bytes(b"in the way")
    file = tmp_path / "r.png"
    file.write_bytes(b"x")

    assert not move_to_trash(file, {"XDG_DATA_HOME": str(share)})
    assert file.read_bytes() == b"x"
