"""Run the connection test beside the window and bring its findings back stage by stage."""

from __future__ import annotations

import concurrent.futures
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import aclosing
from typing import Any, Protocol

from PySide6.QtCore import QObject, Qt, Signal, Slot

from overpaint.domain.errors import OverpaintError, unexpected
from overpaint.domain.profiles import ServerProfile
from overpaint.services.connections import Connection
from overpaint.services.doctor.results import Stage, StageResult, Verdict
from overpaint.ui.background import Background


class Runner(Protocol):
    """What runs coroutines: `overpaint.services.engine.Engine`."""

    def run(self, make: Callable[[], Coroutine[Any, Any, None]]) -> concurrent.futures.Future[None]:
        """Run a coroutine on another thread; may be called from any thread."""


_Examine = Callable[[Connection], AsyncGenerator[StageResult, None]]


class Examiner(QObject):
    """Tests one server at a time; what is left of a test before it is dropped.

    Args:
        runner: The engine.
        open_connection: Resolves server and key; may wait, so it is called on the worker.
        background: The worker for keys.
        parent: Owner.

    Signals:
        found (object): A `StageResult`.
        ended: No further stage follows; not sent after `cancel`.
    """

    found = Signal(object)
    ended = Signal()
    _arrived = Signal(int, object)

    def __init__(
        self,
        runner: Runner,
        open_connection: Callable[[ServerProfile], Connection],
        background: Background,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._open = open_connection
        self._background = background
        self._run = 0
        self._is_running = False
        self._future: concurrent.futures.Future[None] | None = None
        self._arrived.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)

    @property
    def is_running(self) -> bool:
        """Whether stages may still follow."""
        return self._is_running

    def start(self, profile: ServerProfile) -> None:
        """Test a server."""
        self.cancel()
        self._is_running = True
        run = self._run

        def opened(outcome: tuple[Connection, _Examine]) -> None:
            if run == self._run:
                self._examine(run, *outcome)

        def failed(error: OverpaintError) -> None:
            if run == self._run:
                self._fail(error)

        self._background.run(lambda: (self._open(profile), _load_doctor()), opened, failed)

    def cancel(self) -> None:
        """Stop at once; nothing of the test follows."""
        self._run += 1
        self._is_running = False
        future, self._future = self._future, None
        if future is not None:
            future.cancel()

    def _examine(self, run: int, connection: Connection, examine: _Examine) -> None:
        async def tell_all() -> None:
            async with aclosing(examine(connection)) as results:
                async for result in results:
                    self._arrived.emit(run, result)

        self._future = self._runner.run(tell_all)
        self._future.add_done_callback(lambda future: self._on_done(run, future))

    def _on_done(self, run: int, future: concurrent.futures.Future[None]) -> None:
        """Runs on the engine's thread."""
        if not future.cancelled():
            error = future.exception()
            self._arrived.emit(run, None if error is None else unexpected(error))

    @Slot(int, object)
    def _pass_on(self, run: int, what: StageResult | OverpaintError | None) -> None:
        if run != self._run:
            return
        if isinstance(what, StageResult):
            self.found.emit(what)
        elif isinstance(what, OverpaintError):
            self._fail(what)
        else:
            self._end()

    def _fail(self, error: OverpaintError) -> None:
        self.found.emit(
            StageResult(
                Stage.SETTINGS, Verdict.FAILED, error.what, error.remedy, error.action,
                details=error.details, why=error.why,
            )
        )  # fmt: skip
        self._end()

    def _end(self) -> None:
        self._is_running = False
        self._future = None
        self.ended.emit()


def _load_doctor() -> _Examine:
    from overpaint.services.doctor.examination import examine  # noqa: PLC0415 - brings httpx

    return examine
