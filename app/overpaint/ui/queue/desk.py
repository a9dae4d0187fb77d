"""Connects the queue on the screen with the engine that works it off."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from overpaint.domain.events import Completed, JobEvent, JobId, TerminalEvent
from overpaint.domain.usual_time import TimedJob
from overpaint.services.engine import Engine
from overpaint.services.library.recording import LIBRARY_NAME
from overpaint.services.queue import Lane, QueueOrder
from overpaint.services.settings import Settings
from overpaint.ui.actions import Actions, Need, that_need
from overpaint.ui.dialogs.server_texts import server_title
from overpaint.ui.money import bill_for
from overpaint.ui.queue.actions import QueueAction
from overpaint.ui.queue.cancelling import CancelQuestion
from overpaint.ui.queue.entry import QueueEntry, Section
from overpaint.ui.queue.model import QueueModel
from overpaint.ui.queue.panel import QueuePanel
from overpaint.ui.queue.usual import LearnedTimes, kind_of
from overpaint.ui.results.item import ResultItem, ResultState
from overpaint.ui.run_controller import QueuedFacts, RunController
from overpaint.ui.widgets.banner import Banner
from overpaint.ui.window_parts import WindowParts


class QueueDesk(QObject):
    """The jobs of all edits: their rows, their order, and what is done with them.

    Args:
        parts: Engine, settings and folders.
        runs: Submits jobs, and tries them again.
        banner: Where it asks before something is called off.
        window: Owner.

    Attributes:
        model: The rows.
        panel: The page that shows them.
        question: Calls jobs off.
        times: What is usual.
        counts_changed: ``(running, waiting)``.
        show_requested: A `JobId` whose tile is to be seen.
        sent_requested: A `JobId`: what was sent is to be seen.
        held: A job was submitted while the queue is paused.
        paused: The person has paused; what else sends should do so, too.
    """

    counts_changed = Signal(int, int)
    show_requested = Signal(object)
    sent_requested = Signal(object)
    held = Signal()
    paused = Signal()

    def __init__(
        self, parts: WindowParts, runs: RunController, banner: Banner, window: QWidget
    ) -> None:
        super().__init__(window)
        self._engine: Engine = parts.engine
        self._settings = parts.settings
        self._runs = runs
        self._actions: Actions | None = None
        self._selected: ResultItem | None = None
        self.model = QueueModel(parts.loader, parent=self)
        self.panel = QueuePanel(self.model, parts.icons)
        self.times = LearnedTimes(parts.paths.data / LIBRARY_NAME, parts.background, self)
        self.question = CancelQuestion(self.model, banner, runs.cancel, self)
        runs.usual = lambda submission: self.times.usual(kind_of(submission))
        runs.queued.connect(self._add)
        parts.bridge.arrived.connect(self._apply, Qt.ConnectionType.QueuedConnection)
        parts.bridge.order_changed.connect(self._take_order, Qt.ConnectionType.QueuedConnection)
        parts.store.changed.connect(self._on_draft_changed)
        parts.settings.changed.connect(self._follow_settings)
        self.model.counts_changed.connect(self.counts_changed)
        self.model.counts_changed.connect(self._enable)
        self.model.ended.connect(self._learn)
        self.times.changed.connect(self._tell_usual)
        view = self.panel.view
        view.triggered.connect(self.perform)
        view.moved.connect(self._engine.move)
        view.selectionModel().selectionChanged.connect(self._enable)
        self.panel.pause_requested.connect(self.toggle_pause)
        self.panel.cancel_all_requested.connect(self.cancel_all)
        self._show_pause(paused=parts.settings.settings.queue_paused)

    @property
    def counts(self) -> tuple[int, int]:
        """How many jobs run and how many wait."""
        sections = (Section.RUNNING, Section.WAITING)
        return tuple(len(self.model.section(part)) for part in sections)  # type: ignore[return-value]  # two

    @property
    def is_paused(self) -> bool:
        """Whether nothing new begins."""
        return self._engine.is_paused

    def follow(self, actions: Actions) -> None:
        """Switch the commands on and off as they make sense."""
        self._actions = actions
        self._enable()
        self._show_pause(paused=self._engine.is_paused)

    @Slot(object)
    def select_result(self, item: ResultItem | None) -> None:
        """Know which tile is selected in the results."""
        self._selected = item
        self._enable()

    @Slot()
    def toggle_pause(self) -> None:
        """Begin nothing new, or go on; it stays so until it is said otherwise."""
        self._settings.set(queue_paused=not self._engine.is_paused)

    @Slot()
    def cancel_all(self) -> None:
        """Call off everything that runs or waits."""
        alive = (*self.model.section(Section.RUNNING), *self.model.section(Section.WAITING))
        self.question.ask([entry.job for entry in alive], "cancel_all")

    @Slot()
    def cancel_selected(self) -> None:
        """Call off what is selected: in the queue while that is seen, else in the results."""
        self.question.ask(self._chosen())

    @Slot(object, list)
    def perform(self, action: QueueAction, jobs: Sequence[JobId]) -> None:
        """Do what was asked for on rows of the queue."""
        steps: dict[QueueAction, Callable[[Sequence[JobId]], None]] = {
            QueueAction.FRONT: self._to_front,
            QueueAction.UP: lambda jobs: self._step(jobs, -1),
            QueueAction.DOWN: lambda jobs: self._step(jobs, +1),
            QueueAction.LAST: self._to_end,
            QueueAction.CANCEL: self.question.ask,
            QueueAction.RETRY: self._retry,
            QueueAction.REMOVE: self.model.remove,
            QueueAction.SHOW: lambda jobs: self.show_requested.emit(jobs[0]),
            QueueAction.SENT: lambda jobs: self.sent_requested.emit(jobs[0]),
        }
        steps[action](jobs)

    def _to_front(self, jobs: Sequence[JobId]) -> None:
        others = (e.job for e in self.model.section(Section.WAITING) if e.job not in jobs)
        first = next(others, None)
        for job in jobs if first is not None else ():
            self._engine.move(job, first)

    def _to_end(self, jobs: Sequence[JobId]) -> None:
        for job in jobs:
            self._engine.move(job, None)

    def _step(self, jobs: Sequence[JobId], by: int) -> None:
        """Move jobs one place; what is at the end of its way stays, and so does what follows it."""
        order = [entry.job for entry in self.model.section(Section.WAITING)]
        moving = [job for job in order if job in set(jobs)]
        for job in moving if by < 0 else reversed(moving):
            place = order.index(job) + by
            if not 0 <= place < len(order) or order[place] in jobs:
                continue
            order.remove(job)
            order.insert(place, job)
            before = order[place + 1] if place + 1 < len(order) else None
            self._engine.move(job, before)

    def _retry(self, jobs: Sequence[JobId]) -> None:
        for job in jobs:
            self._runs.retry(job)

    def _chosen(self) -> list[JobId]:
        alive = (Section.RUNNING, Section.WAITING)
        if self.panel.view.isVisible():
            rows = [e.job for e in self.panel.view.selected_entries() if e.section in alive]
            if rows:
                return rows
        item = self._selected
        return [item.job] if item is not None and item.running and item.job is not None else []

    @Slot(object, object)
    def _add(self, job: JobId, facts: QueuedFacts) -> None:
        self.model.add(_entry(job, facts), facts.replaces)
        if self._engine.is_paused and facts.number == 1:
            self.held.emit()

    @Slot(object)
    def _apply(self, event: JobEvent) -> None:
        self.model.apply(event)

    @Slot(object)
    def _take_order(self, order: QueueOrder) -> None:
        self.model.set_order(order)

    @Slot(object, object)
    def _learn(self, entry: QueueEntry, event: TerminalEvent) -> None:
        if isinstance(event, Completed):
            kind = entry.kind
            pixels = event.results[0].answer.size.pixels
            took = type(kind)(kind.server, kind.model, kind.quality, pixels)
            self.times.note(TimedJob(took, event.elapsed_s, event.first_preview_s))

    @Slot()
    def _tell_usual(self) -> None:
        self.model.set_usual(lambda entry: self.times.usual(entry.kind))

    @Slot(object, object)
    def _on_draft_changed(self) -> None:
        # Whoever has opened a picture will want to know soon.
        self.times.load()

    @Slot(object, object)
    def _follow_settings(self, old: Settings, new: Settings) -> None:
        for profile in new.profiles():
            if profile not in old.profiles():
                self._engine.set_limit(Lane.of(profile))
        if old.queue_paused != new.queue_paused:
            self._show_pause(paused=new.queue_paused)
            if new.queue_paused:
                self.paused.emit()

    def _show_pause(self, *, paused: bool) -> None:
        if paused:
            self._engine.pause()
        else:
            self._engine.resume()
        self.panel.set_paused(paused)
        if self._actions is not None:
            action: QAction = self._actions["pause_queue"]
            action.setChecked(paused)

    @Slot()
    def _enable(self) -> None:
        if self._actions is not None:
            self._actions.enable(that_need(Need.JOB), enabled=bool(self._chosen()))
            self._actions.enable(that_need(Need.JOBS), enabled=sum(self.counts) > 0)


def _entry(job: JobId, facts: QueuedFacts) -> QueueEntry:
    submission = facts.submission
    draft, profile = submission.draft, submission.profile
    model = submission.rules.model(draft)
    bill = bill_for(draft, model, profile)
    answers = 1 if draft.streams else draft.variants
    price = None if bill is None or bill.estimate is None else bill.estimate.times(answers)
    item = ResultItem(
        str(job), ResultState.QUEUED, job=job, variant=facts.number, answers=answers,
        prompt=draft.prompt, previews_expected=draft.partial_images if draft.streams else 0,
        bill=bill, usual=facts.usual,
    )  # fmt: skip
    return QueueEntry(
        job,
        item,
        Section.WAITING,
        None if draft.target is None else draft.target.path,
        server_title(profile),
        model.label,
        draft.quality,
        kind_of(submission),
        profile.bills,
        price,
    )
