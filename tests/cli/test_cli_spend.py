"""`overpaint spend`, and limits that keep an edit from being sent."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from helpers.command import overpaint
from helpers.samples import Samples
from overpaint.domain.tallies import ResultRow
from overpaint.services.library.statistics import add_rows

NOW = datetime.now(UTC)


def spent(home: Path, *amounts: str | None, days_ago: int = 0) -> None:
    """Leave results in the library that cost so much."""
    time = NOW - timedelta(days=days_ago)
    known = [None if one is None else Decimal(one) for one in amounts]
    add_rows(
        home / "data" / "library.sqlite3",
        [ResultRow(time, "gpt-image-2", "openai", None, 1, 5.0, cost) for cost in known],
    )


def set_limits(home: Path, **limits: str) -> None:
    (home / "config").mkdir(parents=True, exist_ok=True)
    (home / "config" / "settings.json").write_text(json.dumps({"limits": limits}))


def test_nothing_has_been_spent_on_a_new_installation() -> None:
    assert overpaint("spend").err == "Nothing has been spent yet.\n"


def test_days_add_up_with_what_is_known(own_home: Path) -> None:
    spent(own_home, "0.05", "0.25", None)
    spent(own_home, "1.00", days_ago=1)
    set_limits(own_home, day="10")

    told = json.loads(overpaint("spend", "--json").out)

    assert [group["spent_usd"] for group in told["groups"]] == ["0.30", "1.00"]
    assert told["total"]["results"] == 4
    assert told["total"]["unpriced"] == 1
    assert told["limits"] == {"request": None, "day": "10.00", "month": None}
    printed = overpaint("spend")
    assert printed.out.splitlines()[-1].split()[:3] == ["TOTAL", "4", "$1.30"]
    assert "today: $0.30 of $10.00" in printed.err


def test_a_table_has_every_sum_since_a_day(own_home: Path, tmp_path: Path) -> None:
    spent(own_home, "0.05")
    spent(own_home, "1.00", days_ago=9)
    file = tmp_path / "spending.csv"
    since = (NOW - timedelta(days=3)).date()

    ran = overpaint("spend", "--csv", file, "--since", since)

    assert ran.out.strip() == str(file)
    with file.open(encoding="utf-8-sig", newline="") as opened:
        (row,) = csv.DictReader(opened)
    assert (row["amount_usd"], row["server"], row["certainty"]) == ("0.05", "openai", "exact")


def test_a_day_that_is_none_is_told() -> None:
    ran = overpaint("spend", "--since", "yesterday")

    assert ran.code == 2
    assert "“yesterday” is no day." in ran.err


def test_an_edit_over_the_limit_is_not_sent(samples: Samples, own_home: Path) -> None:
    spent(own_home, "0.99")
    set_limits(own_home, day="1.00")
    edit = ("edit", "--image", samples.coffee, "--prompt", "At night.", "--server", "openai",
            "--quality", "high")  # fmt: skip

    ran = overpaint(*edit, env={"OPENAI_API_KEY": "sk-test"})

    assert ran.code == 9
    assert "$0.010 is left of today's $1." in ran.err
