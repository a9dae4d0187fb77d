"""The settings of a server as rows of a form: which kind has which, and what they mean."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from overpaint.domain.choices import ResponseFormat
from overpaint.domain.profiles import (
    USUAL_PARALLEL,
    AuthStyle,
    AzurePath,
    ImageFieldStyle,
    MaskField,
    MaskForm,
    ProxyUse,
    Region,
    ServerKind,
    ServerProfile,
)
from overpaint.domain.text import Message, say
from overpaint.ui.dialogs.setting_fields import (
    ChoiceField,
    FileField,
    PairsField,
    SettingField,
    SwitchField,
    TextField,
)
from overpaint.ui.messages import render
from overpaint.ui.theme import Theme
from overpaint.ui.widgets.option import Option

_Make = Callable[[Theme, str, str], SettingField]

_ALL = frozenset({ServerKind.OPENAI, ServerKind.AZURE, ServerKind.COMPATIBLE})
_ADDED = frozenset({ServerKind.AZURE, ServerKind.COMPATIBLE})
_OPENAI = frozenset({ServerKind.OPENAI})
_AZURE = frozenset({ServerKind.AZURE})
_COMPATIBLE = frozenset({ServerKind.COMPATIBLE})


@dataclass(frozen=True, slots=True)
class Row:
    """One setting.

    Attributes:
        attribute: Name of the attribute of `ServerProfile`.
        label: What stands beside it.
        hint: What it does, one sentence.
        kinds: The kinds of servers that have it.
        make: Makes the field from theme, name and explanation.
        rare: Whether it stands in the folded part.
        shown: Whether it matters, given the other settings.
    """

    attribute: str
    label: Message
    hint: Message
    kinds: frozenset[ServerKind]
    make: _Make
    rare: bool = False
    shown: Callable[[ServerProfile], bool] = lambda _profile: True


def rows_of(kind: ServerKind) -> tuple[Row, ...]:
    """The settings of a kind of server, in their order."""
    return tuple(row for row in ROWS if kind in row.kinds)


def _text(placeholder: str = "") -> _Make:
    return lambda theme, name, hint: TextField(theme, name, hint, placeholder=placeholder)


def _choice(options: dict[Enum | str | None, Message]) -> _Make:
    def make(theme: Theme, name: str, hint: str) -> SettingField:
        shown = [Option(value, render(label)) for value, label in options.items()]
        return ChoiceField(theme, name, hint, shown)

    return make


def _seconds(theme: Theme, name: str, hint: str) -> SettingField:
    def read(text: str) -> object:
        try:
            return float(text.strip().replace(",", "."))
        except ValueError:
            return math.nan

    return TextField(theme, name, hint, read=read, write=lambda value: f"{value:g}")


def _limit(theme: Theme, name: str, hint: str) -> SettingField:
    def read(text: str) -> object:
        digits = text.strip()
        if not digits:
            return None
        return int(digits) if digits.isascii() and digits.isdecimal() else 0

    none = render(say("Preferences", "no limit"))
    return TextField(theme, name, hint, placeholder=none, read=read,
                     write=lambda value: "" if value is None else str(value))  # fmt: skip


def _parallel(theme: Theme, name: str, hint: str) -> SettingField:
    def read(text: str) -> object:
        digits = text.strip() or str(USUAL_PARALLEL)
        return int(digits) if digits.isascii() and digits.isdecimal() else 0

    return TextField(theme, name, hint, placeholder=str(USUAL_PARALLEL), read=read, write=str)


def _names(theme: Theme, name: str, hint: str) -> SettingField:
    def read(text: str) -> object:
        return tuple(part for part in text.replace(",", " ").split() if part)

    def write(value: object) -> str:
        return ", ".join(value) if isinstance(value, tuple) else ""

    return TextField(theme, name, hint, placeholder="quality, background", read=read, write=write)


def _pairs(theme: Theme, name: str, hint: str) -> SettingField:
    return PairsField(theme, name, hint, placeholder="seed=7")


_REGIONS = _choice({
    Region.DEFAULT.base_url: say("Preferences", "Wherever OpenAI works best"),
    Region.UNITED_STATES.base_url: say("Preferences", "United States"),
    Region.EUROPE.base_url: say("Preferences", "Europe"),
    Region.UNITED_ARAB_EMIRATES.base_url: say("Preferences", "United Arab Emirates"),
    Region.AUSTRALIA.base_url: say("Preferences", "Australia"),
    Region.INDIA.base_url: say("Preferences", "India"),
    Region.JAPAN.base_url: say("Preferences", "Japan"),
})  # fmt: skip

_AUTH = _choice({
    AuthStyle.BEARER: say("Preferences", "Bearer token (most servers)"),
    AuthStyle.API_KEY: say("Preferences", "api-key header (Azure)"),
    AuthStyle.NONE: say("Preferences", "Never: the server needs no key"),
})  # fmt: skip

_AZURE_PATHS = _choice({
    AzurePath.DEPLOYMENT: say("Preferences", "By deployment (/openai/deployments/…)"),
    AzurePath.V1: say("Preferences", "By version (/openai/v1)"),
})  # fmt: skip

_IMAGE_FIELDS = _choice({
    ImageFieldStyle.AUTO: say("Preferences", "As OpenAI has it: image, or image[] for several"),
    ImageFieldStyle.SINGLE: say("Preferences", "Always image"),
    ImageFieldStyle.LIST: say("Preferences", "Always image[]"),
})  # fmt: skip

_MASK_FORMS = _choice({
    MaskForm.DUAL: say("Preferences", "Transparent and white where it may change (OpenAI)"),
    MaskForm.WHITE: say("Preferences", "Grey picture, white where it may change"),
    MaskForm.BLACK: say("Preferences", "Grey picture, black where it may change"),
})  # fmt: skip

_MASK_FIELDS = _choice({
    MaskField.MASK: say("Preferences", "mask"),
    MaskField.MASK_IMAGE: say("Preferences", "mask_image"),
})  # fmt: skip

_RESPONSE_FORMATS = _choice({
    None: say("Preferences", "Only where the model has it"),
    ResponseFormat.B64_JSON: say("Preferences", "Always: picture in the answer (b64_json)"),
    ResponseFormat.URL: say("Preferences", "Always: address of the picture (url)"),
})  # fmt: skip

_PROXIES = _choice({
    ProxyUse.SYSTEM: say("Preferences", "As the system says"),
    ProxyUse.NONE: say("Preferences", "None"),
    ProxyUse.CUSTOM: say("Preferences", "This one:"),
})  # fmt: skip

ROWS: tuple[Row, ...] = (
    Row("name", say("Preferences", "&Name"),
        say("Preferences", "What you want to call it; menus show this name."), _ADDED, _text()),
    Row("base_url", say("Preferences", "&Region"),
        say("Preferences", "Where OpenAI works on your pictures. Your project must be set up for "
            "the region."), _OPENAI, _REGIONS),
    Row("organization", say("Preferences", "&Organization"),
        say("Preferences", "Id of the organization that pays, if your key belongs to several."),
        _OPENAI, _text("org-…")),
    Row("project", say("Preferences", "&Project"),
        say("Preferences", "Id of the project that pays, if your key belongs to several."),
        _OPENAI, _text("proj_…")),
    Row("base_url", say("Preferences", "&Resource address"),
        say("Preferences", "Address of the resource, as the Azure portal shows it under Endpoint."),
        _AZURE, _text("https://NAME.openai.azure.com")),
    Row("deployment", say("Preferences", "&Deployment"),
        say("Preferences", "Name that you gave to the deployment of the image model."),
        _AZURE, _text("gpt-image")),
    Row("base_url", say("Preferences", "&Address"),
        say("Preferences", "Address of the server up to and including /v1."),
        _COMPATIBLE, _text("https://example.com/v1")),
    Row("auth", say("Preferences", "Key &is sent"),
        say("Preferences", "How the key travels; the server's manual says which it wants."),
        _ADDED, _AUTH),
    Row("azure_path", say("Preferences", "Address &style"),
        say("Preferences", "Which of Azure's two kinds of addresses edits are sent to."),
        _AZURE, _AZURE_PATHS, rare=True),
    Row("api_version", say("Preferences", "api-&version"),
        say("Preferences", "Version of Azure's interface. Empty means {deployment}, or {v1} for "
            "addresses by version.", deployment=AzurePath.DEPLOYMENT.api_version,
            v1=AzurePath.V1.api_version), _AZURE, _text(), rare=True),
    Row("streams", say("Preferences", "Ask for previews while it works"),
        say("Preferences", "Off for servers that cannot stream: some bill the edit and then fail."),
        _ALL, SwitchField, rare=True),
    Row("asks_first", say("Preferences", "Ask before the first send"),
        say("Preferences", "Shows every part of the request before the first edit of a session "
            "goes there, with Send and Cancel."), _ALL, SwitchField, rare=True),
    Row("takes_markup", say("Preferences", "Takes markup"),
        say("Preferences", "Whether an edit may carry arrows and notes drawn on the picture."),
        _COMPATIBLE, SwitchField, rare=True),
    Row("needs_mask", say("Preferences", "Needs a mask"),
        say("Preferences", "On for servers that refuse an edit without a mask."),
        _COMPATIBLE, SwitchField, rare=True),
    Row("image_field", say("Preferences", "Pictures are called"),
        say("Preferences", "Name of the pictures in the form; some servers know only one name."),
        _COMPATIBLE, _IMAGE_FIELDS, rare=True),
    Row("mask_field", say("Preferences", "The mask is called"),
        say("Preferences", "Name of the mask in the form."), _COMPATIBLE, _MASK_FIELDS, rare=True),
    Row("mask_form", say("Preferences", "The mask shows"),
        say("Preferences", "How the mask tells what may change; servers differ in how they look."),
        _COMPATIBLE, _MASK_FORMS, rare=True),
    Row("response_format", say("Preferences", "Answer is asked as"),
        say("Preferences", "For servers that would send an address instead of the picture."),
        _COMPATIBLE, _RESPONSE_FORMATS, rare=True),
    Row("edits_path", say("Preferences", "Path of edits"),
        say("Preferences", "What follows the address; /images/edits for nearly all servers."),
        _COMPATIBLE, _text("/images/edits"), rare=True),
    Row("extra_fields", say("Preferences", "Extra fields"),
        say("Preferences", "Sent with every edit, one name=value in a line."),
        _ALL, _pairs, rare=True),
    Row("omitted_fields", say("Preferences", "Omitted fields"),
        say("Preferences", "Parameters that this server does not know; they are never sent."),
        _ADDED, _names, rare=True),
    Row("proxy", say("Preferences", "Proxy"),
        say("Preferences", "Which proxy leads to the server; your own computer is always reached "
            "directly."), _ALL, _PROXIES, rare=True),
    Row("proxy_url", say("Preferences", "Proxy address"),
        say("Preferences", "Address of the proxy, with its port."), _ALL,
        _text("http://proxy.example:8080"), rare=True,
        shown=lambda profile: profile.proxy is ProxyUse.CUSTOM),
    Row("ca_file", say("Preferences", "Certificates"),
        say("Preferences", "A PEM file that is trusted beside the system's certificates: for "
            "servers of your own house."), _ALL, FileField, rare=True),
    Row("connect_timeout_s", say("Preferences", "Connect within, s"),
        say("Preferences", "Longest wait for a connection, in seconds."), _ALL, _seconds,
        rare=True),
    Row("read_timeout_s", say("Preferences", "Longest silence, s"),
        say("Preferences", "Longest silence while an answer is awaited, in seconds; a picture may "
            "take minutes."), _ALL, _seconds, rare=True),
    Row("write_timeout_s", say("Preferences", "Upload stall, s"),
        say("Preferences", "Longest time in which nothing of the upload is taken, in seconds."),
        _ALL, _seconds, rare=True),
    Row("parallel", say("Preferences", "Jobs at once"),
        say("Preferences", "Further jobs wait in the queue; two keep a server busy without making "
            "it refuse them."), _ALL, _parallel, rare=True),
    Row("images_per_minute", say("Preferences", "Images per minute"),
        say("Preferences", "Further edits wait until the minute is over; your account's limits "
            "page has the number."), _ALL, _limit, rare=True),
)  # fmt: skip
