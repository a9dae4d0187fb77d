"""What the library says of money: every attempt once, by how sure its charge is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from overpaint.domain.attempts import ArrivedAnswer, AttemptChange, AttemptFacts, AttemptState
from overpaint.domain.errors import Billing, StorageError
from overpaint.domain.events import JobId
from overpaint.domain.spending import Certainty, total
from overpaint.domain.tallies import ResultRow
from overpaint.services.library.connection import library
from overpaint.services.library.journal import Journal
from overpaint.services.library.spending import read_spends, read_spent, write_table
from overpaint.services.library.statistics import add_rows

D = Decimal
ANSWER = ArrivedAnswer(1, 10, "0" * 64)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    journal = Journal(tmp_path / "library.sqlite3")
    yield journal
    journal.close()


def attempt(
    journal: Journal, job: str, state: AttemptState, *, bills: bool = True,
    estimate: str | None = "0.20", cost: str | None = None, billing: Billing = Billing.NO,
) -> None:  # fmt: skip
    """Write an attempt down that has come so far."""
    known = None if estimate is None else D(estimate)
    facts = AttemptFacts(
        "edit", "openai" if bills else "built-in", "gpt-image-2", "p", bills, known
    )
    journal.begin(JobId(job), 1, facts)
    answers = (ANSWER,) if state is AttemptState.KEPT else None
    spent = None if cost is None else D(cost)
    change = AttemptChange(state, billing, f"req-{job}", spent, answers=answers)
    journal.note(JobId(job), 1, change)


@pytest.mark.parametrize(
    ("state", "facts", "certainty", "amount"),
    [
        (AttemptState.KEPT, {"cost": "0.05"}, Certainty.EXACT, "0.05"),
        (AttemptState.KEPT, {}, Certainty.ESTIMATED, "0.20"),
        (AttemptState.KEPT, {"estimate": None}, Certainty.UNKNOWN, None),
        (AttemptState.KEPT, {"bills": False, "estimate": None}, Certainty.EXACT, "0"),
        (AttemptState.SENT, {}, Certainty.UNDER_WAY, "0.20"),
        (AttemptState.FAILED, {"billing": Billing.MAYBE}, Certainty.MAYBE, "0.20"),
        (AttemptState.CANCELLED, {"billing": Billing.MAYBE}, Certainty.MAYBE, "0.20"),
        (AttemptState.UNKNOWN, {"billing": Billing.MAYBE}, Certainty.MAYBE, "0.20"),
    ],
)
def test_an_attempt_counts_by_how_it_ended(
    journal: Journal, state: AttemptState, facts: dict[str, object], certainty: Certainty,
    amount: str | None,
) -> None:  # fmt: skip
    attempt(journal, "a", state, **facts)  # type: ignore[arg-type]

    (spend,) = read_spends(journal.path)

    assert spend.certainty is certainty
    assert spend.amount_usd == (None if amount is None else D(amount))
    assert (spend.job, spend.request_id) == ("a", "req-a")


@pytest.mark.parametrize("state", [AttemptState.REFUSED, AttemptState.CANCELLED])
def test_what_was_not_billed_is_no_sum(journal: Journal, state: AttemptState) -> None:
    attempt(journal, "a", state)

    assert read_spends(journal.path) == ()


def test_a_result_of_an_attempt_counts_once_and_an_earlier_one_too(journal: Journal) -> None:
    now = datetime.now(UTC)
    row = ResultRow(now - timedelta(hours=1), "gpt-image-2", "openai", None, 1, 5.0, D("0.10"))
    add_rows(journal.path, [row])
    attempt(journal, "a", AttemptState.KEPT, cost="0.05")
    later = ResultRow(now + timedelta(hours=1), "gpt-image-2", "openai", None, 1, 5.0, D("0.05"))
    add_rows(journal.path, [later])

    whole = total(read_spends(journal.path))

    assert whole.exact_usd == D("0.15")
    assert whole.results == 2


def test_collections_are_those_of_the_results(journal: Journal) -> None:
    attempt(journal, "a", AttemptState.KEPT, cost="0.05")
    with library(journal.path) as connection:
        connection.execute(
            "INSERT INTO results (id, key, at, time, edit, document, job, variant, file, name,"
            " prompt, model, server, width, height, request_id)"
            " VALUES (1, 'a/1', 0, 0, '', '', 'a', 1, 'f', 'f', '', '', '', 1, 1, '')"
        )
        connection.execute("INSERT INTO collections VALUES (1, 'Shoes', 'shoes')")
        connection.execute("INSERT INTO collection_results VALUES (1, 1)")

    (spend,) = read_spends(journal.path)

    assert spend.collections == ("Shoes",)


def test_what_is_older_is_left_out(journal: Journal) -> None:
    attempt(journal, "a", AttemptState.KEPT, cost="0.05")
    now = datetime.now(UTC)

    assert len(read_spends(journal.path, now - timedelta(minutes=1))) == 1
    assert read_spends(journal.path, now + timedelta(minutes=1)) == ()
    assert read_spent(journal.path, now).today.exact_usd == D("0.05")


def test_without_a_library_nothing_was_spent(tmp_path: Path) -> None:
    assert read_spends(tmp_path / "none.sqlite3") == ()
    assert not (tmp_path / "none.sqlite3").exists()


def test_a_table_that_cannot_be_written_is_told(journal: Journal, tmp_path: Path) -> None:
    attempt(journal, "a", AttemptState.KEPT, cost="0.05")

    with pytest.raises(StorageError, match="could not be written"):
        write_table(journal.path, tmp_path / "no such folder" / "spending.csv")
