"""What models did to pictures so far, added up for each model on each server."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from overpaint.domain.drift import Drift


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One finished result.

    Attributes:
        time: When it was finished, with its time zone.
        model: The model id that was asked for.
        server: Name of the server profile.
        drift: What the model changed outside of the mask; None where that cannot be told.
        pixels: Of the answer.
        elapsed_s: From sending to the last byte, seconds; 0 where that is unknown.
        cost_usd: What it did cost by the server's count; None while that is unknown.
        quality: The quality that was asked for; ``""`` for results of earlier versions.
        first_preview_s: From sending to the first preview, seconds; None when there was none.
    """

    time: datetime
    model: str
    server: str
    drift: Drift | None
    pixels: int
    elapsed_s: float
    cost_usd: Decimal | None = None
    quality: str = ""
    first_preview_s: float | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """The results of a model on a server, added up.

    Attributes:
        model: The model id.
        server: Name of the server profile.
        results: How many there are.
        measured: For how many of them drift could be measured.
        changed: Mean share of the pixels outside of the mask that the model changed, 0 to 1; None
            where nothing was measured.
        delta_e: Mean colour difference there (CIE 1976); None as above.
        shift_px: How far things typically move (median), pixels of the target; None as above.
        growth: By which factor things typically grow (median); None as above.
        elapsed_s: Mean time to the last byte, seconds.
        cost_usd: What they did cost together; None where no cost is known.
    """

    model: str
    server: str
    results: int
    measured: int
    changed: float | None
    delta_e: float | None
    shift_px: float | None
    growth: float | None
    elapsed_s: float
    cost_usd: Decimal | None


def tallied(rows: Iterable[ResultRow]) -> tuple[Tally, ...]:
    """Add results up by model and server, the most used first."""
    groups: dict[tuple[str, str], list[ResultRow]] = {}
    for row in rows:
        groups.setdefault((row.model, row.server), []).append(row)
    tallies = [_tally(group) for group in groups.values()]
    return tuple(sorted(tallies, key=lambda one: (-one.results, one.model, one.server)))


def _tally(rows: list[ResultRow]) -> Tally:
    drifts = [row.drift for row in rows if row.drift is not None]
    # Of results that came back from their files it may be unknown.
    times = [row.elapsed_s for row in rows if row.elapsed_s > 0]
    costs = [row.cost_usd for row in rows if row.cost_usd is not None]
    return Tally(
        model=rows[0].model,
        server=rows[0].server,
        results=len(rows),
        measured=len(drifts),
        changed=statistics.fmean(one.changed for one in drifts) if drifts else None,
        delta_e=statistics.fmean(one.delta_e for one in drifts) if drifts else None,
        shift_px=statistics.median(math.hypot(one.shift_x, one.shift_y) for one in drifts)
        if drifts
        else None,
        growth=statistics.median(one.scale for one in drifts) if drifts else None,
        elapsed_s=statistics.fmean(times) if times else 0.0,
        cost_usd=sum(costs, Decimal(0)) if costs else None,
    )
