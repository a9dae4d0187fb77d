"""Sets of keys as files: those that come with the program, and those that people pass on.

A built-in set is TOML with notes for whoever edits it; a set of a person's own is JSON, and TOML
is read too. Both have the same form::

    version = 1
    base = "photoshop"        # the set that the others are differences of
    [keys]                    # command = its keys, the first one is shown; [] for none
    undo = ["Ctrl+Z"]
    [mac]                     # in place of the above on macOS
    full_screen = ["Meta+Ctrl+F"]
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import cast

from overpaint.domain.errors import SettingsError, StorageError
from overpaint.domain.key_text import KeyTextError, normal
from overpaint.domain.keymap import Keymap
from overpaint.domain.text import say
from overpaint.paths import resource

VERSION = 1
"""Version of the form; a newer file is read as far as it is understood."""

_MOST_CHARACTERS = 1_000_000


class KeySet(StrEnum):
    """The sets that come with the program; the value is the name of the file."""

    PHOTOSHOP = "photoshop"
    KRITA = "krita"


@dataclass(frozen=True, slots=True)
class KeyFile:
    """What a file of keys says.

    Attributes:
        base: The built-in set that it was made from.
        keys: The keys of the commands that it names and that exist here.
        named: Those commands, also where it gives them no keys.
        unknown: Names of commands that do not exist here.
        unreadable: Texts that are no keys.
    """

    base: KeySet
    keys: Keymap
    named: frozenset[str]
    unknown: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()

    def on(self, base: Keymap) -> Keymap:
        """Put the keys over those of its base."""
        kept = {name: keys for name, keys in base.keys.items() if name not in self.named}
        return Keymap({**kept, **self.keys.keys})


def built_in(wanted: KeySet, platform: str = sys.platform) -> Keymap:
    """Read a set that comes with the program. Reads a file.

    Args:
        wanted: Which one.
        platform: As ``sys.platform`` names it.

    Raises:
        MissingResourceError: The installation is damaged.
    """
    content = tomllib.loads(resource(f"keymaps/{wanted}.toml").read_text(encoding="utf-8"))
    base = content.get("base")
    keys = {} if base is None else dict(built_in(KeySet(base), platform).keys)
    for part in ("keys", "mac") if platform == "darwin" else ("keys",):
        for command, texts in content.get(part, {}).items():
            keys[command] = tuple(normal(text) for text in texts)
    return Keymap(keys)


def read(path: Path, known: Collection[str]) -> KeyFile:
    """Read a person's set. Reads a file: call it off the GUI thread.

    Args:
        path: JSON, or TOML when it is called so.
        known: The commands that exist.

    Raises:
        SettingsError: The file cannot be read, or holds no keys.
    """
    try:
        with path.open(encoding="utf-8-sig") as file:
            text = file.read(_MOST_CHARACTERS)
        content = tomllib.loads(text) if path.suffix.lower() == ".toml" else json.loads(text)
        return parsed(content, known)
    except (OSError, ValueError, RecursionError) as error:
        raise SettingsError(
            say("keys", "The keys in “{name}” could not be read.", name=path.name),
            why=say("keys", "{reason}.", reason=str(error).rstrip(".")),
            remedy=say("keys", "Choose a file that Overpaint has exported."),
        ) from error


def parsed(content: object, known: Collection[str]) -> KeyFile:
    """Understand the content of a file.

    Raises:
        ValueError: It is not of the form that this module describes.
    """
    table = content.get("keys") if isinstance(content, dict) else None
    if not isinstance(content, dict) or not isinstance(table, dict):
        raise ValueError("there is no table “keys”")  # noqa: TRY004 - one error for any content
    keys: dict[str, tuple[str, ...]] = {}
    unreadable: list[str] = []
    for command, texts in table.items():
        if command in known:
            keys[command] = _understood(texts, unreadable)
    base = content.get("base")
    return KeyFile(
        next((known_set for known_set in KeySet if known_set == base), KeySet.PHOTOSHOP),
        Keymap(keys),
        frozenset(keys),
        tuple(sorted(str(command) for command in table if command not in known)),
        tuple(unreadable),
    )


def write(path: Path, base: KeySet, keymap: Keymap, known: Collection[str]) -> None:
    """Write every command with its keys, in one step. Writes a file: call it off the GUI thread.

    Args:
        path: The file.
        base: The built-in set that the keys were made from.
        keymap: The keys.
        known: The commands that exist; those without keys are told too.

    Raises:
        StorageError: The file cannot be written; an old one is untouched.
    """
    table = {command: list(keymap.of(command)) for command in sorted(known)}
    content = {"version": VERSION, "base": base.value, "keys": table}
    try:
        _replace(path, json.dumps(content, indent=2, ensure_ascii=False) + "\n")
    except OSError as error:
        raise StorageError(
            say("keys", "The keys could not be saved as “{name}”.", name=path.name),
            why=say("keys", "{reason}.", reason=str(error)),
            remedy=say("keys", "Choose a folder that can be written to."),
        ) from error


def _understood(texts: object, unreadable: list[str]) -> tuple[str, ...]:
    found: list[str] = []
    for text in cast("list[object]", texts) if isinstance(texts, list) else [texts]:
        try:
            found.append(normal(text if isinstance(text, str) else ""))
        except KeyTextError:
            unreadable.append(str(text))
    return tuple(dict.fromkeys(found))


def _replace(path: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".keys-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
