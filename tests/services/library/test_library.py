"""The library: rows that survive, two processes at once, steps done wholly or not at all."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from helpers.command import environment
from helpers.library import made
from helpers.samples import REPOSITORY
from overpaint.domain.drift import Drift
from overpaint.domain.errors import StorageError
from overpaint.domain.library import LibraryOrder, LibraryQuery
from overpaint.domain.tallies import ResultRow
from overpaint.services.library.connection import library as opened_library
from overpaint.services.library.library import Library
from overpaint.services.library.migrations import MIGRATIONS, Migration, migrate
from overpaint.services.library.statistics import add_rows, read_rows, read_tallies
from overpaint.services.library.transactions import transaction


def row(number: int = 1, **changes: object) -> ResultRow:
    values: dict[str, object] = {
        "time": datetime(2026, 11, 24, 12, 0, number % 60, tzinfo=UTC),
        "model": "gpt-image-2",
        "server": "openai",
        "drift": Drift(0.18, 2.5, 3.0, -4.0, 1.004),
        "pixels": 1536 * 1024,
        "elapsed_s": 41.5,
        "cost_usd": Decimal("0.0532"),
    }
    return ResultRow(**(values | changes))  # type: ignore[arg-type]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "library.sqlite3"


def test_what_is_written_is_read_again_value_for_value(path: Path) -> None:
    rows = (row(1), row(2, drift=None, cost_usd=None, server="built-in"))

    add_rows(path, rows)

    assert read_rows(path) == rows


def test_without_a_library_there_are_no_rows_and_none_is_begun(path: Path) -> None:
    assert read_rows(path) == ()
    assert not path.exists()


def test_results_are_added_up_by_model_and_server(path: Path) -> None:
    add_rows(path, [
        row(drift=Drift(0.10, 2.0, 3.0, 4.0, 1.0), elapsed_s=10),
        row(drift=Drift(0.30, 4.0, 0.0, 0.0, 1.2), elapsed_s=20, cost_usd=Decimal("0.01")),
        row(drift=Drift(0.20, 3.0, 0.0, 1.0, 1.1), elapsed_s=30, cost_usd=None),
        row(drift=None, elapsed_s=40, cost_usd=None),
        row(drift=None, elapsed_s=0, cost_usd=None),
        row(model="gpt-image-1.5", drift=None, cost_usd=None),
    ])  # fmt: skip

    first, second = read_tallies(path)

    assert (first.model, first.results, first.measured) == ("gpt-image-2", 5, 3)
    assert first.changed == pytest.approx(0.2)
    assert first.delta_e == pytest.approx(3.0)
    assert first.shift_px == pytest.approx(1.0)
    assert first.growth == pytest.approx(1.1)
    assert first.elapsed_s == pytest.approx(25)
    assert first.cost_usd == Decimal("0.0632")
    assert (second.model, second.changed, second.shift_px, second.cost_usd) == (
        "gpt-image-1.5", None, None, None,
    )  # fmt: skip


def test_rows_are_on_disk_in_a_synchronised_write_ahead_log(path: Path) -> None:
    with opened_library(path) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)


_WRITER = """
import sys
from pathlib import Path
from helpers.library import made
from overpaint.services.library.library import Library

library, first = Library(Path(sys.argv[1])), int(sys.argv[2])
sys.stdin.readline()
for number in range(first, first + 1000):
    library.add([made(number)])
library.close()
"""


@pytest.mark.slow
def test_processes_that_begin_and_fill_it_at_once_lose_no_row(path: Path) -> None:
    helpers = str(REPOSITORY / "tests")
    env = environment()
    env["PYTHONPATH"] = f"{env['PYTHONPATH']}{os.pathsep}{helpers}"
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(path), str(first)], env=env,
            stdin=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        for first in (0, 1000)
    ]  # fmt: skip

    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write(b"go\n")
        writer.stdin.flush()
    errors = [writer.communicate()[1] for writer in writers]

    assert errors == [b"", b""]
    library = Library(path)
    rows = library.page(library.ids(LibraryQuery(order=LibraryOrder.OLDEST)))
    library.close()
    assert len(read_rows(path)) == 2000
    for numbers in (range(1000), range(1000, 2000)):
        theirs = {f"job{number}" for number in numbers}
        assert [row.job for row in rows if row.job in theirs] == [f"job{n}" for n in numbers]


_SECOND = Migration("9999_test", ("CREATE TABLE more (x INTEGER) STRICT",))
_BROKEN = Migration("9999_test", ("CREATE TABLE more (x INTEGER) STRICT", "NO SQL"))


def _tables(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {name for (name,) in names}


def test_a_step_is_named_and_done_once_and_what_was_there_is_copied_before(path: Path) -> None:
    add_rows(path, [row()])

    for _ in range(2):
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            migrate(connection, path, (*MIGRATIONS, _SECOND))

    with closing(sqlite3.connect(path)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM migrations")]
    assert sorted(names) == sorted((*(step.name for step in MIGRATIONS), "9999_test"))
    copy = path.with_name("library.sqlite3.before-9999_test")
    assert "more" in _tables(path)
    assert "more" not in _tables(copy)
    assert read_rows(copy) == (row(),)


def test_a_library_of_the_first_version_keeps_its_figures(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrate(connection, path, MIGRATIONS[:1])
        connection.execute(
            "INSERT INTO result_statistics (time, model, server, changed, delta_e, shift_x,"
            " shift_y, scale, pixels, elapsed_s, cost_usd)"
            " VALUES (?, 'gpt-image-2', 'openai', 0.18, 2.5, 3.0, -4.0, 1.004, 1572864, 41.5, ?)",
            (row().time.isoformat(), "0.0532"),
        )

    assert read_rows(path) == (row(),)
    library = Library(path)
    library.add([made(1)])
    assert len(library.ids()) == 1
    library.close()
    assert len(read_rows(path)) == 2


def test_a_step_that_fails_leaves_nothing_of_itself(path: Path) -> None:
    add_rows(path, [row()])

    with pytest.raises(StorageError), opened_library(path) as connection:
        migrate(connection, path, (*MIGRATIONS, _BROKEN))

    assert "more" not in _tables(path)
    assert read_rows(path) == (row(),)


def test_a_library_of_a_newer_version_is_left_alone(path: Path) -> None:
    add_rows(path, [row()])
    with opened_library(path) as connection:
        migrate(connection, path, (*MIGRATIONS, _SECOND))
    before = path.read_bytes()

    with pytest.raises(StorageError, match="newer version"):
        add_rows(path, [row()])
    assert path.read_bytes() == before


def test_several_statements_count_together_or_not_at_all(path: Path) -> None:
    def fail_halfway(connection: sqlite3.Connection) -> None:
        with transaction(connection):
            connection.execute("DELETE FROM migrations")
            _ = 1 / 0

    with opened_library(path) as connection:
        with pytest.raises(ZeroDivisionError):
            fail_halfway(connection)
        assert connection.execute("SELECT count(*) FROM migrations").fetchone() == (
            len(MIGRATIONS),
        )
