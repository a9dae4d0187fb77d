"""Keys that belong to the system, so that a program may never see them."""

from __future__ import annotations

from overpaint.domain.key_text import is_character, modifiers
from overpaint.domain.text import Message, say

_MAC = frozenset(
    ("Ctrl+H", "Ctrl+M", "Ctrl+`", "Ctrl+Tab", "Ctrl+Space", "Meta+Space", "Ctrl+Shift+3",
     "Ctrl+Shift+4", "Ctrl+Shift+5", "Ctrl+Alt+Esc", "Ctrl+Meta+Q", "Meta+Up", "Meta+Down",
     "Meta+Left", "Meta+Right", "F11")
)  # fmt: skip
_OTHERS = frozenset(
    ("Alt+F4", "Alt+Tab", "Alt+Shift+Tab", "Alt+Esc", "Alt+Space", "Ctrl+Esc", "Ctrl+Shift+Esc",
     "Ctrl+Alt+Del", "Ctrl+Alt+Tab", "Ctrl+Alt+Left", "Ctrl+Alt+Right", "Ctrl+Alt+Up",
     "Ctrl+Alt+Down", "Print", "Alt+Print", "F10")
)  # fmt: skip


def reserved(key: str, platform: str) -> Message | None:
    """Say why a key may not arrive; None when nothing is known against it.

    Args:
        key: In its normal form.
        platform: As ``sys.platform`` names it.
    """
    if platform == "darwin":
        return _SYSTEM if key in _MAC else None
    held = modifiers(key)
    if key in _OTHERS or "Meta" in held:
        return _SYSTEM
    # https://devblogs.microsoft.com/oldnewthing/20120423-00/?p=7803, read 2026-11-24
    if held == {"Ctrl", "Alt"} and is_character(key.removeprefix("Ctrl+Alt+")):
        return _THIRD_LEVEL
    return None


_SYSTEM = say("keys", "The system keeps this key for itself; it may never arrive here.")
_THIRD_LEVEL = say(
    "keys",
    "Ctrl and Alt together type signs on many keyboards, so this key may do something else there.",
)
