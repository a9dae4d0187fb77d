# ruff: noqa: E501 - a table reads best with one row a line
"""The doctor names the stage that fails, never sends an edit, and says what to do."""

from __future__ import annotations

import asyncio
import json
import socket
import sys
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from helpers.certificates import server_context
from helpers.edits import KEY, profile
from helpers.exchanges import said
from helpers.scripted_server import Script, ScriptedServer, Send, Stall, reply
from overpaint.domain.errors import Action, ApiError, ConnectionFailure, OverpaintError
from overpaint.domain.profiles import (
    OPENAI,
    AuthStyle,
    AzurePath,
    ProxyUse,
    ServerKind,
    ServerProfile,
)
from overpaint.services.api.model_list import refresh_models
from overpaint.services.connections import Connection
from overpaint.services.doctor.examination import examine
from overpaint.services.doctor.results import Stage, StageResult, Verdict

MODELS = {
    "object": "list",
    "data": [
        {"id": "gpt-image-2", "shutdown_date": None},
        {"id": "gpt-image-1.5", "shutdown_date": "2026-12-01"},
        {"id": "odd", "shutdown_date": "soon"},
        {"no": "name"},
    ],
}
PASSED, FAILED, SKIPPED, WARNING = Verdict.PASSED, Verdict.FAILED, Verdict.SKIPPED, Verdict.WARNING


def examined(server_profile: ServerProfile, key: str | None = KEY) -> dict[Stage, StageResult]:
    async def collect() -> list[StageResult]:
        async with aclosing(examine(Connection(server_profile, key))) as stages:
            return [result async for result in stages]

    results = asyncio.run(collect())
    assert KEY not in repr(results)
    assert [result.stage for result in results] == list(Stage)[: len(results)]
    failed = [result for result in results if result.verdict is FAILED]
    assert failed in ([], results[-1:])
    return {result.stage: result for result in results}


def verdicts(results: dict[Stage, StageResult]) -> list[Verdict]:
    return [result.verdict for result in results.values()]


def test_a_healthy_server_passes_and_tells_its_models(server: ScriptedServer) -> None:
    server.files["/v1/models"] = reply(MODELS)

    results = examined(profile(server.url))

    assert verdicts(results) == [PASSED, SKIPPED, SKIPPED, PASSED, SKIPPED, PASSED, PASSED]
    assert results[Stage.MODELS].models == ("gpt-image-2", "gpt-image-1.5", "odd")
    assert [request.method for request in server.requests] == ["GET"]
    assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"


def test_a_name_is_looked_up(server: ScriptedServer) -> None:
    server.files["/v1/models"] = reply(MODELS)

    results = examined(profile(server.url.replace("127.0.0.1", "localhost")))

    assert results[Stage.DNS].verdict is PASSED
    assert "127.0.0.1" in str(results[Stage.DNS].found)


def test_an_unknown_name_fails_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)

    results = examined(profile("https://images.test/v1"))

    assert verdicts(results) == [PASSED, FAILED]
    assert "images.test is not known" in str(results[Stage.DNS].found)
    assert results[Stage.DNS].remedy is not None


def test_a_closed_port_fails_at_the_connection() -> None:
    results = examined(profile("http://127.0.0.1:9/v1"))

    assert verdicts(results) == [PASSED, SKIPPED, SKIPPED, FAILED]
    assert results[Stage.TCP].action is Action.CHANGE_SERVER


@pytest.mark.parametrize(
    ("changes", "key", "action", "part"),
    [
        ({"kind": ServerKind.OPENAI, "base_url": OPENAI.base_url}, None, Action.ENTER_KEY, "no key"),
        ({}, "sk-line\nbreak", Action.ENTER_KEY, "characters"),
        ({"base_url": "nonsense"}, KEY, Action.CHANGE_SERVER, "address"),
        ({"proxy": ProxyUse.CUSTOM, "proxy_url": "socks5://a:1"}, KEY, Action.CHANGE_SERVER, "proxy"),
        ({"base_url": "https://127.0.0.1/v1", "ca_file": Path("/nowhere.pem")}, KEY, Action.CHANGE_SERVER, "nowhere.pem"),
    ],
)  # fmt: skip
def test_settings_that_cannot_work_are_told_before_anything_is_tried(
    changes: dict[str, Any], key: str | None, action: Action, part: str
) -> None:
    results = examined(replace(profile("http://127.0.0.1:9/v1"), **changes), key)

    assert verdicts(results) == [FAILED]
    assert results[Stage.SETTINGS].action is action
    assert part in str(results[Stage.SETTINGS].found)


REFUSED = reply(said(f"Incorrect API key provided: {KEY}", "invalid_api_key"), status=401)


@pytest.mark.parametrize(
    ("script", "changes", "auth", "models"),
    [
        (REFUSED, {}, FAILED, None),
        (reply(b"", status=403), {}, FAILED, None),
        (reply(b"", status=404), {}, SKIPPED, WARNING),
        (reply(b"<title>Log in</title>", content_type="text/html"), {}, SKIPPED, FAILED),
        (reply(b"busy", status=503), {}, SKIPPED, FAILED),
        (reply(said("slow", "rate_limit_exceeded"), status=429), {}, SKIPPED, FAILED),
        (reply({"data": []}), {"auth": AuthStyle.NONE}, SKIPPED, PASSED),
        (reply({"data": []}), {}, PASSED, PASSED),
        (Script((Send(b"HELLO\r\n\r\n"),)), {}, SKIPPED, FAILED),
        (Script((Stall(),)), {"read_timeout_s": 0.2}, SKIPPED, FAILED),
    ],
)
def test_key_and_models_are_told_apart(
    server: ScriptedServer,
    script: Script,
    changes: dict[str, Any],
    auth: Verdict,
    models: Verdict | None,
) -> None:
    server.files["/v1/models"] = script

    results = examined(profile(server.url, **changes))

    assert results[Stage.AUTH].verdict is auth
    assert (results[Stage.MODELS].verdict if Stage.MODELS in results else None) is models
    told = " ".join(str(result.remedy) for result in results.values())
    assert "may have been charged" not in told


def test_azure_is_asked_in_its_own_way(server: ScriptedServer) -> None:
    azure = ServerProfile(
        "work",
        ServerKind.AZURE,
        server.url.removesuffix("/v1"),
        auth=AuthStyle.API_KEY,
        deployment="pics",
    )
    server.files["/openai/models?api-version=2025-04-01-preview"] = reply(MODELS)
    server.files["/openai/v1/models?api-version=preview"] = reply(MODELS)

    for path in AzurePath:
        results = examined(replace(azure, azure_path=path))
        assert results[Stage.AUTH].verdict is PASSED
        assert results[Stage.MODELS].verdict is WARNING
        assert "deployment called pics" in str(results[Stage.MODELS].found)

    assert all(request.headers["api-key"] == KEY for request in server.requests)


_Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def _with_server(
    handler: _Handler, work: Callable[[int], Awaitable[Any]], **more: Any
) -> Any:
    conversations: set[asyncio.Task[Any]] = set()

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        conversations.add(task)
        try:
            await handler(reader, writer)
        finally:
            writer.transport.abort()

    listening = await asyncio.start_server(converse, "127.0.0.1", 0, **more)
    try:
        return await work(listening.sockets[0].getsockname()[1])
    finally:
        listening.close()
        await asyncio.gather(*conversations, return_exceptions=True)
        for _ in range(3):
            await asyncio.sleep(0)  # transports close in the next turns of the loop


async def _answer_models(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        await reader.readuntil(b"\r\n\r\n")
        body = json.dumps(MODELS).encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        writer.write(head.encode() + body)
        await writer.drain()
        writer.close()
        await writer.wait_closed()
    except (OSError, asyncio.IncompleteReadError):
        pass


async def _collected(server_profile: ServerProfile) -> dict[Stage, StageResult]:
    async with aclosing(examine(Connection(server_profile, KEY))) as stages:
        return {result.stage: result async for result in stages}


@pytest.mark.parametrize("known_to", ["nobody", "the profile", "the system"])
def test_certificates_are_trusted_when_they_are_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, known_to: str
) -> None:
    context, certificate = server_context(tmp_path)
    ca_file = certificate if known_to == "the profile" else None
    if known_to == "the system":
        if not sys.platform.startswith("linux"):
            pytest.skip("only the store of Linux can be changed for one process")
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    async def look(port: int) -> dict[Stage, StageResult]:
        return await _collected(profile(f"https://127.0.0.1:{port}/v1", ca_file=ca_file))

    results = asyncio.run(_with_server(_answer_models, look, ssl=context))

    if known_to == "nobody":
        assert results[Stage.TLS].verdict is FAILED
        assert "could not be verified" in str(results[Stage.TLS].found)
    else:
        assert verdicts(results)[-3:] == [PASSED, PASSED, PASSED]


def test_a_server_without_encryption_fails_at_the_encryption(server: ScriptedServer) -> None:
    server.tls_reply = b"HTTP/1.1 400 Bad Request\r\n\r\n"

    results = examined(profile(server.url.replace("http:", "https:")))

    assert verdicts(results)[-1] is FAILED
    assert list(results)[-1] is Stage.TLS


def test_a_proxy_is_gone_through_and_named(tmp_path: Path) -> None:
    context, certificate = server_context(tmp_path)
    asked: list[bytes] = []

    async def look(port: int) -> dict[Stage, StageResult]:
        async def proxy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            asked.append((await reader.readuntil(b"\r\n\r\n")).splitlines()[0])
            inner, outer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            await asyncio.gather(_pump(reader, outer), _pump(inner, writer))

        async def through(proxy_port: int) -> dict[Stage, StageResult]:
            return await _collected(
                profile(
                    f"https://127.0.0.1:{port}/v1",
                    ca_file=certificate,
                    proxy=ProxyUse.CUSTOM,
                    proxy_url=f"http://127.0.0.1:{proxy_port}",
                )
            )

        found: dict[Stage, StageResult] = await _with_server(proxy, through)
        assert asked == [f"CONNECT 127.0.0.1:{port} HTTP/1.1".encode()] * 2
        return found

    results = asyncio.run(_with_server(_answer_models, look, ssl=context))

    assert verdicts(results) == [PASSED, SKIPPED, PASSED, SKIPPED, PASSED, PASSED, PASSED]


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(65536):
            writer.write(data)
    except OSError:
        pass
    writer.close()


@pytest.mark.parametrize(
    ("answer", "part"),
    [
        (b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", "user name and password"),
        (b"HTTP/1.1 403 Forbidden\r\n\r\n", "allow this server"),
        (b"", "allow this server"),
    ],
)
def test_a_proxy_that_refuses_is_the_stage_that_fails(answer: bytes, part: str) -> None:
    async def proxy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    async def look(port: int) -> dict[Stage, StageResult]:
        return await _collected(
            profile(
                "https://images.test/v1",
                proxy=ProxyUse.CUSTOM,
                proxy_url=f"http://127.0.0.1:{port}",
            )
        )

    results = asyncio.run(_with_server(proxy, look))

    assert list(results)[-1] is Stage.PROXY
    assert results[Stage.PROXY].verdict is FAILED
    assert part in str(results[Stage.PROXY].remedy)


def test_the_end_of_each_model_is_read(server: ScriptedServer) -> None:
    server.files["/v1/models"] = reply(MODELS)

    found = asyncio.run(refresh_models(Connection(profile(server.url), KEY)))

    assert found == {"gpt-image-2": None, "gpt-image-1.5": date(2026, 12, 1), "odd": None}


@pytest.mark.parametrize(
    ("script", "kind"),
    [
        (reply(b"[" * 100_000), ApiError),
        (reply({"error": "x"}), ApiError),
        (reply(b"{}", status=500), ApiError),
        (Script(()), ConnectionFailure),
    ],
)
def test_what_is_no_list_is_an_error(
    server: ScriptedServer, script: Script, kind: type[OverpaintError]
) -> None:
    server.files["/v1/models"] = script

    with pytest.raises(kind) as caught:
        asyncio.run(refresh_models(Connection(profile(server.url), KEY)))

    assert caught.value.__context__ is None
    assert "may have been charged" not in str(caught.value)


def test_leaving_early_leaves_no_connection(server: ScriptedServer) -> None:
    async def scenario() -> None:
        async with aclosing(examine(Connection(profile(server.url), KEY))) as stages:
            async for result in stages:
                if result.stage is Stage.TCP:
                    break

    asyncio.run(scenario())

    assert server.requests == []
