"""The POST of an edit: its address and its headers, for whoever sends it and whoever shows it."""

from __future__ import annotations

from collections.abc import AsyncIterable

import httpx

from overpaint.domain.profiles import ServerProfile
from overpaint.services.api.addresses import edits_url
from overpaint.services.protocol.multipart import MultipartBody


def edit_post(
    http: httpx.AsyncClient,
    profile: ServerProfile,
    body: MultipartBody,
    content: AsyncIterable[bytes],
) -> httpx.Request:
    """Build the request; nothing is sent, and nothing of the content is read.

    Args:
        http: The client of the server.
        profile: The server; its ``base_url`` must be known.
        body: The form.
        content: Yields the pieces of the form.

    Raises:
        httpx.InvalidURL: The address cannot be used.
    """
    headers = {"Content-Type": body.content_type, "Content-Length": str(body.content_length)}
    return http.build_request("POST", edits_url(profile), headers=headers, content=content)
