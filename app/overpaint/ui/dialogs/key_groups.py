"""Every key that works now, in the groups in which the sheet of keys shows them."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from overpaint.domain.key_text import is_character
from overpaint.ui.actions import Actions
from overpaint.ui.actions.listing import LISTED
from overpaint.ui.actions.own_keys import FIXED_KEYS
from overpaint.ui.key_tips import native
from overpaint.ui.keyboard import Keyboard
from overpaint.ui.messages import render

_MOST_KEYS = 2


_NAMED_AFTER_STEPS = ("undo", "redo")
"""Their names in the menu say what they would undo now; a key undoes anything."""


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One line of the sheet.

    Attributes:
        text: What it does.
        keys: How, as people read it; the two that are shown.
    """

    text: str
    keys: tuple[str, ...]

    def has(self, words: tuple[str, ...], heading: str) -> bool:
        """Whether every word is in what it does, in its keys, or in its heading."""
        place = " ".join((self.text, heading, *self.keys)).casefold()
        return all(word in place for word in words)


@dataclass(frozen=True, slots=True)
class KeyGroup:
    """The lines of one menu or one part of the window."""

    heading: str
    lines: tuple[KeyLine, ...]


def plain(text: str) -> str:
    """A text of a menu without its mark for the mnemonic, and without an ellipsis."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip("…")


def key_groups(actions: Actions, keyboard: Keyboard) -> tuple[KeyGroup, ...]:
    """Collect them; the names are those that the menus have now."""
    names = {action.objectName(): action.text() for action in actions}
    for changing in _NAMED_AFTER_STEPS:
        names.pop(changing, None)
    groups: dict[str, list[KeyLine]] = {}
    for row in LISTED:
        keys = keyboard.keys(row.id)
        if keys:
            text = plain(names.get(row.id) or render(row.text))
            line = KeyLine(text, tuple(map(native, _shown(keys))))
            groups.setdefault(plain(render(row.heading)), []).append(line)
    for fixed in FIXED_KEYS:
        line = KeyLine(render(fixed.text), (_of_the_system(render(fixed.shown)),))
        groups.setdefault(plain(render(fixed.heading)), []).append(line)
    return tuple(KeyGroup(heading, tuple(lines)) for heading, lines in groups.items())


def _of_the_system(words: str) -> str:
    """The modifiers as they stand on the keyboards of this system."""
    if sys.platform == "darwin":
        for name, sign in (("Meta+", "⌃"), ("Ctrl+", "⌘"), ("Alt+", "⌥"), ("Shift+", "⇧")):
            words = words.replace(name, sign)
    return words


def _shown(keys: tuple[str, ...]) -> tuple[str, ...]:
    """The first key, and a second one when both are short."""
    both = keys[:_MOST_KEYS]
    return both if all(is_character(key) for key in both) else both[:1]
