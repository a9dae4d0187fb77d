from __future__ import annotations

import asyncio
import base64
import socket
from contextlib import aclosing
from pathlib import Path

import pytest

from helpers.edits import KEY, attachment, edit_request, png, profile
from helpers.exchanges import failure, received, send
from helpers.samples import Samples
from helpers.scripted_server import (
    Drain,
    Ping,
    Reset,
    Script,
    ScriptedServer,
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
from overpaint.services.api.client import EditClient, _Attempt
from overpaint.services.courtesy import Courtesy
from overpaint.services.protocol.answers import FinalImages, PartialImage
from overpaint.services.protocol.fields import FilePart, TextPart, file_parts, text_parts
from overpaint.services.protocol.multipart import MultipartBody

PICTURE = png()
B64 = base64.b64encode(PICTURE).decode()
USAGE = Usage(100, 200, 300, 90, 10)


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


class _Noting(Courtesy):
    """Remembers how much it was told of."""

    byte_count = 0

    async def received(self, byte_count: int) -> None:
        self.byte_count += byte_count
        await super().received(byte_count)


def test_what_gives_way_to_a_stroke_arrives_whole(server: ScriptedServer) -> None:
    picture = PICTURE + bytes(range(256)) * 1024
    server.play(streamed(*cut_into(completed_event(picture), 10_000)))
    courtesy = _Noting()
    courtesy.give_way(True)

    async def answer() -> list[object]:
        client = EditClient(profile(server.url), KEY, courtesy)
        async with client, aclosing(client.edit(edit_request())) as told:
            return [event async for event in told]

    (event,) = asyncio.run(answer())

    assert isinstance(event, FinalImages)
    assert event.images == (picture,)
    assert courtesy.byte_count > len(picture)


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


def test_sending_is_told_before_the_first_byte_leaves() -> None:
    told: list[tuple[int, int]] = []
    body = MultipartBody([TextPart("n", "1")], [FilePart("image", attachment(PICTURE))])

    async def scenario() -> None:
        attempt = _Attempt(body, lambda sent, total: told.append((sent, total)))
        async with aclosing(attempt.__aiter__()) as pieces:  # type: ignore[type-var]  # a generator
            first = await anext(pieces)
            assert told == [(len(first), body.content_length)]

    asyncio.run(scenario())


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
        took_s = loop.time() - began_s
        assert task.cancelled()
        # While this loop lives, only a closed connection tells the server that nobody waits.
        if phase != "upload":
            assert await asyncio.to_thread(server.client_left.wait, 5)
        return took_s

    assert asyncio.run(scenario()) < 1.0
    assert len(server.posts) <= 1
