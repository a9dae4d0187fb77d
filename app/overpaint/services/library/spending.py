"""What edits have cost, as the library knows it.

Every sum of money that the program tells comes from `read_spends`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from overpaint.domain.attempts import UNDER_WAY, AttemptState
from overpaint.domain.errors import Billing, StorageError
from overpaint.domain.profiles import BUILT_IN
from overpaint.domain.spending import ZERO, Certainty, Spend, Spent, spent_by, start_of_month
from overpaint.domain.spending_table import spends_as_csv
from overpaint.domain.text import say
from overpaint.services.library.connection import library

Names = Mapping[str, Sequence[str]]
"""Collections by job and by result key."""

_ATTEMPTS = """
    SELECT job, started, model, server, bills, state, billing, cost_usd, estimate_usd,
           json_array_length(answers) AS results, request_id
    FROM attempts WHERE started >= ?
"""
_EARLIER = """
    SELECT time, model, server, cost_usd, coalesce(result, '') AS result
    FROM result_statistics
    WHERE time >= ? AND CASE
        WHEN result IS NULL THEN time < (SELECT coalesce(min(started), '9') FROM attempts)
        ELSE substr(result, 1, instr(result, '/') - 1) NOT IN (SELECT job FROM attempts)
    END
"""
"""Results that have no attempt: from before there was a journal, or from files alone."""
_COLLECTED = """
    SELECT DISTINCT results.job, results.key, collections.name
    FROM collection_results
    JOIN results ON results.id = collection_results.result
    JOIN collections ON collections.id = collection_results.collection
    ORDER BY collections.name
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
        names = _collections(connection.execute(_COLLECTED))
        attempts = [_attempted(row, names) for row in connection.execute(_ATTEMPTS, (begin,))]
        earlier = [_earlier(row, names) for row in connection.execute(_EARLIER, (begin,))]
    known = [spend for spend in (*earlier, *attempts) if spend is not None]
    return tuple(sorted(known, key=lambda spend: spend.time))


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


def _collections(rows: Iterable[Sequence[Any]]) -> Names:
    """The collections of jobs and of results."""
    names: dict[str, list[str]] = {}
    for job, key, name in rows:
        for owner in {job, key}:
            known = names.setdefault(owner, [])
            if name not in known:
                known.append(name)
    return names


def _attempted(row: sqlite3.Row | Sequence[Any], names: Names) -> Spend | None:
    """The money of an attempt; None for one that cost nothing and brought nothing."""
    job, started, model, server, bills, state, billing, cost, estimate, results, request_id = row
    certainty, amount = _charge(
        AttemptState(state),
        is_maybe=billing == Billing.MAYBE.value,
        cost=ZERO if not bills else _decimal(cost),
        estimate=_decimal(estimate),
    )
    if certainty is None or (not bills and not results):
        return None
    return Spend(
        time=datetime.fromisoformat(started),
        model=model,
        server=server,
        amount_usd=amount,
        certainty=certainty,
        results=results,
        collections=tuple(names.get(job, ())),
        request_id=request_id,
        job=job,
    )


def _charge(
    state: AttemptState, *, is_maybe: bool, cost: Decimal | None, estimate: Decimal | None
) -> tuple[Certainty | None, Decimal | None]:
    if cost is not None and state is not AttemptState.REFUSED:
        return Certainty.EXACT, cost
    if state in UNDER_WAY:
        return Certainty.UNDER_WAY, estimate
    if state is AttemptState.KEPT:
        known = Certainty.UNKNOWN if estimate is None else Certainty.ESTIMATED
        return known, estimate
    return (Certainty.MAYBE if is_maybe else None), estimate


def _earlier(row: sqlite3.Row | Sequence[Any], names: Names) -> Spend:
    time, model, server, cost, key = row
    amount = _decimal(cost)
    if amount is None and server == BUILT_IN.name:
        amount = ZERO
    certainty = Certainty.UNKNOWN if amount is None else Certainty.EXACT
    inside = tuple(names.get(key, ()))
    return Spend(datetime.fromisoformat(time), model, server, amount, certainty, 1, inside)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
