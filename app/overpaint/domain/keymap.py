"""Which key does what: a value, what it may not hold twice, and how it differs from another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Flag, auto
from itertools import combinations
from types import MappingProxyType

from overpaint.domain.key_text import is_character, press_of
from overpaint.domain.text import Message, say

KeyChanges = tuple[tuple[str, tuple[str, ...]], ...]
"""What a person changed: command and its keys, in the order of the commands' names."""


class Where(Flag):
    """The places whose focus decides what a key means. A command works in one or several."""

    CANVAS = auto()
    RESULTS = auto()
    INPUTS = auto()
    PANELS = auto()
    PROMPT = auto()
    TEXT = auto()
    POLYGON = auto()
    SHELF = auto()
    COMPARE = auto()
    QUEUE = auto()
    LIBRARY = auto()
    OUTSIDE_TEXT = CANVAS | RESULTS | QUEUE | INPUTS | SHELF | PANELS
    EVERYWHERE = OUTSIDE_TEXT | PROMPT | TEXT | COMPARE | LIBRARY
    OUTSIDE_CANVAS = RESULTS | QUEUE | INPUTS | SHELF | PANELS | PROMPT | TEXT | COMPARE | LIBRARY


_WORDS = {
    Where.EVERYWHERE: say("keys", "Everywhere"),
    Where.OUTSIDE_TEXT: say("keys", "Outside text"),
    Where.OUTSIDE_CANVAS: say("keys", "Outside the canvas"),
    Where.CANVAS | Where.RESULTS: say("keys", "Canvas and results"),
    Where.CANVAS | Where.RESULTS | Where.COMPARE: say("keys", "Canvas, results, comparison"),
    Where.CANVAS | Where.RESULTS | Where.LIBRARY: say("keys", "Canvas, results, library"),
    Where.CANVAS | Where.COMPARE: say("keys", "Canvas and comparison"),
    Where.CANVAS: say("keys", "Canvas"),
    Where.RESULTS | Where.LIBRARY: say("keys", "Results and library"),
    Where.RESULTS: say("keys", "Results"),
    Where.INPUTS: say("keys", "Inputs"),
    Where.SHELF: say("keys", "Saved masks"),
    Where.COMPARE: say("keys", "Comparison"),
    Where.QUEUE: say("keys", "Queue"),
    Where.LIBRARY: say("keys", "Library"),
    Where.PANELS: say("keys", "Panels"),
    Where.PROMPT: say("keys", "Prompt"),
    Where.TEXT: say("keys", "Text"),
    Where.POLYGON: say("keys", "While a polygon is drawn"),
}


def words_for(where: Where) -> Message:
    """Name the places in which a key works."""
    return _WORDS.get(where) or _WORDS[next(iter(where))]


@dataclass(frozen=True, slots=True)
class Keymap:
    """The keys of every command that has one.

    Attributes:
        keys: Command to keys in their normal form (`overpaint.domain.key_text`); the first is
            shown.
    """

    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        held = {command: keys for command, keys in sorted(self.keys.items()) if keys}
        object.__setattr__(self, "keys", MappingProxyType(held))

    def of(self, command: str) -> tuple[str, ...]:
        """Return the keys of a command; none when it has none."""
        return self.keys.get(command, ())

    def with_keys(self, command: str, keys: Iterable[str]) -> Keymap:
        """Give a command other keys, each once."""
        return Keymap({**self.keys, command: tuple(dict.fromkeys(keys))})

    def changed_by(self, changes: KeyChanges) -> Keymap:
        """Apply a difference."""
        return Keymap({**self.keys, **dict(changes)})

    def changes_from(self, base: Keymap) -> KeyChanges:
        """Return the difference that makes this map from ``base``."""
        names = sorted({*self.keys, *base.keys})
        return tuple((name, self.of(name)) for name in names if self.of(name) != base.of(name))

    def without_characters(self, spared: Iterable[str] = ()) -> Keymap:
        """Drop the keys that type a character, except those of some commands.

        Who speaks to the computer, or has a tremor, must be able to switch them off
        (`WCAG 2.1.4 <https://www.w3.org/TR/WCAG22/#character-key-shortcuts>`_, read 2026-11-24).
        """
        kept = frozenset(spared)
        return Keymap(
            {
                name: keys if name in kept else tuple(k for k in keys if not is_character(k))
                for name, keys in self.keys.items()
            }
        )


def rivals(keymap: Keymap, places: Mapping[str, Where], command: str, key: str) -> tuple[str, ...]:
    """Find the other commands that the same press means somewhere where this command works.

    Args:
        keymap: The keys as they are.
        places: Where each command works; commands that are not in it do not count.
        command: The command that is to have the key; without a place it has no rivals.
        key: In its normal form.
    """
    here, press = places.get(command), press_of(key)
    if here is None:
        return ()
    return tuple(
        other
        for other, keys in keymap.keys.items()
        if other != command
        and places.get(other, Where(0)) & here
        and any(press_of(held) == press for held in keys)
    )


def clashes(keymap: Keymap, places: Mapping[str, Where]) -> Iterator[tuple[str, str, str]]:
    """Find every ``(key, command, other command)`` that the same press means in one place."""
    holders: dict[str, list[tuple[str, str]]] = {}
    for command, keys in keymap.keys.items():
        for key in keys:
            holders.setdefault(press_of(key), []).append((command, key))
    for held in holders.values():
        for (command, key), (other, _same) in combinations(held, 2):
            here, there = places.get(command), places.get(other)
            if command != other and here is not None and there is not None and here & there:
                yield key, command, other


def laid_over(base: Keymap, places: Mapping[str, Where], changes: KeyChanges) -> Keymap:
    """Apply a person's changes to a set: where they clash, the set's own key gives way."""
    own = dict(changes)
    if not changes:
        return base
    result = base.changed_by(changes)
    for key, command, other in tuple(clashes(result, places)):
        if (command in own) == (other in own):
            continue  # both are the set's, or both the person's: they meant it
        loser = other if command in own else command
        press = press_of(key)
        result = result.with_keys(loser, (k for k in result.of(loser) if press_of(k) != press))
    return result


def given(keymap: Keymap, places: Mapping[str, Where], command: str, keys: Iterable[str]) -> Keymap:
    """Give a command its keys and take them from everything they would clash with."""
    wanted = tuple(dict.fromkeys(keys))
    for key in wanted:
        press = press_of(key)
        for other in rivals(keymap, places, command, key):
            left = (held for held in keymap.of(other) if press_of(held) != press)
            keymap = keymap.with_keys(other, left)
    return keymap.with_keys(command, wanted)
