"""Result tiles follow the engine's events, one for one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from helpers.samples import Samples
from overpaint.domain.draft import InputImage
from overpaint.domain.errors import ApiError, Billing
from overpaint.domain.events import (
    Answer,
    Cancelled,
    Completed,
    Failed,
    JobId,
    Partial,
    Queued,
    Result,
    Sending,
    Waiting,
)
from overpaint.domain.sizes import Size
from overpaint.domain.text import say
from overpaint.ui.results.actions import ResultAction, available
from overpaint.ui.results.item import ResultState
from overpaint.ui.results.model import ResultRole, ResultsModel
from overpaint.ui.results.texts import detail, seconds_text
from overpaint.ui.thumbnails import ThumbnailLoader

JOB = JobId("job")


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def model(qapp: QApplication, qtmodeltester: ModelTester, clock: Clock) -> Iterator[ResultsModel]:
    loader = ThumbnailLoader()
    model = ResultsModel(loader, clock=clock)
    qtmodeltester.check(model)
    yield model
    loader.close()


def spoken(model: ResultsModel, row: int = 0) -> str:
    return str(model.data(model.index(row), Qt.ItemDataRole.AccessibleTextRole))


def title(model: ResultsModel, row: int = 0) -> str:
    return str(model.data(model.index(row), Qt.ItemDataRole.DisplayRole))


def refused(billing: Billing = Billing.NO) -> ApiError:
    return ApiError(
        say("errors", "The prompt was refused."),
        remedy=say("errors", "Rephrase it."),
        why=say("errors", "It breaks a rule."),
        status=400,
        billing=billing,
    )


def answer(path: Path) -> Answer:
    return Answer(path, "image/png", Size(640, 427))


def test_a_streamed_job_from_queue_to_result(
    model: ResultsModel, clock: Clock, samples: Samples
) -> None:
    model.expect(JOB, variant=2, previews=2, prompt="a cat")
    model.apply(Queued(JOB))
    assert title(model) == "Queued"

    clock.now = 130.0
    model.apply(Sending(JOB, 450, 1000))
    assert title(model) == "Sending 45 %"

    model.apply(Sending(JOB, 1000, 1000))
    assert model.item(0).state is ResultState.WAITING

    clock.now = 142.0
    model.apply(Partial(JOB, 0, samples.rocket))
    assert spoken(model) == "Variant 2, preview 1 of 2, 12 seconds"

    model.apply(Completed(JOB, (Result.plain(answer(samples.coffee)),), "id", None, 15.4))
    item = model.item(0)
    assert (item.state, item.picture, item.size) == (
        ResultState.DONE, samples.coffee, Size(640, 427),
    )  # fmt: skip
    assert spoken(model) == "Variant 2, finished, 640 by 427 pixels, as received, 15 seconds"


def test_waiting_in_the_queue_does_not_count(model: ResultsModel, clock: Clock) -> None:
    model.apply(Queued(JOB))
    clock.now += 60
    model.apply(Sending(JOB, 1, 2))
    clock.now += 5
    model._tick()

    assert model.item(0).elapsed_s == 5


def test_the_clock_runs_only_while_something_runs(model: ResultsModel) -> None:
    model.apply(Queued(JOB))
    assert model._timer.isActive()

    model.apply(Cancelled(JOB, maybe_billed=True))

    assert not model._timer.isActive()


def test_running_jobs_are_counted(model: ResultsModel, qtbot: QtBot) -> None:
    counts: list[int] = []
    model.running_changed.connect(counts.append)

    model.expect(JOB)
    model.expect(JobId("other"))
    model.apply(Failed(JOB, refused()))
    model.apply(Cancelled(JobId("other"), maybe_billed=False))

    assert counts == [1, 2, 1, 0]


def test_an_answer_of_many_becomes_many_tiles(model: ResultsModel, samples: Samples) -> None:
    model.set_original(None)
    model.expect(JOB, answers=3)
    model.expect(JobId("later"))

    model.apply(Completed(JOB, (Result.plain(answer(samples.rocket)),) * 3, "", None, 9.0))

    assert [title(model, row) for row in range(4)] == [
        "Variant 1", "Variant 2", "Variant 3", "Queued",
    ]  # fmt: skip
    assert len({model.item(row).key for row in range(4)}) == 4


def test_a_failed_tile_says_everything_and_keeps_its_preview(
    model: ResultsModel, samples: Samples
) -> None:
    model.apply(Partial(JOB, 0, samples.rocket))

    model.apply(Failed(JOB, refused(Billing.MAYBE)))

    tip = model.data(model.index(0), Qt.ItemDataRole.ToolTipRole)
    assert tip == "The prompt was refused.\nIt breaks a rule.\nRephrase it.\nMay be billed"
    assert model.item(0).picture == samples.rocket
    assert ResultAction.RETRY in available(model.item(0))
    assert ResultAction.SAVE_COPY not in available(model.item(0))


def test_nothing_happens_to_a_job_that_has_ended(model: ResultsModel, samples: Samples) -> None:
    model.apply(Cancelled(JOB, maybe_billed=True))

    model.apply(Partial(JOB, 0, samples.rocket))

    assert model.item(0).state is ResultState.CANCELLED
    assert model.rowCount() == 1


def test_an_older_preview_does_not_replace_a_newer_one(
    model: ResultsModel, samples: Samples
) -> None:
    model.apply(Partial(JOB, 1, samples.rocket))

    model.apply(Partial(JOB, 0, samples.coffee))

    assert (model.item(0).picture, model.item(0).previews_received) == (samples.rocket, 2)


def test_the_last_word_of_the_upload_does_not_hide_a_preview(
    model: ResultsModel, samples: Samples
) -> None:
    model.apply(Partial(JOB, 0, samples.rocket))

    model.apply(Sending(JOB, 10, 10))

    assert model.item(0).state is ResultState.PREVIEW


def test_a_retry_takes_the_place_of_what_failed(model: ResultsModel, samples: Samples) -> None:
    model.expect(JobId("first"))
    model.expect(JOB, variant=2)
    model.apply(Failed(JOB, refused()))

    model.expect(JobId("again"), variant=2, replaces=JOB)
    model.apply(Queued(JobId("again")))

    assert model.rowCount() == 2
    assert (model.item(1).job, model.item(1).state, model.item(1).error) == (
        JobId("again"), ResultState.QUEUED, None,
    )  # fmt: skip


def test_facts_that_come_after_the_first_event_keep_its_state(model: ResultsModel) -> None:
    model.apply(Sending(JOB, 5, 10))

    model.expect(JOB, variant=3, previews=2)

    assert (model.item(0).state, model.item(0).variant) == (ResultState.SENDING, 3)
    assert model.rowCount() == 1


def test_the_original_comes_first_and_follows_the_target(
    model: ResultsModel, samples: Samples
) -> None:
    model.expect(JOB)
    model.set_original(
        InputImage("a", samples.rocket, "rocket.png", Size(640, 427), "image/png", 1)
    )

    assert [title(model, row) for row in range(2)] == ["Original", "Queued"]
    model.remove("original")
    assert model.rowCount() == 2
    model.set_original(None)
    assert title(model) == "Queued"


def test_running_tiles_stay_and_ended_ones_can_go(model: ResultsModel, samples: Samples) -> None:
    model.expect(JOB)
    model.remove(str(JOB))
    assert model.rowCount() == 1

    model.apply(Cancelled(JOB, maybe_billed=False))
    model.remove(str(JOB))

    assert model.rowCount() == 0


def test_the_preview_stays_until_the_result_is_decoded(
    model: ResultsModel, samples: Samples, qtbot: QtBot
) -> None:
    model.apply(Partial(JOB, 0, samples.rocket))

    def picture() -> QImage:
        return model.data(model.index(0), ResultRole.PICTURE)

    qtbot.waitUntil(lambda: picture() is not None)
    preview = picture()

    model.apply(Completed(JOB, (Result.plain(answer(samples.coffee)),), "", None, 1.0))

    assert picture() is preview
    qtbot.waitUntil(lambda: picture() is not preview)
    assert picture().width() / picture().height() == pytest.approx(600 / 400, abs=0.02)


def test_long_waits_are_told_in_minutes(qapp: QApplication) -> None:
    assert seconds_text(59.9) == "59 s"
    assert seconds_text(65) == "1:05 min"


def test_a_job_that_waits_counts_down_and_says_why(model: ResultsModel, clock: Clock) -> None:
    reason = say("jobs", "the server is busy")
    model.apply(Sending(JOB, 10, 10))
    clock.now += 30

    model.apply(Waiting(JOB, 11.2, reason))

    item = model.item(0)
    assert (item.state, item.running) == (ResultState.PAUSED, True)
    assert ResultAction.CANCEL in available(item)
    assert (title(model), detail(item)) == ("Waiting 12 s", "The server is busy")
    assert spoken(model) == "Variant 1, waiting 12 s, The server is busy"

    model.apply(Waiting(JOB, 10.2, reason))
    assert title(model) == "Waiting 11 s"

    model.apply(Sending(JOB, 0, 10))
    clock.now += 4
    model.apply(Sending(JOB, 10, 10))
    assert model.item(0).state is ResultState.WAITING
    assert model.item(0).elapsed_s == 4
