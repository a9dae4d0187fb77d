"""Send the draft, follow its jobs, try again: what happens after Generate is pressed."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from overpaint.domain.draft import Draft
from overpaint.domain.events import Cancelled, Completed, Failed, JobEvent, JobId
from overpaint.domain.limits import LimitVerdict
from overpaint.domain.problems import Problem
from overpaint.domain.profiles import ServerProfile
from overpaint.domain.request import EditRequest
from overpaint.domain.usual_time import UsualTime
from overpaint.domain.violations import blocking
from overpaint.services.connections import Connections
from overpaint.services.engine import Engine
from overpaint.services.library.journal import Journal
from overpaint.services.library.library import Library
from overpaint.services.library.recording import Recorder
from overpaint.services.queue import Lane
from overpaint.ui.canvas.view import CanvasView
from overpaint.ui.draft_store import DraftStore
from overpaint.ui.money import bill_for
from overpaint.ui.results.model import ResultsModel
from overpaint.ui.settings_store import SettingsStore
from overpaint.ui.spending.ledger import SpendLedger
from overpaint.ui.submission import QueuedFacts, Submission

if TYPE_CHECKING:
    # Network and pixel libraries are loaded by the workers that need them.
    from overpaint.imaging.placement import MaskSnapshot
    from overpaint.services.api.client import EditClient
    from overpaint.services.edit_journal import EditJournal
    from overpaint.services.edit_work import EditWork, Places
    from overpaint.services.jobs import EditPlan


Change = Callable[[Submission], Submission]

__all__ = ["QueuedFacts", "RunController", "Submission", "as_served"]


class RunController(QObject):
    """Turns drafts into jobs and keeps what is needed to repeat one.

    Args:
        store: The draft.
        settings: Server and results folder.
        canvas: Has the mask.
        results: Shows the jobs.
        engine: Runs them.
        connections: Resolves the server.
        pictures: Results folder unless another one is chosen.
        data: Folder of the program's own: previews, and answers that found no other place.
        journal: Where every attempt is written down before it is sent.
        library: Remembers results.

    Attributes:
        recorder: Tells it what was finished, and what was made anew.
        edit: Id of the edit at hand: what is sent now belongs to it.
        obstacle: Tells what else keeps the draft from being sent at this moment.
        usual: Tells how long a job usually takes, as far as that is known.
        refused: Blocking problems of the draft; nothing was sent.
        queued: ``(JobId, QueuedFacts)``: a job was handed to the engine; its events follow.
        started: ``JobId`` of the first of new jobs, after their tiles exist.
        failed: ``(JobId, OverpaintError)``, of a job of the edit at hand.
        not_noted: An `OverpaintError`, once: results are there, but not in the library. Emitted on
            a worker; receivers connect queued.
        over_limit: A `LimitVerdict`: a limit of spending stands in the way; nothing was sent.
        consent_wanted: ``(Submission, JobId | None)``: somebody should look at it first, and then
            call `send` with both, or leave it.
    """

    refused = Signal(object)
    queued = Signal(object, object)
    started = Signal(object)
    failed = Signal(object, object)
    not_noted = Signal(object)
    over_limit = Signal(object)
    consent_wanted = Signal(object, object)

    def __init__(
        self,
        store: DraftStore,
        settings: SettingsStore,
        canvas: CanvasView,
        results: ResultsModel,
        engine: Engine,
        connections: Connections,
        *,
        pictures: Path,
        data: Path,
        journal: Journal,
        library: Library,
        ledger: SpendLedger | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._settings = settings
        self._canvas = canvas
        self._results = results
        self._engine = engine
        self._connections = connections
        self._pictures = pictures
        self._data = data
        self._journal = journal
        self.recorder = Recorder(library, self.not_noted.emit)
        self._ledger = ledger
        self._submissions: dict[JobId, Submission] = {}
        self._prints: dict[JobId, list[str]] = {}
        self._agreed: set[tuple[str, str]] = set()
        self.edit = ""
        self.obstacle: Callable[[], Problem | None] = lambda: None
        self.usual: Callable[[Submission], UsualTime | None] = lambda _submission: None
        self._latest: Submission | None = None
        canvas.gesture.connect(connections.courtesy.give_way)

    def generate(self, *, front: bool = False, change: Change | None = None) -> None:
        """Send the draft, once the mask holds every stroke; or tell what is missing.

        Args:
            front: Whether its jobs go before all that wait.
            change: Makes another submission of it; None to send it as it is.
        """
        if not self.can_send():
            return

        def composed(submission: Submission) -> None:
            changed = submission if change is None else change(submission)
            self._send_or_ask(replace(changed, front=front))

        self.compose(composed)

    def can_send(self) -> bool:
        """Whether nothing stands in the way of the draft; what does is told by `refused`."""
        self._canvas.finish_typing()
        obstacle = self.obstacle()
        problems = blocking(self._store.draft, self._store.rules)
        if obstacle is not None:
            problems = (obstacle, *problems)
        if problems:
            self.refused.emit(problems)
        return not problems

    def offer(self, submission: Submission) -> None:
        """Send a submission as Generate does: within the limits, and asked about where wanted."""
        self._send_or_ask(submission)

    def again(self, job: JobId | None) -> bool:
        """Send what a job was about once more, as it was; what was sent last without a job.

        Returns:
            Whether anything is known that could be sent.
        """
        known = self._latest if job is None else self._submissions.get(job, self._latest)
        if known is None or not known.is_whole:
            return False
        fresh = replace(known, name=uuid.uuid4().hex, front=False)
        self._send_or_ask(fresh)
        return True

    def compose(self, done: Callable[[Submission], None]) -> None:
        """Take the draft and the mask as they are now; `done` gets what Generate would send."""
        draft, rules, marks = self._store.draft, self._store.rules, self._canvas.markup.marks
        profile, edit = self._settings.settings.profile(), self.edit
        draft = as_served(draft, profile)

        def submit(snapshot: MaskSnapshot | None) -> None:
            masking = None if snapshot is None else snapshot.masking
            # What is sent is what the mask holds by now, strokes under way and all.
            masked = replace(draft, mask=None if snapshot is None else snapshot.facts)
            done(Submission(masked, rules, masking, marks, profile, edit))

        self._canvas.snapshot_layers(submit)

    def send(self, submission: Submission, replaces: JobId | None = None) -> None:
        """Send what somebody has looked at; the server is not asked about again until restart."""
        self._agreed.add(_place(submission.profile))
        self._send(submission, replaces=replaces)

    def retry(self, job: JobId) -> None:
        """Send what a failed or cancelled job was about again, as one new job in its tile.

        The server chosen now is used: the old one may have been the reason.
        """
        old = self._submissions.get(job)
        if old is None or not old.is_whole:
            return
        variants = 1 if old.draft.streams else old.draft.variants
        profile = self._settings.settings.profile()
        draft = as_served(replace(old.draft, variants=variants), profile)
        again = replace(old, draft=draft, profile=profile)
        self._send_or_ask(again, replaces=job)

    def submission(self, job: JobId) -> Submission | None:
        """What a job is about; None when it is not known any more."""
        return self._submissions.get(job)

    def adopt(self, job: JobId, submission: Submission) -> None:
        """Know what a job of an earlier start was about."""
        self._submissions[job] = submission

    def work_of(self, submission: Submission) -> EditWork:
        """What prepares the request of a submission, as sending it does."""
        return _work(submission, self._places(), None)

    def sent_files(self, job: JobId) -> str:
        """The `fingerprint` of the files that a job sent; ``""`` when it is not known."""
        prints = self._prints.get(job)
        return prints[0] if prints else ""

    def cancel(self, job: JobId) -> None:
        """Call a job off."""
        self._engine.cancel(job)

    @Slot(object)
    def on_event(self, event: JobEvent) -> None:
        """Take in an event of the engine; the bridge calls this on the GUI thread."""
        self._results.apply(event)
        if self._ledger is not None and isinstance(event, Completed | Failed | Cancelled):
            self._ledger.settle(event.job)
        if isinstance(event, Failed) and self._results.shows_job(event.job):
            self.failed.emit(event.job, event.error)

    def _send_or_ask(self, submission: Submission, *, replaces: JobId | None = None) -> None:
        """Send what the limits of spending allow, or tell which one does not."""

        def judged(verdict: LimitVerdict) -> None:
            if verdict.blocks:
                self.over_limit.emit(verdict)
            else:
                self._ask_or_send(submission, replaces)

        if self._ledger is None:
            self._ask_or_send(submission, replaces)
        else:
            self._ledger.check(submission.most_usd, judged)

    def _ask_or_send(self, submission: Submission, replaces: JobId | None) -> None:
        profile = submission.profile
        if profile.asks_first and _place(profile) not in self._agreed:
            self.consent_wanted.emit(submission, replaces)
        else:
            self._send(submission, replaces=replaces)

    def _send(self, submission: Submission, *, replaces: JobId | None = None) -> None:
        if replaces is not None:
            self._submissions.pop(replaces, None)
            self._prints.pop(replaces, None)
        draft = submission.draft
        count = draft.variants if draft.streams else 1
        model = submission.rules.model(draft)
        prints: list[str] = []
        lane = Lane.of(submission.profile)
        jobs = self._engine.submit(
            self._plan(submission, prints), count, lane=lane, front=submission.front
        )
        self._latest = submission
        usual = self.usual(submission)
        if self._ledger is not None:
            self._ledger.hold(jobs, submission.draft.model, submission.profile.name,
                              submission.most_usd)  # fmt: skip
        for number, job in enumerate(jobs, start=1):
            self._submissions[job] = submission
            self._prints[job] = prints
            self._results.expect(
                job,
                variant=number,
                answers=1 if draft.streams else draft.variants,
                previews=draft.partial_images if draft.streams else 0,
                prompt=draft.prompt,
                frame=submission.frame,
                bill=bill_for(draft, model, submission.profile),
                replaces=replaces,
                edit=submission.edit or None,
                usual=usual,
            )
            self.queued.emit(job, QueuedFacts(submission, number, usual, replaces))
        self.started.emit(jobs[0])

    def _places(self) -> Places:
        from overpaint.services.edit_work import Places  # noqa: PLC0415 - as below

        settings = self._settings.settings
        folder = settings.results_folder or self._pictures
        answers, previews = self._data / "answers", self._data / "previews"
        told = settings.tells_recipe
        return Places(folder, answers, answers, previews, settings.result_name, tells_recipe=told,
                      per_edit=settings.folder_per_edit)  # fmt: skip

    def _plan(self, submission: Submission, prints: list[str]) -> EditPlan:
        # It brings asyncio along, which only an edit needs; warmed up by the program.
        from overpaint.services.jobs import EditPlan  # noqa: PLC0415

        work = _work(submission, self._places(), self.recorder, self._journal)
        return EditPlan(
            prepare=partial(_prepared, work, prints),
            connect=partial(_connect, self._connections, submission.profile),
            folder=work.folder,
            stem=work.stem,
            pace=self._connections.pace(submission.profile),
            finish=work.finish,
            note=work.note,
            journal=_journal(work, submission),
        )


def as_served(draft: Draft, profile: ServerProfile) -> Draft:
    """Without previews where the server cannot stream: all variants come in one answer then."""
    return draft if profile.streams else replace(draft, stream=False)


def _place(profile: ServerProfile) -> tuple[str, str]:
    """Where pictures go: another address under the same name is another place."""
    return profile.name, profile.base_url


def _prepared(work: EditWork, prints: list[str]) -> EditRequest:
    """Make the request, and remember which files it has; on a worker."""
    from overpaint.services.outgoing import fingerprint  # noqa: PLC0415 - as above

    request = work.prepare()
    prints.append(fingerprint(request))
    return request


def _work(
    submission: Submission,
    places: Places,
    recorder: Recorder | None,
    attempts: Journal | None = None,
) -> EditWork:
    from overpaint.services.edit_work import EditWork  # noqa: PLC0415 - needed by edits only

    return EditWork(
        submission.draft,
        submission.rules,
        submission.masking,
        partial(_markup, submission),
        submission.profile,
        places,
        recorder,
        attempts,
        document=submission.edit,
        marks=submission.marks,
    )


def _journal(work: EditWork, submission: Submission) -> EditJournal | None:
    """Where its jobs write down their attempts, under the names by which the window knows them."""
    journal = work.journal
    if journal is None:
        return None
    facts = replace(journal.facts, edit=submission.name, document=submission.edit)
    return replace(journal, facts=facts)


def _markup(submission: Submission) -> bytes | None:
    from overpaint.imaging.markup import encode_markup  # noqa: PLC0415 - on a worker, see above

    target, marks = submission.draft.target, submission.marks
    return encode_markup(marks, target.size) if target is not None and marks else None


def _connect(connections: Connections, profile: ServerProfile) -> EditClient:
    from overpaint.services.api.client import EditClient  # noqa: PLC0415 - on a worker, see above

    connection = connections.open(profile)
    return EditClient(connection.profile, connection.key, connections.courtesy)
