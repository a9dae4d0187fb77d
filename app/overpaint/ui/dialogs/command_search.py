"""Find a command by words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from overpaint.domain.text import say
from overpaint.ui.actions import Actions
from overpaint.ui.actions.table import COMMANDS
from overpaint.ui.dialogs.key_groups import plain
from overpaint.ui.key_tips import key_text
from overpaint.ui.messages import render

_NOT_HERE = frozenset(("command_search",))

_ALSO = {
    "open_target": say("Actions", "load import target"),
    "save_copy": say("Actions", "export"),
    "reveal": say("Actions", "explorer finder"),
    "preferences": say("Actions", "settings options configuration"),
    "quit": say("Actions", "exit close"),
    "generate": say("Actions", "run send submit inpaint fill"),
    "fill_mask": say("Actions", "select all"),
    "clear_mask": say("Actions", "deselect none reset"),
    "last_mask": say("Actions", "reselect restore"),
    "invert_mask": say("Actions", "inverse selection"),
    "grow_mask": say("Actions", "expand dilate"),
    "shrink_mask": say("Actions", "contract erode"),
    "feather_mask": say("Actions", "blur soft edge"),
    "save_mask": say("Actions", "store selection"),
    "tool_pan": say("Actions", "hand move scroll"),
    "swap_erase": say("Actions", "exchange"),
    "zoom_fit": say("Actions", "whole picture screen"),
    "zoom_actual": say("Actions", "actual pixels"),
    "theme_dark": say("Actions", "theme night"),
    "theme_light": say("Actions", "theme day"),
    "key_sheet": say("Actions", "hotkeys help"),
    "edit_keys": say("Actions", "hotkeys bindings rebind"),
}
"""Other words that people know for a command."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A command as it can be found.

    Attributes:
        id: The command.
        text: What it does.
        heading: The menu in which it stands.
        key: Its first key as people read it, ``""`` for none.
        icon: Name of its icon, ``""`` for none.
        also: Other words for it.
        enabled: Whether it can be given now.
        checked: Whether it is a switch that is on.
        reason: Why it cannot.
    """

    id: str
    text: str
    heading: str
    key: str = ""
    icon: str = ""
    also: str = ""
    enabled: bool = True
    checked: bool = False
    reason: str = ""


def entries(actions: Actions) -> tuple[Entry, ...]:
    """Every command as it stands now, in the order of the menus."""
    return tuple(
        Entry(
            command.id,
            plain(actions[command.id].text()),
            plain(render(command.menu.value)),
            key_text(command.id),
            command.icon,
            render(_ALSO[command.id]) if command.id in _ALSO else "",
            actions[command.id].isEnabled(),
            actions[command.id].isCheckable() and actions[command.id].isChecked(),
            actions.reason(command.id),
        )
        for command in COMMANDS
        if command.id not in _NOT_HERE
    )


def found(
    entries: Iterable[Entry], words: Sequence[str], recent: Sequence[str] = ()
) -> tuple[Entry, ...]:
    """Return the commands that have every word, the likeliest first.

    Args:
        entries: The commands.
        words: Folded by ``casefold``; none finds everything.
        recent: Ids of commands that were given this way, the last one first.
    """
    ranked: list[tuple[int, int, int, Entry]] = []
    for order, entry in enumerate(entries):
        ranks = [_rank(entry, word) for word in words]
        if None not in ranks:
            used = recent.index(entry.id) if entry.id in recent else len(recent)
            ranked.append((sum(filter(None, ranks)), used, order, entry))
    return tuple(entry for *_rest, entry in sorted(ranked, key=lambda row: row[:3]))


def _rank(entry: Entry, word: str) -> int | None:
    """How well a word suits, 0 is best; None for not at all."""
    text = entry.text.casefold()
    if text.startswith(word):
        return 0
    if any(part.startswith(word) for part in text.split()):
        return 1
    if any(part.startswith(word) for part in entry.also.casefold().split()):
        return 2
    if word in text:
        return 3
    if entry.heading.casefold().startswith(word) or word == entry.key.casefold():
        return 4
    return None
