"""Takes over what later starts of the program are asked to do (`overpaint.handover`)."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, Qt, Signal, Slot

from overpaint.handover import DONE, LIMIT_BYTES, Claim, Errand

_REFUSED = b"no\n"
_logger = logging.getLogger(__name__)


class SecondStarts(QObject):
    """Listens for later starts while the window is open.

    Args:
        claim: Where to listen.
        parent: Whose life it shares.

    Attributes:
        arrived: An `Errand`.
    """

    arrived = Signal(object)

    def __init__(self, claim: Claim, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # Ten milliseconds that the first paint does not have to wait for.
        from PySide6.QtNetwork import QLocalServer  # noqa: PLC0415

        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._take, Qt.ConnectionType.DirectConnection)
        if claim.address and not self._server.listen(claim.address):
            _logger.warning(
                "later starts open windows of their own: %s", self._server.errorString()
            )

    @property
    def is_listening(self) -> bool:
        """Whether later starts are heard."""
        return self._server.isListening()

    def close(self) -> None:
        """Hear nobody any more."""
        self._server.close()

    @Slot()
    def _take(self) -> None:
        while (connection := self._server.nextPendingConnection()) is not None:
            _Visitor(connection, self)


class _Visitor(QObject):
    """One start that says its errand."""

    def __init__(self, connection: QObject, starts: SecondStarts) -> None:
        from PySide6.QtNetwork import QLocalSocket  # noqa: PLC0415 - as above

        super().__init__(starts)
        assert isinstance(connection, QLocalSocket)  # noqa: S101 - what the server gives
        self._starts = starts
        self._socket = connection
        self._said = b""
        self._socket.setParent(self)
        self._socket.readyRead.connect(self._read, Qt.ConnectionType.DirectConnection)
        self._socket.disconnected.connect(self.deleteLater, Qt.ConnectionType.DirectConnection)
        self._read()

    @Slot()
    def _read(self) -> None:
        self._said += self._socket.readAll().data()
        line, newline, _rest = self._said.partition(b"\n")
        if newline:
            self._answer(line)
        elif len(self._said) > LIMIT_BYTES:
            self._socket.abort()

    def _answer(self, line: bytes) -> None:
        self._said = b""
        try:
            errand = Errand.from_line(line)
        except ValueError:
            _logger.warning("a later start said something that is no errand")
            self._reply(_REFUSED)
            return
        self._reply(DONE)
        self._starts.arrived.emit(errand)

    def _reply(self, answer: bytes) -> None:
        self._socket.write(answer)
        self._socket.flush()
        self._socket.disconnectFromServer()
