"""Spending as CSV: for spreadsheets, which must take every cell for what it is."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

from overpaint.domain.spending import Grouping, Spend, Total, totals

BOM = "\ufeff"
"""Tells spreadsheets that the file is UTF-8."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_EACH = ("time", "model", "server", "amount_usd", "certainty", "results", "collections",
         "request_id")  # fmt: skip
_SUMS = ("spent_usd", "exact_usd", "estimated_usd", "maybe_usd", "under_way_usd", "results",
         "unpriced_results", "maybe_requests")  # fmt: skip


def spends_as_csv(spends: Iterable[Spend]) -> str:
    """A line for each sum: ISO 8601 times with their zone, amounts with a decimal point."""
    rows = (
        (
            spend.time.astimezone().isoformat(timespec="seconds"),
            spend.model,
            spend.server,
            "" if spend.amount_usd is None else amount_text(spend.amount_usd),
            spend.certainty.value,
            str(spend.results),
            "; ".join(spend.collections),
            spend.request_id,
        )
        for spend in spends
    )
    return _table(_EACH, rows)


def totals_as_csv(spends: Iterable[Spend], grouping: Grouping) -> str:
    """A line for each day, month …; the grouping names the first column."""
    rows = ((name, *sums_of(one)) for name, one in totals(spends, grouping))
    return _table((grouping.value, *_SUMS), rows)


def sums_of(one: Total) -> tuple[str, ...]:
    """The sums of a total as text, in the order of the table."""
    amounts = (one.spent_usd, one.exact_usd, one.estimated_usd, one.maybe_usd, one.under_way_usd)
    counts = (one.results, one.unpriced, one.maybe)
    return (*map(amount_text, amounts), *map(str, counts))


def amount_text(amount: Decimal) -> str:
    """An amount with a point and without an exponent, as exact as it is: ``0.0532``."""
    text = f"{amount:f}"
    whole, point, parts = text.partition(".")
    return f"{whole}.{parts.rstrip('0').ljust(2, '0')}" if point else f"{whole}.00"


def safe_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP, “CSV Injection”, read 2026-11-24).

    A text that begins as a formula would gets an apostrophe in front, which spreadsheets hide.
    """
    return f"'{text}" if text.startswith(_FORMULA) else text


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(heads)
    for row in rows:
        writer.writerow([safe_cell(cell) for cell in row])
    return BOM + file.getvalue()
