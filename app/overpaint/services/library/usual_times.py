"""How long jobs took so far, out of the library."""

from __future__ import annotations

from pathlib import Path

from overpaint.domain.usual_time import JobKind, TimedJob
from overpaint.services.library.connection import library

MOST_ROWS = 3000
"""Enough for every model and size that is in use; what is older says little of today's servers."""

_SELECT = """
    SELECT server, model, quality, pixels, elapsed_s, first_preview_s
    FROM result_statistics WHERE elapsed_s > 0 ORDER BY id DESC LIMIT ?
"""


def read_times(path: Path) -> tuple[TimedJob, ...]:
    """The newest results so far, the newest last; none where there is no library yet. Blocks.

    Raises:
        StorageError: The library cannot be read.
    """
    if not path.exists():
        return ()
    with library(path) as connection:
        rows = connection.execute(_SELECT, (MOST_ROWS,)).fetchall()
    return tuple(
        TimedJob(JobKind(server, model, quality, pixels), elapsed_s, first_preview_s)
        for server, model, quality, pixels, elapsed_s, first_preview_s in reversed(rows)
    )
