"""What an edit costs: on the button before it, on the result after it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from helpers.drafts import CATALOGUE
from overpaint.domain.choices import Quality
from overpaint.domain.draft import Draft, InputImage
from overpaint.domain.events import Answer, Completed, JobId, Result, Usage
from overpaint.domain.pricing import cost, estimate
from overpaint.domain.profiles import BUILT_IN, OPENAI, ServerKind, ServerProfile
from overpaint.domain.sizes import Size
from overpaint.ui.money import bill_for, price_note
from overpaint.ui.results import texts
from overpaint.ui.results.item import ResultItem, ResultState
from overpaint.ui.results.progress import advance

pytestmark = pytest.mark.usefixtures("qapp")

MODEL = CATALOGUE.model("gpt-image-2")
TARGET = InputImage("t", Path("t.png"), "t.png", Size(1024, 1024), "image/png", 1000)
DRAFT = Draft((TARGET,), prompt="a cat " * 20, size=Size(1024, 1024), quality=Quality.MEDIUM)
AZURE = ServerProfile("azure", ServerKind.AZURE, "https://example.azure.com")
OTHER = ServerProfile("my server", ServerKind.COMPATIBLE, "http://localhost:1/v1")
USAGE = Usage(1060, 1956, 3016, input_image_tokens=1024, input_text_tokens=36)


def tile(draft: Draft, profile: ServerProfile, answers: int, usage: Usage | None) -> ResultItem:
    item = ResultItem(
        "k", ResultState.WAITING, JobId("j"), bill=bill_for(draft, MODEL, profile), answers=answers
    )
    answer = Answer(Path("a.png"), "image/png", Size(1024, 1024))
    done = Completed(JobId("j"), (Result.plain(answer),) * answers, "", usage, 12.0)
    return advance(item, done, 12.0)[0]


def test_only_servers_with_published_prices_have_one(qapp: QApplication) -> None:
    assert price_note(DRAFT, MODEL, BUILT_IN).text == "free"
    assert price_note(DRAFT, MODEL, OTHER).text == "price unknown"
    assert "my server" in price_note(DRAFT, MODEL, OTHER).details
    expected = str(estimate(DRAFT, MODEL))
    assert expected.startswith("≈ $0.0")
    assert price_note(DRAFT, MODEL, OPENAI).text == expected
    assert price_note(DRAFT, MODEL, AZURE).text == expected


def test_a_model_outside_the_catalogue_has_no_price() -> None:
    note = price_note(DRAFT, CATALOGUE.model("of-tomorrow"), OPENAI)

    assert note.text == "price unknown"
    assert "of-tomorrow" in note.details


def test_the_details_list_every_part() -> None:
    lines = price_note(DRAFT, MODEL, OPENAI).details.splitlines()

    assert [line.split(":")[0] for line in lines[:4]] == ["Prompt", "Inputs", "Results", "Previews"]
    assert lines[0] == "Prompt: under $0.001"
    assert lines[3].startswith("Previews: up to $0.0")
    assert lines[4].startswith("An estimate")


def test_a_lower_bound_is_told_as_one() -> None:
    note = price_note(DRAFT, CATALOGUE.model("gpt-image-2.6-flare"), OPENAI)

    assert note.text.startswith("≥ $")
    assert "may be more" in note.details


def test_the_result_tells_the_true_cost_beside_the_estimate() -> None:
    done = tile(DRAFT, OPENAI, 1, USAGE)

    assert done.cost_usd == cost(USAGE, MODEL)
    assert texts.cost(done) == "$0.067"
    assert f"Cost $0.067, estimated {estimate(DRAFT, MODEL)}" in texts.tooltip(done)
    assert "$0.067" in texts.spoken(done)


def test_results_of_one_answer_share_its_cost_and_its_estimate() -> None:
    draft = replace(DRAFT, stream=False, variants=4)
    whole = estimate(draft, MODEL)
    assert whole is not None

    done = tile(draft, OPENAI, 4, USAGE)

    assert done.cost_usd == cost(USAGE, MODEL) / 4
    assert done.bill is not None
    assert done.bill.estimate is not None
    assert done.bill.estimate.most_usd == pytest.approx(whole.most_usd / 4)


@pytest.mark.parametrize("profile", [BUILT_IN, OTHER])
def test_where_nothing_is_billed_nothing_is_told(profile: ServerProfile) -> None:
    done = tile(DRAFT, profile, 1, USAGE)

    assert done.cost_usd is None
    assert texts.cost(done) == ""
    assert "$" not in texts.tooltip(done)


def test_without_a_count_the_estimate_stays() -> None:
    done = tile(DRAFT, OPENAI, 1, None)

    assert texts.cost(done) == "≈ $0.067"
    assert f"Estimated {estimate(DRAFT, MODEL)}" in texts.tooltip(done)


def test_an_unknown_price_makes_no_cost() -> None:
    bill = bill_for(DRAFT, CATALOGUE.model("of-tomorrow"), OPENAI)

    assert bill is not None
    assert bill.estimate is None
    assert bill.cost_usd(USAGE, 1) is None
