"""Read the texts of a request as the kinds of value that they should be."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TypeVar

from overpaint.services.endpoint import refusals
from overpaint.services.endpoint.intake import Intake, TextValue

_Choice = TypeVar("_Choice", bound=StrEnum)


class TextReader:
    """The texts of one request; every method raises `refusals.Refusal` for a wrong kind.

    Args:
        intake: The request.
    """

    def __init__(self, intake: Intake) -> None:
        self._texts = intake.texts
        self._is_json = intake.is_json

    def has(self, name: str) -> bool:
        """Whether the parameter was sent."""
        return name in self._texts

    def text(self, name: str) -> str | None:
        """The text; None when it was not sent."""
        value = self._texts.get(name)
        if value is None or isinstance(value, str):
            return value
        raise refusals.wrong_type(name, "a string", _kind(value))

    def number(self, name: str, least: int, most: int, default: int) -> int:
        """A whole number within limits."""
        value = self._texts.get(name)
        if value is None:
            return default
        if isinstance(value, str) and not self._is_json and _is_number(value):
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            raise refusals.wrong_type(name, "an integer", _kind(value))
        if not least <= value <= most:
            raise refusals.out_of_range(name, value, least, most)
        return value

    def truth(self, name: str) -> bool:
        """Yes or no; no when it was not sent."""
        value = self._texts.get(name, False)
        if isinstance(value, str) and not self._is_json:
            value = {"true": True, "false": False, "1": True, "0": False}.get(value.lower(), value)
        if not isinstance(value, bool):
            raise refusals.wrong_type(name, "a boolean", _kind(value))
        return value

    def choice(self, name: str, taken: Sequence[_Choice], default: _Choice) -> _Choice:
        """One of the model's values; a model without any does not take the parameter."""
        value = self.text(name)
        if value is None:
            return default
        if not taken:
            raise refusals.unknown_parameter(name)
        for item in taken:
            if item.value == value:
                return item
        raise refusals.invalid_choice(name, value, [item.value for item in taken])


def _is_number(text: str) -> bool:
    return len(text) <= 9 and text.removeprefix("-").isdecimal() and text.isascii()


def _kind(value: TextValue) -> str:
    if isinstance(value, bool):
        return "a boolean"
    return "an integer" if isinstance(value, int) else "a string"
