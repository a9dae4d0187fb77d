"""Fetching a picture from an address, over real sockets: what is taken and what is not."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Iterator

import pytest

from helpers.samples import Samples
from helpers.scripted_server import Script, ScriptedServer, Send, reply, streamed
from overpaint.domain.errors import ConnectionFailure, ImageError
from overpaint.services.web_pictures import fetch_picture


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer() as started:
        yield started


def _address(server: ScriptedServer, path: str) -> str:
    return f"http://127.0.0.1:{server.port}{path}"


def _fetch(address: str, **limits: int) -> bytes:
    return asyncio.run(fetch_picture(address, **limits))


def _to(location: str) -> Script:
    return reply(b"", status=302, headers=[("Location", location)])


def test_a_picture_comes_unchanged_and_nothing_is_told_about_us(
    server: ScriptedServer, samples: Samples
) -> None:
    data = samples.chelsea.read_bytes()
    server.files["/cat.png?w=1"] = reply(data, content_type="text/plain")

    assert _fetch(_address(server, "/cat.png?w=1#part")) == data

    (request,) = server.requests
    assert not {"authorization", "cookie", "referer", "origin"} & set(request.headers)


def test_a_packed_answer_is_unpacked(server: ScriptedServer) -> None:
    server.files["/a"] = reply(gzip.compress(b"GIF89a"), headers=[("Content-Encoding", "gzip")])

    assert _fetch(_address(server, "/a")) == b"GIF89a"


def test_redirects_are_followed(server: ScriptedServer) -> None:
    server.files["/a"] = _to("/b")
    server.files["/b"] = _to(_address(server, "/c"))
    server.files["/c"] = reply(b"GIF89a")

    assert _fetch(_address(server, "/a")) == b"GIF89a"


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://127.0.0.1/a.png"])
def test_redirects_to_other_kinds_of_addresses_are_not_followed(
    server: ScriptedServer, location: str
) -> None:
    server.files["/a"] = _to(location)

    with pytest.raises(ImageError, match="not followed"):
        _fetch(_address(server, "/a"))


def test_a_redirect_that_is_no_address_is_told(server: ScriptedServer) -> None:
    server.files["/a"] = _to("data:image/png;base64,AAAA")

    with pytest.raises(ConnectionFailure, match="could not be fetched"):
        _fetch(_address(server, "/a"))


def test_a_circle_of_redirects_ends(server: ScriptedServer) -> None:
    server.files["/a"] = _to("/a")

    with pytest.raises(ImageError, match="without an end"):
        _fetch(_address(server, "/a"))

    assert len(server.requests) == 6


def test_more_than_the_limit_is_not_read(server: ScriptedServer) -> None:
    server.files["/told"] = reply(b"x" * 2000)
    server.files["/untold"] = streamed(*[b"x" * 500] * 4)

    for path in ("/told", "/untold"):
        with pytest.raises(ImageError, match="larger than"):
            _fetch(_address(server, path), limit_bytes=1000)


def test_a_page_is_told_from_a_picture(server: ScriptedServer) -> None:
    server.files["/a"] = reply(b"\n<!DOCTYPE HTML><p>hello", content_type="image/png")

    with pytest.raises(ImageError, match="sent a page, not a picture"):
        _fetch(_address(server, "/a"))


@pytest.mark.parametrize(
    ("script", "told"),
    [
        (reply(b"gone", status=404), "status 404"),
        (reply(b""), "is empty"),
    ],
)
def test_refusals_name_the_host(server: ScriptedServer, script: Script, told: str) -> None:
    server.files["/a"] = script

    with pytest.raises(ImageError, match=told) as caught:
        _fetch(_address(server, "/a"))

    assert "127.0.0.1" in str(caught.value)


def test_a_connection_that_breaks_is_told(server: ScriptedServer) -> None:
    server.files["/a"] = Script((Send(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nGIF89a"),))

    with pytest.raises(ConnectionFailure, match="could not be fetched from"):
        _fetch(_address(server, "/a"))


def test_a_host_that_is_not_there_is_told() -> None:
    with pytest.raises(ConnectionFailure, match=r"nowhere\.invalid"):
        _fetch("http://nowhere.invalid/a.png")


@pytest.mark.parametrize("address", ["file:///etc/passwd", "https://", "http://[", "cat.png"])
def test_what_is_no_address_of_the_web_is_refused(address: str) -> None:
    with pytest.raises(ImageError, match="no address to download from"):
        _fetch(address)
