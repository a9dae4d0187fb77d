"""From the rules' choices to what a control offers: labels, reasons, notes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from overpaint.domain.rules import Choice
from overpaint.domain.text import Message
from overpaint.ui.messages import render
from overpaint.ui.widgets.option import Option

_Value = TypeVar("_Value")


def offered(
    choices: Iterable[Choice[_Value]],
    label: Callable[[_Value], str],
    hint: Callable[[_Value], str] = lambda _value: "",
) -> list[Option]:
    """Options in the order of the choices.

    Args:
        choices: What the rules say.
        label: What a value is called.
        hint: What it means; told while it can be chosen, before the rules' own note.
    """
    return [
        Option(
            choice.value,
            label(choice.value),
            enabled=choice.allowed,
            reason=words(choice.refusal),
            tooltip="\n".join(part for part in (hint(choice.value), words(choice.note)) if part),
        )
        for choice in choices
    ]


def words(message: Message | None) -> str:
    """The sentence, ``""`` for none."""
    return "" if message is None else render(message)
