"""Server profiles as rows of plain values: for the settings file and for the list of presets.

A row holds what differs from the defaults. Addresses are in it, keys never are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from enum import Enum
from pathlib import Path

from overpaint.domain.choices import ResponseFormat
from overpaint.domain.profiles import (
    AuthStyle,
    AzurePath,
    ImageFieldStyle,
    MaskField,
    MaskForm,
    ProxyUse,
    ServerKind,
    ServerProfile,
)

_PLAIN = ServerProfile("", ServerKind.COMPATIBLE, "")


def to_row(profile: ServerProfile, base: ServerProfile = _PLAIN) -> dict[str, object]:
    """What of a profile differs from another one, as values that JSON knows."""
    return {
        field.name: _plain(getattr(profile, field.name))
        for field in fields(ServerProfile)
        if getattr(profile, field.name) != getattr(base, field.name)
    }


def from_row(row: object, base: ServerProfile = _PLAIN) -> ServerProfile:
    """A profile from a row; names that this version does not know are passed over.

    The values are not checked for sense: `overpaint.domain.profile_checks.checked` does that.

    Raises:
        TypeError: A value is of another type.
        ValueError: A value is none of those that its field knows.
    """
    if not isinstance(row, Mapping):
        raise TypeError(row)
    values = {name: read(row[name]) for name, read in _READERS.items() if name in row}
    return replace(base, **values)  # type: ignore[arg-type]  # each reader returns its field's type


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, Path) else value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(value)
    return float(value)


def _count(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | None):
        raise TypeError(value)
    return value


def _number(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(value)
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list | tuple):
        raise TypeError(value)
    return list(value)


def _pair(value: object) -> tuple[str, str]:
    name, content = _list(value)
    return _text(name), _text(content)


_READERS: dict[str, Callable[[object], object]] = {
    "name": _text,
    "kind": ServerKind,
    "base_url": _text,
    "image_field": ImageFieldStyle,
    "connect_timeout_s": _seconds,
    "read_timeout_s": _seconds,
    "write_timeout_s": _seconds,
    "auth": AuthStyle,
    "mask_form": MaskForm,
    "mask_field": MaskField,
    "needs_mask": _flag,
    "takes_markup": _flag,
    "response_format": lambda value: None if value is None else ResponseFormat(_text(value)),
    "streams": _flag,
    "omitted_fields": lambda value: tuple(_text(name) for name in _list(value)),
    "extra_fields": lambda value: tuple(_pair(pair) for pair in _list(value)),
    "organization": _text,
    "project": _text,
    "proxy": ProxyUse,
    "proxy_url": _text,
    "ca_file": lambda value: None if value is None else Path(_text(value)),
    "images_per_minute": _count,
    "parallel": _number,
    "edits_path": _text,
    "azure_path": AzurePath,
    "deployment": _text,
    "api_version": _text,
    "asks_first": _flag,
}
