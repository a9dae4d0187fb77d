"""Servers that are not who they should be, or that nobody knows: told, and nothing is sent."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from helpers.certificates import server_context
from helpers.edits import KEY, edit_request, profile
from helpers.exchanges import send
from overpaint.domain.errors import Action, Billing, ConnectionFailure
from overpaint.domain.profiles import ProxyUse
from overpaint.services.api.client import EditClient


def test_a_certificate_that_nobody_vouches_for_gets_no_edit(tmp_path: Path) -> None:
    context, _ = server_context(tmp_path)
    arrived: list[bytes] = []

    async def attempt() -> None:
        async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            arrived.append(await reader.read(1))
            writer.close()

        server = await asyncio.start_server(take, "127.0.0.1", 0, ssl=context)
        port = server.sockets[0].getsockname()[1]
        async with server:
            await send(EditClient(profile(f"https://127.0.0.1:{port}/v1"), KEY), edit_request())

    with pytest.raises(ConnectionFailure, match=r"identity of 127\.0\.0\.1") as caught:
        asyncio.run(attempt())

    assert arrived in ([], [b""])
    assert caught.value.action is Action.CHANGE_SERVER
    assert caught.value.billing is Billing.NO
    assert "certificates" in str(caught.value.remedy)


def test_a_name_that_nobody_knows_is_told() -> None:
    # Names below .invalid exist nowhere (RFC 6761), so asking for one leads to no other machine.
    nowhere = profile("http://images.invalid/v1", proxy=ProxyUse.NONE)

    with pytest.raises(ConnectionFailure, match=r"images\.invalid is not known") as caught:
        asyncio.run(send(EditClient(nowhere, KEY), edit_request()))

    assert caught.value.billing is Billing.NO
    assert caught.value.action is Action.CHANGE_SERVER
