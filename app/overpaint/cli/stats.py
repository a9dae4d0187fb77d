"""`overpaint stats`: what models changed outside of the masks so far."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence

from overpaint.cli import console
from overpaint.cli.exits import Exit
from overpaint.domain.pricing import dollars
from overpaint.domain.tallies import Tally
from overpaint.paths import AppPaths
from overpaint.services.library.recording import LIBRARY_NAME

_HEADS = ("MODEL", "SERVER", "RESULTS", "CHANGED", "ΔE", "SHIFT", "TIME", "COST")
_LEFT_ALIGNED = 2
_UNKNOWN = "–"


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "stats",
        help="what each model changed outside of the masks so far",
        description="For each model and server: how many results, which share of the pixels outside"
        " of the mask the model changed on average, the mean colour difference there, how far"
        " things typically move, the mean time, and the cost.",
        allow_abbrev=False,
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> Exit:
    """Print the statistics.

    Raises:
        StorageError: The library cannot be read.
    """
    from overpaint.services.library.statistics import read_tallies  # noqa: PLC0415 - loads SQLite

    tallies = read_tallies(AppPaths.find().data / LIBRARY_NAME)
    if arguments.json:
        console.result(json.dumps({"models": [_described(one) for one in tallies]}, indent=2))
    elif tallies:
        console.result(_table([_HEADS, *map(_cells, tallies)]))
    else:
        console.note("There is no result yet.")
    return Exit.OK


def _described(tally: Tally) -> dict[str, object]:
    return {
        "model": tally.model,
        "server": tally.server,
        "results": tally.results,
        "measured": tally.measured,
        "changed": tally.changed,
        "delta_e": tally.delta_e,
        "shift_px": tally.shift_px,
        "scale": tally.growth,
        "elapsed_s": tally.elapsed_s,
        "cost_usd": None if tally.cost_usd is None else str(tally.cost_usd),
    }


def _cells(tally: Tally) -> tuple[str, ...]:
    changed, delta_e, shift = tally.changed, tally.delta_e, tally.shift_px
    return (
        tally.model,
        tally.server,
        str(tally.results),
        _UNKNOWN if changed is None else f"{changed:.1%}",
        _UNKNOWN if delta_e is None else f"{delta_e:.1f}",
        _UNKNOWN if shift is None else f"{shift:.1f} px",
        f"{tally.elapsed_s:.1f} s",
        _UNKNOWN if tally.cost_usd is None else dollars(tally.cost_usd),
    )


def _table(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column < _LEFT_ALIGNED else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )
