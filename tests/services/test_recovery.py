"""What a killed program leaves is finished or explained, and nothing of it is sent again."""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from helpers.blends import Bench, pixels_of
from helpers.samples import Samples
from overpaint.domain.attempts import ArrivedAnswer, AttemptChange, AttemptFacts, AttemptState
from overpaint.domain.errors import Billing
from overpaint.domain.events import JobId
from overpaint.domain.library import ResultKey
from overpaint.services.keepsake import Keepsake
from overpaint.services.library.journal import Journal
from overpaint.services.library.library import Library
from overpaint.services.recipes.finding import find_recipe
from overpaint.services.recovery import Recovery, finished_again, homeless_attempts, recover

FACTS = AttemptFacts("edit-1", "openai", "gpt-image-2", "A green plate.", True, document="doc-1")
JOB = JobId("job-1")


@pytest.fixture(scope="module")
def bench(samples: Samples, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    folder = tmp_path_factory.mktemp("bench")
    target = folder / "coffee.png"
    shutil.copyfile(samples.coffee, target)
    return Bench(target, folder)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "library.sqlite3"


def arrived(data: bytes, file: Path | None = None, variant: int = 1) -> ArrivedAnswer:
    return ArrivedAnswer(variant, len(data), sha256(data).hexdigest(), file)


def crashed(
    path: Path, keepsake: bytes | None, *changes: AttemptChange, bills: bool = True
) -> None:
    """Leave what a run leaves that ends after these changes."""
    with closing(Journal(path)) as journal:
        journal.begin(JOB, 1, replace(FACTS, bills=bills), keepsake)
        for change in changes:
            journal.note(JOB, 1, change)


def recovered(path: Path) -> Recovery:
    with closing(Journal(path)) as journal, closing(Library(path)) as library:
        return recover(journal, library)


def keepsake_of(bench: Bench, tmp_path: Path) -> bytes:
    """The keepsake of the bench, for folders of this test."""
    data = bench.keepsake()
    moved = replace(
        Keepsake.from_bytes(data),
        answers=tmp_path / "answers",
        results=tmp_path / "results",
        fallback=tmp_path / "fallback",
    )
    assert Keepsake.from_bytes(moved.to_bytes()) == moved
    return moved.to_bytes()


def test_what_was_under_way_may_be_billed_and_is_told_once(path: Path) -> None:
    crashed(path, None, AttemptChange(state=AttemptState.SENT, request_id="req_9"))

    first, second = recovered(path), recovered(path)

    (attempt,) = first.unknown
    assert (attempt.state, attempt.billing) == (AttemptState.UNKNOWN, Billing.MAYBE)
    assert (attempt.request_id, attempt.facts) == ("req_9", FACTS)
    assert "may have charged" in attempt.error
    assert first.new_unknown == first.unknown
    assert (second.unknown, second.new_unknown) == (first.unknown, ())


def test_a_free_server_bills_nothing(path: Path) -> None:
    crashed(path, None, bills=False)

    recovery = recovered(path)

    assert [one.job for one in recovery.free] == [JOB]
    assert (recovery.unknown, recovery.never_sent) == ((), ())
    with closing(Journal(path)) as journal:
        (attempt,) = journal.attempts()
    assert (attempt.state, attempt.billing) == (AttemptState.CANCELLED, Billing.NO)


def test_what_waited_in_the_queue_was_never_sent(path: Path) -> None:
    with closing(Journal(path)) as journal:
        journal.wait([JobId("a"), JobId("b")], FACTS)

    recovery = recovered(path)

    assert [one.job for one in recovery.never_sent] == ["a", "b"]
    assert recovery.unknown == ()
    with closing(Journal(path)) as journal:
        assert not any(one.was_sent for one in journal.attempts())
        assert {one.state for one in journal.attempts()} == {AttemptState.CANCELLED}


def test_an_answer_on_disk_becomes_the_result_that_it_would_have_been(
    path: Path, bench: Bench, tmp_path: Path
) -> None:
    wanted, problem = bench.work.finish(bench.answer())
    assert problem is None
    answer = tmp_path / "answers" / "coffee-1.png"
    answer.parent.mkdir()
    data = wanted.answer.path.read_bytes()
    answer.write_bytes(data)
    here = arrived(data, answer)
    crashed(
        path,
        keepsake_of(bench, tmp_path),
        AttemptChange(answers=(replace(here, file=None),), request_id="req_5"),
        AttemptChange(state=AttemptState.ANSWERED, answers=(here,)),
    )

    recovery = recovered(path)

    (finished,) = recovery.finished
    ((variant, result),) = finished.results
    assert (variant, result.path) == (1, tmp_path / "results" / "coffee-1.png")
    assert np.array_equal(pixels_of(result.path), pixels_of(wanted.path))
    assert result.answer.path == answer
    assert answer.read_bytes() == data
    recipe = find_recipe(result.path)
    assert recipe is not None
    assert recipe.result is not None
    assert (recipe.result.key, recipe.result.request_id) == ("job-1/1", "req_5")
    assert recipe.settings.prompt == bench.draft.prompt
    assert recipe.mask is not None
    with closing(Journal(path)) as journal:
        (attempt,) = journal.attempts()
    assert attempt.state is AttemptState.KEPT
    assert attempt.answers[0].result == result.path
    with closing(Library(path)) as library:
        known = library.find(ResultKey("job-1/1"))
    assert known is not None
    assert (known.file, known.answer, known.request_id) == (result.path, answer, "req_5")
    assert (known.document, known.prompt) == ("doc-1", "A green plate.")


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("answers", "coffee-7.png"),
        ("fallback", "coffee-1.png"),
        ("answers", ".overpaint-0123456789ab.part"),
    ],
    ids=["named but not noted", "in the other folder", "complete but not named"],
)
def test_an_answer_is_found_by_its_bytes_however_far_it_was_saved(
    path: Path, bench: Bench, tmp_path: Path, folder: str, name: str
) -> None:
    data = bench.answer().path.read_bytes()
    file = tmp_path / folder / name
    file.parent.mkdir()
    file.write_bytes(data)
    (file.parent / "same-size.png").write_bytes(bytes(len(data)))
    crashed(path, keepsake_of(bench, tmp_path), AttemptChange(answers=(arrived(data),)))

    (finished,) = recovered(path).finished

    ((_, result),) = finished.results
    assert result.is_blended
    assert result.answer.path.read_bytes() == data
    assert result.answer.path.parent == file.parent
    assert not result.answer.path.name.startswith(".")
    assert not list(tmp_path.rglob("*.part"))


def test_a_result_that_was_made_is_remembered_and_not_made_again(
    path: Path, bench: Bench, tmp_path: Path
) -> None:
    made, _ = bench.work.finish(bench.answer())
    answer = arrived(made.answer.path.read_bytes(), made.answer.path)
    keepsake = keepsake_of(bench, tmp_path)
    here = replace(answer, result=made.path)
    crashed(path, keepsake, AttemptChange(state=AttemptState.ANSWERED, answers=(here,)))

    (finished,) = recovered(path).finished

    ((_, result),) = finished.results
    assert result.path == made.path
    assert result.is_blended
    assert result.stamp == made.stamp
    assert not (tmp_path / "results").exists()
    with closing(Library(path)) as library:
        assert library.by_file(made.path) is not None


def offered(path: Path) -> list[JobId]:
    """The jobs whose results are offered to their edits at a start that ends at once."""
    with closing(Journal(path)) as journal:
        found = homeless_attempts(journal)
        for attempt in found:
            finished = finished_again(journal, attempt)
            assert finished is not None
            assert all(result.is_blended for _, result in finished.results)
        return [attempt.job for attempt in found]


def test_a_result_is_offered_to_its_edit_until_that_has_it(
    path: Path, bench: Bench, tmp_path: Path
) -> None:
    made, _ = bench.work.finish(bench.answer())
    answer = arrived(made.answer.path.read_bytes(), made.answer.path)
    with closing(Journal(path)) as journal:
        journal.begin(JOB, 1, FACTS, keepsake_of(bench, tmp_path))
        journal.note(JOB, 1, AttemptChange(answers=(replace(answer, result=made.path),)))
        journal.note(JOB, 1, AttemptChange(state=AttemptState.KEPT))

    assert recovered(path) == Recovery()
    assert offered(path) == [JOB]
    assert offered(path) == [JOB]
    with closing(Journal(path)) as journal:
        (one,) = homeless_attempts(journal)
        journal.placed(one.job, one.number)
        journal.edits_saved()
    assert offered(path) == []


def test_an_answer_that_is_gone_was_billed_perhaps(
    path: Path, bench: Bench, tmp_path: Path
) -> None:
    half = tmp_path / "answers" / ".overpaint-0123456789ab.part"
    half.parent.mkdir()
    half.write_bytes(b"half of i")
    crashed(
        path, keepsake_of(bench, tmp_path), AttemptChange(answers=(arrived(b"half of it all"),))
    )

    recovery = recovered(path)

    assert recovery.finished == ()
    (attempt,) = recovery.unknown
    assert "cannot be found" in attempt.error


def test_without_its_picture_the_answer_itself_is_the_result(
    path: Path, bench: Bench, tmp_path: Path
) -> None:
    data = bench.answer().path.read_bytes()
    answer = tmp_path / "answers" / "coffee-1.png"
    answer.parent.mkdir()
    answer.write_bytes(data)
    keepsake = keepsake_of(bench, tmp_path)
    aside = bench.target.path.with_suffix(".away")
    bench.target.path.rename(aside)
    crashed(path, keepsake, AttemptChange(answers=(arrived(data, answer),)))
    try:
        (finished,) = recovered(path).finished
    finally:
        aside.rename(bench.target.path)

    ((_, result),) = finished.results
    assert result.failure is not None
    assert result.path.parent == tmp_path / "results"
    assert result.path.read_bytes() == data


def test_a_keepsake_of_another_version_costs_no_answer(path: Path, tmp_path: Path) -> None:
    data = (Samples().rocket).read_bytes()
    answer = tmp_path / "rocket-1.png"
    answer.write_bytes(data)
    crashed(path, b'{"version": 99}', AttemptChange(answers=(arrived(data, answer),)))

    (finished,) = recovered(path).finished

    assert finished.results[0][1].path == answer
