"""How values of results lie in the library's columns."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

_START = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_NUMBER = re.compile(r"[0-9]{1,18}")
_NUMBER_DIGITS = 18

Stored = str | bytes
"""A path: text, or bytes where its name on disk is no text."""


def from_path(path: Path) -> Stored:
    """A path as it is stored."""
    text = str(path)
    try:
        text.encode()
    except UnicodeEncodeError:
        return os.fsencode(path)
    return text


def to_path(stored: Stored) -> Path:
    """The path that was stored."""
    return Path(os.fsdecode(stored))


def from_time(time: datetime) -> int:
    """A moment, as microseconds since 1970."""
    return (time - _START) // _MICROSECOND


def to_time(microseconds: int) -> datetime:
    """The moment that was stored, in UTC."""
    return _START + microseconds * _MICROSECOND


def readable(text: str) -> str:
    """A text without the halves of signs that names on disk may hold, and without NUL."""
    return text.encode(errors="replace").decode().replace("\0", " ")


def name_key(path: Path) -> str:
    """By what names are put in order: capitals count for nothing, and 2 comes before 10."""
    folded = readable(path.name).casefold()
    return _NUMBER.sub(lambda digits: digits[0].zfill(_NUMBER_DIGITS), folded)
