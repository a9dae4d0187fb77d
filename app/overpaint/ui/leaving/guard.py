"""Closing the window while jobs run: ask, let them end without it, and then quit."""

from __future__ import annotations

import sys
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication, QMainWindow

from overpaint.domain.errors import StorageError
from overpaint.domain.events import Failed, TerminalEvent
from overpaint.ui.front import bring_to_front
from overpaint.ui.icons import Icons
from overpaint.ui.leaving.news import News
from overpaint.ui.leaving.question import LeavingQuestion, Unfinished
from overpaint.ui.leaving.tray import Tray
from overpaint.ui.panels import Panels
from overpaint.ui.queue import texts
from overpaint.ui.queue.entry import QueueEntry, Section

_GRACE_MS = 10_000
"""So long the last message can be clicked before the program is gone."""


class LeavingGuard(QObject):
    """Decides whether the window may close, and quits when the last job has ended.

    Args:
        window: The window.
        panels: Know what is under way.
        icons: The icon family.
        tray: Stands for the window while it is hidden.
        news: Tells of the end.

    Attributes:
        question: The question that is open; None while there is none.
        grace_ms: How long the program stays after the last news.
    """

    def __init__(
        self, window: QMainWindow, panels: Panels, icons: Icons, tray: Tray, news: News
    ) -> None:
        super().__init__(window)
        self._window = window
        self._panels = panels
        self._icons = icons
        self._tray = tray
        self._news = news
        self._agreed = False
        self._is_leaving = False
        self.grace_ms = _GRACE_MS
        self.question: LeavingQuestion | None = None
        self._quit = QTimer(self, singleShot=True)
        self._quit.timeout.connect(self._leave_now)
        panels.queue.counts_changed.connect(self._look)
        panels.queue.model.ended.connect(self._on_ended)
        panels.batch.runs.running_changed.connect(self._look)
        news.told.connect(self._on_told)
        tray.opened.connect(self.come_back)
        tray.quit_requested.connect(self._ask_again)
        window.installEventFilter(self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.commitDataRequest.connect(self.agree)
            app.applicationStateChanged.connect(self._on_state)

    @property
    def is_leaving(self) -> bool:
        """Whether the program ends with its last job."""
        return self._is_leaving

    @property
    def unfinished(self) -> Unfinished:
        """What is under way now."""
        queue = self._panels.queue
        running, waiting = queue.counts
        alive = queue.model.section(Section.RUNNING)
        return Unfinished(
            running,
            waiting,
            sum(entry.maybe_billed_now for entry in alive),
            batch=self._panels.batch.runs.is_running,
            paused=queue.is_paused,
        )

    def may_close(self) -> bool:
        """Whether nothing is lost by closing now; else a question is shown, and answered later."""
        if self._agreed or not self.unfinished.is_something:
            return True
        if self.question is None:
            self._ask()
        else:
            self.question.raise_()
        return False

    @Slot()
    def agree(self) -> None:
        """Let the window close without a question: the system ends the session."""
        self._agreed = True

    @Slot()
    def come_back(self) -> None:
        """Show the window again; the program stays."""
        bring_to_front(self._window)
        self._stay()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Whoever brings the window back, by whatever way, wants the program to stay."""
        if self._is_leaving and event.type() in {QEvent.Type.Show, QEvent.Type.WindowStateChange}:
            minimised = self._window.windowState() & Qt.WindowState.WindowMinimized
            if self._window.isVisible() and not minimised:
                self._stay()
        return False

    def _ask(self) -> None:
        unfinished = replace(self.unfinished, has_tray=self._tray.is_available)
        self.question = LeavingQuestion(self._icons, unfinished, self._window)
        self.question.keep_chosen.connect(self._keep_running)
        self.question.cancel_chosen.connect(self._cancel_and_quit)
        self.question.finished.connect(self._on_answered)
        self.question.destroyed.connect(self._on_answered)
        self.question.open()

    @Slot(Qt.ApplicationState)
    def _on_state(self, state: Qt.ApplicationState) -> None:
        """On macOS a click in the Dock brings the program to the front, but no hidden window."""
        active = state is Qt.ApplicationState.ApplicationActive
        if self._is_leaving and active and sys.platform == "darwin":
            self.come_back()

    @Slot()
    def _on_answered(self) -> None:
        self.question = None

    @Slot()
    def _ask_again(self) -> None:
        self.come_back()
        self._window.close()

    @Slot()
    def _keep_running(self) -> None:
        queue = self._panels.queue
        if queue.is_paused and queue.counts[1]:
            queue.toggle_pause()
        # Before the window goes: Qt would quit with the last one that is seen.
        QApplication.setQuitOnLastWindowClosed(False)
        if self._tray.is_available:
            self._window.hide()
            self._tray.stay(self._tip())
        else:
            self._window.showMinimized()
        self._is_leaving = True
        self._look()

    @Slot()
    def _cancel_and_quit(self) -> None:
        self._agreed = True
        self._window.close()

    @Slot()
    def _look(self) -> None:
        """Quit when the last job has ended and the desktop has been told."""
        if not self._is_leaving:
            return
        if self.unfinished.is_something:
            self._quit.stop()
            if self._tray.is_shown:
                self._tray.stay(self._tip())
            return
        self._quit.start(0)
        self._news.flush()

    @Slot()
    def _on_told(self) -> None:
        """Stay as long as the message can be clicked."""
        if self._quit.isActive():
            self._quit.start(self.grace_ms)

    @Slot(object, object)
    def _on_ended(self, _entry: QueueEntry, event: TerminalEvent) -> None:
        error = event.error if isinstance(event, Failed) else None
        if self._is_leaving and isinstance(error, StorageError) and error.unsaved:
            # What was paid for is in memory only: a person has to say where it goes.
            self.come_back()

    @Slot()
    def _leave_now(self) -> None:
        if self._is_leaving and not self.unfinished.is_something:
            self._agreed = True
            self._window.close()
            self._tray.leave()
            app = QApplication.instance()
            if app is not None:
                app.quit()

    def _stay(self) -> None:
        self._is_leaving = False
        self._quit.stop()
        self._tray.leave()
        QApplication.setQuitOnLastWindowClosed(True)

    def _tip(self) -> str:
        counts = texts.counts(*self._panels.queue.counts)
        return self.tr("Overpaint: {counts}").format(counts=counts) if counts else "Overpaint"
