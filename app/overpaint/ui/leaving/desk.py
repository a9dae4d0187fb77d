"""Puts together what goes on without the window."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication, QMainWindow

from overpaint.domain.events import JobId
from overpaint.services.batch.events import EndKind, RunEnd
from overpaint.ui.front import bring_to_front
from overpaint.ui.leaving.guard import LeavingGuard
from overpaint.ui.leaving.news import News
from overpaint.ui.leaving.portal import Portal
from overpaint.ui.leaving.tray import Tray
from overpaint.ui.panels import Panels
from overpaint.ui.window_parts import WindowParts


class LeavingDesk(QObject):
    """News on the desktop, and the question on leaving.

    Args:
        window: The window.
        panels: Its parts.
        parts: Settings and icons.

    Attributes:
        guard: Decides whether the window may close.
        news: Tells what has become of jobs.
    """

    def __init__(self, window: QMainWindow, panels: Panels, parts: WindowParts) -> None:
        super().__init__(window)
        self._window = window
        self._panels = panels
        # That of the program, which takes 15 ms to render, is there already.
        tray = Tray(QApplication.windowIcon(), self)
        settings = parts.settings
        self.news = News(window, (tray, Portal(self)), lambda: settings.settings.notify)
        self.guard = LeavingGuard(window, panels, parts.icons, tray, self.news)
        panels.queue.model.ended.connect(self.news.take)
        panels.batch.runs.ended.connect(self._tell_batch)
        self.news.opened.connect(self._open)

    @Slot(object)
    def _open(self, job: JobId | None) -> None:
        bring_to_front(self._window)
        if job is not None:
            self._panels.queue.show_requested.emit(job)

    @Slot(object)
    def _tell_batch(self, end: RunEnd) -> None:
        if end.kind is EndKind.FINISHED:
            self.news.tell(self.tr("The batch is finished"), "")
        elif end.kind is EndKind.HALTED:
            self.news.tell(self.tr("The batch has stopped"), "")
