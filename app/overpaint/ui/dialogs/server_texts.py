"""What is said about a server: its name, its icon, where pictures go and who pays."""

from __future__ import annotations

from overpaint.domain.addresses import can_be_read_on_the_way, host_of, is_loopback
from overpaint.domain.profiles import AuthStyle, ServerKind, ServerProfile
from overpaint.domain.text import Message, say
from overpaint.ui.messages import render

_TITLES = {
    ServerKind.BUILT_IN: say("Servers", "Built-in endpoint"),
    ServerKind.OPENAI: say("Servers", "OpenAI"),
}
_ICONS = {
    ServerKind.BUILT_IN: "wand",
    ServerKind.OPENAI: "generate",
    ServerKind.AZURE: "layers",
    ServerKind.COMPATIBLE: "server",
}


def server_title(profile: ServerProfile) -> str:
    """What people call it."""
    title = _TITLES.get(profile.kind)
    return profile.name if title is None else render(title)


def server_icon(profile: ServerProfile) -> str:
    """Name of the icon of its kind."""
    return _ICONS[profile.kind]


def destination(profile: ServerProfile) -> str:
    """Where pictures go and whether that costs something: one calm sentence."""
    return render(_destination(profile))


def _destination(profile: ServerProfile) -> Message:
    if profile.kind is ServerKind.BUILT_IN:
        return say("Servers", "Nothing leaves this computer, and nothing costs anything.")
    host = host_of(profile.base_url)
    if not host:
        return say("Servers", "Give the address of the server; it is saved once it is complete.")
    if profile.kind is ServerKind.OPENAI:
        return say(
            "Servers", "Pictures, mask and prompt go to OpenAI, and every edit is billed there."
        )
    if profile.kind is ServerKind.AZURE:
        return say(
            "Servers",
            "Pictures, mask and prompt go to your Azure resource, and every edit is billed there.",
        )
    if is_loopback(host):
        return say(
            "Servers",
            "Pictures, mask and prompt go to a server on this computer; it may pass them on.",
        )
    return say(
        "Servers",
        "Pictures, mask and prompt go to {host}; whoever runs it may charge for an edit.",
        host=host,
    )


def encryption_warning(profile: ServerProfile) -> str:
    """What plain HTTP means; ``""`` where it does no harm."""
    if not can_be_read_on_the_way(profile.base_url):
        return ""
    if profile.auth is AuthStyle.NONE:
        return render(
            say("Servers", "The way there is not encrypted: pictures can be read on it. Use https.")
        )
    return render(
        say(
            "Servers",
            "The way there is not encrypted: key and pictures can be read on it. Use https.",
        )
    )
