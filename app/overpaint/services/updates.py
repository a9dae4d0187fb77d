"""Asks the release file whether there is a newer version. Nothing is ever downloaded or installed.

The file is asked for without any key, cookie or identifier, through the system's proxy and with the
system's certificates; the name and the version of the program go along, as with every request.
"""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import httpx

from overpaint.domain.errors import ConnectionFailure
from overpaint.domain.profiles import AuthStyle, ServerKind, ServerProfile
from overpaint.domain.releases import Release, ReleaseFileError, is_newer, read_release
from overpaint.domain.text import say
from overpaint.services.api.transport import download_client

LIMIT_BYTES = 64 * 1024
"""More than this is no release file."""

_WHOLE_TIME_S = 15.0
_logger = logging.getLogger(__name__)


async def look_for_update(
    address: str, installed: str, *, ca_file: Path | None = None
) -> Release | None:
    """Fetch the release file, and tell whether what it names is newer.

    Args:
        address: Of the file, ``https``.
        installed: The version that runs.
        ca_file: Certificates to trust beside those of the system.

    Returns:
        The newer version; None when what is installed is the newest.

    Raises:
        ConnectionFailure: The file could not be had, or is none; a line in the log says why.
    """
    try:
        release = read_release(await _fetch(address, ca_file), address)
        newer = is_newer(release.version, installed)
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError, ImportError) as error:
        _logger.warning("updates: %s is ignored: %s: %s", address, type(error).__name__, error)
        raise ConnectionFailure(
            say("updates", "It could not be found out whether there is a newer version."),
            remedy=say("updates", "Check the network, or look at the page of the program."),
            details=f"{type(error).__name__}: {error}",
        ) from error
    if newer:
        return release
    _logger.info("updates: %s names %s, %s runs", address, release.version, installed)
    return None


async def _fetch(address: str, ca_file: Path | None) -> bytes:
    url = httpx.URL(address)
    if url.scheme != "https":
        raise ReleaseFileError("is not at an https address")
    nobody = ServerProfile(
        "updates", ServerKind.COMPATIBLE, "", connect_timeout_s=10.0, read_timeout_s=10.0,
        auth=AuthStyle.NONE, ca_file=ca_file,
    )  # fmt: skip
    async with (
        asyncio.timeout(_WHOLE_TIME_S),
        download_client(nobody, url) as http,
        http.stream(
            "GET", url, headers={"Accept": "application/json"}, follow_redirects=False
        ) as response,
    ):
        if response.status_code != httpx.codes.OK:
            raise ReleaseFileError(f"answers with status {response.status_code}")
        # Unpacked, a small answer could be endless.
        if response.headers.get("content-encoding", "identity") != "identity":
            raise ReleaseFileError("is packed")
        data = bytearray()
        async for chunk in response.aiter_raw():
            data += chunk
            if len(data) > LIMIT_BYTES:
                raise ReleaseFileError(f"is larger than {LIMIT_BYTES} bytes")
    return bytes(data)
