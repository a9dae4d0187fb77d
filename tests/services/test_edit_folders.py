"""Results of each edit in a folder of their own, if a person wants that."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.blends import Bench
from helpers.edits import png
from helpers.samples import Samples
from overpaint.domain.file_names import MAX_BYTES, folder_name
from overpaint.services.edit_folders import edit_folder
from overpaint.services.keepsake import Keepsake
from overpaint.services.reblending import reblended
from overpaint.services.result_folder import ResultFolder


@pytest.fixture(scope="module")
def bench(samples: Samples, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    made = Bench(samples.rocket, tmp_path_factory.mktemp("folders"))
    made.work._places = replace(made.work._places, per_edit=True)
    return made


def test_results_lie_in_a_folder_called_like_the_picture(bench: Bench) -> None:
    first, second = bench.result(1), bench.result(2)

    assert first.path.parent == second.path.parent == bench.results / "rocket"
    assert [first.path.name, second.path.name] == ["rocket-1.png", "rocket-2.png"]
    assert first.answer.path.parent == bench.answers


def test_another_run_of_the_program_puts_results_there_too(bench: Bench) -> None:
    assert Keepsake.from_bytes(bench.keepsake()).results == bench.results / "rocket"


def test_an_answer_that_is_blended_later_goes_there_too(bench: Bench, tmp_path: Path) -> None:
    result, problem = bench.broken()
    assert problem is not None
    alone = replace(result, path=result.answer.path)
    folder = ResultFolder(tmp_path / "results", tmp_path / "spare", per_edit=True)

    made = reblended(alone, bench.draft.blend, folder)

    assert made.path.parent == tmp_path / "results" / "rocket"


def test_a_file_of_that_name_stays_and_the_folder_gets_a_number(tmp_path: Path) -> None:
    (tmp_path / "poster").write_text("mine")

    folder = edit_folder(tmp_path, "poster")
    saved = ResultFolder(tmp_path, tmp_path / "spare", per_edit=True).save(png(), "poster")

    assert folder == tmp_path / "poster-2"
    assert saved.answer.path == tmp_path / "poster-2" / "poster-1.png"
    assert (tmp_path / "poster").read_text() == "mine"


def test_a_folder_that_is_there_is_used_and_nothing_in_it_overwritten(tmp_path: Path) -> None:
    folder = ResultFolder(tmp_path, tmp_path / "spare", per_edit=True)

    paths = [folder.save(png(), "poster").answer.path for _ in range(3)]

    assert [path.parent for path in paths] == [tmp_path / "poster"] * 3
    assert len(set(paths)) == 3


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("poster.final", "poster.final"), ("a/b\\c:d", "a_b_c_d"), ("..", "result"), ("", "result"),
        ("CON", "_CON"), ("nul.old", "_nul.old"), ("dot. ", "dot"), ("é" * 200, "é" * 90),
    ],
)  # fmt: skip
def test_the_folder_has_a_name_that_every_system_takes(name: str, safe: str) -> None:
    assert folder_name(name) == safe


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=300))
def test_no_name_leads_out_of_the_folder_of_results(name: str) -> None:
    safe = folder_name(name)

    assert Path(safe).name == safe
    assert safe not in {".", ".."}
    assert 0 < len(safe.encode()) <= MAX_BYTES + 1
    assert not set(safe) & set('/\\:*?"<>|\0')
    assert safe == safe.strip(" .")
