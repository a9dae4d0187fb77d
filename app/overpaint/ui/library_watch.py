"""Notice what other processes do to the library, when the person comes back to the window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QGuiApplication

from overpaint.domain.errors import OverpaintError
from overpaint.domain.library import LibraryChange, LibraryEvent
from overpaint.services.library.library import Library
from overpaint.ui.background import Background


class LibraryWatch(QObject):
    """Looks whenever the program becomes the one at hand; nothing is asked for meanwhile.

    Args:
        app: Tells when that is.
        library: All results.
        background: Asks it.
        changed: Told when there is something new.
        parent: Its owner.
    """

    def __init__(
        self,
        app: QGuiApplication,
        library: Library,
        background: Background,
        changed: Callable[[LibraryChange], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._background = background
        self._changed = changed
        app.applicationStateChanged.connect(self._on_state)

    @Slot(Qt.ApplicationState)
    def _on_state(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationActive:
            self.look()

    def look(self) -> None:
        """Ask on a worker whether another process has written something."""
        self._background.run(self._library.is_written, self._tell, _leave)

    def _tell(self, is_written: bool) -> None:  # noqa: FBT001 - an outcome
        if is_written:
            self._changed(LibraryChange(LibraryEvent.REBUILT))


def _leave(_error: OverpaintError) -> None:
    """Whoever uses the library tells that it cannot be used."""
