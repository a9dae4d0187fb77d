"""What speaks against a key for a command, in words."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass

from overpaint.domain.keymap import rivals, words_for
from overpaint.domain.reserved_keys import reserved
from overpaint.domain.text import Message, say
from overpaint.ui.actions.command import Menu
from overpaint.ui.actions.listing import LISTED, PLACES, Listed, fixed_use
from overpaint.ui.dialogs.key_groups import plain
from overpaint.ui.key_tips import native
from overpaint.ui.keyboard import Keyboard
from overpaint.ui.messages import render


@dataclass(frozen=True, slots=True)
class Objection:
    """One reason to think again.

    Attributes:
        title: What is the matter.
        way_on: What the button says that does it anyway; None when it cannot be done.
    """

    title: Message
    way_on: Message | None


def objection(keyboard: Keyboard, row: Listed, key: str) -> Objection | None:
    """Say what speaks against a key; None for nothing.

    Args:
        keyboard: The keys as they are.
        row: The command that is to have the key.
        key: In its normal form.
    """
    shown = native(key)
    fixed = fixed_use(key, row.where)
    if fixed is not None:
        text = say("keys", "{key} is needed there: {use}.", key=shown, use=render(fixed))
        return Objection(text, None)
    others = rivals(keyboard.keymap, PLACES, row.id, key)
    if others:
        names = _names(others)
        place = render(words_for(row.where & PLACES[others[0]])).lower()
        return Objection(
            say("keys", "{key} belongs to {names} ({place}).", key=shown, names=names, place=place),
            say("keys", "Use here anyway (takes it from {names})", names=names),
        )
    return _of_the_system(key, shown)


def _of_the_system(key: str, shown: str) -> Objection | None:
    menu = None if sys.platform == "darwin" else _menu_of(key)
    if menu is not None:
        text = say("keys", "{key} opens the menu {menu}.", key=shown, menu=plain(render(menu)))
        return Objection(text, say("keys", "Use here anyway"))
    why = reserved(key, sys.platform)
    if why is None:
        return None
    text = say("keys", "{key}: {why}", key=shown, why=render(why))
    return Objection(text, say("keys", "Use here anyway"))


def _menu_of(key: str) -> Message | None:
    for menu in Menu:
        text = render(menu.value)
        if "&" in text and key == f"Alt+{text[text.index('&') + 1].upper()}":
            return menu.value
    return None


def _names(commands: Iterable[str]) -> str:
    texts = {row.id: plain(render(row.text)) for row in LISTED}
    return ", ".join(f"“{texts[command]}”" for command in commands)
