"""The catalogue of the running program: with what each server last told of its models."""

from __future__ import annotations

import concurrent.futures
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from datetime import date
from typing import Any, Protocol

from PySide6.QtCore import QObject, Qt, Signal, Slot

from overpaint.domain.catalogue import Catalogue
from overpaint.domain.errors import OverpaintError, unexpected
from overpaint.domain.profiles import ServerProfile
from overpaint.services.catalogue_file import LoadedCatalogue
from overpaint.services.connections import Connection
from overpaint.ui.background import Background

_Ends = Mapping[str, date | None]
_Ask = Callable[[Connection], Awaitable[_Ends]]


class Runner(Protocol):
    """What runs coroutines: `overpaint.services.engine.Engine`."""

    def run(self, make: Callable[[], Coroutine[Any, Any, None]]) -> concurrent.futures.Future[None]:
        """Run a coroutine on another thread; may be called from any thread."""


class ModelList(QObject):
    """Asks servers for their models when it is told to, and keeps the answers while it lives.

    Args:
        loaded: The catalogue, and what is wrong with a person's own rows.
        runner: The engine.
        open_connection: Resolves server and key; may wait, so it is called on the worker.
        background: The worker for keys.
        parent: Owner.

    Signals:
        refreshed (str, int): Name of the server, and how many models it named.
        failed (object): An `OverpaintError`: a server could not be asked, or a person's own rows
            cannot be used.
    """

    refreshed = Signal(str, int)
    failed = Signal(object)
    _arrived = Signal(str, object)

    def __init__(
        self,
        loaded: LoadedCatalogue,
        runner: Runner,
        open_connection: Callable[[ServerProfile], Connection],
        background: Background,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._loaded = loaded
        self._runner = runner
        self._open = open_connection
        self._background = background
        self._told: dict[str, _Ends] = {}
        self._asking: set[str] = set()
        self._arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def begin(self) -> None:
        """Say what is wrong with a person's own rows, once somebody listens."""
        if self._loaded.trouble is not None:
            self.failed.emit(self._loaded.trouble)

    def catalogue(self, server: str) -> Catalogue:
        """The models with the end dates that the server of that name told."""
        return self._loaded.catalogue.with_ends(self._told.get(server, {}))

    def served(self, server: str) -> frozenset[str] | None:
        """The ids that the server named; None while it was not asked."""
        told = self._told.get(server)
        return None if told is None else frozenset(told)

    def refresh(self, profile: ServerProfile) -> None:
        """Ask a server for its models, unless it is being asked already."""
        name = profile.name
        if name in self._asking:
            return
        self._asking.add(name)

        def opened(found: tuple[Connection, _Ask]) -> None:
            self._ask(name, *found)

        def failed(error: OverpaintError) -> None:
            self._take(name, error)

        self._background.run(lambda: (self._open(profile), _load_ask()), opened, failed)

    def _ask(self, name: str, connection: Connection, ask: _Ask) -> None:
        async def tell() -> None:
            try:
                self._arrived.emit(name, await ask(connection))
            except OverpaintError as error:
                self._arrived.emit(name, error)

        self._runner.run(tell).add_done_callback(lambda future: self._on_done(name, future))

    def _on_done(self, name: str, future: concurrent.futures.Future[None]) -> None:
        """Runs on the engine's thread."""
        error = None if future.cancelled() else future.exception()
        if error is not None:
            self._arrived.emit(name, unexpected(error))

    @Slot(str, object)
    def _take(self, name: str, answer: _Ends | OverpaintError) -> None:
        self._asking.discard(name)
        if isinstance(answer, OverpaintError):
            self.failed.emit(answer)
            return
        self._told[name] = answer
        self.refreshed.emit(name, len(answer))


def _load_ask() -> _Ask:
    from overpaint.services.api.model_list import refresh_models  # noqa: PLC0415 - brings httpx

    return refresh_models
