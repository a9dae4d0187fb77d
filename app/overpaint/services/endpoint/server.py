"""A uvicorn server that stops at once and leaves signals and the terminal alone."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import struct
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from overpaint.domain.errors import SettingsError
from overpaint.domain.text import say
from overpaint.services.endpoint.faults.fault import BREAK_OFF

_RESET = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
"""SO_LINGER with zero seconds: closing resets the connection, as a crash would."""


def bound_socket(host: str, port: int) -> socket.socket:
    """Bind and listen, so that no other program can take the port in between.

    Args:
        host: An address of this machine, IPv4 or IPv6.
        port: 0 for a free one.

    Raises:
        SettingsError: The port is taken or not ours to take, or the address is not of this machine.
    """
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, socket.SOCK_STREAM)
    except OSError as error:
        raise _cannot_listen(host, port, error) from error
    try:
        if sys.platform != "win32":
            # On Windows the option means that another program may share the port.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(128)
        listener.setblocking(False)  # noqa: FBT003 - the socket interface
    except OSError as error:
        listener.close()
        raise _cannot_listen(host, port, error) from error
    return listener


def _cannot_listen(host: str, port: int, error: OSError) -> SettingsError:
    return SettingsError(
        say(
            "endpoint",
            "The built-in endpoint cannot listen on {host}, port {port}.",
            host=host,
            port=port,
        ),
        why=say("endpoint", "The system says: {reason}.", reason=error.strerror or str(error)),
        remedy=say("endpoint", "Choose another port; 0 takes a free one."),
        details=f"{type(error).__name__}: {error}",
    )


class StoppableServer(uvicorn.Server):
    """Serves one application on one socket.

    Args:
        app: The application.
        on_ready: Called on the server's loop once connections are accepted.
    """

    def __init__(self, app: ASGIApp, on_ready: Callable[[], None]) -> None:
        config = uvicorn.Config(
            self._breakable(app),
            loop="asyncio",
            http="h11",
            ws="none",
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            backlog=128,
        )
        super().__init__(config)
        self._on_ready = on_ready
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping = asyncio.Event()

    def _breakable(self, app: ASGIApp) -> ASGIApp:
        """Offer the application to end a connection without ending its answer."""

        async def serve(scope: Scope, receive: Receive, send: Send) -> None:
            def close(*, reset: bool) -> None:
                for connection in list(self.server_state.connections):
                    if getattr(connection, "scope", None) is scope:
                        _end(connection, reset=reset)

            scope.setdefault("extensions", {})[BREAK_OFF] = close
            await app(scope, receive, send)

        return serve

    def stop(self) -> None:
        """Stop from any thread or signal handler; connections are dropped."""
        self.should_exit = True
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop has just been closed
                self._loop.call_soon_threadsafe(self._stopping.set)

    def drop_connections_soon(self) -> None:
        """`drop_connections` from any thread."""
        if self._loop is not None:
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self.drop_connections)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell."""
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets)
        self._on_ready()

    async def main_loop(self) -> None:
        """Tick once a second instead of ten times, and stop without waiting for a tick."""
        counter = 0
        while not await self.on_tick(counter):
            counter = (counter + 10) % 864000
            with suppress(TimeoutError):
                async with asyncio.timeout(1.0):
                    await self._stopping.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Drop what is open, which cancels its work, then stop in order."""
        self.drop_connections()
        await super().shutdown(sockets)

    def drop_connections(self) -> None:
        """Reset every open connection; on the server's loop only."""
        for connection in list(self.server_state.connections):
            _end(connection, reset=True)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to whoever runs the server (uvicorn would raise them again at the end)."""
        yield


def _end(connection: object, *, reset: bool) -> None:
    """Close a connection after what was written to it, or reset it at once."""
    transport = getattr(connection, "transport", None)
    if transport is None:
        return
    if not reset:
        transport.close()
        return
    raw = transport.get_extra_info("socket")
    if raw is not None:
        with suppress(OSError):
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    transport.abort()


@contextlib.contextmanager
def stopping_on_signals(server: StoppableServer) -> Iterator[None]:
    """Let SIGINT and SIGTERM end the server; for the main thread."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        server.stop()

    numbers = [signal.SIGINT, signal.SIGTERM]
    before = {number: signal.signal(number, stop) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
