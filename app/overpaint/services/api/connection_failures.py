"""Turns broken connections and unusable settings into errors that a person understands.

What an attempt may have cost depends on how far it came: a server cannot work on half a request,
but it goes on working, and charging, when the connection breaks while it does.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum

import httpx

from overpaint.domain.errors import (
    Action,
    Billing,
    ConnectionFailure,
    OverpaintError,
    SettingsError,
)
from overpaint.domain.text import Message, say
from overpaint.services.api.failures import Peer


class Phase(Enum):
    """How far an attempt had come when it broke."""

    CONNECTING = "connecting"
    SENDING = "sending"
    WAITING = "waiting"
    RECEIVING = "receiving"

    @property
    def billing(self) -> Billing:
        """A server cannot work on a request of which it has only a part."""
        return Billing.MAYBE if self in {Phase.WAITING, Phase.RECEIVING} else Billing.NO


_MAY_CHARGE = say("errors", "Try again. The attempt may have been charged.")
_TRY_AGAIN = say("errors", "Check the network and try again. Nothing was charged.")

_SEND_LESS = say(
    "errors",
    "Try again, with smaller pictures if it happens twice. Nothing was charged.",
)


@dataclass(frozen=True, slots=True)
class _Cause:
    """One way in which a connection fails; ``passes`` when it may be gone in a moment."""

    kind: type[BaseException]
    what: Message
    remedy: Message
    action: Action
    passes: bool = False


_CAUSES = (
    # Before the TLS rows: a handshake that got no answer has an SSLWantReadError in its past.
    _Cause(
        httpx.ConnectTimeout,
        say("errors", "{host} did not answer the call in time."),
        _TRY_AGAIN,
        Action.RETRY,
        passes=True,
    ),
    _Cause(
        ssl.SSLCertVerificationError,
        say("errors", "The identity of {host} could not be verified."),
        say("errors", "Check the address and this computer's clock and certificates."),
        Action.CHANGE_SERVER,
    ),
    _Cause(
        ssl.SSLError,
        say("errors", "No secure connection to {host} was possible."),
        say("errors", "Check the address: “https” needs a server that speaks it."),
        Action.CHANGE_SERVER,
    ),
    _Cause(
        socket.gaierror,
        say("errors", "The name {host} is not known on the network."),
        say("errors", "Check the address of the server and the network."),
        Action.CHANGE_SERVER,
        passes=True,
    ),
    _Cause(
        ConnectionRefusedError,
        say("errors", "Nothing answers at {host}."),
        say("errors", "Start the server, or check its address."),
        Action.CHANGE_SERVER,
        passes=True,
    ),
    _Cause(
        httpx.ProxyError,
        say("errors", "The proxy on the way to {host} refused."),
        say("errors", "Check the system's proxy settings."),
        Action.CHANGE_SERVER,
    ),
    _Cause(
        httpx.ConnectError,
        say("errors", "{host} could not be reached."),
        _TRY_AGAIN,
        Action.RETRY,
        passes=True,
    ),
)
"""Reasons before anything was sent, the most telling first."""

_BROKEN: Mapping[Phase, Message] = {
    Phase.CONNECTING: say("errors", "{host} could not be reached."),
    Phase.SENDING: say("errors", "The connection to {host} broke while the edit was being sent."),
    Phase.WAITING: say("errors", "The connection to {host} broke before an answer came."),
    Phase.RECEIVING: say("errors", "The connection to {host} broke while the answer was coming."),
}
_SILENT: Mapping[Phase, Message] = {
    Phase.CONNECTING: say("errors", "{host} did not answer the call in time."),
    Phase.SENDING: say("errors", "{host} stopped taking the pictures."),
    Phase.WAITING: say("errors", "{host} did not answer in time."),
    Phase.RECEIVING: say("errors", "{host} fell silent in the middle of its answer."),
}


def broken_connection(error: Exception, phase: Phase, peer: Peer) -> OverpaintError:
    """The error for an attempt that broke on the way.

    Args:
        error: What httpx raised.
        phase: How far the attempt had come.
        peer: Whom we talked to.
    """
    if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol | UnicodeError):
        return bad_address(peer)
    chain = tuple(_chain(error))
    details = peer.hide("; ".join(f"{type(link).__name__}: {link}" for link in chain))
    if phase is Phase.CONNECTING:
        for cause in _CAUSES:
            if any(isinstance(link, cause.kind) for link in chain):
                failure = ConnectionFailure(
                    replace(cause.what, values=(("host", peer.host),)),
                    remedy=cause.remedy,
                    action=cause.action,
                    details=details,
                )
                failure.unreached = cause.passes
                return failure
    table = _SILENT if isinstance(error, httpx.TimeoutException) else _BROKEN
    return ConnectionFailure(
        replace(table[phase], values=(("host", peer.host),)),
        remedy=_MAY_CHARGE if phase.billing is Billing.MAYBE else _SEND_LESS,
        action=Action.RETRY,
        billing=phase.billing,
        details=details,
    )


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The exception and everything that led to it."""
    pending: list[BaseException] = [error]
    seen: set[int] = set()
    while pending:
        link = pending.pop(0)
        if id(link) in seen:
            continue
        seen.add(id(link))
        yield link
        if isinstance(link, BaseExceptionGroup):
            pending.extend(link.exceptions)
        pending.extend(part for part in (link.__cause__, link.__context__) if part is not None)


def cut_short(peer: Peer, *, previews: int) -> ConnectionFailure:
    """The error for a stream that ends properly, but without the picture."""
    return ConnectionFailure(
        say(
            "errors", "The answer of {host} ended before the picture was complete.", host=peer.host
        ),
        why=say("errors", "The server, or something before it, closed the connection."),
        remedy=_MAY_CHARGE,
        action=Action.RETRY,
        billing=Billing.MAYBE,
        details=f"previews received: {previews}",
    )


def bad_address(peer: Peer) -> SettingsError:
    """The error for a base URL that is none."""
    return SettingsError(
        say("errors", "The address of the server cannot be used."),
        why=say("errors", "It should look like https://server.example/v1."),
        remedy=say("errors", "Correct it in the settings of this server."),
        action=Action.CHANGE_SERVER,
        details=peer.host,
    )


def bad_key() -> SettingsError:
    """The error for a key that cannot be sent, such as one pasted with a line break in it."""
    return SettingsError(
        say("errors", "The key contains characters that no key has."),
        remedy=say("errors", "Copy the key again, all of it and nothing else, and enter it anew."),
        action=Action.ENTER_KEY,
    )


def bad_proxy(*, custom: bool = False) -> SettingsError:
    """The error for a proxy setting that cannot be followed.

    Args:
        custom: Whether it is a setting of the server's profile, not of the computer.
    """
    whose = (
        say("errors", "The proxy setting of this server cannot be used.")
        if custom
        else say("errors", "The proxy setting of this computer cannot be used.")
    )
    return SettingsError(
        whose,
        why=say("errors", "Overpaint speaks to HTTP and HTTPS proxies, not to SOCKS."),
        remedy=say("errors", "Set an HTTP proxy, or exempt the server (NO_PROXY)."),
        action=Action.CHANGE_SERVER,
    )


def bad_certificates(name: str) -> SettingsError:
    """The error for a file of certificates that cannot be used.

    Args:
        name: The file's name, without its folder.
    """
    return SettingsError(
        say("errors", "The certificates in “{name}” cannot be used.", name=name),
        why=say("errors", "The file is missing, or is not in PEM form."),
        remedy=say("errors", "Choose another certificate file in the settings of this server."),
        action=Action.CHANGE_SERVER,
    )
