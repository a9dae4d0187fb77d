"""Results that are saved by themselves are called as the person wants."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import pytest

from helpers.drafts import draft, picture
from helpers.edits import png
from overpaint.services.new_files import claim, write_new
from overpaint.services.result_folder import ResultFolder
from overpaint.services.result_names import ResultNames


def _folder(tmp_path: Path, template: str) -> ResultFolder:
    edit = draft(inputs=(picture(name="poster.final.tif"),), model="gpt-image-2")
    return ResultFolder(tmp_path, tmp_path / "spare", names=ResultNames.of(edit, template))


def test_a_result_is_called_by_the_template(tmp_path: Path) -> None:
    folder = _folder(tmp_path, "{source} {prompt} {width}x{height} {variant}")

    names = [folder.save(png(20, 10), "ignored", variant).answer.path.name for variant in (1, 2)]

    assert names == [
        "poster.final Remove the tower 20x10 1.png",
        "poster.final Remove the tower 20x10 2.png",
    ]


def test_the_same_name_twice_gets_a_number(tmp_path: Path) -> None:
    folder = _folder(tmp_path, "{source}")

    names = [folder.save(png(), "ignored").answer.path.name for _ in range(3)]

    assert names == ["poster.final.png", "poster.final-2.png", "poster.final-3.png"]


def test_the_usual_name_is_source_and_number(tmp_path: Path) -> None:
    folder = ResultFolder(tmp_path, tmp_path, names=ResultNames.of(draft()))

    assert folder.save(png(), "ignored").answer.path.name == "picture-1-1.png"


def test_a_wrong_template_costs_no_result(tmp_path: Path) -> None:
    folder = _folder(tmp_path, "{nonsense")

    assert folder.save(png(), "ignored").answer.path.name == "poster.final-1.png"


def test_the_second_folder_uses_the_same_names(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    names = ResultNames.of(draft(), "{model} {n}")

    saved = ResultFolder(blocked / "a", tmp_path / "spare", names=names).save(png(), "ignored")

    assert saved.answer.path == tmp_path / "spare" / "gpt-image-2 1.png"


def test_writers_side_by_side_never_share_a_name(tmp_path: Path) -> None:
    def write(number: int) -> Path:
        names = ("x" if n == 1 else f"x-{n}" for n in count(1))
        return write_new(tmp_path, names, ".bin", str(number).encode())

    with ThreadPoolExecutor(8) as pool:
        paths = list(pool.map(write, range(40)))

    assert len(set(paths)) == 40
    assert [int(path.read_bytes()) for path in paths] == list(range(40))
    assert len(list(tmp_path.iterdir())) == 40


def test_names_that_are_all_taken_are_an_error_and_overwrite_nothing(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("mine")

    with pytest.raises(FileExistsError):
        claim(tmp_path, ["x"], ".txt")
    with pytest.raises(FileExistsError):
        write_new(tmp_path, ["x"], ".txt", b"yours")

    assert (tmp_path / "x.txt").read_text() == "mine"
    assert len(list(tmp_path.iterdir())) == 1
