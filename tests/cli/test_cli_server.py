"""Which server a command goes to, how it is examined, and how a wait is told."""

from __future__ import annotations

import argparse
import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from helpers.edits import png
from helpers.exchanges import said
from helpers.scripted_server import Script, ScriptedServer, reply
from overpaint.cli.exits import Exit
from overpaint.cli.main import main
from overpaint.cli.progress import Report
from overpaint.cli.where import AD_HOC_NAME, add_server_options, chosen_server
from overpaint.domain.errors import SettingsError
from overpaint.domain.events import JobId, Sending, Waiting
from overpaint.domain.profiles import BUILT_IN, MaskForm, ProxyUse, Region
from overpaint.domain.text import say
from overpaint.services.settings import Settings, SettingsFile, compatible_server

STUDIO = replace(compatible_server("studio", "https://studio.example/v1"), streams=False)
SETTINGS = Settings(servers=(STUDIO,))
JOB = JobId("job")


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer() as running:
        yield running


def chosen(*options: str) -> Any:
    parser = argparse.ArgumentParser()
    add_server_options(parser.add_argument_group())
    return chosen_server(parser.parse_args(options), SETTINGS)


def test_without_options_the_settings_decide() -> None:
    assert chosen().profile == BUILT_IN
    assert chosen("--server", "studio").profile == STUDIO


def test_an_address_that_was_added_keeps_its_habits_and_its_key() -> None:
    known, unknown = (
        chosen("--base-url", "https://studio.example/v1/"),
        chosen("--base-url", "https://other.example/v1"),
    )

    assert (known.profile, known.keeps_key) == (STUDIO, True)
    assert (unknown.profile.name, unknown.keeps_key) == (AD_HOC_NAME, False)


def test_a_preset_gives_habits_to_any_address() -> None:
    usual, moved = (
        chosen("--preset", "localai").profile,
        chosen("--preset", "localai", "--base-url", "http://gpu.example:9000/v1").profile,
    )

    assert usual.base_url == "http://127.0.0.1:8080/v1"
    assert moved == replace(usual, base_url="http://gpu.example:9000/v1")
    assert (moved.needs_mask, moved.mask_form) == (True, MaskForm.WHITE)


def test_settings_can_be_given_for_one_run(tmp_path: Path) -> None:
    profile = chosen(
        "--region", "eu", "--proxy", "http://proxy.example:8080", "--ca-file",
        str(tmp_path / "own.pem"), "--timeout", "30",
    ).profile  # fmt: skip

    assert profile.base_url == Region.EUROPE.base_url
    assert (profile.proxy, profile.proxy_url) == (ProxyUse.CUSTOM, "http://proxy.example:8080")
    assert profile.ca_file == tmp_path / "own.pem"
    assert profile.read_timeout_s == 30
    assert chosen("--proxy", "none").profile.proxy is ProxyUse.NONE


@pytest.mark.parametrize(
    "options",
    [
        ("--server", "nowhere"),
        ("--preset", "nothing"),
        ("--preset", "localai", "--server", "studio"),
        ("--region", "eu", "--server", "studio"),
        ("--proxy", "socks5://a:1"),
        ("--timeout", "0"),
        ("--base-url", "nonsense"),
    ],
)
def test_what_cannot_be_is_told_with_a_remedy(options: tuple[str, ...]) -> None:
    with pytest.raises(SettingsError) as caught:
        chosen(*options)

    assert str(caught.value.remedy)


def test_a_key_that_can_be_read_on_the_way_is_told_before_it_goes(
    own_home: Path,
    server: ScriptedServer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-environment")
    picture = own_home / "picture.png"
    picture.write_bytes(png())
    server.play(reply(said("no", "invalid_api_key"), status=401))

    # The proxy is the server, so that the name need not be known anywhere.
    code = main(
        ["edit", "--base-url", "http://images.example/v1", "--image", str(picture), "--quiet",
         "--proxy", server.url.removesuffix("/v1"), "--prompt", "x", "--out", str(own_home)]
    )  # fmt: skip

    assert code == Exit.ACCESS
    assert server.posts[0].headers["authorization"] == "Bearer sk-of-the-environment"
    told = capsys.readouterr().err
    assert told.startswith("warning: the key travels unencrypted")
    assert "sk-of" not in told


def test_a_preset_shapes_the_edit(own_home: Path, server: ScriptedServer) -> None:
    picture = own_home / "picture.png"
    picture.write_bytes(png())
    answer = base64.b64encode(png()).decode()
    server.play(reply({"data": [{"b64_json": answer}] * 2}))

    code = main(
        ["edit", "--preset", "sglang", "--base-url", server.url, "--image", str(picture),
         "--prompt", "x", "--n", "2", "--out", str(own_home / "out"), "--quiet"]
    )  # fmt: skip

    assert code == Exit.OK
    assert len(server.posts) == 1
    assert b'name="stream"' not in server.posts[0].body
    assert b'name="response_format"\r\n\r\nb64_json\r\n' in server.posts[0].body


@pytest.mark.parametrize(
    ("script", "code", "line"),
    [
        (reply({"data": [{"id": "a"}, {"id": "b"}]}), Exit.OK, "ok      models"),
        (reply(b"", status=404), Exit.OK, "warning models"),
        (reply(said("no", "invalid_api_key"), status=401), Exit.ACCESS, "FAILED  auth"),
        (reply(b"", status=500), Exit.SERVER, "FAILED  models"),
    ],
)
def test_the_doctor_tells_each_stage_and_exits_by_the_one_that_failed(
    server: ScriptedServer,
    capsys: pytest.CaptureFixture[str],
    script: Script,
    code: Exit,
    line: str,
) -> None:
    server.files["/v1/models"] = script

    assert main(["doctor", "--base-url", server.url]) == code

    printed = capsys.readouterr().out
    assert line in printed
    assert "ok      tcp" in printed
    assert server.posts == []


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--base-url", "http://127.0.0.1:9/v1"], Exit.NETWORK),
        (["--server", "openai"], Exit.ACCESS),
        (["--server", "nowhere"], Exit.INVALID),
        (["--base-url", "https://127.0.0.1:9/v1", "--ca-file", "none.pem"], Exit.INVALID),
    ],
)
def test_the_doctor_exits_by_what_is_wrong(
    options: list[str], code: Exit, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["doctor", *options]) == code


def test_the_doctor_speaks_json(server: ScriptedServer, capsys: pytest.CaptureFixture[str]) -> None:
    server.files["/v1/models"] = reply({"data": [{"id": "gpt-image-2"}]})

    main(["doctor", "--base-url", server.url, "--json"])

    told = json.loads(capsys.readouterr().out)
    assert (told["ok"], told["base_url"]) == (True, server.url)
    stages = [stage["stage"] for stage in told["stages"]]
    assert stages == ["settings", "dns", "proxy", "tcp", "tls", "auth", "models"]
    assert told["stages"][-1]["models"] == ["gpt-image-2"]


def test_the_doctor_examines_the_chosen_server(
    own_home: Path, server: ScriptedServer, capsys: pytest.CaptureFixture[str]
) -> None:
    server.files["/v1/models"] = reply({"data": []})
    mine = compatible_server("mine", server.url)
    SettingsFile(own_home / "config" / "settings.json").save(
        Settings(server="mine", servers=(mine,))
    )

    assert main(["doctor"]) == Exit.OK

    assert capsys.readouterr().out.startswith(f"mine, {server.url}\n")


def test_a_wait_is_counted_down(capsys: pytest.CaptureFixture[str]) -> None:
    report = Report([JOB], previews=0, facts={}, as_json=False, quiet=False, free=False)
    reason = say("jobs", "the server is busy")

    for seconds in (12.0, 11.0, 9.5, 9.0, 3.0, 2.0, 1.0):
        report.tell(Waiting(JOB, seconds, reason))
    report.tell(Sending(JOB, 0, 10))
    report.tell(Waiting(JOB, 0.4, reason))

    told = capsys.readouterr().err.splitlines()
    assert told == [f"waiting {seconds} s: the server is busy" for seconds in (12, 10, 3, 2, 1, 1)]
