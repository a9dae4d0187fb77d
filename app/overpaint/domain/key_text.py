"""Keys as portable text: ``"Ctrl+Shift+I"``, ``"["``, ``"F6"``, the same in files on every system.

``Ctrl`` is the command key on macOS and ``Meta`` the control key there, as Qt has it. One text is
one press; sequences of presses are not used.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

MODIFIERS = ("Meta", "Ctrl", "Alt", "Shift")
"""In the order in which they are written."""

_NAMES = (
    "Esc", "Tab", "Backtab", "Backspace", "Return", "Enter", "Ins", "Del", "Pause", "Print",
    "Home", "End", "Left", "Up", "Right", "Down", "PgUp", "PgDown", "Space", "Menu", "Help",
    *(f"F{number}" for number in range(1, 36)),
)  # fmt: skip
_NAMED = {name.casefold(): name for name in _NAMES}
_UNSHIFTED = dict(zip('~!@#$%^&*()_+{}|:"<>?', "`1234567890-=[]\\;',./", strict=True))
"""What the signs that need Shift share a key with, on the layout of the United States."""
_PREFIXES = {f"{name.casefold()}+": name for name in MODIFIERS}


class KeyTextError(ValueError):
    """A text that names no key."""


def normal(text: str) -> str:
    """Bring the text of a key into the one form in which it is compared and stored.

    Shift is left out where the character mostly tells it already: ``"Shift+{"`` is ``"{"``.

    Args:
        text: Modifiers in any order and case, then a character or the name of a key.

    Raises:
        KeyTextError: It is no key, or more than one.
    """
    rest, held = text.strip(), set[str]()
    while (prefix := _prefix(rest)) and len(rest) > len(prefix):
        held.add(_PREFIXES[prefix])
        rest = rest[len(prefix) :]
    key = _NAMED.get(rest.casefold()) or _character(rest)
    if key is None:
        raise KeyTextError(text)
    if key == "Backtab":
        key, held = "Tab", held | {"Shift"}
    if key in _UNSHIFTED:
        held -= {"Shift"}
    return _written(held, key)


@cache
def press_of(text: str) -> str:
    """Tell which keys go down for a key in its normal form, on the commonest layout.

    Two texts with the same press cannot mean two things: ``"Ctrl+>"`` and ``"Ctrl+Shift+."``.
    """
    held, key = set(modifiers(text)), _key_of(text)
    if key in _UNSHIFTED:
        held, key = held | {"Shift"}, _UNSHIFTED[key]
    return _written(held, key)


def is_character(text: str) -> bool:
    """Say whether a key in its normal form types a character: a letter, digit or sign alone."""
    return len(text.removeprefix("Shift+")) == 1


def modifiers(text: str) -> frozenset[str]:
    """Return the modifiers of a key in its normal form."""
    return frozenset(text.removesuffix(_key_of(text)).split("+")) - {""}


def _key_of(text: str) -> str:
    while (prefix := _prefix(text)) and len(text) > len(prefix):
        text = text[len(prefix) :]
    return text


def _written(held: Collection[str], key: str) -> str:
    return "+".join((*(name for name in MODIFIERS if name in held), key))


def _prefix(text: str) -> str | None:
    lower = text.casefold()
    return next((prefix for prefix in _PREFIXES if lower.startswith(prefix)), None)


def _character(text: str) -> str | None:
    if len(text) != 1 or not text.isprintable() or text.isspace():
        return None
    upper = text.upper()
    return upper if len(upper) == 1 else text
