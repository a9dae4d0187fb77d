"""What the settings of a server may be: each broken rule names its field, for dialogs and files.

No sentence repeats a value: an address with a password in it must not reach a log.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from urllib.parse import SplitResult, urlsplit

from overpaint.domain.errors import Action, SettingsError
from overpaint.domain.profiles import (
    BUILT_IN,
    OPENAI,
    AuthStyle,
    ProxyUse,
    ServerKind,
    ServerProfile,
)
from overpaint.domain.text import Message, say

RESERVED_NAMES = frozenset({BUILT_IN.name, OPENAI.name})
"""Names of the profiles that are always there."""

LONGEST_TIMEOUT_S = 86_400.0
MOST_IMAGES_PER_MINUTE = 10_000
MOST_PARALLEL = 32

_OWN_PARTS = frozenset(
    {"image", "image[]", "images", "images[]", "mask", "mask[]", "mask_image", "markup",
     "prompt", "n", "stream", "partial_images"}
)  # fmt: skip
"""Parts that decide how an answer is read or what it costs: no setting may bring its own."""

_KEPT_PARTS = _OWN_PARTS - {"n", "stream", "partial_images"}
_PART_NAME = re.compile(r"[A-Za-z0-9_.\-\[\]]{1,100}")
_HEADER_VALUE = re.compile(r"[!-~]{0,200}")
_DEPLOYMENT = re.compile(r"[A-Za-z0-9_.\-]{1,100}")
_AZURE_SUFFIX = re.compile(r"/openai(/v1|/deployments(/.*)?)?$")


@dataclass(frozen=True, slots=True)
class ProfileProblem:
    """One setting that cannot be used.

    Attributes:
        field: Name of the attribute of `ServerProfile`.
        what: What is wrong with it.
        remedy: What to give instead.
    """

    field: str
    what: Message
    remedy: Message


def checked(profile: ServerProfile) -> ServerProfile:
    """Tidy a profile up and make sure that it can be used.

    Raises:
        SettingsError: A setting cannot be used; tells the first problem.
    """
    tidy = tidied(profile)
    for problem in profile_problems(tidy):
        raise SettingsError(problem.what, remedy=problem.remedy, action=Action.CHANGE_SERVER)
    return tidy


def tidied(profile: ServerProfile) -> ServerProfile:
    """Without spaces around texts and slashes behind addresses, as people paste them."""
    url = profile.base_url.strip().rstrip("/")
    if profile.kind is ServerKind.AZURE:
        url = _AZURE_SUFFIX.sub("", url)
    return replace(
        profile,
        name=profile.name.strip(),
        base_url=url,
        proxy_url=profile.proxy_url.strip().rstrip("/"),
        organization=profile.organization.strip(),
        project=profile.project.strip(),
        deployment=profile.deployment.strip(),
        api_version=profile.api_version.strip(),
    )


def profile_problems(
    profile: ServerProfile, taken: Collection[str] = ()
) -> tuple[ProfileProblem, ...]:
    """Everything that is wrong with a tidy profile, in the order of its fields.

    Args:
        profile: What was given.
        taken: Names of the other profiles.
    """
    return tuple(problem for check in _CHECKS for problem in check(profile, taken))


def _name(profile: ServerProfile, taken: Collection[str]) -> Iterator[ProfileProblem]:
    own = {BUILT_IN.name: ServerKind.BUILT_IN, OPENAI.name: ServerKind.OPENAI}
    foreign = own.get(profile.name, profile.kind) is not profile.kind
    reserved = profile.name in RESERVED_NAMES and (foreign or profile.name in taken)
    if not profile.name or not profile.name.isprintable() or reserved or profile.name in taken:
        yield ProfileProblem(
            "name",
            say("settings", "A server cannot be called “{name}”.", name=profile.name),
            say("settings", "Choose another name."),
        )


def _address(profile: ServerProfile, _taken: Collection[str]) -> Iterator[ProfileProblem]:
    if profile.kind is ServerKind.BUILT_IN:
        return
    if address_parts(profile.base_url) is None:
        example = (
            say("settings", "Give it as https://NAME.openai.azure.com, without a key in it.")
            if profile.kind is ServerKind.AZURE
            else say("settings", "Give it as https://example.com/v1, without a key in it.")
        )
        yield ProfileProblem(
            "base_url", say("settings", "This is not the address of a server."), example
        )
    elif profile.kind is ServerKind.OPENAI and profile.region is None:
        yield ProfileProblem(
            "base_url",
            say("settings", "OpenAI has no such address."),
            say("settings", "Choose a region, or add it as a compatible server."),
        )


def address_parts(url: str) -> SplitResult | None:
    """The parts of an ``http`` or ``https`` address without secrets; None when it is none."""
    try:
        parts = urlsplit(url)
        port_is_fine = parts.port is None or parts.port > 0
    except ValueError:
        return None
    plain = not (parts.query or parts.fragment or parts.username or parts.password)
    printable = url.isascii() and url.isprintable() and " " not in url
    known = parts.scheme in {"http", "https"} and bool(parts.hostname)
    return parts if known and port_is_fine and plain and printable else None


def _proxy(profile: ServerProfile, _taken: Collection[str]) -> Iterator[ProfileProblem]:
    if profile.proxy is not ProxyUse.CUSTOM:
        return
    parts = address_parts(profile.proxy_url)
    if parts is None or parts.path:
        yield ProfileProblem(
            "proxy_url",
            say("settings", "This is not the address of a proxy."),
            say(
                "settings",
                "Give it as http://proxy.example:8080. A proxy that wants a password belongs in "
                "the system's settings.",
            ),
        )


def _azure(profile: ServerProfile, _taken: Collection[str]) -> Iterator[ProfileProblem]:
    if profile.kind is not ServerKind.AZURE:
        return
    if not _DEPLOYMENT.fullmatch(profile.deployment):
        yield ProfileProblem(
            "deployment",
            say("settings", "This is not the name of a deployment."),
            say("settings", "Give the name that the Azure portal shows for the deployment."),
        )
    if profile.api_version and not _DEPLOYMENT.fullmatch(profile.api_version):
        yield ProfileProblem(
            "api_version",
            say("settings", "This is not a version of the Azure interface."),
            say("settings", "Give it as 2025-04-01-preview, or leave it empty."),
        )


def _path(profile: ServerProfile, _taken: Collection[str]) -> Iterator[ProfileProblem]:
    path = profile.edits_path
    plain = path.isascii() and path.isprintable() and not set(path) & set(" ?#\\")
    if not (path.startswith("/") and len(path) > 1 and plain):
        yield ProfileProblem(
            "edits_path",
            say("settings", "This is not a path below the address."),
            say("settings", "Give it as /images/edits."),
        )


def _fields(profile: ServerProfile, _taken: Collection[str]) -> Iterator[ProfileProblem]:
    names = [name for name, _ in profile.extra_fields]
    odd = [name for name in names if not _PART_NAME.fullmatch(name) or name in _OWN_PARTS]
    if odd or len(set(names)) < len(names):
        yield ProfileProblem(
            "extra_fields",
            say("settings", "One of the extra fields cannot be sent."),
            say("settings", "Give each once, as name=value; pictures and prompt are sent anyway."),
        )
    if any(not _PART_NAME.fullmatch(name) or name in _KEPT_PARTS
           for name in profile.omitted_fields):  # fmt: skip
        yield ProfileProblem(
            "omitted_fields",
            say("settings", "One of the omitted fields cannot be left out."),
            say("settings", "Name parameters such as quality; pictures and prompt stay."),
        )


def _headers(profile: ServerProfile, _taken: Collection[str]) -> Iterator[ProfileProblem]:
    for field in ("organization", "project"):
        if not _HEADER_VALUE.fullmatch(getattr(profile, field)):
            yield ProfileProblem(
                field,
                say("settings", "This is not an id of an organization or a project."),
                say("settings", "Copy the id from the account's settings, or leave it empty."),
            )


def _times(profile: ServerProfile, _taken: Collection[str]) -> Iterator[ProfileProblem]:
    for field in ("connect_timeout_s", "read_timeout_s", "write_timeout_s"):
        seconds = getattr(profile, field)
        if not (math.isfinite(seconds) and 0 < seconds <= LONGEST_TIMEOUT_S):
            yield ProfileProblem(
                field,
                say("settings", "This is not a time to wait."),
                say("settings", "Give seconds, more than 0 and at most a day."),
            )
    limit = profile.images_per_minute
    if limit is not None and not 1 <= limit <= MOST_IMAGES_PER_MINUTE:
        yield ProfileProblem(
            "images_per_minute",
            say("settings", "This is not a number of images per minute."),
            say("settings", "Give a whole number from 1 on, or leave it empty."),
        )
    if not 1 <= profile.parallel <= MOST_PARALLEL:
        yield ProfileProblem(
            "parallel",
            say("settings", "This is not a number of jobs at once."),
            say("settings", "Give a whole number from 1 to {most}.", most=MOST_PARALLEL),
        )


def _certificates(profile: ServerProfile, _taken: Collection[str]) -> Iterator[ProfileProblem]:
    if profile.ca_file is not None and not profile.ca_file.is_absolute():
        yield ProfileProblem(
            "ca_file",
            say("settings", "The certificate file has no full path."),
            say("settings", "Give the whole path of a PEM file."),
        )


def _auth(profile: ServerProfile, _taken: Collection[str]) -> Iterator[ProfileProblem]:
    if profile.kind is ServerKind.OPENAI and profile.auth is not AuthStyle.BEARER:
        yield ProfileProblem(
            "auth",
            say("settings", "OpenAI takes the key as bearer token only."),
            say("settings", "Choose that, or add the address as a compatible server."),
        )


_Check = Callable[[ServerProfile, Collection[str]], Iterator[ProfileProblem]]
_CHECKS: tuple[_Check, ...] = (
    _name, _address, _auth, _proxy, _certificates, _azure, _path, _fields, _headers, _times,
)  # fmt: skip
