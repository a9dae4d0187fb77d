"""`overpaint spend`: what edits have cost, by day, month, model, server or collection."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from overpaint.cli import console
from overpaint.cli.exits import Exit
from overpaint.domain.errors import SettingsError
from overpaint.domain.limits import LimitKind, Limits
from overpaint.domain.pricing import dollars
from overpaint.domain.spending import Grouping, Spend, Spent, Total, spent_by, total, totals
from overpaint.domain.spending_table import amount_text, spends_as_csv, totals_as_csv
from overpaint.domain.text import say
from overpaint.paths import AppPaths
from overpaint.services.library.recording import LIBRARY_NAME
from overpaint.services.settings import SettingsFile

EXAMPLES = """\
examples:
  overpaint spend                                  days of this installation, and the limits
  overpaint spend --by model --since 2026-11-01    models since that day
  overpaint spend --csv spending.csv               every single sum, for a spreadsheet
  overpaint spend --by month --csv months.csv      a line for each month

Sums are what servers counted. “Estimated” is what they did not count; “maybe” is what failed after
it had been sent and may be charged. Days are those of this computer's calendar.
"""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "spend",
        help="what edits have cost",
        description="What edits have cost, and how much of the limits is left.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--by", choices=[one.value for one in Grouping],
                        help="add up by this (default: day)")  # fmt: skip
    parser.add_argument("--since", metavar="YYYY-MM-DD", help="leave out what is older")
    parser.add_argument("--csv", metavar="FILE", type=Path,
                        help="write a table; without --by a line for each single sum")  # fmt: skip
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> Exit:
    """Print or write the sums.

    Raises:
        OverpaintError: The library cannot be read, the file cannot be written, the day is none.
    """
    from overpaint.services.library.spending import (  # noqa: PLC0415 - loads SQLite
        read_spends,
        write_text,
    )

    paths, now = AppPaths.find(), datetime.now(UTC)
    limits = SettingsFile(paths.config / "settings.json").load().limits
    since = None if arguments.since is None else _day(arguments.since)
    everything = read_spends(paths.data / LIBRARY_NAME)
    spends = [spend for spend in everything if since is None or spend.day >= since]
    grouping = Grouping(arguments.by or Grouping.DAY.value)
    if arguments.csv is not None:
        by_line = spends_as_csv(spends)
        text = by_line if arguments.by is None else totals_as_csv(spends, grouping)
        write_text(arguments.csv, text)
    spent = spent_by(everything, now)
    if arguments.json:
        console.result(json.dumps(_described(spends, grouping, spent, limits), indent=2))
    elif arguments.csv is not None:
        console.result(str(arguments.csv))
    elif spends:
        _print(spends, grouping)
        _print_limits(spent, limits)
    else:
        console.note("Nothing has been spent yet.")
    return Exit.OK


def _print(spends: Sequence[Spend], grouping: Grouping) -> None:
    whole = total(spends)
    rows = [*totals(spends, grouping), ("TOTAL", whole)]
    names = [grouping.value.upper(), *(name or "(none)" for name, _ in rows)]
    heads = ("RESULTS", "SPENT", "ESTIMATED", "MAYBE", "UNPRICED")
    cells = [heads, *(_cells(one) for _, one in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(heads))]
    first = max(map(len, names))
    for name, row in zip(names, cells, strict=True):
        numbers = (cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        console.result(f"{name.ljust(first)}  {'  '.join(numbers)}".rstrip())


def _cells(one: Total) -> tuple[str, ...]:
    return (
        str(one.results),
        dollars(one.spent_usd),
        dollars(one.estimated_usd) if one.estimated_usd else "–",
        dollars(one.maybe_usd) if one.maybe_usd else "–",
        str(one.unpriced) if one.unpriced else "–",
    )


def _print_limits(spent: Spent, limits: Limits) -> None:
    for what, one, limit in (
        ("today", spent.today, limits.day),
        ("this month", spent.month, limits.month),
    ):
        of = "" if limit is None else f" of {dollars(limit)}"
        console.note(f"{what}: {dollars(one.most_usd)}{of}")


def _described(
    spends: Sequence[Spend], grouping: Grouping, spent: Spent, limits: Limits
) -> dict[str, object]:
    return {
        "by": grouping.value,
        "groups": [{"name": name, **_sums(one)} for name, one in totals(spends, grouping)],
        "total": _sums(total(spends)),
        "today": _sums(spent.today),
        "month": _sums(spent.month),
        "limits": {
            kind.value: None if (limit := limits.of(kind)) is None else amount_text(limit)
            for kind in LimitKind
        },
    }


def _sums(one: Total) -> dict[str, object]:
    return {
        "spent_usd": amount_text(one.spent_usd),
        "estimated_usd": amount_text(one.estimated_usd),
        "maybe_usd": amount_text(one.maybe_usd),
        "under_way_usd": amount_text(one.under_way_usd),
        "results": one.results,
        "unpriced": one.unpriced,
        "maybe_requests": one.maybe,
    }


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise SettingsError(
            say("spending", "“{text}” is no day.", text=text),
            remedy=say("spending", "Give one such as 2026-11-01."),
        ) from error
