"""Works out beside the mask what takes longer than a frame, and tells when it takes long."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from overpaint.imaging.mask.cancel import Cancelled
from overpaint.ui.canvas.worker import CanvasWorker

if TYPE_CHECKING:
    from collections.abc import Callable

_T = TypeVar("_T")
_PATIENCE_MS = 150  # shorter waits are not worth a busy cursor


class Thinker(QObject):
    """Answers questions about the picture, one after the other, on a thread of its own.

    The mask's worker stays free, so that strokes and the smooth view never wait for a selection.

    Signals:
        busy_changed: Whether something has taken longer than 150 ms and goes on.
    """

    busy_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.worker = CanvasWorker(self)
        self._open: list[threading.Event] = []
        self._is_busy = False
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(lambda: self._tell(busy=True))

    @property
    def is_thinking(self) -> bool:
        """True while an answer is due."""
        return bool(self._open)

    @property
    def is_busy(self) -> bool:
        """True once an answer has been due for longer than 150 ms."""
        return self._is_busy

    def ask(
        self, work: Callable[[Callable[[], bool]], _T], then: Callable[[_T], None]
    ) -> threading.Event:
        """Run ``work`` on the thread and ``then`` with its answer on the GUI thread.

        Args:
            work: Gets a function that tells whether it has been called off; may then raise
                `Cancelled` or return anything.
            then: Is not called when it was called off, nor when ``work`` failed.

        Returns:
            What calls it off when set.
        """
        called_off = self.begin()

        def think() -> tuple[_T] | None:
            if called_off.is_set():
                return None
            try:
                return (work(called_off.is_set),)
            except Cancelled:
                return None

        def done(answer: tuple[_T] | None) -> None:
            self.end(called_off)
            if answer is not None and not called_off.is_set():
                then(answer[0])

        self.worker.submit(think, done, lambda: self.end(called_off))
        return called_off

    def begin(self) -> threading.Event:
        """Tell of something that is worked out elsewhere; returns what calls it off when set."""
        called_off = threading.Event()
        self._open.append(called_off)
        if not self._patience.isActive() and not self._is_busy:
            self._patience.start()
        return called_off

    def end(self, called_off: threading.Event) -> None:
        """Tell that it has been worked out, or has been given up."""
        if called_off in self._open:
            self._open.remove(called_off)
        if not self._open:
            self._rest()

    def call_off(self) -> bool:
        """Give up everything that is being worked out; False when nothing was."""
        thinking = self.is_thinking
        for called_off in self._open:
            called_off.set()
        self._open.clear()
        self._rest()
        return thinking

    def then(self, callback: Callable[[], None]) -> None:
        """Call back on the GUI thread when all answers asked for until now have been given."""
        self.worker.submit(lambda: None, lambda _: callback())

    def close(self) -> None:
        """Call everything off and end the thread."""
        self.call_off()
        self.worker.close()

    def _rest(self) -> None:
        self._patience.stop()
        self._tell(busy=False)

    def _tell(self, *, busy: bool) -> None:
        if busy != self._is_busy:
            self._is_busy = busy
            self.busy_changed.emit(busy)
