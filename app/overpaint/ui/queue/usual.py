"""What is usual for jobs on this machine: read from the library once, learned from then on."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from overpaint.domain.framing import as_sent
from overpaint.domain.usual_time import JobKind, TimedJob, UsualTime, usual_time
from overpaint.ui.background import Background
from overpaint.ui.run_controller import Submission


class LearnedTimes(QObject):
    """Answers at once from what it has heard of.

    Args:
        library: The library's file.
        background: Reads it.

    Attributes:
        changed: More is known.
    """

    changed = Signal()

    def __init__(self, library: Path, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._library = library
        self._background = background
        self._begun = False
        self._jobs: tuple[TimedJob, ...] = ()
        self._known: dict[JobKind, UsualTime | None] = {}

    def load(self) -> None:
        """Read the library beside this thread, the first time that this is called."""
        if not self._begun:
            self._begun = True
            self._background.run(self._read, self._take, lambda _error: None)

    def usual(self, kind: JobKind) -> UsualTime | None:
        """How long such a job usually takes; None while too little is known."""
        if kind not in self._known:
            self._known[kind] = usual_time(self._jobs, kind)
        return self._known[kind]

    def note(self, job: TimedJob) -> None:
        """Learn from a job that has just ended."""
        self._take((job,))

    def _read(self) -> tuple[TimedJob, ...]:
        # SQLite is not needed for the first paint.
        from overpaint.services.library.usual_times import read_times  # noqa: PLC0415

        return read_times(self._library)

    def _take(self, jobs: tuple[TimedJob, ...]) -> None:
        # What was read is older than what ended meanwhile; nothing depends on that order.
        self._jobs = (*self._jobs, *jobs)
        self._known.clear()
        self.changed.emit()


def kind_of(submission: Submission) -> JobKind:
    """What decides how long the jobs of a submission take."""
    draft = submission.draft
    sent = as_sent(draft, submission.rules.model(draft))
    pixels = None if sent.size is None else sent.size.pixels
    return JobKind(submission.profile.name, draft.model, draft.quality.value, pixels)
