"""Names of files made from a template: ``{source} {prompt}`` becomes ``rocket dusk without tower``.

A name is safe on every system, whatever the fields hold, and long fields give way before the name
gets too long. A template without ``{n}`` gets a number only when its name is taken.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from overpaint.domain.errors import SettingsError
from overpaint.domain.sizes import Size
from overpaint.domain.text import Message, say

USUAL_RESULT_NAME = "{source}-{n}"
"""How results are called that are saved by themselves."""

FIELDS = (
    "source", "prompt", "model", "date", "time", "variant", "n", "width", "height",
)  # fmt: skip
"""What may stand in braces."""

MAX_BYTES = 180
"""Longest name without its ending: file systems take 255 bytes, encrypted ones 143 characters, and
whoever copies the file may add to its name."""

_NUMBERS = {"n", "variant", "width", "height"}
_SHRINKING = ("prompt", "source", "model")
_PROMPT_CHARACTERS = 40
_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f/\\:*?"<>|\u2028\u2029\u200e\u200f\u202a-\u202e]+')
_REFUSED = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')
_SPACES = re.compile(r"\s+")
_WIDTH = re.compile(r"0?[1-9]")
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
_FALLBACK = "result"


@dataclass(frozen=True, slots=True)
class NameFacts:
    """What the fields of a template stand for.

    Attributes:
        source: Name of the target, without its ending.
        prompt: What was asked for.
        model: The model's id.
        made_at: When, in local time.
        variant: 1-based number among the variants of one edit.
        size: Pixel size of what is written; None while it is not known.
    """

    source: str
    prompt: str
    model: str
    made_at: datetime
    variant: int = 1
    size: Size | None = None


@dataclass(frozen=True, slots=True)
class NameTemplate:
    """A checked template; make it with `read`.

    Attributes:
        text: As it was written.
    """

    text: str

    @classmethod
    def read(cls, text: str) -> NameTemplate:
        """Check a template.

        Raises:
            SettingsError: It is empty, names a field that there is not, or has signs that no file
                may have.
        """
        problem = _problem(text)
        if problem is not None:
            what, remedy = problem
            raise SettingsError(what, remedy=remedy)
        return cls(text)

    @property
    def is_numbered(self) -> bool:
        """Whether the number of the file stands in it."""
        return any(field == "n" for _, field, _ in _parts(self.text))

    def names(self, facts: NameFacts) -> Iterator[str]:
        """Names to try, without ending, until one is free; never ends.

        Without ``{n}`` the first has no number, the second ends in ``-2``.
        """
        for number in count(1):
            if self.is_numbered:
                yield self._filled(facts, number)
            else:
                ending = "" if number == 1 else f"-{number}"
                yield self._filled(facts, number, ending)

    def example(self, facts: NameFacts) -> str:
        """The first name."""
        return next(self.names(facts))

    def _filled(self, facts: NameFacts, number: int, ending: str = "") -> str:
        values = _values(facts, number)
        while True:
            name = _safe(_put(self.text, values) + ending)
            excess = len(name.encode()) - MAX_BYTES
            if excess <= 0:
                return name
            longest = max(_SHRINKING, key=lambda field: len(values[field].encode()))
            if not values[longest]:
                # The number must not be lost: names would never differ.
                ending = f"-{number}"
                return _cut(name, MAX_BYTES - len(ending.encode())) + ending
            kept = len(values[longest].encode()) - excess
            values = {**values, longest: _cut(values[longest], max(kept, 0))}


def folder_name(name: str) -> str:
    """A name for a folder of an edit's own that every system takes, at most `MAX_BYTES` long.

    Args:
        name: What people call the edit, or its picture without ending; may hold anything.
    """
    cleaned = _safe(_clean(name))
    return _safe(_cut(cleaned, MAX_BYTES)) if len(cleaned.encode()) > MAX_BYTES else cleaned


def _problem(text: str) -> tuple[Message, Message] | None:
    """What is wrong with a template, and what to do."""
    if not text.strip():
        return (say("names", "The name is empty."),
                say("names", "Write one, for instance {example}.",
                    example=USUAL_RESULT_NAME))  # fmt: skip
    try:
        parts = _parts(text)
    except ValueError:
        return (say("names", "A brace in the name stands alone."),
                say("names", "Write fields as {example}.", example="{source}"))  # fmt: skip
    for literal, field, width in parts:
        refused = _REFUSED.search(literal)
        if refused is not None:
            return (say("names", "A file name cannot hold “{sign}”.", sign=_visible(refused[0])),
                    say("names", "Take it out of the name."))  # fmt: skip
        if field is not None and field not in FIELDS:
            known = ", ".join(f"{{{name}}}" for name in FIELDS)
            return (say("names", "There is no field {field}.", field=f"{{{field}}}"),
                    say("names", "Use any of {fields}.", fields=known))  # fmt: skip
        if width and (field not in _NUMBERS or not _WIDTH.fullmatch(width)):
            return (say("names", "“{width}” cannot stand in {field}.", width=f":{width}",
                        field=f"{{{field}}}"),
                    say("names", "Digits belong to numbers: {example} writes 007.",
                        example="{n:03}"))  # fmt: skip
    return None


def _parts(text: str) -> list[tuple[str, str | None, str]]:
    """Literal text, name of the field behind it (None at the end), and its digits.

    Raises:
        ValueError: A brace stands alone.
    """
    parts = []
    for literal, field, width, conversion in string.Formatter().parse(text):
        named = f"{field}!{conversion}" if conversion else field
        parts.append((literal, named, width or ""))
    return parts


def _put(text: str, values: Mapping[str, str]) -> str:
    pieces = []
    for literal, field, width in _parts(text):
        pieces.append(literal)
        if field is not None:
            value = values[field]
            pieces.append(value.zfill(int(width)) if width else value)
    return "".join(pieces)


def _values(facts: NameFacts, number: int) -> dict[str, str]:
    size = facts.size
    return {
        "source": _clean(facts.source),
        "prompt": _shortened(_clean(facts.prompt)),
        "model": _clean(facts.model),
        "date": facts.made_at.strftime("%Y-%m-%d"),
        "time": facts.made_at.strftime("%H-%M-%S"),
        "variant": str(facts.variant),
        "n": str(number),
        "width": str(size.width) if size else "",
        "height": str(size.height) if size else "",
    }


def _clean(text: str) -> str:
    """Take out what no name may hold; a name on disk that is no text reaches us in surrogates."""
    readable = unicodedata.normalize("NFC", text.encode(errors="replace").decode())
    return _SPACES.sub(" ", _UNSAFE.sub("_", _SPACES.sub(" ", readable))).strip()


def _shortened(prompt: str) -> str:
    """The first words of a prompt, without the full stop behind them."""
    if len(prompt) > _PROMPT_CHARACTERS:
        words = prompt[: _PROMPT_CHARACTERS + 1].rsplit(" ", 1)
        prompt = words[0] if len(words) == 2 else prompt[:_PROMPT_CHARACTERS]
    return prompt.strip(" .,;_")


def _safe(name: str) -> str:
    """Windows takes no dot or space at the end, and no names of devices."""
    name = _SPACES.sub(" ", name).strip(" .") or _FALLBACK
    return f"_{name}" if _RESERVED.fullmatch(name) else name


def _cut(text: str, size_bytes: int) -> str:
    return text.encode()[:size_bytes].decode(errors="ignore").strip(" .")


def _visible(sign: str) -> str:
    return sign if sign.isprintable() else f"U+{ord(sign):04X}"
