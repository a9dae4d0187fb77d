"""Which rows can be sent, what they cost, and where the cap is."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.drafts import LOCAL_RULES, OPENAI_RULES, draft, picture
from overpaint.domain.batch import (
    BatchPlan,
    BatchRow,
    MaskPlan,
    MaskRule,
    recipe_of,
)
from overpaint.domain.batch_check import RowFacts, judge_all, total, unused_names
from overpaint.domain.batch_purse import Purse, Room
from overpaint.domain.charges import Charge, expected_charge
from overpaint.domain.choices import Quality
from overpaint.domain.draft import MaskFacts
from overpaint.domain.frame import FrameChoice, FramePlan, Rect
from overpaint.domain.framing import as_sent
from overpaint.domain.pricing import estimate
from overpaint.domain.profiles import BUILT_IN, OPENAI, ServerKind, ServerProfile
from overpaint.domain.sizes import Size

OTHER = ServerProfile("mine", ServerKind.COMPATIBLE, "http://localhost:1/v1")
RECIPE = recipe_of(draft(prompt="A {colour} chair", quality=Quality.LOW), [picture(9)])
FACTS = RowFacts(picture(1))


def row(number: int, colour: str = "red", **changes: object) -> BatchRow:
    made = BatchRow(number, Path(f"{number}.png"), (("Colour", colour),))
    return replace(made, **changes)  # type: ignore[arg-type]  # by the names of its fields


def plan(*rows: BatchRow, **changes: object) -> BatchPlan:
    made = BatchPlan(RECIPE, rows, names=("Colour",))
    return replace(made, **changes)  # type: ignore[arg-type]  # as above


def facts(*rows: BatchRow, **changes: object) -> dict[int, RowFacts]:
    one = replace(FACTS, **changes)  # type: ignore[arg-type]  # as above
    return {made.number: one for made in rows}


def test_a_fit_row_has_its_edit_and_its_price() -> None:
    rows = (row(1), row(2, "blue"))

    verdicts = judge_all(plan(*rows), facts(*rows), OPENAI_RULES, OPENAI)

    assert all(verdict.is_fit for verdict in verdicts.values())
    made = verdicts[2].draft
    assert made is not None
    assert made.prompt == "A blue chair"
    assert [image.id for image in made.inputs] == ["id-1", "id-9"]
    assert made.partial_images == 0


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (row(2, ""), "There is no value for {colour}"),
        (row(2, values=()), "There is no value for {colour}"),
        (row(2, picture=Path("1.png")), "It is the same as row 1"),
    ],
)
def test_a_bad_row_says_why_and_the_others_stay(bad: BatchRow, said: str) -> None:
    rows = (row(1), bad, row(3))

    verdicts = judge_all(plan(*rows), facts(*rows), OPENAI_RULES, OPENAI)

    assert said in " ".join(map(str, verdicts[2].refusals))
    assert verdicts[1].is_fit
    assert verdicts[3].is_fit


def test_a_variable_without_a_column_is_told_in_every_row() -> None:
    made = plan(row(1), recipe=replace(RECIPE, prompt="A {size} {colour} chair of {stem}"))

    verdict = judge_all(made, facts(row(1)), OPENAI_RULES, OPENAI)[1]

    assert "There is no column for {size}." in str(verdict.refusals[0])


def test_rules_of_the_model_hold_for_every_row() -> None:
    rows = (row(1), row(2))
    made = plan(*rows, recipe=replace(RECIPE, model="dall-e-2"))
    seen = {1: RowFacts(picture(1, size=Size(512, 512))), 2: FACTS}

    verdicts = judge_all(made, seen, LOCAL_RULES, OTHER)

    assert "square" not in str(verdicts[1].refusals)
    assert any("square" in str(reason) for reason in verdicts[2].refusals)


def test_the_name_of_the_picture_is_always_there() -> None:
    made = plan(row(7), recipe=replace(RECIPE, prompt="{stem} in {colour}"))

    verdict = judge_all(made, facts(row(7)), OPENAI_RULES, OPENAI)[7]

    assert verdict.draft is not None
    assert verdict.draft.prompt == "7 in red"


def test_the_price_is_that_of_what_is_sent() -> None:
    large = picture(1, size=Size(8000, 6000))
    mask = MaskFacts(large.size, 0.01, Rect(4000, 3000, 300, 200))
    made = draft(inputs=(large,), mask=mask, quality=Quality.LOW)
    model = OPENAI_RULES.model(made)

    sent = as_sent(made, model)

    assert sent.size is not None
    assert sent.target is not None
    assert sent.target.size == sent.size
    assert expected_charge(made, model, OPENAI).estimate == estimate(sent, model)


def test_totals_add_up_and_say_what_is_unknown() -> None:
    rows = tuple(row(number) for number in range(1, 5))
    charges = [
        verdict.charge
        for verdict in judge_all(plan(*rows), facts(*rows), OPENAI_RULES, OPENAI).values()
        if verdict.charge is not None
    ]

    summed = total(charges)

    one = charges[0].estimate
    assert one is not None
    assert summed.estimate is not None
    assert summed.estimate.most_usd == 4 * one.most_usd
    assert summed.estimate.least_usd == 4 * one.least_usd
    assert len(summed.estimate.parts) == len(one.parts)
    unknown: Charge = expected_charge(draft(), OPENAI_RULES.model(draft()), OTHER)
    assert total([*charges, unknown]).unknown == 1
    assert total([*charges, unknown]).most_usd is None
    assert total([expected_charge(draft(), OPENAI_RULES.model(draft()), BUILT_IN)]).is_free


def test_columns_that_the_prompt_leaves_out_are_named() -> None:
    assert unused_names(plan(names=("Colour", "sku"))) == ("sku",)


def test_a_recipe_leaves_the_one_picture_behind() -> None:
    placed = FramePlan(FrameChoice.PLACED, placed=Rect(0, 0, 9, 9))
    made = recipe_of(draft(variants=3, frame=placed, mask=MaskFacts(Size(9, 9), 1.0)), ())

    assert (made.inputs, made.mask, made.stream, made.partial_images) == ((), None, False, 0)
    assert made.frame.choice is FrameChoice.AUTO


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("none", MaskPlan()),
        ("alpha", MaskPlan(MaskRule.ALPHA)),
        ("masks/{stem}.png", MaskPlan(MaskRule.BESIDE, "masks/{stem}.png")),
        ("logo.png", MaskPlan(MaskRule.ONE, path=Path("logo.png"))),
    ],
)
def test_mask_rules_are_read_from_text(text: str, rule: MaskPlan) -> None:
    assert MaskPlan.read(text) == rule


def test_a_pattern_names_the_mask_of_a_picture() -> None:
    plan = MaskPlan(MaskRule.BESIDE)

    assert plan.beside(Path("in/chair.v2.jpg")) == Path("in/chair.v2.mask.png")
    assert MaskPlan(MaskRule.BESIDE, "m/{name}.png").beside(Path("a.jpg")) == Path("m/a.jpg.png")


@given(
    cap=st.decimals(Decimal("0.01"), 10, places=2),
    rows=st.lists(st.tuples(st.decimals(0, 2, places=3), st.floats(0, 1)), min_size=1, max_size=12),
    parallel=st.integers(1, 4),
)
def test_no_order_of_ends_crosses_the_cap(
    cap: Decimal, rows: list[tuple[Decimal, float]], parallel: int
) -> None:
    purse = Purse(cap)
    running: list[tuple[int, Decimal, float]] = []
    for number, (most, share) in enumerate(rows):
        while running and (len(running) >= parallel or purse.room_for(most) is Room.LATER):
            ended, held, part = running.pop(0)
            purse.settle(ended, held * Decimal(str(round(part, 3))))
        if purse.room_for(most) is Room.NO:
            break
        purse.hold(number, most)
        running.append((number, most, share))
        assert purse.spent_usd + purse.held_usd <= cap
    for ended, held, _ in running:
        purse.settle(ended, held)
    assert purse.spent_usd <= cap
