"""Variables of a prompt: ``A {colour} chair`` becomes ``A red chair``.

Only a name in braces is a variable, so prompts may hold other braces; ``{{colour}}`` stands for
the braces themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

STEM = "stem"
"""Always there: the picture's name without its ending."""

_VARIABLE = re.compile(r"\{\{(?P<literal>[^\W\d][\w .\-]*)\}\}|\{(?P<name>[^\W\d][\w .\-]*)\}")


def variables(template: str) -> tuple[str, ...]:
    """The names that a prompt wants, each once, as it spells them first."""
    found: dict[str, str] = {}
    for match in _VARIABLE.finditer(template):
        if match["name"] is not None:
            found.setdefault(key_of(match["name"]), match["name"].strip())
    return tuple(found.values())


def filled(template: str, values: Mapping[str, str]) -> str:
    """Put values in, once: what a value says in braces stays. Names without a value stay too."""
    known = {key_of(name): text for name, text in values.items()}

    def text_of(match: re.Match[str]) -> str:
        if match["name"] is None:
            return f"{{{match['literal']}}}"
        return known.get(key_of(match["name"]), match[0])

    return _VARIABLE.sub(text_of, template)


def missing(template: str, values: Iterable[str]) -> tuple[str, ...]:
    """The names that a prompt wants and that are not among ``values``, the names there are."""
    known = {key_of(name) for name in values}
    return tuple(name for name in variables(template) if key_of(name) not in known)


def same_name(one: str, other: str) -> bool:
    """Whether two spellings name the same variable."""
    return key_of(one) == key_of(other)


def key_of(name: str) -> str:
    """The form in which names are compared."""
    return name.strip().casefold()
