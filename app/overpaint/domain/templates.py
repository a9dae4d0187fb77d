"""Prompts that people keep to use again, with variables: ``A {colour} chair``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from overpaint.domain.batch_variables import variables
from overpaint.domain.errors import SettingsError
from overpaint.domain.text import say

MAX_NAME_CHARS = 80
MAX_TEXT_CHARS = 32_000
MAX_TEMPLATES = 2_000

_KIND = "overpaint-templates"
_VERSION = 1


@dataclass(frozen=True, slots=True)
class PromptTemplate:
    """A prompt under a name.

    Attributes:
        name: What people call it; no two have the same, large and small letters alike.
        text: The prompt; a name in braces is a variable.
    """

    name: str
    text: str

    @property
    def variables(self) -> tuple[str, ...]:
        """What it asks for, in the order of the text."""
        return variables(self.text)


@dataclass(frozen=True, slots=True)
class SentPrompt:
    """A prompt that was sent before.

    Attributes:
        text: What was written, without the sentence of the keep list.
        time: When it was sent last, with its time zone.
        model: The model that it was sent to last.
        times: How many requests had it.
    """

    text: str
    time: datetime
    model: str
    times: int = 1


def checked_template(name: str, text: str) -> PromptTemplate:
    """Make a template of what was typed.

    Raises:
        SettingsError: The name or the text is empty or too long.
    """
    name, text = " ".join(name.split()), text.strip()
    if not name:
        raise SettingsError(
            say("templates", "The template has no name."),
            remedy=say("templates", "Give it a short one: it is found by it."),
        )
    if len(name) > MAX_NAME_CHARS or len(text) > MAX_TEXT_CHARS:
        raise SettingsError(
            say("templates", "The template is too long."),
            remedy=say("templates", "A name has at most {name} characters, a text {text}.",
                       name=MAX_NAME_CHARS, text=MAX_TEXT_CHARS),
        )  # fmt: skip
    if not text:
        raise SettingsError(
            say("templates", "The template has no text."),
            remedy=say("templates", "Write the prompt first."),
        )
    return PromptTemplate(name, text)


def free_name(name: str, taken: Iterable[str]) -> str:
    """The name, or the next free one like it: “Chair (2)”."""
    known = {one.casefold() for one in taken}
    if name.casefold() not in known:
        return name
    number = 2
    while f"{name} ({number})".casefold() in known:
        number += 1
    return f"{name} ({number})"


def suggested_name(text: str) -> str:
    """The beginning of a prompt as a name, at most 40 characters, cut at a word."""
    words = " ".join(text.split())
    if len(words) <= 40:
        return words.rstrip(".!?:;, ")
    return (words[:41].rpartition(" ")[0] or words[:40]).rstrip(".!?:;, ") + "…"


def templates_to_json(templates: Sequence[PromptTemplate]) -> str:
    """Templates as a file, for other people and other machines."""
    rows = [{"name": one.name, "text": one.text} for one in templates]
    content = {"kind": _KIND, "version": _VERSION, "templates": rows}
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def templates_from_json(text: str) -> tuple[PromptTemplate, ...]:
    """Read what `templates_to_json` wrote; a key of a later version is passed over.

    Raises:
        SettingsError: It is no such file, or a template in it is none.
    """
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _unreadable() from error
    if not isinstance(content, Mapping) or content.get("kind") != _KIND:
        raise _unreadable()
    rows = content.get("templates")
    if not isinstance(rows, list) or len(rows) > MAX_TEMPLATES:
        raise _unreadable()
    return tuple(_template(row) for row in rows)


def _template(row: object) -> PromptTemplate:
    if not isinstance(row, Mapping):
        raise _unreadable()
    name, text = row.get("name"), row.get("text")
    if not isinstance(name, str) or not isinstance(text, str):
        raise _unreadable()
    return checked_template(name, text)


def _unreadable() -> SettingsError:
    return SettingsError(
        say("templates", "This file holds no prompt templates."),
        remedy=say("templates", "Choose one that was written by “Export templates”."),
    )
