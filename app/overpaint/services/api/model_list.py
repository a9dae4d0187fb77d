"""Asks a server for its models; costs nothing.

Source: https://platform.openai.com/docs/api-reference/models/list and
https://platform.openai.com/docs/deprecations, read 2026-11-22: an item may carry ``shutdown_date``,
a day or null.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from datetime import date

import httpx

from overpaint.domain.errors import Action, ApiError, ConnectionFailure, OverpaintError
from overpaint.domain.text import say
from overpaint.services.api import connection_failures, failures
from overpaint.services.api.addresses import host, models_url
from overpaint.services.api.connection_failures import Phase
from overpaint.services.api.failures import Peer
from overpaint.services.api.opening import opened_client, sent_key
from overpaint.services.connections import Connection
from overpaint.services.protocol.json_images import JsonValue

LIMIT_BYTES = 8 * 1024 * 1024
LONGEST_SILENCE_S = 20.0
"""A list needs no thinking: what is silent longer does not answer."""

_FAILED = 500


async def refresh_models(connection: Connection) -> Mapping[str, date | None]:
    """The models of a server, in its order, and the day on which each of them ends.

    Args:
        connection: Server and key, from `overpaint.services.connections.Connections.open`.

    Raises:
        ApiError: The server refused or failed, or what it sent is no list.
        ConnectionFailure: It could not be reached.
        SettingsError: Address, key, proxy or certificates cannot be used.
    """
    profile = connection.profile
    key = sent_key(profile, connection.key)
    peer = Peer(host(profile.base_url), key)
    failure: OverpaintError
    try:
        timeout_s = min(profile.read_timeout_s, LONGEST_SILENCE_S)
        opened = await asyncio.to_thread(opened_client, profile, key, read_timeout_s=timeout_s)
        async with (
            opened as http,
            http.stream("GET", models_url(profile)) as response,
        ):
            body = await _body(response)
    except (httpx.ReadError, httpx.ReadTimeout, httpx.RemoteProtocolError) as error:
        failure = _no_answer(error, peer)
    except (httpx.TransportError, httpx.InvalidURL, UnicodeError) as error:
        failure = connection_failures.broken_connection(error, Phase.CONNECTING, peer)
    else:
        if response.is_success:
            return _read(body, peer)
        failure = _refusal(response, body, peer)
    # Raised out here so that it does not hold on to the request, and the key, by its context.
    raise failure


def _no_answer(error: httpx.TransportError, peer: Peer) -> ConnectionFailure:
    """The error for a server that can be reached, and says nothing that can be understood."""
    if isinstance(error, httpx.ReadTimeout):
        what = say("errors", "{host} did not answer in time.", host=peer.host)
    else:
        what = say("errors", "{host} answers in no way that can be understood.", host=peer.host)
    return ConnectionFailure(
        what,
        remedy=say("errors", "Check the address: something else may listen there."),
        action=Action.CHANGE_SERVER,
        details=type(error).__name__,
    )


async def _body(response: httpx.Response) -> bytes:
    body = bytearray()
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) > LIMIT_BYTES:
            break
    return bytes(body)


def _refusal(response: httpx.Response, body: bytes, peer: Peer) -> OverpaintError:
    status = response.status_code
    if status < _FAILED:
        return failures.refusal(status, response.headers, body, peer)
    # The table of failures speaks of edits, which may have been charged: a list costs nothing.
    return ApiError(
        say("errors", "{host} failed (status {status}).", host=peer.host, status=status),
        remedy=say("errors", "Try again later, or ask whoever runs the server."),
        action=Action.RETRY,
        status=status,
        request_id=failures.request_id(response.headers, peer),
    )


def _read(body: bytes, peer: Peer) -> Mapping[str, date | None]:
    try:
        value: JsonValue = json.loads(body)
    except (ValueError, RecursionError):
        value = None
    items = value.get("data", value.get("models")) if isinstance(value, dict) else value
    if not isinstance(items, list):
        raise ApiError(
            say("errors", "{host} did not send a list of models.", host=peer.host),
            why=say("errors", "The address is wrong, or a network log-in page is in the way."),
            remedy=say("errors", "Open the address in a browser, and check it in the settings."),
            action=Action.CHANGE_SERVER,
            status=200,
        )
    rows = [item for item in items if isinstance(item, dict)]
    return {
        peer.hide(name): _day(row.get("shutdown_date"))
        for row in rows
        if isinstance(name := row.get("id") or row.get("name"), str)
    }


def _day(value: JsonValue) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
