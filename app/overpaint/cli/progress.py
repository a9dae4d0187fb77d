"""Tell on the console what happens to the jobs of an edit."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from overpaint.cli import console
from overpaint.cli.exits import Exit, exit_code
from overpaint.domain.drift import Drift
from overpaint.domain.errors import OverpaintError
from overpaint.domain.events import (
    Cancelled,
    Completed,
    Failed,
    JobEvent,
    JobId,
    Partial,
    Result,
    Sending,
    Waiting,
)

_TENTH_S = 10
_LAST_S = 3


@dataclass(slots=True)
class Report:
    """Listens to jobs: progress to stderr, results to stdout as soon as they are there.

    Attributes:
        jobs: Their order gives them the numbers that people read.
        previews: How many previews each job was asked for.
        facts: What stands in the JSON of every result: server, model …
        as_json: Whether results are printed as JSON objects instead of paths.
        quiet: Whether progress is left out; errors never are.
        free: Whether the server bills nobody, whatever happens.
    """

    jobs: Sequence[JobId]
    previews: int
    facts: Mapping[str, object]
    as_json: bool
    quiet: bool
    free: bool
    answers: list[Path] = field(default_factory=list)
    shown: dict[JobId, list[Path]] = field(default_factory=dict)
    failures: list[OverpaintError] = field(default_factory=list)
    cancelled: bool = False
    _quarter: dict[JobId, int] = field(default_factory=dict)
    _pause_s: dict[JobId, int] = field(default_factory=dict)

    def tell(self, event: JobEvent) -> None:
        """Print what an event says; called on the thread of the loop."""
        match event:
            case Waiting():
                self._waiting(event)
            case Sending():
                self._sending(event)
            case Partial():
                self._preview(event)
            case Completed():
                self._completed(event)
            case Failed():
                self._failed(event.error)
            case Cancelled():
                self._cancelled(event)

    def code(self) -> Exit:
        """The exit code for all that happened."""
        if self.cancelled:
            return Exit.CANCELLED
        return exit_code(self.failures[0]) if self.failures else Exit.OK

    def _waiting(self, event: Waiting) -> None:
        """Count down: the first word, then every ten seconds, then the last three."""
        left_s, former_s = math.ceil(event.seconds), self._pause_s.get(event.job)
        self._pause_s[event.job] = left_s
        goes_on = former_s is not None and left_s < former_s
        if not goes_on or left_s % _TENTH_S == 0 or left_s <= _LAST_S:
            self._note(event.job, f"waiting {left_s} s: {event.reason}")

    def _sending(self, event: Sending) -> None:
        if event.sent_bytes == 0:
            self._quarter.pop(event.job, None)
            self._pause_s.pop(event.job, None)
        quarter = 4 * event.sent_bytes // max(event.total_bytes, 1)
        if quarter <= self._quarter.get(event.job, 0):
            return
        self._quarter[event.job] = quarter
        megabytes = event.total_bytes / 1_000_000
        self._note(event.job, f"sending: {25 * quarter} % of {megabytes:.1f} MB")

    def _preview(self, event: Partial) -> None:
        paths = self.shown.setdefault(event.job, [])
        paths.append(event.path)
        self._note(event.job, f"preview {len(paths)} of {self.previews}: {event.path}")

    def _completed(self, event: Completed) -> None:
        for result in event.results:
            self.answers.append(result.path)
            told = f"done in {event.elapsed_s:.1f} s: {result.size}{drift_words(result.drift)}"
            self._note(event.job, told)
            if not self.as_json:
                console.result(str(result.path))
        if self.as_json:
            console.result(json.dumps(self._described(event)))
        if event.warning is not None:
            self._failed(event.warning)

    def _failed(self, error: OverpaintError) -> None:
        # What went wrong before the jobs parted ways is told once.
        if str(error) not in {str(former) for former in self.failures}:
            console.failure(error, free=self.free)
        self.failures.append(error)

    def _cancelled(self, event: Cancelled) -> None:
        self.cancelled = True
        billed = (
            " The server may bill it nevertheless." if event.maybe_billed and not self.free else ""
        )
        console.note(f"{self._prefix(event.job)}cancelled.{billed}")

    def _described(self, event: Completed) -> dict[str, object]:
        return {
            **self.facts,
            "variant": self.jobs.index(event.job) + 1,
            "results": [_result(result) for result in event.results],
            "previews": [str(path) for path in self.shown.get(event.job, [])],
            "elapsed_s": round(event.elapsed_s, 3),
            "request_id": event.request_id,
            "usage": None if event.usage is None else asdict(event.usage),
            "warning": None if event.warning is None else str(event.warning),
        }

    def _note(self, job: JobId, text: str) -> None:
        if not self.quiet:
            console.note(self._prefix(job) + text)

    def _prefix(self, job: JobId) -> str:
        return f"[{self.jobs.index(job) + 1}/{len(self.jobs)}] " if len(self.jobs) > 1 else ""


def _result(result: Result) -> dict[str, object]:
    answer = result.answer
    received = {"path": str(answer.path), "size": str(answer.size), "type": answer.media_type}
    drift = None if result.drift is None else asdict(result.drift)
    return {
        "path": str(result.path), "size": str(result.size), "answer": received, "drift": drift
    }  # fmt: skip


def drift_words(drift: Drift | None) -> str:
    """What the model changed outside of the mask, and none of which is in the result."""
    if drift is None:
        return ""
    moved = f", shifted {drift.shift_x:+.1f}, {drift.shift_y:+.1f} px, {drift.scale:.2%}"
    return f"; outside the mask: 0 px changed (the model changed {drift.changed:.0%}{moved})"
