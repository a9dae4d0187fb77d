"""What the export dialog remembers, as a row of plain values for the settings file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from enum import StrEnum
from pathlib import Path
from typing import cast

from overpaint.domain.export import (
    Colour,
    ExportChoice,
    ExportFormat,
    ExportOptions,
    ExportPart,
    TiffPacking,
)
from overpaint.domain.file_names import NameTemplate

_USUAL, _USUAL_OPTIONS = ExportChoice(), ExportOptions()
_OPTIONS = "options"


def export_to_row(choice: ExportChoice) -> dict[str, object]:
    """What differs from the defaults, as values that JSON knows."""
    row = _differing(choice, _USUAL)
    options = _differing(choice.options, _USUAL_OPTIONS)
    row.pop(_OPTIONS, None)
    return row | ({_OPTIONS: options} if options else {})


def export_from_row(row: object) -> ExportChoice:
    """A choice from a row; names that this version does not know are passed over.

    Raises:
        TypeError: A value is of another type.
        ValueError: A value is none of those that its field knows.
        SettingsError: The name is no template.
    """
    values = _read(row, _CHOICE)
    options = row.get(_OPTIONS, {}) if isinstance(row, Mapping) else {}
    read = replace(_USUAL_OPTIONS, **_read(options, _READERS))  # type: ignore[arg-type]  # typed by the readers
    return replace(_USUAL, options=read, **values)  # type: ignore[arg-type]  # as above


def _differing(value: ExportChoice | ExportOptions, usual: object) -> dict[str, object]:
    return {
        field.name: _plain(getattr(value, field.name))
        for field in fields(value)
        if getattr(value, field.name) != getattr(usual, field.name)
    }


def _plain(value: object) -> object:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return "#" + bytes(cast("Colour", value)).hex()
    return str(value) if isinstance(value, Path) else value


def _read(row: object, readers: Mapping[str, Callable[[object], object]]) -> dict[str, object]:
    if not isinstance(row, Mapping):
        raise TypeError(row)
    return {name: read(row[name]) for name, read in readers.items() if name in row}


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _switch(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(value)
    return value


def _folder(value: object) -> Path:
    folder = Path(_text(value))
    if not folder.is_absolute():
        raise ValueError(value)
    return folder


def _colour(value: object) -> Colour:
    red, green, blue = bytes.fromhex(_text(value).removeprefix("#"))
    return red, green, blue


_CHOICE: dict[str, Callable[[object], object]] = {
    "part": lambda value: ExportPart(_text(value)),
    "name": lambda value: NameTemplate.read(_text(value)).text,
    "folder": _folder,
    "open_after": _switch,
}
_READERS: dict[str, Callable[[object], object]] = {
    "format": lambda value: ExportFormat(_text(value)),
    "layered_format": lambda value: ExportFormat(_text(value)),
    "sixteen_bits": _switch,
    "jpeg_quality": _number,
    "webp_quality": _number,
    "avif_quality": _number,
    "full_colour": _switch,
    "progressive": _switch,
    "webp_lossless": _switch,
    "tiff_packing": lambda value: TiffPacking(_text(value)),
    "to_srgb": _switch,
    "keep_exif": _switch,
    "keep_place": _switch,
    "keep_recipe": _switch,
    "ground": _colour,
    "patch_cropped": _switch,
}
