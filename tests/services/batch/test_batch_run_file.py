"""Batches on disk: written and read back whole, held once, settled after a cut."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from helpers.drafts import draft, picture
from overpaint.domain.batch import (
    BatchPlan,
    BatchRow,
    MaskPlan,
    MaskRule,
    RowRecord,
    RowState,
    recipe_of,
)
from overpaint.domain.blend import BlendMethod, BlendRecipe
from overpaint.domain.choices import Background, Moderation, Quality
from overpaint.domain.errors import SettingsError, StorageError
from overpaint.domain.sizes import Size
from overpaint.domain.text import say
from overpaint.services.batch.run_file import RunFile, RunHeader, runs_in

ROWS = (
    BatchRow(1, Path("a.png"), (("colour", "red"),), line=2),
    BatchRow(2, Path("b\udcff.png"), (("colour", "ro{t}\n"),), Path("b.mask.png"), 3),
    BatchRow(3, None, line=4, fault=say("batch", "This line has {count} cells", count=9)),
)
PLAN = BatchPlan(
    recipe_of(
        draft(
            prompt="{colour} “chair”",
            size=Size(1536, 1024),
            quality=Quality.HIGH,
            background=Background.OPAQUE,
            moderation=Moderation.LOW,
            blend=BlendRecipe(method=BlendMethod.GRADIENT, opacity=0.5),
            extra_fields=(("a", "b"),),
        ),
        [picture(2, conversions=(say("images", "turned upright"),))],
    ),
    ROWS,
    MaskPlan(MaskRule.BESIDE, "m/{stem}.png"),
    ("colour",),
    Decimal("5.00"),
    parallel=3,
)


@pytest.fixture
def run(tmp_path: Path) -> Iterator[RunFile]:
    header = RunHeader.new(tmp_path / "out", server="openai", bills=True)
    made = RunFile.create(tmp_path / "batches", header, PLAN)
    yield made
    made.close()


def test_everything_comes_back_as_it_was(run: RunFile) -> None:
    done = RowRecord(
        RowState.DONE,
        (say("errors", "Saved in {folder}, {count} times.", folder="x", count=3),),
        (Path("out/a-1.png"),),
        Decimal("0.0531"),
        request_id="req_1",
        elapsed_s=12.5,
    )
    run.put(1, done)
    run.close()

    again = RunFile.open(run.path)

    assert (again.header, again.plan) == (run.header, PLAN)
    assert again.record(1) == done
    assert str(again.record(1).reasons[0]) == "Saved in x, 3 times."
    assert again.record(2) == RowRecord()
    assert again.spent_usd == Decimal("0.0531")
    again.close()


def test_rows_that_were_cut_off_are_settled_by_what_had_left(run: RunFile) -> None:
    run.put(1, RowRecord(RowState.PREPARING))
    run.put(2, RowRecord(RowState.SENDING, spent_usd=Decimal("0.2"), is_exact=False))
    run.close()

    again = RunFile.open(run.path)

    assert again.record(1).state is RowState.READY
    assert again.record(2).state is RowState.MAYBE_BILLED
    assert again.spent_usd == Decimal("0.2")
    assert "may have charged" in " ".join(map(str, again.record(2).reasons))
    again.close()


def test_a_free_server_charges_for_nothing_that_was_cut_off(tmp_path: Path) -> None:
    made = RunFile.create(tmp_path, RunHeader.new(tmp_path, bills=False), PLAN)
    made.put(1, RowRecord(RowState.SENDING))
    made.close()

    again = RunFile.open(made.path)

    assert again.record(1).state is RowState.READY
    again.close()


def test_two_cannot_carry_it_out_at_once(run: RunFile) -> None:
    with pytest.raises(SettingsError, match="under way in another"):
        RunFile.open(run.path)

    run.close()
    RunFile.open(run.path).close()


def test_a_file_that_cannot_be_written_leaves_the_old_one(run: RunFile) -> None:
    before = run.path.read_text()
    run.path.parent.rename(run.path.parent.with_name("moved"))

    with pytest.raises(StorageError, match="nothing more is sent"):
        run.put(1, RowRecord(RowState.SENDING))

    assert run.path.parent.with_name("moved").joinpath(run.path.name).read_text() == before


def test_a_list_tells_which_are_unfinished(run: RunFile, tmp_path: Path) -> None:
    (tmp_path / "batches" / "broken.json").write_text("{")
    for row in ROWS:
        run.put(row.number, RowRecord(RowState.DONE))
    other = RunFile.create(run.path.parent, RunHeader.new(tmp_path, bills=True), PLAN)
    other.close()

    summaries = {summary.path: summary for summary in runs_in(run.path.parent)}

    assert set(summaries) == {run.path, other.path}
    assert not summaries[run.path].is_unfinished
    assert summaries[other.path].is_unfinished
    assert summaries[run.path].counts == {RowState.DONE: 3}


def test_a_new_plan_keeps_what_is_known_of_its_rows(run: RunFile) -> None:
    run.put(1, RowRecord(RowState.DONE))
    run.put(2, RowRecord(RowState.FAILED, spent_usd=Decimal("0.1")))

    run.replan(replace(PLAN, rows=(ROWS[1], BatchRow(9, Path("n.png")))))
    run.try_again([2])

    assert run.record(2) == RowRecord(spent_usd=Decimal("0.1"))
    assert [row.number for row in run.in_state(RowState.READY)] == [2, 9]
    written = json.loads(run.path.read_text())
    assert [entry["row"]["number"] for entry in written["rows"]] == [2, 9]


def test_what_a_later_version_adds_is_passed_over(run: RunFile) -> None:
    written = json.loads(run.path.read_text())
    written["plan"]["of_tomorrow"] = 1
    written["rows"][0]["row"]["of_tomorrow"] = [1]
    run.path.write_text(json.dumps(written))
    run.close()

    again = RunFile.open(run.path)

    assert again.plan == PLAN
    again.close()
