"""Which server a command talks to: the options for it, and the profile that they amount to."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from pathlib import Path

from overpaint.domain.errors import Action, SettingsError
from overpaint.domain.profile_checks import checked
from overpaint.domain.profiles import OPENAI, ProxyUse, Region, ServerKind, ServerProfile
from overpaint.domain.text import say
from overpaint.services.credentials import ApiKey, Credentials
from overpaint.services.presets import load_presets
from overpaint.services.settings import Settings

AD_HOC_NAME = "the given address"

_REGIONS = tuple(region.value for region in Region if region.value)


@dataclass(frozen=True, slots=True)
class ChosenServer:
    """Where a command goes.

    Attributes:
        profile: The server.
        keeps_key: Whether the profile has a name under which a key may be kept.
    """

    profile: ServerProfile
    keeps_key: bool

    def find_key(self) -> ApiKey | None:
        """The key that there is for the server."""
        credentials = Credentials()
        return credentials.find(self.profile) if self.keeps_key else credentials.from_environment()

    def require_key(self) -> ApiKey | None:
        """The key to use; None for a server that may want none.

        Raises:
            SettingsError: OpenAI or Azure is meant, and there is no key.
        """
        credentials = Credentials()
        if not self.keeps_key:
            return credentials.from_environment()
        return credentials.for_edits(self.profile, openly=True)


def add_server_options(group: argparse._ArgumentGroup) -> None:
    """Offer the server and the settings of its that a single run may want to change."""
    server = group.add_mutually_exclusive_group()
    server.add_argument("--server", metavar="NAME", help="built-in, openai, or one that was added")
    server.add_argument("--base-url", metavar="URL", help="a compatible server, up to /v1")
    group.add_argument(
        "--preset",
        metavar="NAME",
        help="habits of a known server: litellm, stable-diffusion.cpp, vllm-omni, sglang, "
        "xinference, localai; alone, at its usual address",
    )
    group.add_argument("--region", choices=_REGIONS, help="where OpenAI works on the edit")
    group.add_argument(
        "--proxy", metavar="URL", help="an HTTP proxy, none, or system (default: the profile's)"
    )
    group.add_argument(
        "--ca-file", metavar="FILE", type=Path, help="further certificates to trust (PEM)"
    )
    group.add_argument(
        "--timeout", metavar="S", type=float, help="longest silence of the server, in seconds"
    )


def chosen_server(arguments: argparse.Namespace, settings: Settings) -> ChosenServer:
    """The server that the options name.

    Raises:
        SettingsError: There is no such server, or a setting cannot be used.
    """
    profile, keeps_key = _profile(arguments, settings)
    if arguments.region is not None:
        if profile.kind is not ServerKind.OPENAI:
            raise SettingsError(
                say("errors", "Only OpenAI has regions."),
                remedy=say("errors", "Leave out --region, or add --server openai."),
                action=Action.CHANGE_SERVER,
            )
        profile = replace(profile, base_url=Region(arguments.region).base_url)
    if arguments.proxy is not None:
        profile = _with_proxy(profile, arguments.proxy)
    if arguments.ca_file is not None:
        profile = replace(profile, ca_file=arguments.ca_file.absolute())
    if arguments.timeout is not None:
        profile = replace(profile, read_timeout_s=arguments.timeout)
    return ChosenServer(checked(profile), keeps_key)


def _profile(arguments: argparse.Namespace, settings: Settings) -> tuple[ServerProfile, bool]:
    if arguments.preset is not None:
        profile = _preset(arguments.preset)
        if arguments.server is not None:
            raise SettingsError(
                say("errors", "A server that was added has its own habits already."),
                remedy=say("errors", "Leave out --preset, or give --base-url for --server."),
                action=Action.CHANGE_SERVER,
            )
        base_url = arguments.base_url or profile.base_url
        return replace(profile, name=AD_HOC_NAME, base_url=base_url), False
    if arguments.base_url is None:
        if arguments.region is not None and arguments.server is None:
            return settings.profile(OPENAI.name), True
        return settings.profile(arguments.server), True
    given = checked(ServerProfile(AD_HOC_NAME, ServerKind.COMPATIBLE, arguments.base_url))
    # An address that was added has habits and a key of its own.
    known = (other for other in settings.profiles() if other.base_url == given.base_url)
    found = next(known, None)
    return (given, False) if found is None else (found, True)


def _preset(name: str) -> ServerProfile:
    presets = {preset.id: preset.profile for preset in load_presets()}
    if name not in presets:
        raise SettingsError(
            say("errors", "There is no preset called “{name}”.", name=name),
            remedy=say("errors", "Choose one of: {names}.", names=", ".join(presets)),
            action=Action.CHANGE_SERVER,
        )
    return presets[name]


def _with_proxy(profile: ServerProfile, text: str) -> ServerProfile:
    if text in {ProxyUse.SYSTEM.value, ProxyUse.NONE.value}:
        return replace(profile, proxy=ProxyUse(text), proxy_url="")
    return replace(profile, proxy=ProxyUse.CUSTOM, proxy_url=text)
