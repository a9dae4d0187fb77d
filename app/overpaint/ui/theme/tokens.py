"""The named colours of a theme, read from its token file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from PySide6.QtGui import QColor


class BrokenThemeError(ValueError):
    """A token file lacks a colour, has one too many, or one that is not a colour."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Every colour the interface may use. The token files say what each is for.

    Colours that end in ``_soft`` are backgrounds for text of the same name; `hover` and `pressed`
    are veils (with alpha) to lay over whatever is below.
    """

    canvas: QColor
    window: QColor
    panel: QColor
    raised: QColor
    field: QColor
    tooltip: QColor
    text: QColor
    muted: QColor
    disabled: QColor
    on_tooltip: QColor
    border: QColor
    border_strong: QColor
    shadow: QColor
    control: QColor
    control_hover: QColor
    control_pressed: QColor
    hover: QColor
    pressed: QColor
    groove: QColor
    accent: QColor
    accent_hover: QColor
    accent_pressed: QColor
    on_accent: QColor
    accent_text: QColor
    accent_soft: QColor
    selection: QColor
    focus: QColor
    danger: QColor
    danger_soft: QColor
    warning: QColor
    warning_soft: QColor
    success: QColor
    success_soft: QColor
    mask_tint: QColor
    protect_tint: QColor
    checker_light: QColor
    checker_dark: QColor

    @classmethod
    def read(cls, path: Path) -> Tokens:
        """Read a token file.

        Raises:
            BrokenThemeError: The file and this class do not name the same colours.
        """
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        colours = {name: text for table in tables.values() for name, text in table.items()}
        expected = {field.name for field in fields(cls)}
        if colours.keys() != expected:
            difference = ", ".join(sorted(colours.keys() ^ expected))
            raise BrokenThemeError(f"{path.name}: missing or unknown colours: {difference}")
        return cls(**{name: _colour(path, name, text) for name, text in colours.items()})


def over(veil: QColor, ground: QColor) -> QColor:
    """The opaque colour that `veil` (with alpha) gives on top of `ground`."""
    share = veil.alphaF()
    return QColor.fromRgbF(
        veil.redF() * share + ground.redF() * (1 - share),
        veil.greenF() * share + ground.greenF() * (1 - share),
        veil.blueF() * share + ground.blueF() * (1 - share),
    )


def _colour(path: Path, name: str, text: str) -> QColor:
    digits = text.removeprefix("#")
    try:
        channels = bytes.fromhex(digits)
    except ValueError:
        channels = b""
    if not text.startswith("#") or len(channels) not in {3, 4}:
        raise BrokenThemeError(f"{path.name}: {name} = “{text}” is not #RRGGBB or #RRGGBBAA")
    return QColor(*channels)
