"""Frozen values as what JSON knows, and back by their type hints, believing nothing.

Unlike a reader of our own files, this one is made for texts from strangers: every scalar has the
type that is meant, numbers are finite and within bounds, and what is not known is collected.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

MOST_INT = 2**53
MOST_FLOAT = 1e15
_DECIMAL = re.compile(r"-?\d{1,15}(\.\d{1,30})?")
_SURROGATES = re.compile("[\ud800-\udfff]")


class Leftovers:
    """Collects what a reader does not know.

    Args:
        is_later: Whether a later version wrote the text: then a value that is not understood is
            put aside like a name that is not known, where the value has a default.

    Attributes:
        found: JSON pointers (RFC 6901) and JSON texts.
    """

    def __init__(self, *, is_later: bool) -> None:
        self.is_later = is_later
        self.found: list[tuple[str, str]] = []

    def put(self, pointer: str, value: object) -> None:
        """Keep a value.

        Raises:
            ValueError: It cannot be written again.
        """
        self.found.append((_str(pointer), json.dumps(value, allow_nan=False)))


def to_values(value: object) -> Any:  # noqa: ANN401 - whatever JSON knows
    """Turn a value into objects, lists and scalars; nothing is left out."""
    for kind, write in _WRITERS.items():
        if isinstance(value, kind):
            return write(value)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if not is_dataclass(value) or isinstance(value, type):
        raise TypeError(value)
    return {field.name: to_values(getattr(value, field.name)) for field in fields(value)}


def read_value(kind: Any, plain: object, at: str, left: Leftovers) -> Any:  # noqa: ANN401 - as told
    """Turn what `to_values` made into a value of a kind.

    Args:
        kind: A type hint.
        plain: What JSON held.
        at: Where, as a JSON pointer.
        left: Gets what is not known.

    Raises:
        TypeError, ValueError: It is none.
    """
    origin = get_origin(kind)
    if origin in {Union, types.UnionType}:
        return _optional(get_args(kind), plain, at, left)
    if origin is tuple:
        return _tuple(get_args(kind), plain, at, left)
    if is_dataclass(kind):
        return read_object(kind, plain, at, left)
    if issubclass(kind, tuple):  # a named one
        return kind(*_tuple(tuple(get_type_hints(kind).values()), plain, at, left))
    if issubclass(kind, Enum):
        return kind(plain)
    return _SCALARS[kind](plain)


def read_object(
    kind: Any,  # noqa: ANN401 - types as values
    plain: object,
    at: str,
    left: Leftovers,
    passed: frozenset[str] = frozenset(),
) -> Any:  # noqa: ANN401 - as above
    """Read a dataclass, but for the fields ``passed``; all else is as in `read_value`."""
    if not isinstance(plain, Mapping):
        raise TypeError(at)
    known = {name: both for name, both in _fields(kind).items() if name not in passed}
    values = {}
    for name, value in plain.items():
        pointer = f"{at}/{escaped(name)}"
        if name not in known:
            left.put(pointer, value)
            continue
        field, hint = known[name]
        try:
            values[name] = read_value(hint, value, pointer, left)
        except (TypeError, ValueError):
            if not left.is_later or _is_needed(field):
                raise
            left.put(pointer, value)
    return kind(**values)


def escaped(name: str) -> str:
    """A name as a part of a JSON pointer."""
    return name.replace("~", "~0").replace("/", "~1")


def unescaped(part: str) -> str:
    """The name behind a part of a JSON pointer."""
    return part.replace("~1", "/").replace("~0", "~")


def _optional(kinds: tuple[Any, ...], plain: object, at: str, left: Leftovers) -> Any:  # noqa: ANN401
    if plain is None:
        if type(None) not in kinds:
            raise TypeError(at)
        return None
    (kind,) = (one for one in kinds if one is not type(None))
    return read_value(kind, plain, at, left)


def _tuple(kinds: tuple[Any, ...], plain: object, at: str, left: Leftovers) -> tuple[Any, ...]:
    if not isinstance(plain, list):
        raise TypeError(at)
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        kinds = (kinds[0],) * len(plain)
    if len(kinds) != len(plain):
        raise ValueError(at)
    return tuple(
        read_value(kind, item, f"{at}/{number}", left)
        for number, (kind, item) in enumerate(zip(kinds, plain, strict=True))
    )


def _bool(plain: object) -> bool:
    if not isinstance(plain, bool):
        raise TypeError(plain)
    return plain


def _int(plain: object) -> int:
    if not isinstance(plain, int) or isinstance(plain, bool) or abs(plain) > MOST_INT:
        raise TypeError("no whole number within bounds")
    return plain


def _float(plain: object) -> float:
    if not isinstance(plain, int | float) or isinstance(plain, bool):
        raise TypeError(plain)
    if not abs(plain) <= MOST_FLOAT or not math.isfinite(plain):
        raise ValueError("no number within bounds")
    return plain  # an int is a float, and sentences print it without a point


def _str(plain: object) -> str:
    if not isinstance(plain, str):
        raise TypeError(plain)
    if _SURROGATES.search(plain):
        raise ValueError("half of a sign")
    return plain


def _bytes(plain: object) -> bytes:
    try:
        return base64.b64decode(_str(plain), validate=True)
    except binascii.Error as error:
        raise ValueError("no base64") from error


def _decimal(plain: object) -> Decimal:
    text = _str(plain)
    if _DECIMAL.fullmatch(text) is None:
        raise ValueError("no amount")
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise ValueError("no amount") from error


def _datetime(plain: object) -> datetime:
    time = datetime.fromisoformat(_str(plain))
    if time.tzinfo is None:
        raise ValueError("a time without its zone")
    return time


_WRITERS: dict[type, Callable[[Any], object]] = {
    Enum: lambda value: value.value,
    bytes: lambda value: base64.b64encode(value).decode(),
    Decimal: lambda value: format(value, "f"),
    datetime: datetime.isoformat,
    tuple: lambda value: [to_values(item) for item in value],
}
_SCALARS: dict[type, Callable[[object], object]] = {
    bool: _bool, int: _int, float: _float, str: _str, bytes: _bytes, Decimal: _decimal,
    datetime: _datetime,
}  # fmt: skip


@cache
def _fields(kind: Any) -> dict[str, tuple[Field[Any], Any]]:  # noqa: ANN401 - as above
    hints = get_type_hints(kind)
    return {field.name: (field, hints[field.name]) for field in fields(kind)}


def _is_needed(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING
