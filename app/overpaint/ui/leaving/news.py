"""Tell the desktop what has become of jobs while the window is not in front."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance, Slot
from PySide6.QtWidgets import QWidget

from overpaint.domain.events import Cancelled, Completed, JobId, TerminalEvent
from overpaint.ui.queue import texts
from overpaint.ui.queue.entry import QueueEntry

_TOGETHER_MS = 1500
"""What ends within this time is told at once: variants often do."""


class Route(Protocol):
    """A way to the desktop."""

    message_clicked: SignalInstance

    def say(self, title: str, text: str) -> bool:
        """Show a message; False where that is not possible."""


@dataclass(frozen=True, slots=True)
class _Ended:
    entry: QueueEntry
    succeeded: bool


class News(QObject):
    """Collects ends and tells them; nothing is said while the window is in front.

    Args:
        window: The window.
        routes: The ways to the desktop; the first that works is used.
        is_wanted: Whether the person wants news.

    Attributes:
        opened: A `JobId` whose message was clicked; None when it was about something else.
        told: A message is shown.
    """

    opened = Signal(object)
    told = Signal()

    def __init__(
        self, window: QWidget, routes: Sequence[Route], is_wanted: Callable[[], bool]
    ) -> None:
        super().__init__(window)
        self._window = window
        self._routes = tuple(routes)
        self._is_wanted = is_wanted
        self._ended: list[_Ended] = []
        self._about: JobId | None = None
        self._timer = QTimer(self, interval=_TOGETHER_MS, singleShot=True)
        self._timer.timeout.connect(self.flush)
        for route in self._routes:
            route.message_clicked.connect(self._on_clicked)

    @Slot(object, object)
    def take(self, entry: QueueEntry, event: TerminalEvent) -> None:
        """Hear of the end of a job; what a person has called off is no news."""
        if not isinstance(event, Cancelled):
            self._ended.append(_Ended(entry, isinstance(event, Completed)))
            self._timer.start()

    @Slot()
    def flush(self) -> None:
        """Tell what has been collected."""
        ended, self._ended = self._ended, []
        self._timer.stop()
        if ended:
            self._about = ended[-1].entry.job
            self._say(*self._words(ended))

    def tell(self, title: str, text: str) -> None:
        """Tell something else."""
        self._about = None
        self._say(title, text)

    def _say(self, title: str, text: str) -> None:
        if self._window.isActiveWindow() or not self._is_wanted():
            return
        shown = any(route.say(title, text) for route in self._routes)
        if shown:
            self.told.emit()

    def _words(self, ended: Sequence[_Ended]) -> tuple[str, str]:
        good = sum(one.succeeded for one in ended)
        bad = len(ended) - good
        last = ended[-1].entry
        if len(ended) == 1:
            title = self.tr("Your result is there") if good else self.tr("A job failed")
            reason = "" if good else texts.reason(last)
            return title, "\n".join(part for part in (reason, texts.prompt(last)) if part)
        title = self.tr("{count} results are there").format(count=good)
        if bad and good:
            title = self.tr("{good} results are there, {bad} failed").format(good=good, bad=bad)
        elif bad:
            title = self.tr("{count} jobs failed").format(count=bad)
        prompts = dict.fromkeys(texts.prompt(one.entry) for one in ended)
        return title, "\n".join(prompts)

    @Slot()
    def _on_clicked(self) -> None:
        self.opened.emit(self._about)
