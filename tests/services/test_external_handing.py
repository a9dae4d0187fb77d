"""Copies for other programs, and results of what they save."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from PIL import Image

from helpers.library import made
from helpers.other_program import OtherProgram
from helpers.samples import Samples
from overpaint.domain.errors import ImageError, SettingsError, StorageError
from overpaint.domain.library import LibraryQuery, ResultKey
from overpaint.domain.programs import Program, Source, program_of, usual_program
from overpaint.services.external import starting
from overpaint.services.external.finding import on_linux, on_mac, on_windows, read_entry
from overpaint.services.external.handing import Handed, hand_over, handed_before
from overpaint.services.external.settling import Sight
from overpaint.services.external.starting import start
from overpaint.services.external.taking import Edited, Homes, NotWholeError, leave, take_in
from overpaint.services.library.library import Library
from overpaint.services.library.recording import Recorder


@pytest.fixture
def homes(tmp_path: Path) -> Homes:
    return Homes(tmp_path / "results", tmp_path / "answers", "{source}-{n}")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library(tmp_path / "library.sqlite3")
    yield library
    library.close()


@pytest.fixture
def handed(samples: Samples, tmp_path: Path) -> Handed:
    source = Source(samples.coffee, "coffee", "job1/1", "job1", "document")
    return hand_over(source, "GIMP", tmp_path / "external")


def png(colour: tuple[int, ...] = (9, 9, 9, 120)) -> bytes:
    stream = io.BytesIO()
    Image.new("RGBA", (40, 30), colour).save(stream, "PNG")
    return stream.getvalue()


def taken(handed: Handed, homes: Homes, recorder: Recorder | None = None) -> Edited:
    edited = take_in(handed, homes, recorder, "Edited in GIMP")
    assert isinstance(edited, Edited)
    return edited


def test_the_file_itself_is_never_handed_over(handed: Handed, samples: Samples) -> None:
    assert handed.file.name == "coffee.png"
    assert handed.file != samples.coffee
    assert handed.file.read_bytes() == samples.coffee.read_bytes()
    assert not handed.file.samefile(samples.coffee)


def test_a_jpeg_is_handed_over_as_png_and_a_tiff_as_it_is(samples: Samples, tmp_path: Path) -> None:
    picture = Image.open(samples.coffee).convert("RGB")
    jpeg, tiff = tmp_path / "a.jpg", tmp_path / "b.tiff"
    picture.save(jpeg, icc_profile=b"profile")
    picture.save(tiff)

    first, second = (
        hand_over(Source(path, path.stem), "x", tmp_path / "external") for path in (jpeg, tiff)
    )

    with Image.open(first.file) as copy:
        assert copy.format == "PNG"
        assert copy.size == picture.size
    assert second.file.read_bytes() == tiff.read_bytes()
    assert second.file.suffix == ".tif"


def test_what_is_saved_becomes_a_new_result_with_its_parent(
    handed: Handed, homes: Homes, library: Library, samples: Samples
) -> None:
    library.add([made(1, file=samples.coffee)])
    handed.file.write_bytes(png())
    troubles: list[object] = []

    edited = taken(handed, homes, Recorder(library, troubles.append))

    assert edited.result.path == homes.results / "coffee-1.png"
    assert edited.result.path.read_bytes() == png()
    row = library.find(ResultKey(edited.step.key))
    assert row is not None
    assert (row.parent, row.model, row.prompt) == ("job1/1", "", "Edited in GIMP")
    assert list(library.ids(LibraryQuery(max_cost_usd=Decimal(0)))) == [row.rowid]
    assert [child.key for child in library.children(ResultKey("job1/1"))] == [row.key]
    assert troubles == []


def test_each_save_is_another_result_and_none_is_overwritten(handed: Handed, homes: Homes) -> None:
    paths = []
    for colour in ((1, 1, 1, 1), (2, 2, 2, 2)):
        handed.file.write_bytes(png(colour))
        edited = taken(handed, homes)
        handed = edited.handed
        paths.append(edited.result.path)

    assert [path.name for path in paths] == ["coffee-1.png", "coffee-2.png"]
    assert paths[0].read_bytes() == png((1, 1, 1, 1))


def test_a_save_without_a_change_is_no_result(handed: Handed, homes: Homes) -> None:
    os.utime(handed.file, (5, 5))
    assert handed.is_changed

    known = take_in(handed, homes, None, "Edited in GIMP")

    assert isinstance(known, Handed)
    assert not known.is_changed
    assert not homes.results.exists()


@pytest.mark.parametrize("data", [b"", png()[:-40], png()[:60]])
def test_half_a_file_is_waited_for(handed: Handed, homes: Homes, data: bytes) -> None:
    handed.file.write_bytes(data)

    with pytest.raises(NotWholeError):
        take_in(handed, homes, None, "Edited in GIMP")
    assert not homes.results.exists()


def test_a_file_that_is_no_picture_any_more_is_told(handed: Handed, homes: Homes) -> None:
    handed.file.write_bytes(b"gimp xcf v011 and more")

    with pytest.raises(ImageError) as caught:
        take_in(handed, homes, None, "Edited in GIMP")
    assert "GIMP" in str(dict(caught.value.what.values))


def test_a_folder_that_takes_nothing_costs_nothing(handed: Handed, homes: Homes) -> None:
    homes.results.write_text("a file")
    homes.answers.write_text("a file")
    handed.file.write_bytes(png())

    with pytest.raises(StorageError):
        take_in(handed, homes, None, "Edited in GIMP")
    assert handed.file.read_bytes() == png()
    (again,) = handed_before(handed.file.parents[1])
    assert again.is_changed


def test_a_copy_that_cannot_be_written_leaves_nothing(samples: Samples, tmp_path: Path) -> None:
    (tmp_path / "external").write_text("a file")

    with pytest.raises(StorageError):
        hand_over(Source(samples.coffee, "coffee"), "GIMP", tmp_path / "external")


def test_a_picture_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        hand_over(Source(tmp_path / "gone.png", "gone"), "GIMP", tmp_path / "external")


def test_another_start_knows_copies_and_what_has_changed(handed: Handed) -> None:
    folder = handed.file.parents[1]
    assert handed_before(folder) == (handed,)

    handed.file.write_bytes(png())
    (again,) = handed_before(folder)
    assert again.is_changed
    left = leave(again)
    assert not left.is_changed
    assert handed_before(folder) == (left,)


def test_old_copies_go_when_nothing_was_changed_in_them(handed: Handed) -> None:
    folder = handed.file.parents[1]
    later = datetime.now(UTC) + timedelta(days=31)
    handed.file.write_bytes(png())
    assert len(handed_before(folder, later)) == 1

    leave(handed)
    assert handed_before(folder, later) == ()
    assert not handed.file.exists()
    assert handed_before(folder.parent / "none") == ()


def test_a_damaged_note_is_passed_over(handed: Handed) -> None:
    (handed.file.parent / "handed.json").write_text('{"version": 1, "file": 3}')

    assert handed_before(handed.file.parents[1]) == ()


def test_a_program_gets_the_file_as_one_argument_without_a_shell(tmp_path: Path) -> None:
    other = OtherProgram(tmp_path / "bin dir")
    odd = tmp_path / "a b; touch hacked $(id) “é”.png"
    odd.write_bytes(png())
    program = Program("Other", other.command("open"))

    start(program, odd)

    starting._running[-1].wait(timeout=30)
    assert other.given == [str(odd)]
    assert not (tmp_path / "hacked").exists()


def test_a_program_that_is_gone_is_told_with_a_way_out(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        start(Program("Paint", (str(tmp_path / "gone"),)), tmp_path / "x.png")
    assert caught.value.remedy is not None
    assert dict(caught.value.what.values)["name"] == "Paint"


def test_where_the_file_stands_in_a_command() -> None:
    assert Program("a", ("a", "--x", "%f", "-y")).arguments("/p q") == ["a", "--x", "/p q", "-y"]
    assert Program("a", ("a", "-n")).arguments("/p q") == ["a", "-n", "/p q"]
    assert program_of(Path("/Applications/Paint.app")).command[1] == "-a"


def test_the_usual_program_is_the_chosen_one_else_the_first() -> None:
    first, second = Program("a", ("a",)), Program("b", ("b",))

    assert usual_program((first, second), "b") is second
    assert usual_program((first, second), "gone") is first
    assert usual_program((), "b") is None


ENTRY = """[Desktop Entry]
Type=Application
Name=Paint & Co
Name[de]=Malen
Exec=sh --new "with space" %U %i --name=%c
Categories=Graphics;2DGraphics;RasterGraphics;
MimeType=image/png;image/jpeg;
"""


def _entry(folder: Path, text: str, name: str = "paint.desktop") -> Path:
    file = folder / "applications" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file


def test_a_desktop_entry_tells_name_and_command(tmp_path: Path) -> None:
    program = read_entry(_entry(tmp_path, ENTRY))

    assert program is not None
    assert program.name == "Paint & Co"
    assert program.command[:4] == ("sh", "--new", "with space", "%f")


@pytest.mark.parametrize(
    "change",
    [
        ("image/png;", ""), ("Exec=sh", "Exec=/none/there"), ("Name=Paint & Co", "NoDisplay=true"),
        ("Graphics;2DGraphics;RasterGraphics;", "Graphics;Viewer;"), ("[Desktop Entry]", "[Other]"),
        ("Type=Application", "Terminal=true"), ('"with space"', '"with space'),
    ],
)  # fmt: skip
def test_an_entry_that_edits_no_pictures_is_passed_over(
    tmp_path: Path, change: tuple[str, str]
) -> None:
    assert read_entry(_entry(tmp_path, ENTRY.replace(*change))) is None


def test_the_persons_own_entry_hides_that_of_the_system(tmp_path: Path) -> None:
    _entry(tmp_path / "own", ENTRY.replace("Paint & Co", "Mine"))
    _entry(tmp_path / "shared", ENTRY)
    _entry(tmp_path / "shared", ENTRY.replace("Paint & Co", "Other"), "other.desktop")
    places = {"XDG_DATA_HOME": str(tmp_path / "own"), "XDG_DATA_DIRS": str(tmp_path / "shared")}

    assert [one.name for one in on_linux(places)] == ["Mine", "Other"]


def test_known_programs_are_found_on_mac_and_windows(tmp_path: Path) -> None:
    (tmp_path / "GIMP-2.10.app").mkdir()
    gimp = tmp_path / "GIMP 3" / "bin" / "gimp-3.0.exe"
    gimp.parent.mkdir(parents=True)
    gimp.touch()

    assert [one.command[-1] for one in on_mac([tmp_path])] == [str(tmp_path / "GIMP-2.10.app")]
    assert list(on_windows([tmp_path])) == [Program("GIMP", (str(gimp),))]


def test_knowing_a_state_survives_a_start(handed: Handed) -> None:
    sight = Sight(1, 2, 3)

    assert handed.known_as(sight, "x") == replace(handed, sight=sight, sha256="x")
    assert handed_before(handed.file.parents[1])[0].sha256 == "x"
