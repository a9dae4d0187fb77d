from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from overpaint.domain.choices import Quality
from overpaint.domain.errors import Billing, ConnectionFailure
from overpaint.domain.events import (
    Answer,
    Cancelled,
    Completed,
    Failed,
    JobEvent,
    JobId,
    Partial,
    Queued,
    Result,
    Sending,
)
from overpaint.domain.pricing import Estimate, Part
from overpaint.domain.sizes import Size
from overpaint.domain.text import say
from overpaint.domain.usual_time import JobKind, UsualTime
from overpaint.services.queue import QueueOrder
from overpaint.ui.queue import texts
from overpaint.ui.queue.entry import QueueEntry, Section
from overpaint.ui.queue.model import QueueModel
from overpaint.ui.results.item import ResultItem, ResultState
from overpaint.ui.thumbnails import ThumbnailLoader

USUAL = UsualTime(72, 61, 88, first_preview_s=22)


class Clock:
    """Time that passes when a test says so."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def model(qapp: QApplication, clock: Clock) -> Iterator[QueueModel]:
    loader = ThumbnailLoader()
    model = QueueModel(loader, clock=clock)
    tester = QAbstractItemModelTester(model)
    yield model
    loader.close()
    del tester


def entry(name: str, **changes: object) -> QueueEntry:
    job = JobId(name)
    item = ResultItem(name, ResultState.QUEUED, job=job, prompt=f"paint {name}",
                      previews_expected=2, usual=USUAL)  # fmt: skip
    price = Estimate((Part(say("t", "all"), Decimal("0.10"), Decimal("0.12")),), approximate=True)
    kind = JobKind("studio", "gpt-image-2", "high", 1024 * 1024)
    made = QueueEntry(job, item, Section.WAITING, None, "Studio", "GPT Image 2", Quality.HIGH,
                      kind, bills=True, price=price)  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def fill(model: QueueModel, *names: str, running: int = 1) -> tuple[JobId, ...]:
    jobs = tuple(map(JobId, names))
    for name in names:
        model.add(entry(name))
    model.set_order(QueueOrder(jobs[:running], jobs[running:]))
    return jobs


def shown(model: QueueModel) -> list[str]:
    return [one.job for one in model.entries]


def _sent(model: QueueModel, job: JobId) -> None:
    model.apply(Sending(job, 9, 9))


def test_running_jobs_come_first_and_the_others_as_the_engine_says(model: QueueModel) -> None:
    a, b, c, d = fill(model, "a", "b", "c", "d")
    model.set_order(QueueOrder((a, c), (d, b)))

    assert shown(model) == ["a", "c", "d", "b"]
    assert [one.job for one in model.section(Section.WAITING)] == [d, b]


def test_a_row_keeps_its_selection_when_the_order_changes(model: QueueModel) -> None:
    a, b, c = fill(model, "a", "b", "c")
    kept = model.index(2).data(Qt.ItemDataRole.DisplayRole)
    index = QPersistentModelIndex(model.index(2))

    model.set_order(QueueOrder((a,), (c, b)))

    assert index.row() == 1
    assert index.data(Qt.ItemDataRole.DisplayRole) == kept == "paint c"


def test_places_and_a_pause_are_told_in_words(model: QueueModel) -> None:
    _, b, c = fill(model, "a", "b", "c")
    model.apply(Queued(b, 0))
    model.apply(Queued(c, 1))

    rows = {one.job: one for one in model.entries}
    assert texts.state(rows[b]) == "Next"
    assert texts.state(rows[c]) == "1 before it"
    assert texts.time(rows[c]) == "usually 60–90 s"
    model.apply(Queued(c, 1, held=True))
    assert model.entries[2].item.held


def test_time_goes_by_and_the_bar_is_never_full(model: QueueModel, clock: Clock) -> None:
    (a,) = fill(model, "a")
    _sent(model, a)
    clock.now += 12
    model._tick()
    (row,) = model.entries
    assert texts.time(row) == "12 s, usually 60–90 s"
    assert texts.first_preview(row) == "first preview after 22 s"

    model.apply(Partial(a, 0, Path("preview.png")))
    clock.now += 4000
    model._tick()

    (row,) = model.entries
    assert texts.first_preview(row) == ""
    assert row.item.work_share is not None
    assert 0.9 < row.item.work_share < 1


def test_what_brought_results_leaves_and_what_failed_stays(model: QueueModel) -> None:
    a, b, c = fill(model, "a", "b", "c", running=2)
    answer = Answer(Path("a.png"), "image/png", Size(8, 6))
    ended: list[tuple[QueueEntry, JobEvent]] = []
    model.ended.connect(lambda entry, event: ended.append((entry, event)))

    model.apply(Completed(a, (Result.plain(answer),), "", None, 2.0))
    error = ConnectionFailure(
        say("t", "The connection broke."), remedy=say("t", "Try again."), billing=Billing.MAYBE
    )
    model.apply(Failed(b, error))
    model.apply(Cancelled(c, maybe_billed=False))

    assert shown(model) == ["c", "b"]
    assert [event.job for _, event in ended] == [a, b, c]
    cancelled, failed = model.entries
    assert (texts.state(failed), texts.reason(failed)) == ("Failed", "The connection broke.")
    assert texts.price(failed) == "≈ $0.10–0.12"
    assert (texts.state(cancelled), texts.time(cancelled)) == ("Cancelled", "Not billed")
    assert texts.price(cancelled) == ""

    model.clear_ended()
    assert shown(model) == []


def test_a_job_that_is_tried_again_takes_the_place_of_the_old_one(model: QueueModel) -> None:
    (a,) = fill(model, "a")
    model.apply(Cancelled(a, maybe_billed=False))

    model.add(entry("again"), replaces=a)

    assert shown(model) == ["again"]


def test_counts_follow_every_change(model: QueueModel) -> None:
    told: list[tuple[int, int]] = []
    model.counts_changed.connect(lambda running, waiting: told.append((running, waiting)))

    a, b = fill(model, "a", "b")
    model.apply(Cancelled(a, maybe_billed=True))
    model.set_order(QueueOrder((b,), ()))

    assert told == [(0, 1), (0, 2), (1, 1), (0, 1), (1, 0)]


def test_only_what_has_been_sent_to_who_bills_may_cost_something(model: QueueModel) -> None:
    (a,) = fill(model, "a")
    assert not model.entries[0].maybe_billed_now
    _sent(model, a)
    assert model.entries[0].maybe_billed_now
    assert not replace(model.entries[0], bills=False).maybe_billed_now


def test_the_price_of_all_that_waits_is_added_up(model: QueueModel) -> None:
    fill(model, "a", "b", "c")
    waiting = model.section(Section.WAITING)

    assert texts.waiting_price(waiting) == "≈ $0.20–0.24 waits"
    assert texts.waiting_price([replace(waiting[0], price=None)]) == "price unknown"
    assert texts.waiting_price([replace(waiting[0], bills=False)]) == ""


def test_a_screen_reader_hears_state_prompt_and_place(model: QueueModel) -> None:
    _, b = fill(model, "a", "b")
    model.apply(Queued(b, 0))

    spoken = model.index(1).data(Qt.ItemDataRole.AccessibleTextRole)

    assert spoken == ("Next, paint b, Studio · GPT Image 2 · high, usually 60–90 s, ≈ $0.10–0.12")


def test_many_jobs_take_over_any_order(model: QueueModel) -> None:
    names = [f"{n:03}" for n in range(100)]
    jobs = tuple(map(JobId, names))
    for name in names:
        model.add(entry(name))

    model.set_order(QueueOrder((), tuple(reversed(jobs))))

    assert shown(model) == list(reversed(names))
