"""Cut the tests off from the person's settings, secrets and network."""

from __future__ import annotations

import socket
import sys
import threading
import time
from collections.abc import MutableMapping
from typing import Any

_REMOVED = (
    "OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID",
    "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY",
)  # fmt: skip
_LOOPBACK = {"127.0.0.1", "::1", "localhost"}
_PATIENCE_S = 5.0


class NetworkUseError(RuntimeError):
    """A test tried to leave the machine."""


def prepare(environ: MutableMapping[str, str]) -> None:
    """Set the environment that Qt, keyring and httpx read at import."""
    environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
    for name in _REMOVED:
        environ.pop(name, None)
        environ.pop(name.lower(), None)


def allow_loopback_only() -> None:
    """Refuse every connection and look-up that leaves this machine, for this process."""

    def guard(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "socket.connect" and arguments[0].family in (socket.AF_INET, socket.AF_INET6):
            _check(arguments[1][0])
        elif event == "socket.getaddrinfo":
            _check(arguments[0])

    sys.addaudithook(guard)


def _check(host: object) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    if name in _LOOPBACK or name in (None, "", "0.0.0.0"):
        return
    # Nothing can be reached by such a name (RFC 6761): it tests what happens then.
    if not str(name).endswith(".invalid"):
        raise NetworkUseError(f"a test tried to reach {name}")


def lingering(before: set[threading.Thread]) -> list[threading.Thread]:
    """Threads that are new since ``before`` and do not end by themselves soon."""
    deadline = time.monotonic() + _PATIENCE_S
    left = [thread for thread in threading.enumerate() if thread not in before]
    for thread in left:
        if not thread.daemon:
            thread.join(max(0.0, deadline - time.monotonic()))
    return [thread for thread in left if thread.is_alive()]
