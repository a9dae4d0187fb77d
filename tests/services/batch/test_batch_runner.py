"""Rows are sent side by side, once each, within the cap; pausing and stopping lose nothing."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from helpers.batches import KEY, Batch, pictures, plan_for
from helpers.drafts import CATALOGUE
from helpers.edits import png
from helpers.samples import Samples
from helpers.scripted_server import (
    Script,
    ScriptedServer,
    Stall,
    completed_event,
    reply,
    streamed,
)
from overpaint.domain.batch import BatchPlan, BatchRow, MaskPlan, MaskRule, RowState
from overpaint.domain.errors import Action
from overpaint.domain.events import Partial
from overpaint.domain.limits import Allowance
from overpaint.services.batch.events import BatchEvent, EndKind, RowChanged, RowProgress
from overpaint.services.batch.run_file import RunFile
from overpaint.services.endpoint.launch import EndpointServer

DONE, READY, REFUSED = RowState.DONE, RowState.READY, RowState.REFUSED


Begin = Callable[..., Batch]


@pytest.fixture(scope="module")
def shared_endpoint() -> Iterator[EndpointServer]:
    with EndpointServer(CATALOGUE) as running:
        yield running


class Counted:
    """The built-in endpoint, and how many edits it got since the test began."""

    def __init__(self, server: EndpointServer) -> None:
        self.url, self.key = server.base_url, server.key
        self._server, self._before = server, server.posts

    @property
    def posts(self) -> int:
        return self._server.posts - self._before


@pytest.fixture
def endpoint(shared_endpoint: Counted) -> Counted:
    return Counted(shared_endpoint)


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Begin]:
    """Makes batches in folders of their own, and lets go of them."""
    made: list[Batch] = []

    def make(
        server: Counted | ScriptedServer,
        plan: BatchPlan,
        *,
        prices: bool = False,
        allowance: Allowance = Allowance(),  # noqa: B008 - immutable
    ) -> Batch:
        key = server.key if isinstance(server, Counted) else KEY
        folder = tmp_path / f"batch-{len(made)}"
        made.append(Batch(folder, server.url, plan, key=key, prices=prices, allowance=allowance))
        return made[-1]

    yield make
    for batch in made:
        batch.run.close()


@pytest.fixture
def scripted() -> Iterator[ScriptedServer]:
    with ScriptedServer() as running:
        running.play(streamed(completed_event(png())))
        yield running


def test_every_row_is_sent_once_and_saved_under_its_name(
    endpoint: Counted, begin: Begin, tmp_path: Path
) -> None:
    plan = plan_for(pictures(tmp_path / "in", 5), parallel=4)
    batch = begin(endpoint, plan)

    end = asyncio.run(batch.carry_out())

    assert end.kind is EndKind.FINISHED
    assert endpoint.posts == 5
    assert batch.states() == [DONE] * 5
    names = sorted(path.name for path in batch.out.iterdir())
    assert names == [f"photo-{number}-1.png" for number in range(1, 6)]
    red = np.asarray(Image.open(batch.run.record(1).results[0]).convert("RGB"))
    assert (red[..., 0] == red[..., 1]).all()
    assert not [e for e in batch.events if isinstance(e, RowProgress) and type(e.event) is Partial]


def test_no_more_rows_run_side_by_side_than_were_asked_for(
    endpoint: Counted, begin: Begin, tmp_path: Path
) -> None:
    plan = plan_for(pictures(tmp_path / "in", 6), parallel=2)
    batch = begin(endpoint, plan)
    most = 0

    def count(_event: BatchEvent) -> None:
        nonlocal most
        most = max(most, sum(state.is_running for state in batch.states()))

    batch.on_event = count
    asyncio.run(batch.carry_out())

    assert most == 2


def test_masks_protect_what_they_do_not_cover(
    endpoint: Counted, begin: Begin, samples: Samples, tmp_path: Path
) -> None:
    rows = (
        BatchRow(1, samples.coffee, mask=samples.coffee_mask),
        BatchRow(2, samples.raccoon, mask=samples.raccoon_mask),
    )
    plan = replace(plan_for([]), rows=rows, recipe=replace(plan_for([]).recipe, size=None))
    batch = begin(endpoint, plan)

    asyncio.run(batch.carry_out())

    before = np.asarray(Image.open(samples.coffee).convert("RGB"))
    after = np.asarray(Image.open(batch.run.record(1).results[0]).convert("RGB"))
    far = np.asarray(Image.open(samples.coffee_mask).convert("L")) == 0
    far[:-20] &= far[20:]
    assert before.shape == after.shape
    assert (before != after).any()
    corner = np.s_[:20, :20]
    assert (before[corner] == after[corner]).all()


def test_bad_rows_are_told_and_cost_nothing(
    endpoint: Counted, begin: Begin, tmp_path: Path
) -> None:
    paths = pictures(tmp_path / "in", 3)
    broken = tmp_path / "in" / "broken.png"
    broken.write_bytes(b"no picture")
    rows = [*paths, tmp_path / "gone.png", broken, paths[0]]
    plan = plan_for(rows, masks=MaskPlan(MaskRule.NONE))
    batch = begin(endpoint, plan)

    asyncio.run(batch.carry_out())

    assert batch.states() == [DONE] * 3 + [REFUSED] * 3
    assert endpoint.posts == 3
    assert "gone.png" in batch.reason(4)
    assert "broken.png" in batch.reason(5)
    assert "same as row 1" in batch.reason(6)


def test_a_mask_is_needed_where_the_rule_says_so(
    endpoint: Counted, begin: Begin, tmp_path: Path
) -> None:
    paths = pictures(tmp_path / "in", 3)
    Image.new("L", (48, 32), 255).save(tmp_path / "in" / "photo-1.mask.png")
    Image.new("L", (48, 32), 0).save(tmp_path / "in" / "photo-2.mask.png")
    plan = plan_for(paths, masks=MaskPlan(MaskRule.BESIDE))
    batch = begin(endpoint, plan)

    asyncio.run(batch.carry_out())

    assert batch.states() == [DONE, REFUSED, REFUSED]
    assert "is empty" in batch.reason(2)
    assert "There is no mask “photo-3.mask.png”" in batch.reason(3)


def test_one_mask_is_scaled_to_every_picture(
    endpoint: Counted, begin: Begin, tmp_path: Path
) -> None:
    mask = Image.new("L", (24, 16), 0)
    mask.paste(255, (0, 0, 12, 16))
    mask.save(tmp_path / "mask.png")
    plan = plan_for(
        pictures(tmp_path / "in", 2, (192, 128)),
        masks=MaskPlan(MaskRule.ONE, path=tmp_path / "mask.png"),
    )
    batch = begin(endpoint, plan)

    asyncio.run(batch.carry_out())

    assert batch.states() == [DONE, DONE]
    after = np.asarray(Image.open(batch.run.record(1).results[0]).convert("RGB"))
    assert after.shape == (128, 192, 3)
    assert (after[:, 150:] == (255, 0, 0)).all()
    assert (after[:, :40] != (255, 0, 0)).any()


def test_what_is_transparent_can_be_the_mask(
    endpoint: Counted, begin: Begin, tmp_path: Path
) -> None:
    paths = pictures(tmp_path / "in", 2)
    holed = Image.new("RGBA", (48, 32), "red")
    holed.paste((0, 0, 0, 0), (0, 0, 16, 16))
    holed.save(paths[0])
    plan = plan_for(paths, masks=MaskPlan(MaskRule.ALPHA))
    batch = begin(endpoint, plan)

    asyncio.run(batch.carry_out())

    assert batch.states() == [DONE, REFUSED]
    assert "Nothing in “photo-2.png” is transparent" in batch.reason(2)


def test_a_trial_sends_one_row_and_the_rest_does_not_repeat_it(
    endpoint: Counted, begin: Begin, tmp_path: Path
) -> None:
    batch = begin(endpoint, plan_for(pictures(tmp_path / "in", 3)))

    async def trial() -> None:
        assert (await batch.carry_out([2])).kind is EndKind.FINISHED
        assert batch.states() == [READY, DONE, READY]
        assert endpoint.posts == 1
        await batch.carry_out()

    asyncio.run(trial())

    assert endpoint.posts == 3
    assert batch.states() == [DONE] * 3


def test_pausing_lets_what_runs_end_and_a_new_run_goes_on(
    endpoint: Counted, begin: Begin, tmp_path: Path
) -> None:
    plan = plan_for(pictures(tmp_path / "in", 5), parallel=2)
    batch = begin(endpoint, plan)
    runner = batch.runner()

    def pause_at_the_first_end(event: BatchEvent) -> None:
        if isinstance(event, RowChanged) and event.record.state is DONE:
            runner.pause()

    batch.on_event = pause_at_the_first_end
    paused = asyncio.run(runner.carry_out())
    sent_before = endpoint.posts
    left = batch.states()

    batch.on_event = lambda _event: None
    finished = asyncio.run(batch.carry_out())

    assert paused.kind is EndKind.PAUSED
    assert sent_before in {1, 2}
    assert left.count(DONE) == sent_before
    assert left.count(READY) == 5 - sent_before
    assert finished.kind is EndKind.FINISHED
    assert endpoint.posts == 5


def test_stopping_says_what_may_be_charged_and_does_not_send_it_again(
    scripted: ScriptedServer, begin: Begin, tmp_path: Path
) -> None:
    scripted.play(Script((Stall(),)))
    batch = begin(scripted, plan_for(pictures(tmp_path / "in", 3), parallel=1))
    runner = batch.runner()

    async def stop_while_it_waits() -> EndKind:
        running = asyncio.create_task(runner.carry_out())
        await asyncio.to_thread(scripted.stalled.wait, 10)
        runner.stop()
        return (await running).kind

    assert asyncio.run(stop_while_it_waits()) is EndKind.STOPPED
    assert batch.states() == [RowState.MAYBE_BILLED, READY, READY]
    assert "may charge" in batch.reason(1)

    scripted.play(streamed(completed_event(png())))
    asyncio.run(batch.carry_out())

    assert len(scripted.posts) == 3
    assert batch.states() == [RowState.MAYBE_BILLED, DONE, DONE]


def test_a_row_is_on_disk_as_sending_before_the_server_hears_of_it(
    scripted: ScriptedServer, begin: Begin, tmp_path: Path
) -> None:
    scripted.play(Script((Stall(),)))
    batch = begin(scripted, plan_for(pictures(tmp_path / "in", 1)))

    async def look_while_it_is_sent() -> str:
        running = asyncio.create_task(batch.carry_out())
        await asyncio.to_thread(scripted.headers_read.wait, 10)
        await asyncio.to_thread(scripted.body_read.wait, 10)
        written = json.loads(batch.run.path.read_text())
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        return str(written["rows"][0]["record"]["state"])

    assert asyncio.run(look_while_it_is_sent()) == "sending"
    assert batch.states() == [RowState.MAYBE_BILLED]
    batch.run.close()
    again = RunFile.open(batch.run.path)
    assert again.record(1).state is RowState.MAYBE_BILLED
    again.close()


def test_the_cap_counts_true_costs_and_stops_before_it_is_crossed(
    scripted: ScriptedServer, begin: Begin, tmp_path: Path
) -> None:
    plan = plan_for(pictures(tmp_path / "in", 6), parallel=1)
    probe = begin(scripted, plan, prices=True)
    asyncio.run(probe.carry_out([1]))
    true_usd = probe.run.record(1).spent_usd
    assert probe.run.record(1).is_exact
    upper = _upper(scripted, begin, plan_for(pictures(tmp_path / "in", 1)))
    assert true_usd < upper

    cap = 2 * true_usd + upper
    batch = begin(scripted, replace(plan, cap_usd=cap), prices=True)
    end = asyncio.run(batch.carry_out())

    done = batch.states().count(DONE)
    assert end.kind is EndKind.CAP_REACHED
    assert batch.run.spent_usd == done * true_usd
    assert batch.run.spent_usd <= cap < batch.run.spent_usd + upper
    assert batch.states()[done:] == [READY] * (6 - done)
    assert done >= 3


def _upper(scripted: ScriptedServer, begin: Begin, plan: BatchPlan) -> Decimal:
    """What a row costs where the server does not tell: the dearest case."""
    scripted.play(streamed(completed_event(png(), usage=None)))
    batch = begin(scripted, plan, prices=True)
    asyncio.run(batch.carry_out())
    scripted.play(streamed(completed_event(png())))
    assert not batch.run.record(1).is_exact
    return batch.run.record(1).spent_usd


def test_rows_under_way_count_with_what_they_may_cost(
    scripted: ScriptedServer, begin: Begin, tmp_path: Path
) -> None:
    upper = _upper(scripted, begin, plan_for(pictures(tmp_path / "in", 1)))
    plan = plan_for(pictures(tmp_path / "in", 3), parallel=3, cap_usd=upper * Decimal("1.5"))
    batch = begin(scripted, plan, prices=True)
    most = 0

    def count(_event: BatchEvent) -> None:
        nonlocal most
        most = max(most, sum(state.is_running for state in batch.states()))

    batch.on_event = count
    asyncio.run(batch.carry_out())

    assert most == 1
    assert batch.states().count(DONE) >= 2


def test_a_cap_needs_prices(scripted: ScriptedServer, begin: Begin, tmp_path: Path) -> None:
    plan = plan_for(pictures(tmp_path / "in", 2), cap_usd=Decimal(1))
    batch = begin(scripted, plan)

    end = asyncio.run(batch.carry_out())

    assert end.kind is EndKind.HALTED
    assert "prices are unknown" in str(end.error)
    assert scripted.posts == []


def test_a_refused_key_halts_instead_of_failing_every_row(
    scripted: ScriptedServer, begin: Begin, tmp_path: Path
) -> None:
    error = {"error": {"message": "Incorrect API key", "code": "invalid_api_key"}}
    scripted.play(reply(error, status=401))
    batch = begin(scripted, plan_for(pictures(tmp_path / "in", 4), parallel=1))

    end = asyncio.run(batch.carry_out())

    assert end.kind is EndKind.HALTED
    assert end.error is not None
    assert end.error.action is Action.ENTER_KEY
    assert batch.states() == [RowState.FAILED, READY, READY, READY]


def test_a_refused_prompt_fails_its_row_only_and_can_be_tried_again(
    scripted: ScriptedServer, begin: Begin, tmp_path: Path
) -> None:
    error = {"error": {"message": "Bad", "code": "moderation_blocked", "type": "user_error"}}
    good = streamed(completed_event(png()))
    scripted.play(reply(error, status=400), good)
    batch = begin(scripted, plan_for(pictures(tmp_path / "in", 3), parallel=1))

    first = asyncio.run(batch.carry_out())
    states = batch.states()
    batch.run.try_again([1])
    asyncio.run(batch.carry_out())

    assert first.kind is EndKind.FINISHED
    assert states == [RowState.FAILED, DONE, DONE]
    assert batch.states() == [DONE] * 3
    assert len(scripted.posts) == 4


def test_a_run_file_that_cannot_be_written_keeps_rows_from_being_sent(
    scripted: ScriptedServer, begin: Begin, tmp_path: Path
) -> None:
    batch = begin(scripted, plan_for(pictures(tmp_path / "in", 3), parallel=1))

    def lose_the_folder(event: BatchEvent) -> None:
        if isinstance(event, RowChanged) and event.record.state is RowState.PREPARING:
            batch.run.path.parent.rename(tmp_path / "moved")
            batch.on_event = lambda _event: None

    batch.on_event = lose_the_folder
    end = asyncio.run(batch.carry_out())

    assert end.kind is EndKind.HALTED
    assert "nothing more is sent" in str(end.error)
    assert [post.body for post in scripted.posts] in ([], [b""])


def test_a_spending_limit_ends_a_run_and_a_row_above_it_is_left_out(
    scripted: ScriptedServer, begin: Begin, tmp_path: Path
) -> None:
    upper = _upper(scripted, begin, plan_for(pictures(tmp_path / "in", 1)))
    plan = plan_for(pictures(tmp_path / "in", 3), parallel=1, cap_usd=Decimal(9))
    short = begin(scripted, plan, prices=True, allowance=Allowance(rest_usd=upper * Decimal("0.9")))
    dear = begin(scripted, plan, prices=True, allowance=Allowance(each_usd=upper * Decimal("0.9")))

    stopped, refused = asyncio.run(short.carry_out()), asyncio.run(dear.carry_out())

    assert stopped.kind is EndKind.LIMIT_REACHED
    assert short.states() == [READY] * 3
    assert refused.kind is EndKind.FINISHED
    assert dear.states() == [REFUSED] * 3
    assert "your limit for one" in str(dear.run.record(1).reasons[0])
