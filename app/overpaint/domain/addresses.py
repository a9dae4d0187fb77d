"""What the address of a server says by itself: which computer is meant, and who can listen in."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit


def is_loopback(host: str) -> bool:
    """Whether the host is this computer: nothing leaves it, and no proxy can reach it."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def host_of(url: str) -> str:
    """The host that is meant, without port and password; ``""`` while the address is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def can_be_read_on_the_way(url: str) -> bool:
    """Whether a key sent there is open to everybody between: plain HTTP to another computer."""
    return url.lower().startswith("http://") and not is_loopback(host_of(url))
