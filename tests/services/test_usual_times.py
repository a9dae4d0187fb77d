from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from overpaint.domain.tallies import ResultRow
from overpaint.domain.usual_time import JobKind, TimedJob
from overpaint.services.library.migrations import MIGRATIONS, migrate
from overpaint.services.library.statistics import add_rows, read_rows
from overpaint.services.library.usual_times import read_times

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def test_what_was_noted_of_results_is_what_is_learned_from(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite3"
    add_rows(path, [
        ResultRow(NOW, "gpt-image-2", "openai", None, 1_572_864, 61.5, None, "high", 22.0),
        ResultRow(NOW, "gpt-image-2", "openai", None, 1_048_576, 12.0, None, "low"),
    ])  # fmt: skip

    assert read_times(path) == (
        TimedJob(JobKind("openai", "gpt-image-2", "high", 1_572_864), 61.5, 22.0),
        TimedJob(JobKind("openai", "gpt-image-2", "low", 1_048_576), 12.0),
    )


def test_without_a_library_nothing_is_known_and_none_is_begun(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite3"

    assert read_times(path) == ()
    assert not path.exists()


def test_results_of_earlier_versions_keep_their_times(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite3"
    first = tuple(step for step in MIGRATIONS if step.name == "0001_statistics")
    with closing(sqlite3.connect(path, isolation_level=None)) as old:
        migrate(old, path, first)
        old.execute(
            "INSERT INTO result_statistics (time, model, server, pixels, elapsed_s)"
            " VALUES (?, 'gpt-image-1', 'studio', 64, 9.5)",
            (NOW.isoformat(),),
        )

    assert read_times(path) == (TimedJob(JobKind("studio", "gpt-image-1", "", 64), 9.5),)
    (row,) = read_rows(path)
    assert (row.quality, row.first_preview_s) == ("", None)
