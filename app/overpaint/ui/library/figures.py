"""Reads what the statistics page tells."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from overpaint.domain.spending import Grouping, totals
from overpaint.ui.library.statistics_page import Figures


def figures_of(path: Path) -> Figures:
    """Everything that was spent and measured so far. Blocks: for a worker.

    Raises:
        StorageError: The library cannot be read.
    """
    # SQLite is loaded when it is needed first.
    from overpaint.services.library.spending import read_spends  # noqa: PLC0415
    from overpaint.services.library.statistics import read_tallies  # noqa: PLC0415

    spends = read_spends(path)
    return Figures(
        today=datetime.now().astimezone().date(),
        days=dict(totals(spends, Grouping.DAY)),
        months=dict(totals(spends, Grouping.MONTH)),
        models=dict(totals(spends, Grouping.MODEL)),
        # Pictures that were brought in have no model.
        tallies=tuple(one for one in read_tallies(path) if one.model),
    )
