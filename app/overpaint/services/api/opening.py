"""Opens the HTTP client of a profile, and turns settings that cannot be used into errors."""

from __future__ import annotations

import httpx

from overpaint.domain.profiles import AuthStyle, ProxyUse, ServerProfile
from overpaint.services.api import connection_failures
from overpaint.services.api.transport import CertificateFileError, server_client


def sent_key(profile: ServerProfile, key: str | None) -> str | None:
    """The key that goes along; None when there is none, or the profile sends none."""
    if profile.auth is AuthStyle.NONE:
        return None
    return (key or "").strip() or None


def opened_client(
    profile: ServerProfile, key: str | None, *, read_timeout_s: float | None = None
) -> httpx.AsyncClient:
    """The HTTP client of a server.

    Args:
        profile: The server; its ``base_url`` must be known.
        key: What `sent_key` says.
        read_timeout_s: In place of that of the profile.

    Raises:
        SettingsError: Key, proxy or certificates cannot be used.
        httpx.InvalidURL: The address cannot be used.
    """
    if key is not None and not (key.isascii() and key.isprintable()):
        # httpx would quote the whole key in its exception.
        raise connection_failures.bad_key()
    try:
        return server_client(profile, key, read_timeout_s=read_timeout_s)
    except CertificateFileError as error:
        raise connection_failures.bad_certificates(str(error)) from None
    except (ImportError, ValueError):
        custom = profile.proxy is ProxyUse.CUSTOM
        raise connection_failures.bad_proxy(custom=custom) from None
