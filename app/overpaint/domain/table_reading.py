"""Take values out of a parsed data file, each of the kind that is expected."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar

Row = Mapping[str, object]
"""One table of a data file."""

_Kind = TypeVar("_Kind")
_Choice = TypeVar("_Choice", bound=StrEnum)


def as_kind(kind: type[_Kind], value: object) -> _Kind:
    """The value, when it is of that kind.

    Raises:
        TypeError: It is of another; a truth value is no number here.
    """
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise TypeError(f"{value!r} should be {kind.__name__}")
    return value


def as_table(value: object) -> Row:
    """A table."""
    return as_kind(dict, value)


def as_rows(value: object) -> list[Row]:
    """A list of tables."""
    return [as_table(row) for row in as_kind(list, value)]


def as_strings(value: object) -> list[str]:
    """A list of texts."""
    return [as_kind(str, item) for item in as_kind(list, value)]


def as_choices(kind: type[_Choice], value: object) -> tuple[_Choice, ...]:
    """A list of the names of an enumeration.

    Raises:
        ValueError: One of them is no such name.
    """
    return tuple(kind(item) for item in as_strings(value))


def as_amount(value: object) -> Decimal:
    """An amount of money, written as text so that it stays exact.

    Raises:
        ValueError: It is no number, or negative.
    """
    text = as_kind(str, value)
    try:
        amount = Decimal(text)
    except InvalidOperation:
        raise ValueError(f"{text!r} is not an amount") from None
    if not amount.is_finite() or amount < 0:
        raise ValueError(f"{text!r} is not an amount")
    return amount
