"""`overpaint stats`: what edits from the command line left in the library."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from helpers.command import overpaint
from helpers.samples import Samples
from overpaint.domain.drift import Drift
from overpaint.domain.tallies import ResultRow
from overpaint.services.library.statistics import add_rows


def test_a_new_installation_has_no_result_yet() -> None:
    ran = overpaint("stats")

    assert ran.code == 0
    assert (ran.out, ran.err) == ("", "There is no result yet.\n")
    assert json.loads(overpaint("stats", "--json").out) == {"models": []}


@pytest.mark.slow
def test_an_edit_with_a_mask_is_counted_with_its_drift(
    samples: Samples, tmp_path: Path, own_home: Path
) -> None:
    ran = overpaint("edit", "--image", samples.coffee, "--mask", samples.coffee_mask, "--prompt",
                    "No spoon.", "--out", tmp_path, "--no-stream", "--n", 2, "--quiet")  # fmt: skip
    assert ran.code == 0, ran.err

    (told,) = json.loads(overpaint("stats", "--json").out)["models"]

    assert (told["model"], told["server"]) == ("gpt-image-2", "built-in")
    assert (told["results"], told["measured"]) == (2, 2)
    assert told["changed"] < 0.05
    assert told["shift_px"] < 0.2
    assert told["elapsed_s"] > 0
    assert told["cost_usd"] is None
    table = overpaint("stats").out.splitlines()
    assert table[0].split() == [
        "MODEL", "SERVER", "RESULTS", "CHANGED", "ΔE", "SHIFT", "TIME", "COST",
    ]  # fmt: skip
    assert table[1].split()[:3] == ["gpt-image-2", "built-in", "2"]
    assert len(table) == 2


def test_columns_stand_below_their_heads(own_home: Path) -> None:
    now = datetime.now(UTC)
    add_rows(own_home / "data" / "library.sqlite3", [
        ResultRow(now, "a-model-with-a-long-name", "openai", Drift(0.183, 2.53, 3, 4), 1, 41.2),
        ResultRow(now, "b", "studio", None, 1, 5.0),
    ])  # fmt: skip

    head, first, second = overpaint("stats").out.splitlines()

    assert head.index("SERVER") == first.index("openai") == second.index("studio")
    assert "18.3%" in first
    assert "5.0 px" in first
    assert second.split() == ["b", "studio", "1", "–", "–", "–", "5.0", "s", "–"]


@pytest.mark.slow
def test_a_damaged_library_is_moved_aside_and_costs_no_result(
    samples: Samples, tmp_path: Path, own_home: Path
) -> None:
    (own_home / "data").mkdir(parents=True)
    (own_home / "data" / "library.sqlite3").write_bytes(b"no database at all" * 50)

    ran = overpaint("edit", "--image", samples.coffee, "--mask", samples.coffee_mask, "--prompt",
                    "No spoon.", "--out", tmp_path, "--no-stream", "--quiet")  # fmt: skip

    assert ran.code == 0, ran.err
    assert [path.name for path in ran.paths] == ["coffee-1.png"]
    assert len(list((own_home / "data").glob("library.sqlite3.damaged-*"))) == 1
    assert "built-in" in overpaint("stats").out
