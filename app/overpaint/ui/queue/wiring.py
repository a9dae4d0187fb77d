"""Which signal of the queue leads where in the window."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow

from overpaint.domain.edit_document import EditId
from overpaint.domain.events import JobId
from overpaint.ui.actions import Actions
from overpaint.ui.panels import Panels
from overpaint.ui.queue import texts
from overpaint.ui.queue.bottom import Page
from overpaint.ui.widgets.toast import ToastAction
from overpaint.ui.window_parts import WindowParts
from overpaint.ui.workspaces import Workspace


class QueueWiring(QObject):
    """Connects the queue with tiles, bars and title.

    Args:
        window: Owner; its title tells how many jobs there are.
        panels: The parts.
        parts: What they were made from.
        actions: The commands.
    """

    def __init__(
        self, window: QMainWindow, panels: Panels, parts: WindowParts, actions: Actions
    ) -> None:
        super().__init__(window)
        self._window = window
        self._panels = panels
        self._name = ""
        self._wanted: JobId | None = None
        queue, results = panels.queue, panels.results
        results.selected.connect(queue.select_result)
        results.cancel_requested.connect(lambda job: queue.question.ask([job]))
        panels.inspector.cancel_requested.connect(
            lambda: queue.question.ask(panels.tiles.running_jobs())
        )
        queue.counts_changed.connect(self._show_counts)
        queue.show_requested.connect(self._show_tile)
        queue.sent_requested.connect(panels.sent.show_job)
        queue.held.connect(self._say_held)
        queue.question.asked.connect(self._show_edit)
        queue.paused.connect(panels.batch.runs.pause)
        panels.edits.switched.connect(self._select_wanted)
        panels.status.queue_requested.connect(actions["show_queue"].trigger)
        queue.follow(actions)
        parts.settings.changed.connect(lambda _old, _new: self._show_counts())
        self._show_counts()

    def name_window(self, name: str) -> None:
        """Give the window the name of what is open, behind the number of jobs."""
        self._name = name
        self._show_title()

    @Slot()
    def _show_counts(self) -> None:
        running, waiting = self._panels.queue.counts
        paused = self._panels.queue.is_paused
        counts = texts.counts(running, waiting)
        self._panels.bottom.show_counts(running, waiting, paused=paused)
        if paused:
            counts = ", ".join(part for part in (self.tr("Queue paused"), counts) if part)
        self._panels.status.show_jobs(counts)
        self._show_title()
        # On the program's icon, where the desktop shows that.
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.setBadgeNumber(running + waiting)

    def _show_title(self) -> None:
        count = sum(self._panels.queue.counts)
        # Qt puts the program's name behind it.
        name = self._name or (QGuiApplication.applicationDisplayName() if count else "")
        self._window.setWindowTitle(f"({count}) {name}" if count else name)

    @Slot(object)
    def _show_tile(self, job: JobId) -> None:
        """Select the tile of a job, with its edit at hand."""
        panels = self._panels
        self._show_edit()
        dock = panels.bottom.parentWidget()
        if dock is not None:
            dock.show()
        panels.bottom.show_page(Page.RESULTS)
        submission = panels.runs.submission(job)
        self._wanted = job
        if not panels.tiles.shows_job(job) and submission is not None and submission.edit:
            panels.edits.open(EditId(submission.edit))
        self._select_wanted()

    @Slot()
    def _show_edit(self) -> None:
        """Bring the canvas back, where the results and the questions about jobs are."""
        self._panels.workspaces.show_workspace(Workspace.EDIT)

    @Slot()
    def _select_wanted(self) -> None:
        """An edit that has to be read first comes later."""
        panels, job = self._panels, self._wanted
        if job is not None and panels.tiles.shows_job(job):
            self._wanted = None
            panels.results.select_job(job)
            panels.results.view.setFocus()

    @Slot()
    def _say_held(self) -> None:
        resume = ToastAction(self.tr("Resume"), self._panels.queue.toggle_pause)
        text = self.tr("The queue is paused: the job waits")
        self._panels.area.toast.say(text, icon="pause", action=resume)
