"""A planted key, looked for in everything that the program writes, prints and shows."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers.command import environment
from helpers.edits import png
from helpers.exchanges import said
from helpers.scripted_server import (
    Reset,
    Script,
    ScriptedServer,
    Stall,
    completed_event,
    partial_event,
    reply,
    streamed,
)
from overpaint.cli.exits import Exit
from overpaint.cli.main import main
from overpaint.logs import set_up_logging
from overpaint.services.api.client import EditClient
from overpaint.ui.application import _log_bug

KEY = "planted0123456789abcdefPLANTED"
LONG_KEY = f"sk-proj-{KEY}"
ECHO = said(f"Incorrect API key provided: {KEY}.", KEY, KEY, KEY)
MODELS = reply({"data": [{"id": KEY}]})

EDITS: dict[str, tuple[Script, Exit]] = {
    "an answer": (streamed(partial_event(png()), completed_event(png())), Exit.OK),
    "a refused key": (reply(ECHO, status=401, headers=[("x-request-id", KEY)]), Exit.ACCESS),
    "a refusal": (reply(ECHO, status=400), Exit.SERVER),
    "a page": (reply(f"<title>{KEY}</title>".encode(), status=500), Exit.SERVER),
    "a broken stream": (streamed(partial_event(png()), Reset()), Exit.NETWORK),
    "an error in the stream": (streamed(f'data: {{"error":"{KEY}"}}\n\n'.encode()), Exit.SERVER),
    "no picture": (reply({"unexpected": KEY}), Exit.SERVER),
}


def written(home: Path) -> bytes:
    files = [path for path in home.rglob("*") if path.is_file()]
    names = "".join(str(path) for path in files).encode()
    return names + b"".join(path.read_bytes() for path in files)


@pytest.fixture
def given(own_home: Path, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The arguments of an edit at the scripted server, with the key in the environment."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("TMPDIR", str(own_home))
    picture = own_home / "picture.png"
    picture.write_bytes(png())
    return [
        "edit", "--base-url", server.url, "--image", str(picture), "--prompt", "x",
        "--out", str(own_home / "out"),
    ]  # fmt: skip


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer() as running:
        yield running


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_leaves_no_key_behind(
    given: list[str],
    own_home: Path,
    server: ScriptedServer,
    capfd: pytest.CaptureFixture[str],
    name: str,
) -> None:
    script, code = EDITS[name]
    server.play(script)

    assert main([*given, "--json"]) == code

    printed = capfd.readouterr()
    assert server.posts[0].headers["authorization"] == f"Bearer {KEY}"
    assert KEY not in printed.out + printed.err
    assert KEY.encode() not in written(own_home)
    assert (own_home / "data" / "overpaint.log").stat().st_size > 0


@pytest.mark.parametrize("form", [[], ["--json"]])
@pytest.mark.parametrize("models", [MODELS, reply(ECHO, status=401), reply(ECHO, status=503)])
def test_the_doctor_leaves_no_key_behind(
    given: list[str],
    own_home: Path,
    server: ScriptedServer,
    capfd: pytest.CaptureFixture[str],
    form: list[str],
    models: Script,
) -> None:
    server.files["/v1/models"] = models

    main(["doctor", "--base-url", server.url, *form])

    printed = capfd.readouterr()
    assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"
    assert KEY not in printed.out + printed.err
    assert KEY.encode() not in written(own_home)


def test_a_bug_in_the_middle_of_an_edit_does_not_tell_the_key(
    given: list[str],
    own_home: Path,
    server: ScriptedServer,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError(f"Illegal header value b'Bearer {LONG_KEY}'")

    monkeypatch.setattr(EditClient, "__init__", broken)
    in_a_job = main(given)
    monkeypatch.setattr("overpaint.cli.edit.compose", broken)
    in_the_command = main(given)

    printed = capfd.readouterr()
    assert (in_a_job, in_the_command) == (Exit.BUG, Exit.BUG)
    assert "RuntimeError" in printed.err
    assert KEY not in printed.out + printed.err
    assert KEY.encode() not in written(own_home)


def test_a_bug_of_the_window_does_not_tell_the_key(
    own_home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    close = set_up_logging(own_home / "data")
    _log_bug(RuntimeError, RuntimeError(f"Bearer {LONG_KEY}"), None)
    close()

    printed = capfd.readouterr()
    assert "RuntimeError" in printed.err
    assert KEY not in printed.err
    assert KEY.encode() not in written(own_home)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="needs /proc")
def test_no_process_shows_the_key(given: list[str], own_home: Path, server: ScriptedServer) -> None:
    server.play(Script((Stall(),)))
    process = subprocess.Popen(
        [sys.executable, "-m", "overpaint", *given],
        env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert server.stalled.wait(30)
        shown = Path(f"/proc/{process.pid}/cmdline").read_bytes()
    finally:
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=30)

    assert b"overpaint" in shown
    assert process.returncode == Exit.CANCELLED
    assert KEY.encode() not in shown + out + err + written(own_home)
    assert os.environ["OPENAI_API_KEY"] == KEY
