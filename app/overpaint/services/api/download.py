"""Fetches an answer that the server keeps at an address, without showing it our key."""

from __future__ import annotations

import httpx

from overpaint.domain.errors import Action, ApiError, Billing, ConnectionFailure, OverpaintError
from overpaint.domain.profiles import ServerProfile
from overpaint.domain.text import say
from overpaint.services.api import failures
from overpaint.services.api.failures import Peer
from overpaint.services.api.transport import download_client
from overpaint.services.protocol.answers import RemoteImage
from overpaint.services.protocol.json_images import ImageBytes

LIMIT_BYTES = 256 * 1024 * 1024
"""More than this is no picture."""

_TRIES = 3
"""Fetching costs nothing, and the picture behind it is paid for."""


async def fetch(image: RemoteImage, profile: ServerProfile, peer: Peer) -> ImageBytes:
    """Get the bytes of a picture.

    Args:
        image: Where it is; a relative address is meant relative to the server's.
        profile: The server that named it.
        peer: The same for sentences.

    Raises:
        ApiError: The address refuses, or brings more than any picture has.
        ConnectionFailure: It cannot be reached.
    """
    failure: OverpaintError | None = None
    for _ in range(_TRIES):
        try:
            url = httpx.URL(profile.base_url).join(image.url)
            async with download_client(profile, url) as http:
                return await _get(http, url, peer)
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, ValueError, ImportError) as error:
            failure = _unreachable(peer, type(error).__name__)
    assert failure is not None  # noqa: S101 - the loop runs at least once
    raise failure


async def _get(http: httpx.AsyncClient, url: httpx.URL, peer: Peer) -> ImageBytes:
    async with http.stream("GET", url) as response:
        if not response.is_success:
            raise _refused(peer, response.status_code)
        data = bytearray()
        async for chunk in response.aiter_raw():
            data += chunk
            if len(data) > LIMIT_BYTES:
                raise failures.answer_too_large(response.headers, peer)
    return data


def _refused(peer: Peer, status: int) -> ApiError:
    return ApiError(
        say("errors", "The picture is no longer where {host} said.", host=peer.host),
        why=say("errors", "Its address answers with status {status}.", status=status),
        remedy=say("errors", "Try again. The attempt may have been charged."),
        action=Action.RETRY,
        billing=Billing.MAYBE,
        status=status,
    )


def _unreachable(peer: Peer, reason: str) -> ConnectionFailure:
    return ConnectionFailure(
        say("errors", "The picture could not be fetched from where {host} put it.", host=peer.host),
        remedy=say("errors", "Check the network and try again. The attempt may have been charged."),
        action=Action.RETRY,
        billing=Billing.MAYBE,
        details=reason,
    )
