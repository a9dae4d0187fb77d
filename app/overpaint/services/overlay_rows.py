"""The look of the mask as a row of the settings file."""

from __future__ import annotations

import re
from dataclasses import fields

from overpaint.domain.marks import Colour
from overpaint.domain.overlay import DEFAULT_STYLE, Look, OverlayStyle, Pattern

_HEX = re.compile(r"#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})", re.IGNORECASE)


def overlay_to_row(style: OverlayStyle) -> dict[str, object]:
    """Return what differs from the defaults; colours as ``#rrggbb``."""
    row: dict[str, object] = {}
    for field in fields(style):
        value = getattr(style, field.name)
        if value != getattr(DEFAULT_STYLE, field.name):
            row[field.name] = _hex(value) if isinstance(value, Colour) else value
    return row


def overlay_from_row(row: object) -> OverlayStyle:
    """Read a row back; what it does not name has its default.

    Raises:
        TypeError: It is not an object, or a value is of another type.
        ValueError: A value is none of those that exist.
    """
    if not isinstance(row, dict):
        raise TypeError(row)
    default = DEFAULT_STYLE
    return OverlayStyle(
        colour=_colour(row.get("colour"), default.colour),
        opacity=_opacity(row.get("opacity", default.opacity)),
        pattern=Pattern(row.get("pattern", default.pattern)),
        look=Look(row.get("look", default.look)),
        protect_colour=_colour(row.get("protect_colour"), default.protect_colour),
    )


def _hex(colour: Colour) -> str:
    return "#" + bytes(colour).hex()


def _colour(value: object, default: Colour) -> Colour:
    if value is None:
        return default
    if not isinstance(value, str):
        raise TypeError(value)
    channels = _HEX.fullmatch(value)
    if channels is None:
        raise ValueError(value)
    return Colour(*(int(channel, 16) for channel in channels.groups()))


def _opacity(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(value)
    if not 0.0 <= value <= 1.0:
        raise ValueError(value)
    return float(value)
