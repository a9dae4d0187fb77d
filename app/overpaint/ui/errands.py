"""Does in the window what a start of the program asks for, the first one and every later one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QWidget

from overpaint.handover import Claim, Errand
from overpaint.ui.front import bring_to_front
from overpaint.ui.main_window import MainWindow
from overpaint.ui.payload import Payload
from overpaint.ui.second_starts import SecondStarts

_CLIPBOARD_PATIENCE_MS = 1500


class Errands(QObject):
    """Opens files, begins edits and pastes, in front of the other windows.

    Args:
        window: The window.
        claim: Where later starts are heard.
    """

    def __init__(self, window: MainWindow, claim: Claim) -> None:
        super().__init__(window)
        self._window = window
        self._claim = claim
        self._starts: SecondStarts | None = None

    def listen(self) -> None:
        """Hear later starts from now on."""
        self._starts = SecondStarts(self._claim, self)
        self._starts.arrived.connect(self._do_for_later_start)

    def close(self) -> None:
        """Hear no later starts any more."""
        if self._starts is not None:
            self._starts.close()

    def do(self, errand: Errand) -> None:
        """Do what a start asks for."""
        actions = self._window.actions_by_id
        if errand.paste:
            self._once_active(actions["paste_new"].trigger)
        elif errand.new_edit and errand.files:
            self._window.panels.intake.take_new(Payload(files=errand.files))
        elif errand.new_edit:
            actions["new_edit"].trigger()
        elif errand.files:
            self._window.open_beside(list(errand.files))
        elif errand.sample:
            self._window.open_sample()

    def open_files(self, files: list[Path]) -> None:
        """Do what the system asks for."""
        self._do_for_later_start(Errand(tuple(files)))

    @Slot(object)
    def _do_for_later_start(self, errand: Errand) -> None:
        bring_to_front(self._window, errand.token)
        self.do(errand)

    def _once_active(self, action: Callable[[], None]) -> None:
        """On Wayland only the window in front may read the clipboard."""
        if self._window.isActiveWindow():
            action()
            return
        _Once(self._window, action, self)


class _Once(QObject):
    """Waits for a window to become active, but not for ever."""

    def __init__(self, window: QWidget, action: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._action = action
        self._deadline = QTimer(self)
        self._deadline.setSingleShot(True)
        self._deadline.timeout.connect(self._go)
        self._deadline.start(_CLIPBOARD_PATIENCE_MS)
        handle = window.windowHandle()
        if handle is not None:
            handle.activeChanged.connect(self._look)

    @Slot()
    def _look(self) -> None:
        if self._window.isActiveWindow():
            # The clipboard's news may come right behind that of the focus.
            self._deadline.start(0)

    @Slot()
    def _go(self) -> None:
        self.deleteLater()
        self._action()
