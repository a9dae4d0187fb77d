"""Frozen dataclasses as values that JSON knows, and back, by their type hints.

A field that has its default is left out, and a name that this version does not know is passed over,
so files of other versions can be read.
"""

from __future__ import annotations

import base64
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

_Value = TypeVar("_Value")
_PLAIN = (bool, int, float, str)


def to_plain(value: object) -> Any:  # noqa: ANN401 - whatever JSON knows
    """Turn a value into objects, lists and scalars."""
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, _PLAIN):
        return value
    if isinstance(value, Path | Decimal | datetime | bytes):
        return _to_text(value)
    if isinstance(value, tuple):
        return [to_plain(item) for item in value]
    if not is_dataclass(value) or isinstance(value, type):
        raise TypeError(value)
    return {
        field.name: to_plain(getattr(value, field.name))
        for field in fields(value)
        if getattr(value, field.name) != _default(field)
    }


def _to_text(value: Path | Decimal | datetime | bytes) -> str:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return value.isoformat() if isinstance(value, datetime) else str(value)


def from_plain(kind: type[_Value], plain: object) -> _Value:
    """Turn what `to_plain` made into a value of that kind.

    Raises:
        TypeError, ValueError: It is none.
    """
    return _read(kind, plain)  # type: ignore[no-any-return]  # checked while it is read


def _read(kind: Any, plain: object) -> Any:  # noqa: ANN401 - types as values
    origin = get_origin(kind)
    if origin in {Union, types.UnionType}:
        return _one_of(get_args(kind), plain)
    if origin is tuple:
        return _tuple(get_args(kind), plain)
    if is_dataclass(kind):
        return _dataclass(kind, plain)
    return _scalar(kind, plain)


def _scalar(kind: Any, plain: object) -> Any:  # noqa: ANN401 - as above
    kind = getattr(kind, "__supertype__", kind)  # a `NewType` is its value at run time
    if issubclass(kind, Enum):
        return kind(plain)
    read = _FROM_TEXT.get(kind)
    return _plain(kind, plain) if read is None else read(_plain(str, plain))


def _plain(kind: type, plain: object) -> Any:  # noqa: ANN401 - as above
    if kind is float and isinstance(plain, int) and not isinstance(plain, bool):
        return plain  # an int is a float, and sentences print it without a point
    if not isinstance(plain, kind) or (isinstance(plain, bool) and kind is not bool):
        raise TypeError(plain)
    return plain


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise ValueError(text) from error


_FROM_TEXT: dict[type, Callable[[str], object]] = {
    Path: Path,
    Decimal: _decimal,
    datetime: datetime.fromisoformat,
    bytes: lambda text: base64.b64decode(text, validate=True),
}


def _one_of(kinds: tuple[Any, ...], plain: object) -> Any:  # noqa: ANN401 - as above
    if plain is None and type(None) in kinds:
        return None
    for kind in kinds:
        if kind is type(None):
            continue
        try:
            return _read(kind, plain)
        except (TypeError, ValueError):
            continue
    raise TypeError(plain)


def _tuple(kinds: tuple[Any, ...], plain: object) -> tuple[Any, ...]:
    if not isinstance(plain, list):
        raise TypeError(plain)
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(_read(kinds[0], item) for item in plain)
    if len(kinds) != len(plain):
        raise ValueError(plain)
    return tuple(_read(kind, item) for kind, item in zip(kinds, plain, strict=True))


def _dataclass(kind: Any, plain: object) -> Any:  # noqa: ANN401 - as above
    if not isinstance(plain, Mapping):
        raise TypeError(plain)
    hints = _hints(kind)
    return kind(**{name: _read(hints[name], plain[name]) for name in hints if name in plain})


@cache
def _hints(kind: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


def _default(field: Field[Any]) -> object:
    if field.default is not MISSING:
        return field.default
    return field.default_factory() if field.default_factory is not MISSING else MISSING
