"""A damaged library is moved aside, what can be read is saved, and files fill the rest."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from helpers.blends import Bench
from helpers.library import made
from helpers.samples import Samples
from overpaint.domain.blend import BlendRecipe
from overpaint.domain.errors import StorageError
from overpaint.domain.events import JobId, Receipt
from overpaint.domain.library import LibraryQuery, LibraryResult, ResultKey
from overpaint.domain.lineage import LineageStep
from overpaint.domain.sizes import Size
from overpaint.services.library.connection import library as opened_library
from overpaint.services.library.library import Library
from overpaint.services.library.statistics import read_rows
from overpaint.services.lineage_files import write_step
from overpaint.services.reblending import reblended
from overpaint.services.result_folder import ResultFolder


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library(tmp_path / "data" / "library.sqlite3")
    yield opened
    opened.close()


def on_disk(folder: Path, number: int, source: Path, **changes: object) -> LibraryResult:
    """A result with its files and the note that tells where it came from."""
    results, answers = folder / "results", folder / "answers"
    for place in (results, answers):
        place.mkdir(exist_ok=True)
        shutil.copyfile(source, place / f"r{number}.png")
    result = made(
        number, file=results / f"r{number}.png", answer=answers / f"r{number}.png",
        target=folder / "target.png", size=Size(600, 400), **changes,
    )  # fmt: skip
    step = LineageStep(
        key=result.key, edit=result.edit, result=result.file, parent=folder / "target.png",
        prompt=result.prompt, model=result.model, server=result.server, time=result.time,
        variant=result.variant, blend=BlendRecipe(), cost_usd=result.cost_usd,
    )  # fmt: skip
    assert result.answer is not None
    write_step(answers, step, result.answer)
    return result


def fill(library: Library, count: int = 400) -> None:
    library.add(made(number, prompt=f"vase {number} " + "x" * 500) for number in range(count))
    library.set_rating([ResultKey(f"job{number}/1") for number in range(count)], 3)
    library.add_tags([ResultKey("job0/1")], "red")
    library.close()


def damaged_copies(library: Library) -> list[Path]:
    found = library.path.parent.glob("library.sqlite3.damaged-*")
    return [path for path in found if not path.name.endswith(("-wal", "-shm"))]


def test_what_is_no_library_at_all_is_moved_aside(library: Library) -> None:
    library.path.parent.mkdir()
    library.path.write_bytes(b"this is no database " * 500)

    library.add([made(1)])

    (aside,) = damaged_copies(library)
    assert aside.read_bytes().startswith(b"this is no database")
    (rescue,) = library.recover([])
    assert (rescue.moved, rescue.rows) == (aside, 0)
    assert str(aside) in str(rescue.told())
    assert library.recover([]) == ()
    assert len(library.ids()) == 1


def test_a_page_that_is_lost_costs_few_rows_and_no_opinion(library: Library) -> None:
    fill(library)
    data = bytearray(library.path.read_bytes())
    with closing(sqlite3.connect(library.path)) as connection:
        (root,) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'results'"
        ).fetchone()
    # The first pages after the table's root are leaves with rows, or of its indexes.
    for page in range(root + 60, root + 64):
        data[page * 4096 : (page + 1) * 4096] = b"\xee" * 4096
    library.path.write_bytes(data)

    with pytest.raises(StorageError, match="damaged"), library._pool.reading() as connection:
        connection.execute("SELECT sum(length(prompt)) FROM results").fetchall()

    left = library.page(library.ids(LibraryQuery(text="vase")))
    assert len(damaged_copies(library)) == 1
    assert len(left) > 300
    assert {one.rating for one in left} == {3}
    assert len(library.recover([])) == 1
    with opened_library(library.path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_a_damage_is_rescued_once_however_many_come_across_it(library: Library) -> None:
    library.path.parent.mkdir()
    library.path.write_bytes(b"this is no database " * 500)
    others = [Library(library.path) for _ in range(3)]

    for other in others:
        assert len(other.ids()) == 0
        other.close()

    assert len(damaged_copies(library)) == 1


def test_a_library_is_made_of_notes_beside_answers(
    library: Library, samples: Samples, tmp_path: Path
) -> None:
    wanted = [on_disk(tmp_path, number, samples.coffee) for number in (1, 2)]
    (tmp_path / "answers" / "stranger.json").write_text('{"version": 1}')
    (tmp_path / "answers" / "broken.json").write_text('{"version": 1, "result": 3, "answer"')
    steps: list[tuple[int, int]] = []

    rebuilt = library.rebuild([tmp_path], lambda done, count: steps.append((done, count)))

    assert rebuilt.added == tuple(one.key for one in wanted)
    assert steps[-1] == (rebuilt.files, rebuilt.files) == (8, 8)
    second, first = library.page(library.ids())
    assert (first.key, first.file, first.answer) == (
        wanted[0].key, wanted[0].file, wanted[0].answer,
    )  # fmt: skip
    assert (first.prompt, first.model, first.time, first.cost_usd, first.size) == (
        wanted[0].prompt, wanted[0].model, wanted[0].time, wanted[0].cost_usd, Size(600, 400),
    )  # fmt: skip
    assert second.target == tmp_path / "target.png"
    assert [row.cost_usd for row in read_rows(library.path)] == [wanted[0].cost_usd] * 2


def test_rebuilding_again_changes_nothing_and_keeps_what_people_did(
    library: Library, samples: Samples, tmp_path: Path
) -> None:
    result = on_disk(tmp_path, 1, samples.coffee)
    library.add([result])
    library.set_rating([result.key], 5)
    before = library.page(library.ids())

    assert library.rebuild([tmp_path]).added == ()
    assert library.rebuild([tmp_path]).moved == ()

    assert library.page(library.ids()) == before


def test_notes_of_earlier_versions_are_the_same_results(
    library: Library, samples: Samples, tmp_path: Path
) -> None:
    result = on_disk(tmp_path, 1, samples.coffee)
    note = tmp_path / "answers" / "r1.json"
    told = json.loads(note.read_text())
    del told["key"]
    note.write_text(json.dumps(told))
    library.add([result])

    assert library.rebuild([tmp_path]).added == ()
    library.add([replace(result, key=ResultKey("other/1"), edit="", answer=None)])
    assert library.rebuild([tmp_path]).added == ()


def test_a_result_whose_file_is_gone_is_shown_by_its_answer(
    library: Library, samples: Samples, tmp_path: Path
) -> None:
    result = on_disk(tmp_path, 1, samples.coffee)
    result.file.unlink()

    library.rebuild([tmp_path])

    (found,) = library.page(library.ids())
    assert found.file == found.answer == result.answer


def test_an_empty_folder_or_none_makes_an_empty_library(library: Library, tmp_path: Path) -> None:
    assert library.rebuild([tmp_path / "missing", tmp_path]).added == ()
    assert len(library.ids()) == 0


def test_what_is_read_from_a_damaged_library_is_read_again_from_the_mended_one(
    library: Library,
) -> None:
    library.add([made(1)])
    library.close()
    library.path.write_bytes(b"this is no database " * 500)

    assert len(library.page(range(400))) == 0
    assert len(library.rescues()) == 1


def test_an_index_of_words_that_is_damaged_is_made_anew(library: Library) -> None:
    fill(library, 20)
    with opened_library(library.path) as connection:
        connection.execute("DELETE FROM result_search_data WHERE id > 10")

    assert len(library.ids(LibraryQuery(text="vase"))) == 20
    assert damaged_copies(library) == []


@pytest.fixture
def bench(samples: Samples, tmp_path: Path) -> Bench:
    """A bench with a copy of the photograph of its own."""
    (tmp_path / "work").mkdir()
    own = tmp_path / "work" / "coffee.png"
    shutil.copyfile(samples.coffee, own)
    return Bench(own, tmp_path / "work")


def test_pictures_alone_make_a_library_on_another_computer(
    library: Library, bench: Bench, tmp_path: Path
) -> None:
    receipt = Receipt(JobId("job"), "req_9", None, 9.5)
    result, _ = bench.work.finish(bench.answer(2), 2, receipt)
    moved = tmp_path / "elsewhere" / "sent by mail.png"
    moved.parent.mkdir()
    result.path.rename(moved)

    rebuilt = library.rebuild([moved.parent])

    (row,) = library.page(library.ids(LibraryQuery(text="tower mail")))
    assert rebuilt.added == (ResultKey("job/2"),)
    assert (row.key, row.job, row.variant, row.file) == ("job/2", "job", 2, moved)
    assert (row.size, row.model) == (Size(600, 400), bench.draft.model)
    assert (row.request_id, row.elapsed_s, row.drift) == ("req_9", 9.5, result.drift)
    found = library.find(row.key)
    assert found is not None
    assert found.recipe is not None
    assert found.recipe.mask is not None
    assert found.recipe.mask.painted is not None
    assert found.recipe.blend == result.recipe


def test_a_result_that_was_moved_is_followed_and_keeps_its_stars(
    library: Library, bench: Bench, tmp_path: Path
) -> None:
    result, _ = bench.work.finish(bench.answer(1), 1, Receipt(JobId("job")))
    library.add([made(1, key=ResultKey("job/1"), file=result.path, rating=4)])
    moved = tmp_path / "archive" / result.path.name
    moved.parent.mkdir()
    result.path.rename(moved)

    rebuilt = library.rebuild([tmp_path])

    (row,) = library.page(library.ids())
    assert rebuilt.moved == ("job/1",)
    assert (row.file, row.rating) == (moved, 4)


def test_another_blend_is_in_the_recipe_of_the_library_too(library: Library, bench: Bench) -> None:
    result, _ = bench.work.finish(bench.answer(1), 1, Receipt(JobId("job")))
    library.add([made(1, file=result.path, answer=result.answer.path)])
    wider = BlendRecipe(feather_px=40)

    library.follow(reblended(result, wider, ResultFolder(bench.results, bench.answers)))

    found = library.by_file(result.path)
    assert found is not None
    assert found.recipe is not None
    assert found.recipe.blend == wider


def test_a_rebuilding_ends_soon_when_the_program_does(
    library: Library, samples: Samples, tmp_path: Path
) -> None:
    on_disk(tmp_path, 1, samples.coffee)
    library.stop()

    with pytest.raises(InterruptedError):
        library.rebuild([tmp_path])
    assert len(library.ids()) == 0
