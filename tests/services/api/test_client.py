from __future__ import annotations

import asyncio
import base64
import gc
import logging
import socket
import traceback
from collections.abc import Iterator
from contextlib import aclosing
from pathlib import Path
from typing import Any

import pytest

from helpers.edits import KEY, attachment, edit_request, png, profile
from helpers.samples import Samples
from helpers.scripted_server import (
    Drain,
    Ping,
    Reset,
    Script,
    ScriptedServer,
    Send,
    Stall,
    completed_event,
    cut_into,
    partial_event,
    reply,
    streamed,
)
from overpaint.domain.errors import (
    Action,
    ApiError,
    Billing,
    ConnectionFailure,
    ImageError,
    OverpaintError,
    SettingsError,
)
from overpaint.domain.events import Usage
from overpaint.domain.profiles import ImageFieldStyle
from overpaint.domain.request import EditRequest
from overpaint.services.api.client import EditClient
from overpaint.services.protocol.answers import FinalImages, PartialImage, WireEvent
from overpaint.services.protocol.fields import file_parts, text_parts
from overpaint.services.protocol.multipart import MultipartBody

PICTURE = png()
B64 = base64.b64encode(PICTURE).decode()
USAGE = Usage(100, 200, 300, 90, 10)


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer() as running:
        yield running


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


def final(request_id: str = "") -> FinalImages:
    return FinalImages((PICTURE,), USAGE, request_id)


def test_previews_and_the_answer_come_as_they_were_sent(server: ScriptedServer) -> None:
    stream = partial_event(b"one", 0) + partial_event(b"two", 1) + completed_event(PICTURE)
    server.play(streamed(*cut_into(stream, 50), headers=[("x-request-id", "req_7")]))

    assert received(server) == [PartialImage(0, b"one"), PartialImage(1, b"two"), final("req_7")]


def test_the_request_is_exactly_what_the_reference_says(
    server: ScriptedServer, samples: Samples, tmp_path: Path
) -> None:
    server.play(streamed(completed_event(PICTURE)))
    request = edit_request(
        images=(attachment(samples.rocket), attachment(PICTURE, "image-2.png")),
        mask=attachment(samples.rocket_mask, "mask.png"),
    )

    received(server, request)

    (post,) = server.posts
    boundary = post.headers["content-type"].partition("boundary=")[2]
    form = MultipartBody(
        text_parts(request), file_parts(request, ImageFieldStyle.AUTO), boundary=boundary
    )
    assert post.path == "/v1/images/edits"
    assert post.body == b"".join(form.pieces())
    assert post.headers["content-length"] == str(len(post.body))
    assert "transfer-encoding" not in post.headers
    assert post.headers["authorization"] == f"Bearer {KEY}"
    assert post.headers["accept"] == "application/json"
    assert post.headers["accept-encoding"] == "identity"
    assert post.headers["user-agent"].startswith("Overpaint/")


def test_without_a_key_nothing_is_said_about_one(server: ScriptedServer) -> None:
    server.play(streamed(completed_event(PICTURE)))

    received(server, key=None, image_field=ImageFieldStyle.LIST)

    (post,) = server.posts
    assert "authorization" not in post.headers
    assert b'name="image[]"; filename="image-1.png"' in post.body


def test_one_document_brings_all_variants(server: ScriptedServer) -> None:
    server.play(reply({"data": [{"b64_json": B64}] * 3, "usage": None}))

    events = received(server, edit_request(stream=False, n=3))

    assert events == [FinalImages((PICTURE,) * 3, None, "")]


@pytest.mark.parametrize(
    "script",
    [
        reply({"data": [{"b64_json": B64}]}),
        reply({"data": [{"b64_json": f"data:image/png;base64,{B64}"}]}, content_type="text/plain"),
        streamed(completed_event(PICTURE, usage=None), content_type="application/json"),
        streamed(completed_event(PICTURE, usage=None)[:-1]),
        streamed(completed_event(PICTURE, usage=None)[:-2]),
        streamed(completed_event(PICTURE, usage=None)[:-2], ends=False),
        streamed(completed_event(PICTURE, usage=None), Reset()),
        streamed(completed_event(PICTURE, usage=None), Stall()),
        streamed(b": ping\n\n" * 3, completed_event(PICTURE, usage=None), b"data: [DONE]\n\n"),
        streamed(b"data: {broken\n\n", completed_event(PICTURE, usage=None)),
        streamed(completed_event(PICTURE, usage=None).replace(b"\n", b"\r\n")),
    ],
    ids=[
        "JSON instead of a stream",
        "JSON as text",
        "a stream called JSON",
        "half a blank line",
        "no blank line",
        "no blank line, then a cut",
        "a reset after the picture",
        "no end after the picture",
        "keep-alives and DONE",
        "a broken event before",
        "CRLF",
    ],
)
def test_a_picture_is_taken_from_servers_with_habits(
    server: ScriptedServer, script: Script
) -> None:
    server.play(script)

    assert received(server)[-1] == FinalImages((PICTURE,), None, "")
    assert len(server.posts) == 1


def test_an_answer_at_an_address_is_fetched_without_the_key(server: ScriptedServer) -> None:
    server.play(reply({"data": [{"url": "/files/1.png?sig=x"}, {"url": f"{server.url}/2.png"}]}))
    for path in ("/files/1.png?sig=x", "/v1/2.png"):
        server.files[path] = reply(PICTURE, content_type="image/png")

    events = received(server, edit_request(stream=False, n=2))

    assert events == [FinalImages((PICTURE, PICTURE), None, "")]
    assert [request.method for request in server.requests] == ["POST", "GET", "GET"]
    assert all("authorization" not in get.headers for get in server.requests[1:])
    assert KEY.encode() not in b"".join(get.raw_head for get in server.requests[1:])


@pytest.mark.parametrize(
    ("script", "kind"),
    [
        (reply(b"gone", status=404), ApiError),
        (reply(b"moved", status=302, headers=[("Location", "http://127.0.0.1:1/")]), ApiError),
        (Script((Reset(),)), ConnectionFailure),
    ],
)
def test_an_answer_that_cannot_be_fetched_may_have_cost_money(
    server: ScriptedServer, script: Script, kind: type[OverpaintError]
) -> None:
    server.play(reply({"data": [{"url": "/1.png"}]}))
    server.files["/1.png"] = script

    error = failure(server)

    assert type(error) is kind
    assert error.billing is Billing.MAYBE


def said(
    message: str | None = None, code: object = None, kind: str = "", param: Any = None
) -> dict[str, Any]:
    return {"error": {"message": message, "type": kind, "param": param, "code": code}}


REFUSALS: list[tuple[int, dict[str, Any] | bytes, Action, Billing, str]] = [
    (400, said("Your request was rejected", "moderation_blocked", "image_generation_user_error"), Action.EDIT_PROMPT, Billing.NO, "content rules"),
    (400, said("rejected: safety_violations=[sexual]"), Action.EDIT_PROMPT, Billing.NO, "content rules"),
    (400, {"created": 1, "error": {"code": "contentFilter"}}, Action.EDIT_PROMPT, Billing.NO, "content rules"),
    (400, said("Invalid image file or mode for image 1", "invalid_image_file"), Action.REPLACE_IMAGE, Billing.NO, "image 1"),
    (400, said("unsupported mimetype", "unsupported_file_mimetype", param="image[0]"), Action.REPLACE_IMAGE, Billing.NO, "picture"),
    (400, said("mask image missing alpha channel", "invalid_mask_image_format"), Action.EDIT_MASK, Billing.NO, "alpha"),
    (400, said("Unknown parameter: 'x'", "unknown_parameter", param="input_fidelity"), Action.CHANGE_MODEL, Billing.NO, "input_fidelity"),
    (400, said("bad size", "invalid_value", param="size"), Action.CHANGE_MODEL, Billing.NO, "“size”"),
    (400, said("limit", "billing_hard_limit_reached"), Action.CHECK_BILLING, Billing.NO, "credit"),
    (400, said("Duplicate parameter: 'image'", "bad"), Action.CHANGE_SERVER, Billing.NO, "field"),
    (400, {"error": {"message": "odd", "code": "400"}}, Action.NONE, Billing.NO, "odd"),
    (401, said("Incorrect API key", "invalid_api_key"), Action.ENTER_KEY, Billing.NO, "key"),
    (401, b"", Action.ENTER_KEY, Billing.NO, "key"),
    (403, said("Your organization must be verified to use the model"), Action.VERIFY_ORGANIZATION, Billing.NO, "15 minutes"),
    (404, said("must be verified to use"), Action.VERIFY_ORGANIZATION, Billing.NO, "verified"),
    (403, said("no", "unsupported_country_region_territory"), Action.CHANGE_SERVER, Billing.NO, "region"),
    (403, {"error": "forbidden"}, Action.ENTER_KEY, Billing.NO, "forbidden"),
    (404, said("The model `x` does not exist", "model_not_found"), Action.CHANGE_MODEL, Billing.NO, "model"),
    (404, b"<html><title>Not Found</title>", Action.CHANGE_SERVER, Billing.NO, "address"),
    (405, {"detail": "Method Not Allowed"}, Action.CHANGE_SERVER, Billing.NO, "address"),
    (408, b"", Action.RETRY, Billing.NO, "arrive"),
    (409, said("conflict"), Action.RETRY, Billing.NO, "again"),
    (413, b"<html><head><title>413 Request Entity Too Large</title>", Action.REPLACE_IMAGE, Billing.NO, "too large"),
    (422, {"detail": [{"loc": ["body", "image"], "msg": "field required"}]}, Action.CHANGE_SERVER, Billing.NO, "image: field required"),
    (429, said("slow", "rate_limit_exceeded", "tokens"), Action.RETRY, Billing.NO, "Wait"),
    (429, said("slow down", "slow_down"), Action.RETRY, Billing.NO, "Wait"),
    (429, said("quota", None, "insufficient_quota"), Action.CHECK_BILLING, Billing.NO, "credit"),
    (429, said("no credit", "credit_balance_exhausted", "insufficient_quota"), Action.CHECK_BILLING, Billing.NO, "credit"),
    (500, said("The server had an error", "server_error"), Action.RETRY, Billing.MAYBE, "charged"),
    (502, b"<html><title>502 Bad Gateway</title>", Action.RETRY, Billing.MAYBE, "charged"),
    (503, said("overloaded", "server_is_overloaded"), Action.RETRY, Billing.NO, "overloaded"),
    (504, b"", Action.RETRY, Billing.MAYBE, "charged"),
    (524, b"error code: 524", Action.RETRY, Billing.MAYBE, "524"),
    (302, b"", Action.CHANGE_SERVER, Billing.NO, "another address"),
    (418, b"teapot", Action.NONE, Billing.NO, "teapot"),
]  # fmt: skip


@pytest.mark.parametrize(("status", "body", "action", "billing", "part"), REFUSALS)
def test_a_refusal_says_what_to_do(
    server: ScriptedServer,
    status: int,
    body: dict[str, Any] | bytes,
    action: Action,
    billing: Billing,
    part: str,
) -> None:
    server.play(reply(body, status=status, headers=[("x-request-id", "req_9")]))

    error = failure(server)

    assert isinstance(error, ApiError)
    assert (error.status, error.action, error.billing) == (status, action, billing)
    assert error.request_id == "req_9"
    assert part in str(error)
    assert str(error.remedy)
    assert len(server.posts) == 1


def test_a_refusal_carries_code_and_parameter(server: ScriptedServer) -> None:
    server.play(reply(said("m", "invalid_value", param="size"), status=400))

    error = failure(server)

    assert isinstance(error, ApiError)
    assert (error.code, error.param) == ("invalid_value", "size")


def test_a_server_that_wants_a_key_is_not_told_that_it_is_wrong(server: ScriptedServer) -> None:
    server.play(reply(b"", status=401))

    error = failure(server, key=None)

    assert "wants a key" in str(error)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (("retry-after", "7"), 7.0),
        (("retry-after-ms", "1500"), 1.5),
        (("retry-after", "Mon, 01 Jan 2001 00:00:00 GMT"), 0.0),
        (("retry-after", "soon"), None),
        (("x-other", "7"), None),
    ],
)
def test_the_time_to_wait_is_read(
    server: ScriptedServer, header: tuple[str, str], seconds: float | None
) -> None:
    server.play(reply(said("slow", "rate_limit_exceeded"), status=429, headers=[header]))

    error = failure(server)

    assert isinstance(error, ApiError)
    assert error.retry_after_s == seconds


ERROR_EVENT = b'event: error\ndata: {"type":"error","error":{"message":"m","code":"%s"}}\n\n'


@pytest.mark.parametrize(
    ("script", "kind", "action", "part"),
    [
        (streamed(partial_event(b"p"), ERROR_EVENT % b"moderation_blocked"), ApiError, Action.EDIT_PROMPT, "content rules"),
        (streamed(b'data: {"type":"error","message":"it broke"}\n\n'), ApiError, Action.RETRY, "it broke"),
        (streamed(partial_event(b"p")), ConnectionFailure, Action.RETRY, "before the picture was complete"),
        (streamed(b"data: [DONE]\n\n"), ConnectionFailure, Action.RETRY, "before the picture was complete"),
        (streamed(partial_event(b"p"), b"data: {", ends=False), ConnectionFailure, Action.RETRY, "while the answer was coming"),
        (streamed(partial_event(b"p"), Reset()), ConnectionFailure, Action.RETRY, "while the answer was coming"),
        (streamed(b"data: {broken\n\n"), ApiError, Action.RETRY, "without a picture"),
        (streamed(b'data: {"type":"image_edit.completed","b64_json":null}\n\n'), ApiError, Action.RETRY, "without a picture"),
        (streamed(b'data: {"type":"image_edit.completed","b64_json":"!!"}\n\n'), ApiError, Action.RETRY, "without a picture"),
        (reply({"data": []}), ApiError, Action.RETRY, "without a picture"),
        (reply(b'{"data": [{"b64_j'), ApiError, Action.RETRY, "without a picture"),
        (reply(b""), ApiError, Action.RETRY, "without a picture"),
        (reply({"error": {"message": "odd"}}), ApiError, Action.RETRY, "odd"),
        (reply(b"<html><title>Log in</title>", content_type="text/html"), ApiError, Action.CHANGE_SERVER, "web page"),
        (Script((Reset(),)), ConnectionFailure, Action.RETRY, "before an answer came"),
        (Script(()), ConnectionFailure, Action.RETRY, "before an answer came"),
        (Script((Send(b"HELLO\r\n\r\n"),)), ConnectionFailure, Action.RETRY, "before an answer came"),
        (Script((Stall(),)), ConnectionFailure, Action.RETRY, "did not answer in time"),
        (streamed(partial_event(b"p"), Stall()), ConnectionFailure, Action.RETRY, "fell silent"),
        (streamed(Ping(b"4\r\n: x\n\r\n")), ConnectionFailure, Action.RETRY, "did not answer in time"),
    ],
)  # fmt: skip
def test_an_answer_that_fails_may_have_cost_money(
    server: ScriptedServer, script: Script, kind: type[OverpaintError], action: Action, part: str
) -> None:
    server.play(script)

    error = failure(server, read_timeout_s=0.3)

    assert type(error) is kind
    assert (error.action, part in str(error)) == (action, True), str(error)
    assert error.billing is (Billing.NO if action is Action.EDIT_PROMPT else Billing.MAYBE)
    assert len(server.posts) == 1


def test_an_event_without_end_is_cut_off(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("overpaint.services.protocol.response_reader.EVENT_LIMIT_BYTES", 10_000)
    server.play(streamed(b'data: {"b64_json":"', Ping(b"1000\r\n" + b"A" * 4096 + b"\r\n", 0)))

    error = failure(server)

    assert "larger than any picture" in str(error)
    assert error.billing is Billing.MAYBE


def test_a_huge_event_is_read(server: ScriptedServer) -> None:
    picture = PICTURE + bytes(range(256)) * (64 * 1024)
    server.play(streamed(*cut_into(completed_event(picture), 100_000)))

    (event,) = received(server)

    assert isinstance(event, FinalImages)
    assert event.images == (picture,)


def test_nothing_at_the_address_costs_nothing() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    client = EditClient(profile(f"http://127.0.0.1:{port}/v1"), KEY)

    with pytest.raises(ConnectionFailure, match="Nothing answers at") as caught:
        asyncio.run(send(client, edit_request()))

    assert caught.value.billing is Billing.NO
    assert caught.value.action is Action.CHANGE_SERVER


@pytest.mark.parametrize(
    ("tls_reply", "part"),
    [
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "No secure connection"),
        (b"", "did not answer the call"),
    ],
)
def test_a_server_without_tls_gets_nothing(
    server: ScriptedServer, tls_reply: bytes, part: str
) -> None:
    server.tls_reply = tls_reply
    secure = profile(server.url.replace("http:", "https:"), connect_timeout_s=0.5)

    with pytest.raises(ConnectionFailure, match=part) as caught:
        asyncio.run(send(EditClient(secure, KEY), edit_request()))

    assert caught.value.billing is Billing.NO
    assert server.requests == []


@pytest.mark.parametrize(
    "url", ["", "api.test/v1", "ftp://127.0.0.1/v1", "http://", "http://[::1/v1"]
)
def test_an_address_that_is_none_is_a_setting(url: str) -> None:
    with pytest.raises(SettingsError, match="address of the server"):
        asyncio.run(send(EditClient(profile(url), KEY), edit_request()))


@pytest.mark.parametrize("key", ["sk-line\nbreak-secret", "sk-ü-secret", "sk-\x00-secret"])
def test_a_key_that_cannot_be_sent_is_not_quoted(server: ScriptedServer, key: str) -> None:
    with pytest.raises(SettingsError) as caught:
        received(server, key=key)

    assert "secret" not in "".join(traceback.format_exception(caught.value))
    assert server.requests == []


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1", "gopher://127.0.0.1:1"])
def test_a_proxy_that_cannot_be_used_is_a_setting(
    monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    monkeypatch.setenv("ALL_PROXY", proxy)

    with pytest.raises(SettingsError, match="proxy"):
        asyncio.run(send(EditClient(profile("https://images.test/v1"), KEY), edit_request()))


def test_a_proxy_is_not_used_for_this_computer(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    server.play(streamed(completed_event(PICTURE)))

    assert received(server) == [final()]


def test_a_proxy_is_used_for_other_hosts(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{server.port}")
    server.play(reply(b"", status=407))

    with pytest.raises(ApiError, match="proxy"):
        asyncio.run(send(EditClient(profile("http://images.test/v1"), KEY), edit_request()))

    assert server.posts[0].path == "http://images.test/v1/images/edits"


def test_a_server_that_stops_reading_got_no_whole_request(server: ScriptedServer) -> None:
    server.play(Script((Reset(),), reads_upload=False))
    request = edit_request(images=(attachment(bytes(30_000_000)),))

    error = failure(server, request=request)

    assert isinstance(error, ConnectionFailure)
    assert error.billing is Billing.NO
    assert "while the edit was being sent" in str(error)
    assert len(server.posts) == 1


def test_a_refusal_of_the_upload_is_read(server: ScriptedServer) -> None:
    refused = reply(b"<html><title>413 Too Large</title>", status=413)
    server.play(Script((*refused.steps, Drain()), reads_upload=False))
    request = edit_request(images=(attachment(bytes(3_000_000)),))

    error = failure(server, request=request)

    assert "too large" in str(error)


def test_a_file_that_vanished_stops_the_upload(server: ScriptedServer, tmp_path: Path) -> None:
    server.play(reply({}))
    path = tmp_path / "photo.png"
    path.write_bytes(PICTURE)
    request = edit_request(images=(attachment(path),))
    path.unlink()

    error = failure(server, request=request)

    assert isinstance(error, ImageError)
    assert error.billing is Billing.NO


def test_progress_begins_at_nothing_and_ends_at_everything(server: ScriptedServer) -> None:
    server.play(streamed(completed_event(PICTURE)))
    told: list[tuple[int, int]] = []
    request = edit_request(images=(attachment(bytes(20_000_000)),))
    client = EditClient(profile(server.url), KEY)

    asyncio.run(send(client, request, progress=lambda sent, total: told.append((sent, total))))

    total = len(server.posts[0].body)
    assert told[0] == (0, total)
    assert told[-1] == (total, total)
    assert 0 < told[1][0] < total
    assert told == sorted(set(told))
    assert len(told) < 20


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


PHASES: dict[str, tuple[Script, str]] = {
    "connect": (Script(()), "https"),
    "upload": (Script((Stall(),), reads_upload=False), "http"),
    "wait": (Script((Stall(),)), "http"),
    "stream": (streamed(partial_event(b"p"), Stall()), "http"),
}


@pytest.mark.parametrize("phase", PHASES)
def test_cancelling_works_at_once_in_every_phase(server: ScriptedServer, phase: str) -> None:
    script, scheme = PHASES[phase]
    server.play(script)
    request = edit_request(images=(attachment(bytes(30_000_000)),))
    client = EditClient(profile(server.url.replace("http", scheme, 1)), KEY)

    async def scenario() -> float:
        task = asyncio.create_task(send(client, request))
        loop = asyncio.get_running_loop()
        await asyncio.to_thread(server.stalled.wait, 10)
        began_s = loop.time()
        task.cancel()
        await asyncio.wait([task])
        assert task.cancelled()
        return loop.time() - began_s

    assert asyncio.run(scenario()) < 1.0
    assert len(server.posts) <= 1
