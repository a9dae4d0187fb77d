"""Starting, cancelling, breaking and stopping the endpoint."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import numpy as np
import pytest
from endpoint_pictures import encoded, events, image_part, mask_part, small_picture, wire_mask
from starlette.requests import Request

from overpaint.domain.catalogue import Catalogue
from overpaint.domain.errors import SettingsError
from overpaint.services.endpoint import intake, refusals
from overpaint.services.endpoint.app import EndpointSettings, create_app
from overpaint.services.endpoint.launch import EndpointServer

FORM = {"model": "gpt-image-2", "prompt": "remove it", "stream": "true", "partial_images": "1"}
LARGE = (1400, 1000)


def large_files() -> list[tuple[str, tuple[str, bytes, str]]]:
    """An edit that takes several seconds, its first preview a good fraction of one."""
    hole = np.zeros((LARGE[1], LARGE[0]), bool)
    hole[100:900, 100:1300] = True
    picture = small_picture(*LARGE)
    return [
        image_part(encoded(picture, "JPEG"), kind="image/jpeg"),
        mask_part(wire_mask(hole)),
    ]


def until(condition: Callable[[], bool], seconds: float = 10.0) -> float:
    began = time.perf_counter()
    while not condition():
        assert time.perf_counter() - began < seconds, "the condition never came true"
        threading.Event().wait(0.002)
    return time.perf_counter() - began


def children() -> set[int]:
    """The fill workers of this test process."""
    found = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
            command = (status.parent / "cmdline").read_bytes()
        except OSError:
            continue
        if int(fields[1]) == os.getpid() and b"inpaint.worker" in command and fields[0] != "Z":
            found.add(int(status.parent.name))
    return found


@pytest.fixture
def lonely(catalogue: Catalogue) -> Iterator[EndpointServer]:
    """A server of its own with one worker."""
    with EndpointServer(catalogue, settings=EndpointSettings(1, keep_alive_s=0.05)) as server:
        yield server


def client_of(server: EndpointServer) -> httpx.Client:
    headers = {"Authorization": f"Bearer {server.key}"}
    return httpx.Client(base_url=server.base_url, headers=headers, timeout=60, trust_env=False)


@pytest.mark.slow
def test_leaving_a_stream_kills_its_worker_at_once(lonely: EndpointServer) -> None:
    before = children()
    with client_of(lonely) as client:
        with client.stream("POST", "/images/edits", data=FORM, files=large_files()) as response:
            received = events(response)
            first = next(received)
            (worker,) = children() - before
        assert first["type"] == "image_edit.partial_image"
        assert until(lambda: worker not in children()) < 0.2
        form = {**FORM, "partial_images": "0"}
        kinds = [
            event["type"]
            for event in events(
                client.post("/images/edits", data=form, files=[image_part(), mask_part()])
            )
        ]
    assert kinds == ["image_edit.completed"]


@pytest.mark.slow
def test_leaving_a_plain_answer_kills_its_worker_too(lonely: EndpointServer) -> None:
    before = children()
    form = {"model": "gpt-image-2", "prompt": "x", "n": "2"}
    with client_of(lonely) as client:
        with pytest.raises(httpx.ReadTimeout):
            client.post("/images/edits", data=form, files=large_files(), timeout=1.0)
        workers = children() - before
        assert until(lambda: not (workers & children())) < 0.5
        assert client.get("/models").status_code == 200


@pytest.mark.slow
def test_a_waiting_stream_is_kept_alive_by_comments(lonely: EndpointServer) -> None:
    with (
        client_of(lonely) as client,
        client.stream(
            "POST", "/images/edits", data={**FORM, "partial_images": "0"}, files=large_files()
        ) as response,
    ):
        assert next(response.iter_raw()) == b": keep-alive\n\n"


@pytest.mark.slow
def test_an_abort_breaks_the_stream_and_leaves_nothing_behind(catalogue: Catalogue) -> None:
    before = children()
    server = EndpointServer(catalogue)
    server.start()
    try:
        with (
            client_of(server) as client,
            client.stream("POST", "/images/edits", data=FORM, files=large_files()) as response,
        ):
            received = events(response)
            next(received)
            server.abort()
            with pytest.raises(httpx.TransportError):
                next(received)
    finally:
        server.close()
    assert children() <= before
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{server.base_url}/models", trust_env=False)


@pytest.mark.slow
def test_dropped_connections_do_not_stop_the_server(lonely: EndpointServer) -> None:
    with client_of(lonely) as client:
        with client.stream("POST", "/images/edits", data=FORM, files=large_files()) as response:
            received = events(response)
            next(received)
            lonely.drop_connections()
            with pytest.raises(httpx.TransportError):
                next(received)
        assert client.get("/models").status_code == 200


def test_closing_is_quick_and_joins_everything(catalogue: Catalogue) -> None:
    before = set(threading.enumerate())
    server = EndpointServer(catalogue)
    server.start()
    with client_of(server) as client:
        client.post("/images/edits", data={**FORM}, files=[image_part(), mask_part()])
    began = time.perf_counter()
    server.close()
    assert time.perf_counter() - began < 0.5
    assert set(threading.enumerate()) <= before
    server.close()


def test_a_taken_port_is_told_with_a_remedy(endpoint: EndpointServer, catalogue: Catalogue) -> None:
    port = int(endpoint.base_url.rpartition(":")[2].removesuffix("/v1"))
    with pytest.raises(SettingsError) as caught:
        EndpointServer(catalogue, port=port).start()
    assert str(port) in str(caught.value.what)
    assert "Choose another port" in str(caught.value.remedy)


def test_every_launch_has_its_own_key(catalogue: Catalogue) -> None:
    keys = {EndpointServer(catalogue).key for _ in range(3)}
    assert len(keys) == 3
    assert all(len(key) >= 32 for key in keys)


def test_the_key_reaches_no_log(catalogue: Catalogue, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), EndpointServer(catalogue) as server:
        with client_of(server) as client:
            client.get("/models")
        key = server.key
    assert caplog.records
    assert key not in caplog.text


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs a list of open files")
def test_uploads_leave_no_temporary_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, endpoint: EndpointServer
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with client_of(endpoint) as client:
        files = [image_part(b"\0" * 5_000_000), mask_part()]
        assert client.post("/images/edits", data=FORM, files=files).status_code == 400
    assert list(tmp_path.iterdir()) == []
    assert not [link for link in open_files() if str(tmp_path) in link]


def open_files() -> list[str]:
    found = []
    for entry in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            found.append(str(entry.readlink()))
    return found


def test_a_body_beyond_all_limits_is_refused() -> None:
    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"x" * 600, "more_body": True}

    async def read() -> None:
        scope = {"type": "http", "headers": [(b"content-type", b"application/json")]}
        async with intake.received(Request(scope, receive), limit_bytes=1000):
            pass

    with pytest.raises(refusals.Refusal) as caught:
        asyncio.run(read())
    assert caught.value.details.status == 413


def test_a_bug_answers_in_the_services_shape(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_values: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("overpaint.services.endpoint.edits.checked_call", broken)
    with EndpointServer(catalogue) as server, client_of(server) as client:
        answer = client.post("/images/edits", data=FORM, files=[image_part(), mask_part()])
    assert answer.status_code == 500
    assert answer.json()["error"]["type"] == "server_error"
    assert "ZeroDivisionError" in caplog.text


def test_no_key_means_open_doors(catalogue: Catalogue) -> None:
    assert create_app(catalogue, key="")
    with EndpointServer(catalogue, key="") as server:
        assert httpx.get(f"{server.base_url}/models", trust_env=False).status_code == 200


SERVE = """
from overpaint.services.catalogue_file import load_catalogue
from overpaint.services.endpoint.launch import serve_forever
serve_forever(load_catalogue(), key="k", on_ready=lambda url: print(url, flush=True))
print("ended", flush=True)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals are a POSIX matter")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_stand_alone_server_cleanly(number: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SERVE], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        url = program.stdout.readline().strip()
        headers = {"Authorization": "Bearer k"}
        assert httpx.get(f"{url}/models", headers=headers, trust_env=False).status_code == 200
        program.send_signal(number)
        out, err = program.communicate(timeout=10)
    assert (program.returncode, out, err) == (0, "ended\n", "")


def test_the_endpoint_brings_no_window_toolkit() -> None:
    probe = (
        "import sys, overpaint.services.endpoint.launch;"
        "bad = [m for m in ('PySide6', 'httpx', 'openai', 'cv2') if m in sys.modules];"
        "assert not bad, bad"
    )
    subprocess.run([sys.executable, "-c", probe], check=True)
