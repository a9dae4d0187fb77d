"""The names of the sets of keys."""

from __future__ import annotations

from overpaint.domain.text import Message, say
from overpaint.services.keymaps import KeySet

_NAMES = {
    KeySet.PHOTOSHOP: (say("keys", "Photoshop-like"), say("keys", "Photoshop-like, changed")),
    KeySet.KRITA: (say("keys", "Krita"), say("keys", "Krita, changed")),
}


def set_title(chosen: KeySet, *, changed: bool = False) -> Message:
    """What a set is called; ``changed`` when a person has other keys for some commands."""
    return _NAMES[chosen][changed]
