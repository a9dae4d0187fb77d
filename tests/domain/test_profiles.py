"""What the settings of a server may be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from overpaint.domain.errors import SettingsError
from overpaint.domain.profile_checks import checked, profile_problems
from overpaint.domain.profiles import (
    BUILT_IN,
    OPENAI,
    AuthStyle,
    ProxyUse,
    Region,
    ServerKind,
    ServerProfile,
)

SERVER = ServerProfile("studio", ServerKind.COMPATIBLE, "https://images.example/v1")
AZURE = ServerProfile("work", ServerKind.AZURE, "https://work.openai.azure.com", deployment="pics")


@pytest.mark.parametrize("profile", [BUILT_IN, OPENAI, SERVER, AZURE])
def test_an_ordinary_profile_has_no_problems(profile: ServerProfile) -> None:
    assert profile_problems(profile) == ()
    assert checked(profile) == profile


@pytest.mark.parametrize(
    ("profile", "field", "value"),
    [
        (SERVER, "name", ""),
        (SERVER, "name", "openai"),
        (SERVER, "name", "two\nlines"),
        (SERVER, "base_url", "images.example/v1"),
        (SERVER, "base_url", "https://me:secret@images.example/v1"),
        (OPENAI, "base_url", "https://api.openai.example/v1"),
        (OPENAI, "auth", AuthStyle.API_KEY),
        (SERVER, "ca_file", Path("own.pem")),
        (AZURE, "deployment", ""),
        (AZURE, "deployment", "a/b"),
        (AZURE, "api_version", "1&x=2"),
        (SERVER, "edits_path", "images/edits"),
        (SERVER, "edits_path", "/images/edits?x"),
        (SERVER, "extra_fields", (("prompt", "x"),)),
        (SERVER, "extra_fields", (("n", "3"),)),
        (SERVER, "extra_fields", (("seed", "1"), ("seed", "2"))),
        (SERVER, "extra_fields", (('a"\r\nX: ', "2"),)),
        (SERVER, "omitted_fields", ("image",)),
        (SERVER, "organization", "org\r\nX: y"),
        (SERVER, "project", "ü"),
        (SERVER, "connect_timeout_s", 0.0),
        (SERVER, "read_timeout_s", float("nan")),
        (SERVER, "write_timeout_s", 1e9),
        (SERVER, "images_per_minute", 0),
    ],
)
def test_a_wrong_setting_is_named(profile: ServerProfile, field: str, value: Any) -> None:
    wrong = replace(profile, **{field: value})

    problems = profile_problems(wrong)

    assert [problem.field for problem in problems] == [field]
    with pytest.raises(SettingsError) as caught:
        checked(wrong)
    assert caught.value.what == problems[0].what
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["", "socks5://a:1", "proxy:8080", "http://me:secret@proxy:8080", "http://proxy/path"]
)
def test_a_proxy_is_an_address_without_a_password(url: str) -> None:
    (problem,) = profile_problems(replace(SERVER, proxy=ProxyUse.CUSTOM, proxy_url=url))

    assert problem.field == "proxy_url"


def test_a_name_that_is_taken_is_refused() -> None:
    (problem,) = profile_problems(SERVER, taken={"studio", "lab"})

    assert problem.field == "name"


@pytest.mark.parametrize(
    "pasted", ["", "/", "/openai", "/openai/v1/", "/openai/deployments/pics/images/edits"]
)
def test_an_azure_address_is_cut_to_the_resource(pasted: str) -> None:
    assert checked(replace(AZURE, base_url=f" {AZURE.base_url}{pasted}")) == AZURE


def test_a_region_is_told_by_its_address() -> None:
    assert OPENAI.region is Region.DEFAULT
    assert Region.INDIA.base_url == "https://in.api.openai.com/v1"
    assert replace(OPENAI, base_url=Region.INDIA.base_url).region is Region.INDIA
    assert SERVER.region is None
