"""Spending as CSV: the same figures, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overpaint.domain.spending import Certainty, Grouping, Spend
from overpaint.domain.spending_table import (
    amount_text,
    safe_cell,
    spends_as_csv,
    totals_as_csv,
)


def read(text: str) -> list[list[str]]:
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline="")))


def spend(server: str = "openai", amount: str = "0.0532") -> Spend:
    time = datetime(2026, 11, 24, 12, tzinfo=UTC)
    return Spend(time, "gpt-image-2", server, Decimal(amount), Certainty.EXACT, 1, ("A", "B"), "r1")


def test_every_sum_is_a_line_with_iso_time_and_a_point() -> None:
    head, row = read(spends_as_csv([spend()]))

    told = dict(zip(head, row, strict=True))
    assert datetime.fromisoformat(told["time"]) == spend().time
    assert told["amount_usd"] == "0.0532"
    assert (told["certainty"], told["collections"], told["request_id"]) == ("exact", "A; B", "r1")


def test_groups_are_named_in_the_first_column() -> None:
    head, row = read(totals_as_csv([spend(), spend(amount="1")], Grouping.SERVER))

    assert head[:2] == ["server", "spent_usd"]
    assert row[:2] == ["openai", "1.0532"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_no_cell_begins_as_a_formula_does(start: str) -> None:
    (_, row) = read(spends_as_csv([spend(server=f"{start}HYPERLINK(1)")]))

    assert row[2] == f"'{start}HYPERLINK(1)"


@settings(max_examples=50)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_every_other_text_comes_back_as_it_was(text: str) -> None:
    (_, row) = read(spends_as_csv([spend(server=text)]))

    assert row[2] == safe_cell(text)
    assert row[2].removeprefix("'") == text.removeprefix("'")


@pytest.mark.parametrize(
    ("amount", "text"),
    [("1", "1.00"), ("0.05", "0.05"), ("0.053200", "0.0532"), ("1E-7", "0.0000001"), ("0", "0.00")],
)
def test_amounts_are_plain_decimals(amount: str, text: str) -> None:
    assert amount_text(Decimal(amount)) == text
