"""The keep list: what must stay as it is, and the sentence that says so to the model."""

from __future__ import annotations

import re
from collections.abc import Iterable

from overpaint.domain.draft import Draft

MAX_KEPT = 24
"""Most things on a list: a longer one is a prompt of its own."""

MAX_KEPT_CHARS = 80
"""Longest name of a thing on the list, in characters."""

_SEPARATORS = re.compile(r"[,;\n\r\u2028\u2029、，；]+")
_EDGES = " \t.:!?\"“”„«»'‘’"


def things_in(text: str) -> tuple[str, ...]:
    """What somebody names to be kept: “the logo, her face.” is two things.

    Names are cut to `MAX_KEPT_CHARS` at a word where that is possible.
    """
    parts = (" ".join(part.split()).strip(_EDGES) for part in _SEPARATORS.split(text))
    return tuple(_shortened(part) for part in parts if part)


def with_things(keep: Iterable[str], more: Iterable[str]) -> tuple[str, ...]:
    """A list with further things at its end, each once and at most `MAX_KEPT` in all."""
    things: dict[str, str] = {}
    for thing in (*keep, *more):
        things.setdefault(thing.casefold(), thing)
    return tuple(things.values())[:MAX_KEPT]


def without_thing(keep: Iterable[str], thing: str) -> tuple[str, ...]:
    """A list without one of its things."""
    return tuple(kept for kept in keep if kept.casefold() != thing.casefold())


def keep_sentence(keep: Iterable[str]) -> str:
    """What is said to the model of the list; ``""`` for an empty one.

    It is English in every language of the window: models follow it whatever the prompt's
    language is.
    """
    named = ", ".join(keep)
    return f"Keep exactly as they are: {named}." if named else ""


def template_of(draft: Draft) -> str:
    """Everything of a draft in which variables may stand: the prompt and the keep list."""
    return "\n".join((draft.prompt, *draft.keep))


def prompt_as_sent(draft: Draft) -> str:
    """The prompt with the sentence of the keep list below it; ``""`` while there is no prompt."""
    prompt = draft.prompt.strip()
    sentence = keep_sentence(draft.keep)
    return f"{prompt}\n\n{sentence}" if prompt and sentence else prompt


def _shortened(text: str) -> str:
    if len(text) <= MAX_KEPT_CHARS:
        return text
    cut = text[: MAX_KEPT_CHARS + 1].rpartition(" ")[0] or text[:MAX_KEPT_CHARS]
    return cut.strip(_EDGES)
