"""From a profile to an address and a key."""

from __future__ import annotations

from dataclasses import replace

import pytest

from overpaint.domain.errors import SettingsError
from overpaint.domain.profiles import BUILT_IN, OPENAI, AuthStyle, ServerProfile
from overpaint.services.connections import Connections
from overpaint.services.settings import compatible_server

STUDIO = compatible_server("studio", "https://studio.example/v1")
NAMED = {"OPENAI_ORG_ID": "org-1", "OPENAI_PROJECT_ID": "proj_1"}


class Local:
    """Stands for the built-in endpoint."""

    base_url, key = "http://127.0.0.1:1/v1", "local"
    started = closed = 0

    def close(self) -> None:
        self.closed += 1


def connections(environ: dict[str, str] | None = None, local: Local | None = None) -> Connections:
    def start() -> Local:
        assert local is not None
        local.started += 1
        return local

    def find(profile: ServerProfile) -> str | None:
        return f"key of {profile.name}"

    return Connections(start, find, environ or {})


def test_the_built_in_endpoint_starts_once_and_ends_with_the_connections() -> None:
    local = Local()
    opened = connections(local=local)

    first, second = opened.open(BUILT_IN), opened.open(BUILT_IN)
    opened.close()

    assert first.profile.base_url == second.profile.base_url == local.base_url
    assert (first.key, local.started, local.closed) == ("local", 1, 1)


def test_organization_and_project_of_the_environment_are_for_openai_only() -> None:
    opened = connections(NAMED)

    ours, own, other = (
        opened.open(OPENAI).profile,
        opened.open(replace(OPENAI, project="mine")).profile,
        opened.open(STUDIO).profile,
    )

    assert (ours.organization, ours.project) == ("org-1", "proj_1")
    assert (own.organization, own.project) == ("org-1", "mine")
    assert other == STUDIO


def test_an_organization_that_cannot_be_sent_is_refused_here() -> None:
    with pytest.raises(SettingsError):
        connections({"OPENAI_ORG_ID": "org\r\nX: y"}).open(OPENAI)


def test_a_server_that_wants_no_key_costs_no_look_into_the_keyring() -> None:
    assert connections().open(replace(STUDIO, auth=AuthStyle.NONE)).key is None
    assert connections().open(STUDIO).key == "key of studio"


def test_the_pace_is_that_of_the_profile() -> None:
    opened = connections()

    assert opened.pace(STUDIO).images_per_minute is None
    assert opened.pace(replace(STUDIO, images_per_minute=5)).images_per_minute == 5
    assert opened.pace(STUDIO) is opened.pace(STUDIO)
