"""`overpaint library`: results are found, changed and kept whole from a terminal."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers.command import overpaint
from helpers.library import made
from helpers.samples import Samples
from overpaint.cli.main import main
from overpaint.domain.library import ResultKey
from overpaint.paths import AppPaths
from overpaint.services.library.connection import library as opened_library
from overpaint.services.library.library import Library
from overpaint.services.own_files import stamp_of

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def library(own_home: Path, samples: Samples, tmp_path: Path) -> Library:
    library = Library(AppPaths.find().data / "library.sqlite3")
    file = tmp_path / "vase.png"
    shutil.copyfile(samples.coffee, file)
    stamp = stamp_of(file, file.read_bytes())
    library.add([
        made(1, file=file, answer=None, stamp=stamp),
        made(2, model="flux", prompt="make the sky\nblue", cost_usd=None, favourite=True),
    ])  # fmt: skip
    library.put_in([ResultKey("job1/1")], library.make_collection("Posters").id)
    library.close()
    return library


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command in this process: starting one takes longer than what it does."""

    def run(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(["library", *map(str, arguments)])
        out, err = capsys.readouterr()
        return code, out, err

    return run


def ids(told: str) -> list[int]:
    return [one["id"] for one in json.loads(told)["results"]]


def test_results_are_listed_the_newest_first(library: Library, run: Run) -> None:
    code, out, _ = run("list")

    head, second, first = out.splitlines()
    assert code == 0
    assert head.split() == [
        "ID", "TIME", "STARS", "MODEL", "SERVER", "SIZE", "COST", "FILE", "PROMPT",
    ]  # fmt: skip
    assert second.split()[:1] == ["2"]
    assert second.endswith("make the sky blue")
    assert "vase.png" in first
    assert first.index("openai") == head.index("SERVER")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("list",), [2, 1]),
        (("search", "vas"), [1]),
        (("search", "the sky"), [2]),
        (("search", "sky the"), []),
        (("search", "sky", "make"), [2]),
        (("list", "--model", "flux", "--model", "other"), [2]),
        (("list", "--favourite"), [2]),
        (("list", "--min-cost", "0.01"), [1]),
        (("list", "--size", "600x400"), []),
        (("list", "--collection", "posters"), [1]),
        (("list", "--since", "2026-03-01", "--until", "2026-03-02"), [2, 1]),
        (("list", "--until", "2026-02-27"), []),
        (("list", "--order", "name", "--limit", "1"), [2]),
        (("list", "--binned"), []),
    ],
)
def test_only_some_are_listed(
    library: Library, run: Run, arguments: tuple[str, ...], expected: list[int]
) -> None:
    code, out, _ = run(*arguments, "--json")

    assert code == 0
    assert ids(out) == expected


def test_a_result_is_named_by_number_key_or_file(
    library: Library, run: Run, tmp_path: Path
) -> None:
    for name in ("1", "job1/1", tmp_path / "vase.png"):
        code, out, _ = run("show", name)
        assert code == 0
        assert "Replace the cup with a vase" in out
        assert "collections  Posters" in out

    code, _, err = run("show", "999")
    assert code == 2
    assert "There is no result “999”" in err


def test_results_are_tagged_rated_and_binned(library: Library, run: Run) -> None:
    run("tag", 1, 2, "--add", "for the client", "--add", "red")
    run("tag", 2, "--remove", "RED")
    run("rate", 1, "--stars", 4)
    _, out, _ = run("rate", 2, "--no-favourite", "--json")
    assert json.loads(out)["results"][0]["favourite"] is False
    code, _, _ = run("bin", 2)

    assert code == 0
    (found,) = json.loads(run("search", "client", "--json")[1])["results"]
    assert (found["id"], found["rating"], found["tags"]) == (1, 4, ["for the client", "red"])
    assert ids(run("list", "--binned", "--json")[1]) == [2]
    run("bin", 2, "--restore")
    assert ids(run("list", "--json")[1]) == [2, 1]


@pytest.mark.skipif(sys.platform != "linux", reason="the trash is a folder here only")
def test_emptying_the_bin_tells_what_became_of_the_files(
    library: Library, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    run("bin", 1)

    code, _, err = run("bin", "--empty")

    assert code == 0
    assert "1 result forgotten, 1 file in the trash." in err
    assert (tmp_path / "share" / "Trash" / "files" / "vase.png").exists()
    assert run("bin", "--empty")[2] == "The bin is empty.\n"


def test_a_library_that_is_whole_says_so_and_tells_missing_files(
    library: Library, run: Run
) -> None:
    code, out, _ = run("check")

    assert code == 0
    assert out.splitlines() == [
        "The library is whole.", "2 results, 1 without file", "missing: /pictures/poster-2.png",
    ]  # fmt: skip


def test_an_index_that_misses_words_is_found_and_mended(library: Library, run: Run) -> None:
    with opened_library(library.path) as connection:
        connection.execute("DELETE FROM result_search WHERE rowid = 1")

    assert run("check")[0] == 7
    assert ids(run("search", "vase", "--json")[1]) == []
    assert run("check", "--repair")[0] == 0
    assert ids(run("search", "vase", "--json")[1]) == [1]


def test_a_damaged_file_is_moved_aside_and_filled_again(library: Library, run: Run) -> None:
    library.path.write_bytes(b"no database at all" * 300)

    code, _, err = run("rebuild")

    assert code == 0
    assert "The library was damaged; it was mended." in err
    assert run("check")[0] == 0


def test_the_library_is_filled_from_folders(library: Library, run: Run, tmp_path: Path) -> None:
    code, out, _ = run("rebuild", tmp_path, "--json")

    assert code == 0
    assert json.loads(out)["added"] == []
    code, _, err = run("rebuild", tmp_path / "missing")
    assert code == 2
    assert "There is no folder" in err


def test_the_program_knows_the_command(own_home: Path) -> None:
    ran = overpaint("library", "list", "--json")

    assert ran.code == 0
    assert json.loads(ran.out) == {"count": 0, "results": []}


def test_nothing_is_found_in_a_new_library(own_home: Path, run: Run) -> None:
    assert run("list") == (0, "", "Nothing is found.\n")
    assert run("tag", 1, "--add", "x")[0] == 2
