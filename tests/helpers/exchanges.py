"""Sends one edit to a scripted server and returns what came of it."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import Any

import pytest

from helpers.edits import KEY, edit_request, profile
from helpers.scripted_server import ScriptedServer
from overpaint.domain.errors import OverpaintError
from overpaint.domain.request import EditRequest
from overpaint.services.api.client import EditClient
from overpaint.services.protocol.answers import WireEvent


async def send(client: EditClient, request: EditRequest, **more: Any) -> list[WireEvent]:
    async with client, aclosing(client.edit(request, **more)) as events:
        return [event async for event in events]


def received(
    server: ScriptedServer,
    request: EditRequest | None = None,
    key: str | None = KEY,
    **changes: Any,
) -> list[WireEvent]:
    client = EditClient(profile(server.url, **changes), key)
    return asyncio.run(send(client, request or edit_request()))


def failure(server: ScriptedServer, **more: Any) -> OverpaintError:
    with pytest.raises(OverpaintError) as caught:
        received(server, **more)
    assert len(server.posts) <= 1
    return caught.value


def said(
    message: str | None = None, code: object = None, kind: str = "", param: Any = None
) -> dict[str, Any]:
    return {"error": {"message": message, "type": kind, "param": param, "code": code}}
