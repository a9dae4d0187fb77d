"""Figures of finished results in the library: one row for each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from overpaint.domain.drift import Drift
from overpaint.domain.tallies import ResultRow, Tally, tallied
from overpaint.services.library.connection import library
from overpaint.services.library.transactions import transaction

_INSERT = """
    INSERT INTO result_statistics (
        time, model, server, changed, delta_e, shift_x, shift_y, scale, pixels, elapsed_s, cost_usd,
        quality, first_preview_s
    ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_SELECT = """
    SELECT time, model, server, changed, delta_e, shift_x, shift_y, scale, pixels, elapsed_s,
           cost_usd, quality, first_preview_s
    FROM result_statistics ORDER BY id
"""
_Value = str | float | int | None


def add_rows(path: Path, rows: Iterable[ResultRow]) -> None:
    """Add results; all of them are on disk when this returns. Blocks.

    Raises:
        StorageError: The library takes none of them.
    """
    with library(path) as connection, transaction(connection):
        connection.executemany(_INSERT, [_values(row) for row in rows])


def read_rows(path: Path) -> tuple[ResultRow, ...]:
    """Every result so far, the oldest first; none where there is no library yet. Blocks.

    Raises:
        StorageError: The library cannot be read.
    """
    if not path.exists():
        return ()
    with library(path) as connection:
        return tuple(_row(values) for values in connection.execute(_SELECT))


def read_tallies(path: Path) -> tuple[Tally, ...]:
    """The results so far, added up by model and server. Blocks.

    Raises:
        StorageError: The library cannot be read.
    """
    return tallied(read_rows(path))


def _values(row: ResultRow) -> tuple[_Value, ...]:
    drift = row.drift
    measured: tuple[_Value, ...] = (None,) * 5
    if drift is not None:
        measured = (drift.changed, drift.delta_e, drift.shift_x, drift.shift_y, drift.scale)
    cost = None if row.cost_usd is None else str(row.cost_usd)
    return (
        row.time.isoformat(), row.model, row.server, *measured, row.pixels, row.elapsed_s, cost,
        row.quality, row.first_preview_s,
    )  # fmt: skip


def _row(values: Sequence[Any]) -> ResultRow:
    time, model, server, *measured, pixels, elapsed_s, cost, quality, first = values
    return ResultRow(
        time=datetime.fromisoformat(time),
        model=model,
        server=server,
        drift=None if measured[0] is None else Drift(*measured),
        pixels=pixels,
        elapsed_s=elapsed_s,
        cost_usd=None if cost is None else Decimal(cost),
        quality=quality,
        first_preview_s=first,
    )
