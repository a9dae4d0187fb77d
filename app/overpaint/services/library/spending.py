"""What edits have cost, as the library knows it.

Every sum of money that the program tells comes from `read_spends`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from overpaint.domain.errors import StorageError
from overpaint.domain.profiles import BUILT_IN
from overpaint.domain.spending import ZERO, Certainty, Spend, Spent, spent_by, start_of_month
from overpaint.domain.spending_table import spends_as_csv
from overpaint.domain.text import say
from overpaint.services.library.connection import library

_SELECT = """
    SELECT time, model, server, cost_usd FROM result_statistics WHERE time >= ? ORDER BY id
"""


def read_spends(path: Path, since: datetime | None = None) -> tuple[Spend, ...]:
    """Every sum since a moment, the oldest first; none where there is no library yet. Blocks.

    Raises:
        StorageError: The library cannot be read.
    """
    if not path.exists():
        return ()
    begin = "" if since is None else since.astimezone(UTC).isoformat()
    with library(path) as connection:
        return tuple(_spend(row) for row in connection.execute(_SELECT, (begin,)))


def read_spent(path: Path, now: datetime) -> Spent:
    """What counts against the limits now. Blocks.

    Raises:
        StorageError: The library cannot be read.
    """
    return spent_by(read_spends(path, start_of_month(now)), now)


def write_table(library_path: Path, path: Path) -> None:
    """Write every sum into a CSV file. Blocks.

    Raises:
        StorageError: The library cannot be read, or the file cannot be written.
    """
    write_text(path, spends_as_csv(read_spends(library_path)))


def write_text(path: Path, text: str) -> None:
    """Write a table, which brings its own line ends.

    Raises:
        StorageError: The file cannot be written.
    """
    try:
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise StorageError(
            say("spending", "“{path}” could not be written.", path=str(path)),
            why=say("errors", "The system says: {reason}.", reason=error.strerror or str(error)),
            remedy=say("spending", "Choose another place, or make room there."),
        ) from error


def _spend(row: Sequence[Any]) -> Spend:
    time, model, server, cost = row
    amount = None if cost is None else Decimal(cost)
    if amount is None and server == BUILT_IN.name:
        amount = ZERO
    certainty = Certainty.UNKNOWN if amount is None else Certainty.EXACT
    return Spend(datetime.fromisoformat(time), model, server, amount, certainty)
