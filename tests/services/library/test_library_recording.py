"""Finished results become rows with small pictures; trouble with the library costs nothing."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PIL import Image

from helpers.drafts import draft, picture
from helpers.samples import Samples
from overpaint.domain.drift import Drift
from overpaint.domain.errors import OverpaintError
from overpaint.domain.events import Answer, Completed, JobId, Result, Usage
from overpaint.domain.library import LibraryQuery, LibraryResult, ResultKey
from overpaint.domain.profiles import BUILT_IN, OPENAI, ServerProfile
from overpaint.domain.sizes import Size
from overpaint.services.catalogue_file import load_catalogue
from overpaint.services.library.finished import SentEdit, finished_results
from overpaint.services.library.library import Library
from overpaint.services.library.recording import Recorder
from overpaint.services.library.statistics import read_rows
from overpaint.services.own_files import stamp_of

MILLION = Usage(0, 1_000_000, 1_000_000)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library(tmp_path / "data" / "library.sqlite3")
    yield opened
    opened.close()


def result_in(folder: Path, name: str, source: Path) -> Result:
    """A result and its answer as files."""
    path, answer = folder / f"{name}.png", folder / f"{name}-answer.png"
    for copy in (path, answer):
        shutil.copyfile(source, copy)
    with Image.open(path) as image:
        size = Size(*image.size)
    stamp = stamp_of(path, path.read_bytes())
    return Result(Answer(answer, "image/png", size), path, size, Drift(0.5, 1.0), stamp=stamp)


def finished(
    job: str, results: tuple[Result, ...], usage: Usage | None = None,
    profile: ServerProfile = OPENAI,
) -> tuple[LibraryResult, ...]:  # fmt: skip
    model = load_catalogue().find("gpt-image-2")
    assert model is not None
    variants = {result.answer.path: number for number, result in enumerate(results, start=3)}
    sent = SentEdit(draft(inputs=(picture(),)), model, profile, "e", "d", variants)
    return finished_results(sent, Completed(JobId(job), results, "req_7", usage, 12.5))


def test_a_result_is_a_row_with_everything_that_is_known(
    library: Library, samples: Samples, tmp_path: Path
) -> None:
    result = result_in(tmp_path, "coffee-1", samples.coffee)
    recorder = Recorder(library, lambda error: pytest.fail(str(error)))

    recorder.note(finished("j", (result,)))

    (row,) = library.by_edit("d")
    assert (row.key, row.edit, row.job, row.variant) == (ResultKey("j/3"), "e", "j", 3)
    assert (row.file, row.answer) == (result.path, result.answer.path)
    assert (row.prompt, row.model, row.server) == ("Remove the tower.", "gpt-image-2", "openai")
    assert (row.size, row.drift, row.elapsed_s) == (Size(600, 400), Drift(0.5, 1.0), 12.5)
    assert (row.request_id, row.stamp) == ("req_7", result.stamp)
    small = Image.open(io.BytesIO(library.thumbnails([row.rowid])[row.rowid]))
    assert (small.format, small.size) == ("JPEG", (256, 171))


def test_every_result_of_a_job_has_its_share_of_the_cost(
    library: Library, samples: Samples, tmp_path: Path
) -> None:
    two = tuple(result_in(tmp_path, name, samples.coffee) for name in "ab")
    recorder = Recorder(library, lambda error: pytest.fail(str(error)))

    recorder.note(finished("paid", two, MILLION))
    recorder.note(finished("free", two[:1], MILLION, BUILT_IN))

    free, also, paid = library.page(library.ids())
    assert (free.cost_usd, also.cost_usd, paid.cost_usd) == (None, Decimal(15), Decimal(15))
    rows = read_rows(library.path)
    assert [row.cost_usd for row in rows] == [Decimal(15), Decimal(15), None]
    assert {row.drift for row in rows} == {Drift(0.5, 1.0)}


def test_a_library_that_takes_nothing_is_told_once_and_what_waited_is_written_later(
    library: Library, samples: Samples, tmp_path: Path
) -> None:
    blocked = library.path.parent
    blocked.write_bytes(b"a file where the folder should be")
    told: list[OverpaintError] = []
    recorder = Recorder(library, told.append)
    result = result_in(tmp_path, "a", samples.coffee)

    for job in "abc":
        recorder.note(finished(job, (result,)))
    blocked.unlink()
    recorder.note(finished("d", (result,)))

    assert [str(error.what) for error in told] == ["The library cannot be used."]
    assert [row.job for row in library.page(library.ids())] == ["d", "c", "b", "a"]


def test_a_row_follows_its_file_and_looks_like_it(
    library: Library, samples: Samples, tmp_path: Path
) -> None:
    result = result_in(tmp_path, "a", samples.coffee)
    recorder = Recorder(library, lambda error: pytest.fail(str(error)))
    recorder.note(finished("a", (result,)))
    before = library.thumbnails(library.ids())
    shutil.copyfile(samples.rocket, other := tmp_path / "a-2.png")
    stamp = stamp_of(other, other.read_bytes())

    recorder.follow(replace(result, path=other, size=Size(640, 427), stamp=stamp))

    (row,) = library.page(library.ids(LibraryQuery(text="a-2.png")))
    assert (row.file, row.size, row.stamp) == (other, Size(640, 427), stamp)
    assert library.thumbnails([row.rowid]) != before


def test_an_answer_that_is_the_result_has_a_stamp_too(
    library: Library, samples: Samples, tmp_path: Path
) -> None:
    result = result_in(tmp_path, "a", samples.coffee)

    (row,) = finished("a", (Result.plain(result.answer),))

    assert row.file == row.answer == result.answer.path
    assert row.stamp is not None
    assert row.stamp.byte_count == result.answer.path.stat().st_size


def test_damaged_and_missing_small_pictures_are_made_of_the_file(
    library: Library, samples: Samples, tmp_path: Path
) -> None:
    recorder = Recorder(library, lambda error: pytest.fail(str(error)))
    recorder.note(finished("a", (result_in(tmp_path, "a", samples.coffee),)))
    (number,) = library.ids()
    whole = library.thumbnails([number])
    with library._pool.writing() as connection:
        connection.execute("UPDATE thumbnails SET picture = X'00FF'")

    assert library.thumbnails([number]) == whole
    with library._pool.reading() as connection:
        assert connection.execute("SELECT picture FROM thumbnails").fetchone() == (whole[number],)
    assert library.remake_thumbnails([number]) == whole


def test_a_result_whose_files_are_gone_has_no_small_picture(library: Library) -> None:
    missing = Result(Answer(Path("/gone/a.png"), "image/png", Size(8, 8)), Path("/gone/b.png"),
                     Size(8, 8))  # fmt: skip

    numbers = library.add(finished("a", (missing,)))

    assert library.thumbnails(numbers) == {}


def test_what_shows_through_stays_so(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "glass.png"
    Image.new("RGBA", (600, 300), (200, 40, 40, 128)).save(path)
    result = Result.plain(Answer(path, "image/png", Size(600, 300)))

    (number,) = library.add(finished("a", (result,)))

    small = Image.open(io.BytesIO(library.thumbnails([number])[number]))
    assert (small.format, small.mode, small.size) == ("WEBP", "RGBA", (256, 128))


def test_a_full_disk_costs_no_result_and_no_row(
    library: Library, samples: Samples, tmp_path: Path
) -> None:
    told: list[OverpaintError] = []
    recorder = Recorder(library, told.append)
    result = result_in(tmp_path, "a", samples.coffee)
    recorder.note(finished("before", (result,)))
    with library._pool.reading() as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
    with library._pool.writing() as connection:
        connection.execute(f"PRAGMA max_page_count = {pages}")

    long = replace(finished("full", (result,))[0], prompt="x " * 50_000)
    recorder.note([long])
    jobs = [row.job for row in library.page(library.ids())]
    # The limit ends with the connection that failed: there is room again.
    recorder.note(finished("after", (result,)))

    assert ["full" in str(error) for error in told] == [True]
    assert jobs == ["before"]
    assert [row.job for row in library.page(library.ids())] == ["after", "full", "before"]
