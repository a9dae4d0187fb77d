"""How long a job usually takes, learned from those before it, and how far one has come."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

LEAST_COUNT = 3
"""Fewer results say nothing of what is usual."""

NEWEST_COUNT = 60
"""Servers become faster and slower: only so many of the newest results count."""

_SIMILAR = 1.5
"""Sizes whose numbers of pixels differ by no more than this factor take about equally long."""

_ALMOST = 0.92
"""What the bar shows when the usual time is over; the rest is never used up."""


@dataclass(frozen=True, slots=True)
class JobKind:
    """What decides how long a job takes.

    Attributes:
        server: Name of the server profile.
        model: The model id.
        quality: As it is sent.
        pixels: Of the answer; None where the server decides.
    """

    server: str
    model: str
    quality: str
    pixels: int | None = None


@dataclass(frozen=True, slots=True)
class TimedJob:
    """How long a finished job took.

    Attributes:
        kind: What it was; its pixels are those of the answer.
        elapsed_s: From sending to the last byte, seconds.
        first_preview_s: From sending to the first preview; None when there was none.
    """

    kind: JobKind
    elapsed_s: float
    first_preview_s: float | None = None


@dataclass(frozen=True, slots=True)
class UsualTime:
    """What is usual for a kind of job. All times in seconds from sending.

    Attributes:
        median_s: Half of them take longer.
        low_s: Nine of ten take longer.
        high_s: One of ten takes longer.
        first_preview_s: Half of the first previews come later; None when that is not known.
        count: From how many results it was learned.
    """

    median_s: float
    low_s: float
    high_s: float
    first_preview_s: float | None = None
    count: int = LEAST_COUNT


def usual_time(jobs: Sequence[TimedJob], kind: JobKind) -> UsualTime | None:
    """What is usual for a kind of job on its server.

    Looks at results of the same size first; where there are too few, at those of the same quality,
    then at all of the model.

    Args:
        jobs: Finished ones, the newest last.
        kind: What is asked about.

    Returns:
        None when too little is known.
    """
    here = [job for job in jobs if (job.kind.server, job.kind.model) == (kind.server, kind.model)]
    alike = [job for job in here if job.kind.quality == kind.quality]
    same = [job for job in alike if _is_similar(job.kind.pixels, kind.pixels)]
    for group in (same, alike, here):
        if len(group) >= LEAST_COUNT:
            return _learned(group[-NEWEST_COUNT:])
    return None


def shown_share(elapsed_s: float, usual: UsualTime) -> float:
    """How far the bar of a job has come: grows without end and never says that it is over.

    It follows the time up to where nine of ten jobs have ended, then ever more slowly.

    Args:
        elapsed_s: Seconds since it was sent, from 0 on.
        usual: What is usual.

    Returns:
        A share, 0 up to but never 1.
    """
    span_s = max(usual.high_s, 0.001)
    if elapsed_s <= span_s:
        return _ALMOST * max(elapsed_s, 0.0) / span_s
    left = math.exp(1.0 - min(elapsed_s / span_s, 12.0))
    return 1.0 - (1.0 - _ALMOST) * max(left, 0.01)


def _learned(jobs: Sequence[TimedJob]) -> UsualTime:
    times = sorted(job.elapsed_s for job in jobs)
    previews = [job.first_preview_s for job in jobs if job.first_preview_s is not None]
    return UsualTime(
        statistics.median(times),
        _quantile(times, 0.1),
        _quantile(times, 0.9),
        statistics.median(previews) if len(previews) >= LEAST_COUNT else None,
        len(times),
    )


def _quantile(ordered: Sequence[float], share: float) -> float:
    """Between the two nearest values (R-7, as in spreadsheets)."""
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def _is_similar(one: int | None, other: int | None) -> bool:
    if one is None or other is None:
        return one == other
    return max(one, other) <= _SIMILAR * min(one, other)
