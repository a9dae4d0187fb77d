"""Pictures that a prompt names by their number: “the cup of @2”."""

from __future__ import annotations

import re
from collections.abc import Sequence

_MENTION = re.compile(r"(?<!\w)@(?P<number>\d{1,2})\b")
_GONE = "@?"
_LOST = re.compile(r"(?<!\w)@\?")


def renumbered(prompt: str, before: Sequence[str], after: Sequence[str]) -> str:
    """Let a prompt go on naming the same pictures after their order has changed.

    Args:
        prompt: What the person wrote.
        before: Ids of the inputs in the order that the numbers in it mean.
        after: Ids of the inputs now.

    Returns:
        The prompt with the numbers of now. A picture in the place of another one inherits its
        number; one that is gone is named “@?”, so that the number does not mean another one.
    """
    names = {str(place): _name(place - 1, before, after) for place in range(1, len(before) + 1)}
    return _MENTION.sub(lambda found: names.get(found["number"], found[0]), prompt)


def has_lost(text: str) -> bool:
    """Whether a text names a picture that is gone: “the cup of @?”."""
    return _LOST.search(text) is not None


def beyond(text: str, count: int) -> tuple[int, ...]:
    """The numbers in a text that no picture has, each once, where there are so many pictures."""
    numbers = (int(found["number"]) for found in _MENTION.finditer(text))
    return tuple(dict.fromkeys(number for number in numbers if not 1 <= number <= count))


def _name(index: int, before: Sequence[str], after: Sequence[str]) -> str:
    identity = before[index]
    if identity in after:
        return f"@{after.index(identity) + 1}"
    was_replaced = len(before) == len(after) and after[index] not in before
    return f"@{index + 1}" if was_replaced else _GONE
