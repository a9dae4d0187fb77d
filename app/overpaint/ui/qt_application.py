"""The application object: also hears which files the system asks to open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication


class OverpaintApplication(QApplication):
    """macOS sends the files that were dropped on the icon, or opened with it, as events.

    It sends them as soon as the application runs, which may be before the window is there: they
    wait for `hand_files_to`.
    """

    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        self._waiting: list[Path] = []
        self._take: Callable[[list[Path]], None] | None = None

    def hand_files_to(self, take: Callable[[list[Path]], None] | None) -> None:
        """Call this for files from now on, and for those that wait; None to let them wait."""
        self._take = take
        self._hand_over()

    def event(self, event: QEvent) -> bool:
        """Take the files; the rest is Qt's."""
        if isinstance(event, QFileOpenEvent) and event.file():
            self._waiting.append(Path(event.file()))
            # Several files come as an event each, one right after the other.
            QTimer.singleShot(0, self._hand_over)
            return True
        return super().event(event)

    def _hand_over(self) -> None:
        if self._take is not None and self._waiting:
            waiting, self._waiting = self._waiting, []
            self._take(waiting)
