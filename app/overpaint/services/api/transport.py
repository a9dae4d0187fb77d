"""Builds the HTTP clients: trust, proxies, time limits, and the headers that never change."""

from __future__ import annotations

import ipaddress
import ssl

import certifi
import httpx

from overpaint import __version__
from overpaint.domain.profiles import ServerProfile

_WRITE_TIMEOUT_S = 300.0
_POOL_TIMEOUT_S = 10.0
_HEADERS = {
    # What the official client sends for streams too; some servers fail on text/event-stream.
    "Accept": "application/json",
    # A compressed stream would have to be unpacked on the way, and pictures do not shrink.
    "Accept-Encoding": "identity",
    "User-Agent": f"Overpaint/{__version__}",
}


def server_client(profile: ServerProfile, key: str | None) -> httpx.AsyncClient:
    """A client for one server; every request is a connection of its own.

    Args:
        profile: The server.
        key: Goes along as bearer token; None for none.

    Raises:
        ImportError: The system's proxy is a SOCKS proxy.
        ValueError: The system's proxy has an address that is none.
        httpx.InvalidURL: The same of the server.
    """
    url = httpx.URL(profile.base_url)
    headers = _HEADERS if key is None else _HEADERS | {"Authorization": f"Bearer {key}"}
    return httpx.AsyncClient(
        headers=headers,
        verify=_trust(url),
        trust_env=not is_loopback(url.host),
        timeout=httpx.Timeout(
            connect=profile.connect_timeout_s,
            read=profile.read_timeout_s,
            write=_WRITE_TIMEOUT_S,
            pool=_POOL_TIMEOUT_S,
        ),
        # A kept connection that died meanwhile would make a paid request fail half-sent.
        limits=httpx.Limits(max_connections=None, max_keepalive_connections=0),
        follow_redirects=False,
    )


def download_client(profile: ServerProfile, url: httpx.URL) -> httpx.AsyncClient:
    """A client without a key, to fetch an answer that the server keeps at an address."""
    return httpx.AsyncClient(
        headers=_HEADERS | {"Accept": "image/*"},
        verify=_trust(url),
        trust_env=not is_loopback(url.host),
        timeout=httpx.Timeout(profile.read_timeout_s, connect=profile.connect_timeout_s),
        follow_redirects=url.scheme == "https",
        max_redirects=5,
    )


def is_loopback(host: str) -> bool:
    """Whether the host is this computer: a proxy cannot reach what is meant by it."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _trust(url: httpx.URL) -> ssl.SSLContext:
    """The system's certificates, and Mozilla's for systems whose store OpenSSL cannot read."""
    if url.scheme != "https":
        # Loading certificates takes 30 ms; this context trusts nobody.
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context
