"""Start and stop the built-in endpoint: in a thread of this program, or as the whole program."""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Self

from overpaint.domain.catalogue import Catalogue
from overpaint.services.endpoint.app import EndpointSettings, create_app
from overpaint.services.endpoint.faults.fault import PlannedFault
from overpaint.services.endpoint.faults.rehearsal import FaultPlan
from overpaint.services.endpoint.front import Traffic
from overpaint.services.endpoint.server import (
    StoppableServer,
    bound_socket,
    stopping_on_signals,
)

LOOPBACK = "127.0.0.1"

logger = logging.getLogger(__name__)


def new_key() -> str:
    """A bearer token that nobody can guess."""
    return secrets.token_urlsafe(32)


class EndpointServer:
    """The endpoint in a thread with its own event loop, for this program and on this machine only.

    Args:
        catalogue: The models and their rules.
        key: The bearer token; a new one for every launch unless given.
        port: 0 for a free one.
        settings: How the endpoint behaves.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        *,
        key: str | None = None,
        port: int = 0,
        settings: EndpointSettings | None = None,
    ) -> None:
        self.key = new_key() if key is None else key
        self._catalogue = catalogue
        self._wanted_port = port
        self._settings = settings
        self._traffic = Traffic()
        self._plan = FaultPlan(settings.faults if settings else ())
        self._port = 0
        self._server: StoppableServer | None = None
        self._thread: threading.Thread | None = None

    @property
    def base_url(self) -> str:
        """Its address, up to and including ``/v1``; known once it is started."""
        return f"http://{LOOPBACK}:{self._port}/v1"

    @property
    def posts(self) -> int:
        """How many edits were asked for since it was made, whatever became of them."""
        return self._traffic.posts

    def start(self) -> None:
        """Start, and return once connections are accepted.

        Raises:
            SettingsError: The port is taken.
        """
        if self._thread is not None:
            return
        listener = bound_socket(LOOPBACK, self._wanted_port)
        self._port = listener.getsockname()[1]
        ready = threading.Event()
        app = create_app(
            self._catalogue,
            key=self.key,
            settings=self._settings,
            traffic=self._traffic,
            plan=self._plan,
        )
        server = self._server = StoppableServer(app, ready.set)

        def run() -> None:
            try:
                server.run(sockets=[listener])
            finally:
                listener.close()
                ready.set()

        self._thread = threading.Thread(target=run, name="overpaint-endpoint", daemon=True)
        self._thread.start()
        ready.wait()
        if not server.started:
            self.close()
            raise RuntimeError("the built-in endpoint could not start; the log says why")
        logger.info("the built-in endpoint listens on port %d", self._port)

    def rehearse(self, faults: Sequence[PlannedFault]) -> None:
        """Fail like this from the next edit on; no faults end the rehearsal."""
        self._plan.replace(faults)

    def drop_connections(self) -> None:
        """Break every open connection, as a failing network would, and go on serving."""
        if self._server is not None:
            self._server.drop_connections_soon()

    def abort(self) -> None:
        """Die now: break every connection and stop listening. `close` still has to join."""
        if self._server is not None:
            self._server.stop()

    def close(self) -> None:
        """Break all connections, kill the workers, and return once the thread has ended."""
        self.abort()
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.join()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def serve_forever(
    catalogue: Catalogue,
    *,
    host: str = LOOPBACK,
    port: int = 0,
    key: str,
    on_ready: Callable[[str], None],
    settings: EndpointSettings | None = None,
) -> None:
    """Run the endpoint in the main thread until SIGINT or SIGTERM, then return.

    Args:
        catalogue: The models and their rules.
        host: An address of this machine. Any other than loopback lets other machines in: the
            transport is not encrypted, so the key and the pictures can be read on the way.
        port: 0 for a free one.
        key: The bearer token, "" to ask for none.
        on_ready: Called with the base URL once connections are accepted.
        settings: How the endpoint behaves.

    Raises:
        SettingsError: The port is taken, or the address is not of this machine.
    """
    listener = bound_socket(host, port)
    address = f"[{host}]" if ":" in host else host
    base_url = f"http://{address}:{listener.getsockname()[1]}/v1"
    app = create_app(catalogue, key=key, settings=settings)
    server = StoppableServer(app, lambda: on_ready(base_url))
    try:
        with stopping_on_signals(server):
            server.run(sockets=[listener])
    finally:
        listener.close()
