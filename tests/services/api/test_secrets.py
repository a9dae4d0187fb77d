from __future__ import annotations

import asyncio
import gc
import logging
import traceback

import pytest

from helpers.edits import KEY, edit_request, profile
from helpers.exchanges import failure, received, said, send
from helpers.scripted_server import Reset, Script, ScriptedServer, Send, Stall, reply, streamed
from overpaint.domain.errors import OverpaintError, SettingsError
from overpaint.services.api.client import EditClient


@pytest.mark.parametrize("key", ["sk-line\nbreak-planted", "sk-ü-planted", "sk-\x00-planted"])
def test_a_key_that_cannot_be_sent_is_not_quoted(server: ScriptedServer, key: str) -> None:
    with pytest.raises(SettingsError) as caught:
        received(server, key=key)

    assert "planted" not in "".join(traceback.format_exception(caught.value))
    assert server.requests == []


def everything_said(error: OverpaintError, log: str) -> str:
    chain: BaseException | None = error
    parts = [log, repr(error), str(error), error.details, *traceback.format_exception(error)]
    while chain is not None:
        parts += [repr(chain), str(chain.__dict__), *map(str, chain.args)]
        chain = chain.__cause__ or chain.__context__
    return "\n".join(parts)


ECHO = said(f"Incorrect API key provided: {KEY}.", KEY, KEY, KEY)


@pytest.mark.parametrize(
    "script",
    [
        reply(ECHO, status=401, headers=[("x-request-id", KEY)]),
        reply(f"<html><title>{KEY}</title>".encode(), status=500),
        reply(f"<html><title>{KEY}</title>".encode()),
        reply({"error": f"{KEY}"}),
        reply({"unexpected": KEY}),
        streamed(f'data: {{"error":"{KEY}"}}\n\n'.encode()),
        Script((Reset(),)),
        Script((Stall(),)),
        Script((Send(f"HTTP/9 {KEY}\r\n\r\n".encode()),)),
    ],
)
def test_the_key_is_in_no_message(
    server: ScriptedServer, caplog: pytest.LogCaptureFixture, script: Script
) -> None:
    # httpcore's debug log repeats what the server says; the program never turns it on.
    caplog.set_level(logging.INFO)
    caplog.set_level(logging.DEBUG, "overpaint")
    server.play(script)
    client = EditClient(profile(server.url, read_timeout_s=0.2), KEY)

    with pytest.raises(OverpaintError) as caught:
        asyncio.run(send(client, edit_request()))

    assert KEY not in everything_said(caught.value, caplog.text)
    assert KEY not in repr(client)
    assert server.posts[0].headers["authorization"] == f"Bearer {KEY}"


def test_a_failure_does_not_hold_on_to_the_request(server: ScriptedServer) -> None:
    server.play(Script((Reset(),)))

    error = failure(server)

    held = gc.get_referents(error)
    assert error.__cause__ is None
    assert error.__context__ is None
    assert not [item for item in held if type(item).__module__.startswith("httpx")]
