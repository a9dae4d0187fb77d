"""Every query walks an index that holds all it asks for, so that it stays fast."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from overpaint.domain.library import LibraryOrder, LibraryQuery
from overpaint.domain.sizes import Size
from overpaint.services.library.connection import library
from overpaint.services.library.search import statement

_NOW = datetime(2026, 1, 1, tzinfo=UTC)
_FULL = LibraryQuery(
    since=_NOW, until=_NOW, models=("a", "b"), servers=("s",), sizes=(Size(1, 1), Size(2, 2)),
    min_cost_usd=Decimal(0), max_cost_usd=Decimal(1), favourite=True, min_rating=2,
)  # fmt: skip


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("library") / "library.sqlite3"


@pytest.mark.parametrize("order", LibraryOrder)
@pytest.mark.parametrize("query", [LibraryQuery(), _FULL])
def test_no_query_reads_rows_or_sorts(path: Path, query: LibraryQuery, order: LibraryOrder) -> None:
    sql, values = statement(replace(query, order=order))
    with library(path) as connection:
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", values)]

    (walk,) = (step for step in plan if " results " in step)
    assert "USING COVERING INDEX" in walk
    assert not any("TEMP B-TREE" in step for step in plan)
