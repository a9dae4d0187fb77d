"""Builds the HTTP clients: trust, proxies, time limits, and the headers that never change."""

from __future__ import annotations

import ssl
import sys
import urllib.request
from pathlib import Path

import certifi
import httpx
import truststore

from overpaint import __version__
from overpaint.domain.addresses import is_loopback
from overpaint.domain.profiles import AuthStyle, ProxyUse, ServerProfile

_POOL_TIMEOUT_S = 10.0
_HEADERS = {
    # What the official client sends for streams too; some servers fail on text/event-stream.
    "Accept": "application/json",
    # A compressed stream would have to be unpacked on the way, and pictures do not shrink.
    "Accept-Encoding": "identity",
    "User-Agent": f"Overpaint/{__version__}",
}


class CertificateFileError(ValueError):
    """The file with further certificates cannot be used."""


def server_client(
    profile: ServerProfile, key: str | None, *, read_timeout_s: float | None = None
) -> httpx.AsyncClient:
    """A client for one server; every request is a connection of its own.

    Args:
        profile: The server.
        key: Goes along as the profile says; None for none.
        read_timeout_s: In place of that of the profile.

    Raises:
        CertificateFileError: The profile's certificates cannot be used.
        ImportError: The system's proxy is a SOCKS proxy.
        ValueError: The proxy has an address that is none.
        httpx.InvalidURL: The same of the server.
    """
    url = httpx.URL(profile.base_url)
    return httpx.AsyncClient(
        headers=_HEADERS | _identity(profile, key),
        verify=trust(url, profile.ca_file),
        proxy=_proxy(profile, url),
        trust_env=False,
        timeout=httpx.Timeout(
            connect=profile.connect_timeout_s,
            read=profile.read_timeout_s if read_timeout_s is None else read_timeout_s,
            write=profile.write_timeout_s,
            pool=_POOL_TIMEOUT_S,
        ),
        # A kept connection that died meanwhile would make a paid request fail half-sent.
        limits=httpx.Limits(max_connections=None, max_keepalive_connections=0),
        follow_redirects=False,
    )


def download_client(profile: ServerProfile, url: httpx.URL) -> httpx.AsyncClient:
    """A client without a key, to fetch an answer that the server keeps at an address.

    Raises:
        CertificateFileError: The profile's certificates cannot be used.
        ImportError: The system's proxy is a SOCKS proxy.
        ValueError: The proxy has an address that is none.
    """
    return httpx.AsyncClient(
        headers=_HEADERS | {"Accept": "image/*"},
        verify=trust(url, profile.ca_file),
        proxy=_proxy(profile, url),
        trust_env=False,
        timeout=httpx.Timeout(profile.read_timeout_s, connect=profile.connect_timeout_s),
        follow_redirects=url.scheme == "https",
        max_redirects=5,
    )


def proxy_for(profile: ServerProfile, url: httpx.URL) -> str | None:
    """The proxy on the way to an address; None for none.

    The system's settings are those of the environment, and of Windows and macOS with their lists
    of exceptions.
    """
    if profile.proxy is ProxyUse.CUSTOM:
        return profile.proxy_url
    if profile.proxy is ProxyUse.NONE or is_loopback(url.host):
        return None
    proxies = urllib.request.getproxies()
    found = proxies.get(url.scheme) or proxies.get("all")
    if not found or urllib.request.proxy_bypass(url.host):
        return None
    return found if "://" in found else f"http://{found}"


def _proxy(profile: ServerProfile, url: httpx.URL) -> httpx.Proxy | None:
    found = proxy_for(profile, url)
    if found is None:
        return None
    address = httpx.URL(found)
    encrypted = address.scheme == "https"
    return httpx.Proxy(address, ssl_context=trust(address, profile.ca_file) if encrypted else None)


def trust(url: httpx.URL, ca_file: Path | None) -> ssl.SSLContext:
    """Whom to trust: the system's certificates, and those that the profile brings.

    The system decides, not a list that came with the program: companies install certificates of
    their own there, and take others away.

    Raises:
        CertificateFileError: The profile's certificates cannot be used.
    """
    if url.scheme != "https":
        # Loading certificates takes 30 ms; this context trusts nobody.
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if not _has_system_store():
        context.load_verify_locations(certifi.where())
    if ca_file is not None:
        try:
            context.load_verify_locations(ca_file)
        except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
            raise CertificateFileError(ca_file.name) from error
    return context


def _has_system_store() -> bool:
    """Whether there are certificates to trust; a bare container of Linux may have none."""
    if not sys.platform.startswith("linux"):
        return True
    paths = ssl.get_default_verify_paths()
    folder = Path(paths.capath) if paths.capath else None
    return bool(paths.cafile) or (folder is not None and any(folder.iterdir()))


def _identity(profile: ServerProfile, key: str | None) -> dict[str, str]:
    headers = {}
    if key is not None and profile.auth is AuthStyle.BEARER:
        headers["Authorization"] = f"Bearer {key}"
    elif key is not None and profile.auth is AuthStyle.API_KEY:
        headers["api-key"] = key
    if profile.organization:
        headers["OpenAI-Organization"] = profile.organization
    if profile.project:
        headers["OpenAI-Project"] = profile.project
    return headers
